//! What a cart costs now: prices and stock from the rows, words from the snapshot.

use super::coupon_guesses::Named;
use super::coupons::{Coupon, Uses};
use super::differences::Shortage;
use super::digest::digest;
use super::promise;
use super::reservations::{self, Subjects, Wanted, network_index};
use super::status::Way;
use super::terms::{AskedCoupon, Basis, WorkedOut, amount, work_out};
use super::{Checkout, Now, OrderError, check};
use crate::accounts::AccountId;
use crate::credit::{CreditError, day_at, goods};
use crate::database::{DatabaseError, Transaction};
use crate::hex::hex;
use fairday_contract::{
    AgreedLine, AgreedTerms, DeliveryChoice, Locale, PaymentMethod, Quote, QuoteLine, QuoteRequest, Terms,
    TermsLine, VariantId,
};
use fairday_credit::Amount;

/// What a quote is asked for.
pub(super) struct Asked<'a> {
    pub(super) lines: Vec<QuoteLine>,
    pub(super) delivery: &'a DeliveryChoice,
    pub(super) coupon: Named<'a>,
    pub(super) locale: Locale,
}

/// What of it can be had.
pub(super) struct Current {
    /// None when nothing can.
    pub(super) quote: Option<Quote>,
    pub(super) amounts: Option<AgreedTerms>,
    pub(super) shortages: Vec<Shortage>,
    /// Unpaid reservations of the account and its network.
    pub(super) held: Vec<reservations::Held>,
}

/// A variant's row, as far as it is for sale.
#[derive(Clone, Copy)]
pub(super) struct ForSale {
    pub(super) price: i64,
    pub(super) stock: Option<i64>,
}

/// What the rows say.
struct Rows {
    /// For each line; none when it is not for sale.
    lines: Vec<Option<ForSale>>,
    uses: Uses,
    currency: Option<String>,
    /// What the account can spend with its next bill, minor units.
    on_credit: i64,
    held: Vec<reservations::Held>,
}

impl Checkout {
    /// What a cart costs now, as a promise to this account.
    ///
    /// # Errors
    /// `OutOfStock` with what can be had, `NoDelivery`, `Invalid`, `Limited` after too many guesses of a coupon or too many
    /// orders, `ReservedTooMuch`.
    pub async fn quote(
        &self,
        account: AccountId,
        request: &QuoteRequest,
        locale: Locale,
    ) -> Result<Quote, OrderError> {
        check::quote(request)?;
        let asked = Asked {
            lines: request.lines.clone(),
            delivery: &request.delivery,
            coupon: self.named(account, request.coupon.as_deref()).await?,
            locale,
        };
        let Current { quote, amounts, shortages, held } = self.current(account, asked).await?;
        if let Some(amounts) = &amounts {
            reservations::fits(&held, Wanted::of(amounts), &self.shop.limits, self.now_ms)?;
        }
        let differences = shortages.iter().map(Shortage::difference).collect();
        match quote {
            Some(quote) if shortages.is_empty() => Ok(quote),
            quote => Err(OrderError::OutOfStock(Box::new(Now { quote, differences }))),
        }
    }

    pub(super) async fn current(&self, account: AccountId, asked: Asked<'_>) -> Result<Current, OrderError> {
        let rate = self.shop.delivery_rate(asked.delivery).ok_or(OrderError::NoDelivery)?;
        let coupon = asked.coupon.found();
        let code = coupon.map(|coupon| coupon.code.as_str().to_owned());
        let rows = self.rows(account, &asked.lines, code).await?;
        let currency = self.snapshot.currency();
        if rows.currency.as_deref() != Some(currency.code()) {
            // Nothing was imported yet, or the snapshot is of a catalogue that was replaced a moment ago.
            return Err(OrderError::Changing);
        }
        let (lines, shortages) = at_hand(&asked.lines, &rows.lines);
        if lines.is_empty() {
            return Ok(Current { quote: None, amounts: None, shortages, held: rows.held });
        }
        let coupon = AskedCoupon::of(asked.coupon, rows.uses);
        let basis =
            Basis { currency, lines: &lines, delivery: asked.delivery, rate, coupon, now_ms: self.now_ms };
        let worked_out = work_out(&basis).map_err(|_| check::too_large())?;
        let terms = self.terms(&worked_out, asked.locale).ok_or(OrderError::Changing)?;
        let amounts = worked_out.amounts.clone();
        let quote = Some(self.promise(account, worked_out, terms, rows.on_credit));
        Ok(Current { quote, amounts: Some(amounts), shortages, held: rows.held })
    }

    /// How often a coupon has been used.
    pub(super) async fn uses(&self, account: AccountId, coupon: &Coupon) -> Result<Uses, DatabaseError> {
        let code = coupon.code.as_str().to_owned();
        self.database.read(move |transaction| uses(transaction, &code, account)).await
    }

    fn promise(&self, account: AccountId, worked_out: WorkedOut, terms: Terms, on_credit: i64) -> Quote {
        let digest = digest(&worked_out.amounts);
        let mut payments = self.payments.offered(Way::of(&terms.delivery), terms.total);
        payments.retain(|method| *method != PaymentMethod::PhoneCredit || terms.total <= on_credit);
        let expires_ms = self.now_ms + promise::VALID_MS;
        Quote {
            id: promise::give(&self.keys, account, &digest, expires_ms),
            digest: hex(&digest),
            expires_ms,
            coupon_refused: worked_out.coupon_refused,
            payments,
            terms,
        }
    }

