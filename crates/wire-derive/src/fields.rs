//! Fields with names, of a struct or of an enum's variant.

use crate::attributes;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{FieldsNamed, Ident, Path, Result, Type};

/// The fields of an object, in the order in which they are written.
pub(crate) struct Fields<'a>(Vec<Field<'a>>);

struct Field<'a> {
    ident: &'a Ident,
    name: String,
    is_flat: bool,
    has_default: bool,
    is_option: bool,
    skip_if: Option<Path>,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(fields: &'a FieldsNamed) -> Result<Self> {
        let mut found = Vec::new();
        for field in &fields.named {
            let attributes = attributes::Field::of(&field.attrs)?;
            let Some(ident) = &field.ident else { continue };
            if attributes.is_flat
                && (attributes.has_default || attributes.skip_if.is_some() || is_generic(&field.ty))
            {
                return Err(syn::Error::new(
                    field.span(),
                    "derive(Wire) flattens structs that are always there",
                ));
            }
            found.push(Field {
                ident,
                name: attributes.rename.unwrap_or_else(|| ident.unraw().to_string()),
                is_flat: attributes.is_flat,
                has_default: attributes.has_default,
                is_option: last_name(&field.ty).is_some_and(|name| name == "Option"),
                skip_if: attributes.skip_if,
            });
        }
        if found.is_empty() {
            return Err(syn::Error::new(fields.span(), "derive(Wire) knows no objects without fields"));
        }
        Ok(Self(found))
    }

    /// The table that the reader and the writer go by.
    pub(crate) fn table(&self) -> Result<String> {
        let names =
            self.0.iter().filter(|field| !field.is_flat).map(|field| (field.ident.span(), &*field.name));
        check_names(names)?;
        let entries = self.0.iter().map(|field| match field {
            Field { is_flat: true, .. } => String::new(),
            Field { has_default, is_option, name, .. } if *has_default || *is_option => format!("?{name}"),
            Field { name, .. } => name.clone(),
        });
        Ok(entries.collect::<Vec<_>>().join(","))
    }

    /// Reads an object as `path { … }`.
    pub(crate) fn read(&self, path: &TokenStream) -> Result<TokenStream> {
        let table = self.table()?;
        let fields = self.0.iter().map(|Field { ident, has_default, .. }| {
            let way = if *has_default { quote!(field_or_default) } else { quote!(field) };
            quote!(#ident: __reader.#way())
        });
        Ok(quote! {
            __reader.open(#table);
            let __value = #path { #(#fields),* };
            __reader.close();
            __value
        })
    }

    /// The pattern that gives each field its own name.
    pub(crate) fn pattern(&self, path: &TokenStream) -> TokenStream {
        let idents = self.0.iter().map(|field| field.ident);
        quote!(#path { #(#idents),* })
    }

    /// Writes the fields that [`Self::pattern`] has taken apart as an object, whose first field may be a tag.
    pub(crate) fn write(&self, tag: Option<(&str, &str)>) -> Result<TokenStream> {
        let mut table = self.table()?;
        let mut begin = TokenStream::new();
        if let Some((tag, name)) = tag {
            table = format!("{tag},{table}");
            begin = quote! { __writer.name(true); __writer.string(#name); };
        }
        let fields = self.0.iter().map(|field| {
            let ident = field.ident;
            let value = quote!(::fairday_wire::Wire::write(#ident, __writer););
            match (&field.skip_if, field.is_flat) {
                (_, true) => quote!(__writer.flatten(#ident);),
                (None, _) => quote!(__writer.name(true); #value),
                (Some(skip), _) => quote!(if __writer.name(!#skip(#ident)) { #value }),
            }
        });
        Ok(quote! {
            let __outer = __writer.open(#table);
            #begin
            #(#fields)*
            __writer.close(__outer);
        })
    }
}

/// Names that can stand in a table, each once.
pub(crate) fn check_names<'a>(names: impl IntoIterator<Item = (Span, &'a str)>) -> Result<()> {
    let mut seen = Vec::new();
    for (span, name) in names {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(is_plain) {
            return Err(syn::Error::new(span, "derive(Wire) knows names of A-Z a-z 0-9 _ - . alone"));
        }
        if seen.contains(&name) {
            return Err(syn::Error::new(span, format!("`{name}` is here twice")));
        }
        seen.push(name);
    }
    Ok(())
}

fn last_name(ty: &Type) -> Option<&Ident> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| &segment.ident)
}

fn is_generic(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return true };
    path.path.segments.last().is_none_or(|segment| !segment.arguments.is_none())
}
