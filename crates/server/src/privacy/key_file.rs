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
use super::{KeyRing, random};
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

    /// The keys. A file of the data folder is made when it is missing, readable by its owner alone.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn open(&self) -> Result<KeyRing, String> {
        if self.is_made_when_missing && !self.path.exists() {
            self.make()?;
        }
        Ok(KeyRing::of_file(self.read()?, self.clone()))
    }

    /// The keys, proved to be those of this database.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn open_for(&self, database: &Database) -> Result<KeyRing, String> {
        let keys = self.open()?;
        let proved = keys.prove(database, Clock::default().now_ms()).await;
        proved.map_err(|why| {
            format!("The database cannot be used with the key file {}: {why}.", self.path.display())
        })?;
        Ok(keys)
    }

    pub(super) fn read(&self) -> Result<Keys, String> {
        let shown = self.path.display();
        let length = std::fs::metadata(&self.path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => format!("There is no key file {shown}. Name the shop's with --keys."),
            _ => format!("The key file {shown} cannot be read: {error}."),
        })?;
        if length.len() > FILE_BYTES_MAX {
            return Err(format!("{shown} is too large to be a key file. Name another with --keys."));
        }
        keep_private(&self.path);
        let text = std::fs::read_to_string(&self.path)
            .map(Zeroizing::new)
            .map_err(|error| format!("The key file {shown} cannot be read: {error}."))?;
        parse(&text).map_err(|why| format!("The key file {shown} cannot be used: {why}."))
    }

    fn make(&self) -> Result<(), String> {
        let cannot = |error| format!("The key file {} cannot be made: {error}.", self.path.display());
        if let Some(folder) = self.path.parent() {
            private_files::make_folder(folder).map_err(cannot)?;
        }
        let draft = draft(&self.path, &Keys::generate()).map_err(cannot)?;
        // A link, unlike a rename, never takes the place of a file that another process has made in the meantime.
        let linked = std::fs::hard_link(&draft, &self.path);
        let _ = std::fs::remove_file(&draft);
        match linked {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(cannot(error)),
            _ => sync_folder(&self.path).map_err(cannot),
        }
    }

    /// Changes the file: all of it and on the disk, or it stays as it was. Of two who do so at once the second changes what the
    /// first has left, so that neither loses a key of the other. Gives what the file has then.
    pub(super) fn change(&self, change: impl FnOnce(&mut Keys)) -> Result<Keys, String> {
        let cannot = |error| format!("The key file {} cannot be written: {error}.", self.path.display());
        // What a symbolic link leads to is replaced, and not the link.
        let path = std::fs::canonicalize(&self.path).map_err(cannot)?;
        let _held = hold_folder(&path);
        let mut keys = self.read()?;
        let before = print(&keys);
        change(&mut keys);
        if *print(&keys) == *before {
            return Ok(keys);
        }
        let draft = draft(&path, &keys).map_err(cannot)?;
        if let Err(error) = std::fs::rename(&draft, &path) {
            let _ = std::fs::remove_file(&draft);
            return Err(cannot(error));
        }
        // Before anything is sealed under a new key, a power cut must not bring the old file back.
        sync_folder(&path).map_err(cannot)?;
        Ok(keys)
    }
}

/// A file beside the real one with these keys, on the disk. It is the owner's of the real one, whoever writes it.
fn draft(path: &Path, keys: &Keys) -> std::io::Result<PathBuf> {
    let mut name = path.to_owned().into_os_string();
    name.push(format!(".{:08x}", u32::from_le_bytes(random::bytes())));
    let draft = PathBuf::from(name);
    let mut file = private_files::options().create_new(true).open(&draft)?;
    let written = file.write_all(print(keys).as_bytes()).and_then(|()| file.sync_all());
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

#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
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

fn print(keys: &Keys) -> Zeroizing<String> {
    let mut text = Zeroizing::new(format!("{HEAD}index {}\n", *written(&keys.index)));
    for (at, key) in keys.sealing.iter().enumerate() {
        let mark = if at == keys.current { " current" } else { "" };
        text.extend(["key ", &key.id.to_string(), " ", &*written(&key.secret), mark, "\n"]);
    }
    text
}

fn parse(text: &str) -> Result<Keys, String> {
    let (mut index, mut sealing, mut current) = (None, Vec::<Key>::new(), None);
    for (number, line) in text.lines().enumerate() {
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
mod tests {
    use super::*;

    fn in_folder(folder: &Path) -> KeyFile {
        KeyFile::new(&KeyArgs::default(), folder)
    }

    #[test]
    fn the_first_start_makes_keys_that_only_their_owner_can_read_and_later_ones_find_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = in_folder(&folder.path().join("not/there/yet"));
        let (first, second) = (file.open().expect("made"), file.open().expect("read"));
        assert_eq!(second.open_text("p", &first.seal("p", b"x")).as_deref(), Ok("x"));
        assert_eq!(first.index("phone", "1"), second.index("phone", "1"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(file.path()).expect("is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let beside = std::fs::read_dir(file.path().parent().expect("a folder")).expect("reads").count();
        assert_eq!(beside, 1, "no drafts are left");
    }

    #[test]
    fn several_first_starts_at_once_end_with_the_same_keys() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = in_folder(folder.path());
        let open = || file.open().expect("opens").current();
        let ids: Vec<KeyId> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }

    #[test]
    fn a_key_file_that_was_named_is_never_made_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let args = KeyArgs { file: Some(folder.path().join("mine")) };
        let why = KeyFile::new(&args, folder.path()).open().expect_err("it is missing");
        assert!(why.contains("--keys") && !folder.path().join("mine").exists(), "{why}");
    }

    #[test]
    fn changes_at_once_lose_no_key_and_leave_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = in_folder(folder.path());
        file.open().expect("made");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| file.change(|keys| keys.sealing.push(Key::generate())).expect("written"));
            }
        });
        assert_eq!(file.read().expect("reads").sealing.len(), 9);
        assert_eq!(std::fs::read_dir(folder.path()).expect("reads").count(), 1, "no drafts are left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(file.path()).expect("is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_key_that_came_into_the_file_meanwhile_opens_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = in_folder(folder.path());
        let ring = file.open().expect("made");
        let new = Key::generate();
        let sealed = new.seal("p", b"x");
        assert!(ring.open("p", &sealed).is_err(), "nobody has it");
        file.change(|keys| keys.sealing.push(new)).expect("written");
        assert_eq!(ring.open_text("p", &sealed).as_deref(), Ok("x"));
    }

    #[test]
    fn what_is_printed_reads_back_and_a_broken_file_is_refused_without_repeating_it() {
        let mut keys = Keys::generate();
        keys.sealing.push(Key::generate());
        let text = print(&keys);
        let again = parse(&text).expect("reads");
        assert_eq!(*print(&again), *text);
        let line = text.lines().last().expect("a key").to_owned();
        for broken in [
            String::new(),
            text.replace("index", "inde"),
            text.replace(" current", ""),
            format!("{}{line} current\n", *text),
            format!("{}{line}\n", *text),
            text.replace(&line, &line[..line.len() - 4]),
            format!("{}key 12 {}\n", *text, *written(&keys.index)),
        ] {
            let why = parse(&broken).err().expect("is refused");
            assert!(!why.contains(written(&keys.index).as_str()), "{why}");
        }
    }
}
