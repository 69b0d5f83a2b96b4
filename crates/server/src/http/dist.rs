//! The front end's files, read into memory at the start: no request reaches the file system.

use super::dictionaries::{self, Dictionaries};
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
    dictionaries: Option<Dictionaries>,
}

impl File {
    /// The best form of the file for this client.
    fn respond(&self, request: &HeaderMap) -> Response {
        let Some(dictionaries) = &self.dictionaries else {
            return respond(&self.rendered, request, self.freshness);
        };
        let mut response = dictionaries
            .respond(request, &self.rendered.content_type, self.freshness)
            .unwrap_or_else(|| respond(&self.rendered, request, self.freshness));
        dictionaries.announce(response.headers_mut());
        response
    }
}

/// The front end's folder.
pub struct Dist {
    files: HashMap<String, File>,
    shell: String,
    policy: HeaderValue,
}

impl Dist {
    /// Reads the folder; `.br` and `.gz` twins beside a file become its encodings, and `.dcb` its differences to earlier
    /// versions.
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
        if shell.trim().is_empty() {
            return Err(format!(
                "{}/index.html is empty. Run `cargo xtask dist` again, or name another folder with --dist.",
                folder.display()
            ));
        }
        let files = raw.keys().filter(|name| twin_of(name).is_none_or(|plain| !raw.contains_key(plain)));
        let files = files.map(|name| {
            let encoded = |suffix: &str| raw.get(&format!("{name}{suffix}")).cloned();
            let rendered =
                Rendered::with_encodings(media_type(name), raw[name].clone(), encoded(".br"), encoded(".gz"));
            let hash = hash_in(name);
            let freshness = if hash.is_some() { Freshness::Immutable } else { Freshness::Revalidate };
            let is_difference =
                |other: &str| other.ends_with(dictionaries::ENDING) && twin_of(other) == Some(name);
            let differences = raw.iter().filter(|(other, _)| is_difference(other)).map(|(_, bytes)| bytes);
            let dictionaries =
                hash.and_then(|hash| Dictionaries::new(name, hash, &rendered.identity.etag, differences));
            (name.clone(), File { rendered, freshness, dictionaries })
        });
        Ok(Self { files: files.collect(), policy: security::policy(&shell), shell })
    }

    /// A front end that is one page; for tests.
    pub fn of_shell(html: &str) -> Self {
        let rendered =
            Rendered::with_encodings("text/html; charset=utf-8", html.as_bytes().to_vec(), None, None);
        let file = File { rendered, freshness: Freshness::Revalidate, dictionaries: None };
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

/// The file that a file of this name is another form of: `a.js` of `a.js.br`, and of `a.js.0123456789abcdef.dcb`.
fn twin_of(name: &str) -> Option<&str> {
    let encoded = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
    encoded.or_else(|| Some(name.strip_suffix(dictionaries::ENDING)?.rsplit_once('.')?.0))
}

/// The hash of the content that the name carries: a part of eight or more hexadecimal digits, one of them a number.
fn hash_in(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &&str| {
        part.len() >= 8
            && part.bytes().all(|b| b.is_ascii_hexdigit())
            && part.bytes().any(|b| b.is_ascii_digit())
    };
    name.split(['-', '_', '.']).find(is_hash)
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
    Ok(file.respond(headers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_page_is_no_front_end() {
        let folder = tempfile::tempdir().expect("a folder");
        for text in ["", "\n"] {
            fs::write(folder.path().join("index.html"), text).expect("written");
            let why = Dist::read(folder.path()).err().expect("is refused");
            assert!(why.contains("index.html is empty") && why.contains("--dist"), "{why}");
        }
    }

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
            assert_eq!(hash_in(name).is_some(), kept, "{name}");
        }
    }
}
