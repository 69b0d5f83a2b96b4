//! A shop with credit, and shoppers who use it.

use crate::engine::{Engine, Place, patient};
use fairday_contract::{AgreementId, Currency, OrderStatus, VariantId};
use fairday_credit::agreement::State;
use fairday_credit::assess::Reason;
use fairday_credit::{Amount, Date};
use fairday_server::accounts::sessions::{self, NewSession, Token};
use fairday_server::accounts::{AccountId, PHONE_PLACE, PHONE_PURPOSE, find_or_open};
use fairday_server::credit::guarantor::ByRules;
use fairday_server::credit::ledger::{self, Line, Request};
use fairday_server::credit::offer::{Offered, Wish};
use fairday_server::credit::running::{Outcome, ShopAct, ShopperAct};
use fairday_server::credit::sign::{Signed, Signing};
use fairday_server::credit::verify::{Verified, verify};
use fairday_server::credit::{Choice, Credit, CreditError, Handset, goods, orders};
use fairday_server::database::{Database, DatabaseError, Transaction};
use fairday_server::lease::Holder;
use fairday_server::orders::advance::By;
use fairday_server::privacy::KeyRing;
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::shop_config::ShopConfig;
use fairday_server::sms::Budget;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Codes enough for every test: what one shop sends is counted in its own database.
pub(crate) const BUDGET: Budget = Budget { hour_max: 1_000_000, day_max: 1_000_000 };

/// A shop that lends 2,000.00 to whom it has known for six months, looks at whom it has known for three, and lends nothing
/// to others.
pub(crate) const SHOP: &str = r#"
[credit]
lender = "赶集消费金融"
guarantor = "赶集"
agreement = "1-zh-CN"
text = "借款协议。"
months = [6, 12]
grace_days = 3
late_daily_bp = 5
yearly_cap_bp = 2400
return_principal_bp = 5000
bill_day = 5
cooling_off_days = 7
offer_days = 3
hand_over_days = 7

[credit.rules]
refer_from = 20
age_min = 18
age_max = 65
agreements_max = 3
band = [
    { fact = "months_known", from = 0, points = 10 },
    { fact = "months_known", from = 3, points = 20 },
    { fact = "months_known", from = 6, points = 30 },
]
line = [{ from = 30, amount = 200000 }]

[[credit.plan]]
id = "basic-12"
name = "乐享 29 元"
operator = "中国电信"
monthly_fee = 2900
months = 12
subsidy = 20000
exit_bp = 3000
"#;

/// People: their resident IDs follow the standard, and are nobody's.
pub(crate) const PEOPLE: [&str; 2] = ["110105199003070017", "320102197805152349"];
/// What is bought.
pub(crate) const PRICE: i64 = 99_900;
/// What is lent for it, with the plan's subsidy.
pub(crate) const LENT: i64 = 79_900;
/// What the first bill comes to: a twelfth, and the plan.
pub(crate) const BILL: i64 = LENT / 12 + 2_900;

const MONTH_MS: i64 = 30 * 24 * 60 * 60 * 1000;
const NOON_MS: i64 = 12 * 60 * 60 * 1000;

static COUNT: AtomicU32 = AtomicU32::new(1);

