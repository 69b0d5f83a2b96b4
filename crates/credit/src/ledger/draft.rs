//! Working an entry out.

use super::account::Account;
use super::balances::LedgerError;
use super::entry::{Entry, EntryKind, Transfer};
use crate::amount::Amount;

/// An entry being worked out. Transfers of nothing are left away.
pub(super) struct Draft {
    kind: EntryKind,
    transfers: Vec<Transfer>,
}

impl Draft {
    pub(super) fn new(kind: EntryKind) -> Self {
        Self { kind, transfers: Vec::new() }
    }

    pub(super) fn transfer(mut self, debit: Account, credit: Account, amount: Amount) -> Self {
        if !amount.is_zero() {
            self.transfers.push(Transfer { debit, credit, amount });
        }
        self
    }

    /// Debits `sources` and credits `uses`, each in its order, until one of them is used up. Says what is left of each.
    pub(super) fn pay(
        mut self,
        sources: &[(Account, Amount)],
        uses: &[(Account, Amount)],
    ) -> Result<(Self, Amount, Amount), LedgerError> {
        let (mut sources, mut uses) = (sources.to_vec(), uses.to_vec());
        for source in &mut sources {
            for to in &mut uses {
                let amount = source.1.min(to.1);
                self = self.transfer(source.0, to.0, amount);
                source.1 = source.1.less(amount);
                to.1 = to.1.less(amount);
            }
        }
        let left = |list: &[(Account, Amount)]| Amount::sum(list.iter().map(|(_, amount)| *amount));
        let (over, missing) = (left(&sources)?, left(&uses)?);
        Ok((self, over, missing))
    }

    /// How much of an account it credits so far.
    pub(super) fn credited(&self, account: Account) -> Amount {
        let amounts = self.transfers.iter().filter(|one| one.credit == account).map(|one| one.amount);
        Amount::sum(amounts).unwrap_or(Amount::MAX)
    }

    pub(super) fn finish(self) -> Result<Entry, LedgerError> {
        Entry::restore(self.kind, self.transfers)
    }
}
