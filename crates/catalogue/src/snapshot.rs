//! The catalogue as it is served: immutable, in memory, everything looked up or sorted beforehand.

use crate::changes::History;
use crate::cursor::InvalidCursor;
use crate::finder::{Finder, Readings, counts};
use crate::listing::{BrandFilter, Entry, Facts, Filter, Orders, cut};
use crate::model::{Catalogue, Localised, Product};
use crate::tree::CategoryTree;
use crate::{cards, home};
use fairday_contract::{
    Category, CategoryRef, CategorySlug, Home, ListQuery, Locale, Money, Page, ProductCard, ProductDetail,
    ProductHandle, SearchResults, Sort, Store, Suggestions, VariantId, VariantOffer, VariantOffers,
};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Related products shown with a product.
const RELATED_MAX: usize = 8;
/// Levels of the category tree that are told.
const TREE_DEPTH_MAX: usize = 6;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupError {
    /// No such product, or no longer.
    ProductNotFound,
    /// No such category, or no longer.
    CategoryNotFound,
    /// The cursor is not one this list gave out.
    InvalidCursor,
}

impl From<InvalidCursor> for LookupError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

/// One revision of the catalogue, ready to be asked. Texts that are missing in a language come in the default one.
pub struct Snapshot {
    catalogue: Catalogue,
    locales: Vec<Locale>,
    facts: Vec<Facts>,
    brands: Vec<Localised>,
    brand_by_name: HashMap<String, u32>,
    by_handle: HashMap<ProductHandle, u32>,
    /// Products whose handles are not in small letters, by their handles in small letters.
    by_small_handle: HashMap<String, u32>,
    by_variant: HashMap<VariantId, u32>,
    tree: CategoryTree,
    all: Orders,
    finder: Finder,
    history: OnceLock<History>,
}

impl Snapshot {
    /// Works everything out; takes a second or so for 10,000 products, so not on an async thread. `readings` knows how
    /// Han characters are read.
    pub fn build(catalogue: Catalogue, readings: Readings<'_>) -> Self {
        let mut brands: Vec<Localised> = Vec::new();
        let mut brand_by_name = HashMap::new();
        let mut facts = Vec::with_capacity(catalogue.products.len());
        for product in &catalogue.products {
            let brand = (!product.vendor.default.is_empty()).then(|| {
                *brand_by_name.entry(product.vendor.default.clone()).or_insert_with(|| {
                    brands.push(product.vendor.clone());
                    brands.len() as u32 - 1
                })
            });
            facts.push(Facts::of(product, brand));
        }
        for (brand, name) in (0_u32..).zip(&brands) {
            for (_, other) in &name.others {
                brand_by_name.entry(other.clone()).or_insert(brand);
            }
        }
        let default_locale = catalogue.store.default_locale;
        let tree =
            CategoryTree::build(&catalogue.products, default_locale, |members| Orders::new(members, &facts));
        let all = Orders::new((0..catalogue.products.len() as u32).collect(), &facts);
        let finder = Finder::build(&catalogue.products, &tree, &brands, readings, &catalogue.synonyms);
        let by_handle = (0_u32..)
            .zip(&catalogue.products)
            .map(|(number, product)| (product.handle.clone(), number))
            .collect();
        let by_small_handle = (0_u32..)
            .zip(&catalogue.products)
            .map(|(number, product)| {
                (product.handle.as_str().to_lowercase(), product.handle.as_str(), number)
            })
            .filter(|(small, handle, _)| small != handle)
            .map(|(small, _, number)| (small, number))
            .collect();
        let by_variant = (0_u32..)
            .zip(&catalogue.products)
            .flat_map(|(number, product)| product.variants.iter().map(move |variant| (variant.id, number)))
            .collect();
        let locales = locales(&catalogue);
        Self {
            catalogue,
            locales,
            facts,
            brands,
            brand_by_name,
            by_handle,
            by_small_handle,
            by_variant,
            tree,
            all,
            finder,
            history: OnceLock::new(),
        }
    }

    /// Grows by one with every change of the catalogue.
    pub fn revision(&self) -> u64 {
        self.catalogue.revision
    }

    /// When the catalogue last changed, milliseconds since 1970 UTC.
    pub fn updated_ms(&self) -> i64 {
        self.catalogue.updated_ms
    }

    /// Languages the catalogue has, its default first.
    pub fn locales(&self) -> &[Locale] {
        &self.locales
    }

    /// Every product's name in URLs, in the merchant's order.
    pub fn handles(&self) -> impl ExactSizeIterator<Item = &ProductHandle> {
        self.catalogue.products.iter().map(|product| &product.handle)
    }

    /// A product's own handle, which may be written with other capitals.
    pub fn own_handle(&self, handle: &ProductHandle) -> Option<&ProductHandle> {
        let number = self.number_by_handle(handle)?;
        self.catalogue.products.get(number as usize).map(|product| &product.handle)
    }

