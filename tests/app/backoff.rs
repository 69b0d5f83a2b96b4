//! What failed is tried again later and later, but never given up.

use fairday::domain::backoff::{FIRST_MS, LONGEST_MS, wait_ms};
use proptest::prelude::*;

#[test]
fn each_wait_is_twice_the_one_before_up_to_the_longest() {
    let waits: Vec<_> = (0..8).map(|failures| wait_ms(failures, 1.0)).collect();
    assert_eq!(waits, [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, LONGEST_MS, LONGEST_MS]);
}

proptest! {
    #[test]
    fn no_wait_is_shorter_than_half_the_first_or_longer_than_the_longest(failures: u32, chance: f64) {
        let wait = wait_ms(failures, chance);
        prop_assert!((FIRST_MS / 2..=LONGEST_MS).contains(&wait));
    }
}
