//! What the front of the shop shows.

use crate::snapshot::Snapshot;
use crate::{cards, tree::CategoryTree};
use fairday_contract::{Banner, BannerLink, Home, Locale, Section, SectionKind, Sort};
use std::collections::HashSet;

/// Banners on the home page.
const BANNERS_MAX: usize = 3;
/// Categories on the home page.
const CATEGORIES_MAX: usize = 12;
/// Rows of one category on the home page.
const CATEGORY_ROWS_MAX: usize = 2;
/// Products in a row.
const ROW_PRODUCTS_MAX: usize = 8;
/// A row with fewer products is left out, unless the shop has no more.
const ROW_PRODUCTS_MIN: usize = 2;

/// Takes products for the rows, each at most once.
struct Rows<'a> {
    snapshot: &'a Snapshot,
    locale: Locale,
    shown: HashSet<u32>,
    sections: Vec<Section>,
}

impl Rows<'_> {
    fn add(&mut self, kind: SectionKind, candidates: impl Iterator<Item = u32>) {
        let shown = &self.shown;
        let row: Vec<u32> =
            candidates.filter(|product| !shown.contains(product)).take(ROW_PRODUCTS_MAX).collect();
        let few = row.len() < ROW_PRODUCTS_MIN && !self.sections.is_empty();
        if row.is_empty() || few {
            return;
        }
        self.shown.extend(&row);
        let items = row.into_iter().map(|product| self.snapshot.card(product, self.locale)).collect();
        self.sections.push(Section { kind, items });
    }
}

pub(crate) fn home(snapshot: &Snapshot, locale: Locale) -> Home {
    let tree = snapshot.tree();
    let available = |product: &u32| snapshot.facts()[*product as usize].available;
    let order = |sort| snapshot.all().by(sort).iter().copied().filter(available);
    let largest = largest_first(tree);

    let mut rows = Rows { snapshot, locale, shown: HashSet::new(), sections: Vec::new() };
    rows.add(
        SectionKind::Popular,
        order(Sort::Sales).filter(|product| snapshot.facts()[*product as usize].sold > 0),
    );
    rows.add(SectionKind::Reduced, reduced_most(snapshot).into_iter());
    rows.add(SectionKind::New, order(Sort::Newest));
    for node in largest.iter().take(CATEGORY_ROWS_MAX) {
        let category = cards::category_ref(tree, *node, locale);
        let members = tree.nodes[*node].orders.by(Sort::Relevance);
        rows.add(
            SectionKind::Category { slug: category.slug, name: category.name },
            members.iter().copied().filter(available),
        );
    }
    Home {
        banners: banners(snapshot, &largest, locale),
        categories: tree
            .roots
            .iter()
            .take(CATEGORIES_MAX)
            .map(|node| snapshot.category(*node, locale, 0))
            .collect(),
        sections: rows.sections,
    }
}

/// The widest categories, most products first.
pub(crate) fn largest_first(tree: &CategoryTree) -> Vec<usize> {
    let mut roots = tree.roots.clone();
    roots.sort_by_key(|node| std::cmp::Reverse(tree.nodes[*node].orders.by(Sort::Relevance).len()));
    roots
}

/// Available products reduced from a higher price, the largest share of it first.
fn reduced_most(snapshot: &Snapshot) -> Vec<u32> {
    let mut reduced: Vec<(i64, u32)> = (0_u32..)
        .zip(&snapshot.catalogue().products)
        .filter(|(number, _)| snapshot.facts()[*number as usize].available)
        .filter_map(|(number, product)| {
            let cheapest = product.variants.iter().min_by_key(|variant| variant.price)?;
            let before = cheapest.compare_at.filter(|before| *before > cheapest.price)?;
            let share = i128::from(before - cheapest.price) * 1000 / i128::from(before);
            Some((-(share as i64), number))
        })
        .collect();
    reduced.sort_unstable();
    reduced.into_iter().map(|(_, number)| number).collect()
}

/// The most reduced product, then the largest categories, then what sells best: whatever has a picture.
fn banners(snapshot: &Snapshot, largest: &[usize], locale: Locale) -> Vec<Banner> {
    let product = |number: u32| {
        let card = snapshot.card(number, locale);
        card.picture.is_some().then_some(Banner {
            title: card.title,
            picture: card.picture,
            link: BannerLink::Product(card.handle),
        })
    };
    let category = |node: &usize| {
        let category = snapshot.category(*node, locale, 0);
        category.picture.is_some().then_some(Banner {
            title: category.name,
            picture: category.picture,
            link: BannerLink::Category(category.slug),
        })
    };
    let reduced = reduced_most(snapshot).into_iter().filter_map(product).take(1);
    let popular = snapshot.all().by(Sort::Sales).iter().copied().filter_map(product);
    let mut seen = HashSet::new();
    reduced
        .chain(largest.iter().filter_map(category))
        .chain(popular)
        .filter(|banner| banner.picture.as_ref().is_some_and(|picture| seen.insert(picture.id.clone())))
        .take(BANNERS_MAX)
        .collect()
}
