//! The files of the last releases, which the next one is made small against.
//!
//! They are kept beside `dist/`, not in it: a phone never asks for an old file, only for the difference to one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::compress::write_twin;
use super::{difference, names};
use crate::workspace::{Workspace, remove_folder};

/// Against how many earlier releases differences are made. A phone that has slept longer gets the files whole.
const RELEASES_COMPARED: usize = 3;
/// How many are kept: the one that is out now is earlier only once there is the next.
const RELEASES_KEPT: usize = RELEASES_COMPARED + 1;
/// Git ignores it.
const FOLDER: &str = "releases";

/// Writes the differences of the files in `dist` to those in the folders of earlier releases; gives how many.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn write_differences(dist: &Path, earlier: &[PathBuf]) -> Result<usize> {
    let mut count = 0;
    for name in named_by_content(dist)? {
        let content = fs::read(dist.join(&name)).with_context(|| format!("reading {name}"))?;
        let whole = fs::metadata(dist.join(format!("{name}.br"))).map_or(content.len() as u64, |br| br.len());
        for release in earlier {
            let Some(before) = earlier_version(release, &name)? else { continue };
            let ending = format!("{}.dcb", names::parts(&before).context("it has a hash")?.1);
            if dist.join(format!("{name}.{ending}")).exists() {
                continue; // one file of several releases
            }
            let before = fs::read(release.join(&before)).with_context(|| format!("reading {before}"))?;
            let difference = difference::between(&before, &content)
                .with_context(|| format!("comparing {name} with an earlier release"))?;
            if (difference.len() as u64) < whole {
                write_twin(&dist.join(&name), &ending, &difference)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// The last releases before `dist`, newest first: phones may have any of them.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn before(workspace: &Workspace, dist: &Path) -> Result<Vec<PathBuf>> {
    let names = named_by_content(dist)?;
    let mut earlier = Vec::new();
    for release in kept(workspace)?.into_iter().rev() {
        if named_by_content(&release)? != names {
            earlier.push(release);
        }
    }
    earlier.truncate(RELEASES_COMPARED);
    Ok(earlier)
}

/// Keeps the named files of a built front end as the newest release, and forgets the oldest.
///
/// # Errors
/// When it is no front end, or a file cannot be copied.
pub(super) fn keep(workspace: &Workspace, dist: &Path) -> Result<()> {
    let names = named_by_content(dist)?;
    ensure!(!names.is_empty(), "{} is not a front end that was built", dist.display());
    for release in kept(workspace)? {
        // Built again without a change, or put back: it is the newest now, and there once.
        if named_by_content(&release)? == names {
            remove_folder(&release)?;
        }
    }
    let newest = kept(workspace)?.last().and_then(|release| number(release)).unwrap_or(0);
    let folder = workspace.root.join(FOLDER).join((newest + 1).to_string());
    // Under its name only when it is whole.
    let unfinished = workspace.root.join(FOLDER).join("unfinished.tmp");
    crate::workspace::fresh_folder(&unfinished)?;
    for name in names {
        fs::copy(dist.join(&name), unfinished.join(&name)).with_context(|| format!("keeping {name}"))?;
    }
    fs::rename(&unfinished, &folder).with_context(|| format!("making {}", folder.display()))?;
    let all = kept(workspace)?;
    for oldest in &all[..all.len().saturating_sub(RELEASES_KEPT)] {
        remove_folder(oldest)?;
    }
    Ok(())
}

/// The folders of the releases, oldest first.
fn kept(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let folder = workspace.root.join(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| format!("reading {}", folder.display()))?,
    };
    let mut releases = Vec::new();
    for entry in entries {
        releases.push(entry?.path());
    }
    releases.retain(|release| number(release).is_some());
    releases.sort_by_key(|release| number(release));
    Ok(releases)
}

fn number(release: &Path) -> Option<u32> {
    release.file_name()?.to_str()?.parse().ok()
}

/// The scripts, wasm modules and pages in a folder whose names have a hash.
fn named_by_content(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if names::parts(&name).is_some_and(|(_, _, ending)| ["wasm", "js", "html"].contains(&ending)) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The file of a release that `name` takes the place of, when it is another one.
fn earlier_version(release: &Path, name: &str) -> Result<Option<String>> {
    let place = |name: &str| names::parts(name).map(|(stem, _, ending)| (stem.to_owned(), ending.to_owned()));
    let earlier = named_by_content(release)?.into_iter().find(|earlier| place(earlier) == place(name));
    Ok(earlier.filter(|earlier| earlier != name))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{RELEASES_COMPARED, RELEASES_KEPT, before, keep, kept, write_differences};
    use crate::dist::names::hashed;
    use crate::workspace::{Workspace, fresh_folder};

    /// A clone in a folder of its own, gone when dropped.
    struct Clone(Workspace);

    impl Clone {
        fn new(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("fairday-releases-{name}-{}", std::process::id()));
            fresh_folder(&root).expect("a temporary folder");
            Self(Workspace { target: root.join("target"), tools: root.join("tools"), root })
        }

        /// A front end whose script says this.
        fn dist(&self, sentence: &str) -> PathBuf {
            let dist = self.0.dist();
            fresh_folder(&dist).expect("a folder");
            let script = format!("{}{sentence}", "const washing = 'powder';".repeat(40));
            std::fs::write(dist.join(hashed("app", "js", script.as_bytes())), &script).expect("written");
            std::fs::write(dist.join("index.html"), "the shop").expect("written");
            dist
        }
    }

    impl Drop for Clone {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0.root);
        }
    }

    /// Writes the differences of `dist`, and counts them in the folder.
    fn differences(clone: &Clone, dist: &Path) -> usize {
        let earlier = before(&clone.0, dist).expect("read");
        let written = write_differences(dist, &earlier).expect("written");
        let files = std::fs::read_dir(dist).expect("a folder").map(|file| file.expect("a file").path());
        assert_eq!(files.filter(|file| file.extension() == Some("dcb".as_ref())).count(), written);
        written
    }

    #[test]
    fn an_update_has_differences_to_the_last_releases_and_to_none_before_them() {
        let clone = Clone::new("last");
        for release in 0..RELEASES_COMPARED + 3 {
            let dist = clone.dist(&release.to_string());
            assert_eq!(differences(&clone, &dist), release.min(RELEASES_COMPARED));
            keep(&clone.0, &dist).expect("kept");
        }
        assert_eq!(kept(&clone.0).expect("read").len(), RELEASES_KEPT, "no more than that is kept");
    }

    #[test]
    fn building_the_same_again_pushes_no_release_out() {
        let clone = Clone::new("again");
        for sentence in ["one", "two", "two", "two", "two", "two"] {
            keep(&clone.0, &clone.dist(sentence)).expect("kept");
        }
        assert_eq!(kept(&clone.0).expect("read").len(), 2);
        assert_eq!(differences(&clone, &clone.dist("two")), 1);
    }

    #[test]
    fn a_difference_that_spares_nothing_is_not_written() {
        let clone = Clone::new("spares");
        keep(&clone.0, &clone.dist("one")).expect("kept");
        let dist = clone.dist("two");
        for file in std::fs::read_dir(&dist).expect("a folder") {
            let file = file.expect("a file").path();
            std::fs::write(file.with_extension("js.br"), "").expect("written");
        }
        assert_eq!(differences(&clone, &dist), 0);
    }

    #[test]
    fn a_folder_that_is_no_front_end_is_refused() {
        let clone = Clone::new("refused");
        assert!(keep(&clone.0, &clone.0.root).is_err());
        assert!(keep(&clone.0, Path::new("/nowhere")).is_err());
    }
}
