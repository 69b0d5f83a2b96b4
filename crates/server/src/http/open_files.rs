//! The operating system's limit of open files. Each connection is one.

use super::limits::FILES_BESIDE_CONNECTIONS;

/// Raises this program's limit of open files as far as it may, and gives how many of the `wanted` connections fit in.
#[cfg(unix)]
pub fn connections_within_limit(wanted: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let before = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: before.maximum, maximum: before.maximum };
    // Where it cannot be raised, what was there counts.
    let now = setrlimit(Resource::Nofile, raised).map_or(before.current, |()| before.maximum);
    let files = now.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
    within(files, wanted)
}

/// Gives back `wanted`: the limit is not known here.
#[cfg(not(unix))]
pub fn connections_within_limit(wanted: usize) -> usize {
    wanted
}

/// Leaves the files that are needed beside connections, and at least as many connections as one in two files.
#[cfg_attr(not(unix), allow(dead_code))]
fn within(files: usize, wanted: usize) -> usize {
    wanted.min(files.saturating_sub(FILES_BESIDE_CONNECTIONS).max(files / 2)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_the_database_and_the_pictures() {
        assert_eq!(within(20_000, 4_096), 4_096);
        assert_eq!(within(1_024, 4_096), 768);
        assert_eq!(within(256, 4_096), 128);
        assert_eq!(within(usize::MAX, 4_096), 4_096);
        assert_eq!(within(0, 10), 1);
    }
}
