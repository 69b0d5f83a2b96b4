//! Which variant of an import is which variant of the store: what keeps a variant's id its own.

/// A variant as far as matching goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key<'a> {
    /// The merchant's stock keeping unit.
    pub(super) sku: Option<&'a str>,
    /// The values chosen, as the store writes them.
    pub(super) choice: &'a str,
}

/// For each incoming variant the index of the stored one it is, or nothing when it is new. No stored variant is given
/// twice. `stored` has what is for sale before what was withdrawn.
///
/// The SKU decides; a SKU that occurs twice is told apart by the choice. Without a SKU on either side the choice
/// decides. Two different SKUs are two different things even when they look the same.
pub(super) fn match_variants(stored: &[Key<'_>], incoming: &[Key<'_>]) -> Vec<Option<usize>> {
    let rules: [fn(Key<'_>, Key<'_>) -> bool; 3] = [
        |old, new| old.sku == new.sku && old.choice == new.choice,
        |old, new| old.sku.is_some() && old.sku == new.sku,
        |old, new| (old.sku.is_none() || new.sku.is_none()) && old.choice == new.choice,
    ];
    let mut matched = vec![None; incoming.len()];
    let mut taken = vec![false; stored.len()];
    for is_same in rules {
        for (new, slot) in incoming.iter().zip(&mut matched).filter(|(_, slot)| slot.is_none()) {
            let found = stored.iter().enumerate().find(|(index, old)| !taken[*index] && is_same(**old, *new));
            if let Some((index, _)) = found {
                taken[index] = true;
                *slot = Some(index);
            }
        }
    }
    matched
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key<'a>(sku: &'a str, choice: &'a str) -> Key<'a> {
        Key { sku: (!sku.is_empty()).then_some(sku), choice }
    }

    #[test]
    fn a_variant_is_known_by_its_sku_even_when_its_colour_is_renamed() {
        let stored = [key("A", "red"), key("B", "blue")];
        assert_eq!(match_variants(&stored, &[key("B", "navy"), key("A", "red")]), [Some(1), Some(0)]);
    }

    #[test]
    fn without_a_sku_the_choice_decides() {
        let stored = [key("", "red"), key("", "blue")];
        assert_eq!(match_variants(&stored, &[key("", "blue"), key("X", "red")]), [Some(1), Some(0)]);
    }

    #[test]
    fn one_sku_on_two_variants_is_told_apart_by_the_choice() {
        let stored = [key("A", "red"), key("A", "blue")];
        assert_eq!(match_variants(&stored, &[key("A", "blue"), key("A", "red")]), [Some(1), Some(0)]);
    }

    #[test]
    fn another_sku_is_another_variant() {
        assert_eq!(match_variants(&[key("A", "red")], &[key("B", "red")]), [None]);
    }
}
