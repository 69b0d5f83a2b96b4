//! From a type to its implementation.

use crate::attributes::{self, Container};
use crate::choice;
use crate::fields::Fields;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Result, Type, parse_quote};

/// Implements `Wire`.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = Container::of(&input.attrs)?;
    let (read, write) = if let Some(into) = &container.into {
        converted(&container, into, input)?
    } else if container.from.is_some() || container.try_from.is_some() {
        return Err(syn::Error::new(input.ident.span(), "what is read as another type is written `into` it"));
    } else {
        match &input.data {
            Data::Enum(data) => choice::expand(&container, data)?,
            Data::Struct(data) if container.tag.is_none() => structure(&data.fields, input)?,
            _ => {
                return Err(syn::Error::new(
                    input.ident.span(),
                    "derive(Wire) knows structs without a tag, and enums",
                ));
            }
        }
    };
    let mut generics = input.generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.push(parse_quote!(::fairday_wire::Wire));
    }
    let (implemented, arguments, conditions) = generics.split_for_impl();
    let name = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl #implemented ::fairday_wire::Wire for #name #arguments #conditions {
            fn read(__reader: &mut ::fairday_wire::Reader<'_>) -> Self {
                #read
            }
            fn write(&self, __writer: &mut ::fairday_wire::Writer) {
                #write
            }
        }
    })
}

fn structure(fields: &syn::Fields, input: &DeriveInput) -> Result<(TokenStream, TokenStream)> {
    match fields {
        syn::Fields::Named(fields) => {
            let fields = Fields::of(fields)?;
            let pattern = fields.pattern(&quote!(Self));
            let write = fields.write(None)?;
            Ok((fields.read(&quote!(Self))?, quote!(let #pattern = self; #write)))
        }
        syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            attributes::Field::of(&fields.unnamed[0].attrs)?.refuse_all(&input.ident)?;
            let read = quote!(Self(::fairday_wire::Wire::read(__reader)));
            Ok((read, quote!(::fairday_wire::Wire::write(&self.0, __writer);)))
        }
        _ => Err(syn::Error::new(
            input.ident.span(),
            "derive(Wire) knows structs of named fields, or of one value",
        )),
    }
}

/// Read and written as another type.
fn converted(container: &Container, into: &Type, input: &DeriveInput) -> Result<(TokenStream, TokenStream)> {
    let read = match (&container.from, &container.try_from) {
        (Some(from), None) => {
            quote!(<Self as ::core::convert::From<#from>>::from(::fairday_wire::Wire::read(__reader)))
        }
        (None, Some(from)) => {
            // What stands in after a mistake has to be made of nothing.
            let is_newtype = matches!(&input.data, Data::Struct(data)
                if matches!(&data.fields, syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1));
            if !is_newtype {
                return Err(syn::Error::new(input.ident.span(), "`try_from` is for structs of one value"));
            }
            quote! {
                let __text: #from = ::fairday_wire::Wire::read(__reader);
                match <Self as ::core::convert::TryFrom<#from>>::try_from(__text) {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(_) => {
                        __reader.fail();
                        Self(::core::default::Default::default())
                    }
                }
            }
        }
        _ => return Err(syn::Error::new(input.ident.span(), "with `into`, one of `from` and `try_from`")),
    };
    let write = quote! {
        let __value: #into = ::core::convert::Into::into(::core::clone::Clone::clone(self));
        ::fairday_wire::Wire::write(&__value, __writer);
    };
    Ok((read, write))
}

#[cfg(test)]
#[path = "refusals.rs"]
mod refusals;
