//! Enums: `"name"` for a variant that holds nothing, `{"name": value}` for one that does; or, with a tag, an object one of
//! whose fields is the name.

use crate::attributes;
use crate::fields::{Fields, check_names};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{DataEnum, Ident, Result};

struct Variant<'a> {
    ident: &'a Ident,
    name: String,
    is_other: bool,
    held: Held<'a>,
}

/// The content of a variant.
enum Held<'a> {
    Nothing,
    Value,
    Fields(Fields<'a>),
}

/// The bodies of `read` and `write`.
pub(crate) fn expand(
    container: &attributes::Container,
    data: &DataEnum,
) -> Result<(TokenStream, TokenStream)> {
    let variants =
        data.variants.iter().map(|variant| Variant::of(container, variant)).collect::<Result<Vec<_>>>()?;
    check_names(variants.iter().map(|variant| (variant.ident.span(), &*variant.name)))?;
    let others = variants.iter().filter(|variant| variant.is_other);
    if let Some(other) = others.clone().find(|other| other.ident != variants[variants.len() - 1].ident) {
        return Err(syn::Error::new(other.ident.span(), "the variant `other` has to be the last"));
    }
    match &container.tag {
        _ if variants.is_empty() => {
            Err(syn::Error::new(Span::call_site(), "derive(Wire) knows no empty enums"))
        }
        None => external(&variants),
        Some(tag) => {
            check_names([(Span::call_site(), &**tag)])?;
            internal(tag, &variants)
        }
    }
}

impl<'a> Variant<'a> {
    fn of(container: &attributes::Container, variant: &'a syn::Variant) -> Result<Self> {
        let attributes = attributes::Variant::of(&variant.attrs)?;
        let ident = &variant.ident;
        let own = ident.unraw().to_string();
        let held = match &variant.fields {
            syn::Fields::Unit => Held::Nothing,
            syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 && container.tag.is_none() => {
                attributes::Field::of(&fields.unnamed[0].attrs)?.refuse_all(ident)?;
                Held::Value
            }
            syn::Fields::Unnamed(_) => {
                return Err(syn::Error::new(
                    ident.span(),
                    "derive(Wire) knows variants of one value, without a tag",
                ));
            }
            syn::Fields::Named(fields) => Held::Fields(Fields::of(fields)?),
        };
        if attributes.is_other && !matches!(held, Held::Nothing) {
            return Err(syn::Error::new(ident.span(), "the variant `other` holds nothing"));
        }
        let name =
            attributes.rename.unwrap_or_else(|| if container.is_snake_case { snake_case(&own) } else { own });
        Ok(Self { ident, name, is_other: attributes.is_other, held })
    }

    fn path(&self) -> TokenStream {
        let ident = self.ident;
        quote!(Self::#ident)
    }

    fn read(&self) -> Result<TokenStream> {
        let path = self.path();
        match &self.held {
            Held::Nothing => Ok(path),
            Held::Value => Ok(quote!(#path(::fairday_wire::Wire::read(__reader)))),
            Held::Fields(fields) => fields.read(&path).map(|read| quote!({ #read })),
        }
    }
}

/// `"name"` or `{"name": value}`.
fn external(variants: &[Variant<'_>]) -> Result<(TokenStream, TokenStream)> {
    let (units, holders): (Vec<_>, Vec<_>) = variants.iter().partition(|v| matches!(v.held, Held::Nothing));
    let (unit_names, holder_names) = (table(&units), table(&holders));
    let read_units = by_index(&quote!(__reader.choice(#unit_names)), &reads(&units)?);
    let read_holders = by_index(&quote!(__reader.variant(#holder_names)), &reads(&holders)?);
    let read_holders = quote!(let __value = #read_holders; __reader.end_variant(); __value);
    let read = match (units.is_empty(), holders.is_empty()) {
        (true, _) => read_holders,
        (_, true) => read_units,
        _ => quote!(if __reader.is_text() { #read_units } else { #read_holders }),
    };
    if holders.is_empty() {
        let indices = 0..units.len();
        let paths = units.iter().map(|unit| unit.path());
        return Ok((read, quote!(__writer.choice(#unit_names, match self { #(#paths => #indices),* });)));
    }
    let mut arms = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let path = unit.path();
        arms.push(quote!(#path => __writer.choice(#unit_names, #index)));
    }
    for (index, holder) in holders.iter().enumerate() {
        let path = holder.path();
        let (pattern, value) = match &holder.held {
            Held::Fields(fields) => (fields.pattern(&path), fields.write(None)?),
            _ => (quote!(#path(__value)), quote!(::fairday_wire::Wire::write(__value, __writer);)),
        };
        arms.push(
            quote!(#pattern => { __writer.variant(#holder_names, #index); #value __writer.end_variant(); }),
        );
    }
    Ok((read, quote!(match self { #(#arms),* })))
}

/// An object with the name in the field `tag`.
fn internal(tag: &str, variants: &[Variant<'_>]) -> Result<(TokenStream, TokenStream)> {
    let all: Vec<_> = variants.iter().collect();
    let names = table(&all);
    let mut values = reads(&all)?;
    for (value, variant) in values.iter_mut().zip(variants) {
        if matches!(variant.held, Held::Nothing) {
            *value = quote!({ __reader.skip(); #value });
        }
    }
    let read = by_index(&quote!(__reader.tag(#tag, #names)), &values);
    let mut arms = Vec::new();
    for variant in variants {
        let (path, name) = (variant.path(), &variant.name);
        arms.push(if let Held::Fields(fields) = &variant.held {
            let (pattern, write) = (fields.pattern(&path), fields.write(Some((tag, name)))?);
            quote!(#pattern => { #write })
        } else {
            quote! {
                #path => {
                    let __outer = __writer.open(#tag);
                    __writer.name(true);
                    __writer.string(#name);
                    __writer.close(__outer);
                }
            }
        });
    }
    Ok((read, quote!(match self { #(#arms),* })))
}

/// A match on an index, whose last arm takes all the rest.
fn by_index(index: &TokenStream, values: &[TokenStream]) -> TokenStream {
    let arms = values.iter().enumerate().map(|(number, value)| {
        let is_last = number + 1 == values.len();
        if is_last { quote!(_ => #value) } else { quote!(#number => #value) }
    });
    quote!(match #index { #(#arms),* })
}

fn reads(variants: &[&Variant<'_>]) -> Result<Vec<TokenStream>> {
    variants.iter().map(|variant| variant.read()).collect()
}

fn table(variants: &[&Variant<'_>]) -> String {
    let entry =
        |variant: &&Variant<'_>| format!("{}{}", if variant.is_other { "*" } else { "" }, variant.name);
    variants.iter().map(entry).collect::<Vec<_>>().join(",")
}

/// As serde does it.
fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (n, c) in name.char_indices() {
        if n > 0 && c.is_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
