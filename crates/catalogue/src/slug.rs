//! Categories' names in URLs.

use crate::model::Localised;
use fairday_contract::{CategorySlug, Locale};
use std::collections::HashSet;

/// Longest slug made from a name, bytes; leaves room for what makes it unique.
const SLUG_BYTES_MAX: usize = 60;

/// A slug for a name: from the Latin text of its English form when there is one, else the name itself.
fn slug_text(name: &Localised) -> String {
    let english = name.get(Locale::En);
    // A name that is only partly Latin would lose what tells it from others: 锅 50% is not "50".
    let other_letters = english.chars().any(|c| c.is_alphanumeric() && !c.is_ascii());
    let latin = if other_letters { String::new() } else { dashed(english, |c| c.is_ascii_alphanumeric()) };
    if latin.is_empty() { dashed(&name.default, char::is_alphanumeric) } else { latin }
}

/// Small letters, with one dash for each run of characters that are not kept.
fn dashed(text: &str, keep: fn(char) -> bool) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if keep(c) {
            if slug.len() + c.len_utf8() > SLUG_BYTES_MAX {
                break;
            }
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// A slug that is not in `taken`, and is from now on: the name's, then its parent's with it, then numbered.
pub(crate) fn unique_slug(
    name: &Localised,
    parent: Option<&CategorySlug>,
    taken: &mut HashSet<CategorySlug>,
) -> CategorySlug {
    let own = match slug_text(name) {
        empty if empty.is_empty() => "category".to_owned(),
        text => text,
    };
    let with_parent =
        parent.map(|parent| format!("{parent}-{own}")).filter(|text| text.len() < SLUG_BYTES_MAX + 20);
    let numbered = (2_u32..).map(|n| format!("{own}-{n}"));
    let slug = std::iter::once(own.clone())
        .chain(with_parent)
        .chain(numbered)
        .filter_map(|text| CategorySlug::try_from(text).ok())
        .find(|slug| !taken.contains(slug))
        .expect("numbers do not run out");
    taken.insert(slug.clone());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(default: &str, en: Option<&str>) -> Localised {
        Localised {
            default: default.to_owned(),
            others: en.map(|en| (Locale::En, en.to_owned())).into_iter().collect(),
        }
    }

    #[test]
    fn a_slug_is_the_english_name_or_else_the_name_itself() {
        let mut taken = HashSet::new();
        let mut slug = |default, en| unique_slug(&name(default, en), None, &mut taken).to_string();
        assert_eq!(slug("家用电器", Some("Home & Kitchen")), "home-kitchen");
        assert_eq!(slug("锅/碗 50%", None), "锅-碗-50");
        assert_eq!(slug("Snow boards!", None), "snow-boards");
        assert_eq!(slug("???", None), "category");
    }

    #[test]
    fn two_categories_of_one_name_have_two_slugs() {
        let mut taken = HashSet::new();
        let parent: CategorySlug = "baby".parse().expect("a slug");
        let mut slug = |parent| unique_slug(&name("Other", None), parent, &mut taken).to_string();
        assert_eq!(
            [slug(None), slug(Some(&parent)), slug(Some(&parent))],
            ["other", "baby-other", "other-2"]
        );
    }

    #[test]
    fn a_very_long_name_still_makes_a_slug() {
        let slug = unique_slug(&name(&"长".repeat(500), None), None, &mut HashSet::new());
        assert!(slug.as_str().len() <= SLUG_BYTES_MAX);
    }
}
