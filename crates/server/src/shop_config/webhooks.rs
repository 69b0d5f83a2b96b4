//! Who is told when an order changes: `[webhooks]`.

use super::{Mistakes, secret};
use crate::signature::Secret;
use serde::Deserialize;
use toml::Spanned;

/// Where a secret that is not in the file is.
const SECRET_VARIABLE: &str = "FAIRDAY_WEBHOOKS_SECRET";

/// Another system of the shop that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookEndpoint {
    /// Where.
    pub url: String,
    /// What each message is signed with.
    pub secret: Secret,
}

/// `[webhooks]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    url: String,
    secret: Option<String>,
}

pub(super) fn check(section: Option<Spanned<Section>>, mistakes: &mut Mistakes) -> Option<WebhookEndpoint> {
    let section = section?;
    let span = section.span();
    let Section { url, secret } = section.into_inner();
    let url = secret::url(&url, span.clone(), mistakes);
    let secret = secret::secret(secret.as_deref(), SECRET_VARIABLE, span, mistakes);
    Some(WebhookEndpoint { url: url?, secret: secret? })
}