    /// A category's own slug, which may be written with other capitals.
    pub fn own_slug(&self, slug: &CategorySlug) -> Option<&CategorySlug> {
        self.tree.find(slug).map(|node| &self.tree.nodes[node].slug)
    }

    /// The index of a product. What is written exactly so comes before what is the same but for capitals.
    fn number_by_handle(&self, handle: &ProductHandle) -> Option<u32> {
        let other_capitals = || {
            let small = handle.as_str().to_lowercase();
            let exact = small.parse().ok().and_then(|small: ProductHandle| self.by_handle.get(&small));
            exact.or_else(|| self.by_small_handle.get(&small))
        };
        self.by_handle.get(handle).or_else(other_capitals).copied()
    }

    /// Every category's name in URLs, wider ones before narrower ones.
    pub fn slugs(&self) -> impl ExactSizeIterator<Item = &CategorySlug> {
        self.tree.nodes.iter().map(|node| &node.slug)
    }

    /// Terms and bytes of the search index.
    pub fn search_index_size(&self) -> (usize, usize) {
        let size = self.finder.size();
        (size.terms, size.bytes)
    }

    /// The store itself.
    pub fn store(&self, locale: Locale) -> Store {
        Store {
            name: self.catalogue.store.name.get(locale).to_owned(),
            locales: self.locales.clone(),
            currency: self.catalogue.store.currency,
            revision: self.revision(),
            updated_ms: self.updated_ms(),
        }
    }

    /// The front of the shop.
    pub fn home(&self, locale: Locale) -> Home {
        home::home(self, locale)
    }

    /// The category tree.
    pub fn categories(&self, locale: Locale) -> Vec<Category> {
        self.tree.roots.iter().map(|node| self.category(*node, locale, TREE_DEPTH_MAX)).collect()
    }

    /// The way to a category, the widest first, itself last.
    ///
    /// # Errors
    /// [`LookupError::CategoryNotFound`]
    pub fn category_path(
        &self,
        locale: Locale,
        slug: &CategorySlug,
    ) -> Result<Vec<CategoryRef>, LookupError> {
        let node = self.tree.find(slug).ok_or(LookupError::CategoryNotFound)?;
        Ok(self.path_refs(node, locale))
    }

    /// A list of products, `query.q` aside.
    ///
    /// # Errors
    /// [`LookupError::CategoryNotFound`], [`LookupError::InvalidCursor`]
    pub fn list(&self, locale: Locale, query: &ListQuery) -> Result<Page<ProductCard>, LookupError> {
        let orders = match &query.category {
            None => &self.all,
            Some(slug) => &self.tree.nodes[self.tree.find(slug).ok_or(LookupError::CategoryNotFound)?].orders,
        };
        let filter = self.filter(query);
        let entries: Vec<Entry> = orders
            .by(query.sort)
            .iter()
            .map(|product| (*product, &self.facts[*product as usize]))
            .filter(|(_, facts)| filter.keeps(facts))
            .map(|(product, facts)| Entry { product, key: facts.key(query.sort) })
            .collect();
        self.page(&entries, locale, query)
    }

    /// Finds the products of a search, and near categories when no product matches all the words. Without words, finds nothing.
    ///
    /// # Errors
    /// [`LookupError::CategoryNotFound`], [`LookupError::InvalidCursor`]
    pub fn search(&self, locale: Locale, query: &ListQuery) -> Result<SearchResults, LookupError> {
        let filter = self.filter(query);
        let q = query.q.as_deref().unwrap_or_default();
        let (mut entries, matches_all) = self.finder.products(q, query.sort, &self.facts);
        let is_asked = q.chars().any(char::is_alphanumeric);
        let suggestions =
            if matches_all || !is_asked { Vec::new() } else { self.finder.near(q, &entries, self, locale) };
        let partial = !matches_all && !entries.is_empty();
        entries.retain(|entry| filter.keeps(&self.facts[entry.product as usize]));
        if let Some(slug) = &query.category {
            let node = self.tree.find(slug).ok_or(LookupError::CategoryNotFound)?;
            entries.retain(|entry| self.is_in(entry.product, node));
        }
        let (categories, brands) = counts(&entries, self, locale);
        let page = self.page(&entries, locale, query)?;
        Ok(SearchResults {
            items: page.items,
            total: page.total,
            next: page.next,
            categories,
            brands,
            partial,
            suggestions,
        })
    }

    /// What the shopper may be about to type; at most 8.
    pub fn suggestions(&self, locale: Locale, q: &str) -> Suggestions {
        self.finder.suggestions(q, self, locale)
    }

    /// A product with everything its page shows.
    ///
    /// # Errors
    /// [`LookupError::ProductNotFound`]
    pub fn product(&self, locale: Locale, handle: &ProductHandle) -> Result<ProductDetail, LookupError> {
        let number = self.number_by_handle(handle).ok_or(LookupError::ProductNotFound)?;
        let leaf = self.tree.leaf_of[number as usize];
        let path = leaf.map(|leaf| self.path_refs(leaf, locale)).unwrap_or_default();
        let product = &self.catalogue.products[number as usize];
        let mut detail = cards::detail(product, path, self.catalogue.store.currency, locale);
        detail.related = self.related(number).into_iter().map(|other| self.card(other, locale)).collect();
        Ok(detail)
    }

