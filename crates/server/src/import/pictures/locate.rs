//! Finding the file of a picture that a product file names by a URL or a path.
//!
//! Folders are laid out in other ways than URLs, so as much of the end of a path has to be the same as can be. Where that
//! leaves a choice, there is no picture: a wrong one sells the wrong thing.

use super::super::limits::PICTURE_FILES_MAX;
use percent_encoding::percent_decode_str;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Endings of names that say "picture".
const ENDINGS: [&str; 12] =
    ["jpg", "jpeg", "jfif", "png", "webp", "gif", "avif", "heic", "bmp", "svg", "tif", "tiff"];
/// Files that a report names when it cannot choose.
const NAMED_MAX: usize = 3;

/// The path of a picture without scheme, host, query and percent signs: what pictures are told apart by. In NFC: a Mac writes
/// `é` as two characters.
pub(in crate::import) fn source_key(source: &str) -> String {
    let path = without_query(source.trim());
    let path = match path.split_once("://").or_else(|| path.strip_prefix("//").map(|rest| ("", rest))) {
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_host, path)| path),
        None => path,
    };
    let path: String = percent_decode_str(path).decode_utf8_lossy().nfc().collect();
    let parts = path.split(['/', '\\']).map(str::trim).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}

/// A `?` begins a query and a `#` a place in a page only behind what can be a picture's name: `shirt #2.jpg` is a name.
fn without_query(source: &str) -> &str {
    let is_picture = |text: &str| stem(text) != text;
    let is_cut = |at: &usize| is_picture(&source[..*at]);
    let behind_name = source.match_indices(['?', '#']).map(|(at, _)| at).find(is_cut);
    let query = || source.find('?').filter(|_| !is_picture(source));
    behind_name.or_else(query).map_or(source, |at| &source[..at])
}

/// Capitals and small letters are the same.
fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// A picture's name without its ending.
fn stem(name: &str) -> &str {
    let is_ending = |text: &str| ENDINGS.iter().any(|ending| text.eq_ignore_ascii_case(ending));
    name.rsplit_once('.').filter(|(_, ending)| is_ending(ending)).map_or(name, |(stem, _)| stem)
}

/// The parts of a key, folded.
fn parts(key: &str) -> Vec<String> {
    key.split('/').map(fold).collect()
}

/// How many folders at the ends of two paths are the same; the names of the files aside.
fn same_folders(a: &[String], b: &[String]) -> usize {
    let folders = |parts: &'_ [String]| parts.len().saturating_sub(1);
    let (a, b) = (&a[..folders(a)], &b[..folders(b)]);
    a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// A file below the folder.
#[derive(Debug)]
struct File {
    path: PathBuf,
    /// Its path from the folder on, in NFC.
    below: String,
    /// The parts of that, folded.
    parts: Vec<String>,
}

/// How well a file fits: folders that are the same, whether the name is, and whether it is so in its capitals too.
type Fit = (usize, bool, bool);

/// The files of a folder and those below it, by name. Only what a walk of the folder found can ever be opened: a name
/// such as `../../etc/passwd` is a key that is not there. Symbolic links are not followed.
#[derive(Debug, Default)]
pub(super) struct Folder {
    files: Vec<File>,
    /// By their names, by their names without ending, and by both with the folder they are in: a shop may have a `1.jpg` in
    /// each of many thousand folders.
    by_name: HashMap<String, Vec<usize>>,
}

impl Folder {
    /// Walks `root`.
    pub(super) fn read(root: &Path) -> std::io::Result<Self> {
        let mut files = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    files.push(entry.path());
                }
                if files.len() + folders.len() > PICTURE_FILES_MAX {
                    let reason = format!("the folder holds more than {PICTURE_FILES_MAX} files");
                    return Err(std::io::Error::other(reason));
                }
            }
        }
        files.sort();
        let mut found = Self::default();
        for path in files {
            let below = path.strip_prefix(root).unwrap_or(&path).components();
            let below = below.map(|part| part.as_os_str().to_string_lossy().nfc().collect::<String>());
            let below = below.collect::<Vec<_>>().join("/");
            let parts = parts(&below);
            for name in names(&parts) {
                found.by_name.entry(name).or_default().push(found.files.len());
            }
            found.files.push(File { path, below, parts });
        }
        Ok(found)
    }

    /// For each key its file: of that name, or of that name with another ending or none. A reason is a clause behind the
    /// picture's name.
    pub(super) fn locate(&self, keys: &[String]) -> Vec<Result<&Path, String>> {
        let found: Vec<Result<(usize, Fit), String>> = keys.iter().map(|key| self.find(key)).collect();
        let mut claims: HashMap<usize, Vec<usize>> = HashMap::new();
        for (key, found) in found.iter().enumerate() {
            if let Ok((file, _)) = found {
                claims.entry(*file).or_default().push(key);
            }
        }
        let refused: HashMap<usize, String> =
            claims.values().flat_map(|claims| disputed(claims, keys, &found)).collect();
        let one = |(key, found): (usize, Result<(usize, Fit), String>)| match refused.get(&key) {
            Some(reason) => Err(reason.clone()),
            None => found.map(|(file, _)| self.files[file].path.as_path()),
        };
        found.into_iter().enumerate().map(one).collect()
    }

    /// The file that fits a key best.
    fn find(&self, key: &str) -> Result<(usize, Fit), String> {
        let wanted = parts(key);
        let exact = key.rsplit('/').next().unwrap_or_default();
        let files = |is_in_folder: bool| -> HashSet<usize> {
            let names = names(&wanted).into_iter().filter(|name| name.contains('/') == is_in_folder);
            names.filter_map(|name| self.by_name.get(&name)).flatten().copied().collect()
        };
        let files = Some(files(true)).filter(|files| !files.is_empty()).unwrap_or_else(|| files(false));
        let fit = |file: usize| {
            let File { below, parts, .. } = &self.files[file];
            let is_exact = below.rsplit('/').next() == Some(exact);
            (same_folders(&wanted, parts), wanted.last() == parts.last(), is_exact)
        };
        let best = files.iter().map(|file| fit(*file)).max();
        let Some(best) = best else { return Err("is not in the pictures folder".to_owned()) };
        let mut fitting: Vec<usize> = files.into_iter().filter(|file| fit(*file) == best).collect();
        fitting.sort_unstable();
        match fitting.as_slice() {
            [one] => Ok((*one, best)),
            [first, others @ ..] if others.iter().all(|other| self.is_copy(*first, *other)) => {
                Ok((*first, best))
            }
            several => {
                let names: Vec<String> =
                    several.iter().take(NAMED_MAX).map(|file| self.files[*file].below.clone()).collect();
                let rest = several.len() - names.len();
                let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
                Err(format!(
                    "may be any of {}{rest} in the pictures folder: name as much of its path as tells them apart",
                    names.join(", ")
                ))
            }
        }
    }

    /// Whether two files are the same picture.
    fn is_copy(&self, a: usize, b: usize) -> bool {
        let [a, b] = [a, b].map(|file| &self.files[file].path);
        let length = |path: &Path| std::fs::metadata(path).map(|metadata| metadata.len()).ok();
        length(a).is_some() && length(a) == length(b) && std::fs::read(a).ok() == std::fs::read(b).ok()
    }
}

