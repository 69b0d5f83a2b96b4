//! Names for URLs, for products of files that have none.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// The longest name made, bytes; a Handle may have 255.
const BYTES_MAX: usize = 180;

/// The letters and digits of `text` in lower case, with a `-` for whatever is between them. Empty when there are none.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if slug.len() + c.len_utf8() > BYTES_MAX {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Handles of a file, each for one product.
#[derive(Default)]
pub(super) struct Handles {
    owners: HashMap<String, String>,
}

impl Handles {
    /// The Handle of the product that `owner` names, made of `text`; the same for the same owner, and never that of
    /// another. Empty when `text` has no letter and no digit.
    pub(super) fn of(&mut self, owner: &str, text: &str) -> String {
        let wanted = slug(text);
        if wanted.is_empty() {
            return wanted;
        }
        let mut handle = wanted.clone();
        for number in 2_usize.. {
            match self.owners.get(&handle) {
                Some(known) if known != owner => handle = format!("{wanted}-{number}"),
                Some(_) => break,
                None => {
                    self.owners.insert(handle.clone(), owner.to_owned());
                    break;
                }
            }
        }
        handle
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fairday_contract::ProductHandle;
    use proptest::prelude::*;

    #[test]
    fn a_name_becomes_an_address() {
        assert_eq!(slug("Blue Shirt, size L/XL!"), "blue-shirt-size-l-xl");
        assert_eq!(slug(" 搪瓷杯（大） "), "搪瓷杯-大");
        assert_eq!(slug("ＡＢＣ"), "abc");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn two_products_never_share_an_address() {
        let mut handles = Handles::default();
        assert_eq!(handles.of("A+", "A+"), "a");
        assert_eq!(handles.of("A-", "A-"), "a-2");
        assert_eq!(handles.of("A+", "A+"), "a", "the same product again");
    }

    proptest! {
        #[test]
        fn every_address_made_is_one(text in ".{0,300}") {
            let slug = slug(&text);
            prop_assert!(slug.is_empty() || slug.parse::<ProductHandle>().is_ok(), "{}", slug);
        }
    }
}
