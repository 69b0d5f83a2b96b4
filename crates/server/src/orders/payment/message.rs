//! Which messages of a payment provider were heeded.
//!
//! A message is known by its provider, its id and what it says, as SHA-256 of its body. The same three again are the same
//! message, and nothing happens. A known id with another body is another message that was given a used id: it is not heeded,
//! because nothing tells which of the two is true, and it is not passed over, because money may hang on it. Its provider is
//! told so, and somebody of the shop has an alarm to look into.

use crate::alarms::{Alarm, Kind};
use crate::database::{DatabaseError, Transaction};
use fairday_contract::{PaymentNotice, PaymentOutcome};
use sha2::{Digest, Sha256};

/// The provider at whose page is paid.
const ONLINE: &str = "online";

/// Identifies a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageKey {
    provider: &'static str,
    id: String,
    digest: [u8; 32],
}

/// True when a message was heeded before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nothing with its id was.
    New,
    /// It was.
    Same,
    /// Another one with its id was.
    Other,
}

impl MessageKey {
    /// A message of the provider at whose page is paid: its id, and the bytes of its body.
    pub fn online(id: &str, body: &[u8]) -> Self {
        Self { provider: ONLINE, id: id.to_owned(), digest: Sha256::digest(body).into() }
    }

    /// True when it was heeded before. What servers of the version before have heeded is known without what it said: it is the
    /// same when it was about the same thing and had the same outcome.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn known(
        &self,
        transaction: &mut Transaction<'_>,
        notice: &PaymentNotice,
    ) -> Result<Known, DatabaseError> {
        let row = transaction.query_optional(
            "SELECT digest FROM provider_message WHERE provider = $1 AND id = $2",
            &[&self.provider, &self.id],
        )?;
        if let Some(row) = row {
            return Ok(if row.get::<Vec<u8>>(0)? == self.digest { Known::Same } else { Known::Other });
        }
        let rows = transaction.query(
            "SELECT order_number, NULL, is_paid FROM payment_event WHERE id = $1 \
             UNION ALL SELECT NULL, payment, is_paid FROM credit_payment_event WHERE id = $1",
            &[&self.id],
        )?;
        let about = |number: Option<u64>| number.and_then(|number| i64::try_from(number).ok());
        let said = (about(notice.order), about(notice.repayment), is_paid(notice));
        let mut known = Known::New;
        for row in rows {
            let before = (row.get::<Option<i64>>(0)?, row.get::<Option<i64>>(1)?, row.get::<i64>(2)? == 1);
            known = if before == said && known != Known::Other { Known::Same } else { Known::Other };
        }
        Ok(known)
    }

    /// Notes that it is heeded. False when somebody else has noted its id since it was looked for: look again then.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn note(
        &self,
        transaction: &mut Transaction<'_>,
        notice: &PaymentNotice,
        now_ms: i64,
    ) -> Result<bool, DatabaseError> {
        let noted = transaction.execute(
            "INSERT INTO provider_message (provider, id, digest, at_ms) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (provider, id) DO NOTHING",
            &[&self.provider, &self.id, &self.digest, &now_ms],
        )?;
        if noted == 0 {
            return Ok(false);
        }
        let sql = if notice.order.is_some() {
            "INSERT INTO payment_event (id, order_number, is_paid, at_ms, paid_ms) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (id) DO NOTHING"
        } else {
            "INSERT INTO credit_payment_event (id, payment, is_paid, at_ms, paid_ms) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (id) DO NOTHING"
        };
        let number = notice.order.or(notice.repayment).and_then(|number| i64::try_from(number).ok());
        let is_paid = i64::from(is_paid(notice));
        Ok(transaction.execute(sql, &[&self.id, &number, &is_paid, &now_ms, &notice.paid_ms])? == 1)
    }

    /// The provider.
    pub(super) fn provider(&self) -> &'static str {
        self.provider
    }

    /// The provider's id of it.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The subject of an alarm about a message with this id.
    pub(super) fn subject(what: &str, number: u64, id: &str) -> String {
        format!("{what} {number}, message {id}")
    }

    /// An alarm about this message.
    pub(crate) fn alarm(&self, kind: Kind, notice: &PaymentNotice) -> Alarm {
        let (what, number) = match (notice.order, notice.repayment) {
            (Some(number), _) => ("order", number),
            (None, number) => ("repayment", number.unwrap_or_default()),
        };
        let PaymentNotice { outcome, amount, currency, .. } = notice;
        let outcome = if *outcome == PaymentOutcome::Paid { "paid" } else { "failed" };
        let detail =
            format!("It says: {what} {number} {outcome}, {amount} minor units of {}.", currency.code());
        Alarm::new(kind, Self::subject(what, number, &self.id), detail)
    }
}

/// True when the money is there, as a message says.
pub(crate) fn is_paid(notice: &PaymentNotice) -> bool {
    notice.outcome == PaymentOutcome::Paid
}
