//! Secrets and addresses of other systems, as a section names them.

use super::Mistakes;
use crate::signature::{SECRET_BYTES_MAX, SECRET_BYTES_MIN, Secret};
use http::Uri;
use std::ops::Range;

/// Longest address, bytes.
const URL_BYTES_MAX: usize = 1_000;

/// The secret in the environment's `variable`, or else the one that is written. Nothing, and a mistake, when there is
/// none, or it is none.
pub(super) fn secret(
    written: Option<&str>,
    variable: &str,
    span: Range<usize>,
    mistakes: &mut Mistakes,
) -> Option<Secret> {
    let from_outside = std::env::var(variable).ok().filter(|value| !value.is_empty());
    let secret = from_outside.as_deref().or(written).and_then(Secret::parse);
    if secret.is_none() {
        mistakes.tell(
            span,
            format!(
                "a secret is needed, in the variable {variable} or as `secret`: whsec_ and {SECRET_BYTES_MIN} to \
                 {SECRET_BYTES_MAX} random bytes in base64"
            ),
        );
    }
    secret
}

/// The address, if secrets of people can be sent there: over HTTPS, or on this machine.
pub(super) fn url(text: &str, span: Range<usize>, mistakes: &mut Mistakes) -> Option<String> {
    let is_safe = |uri: &Uri| match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(host)) => !host.is_empty(),
        (Some("http"), Some(host)) => matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
        _ => false,
    };
    let uri: Option<Uri> = text.parse().ok();
    let is_plain = text.len() <= URL_BYTES_MAX && !text.contains('#');
    let has_no_user = |uri: &Uri| uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    if is_plain && uri.is_some_and(|uri| is_safe(&uri) && has_no_user(&uri)) {
        return Some(text.to_owned());
    }
    mistakes.tell(span, "`url` is an address that begins with https://, or http:// on this machine");
    None
}
