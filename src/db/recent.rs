//! What was searched before, newest first.

const KEY: &str = "fairday.recent";
/// The most searches remembered.
pub const RECENT_MAX: usize = 8;

/// The searches remembered; none when they cannot be read.
pub fn load() -> Vec<String> {
    let text = super::read(KEY).ok().flatten().unwrap_or_default();
    let mut words: Vec<String> = crate::json::read(&text).unwrap_or_default();
    words.truncate(RECENT_MAX);
    words
}

/// Remembers a search as the newest. A phone that does not let us write only forgets it.
pub fn remember(words: &str) {
    let mut all = load();
    all.retain(|old| old != words);
    all.insert(0, words.to_owned());
    all.truncate(RECENT_MAX);
    _ = super::write(KEY, &crate::json::write(&all));
}

/// Forgets every search.
pub fn clear() {
    _ = super::write(KEY, "[]");
}