    /// What those of `ids` cost that are for sale, in the order asked for.
    pub fn offers(&self, ids: &[VariantId]) -> VariantOffers {
        let offer = |id: &VariantId| {
            let product = &self.catalogue.products[*self.by_variant.get(id)? as usize];
            let variant = product.variants.iter().find(|variant| variant.id == *id)?;
            let price = Money::new(variant.price, self.catalogue.store.currency);
            Some(VariantOffer { id: *id, handle: product.handle.clone(), price, stock: variant.stock })
        };
        VariantOffers { items: ids.iter().filter_map(offer).collect() }
    }

    /// Available products of the same category, the nearest price first; of wider ones when those are too few.
    fn related(&self, number: u32) -> Vec<u32> {
        let mut related: Vec<u32> = Vec::new();
        let price = self.facts[number as usize].price;
        let path = self.tree.leaf_of[number as usize].map(|leaf| self.tree.path(leaf)).unwrap_or_default();
        for node in path.into_iter().rev() {
            let mut nearest: Vec<(u64, u32)> = self.tree.nodes[node]
                .orders
                .by(Sort::Relevance)
                .iter()
                .filter(|other| {
                    **other != number && self.facts[**other as usize].available && !related.contains(other)
                })
                .map(|other| (self.facts[*other as usize].price.abs_diff(price), *other))
                .collect();
            nearest.sort_unstable();
            related.extend(nearest.into_iter().map(|(_, other)| other).take(RELATED_MAX - related.len()));
            if related.len() == RELATED_MAX {
                break;
            }
        }
        related
    }

    fn filter(&self, query: &ListQuery) -> Filter {
        Filter {
            brand: match &query.brand {
                None => BrandFilter::Any,
                Some(name) => self
                    .brand_by_name
                    .get(name)
                    .map_or(BrandFilter::Nothing, |brand| BrandFilter::Only(*brand)),
            },
            price_min: query.price_min,
            price_max: query.price_max,
            in_stock: query.in_stock,
        }
    }

    fn page(
        &self,
        entries: &[Entry],
        locale: Locale,
        query: &ListQuery,
    ) -> Result<Page<ProductCard>, LookupError> {
        let (part, next) = cut(entries, &self.facts, query)?;
        let items = part.iter().map(|entry| self.card(entry.product, locale)).collect();
        Ok(Page { items, total: entries.len() as u32, next })
    }

    pub(crate) fn is_in(&self, product: u32, category: usize) -> bool {
        let leaf = self.tree.leaf_of[product as usize];
        std::iter::successors(leaf, |node| self.tree.nodes[*node].parent).any(|node| node == category)
    }

    fn path_refs(&self, node: usize, locale: Locale) -> Vec<CategoryRef> {
        self.tree.path(node).into_iter().map(|node| cards::category_ref(&self.tree, node, locale)).collect()
    }

    /// The index of the product that a variant belongs to.
    pub(crate) fn number_of(&self, variant: VariantId) -> Option<usize> {
        self.by_variant.get(&variant).map(|number| *number as usize)
    }

    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Works the catalogue's history out now, for whoever will be asked for it.
    pub fn prepare_history(&self) {
        let _ = self.history();
    }

    /// The catalogue's history. Worked out when it is needed first: a phone's copy never needs it.
    pub(crate) fn history(&self) -> &History {
        self.history.get_or_init(|| History::of(&self.catalogue))
    }

    pub(crate) fn facts(&self) -> &[Facts] {
        &self.facts
    }

    pub(crate) fn tree(&self) -> &CategoryTree {
        &self.tree
    }

    pub(crate) fn all(&self) -> &Orders {
        &self.all
    }

    pub(crate) fn brand_name(&self, brand: u32, locale: Locale) -> &str {
        self.brands[brand as usize].get(locale)
    }

    pub(crate) fn card(&self, product: u32, locale: Locale) -> ProductCard {
        cards::card(&self.catalogue.products[product as usize], self.catalogue.store.currency, locale)
    }

    pub(crate) fn category(&self, node: usize, locale: Locale, depth: usize) -> Category {
        cards::category(&self.tree, &self.catalogue.products, node, locale, depth)
    }
}

/// The default language, and every other that some product's title has.
fn locales(catalogue: &Catalogue) -> Vec<Locale> {
    let default = catalogue.store.default_locale;
    let has = |locale: &Locale| {
        let named = |product: &Product| product.title.others.iter().any(|(other, _)| other == locale);
        *locale != default && catalogue.products.iter().any(named)
    };
    std::iter::once(default).chain(Locale::ALL.into_iter().filter(has)).collect()
}
