//! Tables of names: one text for each type, see the [crate's documentation](crate#tables).

/// The index of the first entry that a name is.
pub(crate) fn find(names: &str, name: &str) -> Option<usize> {
    names.split(',').position(|entry| {
        entry.starts_with('*') || (!entry.is_empty() && entry.strip_prefix('?').unwrap_or(entry) == name)
    })
}

/// An entry without its mark.
pub(crate) fn name(entry: &str) -> &str {
    entry.trim_start_matches(['?', '*'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_whatever_its_mark() {
        assert_eq!(find("id,?label", "id"), Some(0));
        assert_eq!(find("id,?label", "label"), Some(1));
        assert_eq!(find("id,?label", "?label"), None);
        assert_eq!(find("id,?label", "lab"), None);
    }

    #[test]
    fn a_flattened_fields_entry_is_nobodys_name() {
        assert_eq!(find("id,,?label", ""), None);
        assert_eq!(find("id,,?label", "label"), Some(2));
    }

    #[test]
    fn a_star_takes_every_name_that_is_left() {
        assert_eq!(find("paid,failed,*unknown", "failed"), Some(1));
        assert_eq!(find("paid,failed,*unknown", "barter"), Some(2));
        assert_eq!(name("*unknown"), "unknown");
    }
}
