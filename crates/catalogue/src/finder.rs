//! Search over the catalogue: one index for every language, since shoppers type whichever comes to hand.

use crate::cards;
use crate::listing::{Entry, Facts};
use crate::model::{Localised, Product};
use crate::snapshot::Snapshot;
use crate::tree::CategoryTree;
use fairday_contract::{CountedBrand, CountedCategory, Locale, Sort, Suggestion, Suggestions};
use fairday_search::{Document, Field, FieldKind, Hit, Index, IndexSize};
use std::collections::HashMap;

/// Suggestions given at once.
const SUGGESTIONS_MAX: usize = 8;
/// Of those, categories and brands together at most.
const SUGGESTED_NAMES_MAX: usize = 4;
/// Categories, and brands, counted with a search.
const COUNTS_MAX: usize = 10;

/// The readings of every Han character of a text; see [`Field::pinyin`].
pub type Readings<'a> = &'a dyn Fn(&str) -> String;

/// What a document of the index of names stands for.
#[derive(Clone, Copy)]
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
    ) -> Self {
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
            products: Index::build(products.iter().map(|one| document(one, readings))),
            names: Index::build(&names),
            name_of,
        }
    }

    /// How large the index of products is.
    pub(crate) fn size(&self) -> IndexSize {
        self.products.size()
    }

    /// Matching products, best first, with the best one's key smallest.
    pub(crate) fn products(&self, q: &str, sort: Sort, facts: &[Facts]) -> Vec<Entry> {
        let hits = self.products.search(q).hits;
        let key = |hit: &Hit| match sort {
            Sort::Relevance => -(i64::from(hit.points) << u16::BITS | i64::from(hit.prior)),
            other => facts[hit.document as usize].key(other),
        };
        let mut entries: Vec<Entry> =
            hits.iter().map(|hit| Entry { product: hit.document, key: key(hit) }).collect();
        if sort != Sort::Relevance {
            entries.sort_unstable_by_key(|entry| (entry.key, entry.product));
        }
        entries
    }

    pub(crate) fn suggestions(&self, q: &str, snapshot: &Snapshot, locale: Locale) -> Suggestions {
        let names = self.names.search(q);
        let names = names.hits.iter().filter(|_| names.matches_all).take(SUGGESTED_NAMES_MAX);
        let mut items: Vec<Suggestion> = names
            .map(|hit| match self.name_of[hit.document as usize] {
                Name::Category(node) => {
                    let category = cards::category_ref(snapshot.tree(), node, locale);
                    Suggestion::Category { slug: category.slug, name: category.name }
                }
                Name::Brand(brand) => {
                    Suggestion::Brand { name: snapshot.brand_name(brand as u32, locale).to_owned() }
                }
            })
            .collect();
        let room = SUGGESTIONS_MAX - items.len();
        items.extend(self.products.search(q).hits.iter().take(room).map(|hit| {
            let product = &snapshot.catalogue().products[hit.document as usize];
            Suggestion::Product {
                handle: product.handle.clone(),
                title: product.title.get(locale).to_owned(),
            }
        }));
        Suggestions { items }
    }
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
    document = of(document, FieldKind::Category, &product.category);
    document = of(document, FieldKind::Tag, &product.tags);
    product.options.iter().fold(document, |document, option| of(document, FieldKind::Option, &option.values))
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
