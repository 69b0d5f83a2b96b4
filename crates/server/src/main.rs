//! The `fairday` command.
fn main() {}
