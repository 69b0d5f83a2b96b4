//! The key file: one key a line.
//!
//! ```text
//! index BASE64                 hashes and signatures; never changes
//! key 1a2b3c4d BASE64
//! key 5e6f7a8b BASE64 current  seals in a database that has no active key yet
//! ```
//!
//! Which key seals, the database says: see [`states`](super::states).

use super::keys::{Key, KeyId, Keys, Secret, read, written};
use super::{KeyRing, proof, random};
use crate::clock::Clock;
use crate::database::Database;
use crate::private_files;
use clap::Args;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use zeroize::Zeroizing;

const HEAD: &str = "# The keys of a Fairday shop. Keep this file secret, and a copy of it in a safe place, apart from the database:\n\
                    # without it, phone numbers and addresses in the database cannot be read by anybody.\n";
/// What some editors put in front of a text.
const MARK: char = '\u{feff}';
/// Longest key file that is read, bytes.
const FILE_BYTES_MAX: u64 = 64 << 10;

/// The option `--keys`, the same for every command.
#[derive(Args, Clone, Debug, Default)]
pub struct KeyArgs {
    /// The file with the keys that personal data is sealed under [default: keys in the data folder, made at the first
    /// start]
    #[arg(long = "keys", env = "FAIRDAY_KEYS", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Where the keys are.
#[derive(Clone, Debug)]
pub struct KeyFile {
    path: PathBuf,
    is_made_when_missing: bool,
}

impl KeyFile {
    /// The file that was named, or that of the data folder.
    pub fn new(args: &KeyArgs, data: &Path) -> Self {
        match &args.file {
            Some(path) => Self { path: path.clone(), is_made_when_missing: false },
            None => Self { path: data.join("keys"), is_made_when_missing: true },
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The keys of a shop that may be new. A file of the data folder is made when it is missing, readable by its owner alone.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn open(&self) -> Result<KeyRing, String> {
        if self.is_made_when_missing && self.is_missing() {
            self.make()?;
        }
        Ok(KeyRing::of_file(self.read()?, self.clone()))
    }

    /// The keys, proved to be those of this database. A file is made for a database that has no keys yet, and for no other.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn open_for(&self, database: &Database) -> Result<KeyRing, String> {
        self.refuse_loss(database).await?;
        let keys = self.open()?;
        let proved = keys.prove(database, Clock::default().now_ms()).await;
        proved.map_err(|why| {
            format!("The database cannot be used with the key file {}: {why}.", self.path.display())
        })?;
        Ok(keys)
    }

    /// The same for a command, which never makes a file.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn find_for(&self, database: &Database) -> Result<KeyRing, String> {
        self.must_be_there(database).await?;
        self.open_for(database).await
    }

    /// Refuses to go on without a file.
    ///
    /// # Errors
    /// A sentence for the operator, which names the keys that the file must have.
    pub async fn must_be_there(&self, database: &Database) -> Result<(), String> {
        self.refuse_loss(database).await?;
        if self.is_missing() { Err(self.missing()) } else { Ok(()) }
    }

    /// Refuses a database whose keys are in a file that is missing: another file would hide that, and could take the place of
    /// the last good copy.
    async fn refuse_loss(&self, database: &Database) -> Result<(), String> {
        if !self.is_missing() {
            return Ok(());
        }
        let expected = database.read(proof::expected).await;
        let expected = expected.map_err(|error| format!("The database cannot be used: {error}."))?;
        match expected {
            None => Ok(()),
            Some(ids) => Err(format!(
                "There is no key file {}, and the database has data under {}. Put your copy of the key file back, or name it \
                 with --keys. No new one is made: it could not open that data.",
                self.path.display(),
                proof::named(&ids)
            )),
        }
    }

    /// A file that cannot be looked for is none that is missing.
    fn is_missing(&self) -> bool {
        matches!(self.path.try_exists(), Ok(false))
    }

    fn missing(&self) -> String {
        format!(
            "There is no key file {}. Name the shop's with --keys; a new shop gets one when its server starts.",
            self.path.display()
        )
    }

    pub(super) fn read(&self) -> Result<Keys, String> {
        self.read_with_notes().map(|(keys, _)| keys)
    }

    /// The keys, and the comments that an operator has written beside them.
    fn read_with_notes(&self) -> Result<(Keys, String), String> {
        let shown = self.path.display();
        let cannot = |error: std::io::Error| format!("The key file {shown} cannot be read: {error}.");
        let found = std::fs::metadata(&self.path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => self.missing(),
            _ => cannot(error),
        })?;
        if !found.is_file() {
            // To open a pipe would wait until somebody writes to it.
            return Err(format!("{shown} is no regular file, and so no key file. Name another with --keys."));
        }
        if found.len() > FILE_BYTES_MAX {
            return Err(format!("{shown} is too large to be a key file. Name another with --keys."));
        }
        let text = std::fs::read_to_string(&self.path).map(Zeroizing::new).map_err(cannot)?;
        let keys = parse(&text).map_err(|why| format!("The key file {shown} cannot be used: {why}."))?;
        // Not before: it may be any file, whose name was mistyped.
        keep_private(&self.path);
        Ok((keys, notes(&text)))
    }

    fn make(&self) -> Result<(), String> {
        let cannot = |error| format!("The key file {} cannot be made: {error}.", self.path.display());
        if let Some(folder) = self.path.parent() {
            private_files::make_folder(folder).map_err(cannot)?;
        }
        let draft = draft(&self.path, &print(&Keys::generate(), "")).map_err(cannot)?;
        // A link, unlike a rename, never takes the place of a file that another process has made in the meantime.
        let linked = std::fs::hard_link(&draft, &self.path);
        let _ = std::fs::remove_file(&draft);
        match linked {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(cannot(error)),
            _ => private_files::sync_folder_of(&self.path).map_err(cannot),
        }
    }

