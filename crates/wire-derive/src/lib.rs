//! `#[derive(Wire)]`: see `fairday-wire`, which gives it to everyone.
//!
//! It goes by serde's own attributes, so that a type has one list of fields and one set of rules. An attribute that it does
//! not know is a compile error: passing over it would let the phone and the server read different JSON.

mod attributes;
mod choice;
mod expand;
mod fields;

use proc_macro::TokenStream;

/// Implements `fairday_wire::Wire` from the type and its serde attributes.
///
/// On a type: `rename_all = "snake_case"`, `tag`, `transparent`, `from`, `try_from`, `into`. On a variant: `rename`,
/// `other`. On a field: `rename`, `default`, `skip_serializing_if`, `flatten`. Each means what it means to serde.
#[proc_macro_derive(Wire, attributes(serde))]
pub fn derive_wire(input: TokenStream) -> TokenStream {
    let parsed = syn::parse(input).and_then(|input| expand::expand(&input));
    parsed.unwrap_or_else(syn::Error::into_compile_error).into()
}
