//! The sender of a request for something public: what they can take, and whose turn it is.

use super::SharedState;
use super::client_address::ClientAddress;
use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use std::convert::Infallible;

/// One who asks for something that everybody can see.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    /// Languages, encodings and copies at hand.
    pub(super) headers: HeaderMap,
    /// Where the request comes from.
    pub(super) address: ClientAddress,
}

impl FromRequestParts<SharedState> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &SharedState) -> Result<Self, Infallible> {
        let address = ClientAddress::from_request_parts(parts, state).await?;
        Ok(Self { headers: parts.headers.clone(), address })
    }
}
