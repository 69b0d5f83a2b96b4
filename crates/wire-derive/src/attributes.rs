//! Reads the serde attributes that are known here, and refuses all others.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Ident, LitStr, Path, Result, Token, Type};

/// The attributes of a type.
#[derive(Default)]
pub(crate) struct Container {
    /// `rename_all = "snake_case"`
    pub(crate) is_snake_case: bool,
    /// `tag = "…"`: the field that says which variant it is.
    pub(crate) tag: Option<String>,
    /// `from = "…"`: the type that is read in its place.
    pub(crate) from: Option<Type>,
    /// `try_from = "…"`: the same, where not every value is good.
    pub(crate) try_from: Option<Type>,
    /// `into = "…"`: the type that is written in its place.
    pub(crate) into: Option<Type>,
}

/// The attributes of an enum's variant.
#[derive(Default)]
pub(crate) struct Variant {
    /// `rename = "…"`
    pub(crate) rename: Option<String>,
    /// `other`: stands for every name that is not known.
    pub(crate) is_other: bool,
}

/// The attributes of a field.
#[derive(Default)]
pub(crate) struct Field {
    /// `rename = "…"`
    pub(crate) rename: Option<String>,
    /// `default`: may be missing.
    pub(crate) has_default: bool,
    /// `skip_serializing_if = "…"`: the function that says whether it is left out.
    pub(crate) skip_if: Option<Path>,
    /// `flatten`: its fields stand among those around it.
    pub(crate) is_flat: bool,
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename_all") {
                let case: LitStr = meta.value()?.parse()?;
                if case.value() != "snake_case" {
                    return Err(meta.error("derive(Wire) knows no other case than \"snake_case\""));
                }
                found.is_snake_case = true;
            } else if meta.path.is_ident("tag") {
                found.tag = Some(text(&meta)?);
            } else if meta.path.is_ident("from") {
                found.from = Some(meta.value()?.parse::<LitStr>()?.parse()?);
            } else if meta.path.is_ident("try_from") {
                found.try_from = Some(meta.value()?.parse::<LitStr>()?.parse()?);
            } else if meta.path.is_ident("into") {
                found.into = Some(meta.value()?.parse::<LitStr>()?.parse()?);
            } else if !meta.path.is_ident("transparent") {
                // A type of one field without a name reads as what is in it, with `transparent` and without.
                return Err(unknown(&meta));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

impl Variant {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                found.rename = Some(text(&meta)?);
            } else if meta.path.is_ident("other") {
                found.is_other = true;
            } else {
                return Err(unknown(&meta));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

impl Field {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                found.rename = Some(text(&meta)?);
            } else if meta.path.is_ident("default") {
                if meta.input.peek(Token![=]) {
                    return Err(meta.error("derive(Wire) knows no other default than the type's own"));
                }
                found.has_default = true;
            } else if meta.path.is_ident("skip_serializing_if") {
                found.skip_if = Some(meta.value()?.parse::<LitStr>()?.parse()?);
            } else if meta.path.is_ident("flatten") {
                found.is_flat = true;
            } else {
                return Err(unknown(&meta));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

impl Field {
    /// For fields without a name, on which none has a meaning.
    pub(crate) fn refuse_all(&self, of: &Ident) -> Result<()> {
        if self.rename.is_some() || self.has_default || self.skip_if.is_some() || self.is_flat {
            return Err(syn::Error::new(
                of.span(),
                "derive(Wire) knows no attributes of a field without a name",
            ));
        }
        Ok(())
    }
}

fn each(attributes: &[Attribute], mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    let of_serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    of_serde.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

fn unknown(meta: &ParseNestedMeta<'_>) -> syn::Error {
    let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
    meta.error(format!(
        "derive(Wire) does not know the serde attribute `{name}` here: teach it, or the phone reads other JSON than the server"
    ))
}
