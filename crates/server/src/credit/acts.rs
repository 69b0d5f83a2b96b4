//! What the shop does with an agreement: one table for the API (`PUT …/acts/{act}`) and for the commands (`fairday credit …`).
//! [`needs`] says what each act takes; both build a [`CreditAct`], and [`Credit::act`] does it.

use super::booking::ShopPaid;
use super::running::ShopAct;
use super::{Credit, CreditError};
use crate::database::Class;
use crate::http::text::Texts;
use crate::orders::advance::{By, Wish, advance};
use crate::orders::payment::Payments;
use fairday_contract::{AgreementId, CreditAct, CreditActKind, OrderStatus};
use fairday_credit::{Amount, Date};
use fairday_input::Kind;

/// The longest name of whoever does something, characters.
pub const BY_CHARS_MAX: usize = 60;

use CreditActKind::{
    AcceptHardship, Approve, Decline, DeclineHardship, GiveBack, Paid, PaidBack, Refund, Waive, WriteOff,
};

/// Every act.
pub const ALL: [CreditActKind; 10] =
    [Approve, Decline, Waive, WriteOff, GiveBack, Refund, Paid, PaidBack, AcceptHardship, DeclineHardship];

/// The fields of a [`CreditAct`] that an act takes, beside who does it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools)] // a row of the table: yes or no for each field
pub struct Needs {
    /// How much; needed.
    pub amount: bool,
    /// The number of a payment; needed.
    pub payment: bool,
    /// The day on which it was paid; today without it.
    pub paid_on: bool,
    /// What to tell the agreement's owner; may be empty.
    pub note: bool,
}

/// What an act takes.
pub const fn needs(kind: CreditActKind) -> Needs {
    let nothing = Needs { amount: false, payment: false, paid_on: false, note: false };
    match kind {
        Approve | Waive | GiveBack | Refund => Needs { amount: true, ..nothing },
        Paid => Needs { payment: true, paid_on: true, ..nothing },
        PaidBack => Needs { payment: true, ..nothing },
        Decline | AcceptHardship | DeclineHardship => Needs { note: true, ..nothing },
        WriteOff => nothing,
    }
}

/// As the wire says it. The command has hyphens for underscores.
pub const fn name(kind: CreditActKind) -> &'static str {
    match kind {
        Approve => "approve",
        Decline => "decline",
        Waive => "waive",
        WriteOff => "write_off",
        GiveBack => "give_back",
        Refund => "refund",
        Paid => "paid",
        PaidBack => "paid_back",
        AcceptHardship => "accept_hardship",
        DeclineHardship => "decline_hardship",
    }
}

impl Credit {
    /// Does something with an agreement, once however often it is asked for by an act of this id; it is in the audit log
    /// afterwards.
    ///
    /// # Errors
    /// `Invalid` when a field is missing or wrong; those of the act.
    pub async fn act(
        &self,
        payments: &Payments,
        (id, act): (&AgreementId, &AgreementId),
        wish: &CreditAct,
    ) -> Result<(), CreditError> {
        let mut texts = Texts::default();
        let by = texts.needed("by", &wish.by, Kind::Line(BY_CHARS_MAX));
        let note = texts.optional("note", &wish.note, Kind::NOTE);
        if !texts.errors.is_empty() {
            return Err(CreditError::Invalid(texts.errors));
        }
        let (amount, payment, paid_on) = fields(wish)?;
        let request = act.as_str().to_owned();
        let what = match wish.kind {
            Approve => ShopAct::Approve(amount),
            Waive => ShopAct::Waive(amount),
            WriteOff => ShopAct::WriteOff,
            GiveBack => ShopAct::GiveBack(amount),
            Refund => ShopAct::Refund(amount),
            AcceptHardship => ShopAct::AnswerHardship { is_accepted: true, note },
            DeclineHardship => ShopAct::AnswerHardship { is_accepted: false, note },
            Paid => {
                return self.shop_paid((by, request), (id.clone(), payment), ShopPaid::Taken(paid_on)).await;
            }
            PaidBack => return self.shop_paid((by, request), (id.clone(), payment), ShopPaid::Back).await,
            Decline => return self.decline_order(payments, (id, request), (by, note)).await,
        };
        self.by_shop(by, id.clone(), what, request).await.map(|_| ())
    }

    /// Nobody stands in after looking: who decided so is noted, then the order is cancelled, and the agreement lapses with it.
    /// Asked for again, what was not done before is done.
    async fn decline_order(
        &self,
        payments: &Payments,
        (id, request): (&AgreementId, String),
        (by, note): (String, String),
    ) -> Result<(), CreditError> {
        let Some(order) = self.decline(by, id.clone(), request).await? else { return Ok(()) };
        let (to, now_ms) = (OrderStatus::Cancelled, self.now_ms);
        let wish = Wish { id: order, by: By::Shop, to, note, tracking: None, now_ms };
        advance(&self.database.for_class(Class::Orders), &self.keys, payments, wish).await?;
        Ok(())
    }
}

/// The amount, the payment's number and the day of an act: of those that it does not take, nothing.
fn fields(wish: &CreditAct) -> Result<(Amount, i64, Option<Date>), CreditError> {
    let needs = needs(wish.kind);
    let amount = match wish.amount.filter(|_| needs.amount) {
        Some(minor) => Amount::new(minor).map_err(|error| CreditError::field("amount", error.to_string()))?,
        None if needs.amount => return Err(CreditError::field("amount", "is needed for this")),
        None => Amount::ZERO,
    };
    let payment = match wish.payment.and_then(|number| i64::try_from(number).ok()) {
        Some(number) => number,
        None if needs.payment => {
            return Err(CreditError::field("payment", "is needed for this: the payment's number"));
        }
        None => 0,
    };
    let paid_on = match &wish.paid_on {
        Some(_) if !needs.paid_on => return Err(CreditError::field("paid_on", "goes with paid alone")),
        Some(day) => {
            let day = day.parse().map_err(|_| CreditError::field("paid_on", "is a day, as in 2026-12-05"))?;
            Some(day)
        }
        None => None,
    };
    Ok((amount, payment, paid_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_wire_and_none_is_missing() {
        for kind in ALL {
            assert_eq!(serde_json::to_value(kind).expect("a word"), name(kind));
        }
        let mut names = ALL.map(name).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn an_act_without_what_it_needs_is_refused_with_the_field() {
        for kind in ALL {
            let bare = CreditAct {
                kind,
                by: "li".into(),
                amount: None,
                payment: None,
                paid_on: None,
                note: String::new(),
            };
            let needs = needs(kind);
            match fields(&bare) {
                Ok(_) => assert!(!needs.amount && !needs.payment, "{kind:?}"),
                Err(CreditError::Invalid(errors)) => {
                    assert_eq!(errors[0].field, if needs.amount { "amount" } else { "payment" });
                }
                Err(error) => panic!("{error}"),
            }
            let dated = CreditAct {
                amount: Some(1),
                payment: Some(1),
                paid_on: Some("2026-12-05".into()),
                ..bare.clone()
            };
            assert_eq!(fields(&dated).is_ok(), needs.paid_on, "{kind:?}");
            assert!(fields(&CreditAct { paid_on: Some("5.12.2026".into()), ..dated }).is_err());
        }
    }
}
