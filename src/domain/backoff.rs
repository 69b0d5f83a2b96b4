//! How long to wait before trying again what failed: longer each time, and not all phones at the same moment.

/// The first wait at its longest, milliseconds.
pub const FIRST_MS: u32 = 5_000;
/// No wait is longer, milliseconds.
pub const LONGEST_MS: u32 = 300_000;

/// The wait before the next attempt, milliseconds: doubled with each of the `failures` after the first, then shortened
/// by chance to between half of that and all of it. `chance` is from 0 to 1.
pub fn wait_ms(failures: u32, chance: f64) -> u32 {
    let longest = FIRST_MS.saturating_mul(1 << failures.min(16)).min(LONGEST_MS);
    longest / 2 + (f64::from(longest / 2) * chance.clamp(0.0, 1.0)) as u32
}
