//! Made-up bytes for the tests of whatever reads bytes from outside.
//!
//! A test gives valid examples and a property. The examples are bent: bits flip, pieces go missing, repeat or come from
//! another example, numbers become huge, and characters turn up that readers often forget. What fails is made as small as
//! it can be, and is printed with the seed that makes it again.
//!
//! The same bytes come in every run. `FAIRDAY_FUZZ_SEED=7` makes up others, and `FAIRDAY_FUZZ_CASES=100` a hundred times
//! as many.

mod bend;
mod watch;

use bend::bent;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::time::{Duration, Instant};
use watch::Watch;

/// How many inputs most tests make up: a fraction of a second for a reader that takes microseconds.
pub const CASES: u32 = 2_000;
/// The longest that one input may keep its reader, on a machine that is busy with other things. The inputs are a few
/// kilobytes, so a reader needs milliseconds.
const READING_MAX: Duration = Duration::from_secs(10);
/// Another number makes up other inputs.
const SEED: &str = "FAIRDAY_FUZZ_SEED";
/// How many times as many inputs are made up.
const MULTIPLIER: &str = "FAIRDAY_FUZZ_CASES";
/// The most steps that make a failing input smaller.
const SHRINKING_STEPS_MAX: u32 = 4_096;
/// How many characters in a row of a secret give it away.
const TELLING_CHARS: usize = 6;

/// Tries a reader of bytes: `property` panics when it does not hold.
///
/// # Panics
/// With the smallest bytes found for which the property does not hold, and how to make them up again.
pub fn bytes(name: &str, cases: u32, examples: &[&[u8]], property: impl Fn(&[u8])) {
    let examples = examples.iter().map(|example| example.to_vec()).collect();
    let cases = cases.saturating_mul(number(MULTIPLIER).unwrap_or(1).max(1));
    let seed = number(SEED).unwrap_or(1);
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: SHRINKING_STEPS_MAX,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed_bytes(name, seed));
    let watch = Watch::start(name);
    let outcome = TestRunner::new_with_rng(config, rng).run(&bent(examples), |input| {
        watch.look_at(&input);
        let start = Instant::now();
        property(&input);
        let took = start.elapsed();
        if took > READING_MAX { Err(TestCaseError::fail(format!("took {took:?}"))) } else { Ok(()) }
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, input)) => panic!(
            "{name}: {why}\n  for b\"{}\"\n  made up again by {SEED}={seed} {MULTIPLIER}={}",
            input.escape_ascii(),
            number(MULTIPLIER).unwrap_or(1)
        ),
        Err(TestError::Abort(why)) => panic!("{name}: {why}"),
    }
}

/// Tries a reader of texts: as [`bytes`], with U+FFFD in place of what is no UTF-8.
///
/// # Panics
/// As [`bytes`].
pub fn texts(name: &str, cases: u32, examples: &[&str], property: impl Fn(&str)) {
    let examples: Vec<&[u8]> = examples.iter().map(|example| example.as_bytes()).collect();
    bytes(name, cases, &examples, |bytes| property(&String::from_utf8_lossy(bytes)));
}

/// True when a sentence gives a secret away, or a part of it that is long enough to be told from chance.
pub fn gives_away(sentence: &str, secret: &str) -> bool {
    let secret: Vec<char> = secret.chars().collect();
    secret.windows(TELLING_CHARS).any(|part| sentence.contains(&part.iter().collect::<String>()))
}

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Tests have inputs of their own, the same in every run: the name's FNV-1a hash and the seed, repeated.
fn seed_bytes(name: &str, seed: u32) -> [u8; 32] {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&hash.to_le_bytes());
    bytes[8..12].copy_from_slice(&seed.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn the_same_inputs_come_in_every_run() {
        let made = || {
            let all = RefCell::new(Vec::new());
            bytes("a test", 50, &[b"price 12", b"name x"], |input| all.borrow_mut().push(input.to_vec()));
            all.into_inner()
        };
        let (first, second) = (made(), made());
        assert_eq!(first, second);
        assert!(first.iter().any(|input| input != b"price 12" && input != b"name x"), "they are bent");
    }

    #[test]
    fn what_fails_is_made_small_and_printed_with_its_seed() {
        let failing = || bytes("a reader", CASES, &[b"price 12"], |input| assert!(!input.contains(&0xff)));
        let said = catch_unwind(AssertUnwindSafe(failing)).expect_err("the reader fails");
        let said = said.downcast_ref::<String>().expect("a sentence");
        assert!(said.contains("FAIRDAY_FUZZ_SEED=1") && said.contains("\\xff"), "{said}");
        assert!(said.len() < 300, "{said}");
    }

    #[test]
    fn half_a_secret_gives_it_away() {
        assert!(gives_away("expected u32, not whsec_MfKQ9r8G", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assert!(!gives_away("expected u32", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }
}
