//! How each type stands in JSON: as in `crates/contract`, where the fields are explained.

use super::{Reader, Wire, Writer};
use crate::domain::cart::{Cart, Line};
use crate::domain::content::{Boot, Content, Listing};
use fairday_contract::{
    Banner, BannerLink, Category, CategoryRef, CategorySlug, CountedBrand, CountedCategory, Currency, Cursor,
    Home, Locale, Money, Picture, PictureId, ProductCard, ProductDetail, ProductHandle, ProductOption,
    SearchResults, Section, SectionKind, Specification, Store, Suggestion, Suggestions, Variant, VariantId,
};

impl Wire for String {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string()
    }
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Wire for bool {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.peek()? == b't' {
            reader.word("true").map(|()| true)
        } else {
            reader.word("false").map(|()| false)
        }
    }
    fn write(&self, writer: &mut Writer) {
        writer.word(if *self { "true" } else { "false" });
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.peek()? == b'n' { reader.word("null").map(|()| None) } else { T::read(reader).map(Some) }
    }
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.word("null"),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut values = Self::new();
        reader.list(&mut |reader| {
            values.push(T::read(reader)?);
            Some(())
        })?;
        Some(values)
    }
    fn write(&self, writer: &mut Writer) {
        writer.list(self);
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        T::read(reader).map(Self::new)
    }
    fn write(&self, writer: &mut Writer) {
        self.as_ref().write(writer);
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                reader.integer()?.try_into().ok()
            }
            fn write(&self, writer: &mut Writer) {
                writer.word(&self.to_string());
            }
        }
    )*};
}
integers!(i64, u64, u32, u16);

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

/// Objects: fields that must be there, then after `|` fields that have a default.
macro_rules! objects {
    ($($type:ident { $($field:ident),* $(| $($other:ident),*)? })*) => {$(
        impl Wire for $type {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                $(let mut $field = None;)*
                $($(let mut $other = None;)*)?
                reader.object(&mut |name, reader| {
                    match name {
                        $(stringify!($field) => $field = Some(Wire::read(reader)?),)*
                        $($(stringify!($other) => $other = Some(Wire::read(reader)?),)*)?
                        _ => reader.skip()?,
                    }
                    Some(())
                })?;
                Some(Self { $($field: $field?,)* $($($other: $other.unwrap_or_default(),)*)? })
            }
            fn write(&self, writer: &mut Writer) {
                writer.object(|fields| {
                    $(fields.field(stringify!($field), &self.$field);)*
                    $($(fields.field(stringify!($other), &self.$other);)*)?
                });
            }
        }
    )*};
}
objects! {
    Banner { title, link | picture }
    Boot { store | content }
    Cart { lines }
    Category { slug, name, count | picture, children }
    CategoryRef { slug, name }
    CountedBrand { name, count }
    CountedCategory { slug, name, count }
    Home { categories, sections | banners }
    Line { variant, handle, title, price, quantity, selected | choice, picture, stock }
    Listing { results | category, above }
    Money { amount, currency }
    Picture { id, w, h, hash | alt }
    ProductCard { handle, title, price | price_max, compare_at, picture, sold, sold_out, variant }
    ProductDetail {
        handle, title, variants | vendor, categories, description_html, pictures, options, specs, sold, related
    }
    ProductOption { name, values }
    SearchResults { items, total | next, categories, brands }
    Section { kind, items }
    Specification { name, value }
    Store { name, locales, currency, revision, updated_ms }
    Suggestions { items }
    Variant { id, price | choice, compare_at, stock, picture, sku }
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

/// An enum's variant that holds something: an object of one field.
fn tagged<T>(reader: &mut Reader<'_>, read: fn(&str, &mut Reader<'_>) -> Option<T>) -> Option<T> {
    let mut value = None;
    reader.object(&mut |name, reader| {
        value = Some(read(name, reader)?);
        Some(())
    })?;
    value
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

impl Wire for Content {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        tagged(reader, |name, reader| {
            Some(match name {
                "home" => Self::Home(Wire::read(reader)?),
                "categories" => Self::Categories(Wire::read(reader)?),
                "list" => Self::List(Wire::read(reader)?),
                "product" => Self::Product(Wire::read(reader)?),
                _ => return None,
            })
        })
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|fields| match self {
            Self::Home(home) => fields.field("home", home),
            Self::Categories(tree) => fields.field("categories", tree),
            Self::List(listing) => fields.field("list", listing),
            Self::Product(product) => fields.field("product", product),
        });
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
