//! How much may be fetched without being asked for, by what the phone says about its connection.

use fairday_contract::Changes;

/// The most changes that a costly line brings in one go.
pub const SMALL_PIECE: u32 = 20;
/// Pieces on a line that carries them: about 25 kB each, so that an interruption costs little.
pub const PIECE: u32 = Changes::LIMIT_DEFAULT;

/// How much may be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// All of it.
    All,
    /// One small piece of news, if there is a copy to bring up to date; no first copy.
    Small,
}

impl Allowance {
    /// By the words of the Network Information API; a phone that says nothing is taken to be on a good line.
    pub fn of(saves_data: bool, effective_type: &str) -> Self {
        if saves_data || matches!(effective_type, "slow-2g" | "2g") { Self::Small } else { Self::All }
    }

    /// How many changes to ask for at once.
    pub fn piece(self) -> u32 {
        match self {
            Self::All => PIECE,
            Self::Small => SMALL_PIECE,
        }
    }
}
