//! The programs of a `PostgreSQL` server, for tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::debian;
use crate::workspace::{Workspace, find_program};

/// Where Debian puts each version in a folder of its own.
const DEBIAN: &str = "/usr/lib/postgresql";
/// Debian's package starts a server at once, unless this says otherwise beforehand.
const CLUSTER_SETTINGS: &str = "/etc/postgresql-common/createcluster.conf";
const NO_CLUSTER: &str =
    "# Written by `cargo xtask`: tests start servers of their own.\ncreate_main_cluster = false\n";

/// The folder of `initdb` and `postgres`; installs them when they are missing.
///
/// # Errors
/// One sentence that says what could not be installed and what to do.
pub(crate) fn postgres(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(found) = find(Path::new(DEBIAN)) {
        return Ok(found);
    }
    if super::is_root() && !Path::new(CLUSTER_SETTINGS).exists() {
        let folder = Path::new(CLUSTER_SETTINGS).parent().context("a file lies in a folder")?;
        std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        std::fs::write(CLUSTER_SETTINGS, NO_CLUSTER)
            .with_context(|| format!("writing {CLUSTER_SETTINGS}"))?;
    }
    debian::provide_packages(workspace, &["postgresql"], "a server for the tests, about a minute")?;
    find(Path::new(DEBIAN)).context("postgresql is installed, but its programs are not where Debian has them")
}

/// The newest version that is whole, or the one on PATH.
fn find(versions: &Path) -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir(versions)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let folder = entry.ok()?.path();
            let version = folder.file_name()?.to_str()?.parse().ok()?;
            Some((version, folder.join("bin"))).filter(|(_, bin)| is_whole(bin))
        })
        .collect();
    found.sort();
    let on_path = || find_program("initdb")?.parent().map(Path::to_path_buf).filter(|bin| is_whole(bin));
    found.pop().map(|(_, bin)| bin).or_else(on_path)
}

fn is_whole(bin: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| bin.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_newest_version_that_is_whole_is_taken() {
        let root = std::env::temp_dir().join(format!("fairday-postgres-{}", std::process::id()));
        for (version, programs) in
            [("9", &["initdb", "postgres"][..]), ("15", &["initdb", "postgres"]), ("16", &["psql"])]
        {
            let bin = root.join(version).join("bin");
            std::fs::create_dir_all(&bin).expect("a folder");
            for program in programs {
                std::fs::write(bin.join(program), "").expect("a file");
            }
        }
        let found = find(&root);
        std::fs::remove_dir_all(&root).expect("removed");
        assert_eq!(found, Some(root.join("15/bin")));
    }
}
