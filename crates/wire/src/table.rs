//! Tables of names: one text for each type, see the [crate's documentation](crate#tables).

/// The entries with their marks.
pub(crate) fn entries(names: &str) -> impl Iterator<Item = &[u8]> {
    names.as_bytes().split(|byte| *byte == b',')
}

/// The index of the first entry that a name is.
pub(crate) fn find(names: &str, name: &str) -> Option<usize> {
    entries(names).position(|entry| is(entry, name))
}

/// True when an entry stands for a name.
pub(crate) fn is(entry: &[u8], name: &str) -> bool {
    match entry {
        [] => false,
        [b'*', ..] => true,
        [b'?', entry @ ..] | entry => entry == name.as_bytes(),
    }
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
