//! The acts of `fairday credit`: what [`crate::credit::acts`] has, one command each.

use super::Common;
use super::money::parse_amount;
use crate::credit::acts::BY_CHARS_MAX;
use clap::Args;
use fairday_contract::{AgreementId, CreditAct, CreditActKind, Currency};
use fairday_credit::Date;
use fairday_input::Kind;

/// An act, and who does it.
#[derive(Args, Debug)]
pub struct ActArgs {
    /// The agreement's id
    pub(super) agreement: AgreementId,
    /// Who does this: written into the audit log
    #[arg(long, value_parser = parse_operator)]
    by: String,
    /// 32 hexadecimal digits that name this act: done again with them, it changes nothing [default: random]
    #[arg(long, value_name = "ID")]
    pub(super) request: Option<AgreementId>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// An act with something to tell the agreement's owner.
#[derive(Args, Debug)]
pub struct NoteArgs {
    #[command(flatten)]
    pub(super) act: ActArgs,
    /// What to tell the shopper
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
}

/// An act with an amount.
#[derive(Args, Debug)]
pub struct AmountArgs {
    #[command(flatten)]
    pub(super) act: ActArgs,
    /// How much, as people write it: ¥33.25 or 33.25
    #[arg(long)]
    amount: String,
}

/// An act about a payment.
#[derive(Args, Debug)]
pub struct PaymentArgs {
    #[command(flatten)]
    pub(super) act: ActArgs,
    /// The payment's number, which `show` lists
    #[arg(long, value_name = "N")]
    payment: u64,
}

/// Options of `fairday credit paid`.
#[derive(Args, Debug)]
pub struct PaidArgs {
    #[command(flatten)]
    pub(super) payment: PaymentArgs,
    /// The day on which it was paid, YYYY-MM-DD in the shop's time zone, at most 60 days ago: it counts from then [default: today]
    #[arg(long, value_name = "DATE")]
    paid_on: Option<Date>,
}

/// An act as it was typed.
pub(super) struct Typed<'a> {
    pub(super) args: &'a ActArgs,
    kind: CreditActKind,
    amount: Option<&'a str>,
    payment: Option<u64>,
    paid_on: Option<Date>,
    note: &'a str,
}

impl Typed<'_> {
    /// The same act as the API takes it, in an agreement of this currency.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub(super) fn wish(&self, currency: Currency) -> Result<CreditAct, String> {
        let amount = self.amount.map(|text| parse_amount(text, currency)).transpose();
        Ok(CreditAct {
            kind: self.kind,
            by: self.args.by.clone(),
            amount: amount.map_err(|why| format!("--amount: {why}."))?,
            payment: self.payment,
            paid_on: self.paid_on.map(|day| day.to_string()),
            note: self.note.to_owned(),
        })
    }
}

impl ActArgs {
    pub(super) fn typed(&self, kind: CreditActKind) -> Typed<'_> {
        Typed { args: self, kind, amount: None, payment: None, paid_on: None, note: "" }
    }
}

impl NoteArgs {
    pub(super) fn typed(&self, kind: CreditActKind) -> Typed<'_> {
        Typed { note: &self.note, ..self.act.typed(kind) }
    }
}

impl AmountArgs {
    pub(super) fn typed(&self, kind: CreditActKind) -> Typed<'_> {
        Typed { amount: Some(&self.amount), ..self.act.typed(kind) }
    }
}

impl PaymentArgs {
    pub(super) fn typed(&self, kind: CreditActKind) -> Typed<'_> {
        Typed { payment: Some(self.payment), ..self.act.typed(kind) }
    }
}

impl PaidArgs {
    pub(super) fn typed(&self, kind: CreditActKind) -> Typed<'_> {
        Typed { paid_on: self.paid_on, ..self.payment.typed(kind) }
    }
}

fn parse_operator(text: &str) -> Result<String, String> {
    Kind::Line(BY_CHARS_MAX).need(text).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::CreditCommand;
    use crate::credit::acts::{ALL, name, needs};
    use clap::{Command, Subcommand};

    #[test]
    fn every_act_of_the_api_is_a_command_that_takes_the_same() {
        let credit = CreditCommand::augment_subcommands(Command::new("credit"));
        for kind in ALL {
            let word = name(kind).replace('_', "-");
            let command = credit.find_subcommand(&word).unwrap_or_else(|| panic!("fairday credit {word}"));
            let has = |id: &str| command.get_arguments().any(|one| one.get_id() == id);
            let needs = needs(kind);
            assert!(has("agreement") && has("by") && has("request"), "{word}");
            for (id, is_needed) in [
                ("amount", needs.amount),
                ("payment", needs.payment),
                ("paid_on", needs.paid_on),
                ("note", needs.note),
            ] {
                assert_eq!(has(id), is_needed, "{word} --{id}");
            }
        }
        let others = ["list", "show", "remind"];
        for command in credit.get_subcommands() {
            let word = command.get_name();
            let is_act = ALL.iter().any(|kind| name(*kind).replace('_', "-") == word);
            assert!(is_act || others.contains(&word), "the API does not do {word}");
        }
    }
}
