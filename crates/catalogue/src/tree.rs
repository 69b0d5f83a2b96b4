//! The category tree and, for each category, its products in every order.

use crate::listing::Orders;
use crate::model::{Localised, Product};
use crate::slug::unique_slug;
use fairday_contract::CategorySlug;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Levels of categories below this depth are folded into the one above.
const DEPTH_MAX: usize = 6;

/// One category.
pub(crate) struct Node {
    pub(crate) slug: CategorySlug,
    pub(crate) name: Localised,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
    /// Its products and those of its children.
    pub(crate) orders: Orders,
}

/// Every category. Roots and children are in the merchant's order: by their first product.
pub(crate) struct CategoryTree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) roots: Vec<usize>,
    by_slug: HashMap<CategorySlug, usize>,
    /// For each product, its narrowest category.
    pub(crate) leaf_of: Vec<Option<usize>>,
}

/// A category while the tree grows: the place where its path was first seen, and its products.
struct Seedling {
    name: Localised,
    parent: Option<usize>,
    members: Vec<u32>,
}

impl CategoryTree {
    /// The tree of the products' categories; `orders` sorts the products of one category.
    pub(crate) fn build(products: &[Product], orders: impl Fn(Vec<u32>) -> Orders) -> Self {
        let mut paths: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        let mut seedlings: Vec<Seedling> = Vec::new();
        let mut leaf_of = Vec::with_capacity(products.len());
        for (number, product) in products.iter().enumerate() {
            let mut parent = None;
            let mut path = Vec::new();
            for name in product.category.iter().filter(|name| !name.default.is_empty()).take(DEPTH_MAX) {
                path.push(name.default.as_str());
                let node = *paths.entry(path.clone()).or_insert_with(|| {
                    seedlings.push(Seedling { name: name.clone(), parent, members: Vec::new() });
                    seedlings.len() - 1
                });
                seedlings[node].members.push(number as u32);
                parent = Some(node);
            }
            leaf_of.push(parent);
        }
        let slugs = slugs(&paths, &seedlings);
        let by_slug = slugs.iter().cloned().enumerate().map(|(node, slug)| (slug, node)).collect();
        let mut nodes: Vec<Node> = seedlings
            .into_iter()
            .zip(slugs)
            .map(|(Seedling { name, parent, members }, slug)| Node {
                slug,
                name,
                parent,
                children: Vec::new(),
                orders: orders(members),
            })
            .collect();
        let mut roots = Vec::new();
        for node in 0..nodes.len() {
            match nodes[node].parent {
                Some(parent) => nodes[parent].children.push(node),
                None => roots.push(node),
            }
        }
        Self { nodes, roots, by_slug, leaf_of }
    }

    /// The category of that slug.
    pub(crate) fn find(&self, slug: &CategorySlug) -> Option<usize> {
        self.by_slug.get(slug).copied()
    }

    /// The way to a category, the widest first, itself last.
    pub(crate) fn path(&self, node: usize) -> Vec<usize> {
        let mut path: Vec<usize> =
            std::iter::successors(Some(node), |node| self.nodes[*node].parent).collect();
        path.reverse();
        path
    }
}

/// Slugs are given in the order of the paths, wider ones first, so that they do not depend on the products' order.
fn slugs(paths: &BTreeMap<Vec<&str>, usize>, seedlings: &[Seedling]) -> Vec<CategorySlug> {
    let mut by_depth: Vec<(&Vec<&str>, usize)> = paths.iter().map(|(path, node)| (path, *node)).collect();
    by_depth.sort_by_key(|(path, _)| path.len()); // stable: paths of one depth stay in order
    let mut taken = HashSet::new();
    let mut slugs: Vec<Option<CategorySlug>> = vec![None; seedlings.len()];
    for (_, node) in by_depth {
        let parent = seedlings[node].parent.and_then(|parent| slugs[parent].clone());
        slugs[node] = Some(unique_slug(&seedlings[node].name, parent.as_ref(), &mut taken));
    }
    slugs.into_iter().flatten().collect()
}
