//! The front end's files, read into memory at the start: no request reaches the file system.

use super::limits::{DIST_BYTES_MAX, DIST_FILES_MAX};
use super::problem::Refusal;
use super::respond::{Freshness, respond};
use super::{SharedState, security};
use crate::catalogue::Rendered;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Uri};
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

/// One file.
struct File {
    rendered: Rendered,
    freshness: Freshness,
}

/// The front end's folder.
pub struct Dist {
    files: HashMap<String, File>,
    shell: String,
    policy: HeaderValue,
}

impl Dist {
    /// Reads the folder; `.br` and `.gz` twins beside a file become its encodings.
    ///
    /// # Errors
    /// One sentence that says what is missing or too large, and what to do.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut raw = HashMap::new();
        collect(folder, "", &mut raw)?;
        let shell = raw.get("/index.html").ok_or_else(|| {
            format!("The front end is not built: {} has no index.html. Run `cargo xtask dist`, or name its folder with --dist.", folder.display())
        })?;
        let shell = String::from_utf8(shell.clone())
            .map_err(|_| format!("{}/index.html is not UTF-8.", folder.display()))?;
        let twin = |name: &str| {
            name.strip_suffix(".br")
                .or_else(|| name.strip_suffix(".gz"))
                .is_some_and(|plain| raw.contains_key(plain))
        };
        let files = raw.keys().filter(|name| !twin(name)).map(|name| {
            let encoded = |suffix: &str| raw.get(&format!("{name}{suffix}")).cloned();
            let rendered =
                Rendered::with_encodings(media_type(name), raw[name].clone(), encoded(".br"), encoded(".gz"));
            let freshness = if has_hash(name) { Freshness::Immutable } else { Freshness::Revalidate };
            (name.clone(), File { rendered, freshness })
        });
        Ok(Self { files: files.collect(), policy: security::policy(&shell), shell })
    }

    /// A front end that is one page; for tests.
    pub fn of_shell(html: &str) -> Self {
        let rendered =
            Rendered::with_encodings("text/html; charset=utf-8", html.as_bytes().to_vec(), None, None);
        let file = File { rendered, freshness: Freshness::Revalidate };
        Self {
            files: HashMap::from([("/index.html".to_owned(), file)]),
            policy: security::policy(html),
            shell: html.to_owned(),
        }
    }

    /// `index.html` as it was built.
    pub fn shell(&self) -> &str {
        &self.shell
    }

    /// The Content-Security-Policy that lets the shell's own inline scripts and styles run, and no others.
    pub fn policy(&self) -> &HeaderValue {
        &self.policy
    }

    /// The file at a path, such as `/index.html`.
    pub fn get(&self, path: &str) -> Option<&Rendered> {
        self.files.get(path).map(|file| &file.rendered)
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut HashMap<String, Vec<u8>>) -> Result<(), String> {
    let unreadable = |error: io::Error| {
        format!(
            "The front end's folder {} cannot be read ({error}). Run `cargo xtask dist`, or name it with --dist.",
            folder.display()
        )
    };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &name, files)?;
        } else {
            files.insert(name, fs::read(entry.path()).map_err(unreadable)?);
        }
        let bytes: u64 = files.values().map(|bytes| bytes.len() as u64).sum();
        if files.len() > DIST_FILES_MAX || bytes > DIST_BYTES_MAX {
            return Err(format!(
                "{} is larger than a front end can be. Name the right folder with --dist.",
                folder.display()
            ));
        }
    }
    Ok(())
}

/// Whether the name carries a hash of the content: a part of eight or more hexadecimal digits, one of them a number.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &str| {
        part.len() >= 8
            && part.bytes().all(|b| b.is_ascii_hexdigit())
            && part.bytes().any(|b| b.is_ascii_digit())
    };
    name.split(['-', '_', '.']).any(is_hash)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "jpg" | "jpeg" => "image/jpeg",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

/// Whatever no other route answers: a file of the front end, or nothing.
pub(super) fn file(
    state: &SharedState,
    method: &http::Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let file = state.dist.files.get(uri.path()).ok_or_else(Refusal::not_found)?;
    if *method != http::Method::GET && *method != http::Method::HEAD {
        return Err(Refusal::of_status(http::StatusCode::METHOD_NOT_ALLOWED));
    }
    Ok(respond(&file.rendered, headers, file.freshness, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (name, kept) in [
            ("/fairday-0123456789abcdef.js", true),
            ("/fairday-0123456789abcdef_bg.wasm", true),
            ("/assets/a.9f86d081.css", true),
            ("/sw.js", false),
            ("/manifest.webmanifest", false),
            ("/icon-192.png", false),
            ("/facade-defaced.js", false),
        ] {
            assert_eq!(has_hash(name), kept, "{name}");
        }
    }
}
