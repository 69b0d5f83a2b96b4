//! Nobody finds a coupon by trying codes: an account may name so many that there are not.

use super::{Checkout, OrderError};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, allowed, count};
use crate::database::Transaction;

/// Codes that are no coupon's, of one account. A cart is quoted anew whenever something about it changes, with the code
/// that was typed, so this is far more than the codes a person types.
pub const GUESSES: Limit = Limit { name: "coupon", most: 60, window_ms: 60 * 60 * 1000 };

impl Checkout {
    /// Counts a code that is no coupon's. Whoever named too many of these is not told of any code.
    ///
    /// # Errors
    /// `TooOften`.
    pub(super) async fn guess(&self, account: AccountId, typed: &str) -> Result<(), OrderError> {
        let guess = Use::new(&self.keys, GUESSES, &account.0.to_string());
        let now_ms = self.now_ms;
        if self.shop.coupons.find(typed).is_some() {
            let look = move |transaction: &mut Transaction<'_>| allowed(transaction, &guess, now_ms);
            return Ok(self.database.read(look).await?);
        }
        let job = move |transaction: &mut Transaction<'_>| count(transaction, &[guess], now_ms);
        Ok(self.database.write(job).await?)
    }
}
