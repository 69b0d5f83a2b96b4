//! Pictures: found in the merchant's folder, never fetched, and made ready at every width the shop serves.
//!
//! A picture's files are named by the content of the original, so they are written once and never change. They are
//! written before the catalogue names them: an import that fails later leaves pictures nobody points to, which are
//! harmless and are used by the next import of the same pictures.

mod decode;
mod encode;
mod locate;
#[cfg(test)]
mod made_up;

pub(super) use locate::source_key;

use super::limits::PICTURE_BYTES_MAX;
use crate::private_files;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fairday_contract::PictureId;
use locate::Folder;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counted up whenever the same original would give other files, so that they get other names.
const ENCODER_VERSION: u8 = 1;
/// Bytes of the hash that name a picture: 72 bits, which is 12 characters of base64url.
const ID_BYTES: usize = 9;

/// What is known of a picture that has been made ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) id: PictureId,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) placeholder: String,
    /// The size of its file at each width, bytes.
    pub(super) bytes: Vec<u32>,
}

/// What became of the pictures of an import.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// For each key the picture, or why there is none.
    pub(super) by_key: HashMap<String, Result<Facts, String>>,
    /// For keys of pictures that are shown, and are not as they should be, what is wrong with them.
    pub(super) notes: HashMap<String, &'static str>,
    /// Made ready now.
    pub(super) fresh: usize,
    /// Ready already.
    pub(super) kept: usize,
}

/// Where pictures come from, go to, and what is known already.
pub(super) struct Workshop<'a> {
    /// The merchant's folder.
    pub(super) source: &'a Path,
    /// Where the shop serves from.
    pub(super) target: &'a Path,
    /// Pictures of the catalogue so far.
    pub(super) known: &'a HashMap<PictureId, Facts>,
}

impl Workshop<'_> {
    /// Makes the pictures `keys` ready on every core; `done` hears of each.
    ///
    /// # Errors
    /// When the merchant's folder cannot be read or a file cannot be written: that is no fault of a picture.
    pub(super) fn make(
        &self,
        keys: &[String],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Made, (PathBuf, std::io::Error)> {
        let folder = Folder::read(self.source).map_err(|error| (self.source.to_owned(), error))?;
        private_files::make_folder(self.target).map_err(|error| (self.target.to_owned(), error))?;
        let pairs: Vec<_> = keys.iter().zip(folder.locate(keys)).collect();
        let next = AtomicUsize::new(0);
        let finished = AtomicUsize::new(0);
        let made = Mutex::new(Ok(Made::default()));
        let worker = || {
            while let Some((key, path)) = pairs.get(next.fetch_add(1, Ordering::Relaxed)) {
                let outcome = path.as_ref().map_err(|reason| Fault::Picture(reason.clone()));
                let outcome = outcome.and_then(|path| self.one(path));
                let mut made = made.lock().expect("no worker panics while it holds the lock");
                let Ok(all) = made.as_mut() else { return };
                let picture = match outcome {
                    Ok((facts, note, is_new)) => {
                        all.fresh += usize::from(is_new);
                        all.kept += usize::from(!is_new);
                        all.notes.extend(note.map(|note| ((*key).clone(), note)));
                        Ok(facts)
                    }
                    Err(Fault::Picture(reason)) => Err(reason),
                    Err(Fault::Disk(error)) => {
                        *made = Err((self.target.to_owned(), error));
                        return;
                    }
                };
                all.by_key.insert((*key).clone(), picture);
                drop(made);
                done(finished.fetch_add(1, Ordering::Relaxed) + 1);
            }
        };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        std::thread::scope(|scope| {
            for _ in 0..cores.min(keys.len()) {
                scope.spawn(worker);
            }
        });
        let made = made.into_inner().expect("no worker panics while it holds the lock")?;
        // The catalogue names the pictures next: by then their names are on the disk too.
        private_files::sync_folder(self.target).map_err(|error| (self.target.to_owned(), error))?;
        Ok(made)
    }

    /// Makes one picture ready; says what is wrong with it, and whether there was anything to do.
    fn one(&self, path: &Path) -> Result<(Facts, Option<&'static str>, bool), Fault> {
        let bytes = read(path).map_err(Fault::Picture)?;
        let note = decode::flaw(&bytes);
        let id = picture_id(&bytes);
        let made = encode::made(self.target, &id);
        if let (Some(facts), Some(bytes)) = (self.known.get(&id), &made) {
            // A catalogue from before sizes were kept gets them here, from the files.
            return Ok((Facts { bytes: bytes.clone(), ..facts.clone() }, note, false));
        }
        // Decoders read what strangers wrote: one that panics costs its picture, not the import.
        let picture = std::panic::catch_unwind(|| decode::decode(&bytes))
            .unwrap_or_else(|_| Err("cannot be read".to_owned()))
            .map_err(Fault::Picture)?;
        let placeholder = encode::placeholder(&picture).map_err(Fault::Picture)?;
        encode::write(self.target, &id, &picture).map_err(Fault::Disk)?;
        let bytes = encode::made(self.target, &id).unwrap_or_default();
        Ok((
            Facts { id, width: picture.width(), height: picture.height(), placeholder, bytes },
            note,
            made.is_none(),
        ))
    }
}

/// Whose fault it is that a picture is not ready.
enum Fault {
    /// The picture's: reported, and the rest goes on.
    Picture(String),
    /// The disk's: the import ends.
    Disk(std::io::Error),
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    if std::fs::metadata(path).map_err(unreadable)?.len() > PICTURE_BYTES_MAX {
        return Err(format!("is a file of more than {PICTURE_BYTES_MAX} bytes"));
    }
    std::fs::read(path).map_err(unreadable)
}

fn picture_id(bytes: &[u8]) -> PictureId {
    let hash = Sha256::new().chain_update(bytes).chain_update([ENCODER_VERSION]).finalize();
    URL_SAFE_NO_PAD.encode(&hash[..ID_BYTES]).parse().expect("9 bytes are 12 characters of base64url")
}
