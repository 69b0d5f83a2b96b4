//! The texts that were signed: whoever has signed one can read it as long as the shop is there.

use crate::database::{DatabaseError, Transaction};
use crate::shop_config::CreditConfig;
use fairday_contract::AgreementText;

/// Keeps the text as it is now, in the transaction that signs it.
pub(super) fn keep(transaction: &mut Transaction<'_>, config: &CreditConfig) -> Result<(), DatabaseError> {
    transaction.execute(
        "INSERT INTO credit_text (digest, agreement, text) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING",
        &[&config.text_digest(), &config.agreement, &config.text],
    )?;
    Ok(())
}

/// The text with this SHA-256 that was signed, if any was.
///
/// # Errors
/// Those of the database.
pub fn find(
    transaction: &mut Transaction<'_>,
    digest: &[u8; 32],
) -> Result<Option<AgreementText>, DatabaseError> {
    let row =
        transaction.query_optional("SELECT agreement, text FROM credit_text WHERE digest = $1", &[digest])?;
    row.map(|row| Ok(AgreementText { agreement: row.get(0)?, text: row.get(1)? })).transpose()
}
