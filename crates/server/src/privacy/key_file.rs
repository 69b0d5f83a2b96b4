//! The key file: one key a line.
//!
//! ```text
//! index BASE64                 hashes and signatures; never changes
//! key 1a2b3c4d BASE64          still opens
//! key 5e6f7a8b BASE64 current  seals and opens
//! ```

use super::keys::{Key, KeyId, Keys, Secret, read, written};
use super::{KeyRing, proof, random};
use crate::clock::Clock;
use crate::database::Database;
use crate::private_files;
use clap::Args;
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
        self.read().map(KeyRing::of)
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
        let draft = self.draft(&Keys::generate()).map_err(cannot)?;
        // A link, unlike a rename, never takes the place of a file that another process has made in the meantime.
        let linked = std::fs::hard_link(&draft, &self.path);
        let _ = std::fs::remove_file(&draft);
        match linked {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(cannot(error)),
            _ => Ok(()),
        }
    }

    /// Puts other keys into the file: all of them, or it stays as it was.
    pub(super) fn write(&self, keys: &Keys) -> Result<(), String> {
        let cannot = |error| format!("The key file {} cannot be written: {error}.", self.path.display());
        let draft = self.draft(keys).map_err(cannot)?;
        std::fs::rename(&draft, &self.path).map_err(cannot)
    }

    /// Reads the file again when it has changed, so that a rotation needs no restart. The keys are proved before they are used.
    ///
    /// # Errors
    /// A sentence for the operator; the ring stays as it was.
    pub async fn refresh(&self, ring: &KeyRing, database: &Database, now_ms: i64) -> Result<(), String> {
        let keys = self.read()?;
        let ids: Vec<KeyId> = keys.sealing.iter().map(|key| key.id).collect();
        if ids != ring.ids() || keys.sealing[keys.current].id != ring.current() {
            proof::prove(&keys, database, now_ms).await.map_err(|why| format!("The database: {why}."))?;
            tracing::info!(current = %keys.sealing[keys.current].id, "the keys have changed");
            ring.replace(keys);
        }
        Ok(())
    }

    /// A file beside the real one with these keys, on the disk.
    fn draft(&self, keys: &Keys) -> std::io::Result<PathBuf> {
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{:08x}", u32::from_le_bytes(random::bytes())));
        let path = PathBuf::from(name);
        let mut file = private_files::options().create_new(true).open(&path)?;
        file.write_all(print(keys).as_bytes())?;
        file.sync_all()?;
        Ok(path)
    }
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
                let id = parse_id(id).ok_or_else(wrong)?;
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
    Ok(Keys { index, sealing, current })
}

fn parse_id(text: &str) -> Option<KeyId> {
    let is_hex = text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let number = is_hex.then(|| u32::from_str_radix(text, 16).ok())??;
    Some(KeyId(number.to_be_bytes()))
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