/// What a picture with these parts is looked up by: its name, that without ending, and each with the folder before it.
fn names(parts: &[String]) -> Vec<String> {
    let Some((name, folders)) = parts.split_last() else { return Vec::new() };
    let mut names = vec![name.clone()];
    if stem(name) != name {
        names.push(stem(name).to_owned());
    }
    if let Some(folder) = folders.last() {
        names.extend(names.clone().into_iter().map(|name| format!("{folder}/{name}")));
    }
    names
}

/// Those of the keys that found one file which may name another picture than it, and why.
fn disputed(
    claims: &[usize],
    keys: &[String],
    found: &[Result<(usize, Fit), String>],
) -> Vec<(usize, String)> {
    let fit = |key: usize| found[key].as_ref().map_or((0, false, false), |(_, fit)| *fit);
    let Some(owner) = claims.iter().copied().max_by_key(|key| (fit(*key), std::cmp::Reverse(*key))) else {
        return Vec::new();
    };
    let own = parts(&keys[owner]);
    let mut refused = Vec::new();
    for key in claims.iter().copied().filter(|key| *key != owner) {
        let other = parts(&keys[key]);
        let folders = own.len().min(other.len()) - 1;
        let is_same_path = same_folders(&own, &other) == folders;
        if is_same_path && fit(key).1 == fit(owner).1 {
            continue;
        }
        let owners = &keys[owner];
        if fit(key) < fit(owner) {
            refused.push((
                key,
                format!("is not in the pictures folder: the file of that name there is {owners}"),
            ));
            continue;
        }
        let reason = |other: &str| {
            format!(
                "has the name of {other}, and the pictures folder one file of it: put each into folders as named"
            )
        };
        refused.push((key, reason(owners)));
        if !refused.iter().any(|(known, _)| *known == owner) {
            refused.push((owner, reason(&keys[key])));
        }
    }
    refused
}

#[cfg(test)]
mod tests {
    use super::source_key;

    #[test]
    fn a_key_is_the_path_that_a_url_names() {
        for (source, key) in [
            ("https://cdn.example/files/1/red%20cup.jpg?v=1623104890", "files/1/red cup.jpg"),
            ("//cdn.example/a/1.jpg#top", "a/1.jpg"),
            ("shirt #2.jpg", "shirt #2.jpg"),
            ("https://cdn.example/shirt%20%232.jpg?v=1", "shirt #2.jpg"),
            ("a/shirt #2.jpg#zoom", "a/shirt #2.jpg"),
            ("what?.jpg", "what?.jpg"),
            ("/var/red cup?v=1", "var/red cup"),
            (r"C:\pictures\..\a\1.jpg", "C:/pictures/a/1.jpg"),
            ("cafe\u{301}.jpg", "caf\u{e9}.jpg"),
            ("https://cdn.example/", ""),
            ("..", ""),
        ] {
            assert_eq!(source_key(source), key, "{source}");
        }
    }
}
