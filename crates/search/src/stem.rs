//! One form for an English word in singular and plural.

/// Singulars that end like plurals.
const SINGULARS: [&str; 6] = ["lens", "gas", "yes", "canvas", "atlas", "christmas"];
/// Plurals that are made in their own way, and what they stand for.
const IRREGULAR: [(&str, &str); 12] = [
    ("men", "man"),
    ("mens", "man"),
    ("women", "woman"),
    ("womens", "woman"),
    ("ladies", "lady"),
    ("children", "child"),
    ("childrens", "child"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("geese", "goose"),
    ("loaves", "loaf"),
];

/// The form under which a folded word is indexed. It need not be a word itself: `knives` and `knife` are both `knif`,
/// `batteries` and `battery` both `batteri`. Words that have a letter outside a to z stay as they are.
pub(crate) fn stem(word: &str) -> String {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let word = IRREGULAR.iter().find(|(plural, _)| *plural == word).map_or(word, |(_, singular)| singular);
    ending(singular(word))
}

/// The word without the s of a plural.
fn singular(word: &str) -> &str {
    let stays = word.len() < 4
        || !word.ends_with('s')
        || ["ss", "us", "is"].iter().any(|end| word.ends_with(end))
        || SINGULARS.contains(&word);
    if stays { word } else { &word[..word.len() - 1] }
}

/// The word with its ending made one where singular and plural differ in more than the s.
fn ending(word: &str) -> String {
    let without = |count: usize| &word[..word.len() - count];
    let before_y = |c: u8| !matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    let sibilant = ["se", "xe", "ze", "che", "she", "oe"].iter().any(|end| word.ends_with(end));
    match word.as_bytes() {
        [.., b'i', b'e'] => without(1).to_owned(),
        [_, .., c, b'y'] if before_y(*c) => format!("{}i", without(1)),
        [.., b'v' | b'f', b'e'] => format!("{}f", without(2)),
        _ if sibilant => without(1).to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn singular_and_plural_are_one() {
        for (one, many) in [
            ("dress", "dresses"),
            ("box", "boxes"),
            ("knife", "knives"),
            ("watch", "watches"),
            ("battery", "batteries"),
            ("cookie", "cookies"),
            ("shoe", "shoes"),
            ("case", "cases"),
            ("tomato", "tomatoes"),
            ("glove", "gloves"),
            ("lens", "lenses"),
            ("bus", "buses"),
            ("toy", "toys"),
            ("man", "men"),
            ("scarf", "scarves"),
            ("tooth", "teeth"),
            ("house", "houses"),
        ] {
            assert_eq!(stem(one), stem(many), "{one}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("tap", "tape"),
            ("tub", "tube"),
            ("pan", "pane"),
            ("note", "not"),
            ("car", "care"),
            ("bus", "bu"),
        ] {
            assert_ne!(stem(one), stem(other), "{one}");
        }
    }
}