    /// Changes the file: all of it and on the disk, or it stays as it was. Of two who do so at once the second changes what the
    /// first has left, so that neither loses a key of the other. Gives what the file has then.
    pub(super) fn change(&self, change: impl FnOnce(&mut Keys)) -> Result<Keys, String> {
        self.replace(|keys| {
            let before = print(keys, "");
            change(keys);
            *print(keys, "") != *before
        })
    }

    /// Writes the file as it is, to see whether it can be changed.
    pub(super) fn rewrite(&self) -> Result<(), String> {
        self.replace(|_| true).map(|_| ())
    }

    /// Writes what `change` makes of the keys, if it says that this is needed.
    fn replace(&self, change: impl FnOnce(&mut Keys) -> bool) -> Result<Keys, String> {
        let cannot = |error| {
            format!(
                "The key file {} cannot be written: {error}. It is replaced by another file: the folder must be writable, and the \
                 file no mount of its own.",
                self.path.display()
            )
        };
        // What a symbolic link leads to is replaced, and not the link.
        let path = std::fs::canonicalize(&self.path).map_err(cannot)?;
        let _held = hold_folder(&path);
        let (mut keys, notes) = self.read_with_notes()?;
        if !change(&mut keys) {
            return Ok(keys);
        }
        let draft = draft(&path, &print(&keys, &notes)).map_err(cannot)?;
        if let Err(error) = std::fs::rename(&draft, &path) {
            let _ = std::fs::remove_file(&draft);
            return Err(cannot(error));
        }
        // Before anything is sealed under a new key, a power cut must not bring the old file back.
        private_files::sync_folder_of(&path).map_err(cannot)?;
        Ok(keys)
    }
}

/// A file beside the real one with this text, on the disk. It is the owner's of the real one, whoever writes it.
fn draft(path: &Path, text: &str) -> std::io::Result<PathBuf> {
    let mut name = path.to_owned().into_os_string();
    name.push(format!(".{:08x}", u32::from_le_bytes(random::bytes())));
    let draft = PathBuf::from(name);
    let mut file = private_files::options().create_new(true).open(&draft)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if let Err(error) = written {
        let _ = std::fs::remove_file(&draft);
        return Err(error);
    }
    keep_owner(path, &draft);
    Ok(draft)
}

/// Only the administrator can give files away; for anybody else it is theirs already.
#[cfg(unix)]
fn keep_owner(of: &Path, draft: &Path) {
    use std::os::unix::fs::MetadataExt;
    if let Ok(owner) = std::fs::metadata(of) {
        let _ = std::os::unix::fs::chown(draft, Some(owner.uid()), Some(owner.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Path) {}

/// Waits until nobody else changes a file of this folder. A file system without locks does without.
#[cfg(unix)]
fn hold_folder(path: &Path) -> Option<File> {
    let folder = File::open(path.parent()?).ok()?;
    folder.lock().ok().map(|()| folder)
}

#[cfg(not(unix))]
fn hold_folder(_: &Path) -> Option<File> {
    None
}

/// Narrows a key file that others can use. Where that is not possible (it is another user's, or on a disk that is read
/// alone), it says once that everybody can read it.
fn keep_private(path: &Path) {
    static SAID: AtomicBool = AtomicBool::new(false);
    if private_files::narrow(path).is_err() && everybody_can_read(path) && !SAID.swap(true, Ordering::Relaxed)
    {
        tracing::warn!(path = %path.display(), "everybody on this machine can read the key file: chmod 600 it");
    }
}

#[cfg(unix)]
fn everybody_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o007 != 0)
}

#[cfg(not(unix))]
fn everybody_can_read(_: &Path) -> bool {
    false
}

/// The comments of a key file but those that stand in each.
fn notes(text: &str) -> String {
    let is_note =
        |line: &&str| line.trim_start().starts_with('#') && !HEAD.lines().any(|head| head == line.trim_end());
    text.trim_start_matches(MARK).lines().filter(is_note).flat_map(|line| [line, "\n"]).collect()
}

fn print(keys: &Keys, notes: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(format!("{HEAD}{notes}index {}\n", *written(&keys.index)));
    for (at, key) in keys.sealing.iter().enumerate() {
        let mark = if at == keys.current { " current" } else { "" };
        text.extend(["key ", &key.id.to_string(), " ", &*written(&key.secret), mark, "\n"]);
    }
    text
}

fn parse(text: &str) -> Result<Keys, String> {
    let (mut index, mut sealing, mut current) = (None, Vec::<Key>::new(), None);
    for (number, line) in text.trim_start_matches(MARK).lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let wrong = || format!("line {} is not a key", number + 1);
        match words[..] {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["index", secret] if index.is_none() => index = Some(read(secret).ok_or_else(wrong)?),
            ["key", id, secret, ref mark @ ..] if matches!(mark, [] | ["current"]) => {
                let id = KeyId::parse(id).ok_or_else(wrong)?;
                if sealing.iter().any(|key| key.id == id) {
                    return Err(format!("the key {id} is there twice"));
                }
                if !mark.is_empty() && current.replace(sealing.len()).is_some() {
                    return Err("two keys are called current".to_owned());
                }
                sealing.push(Key::new(id, read(secret).ok_or_else(wrong)?));
            }
            _ => return Err(wrong()),
        }
    }
    let index: Secret = index.ok_or("it has no index key")?;
    let current = current.ok_or("no key is called current")?;
    Ok(Keys { index, sealing, current, lost: BTreeSet::new() })
}

#[cfg(test)]
mod tests;
