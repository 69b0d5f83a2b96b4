//! Search over the catalogue: one index for every language, since shoppers type whichever comes to hand.

use crate::listing::{Entry, Facts};
use crate::model::{Localised, Product};
use crate::snapshot::Snapshot;
use crate::tree::CategoryTree;
use crate::{cards, home};
use fairday_contract::{CountedBrand, CountedCategory, Locale, Sort, Suggestion, Suggestions};
use fairday_search::{Document, Field, FieldKind, Found, Hit, Index, IndexSize, Synonyms};
use std::collections::HashMap;

/// Suggestions given at once.
const SUGGESTIONS_MAX: usize = 8;
/// Of those, categories and brands together at most.
const SUGGESTED_NAMES_MAX: usize = 4;
/// Places to look on in when a search found nothing, or only part of what was asked for.
const NEAR_MAX: usize = 8;
/// Of those, categories at most when nothing at all is near, so that there is room for products.
const LARGEST_MAX: usize = 5;
/// Categories, and brands, counted with a search.
const COUNTS_MAX: usize = 10;

/// The readings of every Han character of a text; see [`Field::pinyin`].
pub type Readings<'a> = &'a dyn Fn(&str) -> String;

/// What a document of the index of names stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Category(usize),
    Brand(usize),
}

/// The indexes of one snapshot.
pub(crate) struct Finder {
    products: Index,
    names: Index,
    name_of: Vec<Name>,
}

impl Finder {
    pub(crate) fn build(
        products: &[Product],
        tree: &CategoryTree,
        brands: &[Localised],
        readings: Readings<'_>,
        synonyms: &str,
    ) -> Self {
        // The server has read them before; who reads them with other rules does without.
        let synonyms = Synonyms::read(synonyms).unwrap_or_default();
        let categories = tree.nodes.iter().enumerate().map(|(node, category)| {
            (
                Name::Category(node),
                category.orders.by(Sort::Relevance).len(),
                FieldKind::Category,
                &category.name,
            )
        });
        let brands =
            brands.iter().enumerate().map(|(brand, name)| (Name::Brand(brand), 0, FieldKind::Brand, name));
        let (name_of, names): (Vec<Name>, Vec<Document>) = categories
            .chain(brands)
            .map(|(name, size, kind, text)| {
                let document = Document::new(u16::try_from(size).unwrap_or(u16::MAX));
                (name, with_texts(document, kind, text, readings))
            })
            .unzip();
        Self {
            products: Index::build(products.iter().map(|one| document(one, readings)))
                .with_synonyms(synonyms.clone()),
            names: Index::build(&names).with_synonyms(synonyms),
            name_of,
        }
    }

    /// How large the index of products is.
    pub(crate) fn size(&self) -> IndexSize {
        self.products.size()
    }

    /// Matching products, best first, with the best one's key smallest; and whether they match all the words.
    pub(crate) fn products(&self, q: &str, sort: Sort, facts: &[Facts]) -> (Vec<Entry>, bool) {
        let Found { hits, matches_all } = self.products.search(q);
        let key = |hit: &Hit| match sort {
            Sort::Relevance => -(i64::from(hit.points) << u16::BITS | i64::from(hit.prior)),
            other => facts[hit.document as usize].key(other),
        };
        let mut entries: Vec<Entry> =
            hits.iter().map(|hit| Entry { product: hit.document, key: key(hit) }).collect();
        if sort != Sort::Relevance {
            entries.sort_unstable_by_key(|entry| (entry.key, entry.product));
        }
        (entries, matches_all)
    }

    /// Where to look on when nothing matches all of `q`: categories and brands with such a name, and the categories of what
    /// matches part of it; when there are none, the largest categories and what is bought most.
    pub(crate) fn near(
        &self,
        q: &str,
        entries: &[Entry],
        snapshot: &Snapshot,
        locale: Locale,
    ) -> Vec<Suggestion> {
        let named = self.names.search(q).hits;
        let mut near: Vec<Name> = named.iter().map(|hit| self.name_of[hit.document as usize]).collect();
        near.truncate(SUGGESTED_NAMES_MAX);
        let shelves = entries.iter().filter_map(|entry| snapshot.tree().leaf_of[entry.product as usize]);
        let mut counts = HashMap::new();
        shelves.for_each(|node| *counts.entry(node).or_insert(0_u32) += 1);
        for (node, _) in most(counts) {
            if !near.contains(&Name::Category(node)) {
                near.push(Name::Category(node));
            }
        }
        near.truncate(NEAR_MAX);
        if !near.is_empty() {
            return near.into_iter().map(|name| suggestion(name, snapshot, locale)).collect();
        }
        let largest = home::largest_first(snapshot.tree()).into_iter().take(LARGEST_MAX);
        let mut items: Vec<Suggestion> =
            largest.map(|node| suggestion(Name::Category(node), snapshot, locale)).collect();
        let bought = snapshot
            .all()
            .by(Sort::Sales)
            .iter()
            .filter(|product| snapshot.facts()[**product as usize].available);
        items.extend(
            bought.take(NEAR_MAX - items.len()).map(|product| product_suggestion(*product, snapshot, locale)),
        );
        items
    }