    /// The terms in words; none when the snapshot does not know one of the variants.
    pub(super) fn terms(&self, worked_out: &WorkedOut, locale: Locale) -> Option<Terms> {
        let WorkedOut { amounts, goods, days_min, days_max, .. } = worked_out;
        let line = |line: &AgreedLine| {
            let item = self.snapshot.item(line.variant, locale)?;
            Some(TermsLine {
                variant: line.variant,
                handle: item.handle,
                title: item.title,
                choice: item.choice,
                picture: item.picture,
                price: line.price,
                quantity: line.quantity,
                amount: amount(line).ok()?,
            })
        };
        Some(Terms {
            currency: amounts.currency,
            lines: amounts.lines.iter().map(line).collect::<Option<_>>()?,
            goods: *goods,
            coupon: amounts.coupon.clone(),
            discount: amounts.discount,
            delivery: amounts.delivery.clone(),
            delivery_fee: amounts.delivery_fee,
            days_min: *days_min,
            days_max: *days_max,
            total: amounts.total,
        })
    }

    async fn rows(
        &self,
        account: AccountId,
        lines: &[QuoteLine],
        code: Option<String>,
    ) -> Result<Rows, OrderError> {
        let lending = self.shop.credit.as_ref().filter(|credit| credit.lends());
        let (now_ms, lends) = (self.now_ms, lending.map(|credit| credit.utc_offset));
        let variants: Vec<VariantId> = lines.iter().map(|line| line.variant).collect();
        let network = self.network.as_deref().map(|network| network_index(&self.keys, network));
        let (subjects, limits) = (Subjects { account, number: None, network }, self.shop.limits);
        let read = move |transaction: &mut Transaction<'_>| {
            let lines = variants
                .iter()
                .map(|variant| for_sale(transaction, *variant))
                .collect::<Result<_, DatabaseError>>()?;
            let uses = match &code {
                Some(code) => uses(transaction, code, account)?,
                None => Uses::default(),
            };
            let row = transaction.query_optional("SELECT currency FROM catalogue WHERE id = 1", &[])?;
            let free = |utc_offset| goods::free(transaction, account, (day_at(now_ms, utc_offset)?, now_ms));
            let on_credit = lends.map_or(Ok(Ok(Amount::ZERO)), free);
            let on_credit = match on_credit {
                Ok(free) => free.map_or(0, Amount::minor),
                Err(CreditError::Database(error)) => return Err(OrderError::Database(error)),
                // Whoever pays otherwise need not wait for somebody to look at it.
                Err(error) => {
                    tracing::error!(%error, "what an account can buy on credit cannot be worked out");
                    0
                }
            };
            let currency = row.map(|row| row.get(0)).transpose()?;
            let held = reservations::held(transaction, &subjects, &limits, now_ms)?;
            Ok(Rows { lines, uses, currency, on_credit, held })
        };
        self.database.read(read).await
    }
}

/// The lines that can be had, at what they cost now, and what is missing.
fn at_hand(wanted: &[QuoteLine], rows: &[Option<ForSale>]) -> (Vec<AgreedLine>, Vec<Shortage>) {
    let (mut lines, mut shortages) = (Vec::new(), Vec::new());
    for (line, row) in wanted.iter().zip(rows) {
        let left = row.map(|row| {
            let stock = row.stock.unwrap_or(i64::from(line.quantity)).max(0);
            u32::try_from(stock).unwrap_or(u32::MAX)
        });
        if left.is_none_or(|left| left < line.quantity) {
            shortages.push(Shortage { variant: line.variant, wanted: line.quantity, left });
        }
        let quantity = line.quantity.min(left.unwrap_or(0));
        if let Some(row) = row.filter(|_| quantity > 0) {
            lines.push(AgreedLine { variant: line.variant, quantity, price: row.price });
        }
    }
    (lines, shortages)
}

pub(super) fn for_sale(
    transaction: &mut Transaction<'_>,
    variant: VariantId,
) -> Result<Option<ForSale>, DatabaseError> {
    let row = transaction.query_optional(
        "SELECT price, stock FROM variant WHERE id = $1 AND withdrawn = 0 \
         AND EXISTS (SELECT 1 FROM product WHERE product.id = variant.product_id AND product.withdrawn = 0)",
        &[&variant.0],
    )?;
    row.map(|row| Ok(ForSale { price: row.get(0)?, stock: row.get(1)? })).transpose()
}

fn uses(transaction: &mut Transaction<'_>, code: &str, account: AccountId) -> Result<Uses, DatabaseError> {
    let all = transaction.query_optional("SELECT used FROM coupon_use WHERE code = $1", &[&code])?;
    let own = transaction.query_optional(
        "SELECT used FROM coupon_account_use WHERE code = $1 AND account_id = $2",
        &[&code, &account.0],
    )?;
    let used = |row: Option<crate::database::Row>| row.map_or(Ok(0), |row| row.get(0));
    Ok(Uses { all: used(all)?, own: used(own)? })
}
