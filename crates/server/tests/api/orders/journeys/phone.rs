//! A phone with one order to place. Its tab may be killed between any two lines of what the app does.

use super::line::{Answer, Question, problem};
use fairday::domain::outbox::{Entry, Need, State, Step};
use fairday_contract::{AgreedTerms, Locale, OrderId, PaymentMethod, ProblemCode, Recipient, Terms};

/// Who the phone's entry belongs to.
const OWNER: &str = "138****0000 1";

/// A phone.
pub(super) struct Phone {
    /// What the tab has in memory.
    pub(super) entry: Entry,
    /// What is on the disk; none once the entry was taken back.
    kept: Option<Entry>,
    /// Everything the shopper agreed to, the latest last.
    pub(super) agreed: Vec<AgreedTerms>,
}

/// The tab was killed.
pub(super) struct Killed;

impl Phone {
    pub(super) fn new(id: OrderId, terms: Terms, quote: Option<String>) -> Self {
        let recipient = Recipient {
            name: "张三".to_owned(),
            phone: "13800138000".to_owned(),
            region: Some(super::super::shopping::REGION.parse().expect("a region")),
            region_names: Vec::new(),
            village: String::new(),
            detail: "小学对面".to_owned(),
        };
        let mut entry = Entry {
            id,
            made_ms: 0,
            owner: Some(OWNER.to_owned()),
            terms,
            coupon: None,
            recipient,
            payment: PaymentMethod::CashOnDelivery,
            note: String::new(),
            locale: Locale::ZhCn,
            quote,
            body: None,
            state: State::Saved,
            failures: 0,
        };
        entry.write_body();
        let agreed = vec![entry.agreed()];
        Self { kept: Some(entry.clone()), entry, agreed }
    }

    /// The tab is killed and opened again: what is on the disk is all there is.
    pub(super) fn reopen(&mut self) {
        if let Some(kept) = &self.kept {
            self.entry = kept.clone();
        }
    }

    pub(super) fn keep(&mut self) {
        if self.kept.is_some() {
            self.kept = Some(self.entry.clone());
        }
    }

    pub(super) fn is_withdrawn(&self) -> bool {
        self.kept.is_none()
    }

    /// What the app asks next, kept before it is sent.
    pub(super) fn question(&mut self, is_fetching: bool) -> Option<Question> {
        if is_fetching {
            return Some(Question::Fetch(self.entry.id.clone()));
        }
        match self.entry.step() {
            Step::Rest => None,
            Step::Fetch => Some(Question::Fetch(self.entry.id.clone())),
            Step::Send(body) => {
                self.entry.begin(body.clone());
                self.keep();
                Some(Question::Place(self.entry.id.clone(), body))
            }
        }
    }

    /// The app takes an answer in. Whether it has to ask for the order next.
    pub(super) fn hear(&mut self, question: &Question, answer: Option<Answer>) -> bool {
        match question {
            Question::Fetch(_) => self.entry.fetched(Answer::order(answer)),
            Question::Place(..) => return self.entry.answered(Answer::order(answer)) == Step::Fetch,
        }
        false
    }

    /// The shopper looks at what the phone asks of them.
    pub(super) fn look(&mut self, chance: &mut fastrand::Rng) {
        match &self.entry.state {
            State::NeedsYou(Need::SignIn) => {
                self.entry.signed_in(OWNER);
                self.keep();
            }
            State::NeedsYou(Need::Terms(Some(_), _)) if chance.u8(0..4) > 0 => {
                assert!(self.entry.agree(), "there are terms to agree to");
                self.keep();
                self.agreed.push(self.entry.agreed());
            }
            State::NeedsYou(Need::Terms(..)) => {
                assert!(self.entry.can_withdraw(), "after a refusal the order can be taken back");
                self.kept = None;
            }
            State::NeedsYou(Need::Change(code, _)) => panic!("the shop took it for wrong: {code:?}"),
            State::Saved | State::Sending | State::Placed => {}
        }
    }

    /// As after an answer of 401.
    pub(super) fn signed_out() -> Answer {
        Answer::Refusal(Box::new(problem(ProblemCode::SignInRequired)))
    }
}