    pub(crate) fn suggestions(&self, q: &str, snapshot: &Snapshot, locale: Locale) -> Suggestions {
        let names = self.names.search(q);
        let names = names.hits.iter().filter(|_| names.matches_all).take(SUGGESTED_NAMES_MAX);
        let mut items: Vec<Suggestion> =
            names.map(|hit| suggestion(self.name_of[hit.document as usize], snapshot, locale)).collect();
        let room = SUGGESTIONS_MAX - items.len();
        let products = self.products.search(q).hits;
        items
            .extend(products.iter().take(room).map(|hit| product_suggestion(hit.document, snapshot, locale)));
        Suggestions { items }
    }
}

fn suggestion(name: Name, snapshot: &Snapshot, locale: Locale) -> Suggestion {
    match name {
        Name::Category(node) => {
            let category = cards::category_ref(snapshot.tree(), node, locale);
            Suggestion::Category { slug: category.slug, name: category.name }
        }
        Name::Brand(brand) => {
            Suggestion::Brand { name: snapshot.brand_name(brand as u32, locale).to_owned() }
        }
    }
}

fn product_suggestion(product: u32, snapshot: &Snapshot, locale: Locale) -> Suggestion {
    let product = &snapshot.catalogue().products[product as usize];
    Suggestion::Product { handle: product.handle.clone(), title: product.title.get(locale).to_owned() }
}

fn document(product: &Product, readings: Readings<'_>) -> Document {
    // Popularity counts by its order of magnitude; what cannot be bought comes after what can.
    let available = product.variants.iter().any(crate::model::Variant::is_available);
    let popularity = (u32::BITS - product.sold.leading_zeros()) as u16;
    let mut document = Document::new(if available { 100 + popularity } else { popularity });
    let of = |document, kind, texts: &[Localised]| {
        texts.iter().fold(document, |document, text| with_texts(document, kind, text, readings))
    };
    document = with_texts(document, FieldKind::Title, &product.title, readings);
    document = with_texts(document, FieldKind::Brand, &product.vendor, readings);
    if let Some((shelf, wider)) = product.category.split_last() {
        document = of(document, FieldKind::Category, wider);
        document = with_texts(document, FieldKind::Shelf, shelf, readings);
    }
    document = of(document, FieldKind::Tag, &product.tags);
    document = product
        .options
        .iter()
        .fold(document, |document, option| of(document, FieldKind::Option, &option.values));
    let codes = product.variants.iter().filter_map(|variant| variant.sku.as_deref());
    codes.fold(document, |document, code| document.with(Field::new(FieldKind::Code, code, "")))
}

/// The document with a text in each of its languages.
fn with_texts(document: Document, kind: FieldKind, text: &Localised, readings: Readings<'_>) -> Document {
    std::iter::once(&text.default)
        .chain(text.others.iter().map(|(_, other)| other))
        .filter(|text| !text.is_empty())
        .fold(document, |document, text| document.with(Field::new(kind, text.clone(), readings(text))))
}

/// How many of the matches each category and each brand has, most first.
pub(crate) fn counts(
    entries: &[Entry],
    snapshot: &Snapshot,
    locale: Locale,
) -> (Vec<CountedCategory>, Vec<CountedBrand>) {
    let (mut categories, mut brands) = (HashMap::new(), HashMap::new());
    for entry in entries {
        if let Some(node) = snapshot.tree().leaf_of[entry.product as usize] {
            *categories.entry(node).or_insert(0_u32) += 1;
        }
        if let Some(brand) = snapshot.facts()[entry.product as usize].brand {
            *brands.entry(brand).or_insert(0_u32) += 1;
        }
    }
    let categories = most(categories);
    let brands = most(brands);
    (
        categories
            .into_iter()
            .map(|(node, count)| cards::counted_category(snapshot.tree(), node, count, locale))
            .collect(),
        brands
            .into_iter()
            .map(|(brand, count)| CountedBrand { name: snapshot.brand_name(brand, locale).to_owned(), count })
            .collect(),
    )
}

fn most<K: Ord + Copy>(counts: HashMap<K, u32>) -> Vec<(K, u32)> {
    let mut counts: Vec<(K, u32)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    counts.truncate(COUNTS_MAX);
    counts
}
