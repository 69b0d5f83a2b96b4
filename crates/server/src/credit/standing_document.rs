//! Where an agreement stands, as it is kept with it.

use super::CreditError;
use super::documents::{VERSION, parse, text};
use fairday_credit::agreement::Standing;
use fairday_credit::late::Reduction;
use fairday_credit::ledger::{Account, Balances};
use fairday_credit::{Amount, Date};
use serde::{Deserialize, Serialize};

/// It is kept so that a run over very many need not read every entry again. The ledger is what counts: it
/// says the same ([`super::verify`] compares them), and who finds none here sums up the entries.
#[derive(Serialize, Deserialize)]
struct StoredStanding {
    v: u32,
    /// The sequence of the agreement that it is of.
    sequence: i64,
    /// Debits less credits in the order of [`Account::ALL`]: another order of those is another version.
    debits: [i64; Account::COUNT],
    billed: u32,
    late: i64,
    /// Since which day, and how much.
    reduced: Vec<(i32, i64)>,
}

/// A standing as it is kept, after this many changes of its agreement.
pub(super) fn write_standing(standing: &Standing, sequence: i64) -> String {
    let reduced = standing.reductions.iter().map(|one| (one.on.days_since_1970(), one.amount.minor()));
    text(&StoredStanding {
        v: VERSION,
        sequence,
        debits: standing.balances.debits(),
        billed: standing.billed,
        late: standing.late_charged.minor(),
        reduced: reduced.collect(),
    })
}

/// What [`write_standing`] wrote after so many changes. `Corrupt` when the agreement was changed by somebody who does not keep it.
pub(super) fn read_standing(text: &str, sequence: i64) -> Result<Standing, CreditError> {
    let stored: StoredStanding = parse(text, "its standing")?;
    if (stored.v, stored.sequence) != (VERSION, sequence) {
        return Err(CreditError::Corrupt("its standing"));
    }
    standing(stored).ok_or(CreditError::Corrupt("its standing"))
}

fn standing(stored: StoredStanding) -> Option<Standing> {
    let reduction = |(on, amount)| {
        let (on, amount) = (Date::from_days_since_1970(on).ok()?, Amount::new(amount).ok()?);
        Some(Reduction { on, amount })
    };
    Some(Standing {
        balances: Balances::of_debits(stored.debits)?,
        billed: stored.billed,
        late_charged: Amount::new(stored.late).ok()?,
        reductions: stored.reduced.into_iter().map(reduction).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_is_read_as_it_was_written() {
        let mut debits = [0; Account::COUNT];
        (debits[Account::PrincipalDue as usize], debits[Account::PrincipalNotDue as usize]) = (6_658, -6_658);
        let reduction = Reduction {
            on: Date::from_days_since_1970(20_000).expect("a day"),
            amount: Amount::new(1).expect("an amount"),
        };
        let standing = Standing {
            balances: Balances::of_debits(debits).expect("they balance"),
            billed: 2,
            late_charged: Amount::new(3).expect("an amount"),
            reductions: vec![reduction],
        };
        let written = write_standing(&standing, 7);
        assert_eq!(
            written,
            r#"{"v":1,"sequence":7,"debits":[0,0,0,0,-6658,6658,0,0,0,0,0,0,0,0,0,0,0,0],"billed":2,"late":3,"reduced":[[20000,1]]}"#
        );
        assert_eq!(read_standing(&written, 7).ok(), Some(standing));
        assert!(matches!(read_standing(&written, 8), Err(CreditError::Corrupt(_))), "of another day");
        let unbalanced = written.replace("-6658", "-6657");
        assert!(matches!(read_standing(&unbalanced, 7), Err(CreditError::Corrupt(_))));
    }
}
