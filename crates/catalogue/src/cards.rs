//! Wire types from the server's own.

use crate::model::{Picture, Product, Variant};
use crate::tree::CategoryTree;
use fairday_contract as wire;
use fairday_contract::{CategoryRef, CountedCategory, Currency, Locale, Money, ProductCard, ProductDetail};

/// What a picture costs, for people: exact bytes would make a list of products a tenth larger.
pub(crate) fn cost(picture: &Picture) -> Vec<u32> {
    picture.bytes.iter().map(|bytes| bytes.next_multiple_of(100)).collect()
}

pub(crate) fn picture(picture: &Picture, locale: Locale) -> wire::Picture {
    let alt = picture.alt.get(locale);
    wire::Picture {
        id: picture.id.clone(),
        w: picture.width,
        h: picture.height,
        hash: picture.placeholder.clone(),
        bytes: cost(picture),
        alt: (!alt.is_empty()).then(|| alt.to_owned()),
    }
}

pub(crate) fn card(product: &Product, currency: Currency, locale: Locale) -> ProductCard {
    let money = |amount| Money::new(amount, currency);
    let cheapest = product.variants.iter().min_by_key(|variant| variant.price);
    let price = cheapest.map_or(0, |variant| variant.price);
    let dearest = product.variants.iter().map(|variant| variant.price).max().unwrap_or(price);
    ProductCard {
        handle: product.handle.clone(),
        title: product.title.get(locale).to_owned(),
        price: money(price),
        price_max: (dearest > price).then(|| money(dearest)),
        compare_at: cheapest.and_then(|variant| variant.compare_at).map(money),
        picture: product.pictures.first().map(|first| picture(first, locale)),
        sold: product.sold,
        sold_out: !product.variants.iter().any(Variant::is_available),
        variant: match &*product.variants {
            [only] => Some(only.id),
            _ => None,
        },
    }
}

/// A product's page, without what is related to it.
pub(crate) fn detail(
    product: &Product,
    categories: Vec<CategoryRef>,
    currency: Currency,
    locale: Locale,
) -> ProductDetail {
    let text = |text: &crate::model::Localised| text.get(locale).to_owned();
    ProductDetail {
        handle: product.handle.clone(),
        title: text(&product.title),
        vendor: text(&product.vendor),
        categories,
        description_html: text(&product.description_html),
        pictures: product.pictures.iter().map(|one| picture(one, locale)).collect(),
        options: product
            .options
            .iter()
            .map(|option| wire::ProductOption {
                name: text(&option.name),
                values: option.values.iter().map(text).collect(),
            })
            .collect(),
        variants: product.variants.iter().map(|one| variant(one, currency)).collect(),
        specs: product
            .specs
            .iter()
            .map(|(name, value)| wire::Specification { name: text(name), value: text(value) })
            .collect(),
        sold: product.sold,
        monthly_from: None,
        related: Vec::new(),
    }
}

fn variant(variant: &Variant, currency: Currency) -> wire::Variant {
    wire::Variant {
        id: variant.id,
        choice: variant.choice.clone(),
        price: Money::new(variant.price, currency),
        compare_at: variant.compare_at.map(|amount| Money::new(amount, currency)),
        stock: variant.stock,
        picture: variant.picture,
        sku: variant.sku.clone(),
    }
}

/// A category with `depth` levels of children below it.
pub(crate) fn category(
    tree: &CategoryTree,
    products: &[Product],
    node: usize,
    locale: Locale,
    depth: usize,
) -> wire::Category {
    let this = &tree.nodes[node];
    let members = this.orders.by(wire::Sort::Sales);
    let children = if depth == 0 { &[][..] } else { &this.children[..] };
    wire::Category {
        slug: this.slug.clone(),
        name: this.name.get(locale).to_owned(),
        count: members.len() as u32,
        picture: members
            .iter()
            .find_map(|product| products[*product as usize].pictures.first())
            .map(|one| picture(one, locale)),
        children: children.iter().map(|child| category(tree, products, *child, locale, depth - 1)).collect(),
    }
}

pub(crate) fn category_ref(tree: &CategoryTree, node: usize, locale: Locale) -> CategoryRef {
    let node = &tree.nodes[node];
    CategoryRef { slug: node.slug.clone(), name: node.name.get(locale).to_owned() }
}

pub(crate) fn counted_category(
    tree: &CategoryTree,
    node: usize,
    count: u32,
    locale: Locale,
) -> CountedCategory {
    let CategoryRef { slug, name } = category_ref(tree, node, locale);
    CountedCategory { slug, name, count }
}
