//! Finding the file of a picture that a product file names by a URL.

use super::super::limits::PICTURE_FILES_MAX;
use percent_encoding::percent_decode_str;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The base name of a picture's URL or path, without query, percent signs or case: what pictures are told apart by.
pub(in crate::import) fn source_key(source: &str) -> String {
    let path = source.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    path.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_lowercase()
}

/// The files of a folder and those below it, by name. Only what a walk of the folder found can ever be opened: a name
/// such as `../../etc/passwd` is a key that is not there. Symbolic links are not followed.
#[derive(Debug, Default)]
pub(super) struct Folder {
    by_name: HashMap<String, PathBuf>,
    by_stem: HashMap<String, PathBuf>,
}

impl Folder {
    /// Walks `root`. Of files with the same base name the first in the order of paths counts.
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
            let lower =
                |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().to_lowercase());
            if let Some(name) = lower(path.file_name()) {
                found.by_name.entry(name).or_insert_with(|| path.clone());
            }
            if let Some(stem) = lower(path.file_stem()) {
                found.by_stem.entry(stem).or_insert(path);
            }
        }
        Ok(found)
    }

    /// The file of the picture `key`: of that name, or of that name with another extension or none.
    pub(super) fn find(&self, key: &str) -> Option<&Path> {
        let stem = key.rsplit_once('.').map_or(key, |(stem, _)| stem);
        let found =
            self.by_name.get(key).or_else(|| self.by_stem.get(stem)).or_else(|| self.by_stem.get(key));
        found.map(PathBuf::as_path)
    }
}
