//! Signing, with the order that is placed by it.

use super::sign::{Signed, Signing};
use super::{Credit, CreditError, texts};
use crate::database::Transaction;
use crate::orders::place::OnCredit;
use std::sync::Arc;

impl Credit {
    /// Signs an agreement and places its order, in one transaction; the text that is signed is kept with it.
    ///
    /// # Errors
    /// As [`Credit::sign`]; `Placing` when the order cannot be had.
    pub async fn sign_and_order(&self, signing: Signing, order: OnCredit) -> Result<Signed, CreditError> {
        let config = Arc::clone(&self.config);
        self.sign(signing, move |transaction: &mut Transaction<'_>| {
            texts::keep(transaction, &config)?;
            Ok(order.place(transaction)?)
        })
        .await
    }
}
