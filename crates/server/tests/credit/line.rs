//! The lines between a phone, the shop and its guarantor, and everything that can happen to what goes over them.

use crate::shop::{BUDGET, Shop, place_order};
use fairday_contract::{AgreementId, OrderStatus};
use fairday_credit::Amount;
use fairday_credit::agreement::State;
use fairday_credit::assess::{Applicant, Decision};
use fairday_server::accounts::AccountId;
use fairday_server::credit::CreditError;
use fairday_server::credit::guarantor::{Answering, Guarantor, Message, NoAnswer};
use fairday_server::credit::ledger::Request;
use fairday_server::credit::offer::Wish;
use fairday_server::credit::running::ShopperAct;
use fairday_server::credit::sign::Signing;
use std::collections::HashMap;
use std::sync::Mutex;

/// What goes to the shop.
#[derive(Clone)]
pub(crate) enum Question {
    Offer(Wish),
    Code(AgreementId),
    Sign(Signing, String),
    Order(i64, OrderStatus),
    Act(AgreementId, ShopperAct),
}

/// What comes back.
#[derive(Debug)]
pub(crate) enum Answer {
    Offered([u8; 32]),
    /// It went to the phone by SMS, whatever becomes of this.
    Code(String),
    Signed(State, i64),
    Moved,
    Done,
    Refused(CreditError),
}

/// What happens to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// It never arrives.
    QuestionLost,
    /// It arrives, its answer does not.
    AnswerLost,
    /// It arrives twice at once; the second answer is heard.
    Twice,
    /// The phone gives up; it arrives at some later time, after what came later.
    Late,
}

impl Fault {
    pub(crate) fn draw(chance: &mut fastrand::Rng) -> Self {
        match chance.u8(0..12) {
            0 => Self::QuestionLost,
            1 | 2 => Self::AnswerLost,
            3 | 4 => Self::Twice,
            5 => Self::Late,
            _ => Self::None,
        }
    }
}

/// What the shop does with it.
pub(crate) async fn ask(shop: &Shop, account: AccountId, question: Question) -> Answer {
    let answer = match question {
        Question::Offer(wish) => {
            shop.credit.offer(account, wish).await.map(|offered| Answer::Offered(offered.digest))
        }
        Question::Code(id) => {
            shop.credit.signing_code(account, id, BUDGET).await.map(|code| Answer::Code(code.code))
        }
        Question::Sign(signing, order) => {
            let place = move |transaction: &mut fairday_server::database::Transaction<'_>| {
                place_order(transaction, account, &order, crate::shop::PRICE)
            };
            let signed = shop.credit.sign(signing, place).await;
            signed.map(|signed| Answer::Signed(signed.state, signed.order_number))
        }
        Question::Order(order, status) => shop.order_is(order, status).await.map(|()| Answer::Moved),
        Question::Act(id, act) => shop.credit.by_shopper(account, id, act).await.map(|_| Answer::Done),
    };
    answer.unwrap_or_else(Answer::Refused)
}

/// The payment that an act is, if it is one.
pub(crate) fn payment(act: &ShopperAct) -> Option<(&Request, Amount)> {
    match act {
        ShopperAct::Repay(cash, request) | ShopperAct::SettleEarly { cash, request, .. } => {
            Some((request, *cash))
        }
        ShopperAct::Cancel => None,
    }
}

/// A guarantor over a bad line: it does not hear, or is not heard, and heeds each key once.
pub(crate) struct BadLine {
    chance: Mutex<fastrand::Rng>,
    pub(crate) heeded: Mutex<HashMap<String, u32>>,
}

impl BadLine {
    pub(crate) fn new(seed: u64) -> Self {
        Self { chance: Mutex::new(fastrand::Rng::with_seed(seed)), heeded: Mutex::default() }
    }

    fn fault(&self) -> Fault {
        Fault::draw(&mut self.chance.lock().unwrap())
    }
}

impl Guarantor for BadLine {
    fn assess(&self, applicant: Applicant) -> Answering<'_, Decision> {
        let line = Amount::new(200_000).unwrap();
        let is_answered = matches!(self.fault(), Fault::None | Fault::Twice) && applicant.asked <= line;
        Box::pin(std::future::ready(if is_answered { Ok(Decision::Approve { line }) } else { Err(NoAnswer) }))
    }

    fn tell(&self, message: Message) -> Answering<'_, ()> {
        let fault = self.fault();
        if fault != Fault::QuestionLost {
            *self.heeded.lock().unwrap().entry(message.key).or_default() += 1;
        }
        let is_answered = matches!(fault, Fault::None | Fault::Twice);
        Box::pin(std::future::ready(if is_answered { Ok(()) } else { Err(NoAnswer) }))
    }
}
