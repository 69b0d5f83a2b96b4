//! The kinds of alarms, and what is to be done about each.

/// The cause of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A provider's message has the id of one that was heeded, and says something else.
    PaymentMessageChanged,
    /// A provider's message does not fit the order or payment that it names.
    PaymentDoesNotFit,
    /// A provider's message names no order or payment of this shop.
    PaymentUnknown,
    /// A provider's message is signed and cannot be read.
    PaymentUnreadable,
    /// Something that was paid was paid once more.
    PaidTwice,
    /// Money that was paid belongs to the shopper again.
    PayBack,
    /// An order that is unpaid, an offer or a reminder could not be dealt with, because it cannot be read.
    Stuck,
    /// Another system of the shop could not be told of a change, and is not told any more.
    WebhookGivenUp,
    /// The guarantor does not heed what it is told.
    GuarantorSilent,
    /// The guarantor was told another amount than there is now.
    GuarantorToldOtherwise,
    /// The books of phone credit are not what their entries say.
    BooksWrong,
    /// As many text messages were sent as may be.
    SmsBudgetSpent,
    /// The gateway did not take text messages.
    SmsNotSent,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::PaymentMessageChanged,
        Self::PaymentDoesNotFit,
        Self::PaymentUnknown,
        Self::PaymentUnreadable,
        Self::PaidTwice,
        Self::PayBack,
        Self::Stuck,
        Self::WebhookGivenUp,
        Self::GuarantorSilent,
        Self::GuarantorToldOtherwise,
        Self::BooksWrong,
        Self::SmsBudgetSpent,
        Self::SmsNotSent,
    ];

    /// As the database keeps it, and the wire says it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PaymentMessageChanged => "payment_message_changed",
            Self::PaymentDoesNotFit => "payment_does_not_fit",
            Self::PaymentUnknown => "payment_unknown",
            Self::PaymentUnreadable => "payment_unreadable",
            Self::PaidTwice => "paid_twice",
            Self::PayBack => "pay_back",
            Self::Stuck => "stuck",
            Self::WebhookGivenUp => "webhook_given_up",
            Self::GuarantorSilent => "guarantor_silent",
            Self::GuarantorToldOtherwise => "guarantor_told_otherwise",
            Self::BooksWrong => "books_wrong",
            Self::SmsBudgetSpent => "sms_budget_spent",
            Self::SmsNotSent => "sms_not_sent",
        }
    }

    /// Reads a word that [`code`](Self::code) wrote.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The act that mends it.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::PaymentMessageChanged => {
                "Look at the provider's what is true. If this message is, have it sent again under an id of its own; an order \
                 that is not paid yet waits until this is done."
            }
            Self::PaymentDoesNotFit => {
                "Look at the provider's what was paid. Have the right amount told, or pay it back there; an order that is not \
                 paid yet waits until this is done."
            }
            Self::PaymentUnknown => "Look at the provider's whose money it is, and pay it back there.",
            Self::PaymentUnreadable => {
                "Compare what the provider sends with docs/webhooks-and-payments.md. What it meant was not heeded."
            }
            Self::PaidTwice => {
                "Pay this payment back at the provider's, then say so: `fairday orders refund NUMBER --payment N`, as \
                 `fairday orders show` has them. This is done by itself then."
            }
            Self::PayBack => {
                "Pay it back at the provider's, then say so: `fairday orders refund`, or the act paid_back of the agreement. \
                 This is done by itself then."
            }
            Self::Stuck => {
                "It cannot be read, or breaks a rule: look for it in the log. Check that every key of the key file is there."
            }
            Self::WebhookGivenUp => {
                "See `fairday webhooks list`. Mend the other system, then run `fairday webhooks retry`."
            }
            Self::GuarantorSilent => {
                "See whether the guarantor's system runs, and why it refuses. It is told again by itself."
            }
            Self::GuarantorToldOtherwise => "Agree on the amount with the guarantor.",
            Self::BooksWrong => {
                "Run `fairday ledger verify`, and restore or ask for help before anything is changed."
            }
            Self::SmsBudgetSpent => {
                "See in the gateway's log whom messages went to. If they were shoppers, raise --sms-hour-max or --sms-day-max."
            }
            Self::SmsNotSent => {
                "See in the log why, and whether the gateway works: nobody can sign in without it."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_word_of_its_own_and_says_what_to_do() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_code(kind.code()), Some(kind));
            assert!(kind.remedy().len() > 20);
        }
        assert_eq!(Kind::of_code("nothing"), None);
    }
}
