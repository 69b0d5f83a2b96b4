//! Random numbers for secrets, from the operating system.

/// So many random bytes.
///
/// # Panics
/// When the operating system has none: nothing that must be secret can be made then.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    bytes
}

/// A random whole number below `bound`, each as likely as any other.
pub fn below(bound: u32) -> u32 {
    // Numbers of the last, incomplete stretch would make the small results likelier: they are thrown away.
    let limit = u32::MAX - u32::MAX % bound;
    loop {
        let number = u32::from_le_bytes(bytes());
        if number < limit {
            return number % bound;
        }
    }
}
