//! How each type of `crates/contract` stands in JSON. The fields are explained there.

use crate::{Reader, Wire, Writer, objects, tagged};
use fairday_contract::{
    Banner, BannerLink, CatalogueFact, CatalogueOption, CataloguePicture, CatalogueProduct, CatalogueVariant,
    Category, CategoryRef, CategorySlug, Changes, CountedBrand, CountedCategory, Currency, Cursor, Home,
    Locale, Money, Picture, PictureId, ProductCard, ProductDetail, ProductHandle, ProductOption,
    RepricedProduct, SearchResults, Section, SectionKind, Specification, Store, Suggestion, Suggestions,
    Variant, VariantId, VariantOffer, VariantOffers, VariantPrice,
};

/// Texts that are parsed at the edge into types that cannot be wrong.
macro_rules! parsed {
    ($($type:ty: $text:expr;)*) => {$(
        impl Wire for $type {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                reader.string()?.try_into().ok()
            }
            fn write(&self, writer: &mut Writer) {
                let text: fn(&$type) -> &str = $text;
                writer.string(text(self));
            }
        }
    )*};
}
parsed! {
    CategorySlug: |id| id.as_str();
    Currency: |currency| currency.code();
    Cursor: |cursor| cursor.as_str();
    PictureId: |id| id.as_str();
    ProductHandle: |handle| handle.as_str();
}

objects! {
    Banner { title, link | picture }
    CatalogueFact { name, value }
    CatalogueOption { name, values }
    CataloguePicture { id, w, h, hash | bytes, alt }
    CatalogueProduct {
        handle, place, title, variants, created_ms
        | vendor, category, description_html, tags, options, pictures, specs, sold
    }
    CatalogueVariant { id, price | choice, compare_at, stock, picture, sku }
    Category { slug, name, count | picture, children }
    CategoryRef { slug, name }
    Changes {
        epoch_ms, revision, updated_ms, locales, currency, name, left
        | products, repriced, gone, readings, next
    }
    CountedBrand { name, count }
    CountedCategory { slug, name, count }
    Home { categories, sections | banners }
    Money { amount, currency }
    Picture { id, w, h, hash | bytes, alt }
    ProductCard { handle, title, price | price_max, compare_at, picture, sold, sold_out, variant }
    ProductDetail {
        handle, title, variants | vendor, categories, description_html, pictures, options, specs, sold, monthly_from,
        related
    }
    ProductOption { name, values }
    RepricedProduct { handle, place, variants | sold }
    SearchResults { items, total | next, categories, brands }
    Section { kind, items }
    Specification { name, value }
    Store { name, locales, currency, revision, updated_ms }
    Suggestions { items }
    Variant { id, price | choice, compare_at, stock, picture, sku }
    VariantOffer { id, handle, price | stock }
    VariantOffers { items }
    VariantPrice { id, price | compare_at, stock }
}

impl Wire for VariantId {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        u32::read(reader).map(Self)
    }
    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }
}

impl Wire for Locale {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let tag = reader.string()?;
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }
    fn write(&self, writer: &mut Writer) {
        writer.string(self.tag());
    }
}

impl Wire for BannerLink {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        tagged(reader, |name, reader| {
            Some(match name {
                "category" => Self::Category(Wire::read(reader)?),
                "product" => Self::Product(Wire::read(reader)?),
                _ => return None,
            })
        })
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|fields| match self {
            Self::Category(slug) => fields.field("category", slug),
            Self::Product(handle) => fields.field("product", handle),
        });
    }
}

impl Wire for SectionKind {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.peek()? == b'{' {
            return tagged(reader, |name, reader| {
                let (slug, label) = named(reader, "slug", "name").filter(|_| name == "category")?;
                Some(Self::Category { slug, name: label })
            });
        }
        Some(match reader.string()?.as_str() {
            "popular" => Self::Popular,
            "reduced" => Self::Reduced,
            "new" => Self::New,
            _ => return None,
        })
    }
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Popular => writer.string("popular"),
            Self::Reduced => writer.string("reduced"),
            Self::New => writer.string("new"),
            Self::Category { slug, name } => writer.object(|kind| {
                kind.inner("category", |fields| {
                    fields.field("slug", slug);
                    fields.field("name", name);
                });
            }),
        }
    }
}

impl Wire for Suggestion {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        tagged(reader, |name, reader| {
            Some(match name {
                "product" => {
                    let (handle, title) = named(reader, "handle", "title")?;
                    Self::Product { handle, title }
                }
                "category" => {
                    let (slug, name) = named(reader, "slug", "name")?;
                    Self::Category { slug, name }
                }
                "brand" => Self::Brand { name: tagged(reader, |_, reader| reader.string())? },
                _ => return None,
            })
        })
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|suggestion| match self {
            Self::Product { handle, title } => suggestion.inner("product", |fields| {
                fields.field("handle", handle);
                fields.field("title", title);
            }),
            Self::Category { slug, name } => suggestion.inner("category", |fields| {
                fields.field("slug", slug);
                fields.field("name", name);
            }),
            Self::Brand { name } => suggestion.inner("brand", |fields| fields.field("name", name)),
        });
    }
}

/// An object of the two fields `first` (its field's name) and `name`.
fn named<T: Wire>(reader: &mut Reader<'_>, first: &str, second: &str) -> Option<(T, String)> {
    let (mut value, mut text) = (None, None);
    reader.object(&mut |name, reader| {
        if name == first {
            value = Some(T::read(reader)?);
        } else if name == second {
            text = Some(reader.string()?);
        } else {
            reader.skip()?;
        }
        Some(())
    })?;
    Some((value?, text?))
}
