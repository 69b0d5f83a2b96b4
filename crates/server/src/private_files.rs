//! Files and folders that nobody else on the machine may read: the database has what shoppers ordered, and the key file what
//! their names are sealed under.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// The mode of our files: the owner reads and writes.
#[cfg(unix)]
const FILE_MODE: u32 = 0o600;
/// The same for a folder: its owner lists it, and makes files in it.
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o700;
/// The mode's bits for the group and all others.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// Makes a folder and those above it that are missing, for their owner alone. One that is there stays as it is.
///
/// # Errors
/// Those of the file system.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, FOLDER_MODE);
    builder.create(path)
}

/// How a file is made for its owner alone.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, FILE_MODE);
    options
}

/// Has the folder of a file on the disk.
///
/// # Errors
/// Those of the file system.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or_else(|| Path::new(".")))
}

/// Has a folder on the disk: before that, a power cut can take back the names that files in it were given.
///
/// # Errors
/// Those of the file system.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Does nothing: folders cannot be opened here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Takes from the group and from others what they may do with a file, and says so in the log. A file that is missing or is
/// its owner's alone is left as it is.
///
/// # Errors
/// When they could do something and still can: the file is another user's, or on a disk that is read alone.
#[cfg(unix)]
pub fn narrow(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(found) = std::fs::metadata(path) else { return Ok(()) };
    let mode = found.permissions().mode();
    if mode & OTHERS == 0 || !found.is_file() {
        return Ok(());
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o7777 & !OTHERS))?;
    tracing::warn!(path = %path.display(), was = format!("{:o}", mode & 0o777), "others on this machine could use this file: it is its owner's alone now");
    Ok(())
}

/// Takes nothing: who may do what is not said by a mode here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn narrow(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("is there").permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("not/there");
        make_folder(&inner).expect("made");
        make_folder(&inner).expect("it is there");
        assert_eq!((mode(&inner), mode(&folder.path().join("not"))), (0o700, 0o700));
        options().create_new(true).open(inner.join("file")).expect("made");
        assert_eq!(mode(&inner.join("file")), 0o600);
    }

    #[test]
    fn what_others_could_use_is_narrowed_and_keeps_the_rest() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        std::fs::write(&path, "x").expect("written");
        for (was, is) in [(0o644, 0o600), (0o666, 0o600), (0o640, 0o600), (0o440, 0o400), (0o600, 0o600)] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(was)).expect("set");
            narrow(&path).expect("narrowed");
            assert_eq!(mode(&path), is, "{was:o}");
        }
        narrow(&folder.path().join("missing")).expect("nothing to do");
        assert_eq!(std::fs::read_to_string(&path).expect("reads"), "x");
    }
}