/// 32 hexadecimal digits that were not used before.
pub(crate) fn new_id() -> String {
    format!("{:032x}", COUNT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn amount(minor: i64) -> Amount {
    Amount::new(minor).unwrap()
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A request with this id; what it says is what its hash is of.
pub(crate) fn request(id: &str, says: i64) -> Request {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&says.to_be_bytes());
    Request { id: id.to_owned(), hash }
}

#[derive(Clone)]
pub(crate) struct Shop {
    pub(crate) place: Arc<Place>,
    pub(crate) credit: Credit,
}

impl Shop {
    /// None where there is no server for it. It is noon on 21 November 2026 in China.
    pub(crate) async fn open(engine: Engine) -> Option<Self> {
        Self::with_keys(engine, KeyRing::generate()).await
    }

    /// The same, whose keys are in this folder, for a command beside it.
    pub(crate) async fn with_key_file(engine: Engine, data: &Path) -> Option<Self> {
        let file = KeyFile::new(&KeyArgs::default(), data);
        Self::with_keys(engine, file.open().unwrap()).await
    }

    async fn with_keys(engine: Engine, keys: KeyRing) -> Option<Self> {
        let place = Arc::new(Place::new(engine)?);
        let database = Database::open_with(&place.location, patient()).await.unwrap();
        let config = ShopConfig::parse(SHOP).unwrap().credit.unwrap();
        let credit = Credit {
            database,
            keys: Arc::new(keys),
            guarantor: Arc::new(ByRules(config.rules.clone())),
            config: Arc::new(config),
            now_ms: 0,
        };
        credit.keys.prove(&credit.database, 0).await.unwrap();
        let mut shop = Self { place, credit };
        shop.go_to("2026-11-21");
        Some(shop)
    }

    /// It is noon of that day.
    pub(crate) fn go_to(&mut self, day: &str) {
        let offset = fairday_credit::UtcOffset::minutes_east(self.credit.config.utc_offset).unwrap();
        self.credit.now_ms = date(day).begins_utc_ms(offset) + NOON_MS;
    }

    /// An account that has been there for so many months.
    pub(crate) async fn shopper(&self, months: i64) -> AccountId {
        let phone = format!("139{:08}", COUNT.fetch_add(1, Ordering::Relaxed));
        let index = self.credit.keys.index(PHONE_PURPOSE, &format!("+86{phone}"));
        let sealed = self.credit.keys.seal(PHONE_PLACE, phone.as_bytes());
        let since_ms = self.credit.now_ms - months * MONTH_MS;
        let open =
            move |transaction: &mut Transaction<'_>| find_or_open(transaction, &index, &sealed, since_ms);
        self.credit.database.write::<_, DatabaseError>(open).await.unwrap()
    }

    /// Where an account is signed in anew; the number of the session.
    pub(crate) async fn session(&self, account: AccountId) -> i64 {
        let session = NewSession::new(&Token::generate(), String::new(), self.credit.now_ms);
        let begin = move |transaction: &mut Transaction<'_>| sessions::begin(transaction, account, &session);
        self.credit.database.write::<_, DatabaseError>(begin).await.unwrap()
    }

    pub(crate) fn handset() -> Handset {
        let goods = "红米 9A".to_owned();
        Handset { variant: VariantId(7), goods, price: PRICE, currency: Currency::CNY }
    }

    pub(crate) fn wish(person: usize) -> Wish {
        Wish {
            id: new_id().parse().unwrap(),
            handset: Self::handset(),
            choice: Choice { plan: Some("basic-12".to_owned()), keep_number: true, months: 12, deposit: 0 },
            name: "王小明".to_owned(),
            resident_id: PEOPLE[person].to_owned(),
        }
    }

    pub(crate) async fn offer(&self, account: AccountId, person: usize) -> (AgreementId, Offered) {
        let wish = Self::wish(person);
        (wish.id.clone(), self.credit.offer(account, wish).await.unwrap())
    }

    pub(crate) async fn code(&self, account: AccountId, id: &AgreementId) -> String {
        self.credit.signing_code(account, id.clone(), BUDGET).await.unwrap().code
    }

    pub(crate) async fn signing(&self, account: AccountId, id: &AgreementId, offered: &Offered) -> Signing {
        Signing {
            account,
            id: id.clone(),
            digest: offered.digest,
            code: self.code(account, id).await,
            session: "session-1".to_owned(),
            handset: Self::handset(),
        }
    }

    pub(crate) async fn sign(&self, signing: Signing) -> Result<Signed, CreditError> {
        let (account, order_id) = (signing.account, new_id());
        self.credit
            .sign(signing, move |transaction| place_order(transaction, account, &order_id, PRICE))
            .await
    }

    /// An agreement that is signed, and its order.
    pub(crate) async fn signed(&self, account: AccountId, person: usize) -> (AgreementId, i64) {
        let (id, offered) = self.offer(account, person).await;
        let signed = self.sign(self.signing(account, &id, &offered).await).await.unwrap();
        (id, signed.order_number)
    }

    /// A loan that runs since today.
    pub(crate) async fn lent(&self, account: AccountId, person: usize) -> AgreementId {
        let (id, order) = self.signed(account, person).await;
        self.order_is(order, OrderStatus::Received).await.unwrap();
        id
    }

    pub(crate) async fn order_is(&self, order: i64, status: OrderStatus) -> Result<(), CreditError> {
        let now_ms = self.credit.now_ms;
        let job = move |transaction: &mut Transaction<'_>| {
            orders::follow(transaction, order, (status, By::Shop), now_ms)
        };
        self.credit.database.write(job).await.map(|_| ())
    }

    /// Runs the bills of the shop's day.
    pub(crate) async fn bill(&self) -> u64 {
        let now_ms = self.credit.now_ms;
        let run =
            self.credit.run_billing(Holder::new(), self.credit.today().unwrap(), || now_ms).await.unwrap();
        assert_eq!(run.failed, Vec::<i64>::new());
        run.changed
    }

    pub(crate) async fn repay(&self, account: AccountId, id: &AgreementId, minor: i64) -> Outcome {
        let act = ShopperAct::Repay(amount(minor), request(&new_id(), minor));
        self.credit.by_shopper(account, id.clone(), act).await.unwrap()
    }

    pub(crate) async fn shop_does(&self, id: &AgreementId, act: ShopAct) -> Result<Outcome, CreditError> {
        self.credit.by_shop("li".to_owned(), id.clone(), act, new_id()).await
    }

    pub(crate) async fn state(&self, account: AccountId, id: &AgreementId) -> State {
        self.credit.standing(account, id.clone()).await.unwrap().state
    }

    pub(crate) async fn line(&self, account: AccountId) -> Line {
        self.credit.database.read(move |transaction| ledger::line(transaction, account)).await.unwrap()
    }

    /// What is free of the line for ordinary goods.
    pub(crate) async fn free(&self, account: AccountId) -> Result<Amount, Reason> {
        let at = (self.credit.today().unwrap(), self.credit.now_ms);
        let look = move |transaction: &mut Transaction<'_>| goods::free(transaction, account, at);
        self.credit.database.read(look).await.unwrap()
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let count = move |transaction: &mut Transaction<'_>| transaction.query_one(sql, &[])?.get(0);
        self.credit.database.read::<_, DatabaseError>(count).await.unwrap()
    }

    /// Changes rows behind the program's back; how many.
    pub(crate) async fn change(&self, sql: &'static str) -> u64 {
        let change = move |transaction: &mut Transaction<'_>| transaction.execute(sql, &[]);
        self.credit.database.write::<_, DatabaseError>(change).await.unwrap()
    }

    /// The same, and there are some.
    pub(crate) async fn tamper(&self, sql: &'static str) {
        assert!(self.change(sql).await > 0, "{sql}");
    }

    pub(crate) async fn verified(&self) -> Verified {
        verify(&self.credit.database, None).await.unwrap()
    }

    /// The books are right.
    pub(crate) async fn assert_sound(&self) {
        assert_eq!(self.verified().await.findings, Vec::<String>::new());
    }
}

/// The row of an order of this account, as far as an agreement asks for it.
pub(crate) fn place_order(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    id: &str,
    total: i64,
) -> Result<i64, CreditError> {
    let row = transaction.query_one(
        "INSERT INTO orders (id, account_id, body_hash, placed_ms, status, status_ms, payment_method, payment_status, \
         currency, total, terms) VALUES ($1, $2, $3, 0, 'placed', 0, 'phone_credit', 'on_hand_over', 'CNY', $4, '{}') \
         RETURNING number",
        &[&id, &account.0, &[0_u8; 32], &total],
    )?;
    Ok(row.get(0)?)
}
