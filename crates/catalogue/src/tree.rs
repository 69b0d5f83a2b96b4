//! The category tree and, for each category, its products in every order.

use crate::listing::Orders;
use crate::model::{Localised, Product};
use crate::slug::unique_slug;
use fairday_contract::{CategorySlug, Locale};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Levels of categories below this depth are folded into the one above.
const DEPTH_MAX: usize = 6;

/// The category of goods that have none, so that everything for sale can be found by looking around.
const OTHER_GOODS: (&str, &str) = ("其他商品", "Other goods");
/// The category of all goods, in a shop where none has a category.
const ALL_GOODS: (&str, &str) = ("全部商品", "All goods");

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
    /// The tree of the products' categories; `orders` sorts the products of one category. What has none comes last, under a
    /// name of the shop's own.
    pub(crate) fn build(products: &[Product], default: Locale, orders: impl Fn(Vec<u32>) -> Orders) -> Self {
        let mut paths: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        let mut seedlings: Vec<Seedling> = Vec::new();
        let mut leaf_of: Vec<Option<usize>> = vec![None; products.len()];
        for (number, product) in products.iter().enumerate() {
            let mut path = Vec::new();
            for name in product.category.iter().filter(|name| !name.default.is_empty()).take(DEPTH_MAX) {
                path.push(name.default.as_str());
                let parent = leaf_of[number];
                let node = *paths.entry(path.clone()).or_insert_with(|| {
                    seedlings.push(Seedling { name: name.clone(), parent, members: Vec::new() });
                    seedlings.len() - 1
                });
                seedlings[node].members.push(number as u32);
                leaf_of[number] = Some(node);
            }
        }
        let shelf = in_languages(if seedlings.is_empty() { ALL_GOODS } else { OTHER_GOODS }, default);
        for (number, leaf) in leaf_of.iter_mut().enumerate().filter(|(_, leaf)| leaf.is_none()) {
            // A merchant may have called a category so.
            let node = *paths.entry(vec![shelf.default.as_str()]).or_insert_with(|| {
                seedlings.push(Seedling { name: shelf.clone(), parent: None, members: Vec::new() });
                seedlings.len() - 1
            });
            seedlings[node].members.push(number as u32);
            *leaf = Some(node);
        }
        for seedling in &mut seedlings {
            seedling.members.sort_unstable(); // the merchant's order
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

    /// The category of that slug, which may be written with other capitals: slugs are in small letters.
    pub(crate) fn find(&self, slug: &CategorySlug) -> Option<usize> {
        let small = || self.by_slug.get(&slug.as_str().to_lowercase().parse().ok()?);
        self.by_slug.get(slug).or_else(small).copied()
    }

    /// The way to a category, the widest first, itself last.
    pub(crate) fn path(&self, node: usize) -> Vec<usize> {
        let mut path: Vec<usize> =
            std::iter::successors(Some(node), |node| self.nodes[*node].parent).collect();
        path.reverse();
        path
    }
}

/// A name of the shop's own.
fn in_languages((zh, en): (&str, &str), default: Locale) -> Localised {
    match default {
        Locale::ZhCn => Localised { default: zh.to_owned(), others: vec![(Locale::En, en.to_owned())] },
        Locale::En => Localised { default: en.to_owned(), others: vec![(Locale::ZhCn, zh.to_owned())] },
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;
    use crate::sample;
    use crate::snapshot::Snapshot;
    use fairday_contract::ListQuery;

    fn snapshot(categories: &[&str]) -> Snapshot {
        let whole = sample::catalogue(categories.len());
        let shelved = whole.products.into_iter().zip(categories).map(|(product, category)| {
            let path = category.split('>').filter(|part| !part.is_empty()).map(Localised::plain);
            Product { category: path.collect(), ..product }
        });
        Snapshot::build(Catalogue { products: shelved.collect(), ..whole }, &|_| String::new())
    }

    /// The names of the widest categories with the number of their products.
    fn shelves(snapshot: &Snapshot, locale: Locale) -> Vec<(String, u32)> {
        snapshot.categories(locale).into_iter().map(|category| (category.name, category.count)).collect()
    }

    #[test]
    fn goods_without_a_category_are_under_other_goods_behind_all_others() {
        let snapshot = snapshot(&["", "Lamps>Desk", "", "Toys"]);
        let named =
            |names: [&str; 3]| names.map(str::to_owned).into_iter().zip([1, 1, 2]).collect::<Vec<_>>();
        assert_eq!(shelves(&snapshot, Locale::En), named(["Lamps", "Toys", "Other goods"]));
        assert_eq!(shelves(&snapshot, Locale::ZhCn), named(["Lamps", "Toys", "其他商品"]));
    }

    #[test]
    fn a_shop_without_categories_shows_all_goods_as_one() {
        let snapshot = snapshot(&["", "", ""]);
        assert_eq!(shelves(&snapshot, Locale::En), [("All goods".to_owned(), 3)]);
    }

    #[test]
    fn everything_for_sale_is_in_the_list_of_a_category_that_the_tree_names() {
        for categories in [&["", "A>B", "A", "C>D>E>F>G>H>I", ""][..], &["", ""], &["Other goods", "", "A"]] {
            let snapshot = snapshot(categories);
            let mut found = HashSet::new();
            for category in snapshot.categories(Locale::En) {
                let query = ListQuery { category: Some(category.slug), ..ListQuery::default() };
                let page = snapshot.list(Locale::En, &query).expect("a category of the tree");
                found.extend(page.items.into_iter().map(|card| card.handle));
            }
            assert_eq!(found.len(), categories.len(), "{categories:?}");
        }
    }

    #[test]
    fn a_shop_of_nothing_has_no_categories() {
        assert!(snapshot(&[]).categories(Locale::En).is_empty());
    }

    #[test]
    fn a_category_and_a_product_are_found_by_their_names_in_capitals() {
        let snapshot = snapshot(&["Lamps"]);
        let slug: CategorySlug = "LAMPS".parse().expect("a slug");
        assert_eq!(snapshot.own_slug(&slug).map(CategorySlug::as_str), Some("lamps"));
        let own = sample::product(0).handle;
        let capitals = own.as_str().to_uppercase().parse().expect("a handle");
        assert_eq!(snapshot.own_handle(&capitals), Some(&own));
        assert_eq!(snapshot.product(Locale::En, &capitals).expect("found").handle, own);
    }

    #[test]
    fn a_handle_with_capitals_of_its_own_is_found_in_small_letters_unless_another_has_those() {
        let whole = sample::catalogue(3);
        let handles = ["Blue-Shirt", "Cup", "cup"];
        let named = whole
            .products
            .into_iter()
            .zip(handles)
            .map(|(product, handle)| Product { handle: handle.parse().expect("a handle"), ..product });
        let snapshot = Snapshot::build(Catalogue { products: named.collect(), ..whole }, &|_| String::new());
        for (typed, own) in [
            ("blue-shirt", "Blue-Shirt"),
            ("BLUE-SHIRT", "Blue-Shirt"),
            ("Cup", "Cup"),
            ("cup", "cup"),
            ("CUP", "cup"),
        ] {
            let typed = typed.parse().expect("a handle");
            assert_eq!(snapshot.own_handle(&typed).map(ToString::to_string).as_deref(), Some(own));
        }
    }
}
