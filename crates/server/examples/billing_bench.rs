//! Measures the monthly billing run: `cargo run --release -p fairday-server --example billing_bench DATABASE AGREEMENTS`, where
//! the database is an empty file's path or a URL of `PostgreSQL`. Every agreement is a handset with a plan, two bills of
//! which were paid; the third is due for all. Beside it as many new rows go in by what the engine has for many ([`bulk`]). The
//! last line is JSON, for programs.

#![allow(clippy::print_stdout)] // its purpose

#[path = "billing_bench/bulk.rs"]
mod bulk;
#[path = "../tests/credit/copies.rs"]
mod copies;

use fairday_contract::{AgreementId, Currency, OrderStatus, VariantId};
use fairday_credit::{Date, UtcOffset};
use fairday_server::accounts::{AccountId, PHONE_PLACE, PHONE_PURPOSE, find_or_open};
use fairday_server::credit::guarantor::ByRules;
use fairday_server::credit::ledger::Request;
use fairday_server::credit::offer::Wish;
use fairday_server::credit::running::ShopperAct;
use fairday_server::credit::sign::Signing;
use fairday_server::credit::verify::{check_totals, verify};
use fairday_server::credit::{Choice, Credit, CreditError, Handset, orders};
use fairday_server::database::{Class, Database, DatabaseError, Location, Transaction};
use fairday_server::lease::Holder;
use fairday_server::orders::advance::By;
use fairday_server::privacy::KeyRing;
use fairday_server::shop_config::ShopConfig;
use fairday_server::sms::Budget;
use serde_json::json;
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

const SHOP: &str = include_str!("../../../demo/shop.toml");
const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1000;
/// As much as the books of so many agreements are checked in full; of more, only their totals.
const VERIFIED_MAX: i64 = 20_000;
/// Copies of rows that are there need not be looked up one by one, which takes `PostgreSQL` longer than all the rest.
const UNCHECKED: &str =
    "ALTER TABLE credit_entry DISABLE TRIGGER ALL; ALTER TABLE credit_transfer DISABLE TRIGGER ALL;";
/// It counts its rows by itself, within a minute; the bench does not wait for that.
const CHECKED: &str =
    "ALTER TABLE credit_entry ENABLE TRIGGER ALL; ALTER TABLE credit_transfer ENABLE TRIGGER ALL; ANALYZE";

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn at(credit: &mut Credit, day: &str) -> Outcome<Date> {
    let day: Date = day.parse()?;
    credit.now_ms = day.begins_utc_ms(UtcOffset::minutes_east(credit.config.utc_offset)?) + 43_200_000;
    Ok(day)
}

/// A shop of the demo's terms with one loan, whose first two bills are paid.
async fn one_loan(location: &Location) -> Outcome<Credit> {
    let config = ShopConfig::parse(SHOP).map_err(|_| "the demo's configuration is wrong")?;
    let config = config.credit.ok_or("the demo has no [credit]")?;
    let mut credit = Credit {
        database: Database::open(location).await?.for_class(Class::Background),
        keys: Arc::new(KeyRing::generate()),
        guarantor: Arc::new(ByRules(config.rules.clone())),
        config: Arc::new(config),
        now_ms: 0,
    };
    credit.keys.prove(&credit.database, 0).await?;
    at(&mut credit, "2026-09-10")?;
    let account = account(&credit).await?;
    let id: AgreementId = format!("{:032x}", 1).parse()?;
    let plan = credit.config.plans.first().ok_or("the demo has no plans")?;
    let choice = Choice {
        plan: Some(plan.id.clone()),
        keep_number: true,
        months: plan.plan.term.months(),
        deposit: 0,
    };
    let handset = Handset {
        variant: VariantId(1),
        goods: "红米 9A".to_owned(),
        price: 79_900,
        currency: Currency::CNY,
    };
    let wish = Wish {
        id: id.clone(),
        handset: handset.clone(),
        choice,
        name: "王小明".to_owned(),
        resident_id: "110105199003070017".to_owned(),
    };
    let offered = credit.offer(account, wish).await?;
    let code = credit.signing_code(account, id.clone(), Budget::default()).await?.code;
    let session = "bench".to_owned();
    let signing = Signing { account, id: id.clone(), digest: offered.digest, code, session, handset };
    let signed = credit.sign(signing, move |transaction| place_order(transaction, account)).await?;
    let (order, now_ms) = (signed.order_number, credit.now_ms);
    let receive = move |transaction: &mut Transaction<'_>| {
        orders::follow(transaction, order, (OrderStatus::Received, By::Shop), now_ms)
    };
    credit.database.write(receive).await?;
    for (number, day) in ["2026-10-28", "2026-11-28"].into_iter().enumerate() {
        let as_of = at(&mut credit, day)?;
        let now_ms = credit.now_ms;
        credit.run_billing(Holder::new(), as_of, || now_ms).await?;
        let owed = credit.standing(account, id.clone()).await?.balances.owed_now()?;
        let request = Request { id: format!("{number:032x}"), hash: [0; 32] };
        credit.by_shopper(account, id.clone(), ShopperAct::Repay(owed, request)).await?;
    }
    Ok(credit)
}

async fn account(credit: &Credit) -> Outcome<AccountId> {
    let index = credit.keys.index(PHONE_PURPOSE, "+8613800138000");
    let sealed = credit.keys.seal(PHONE_PLACE, b"13800138000");
    let since_ms = credit.now_ms - 3 * YEAR_MS;
    let open = move |transaction: &mut Transaction<'_>| find_or_open(transaction, &index, &sealed, since_ms);
    let account = credit.database.write::<_, DatabaseError>(open).await?;
    // So that everybody's guarantor knows them: orders that were received.
    let know = move |transaction: &mut Transaction<'_>| {
        for number in 0..20_i64 {
            let id = format!("known-{number}");
            transaction.execute(
                "INSERT INTO orders (id, account_id, body_hash, placed_ms, status, status_ms, payment_method, \
                 payment_status, currency, total, terms) \
                 VALUES ($1, $2, $3, 0, 'received', 0, 'cash_on_delivery', 'paid', 'CNY', 1, '{}')",
                &[&id, &account.0, &[0_u8; 32]],
            )?;
        }
        Ok(())
    };
    credit.database.write::<_, DatabaseError>(know).await?;
    Ok(account)
}

fn place_order(transaction: &mut Transaction<'_>, account: AccountId) -> Result<i64, CreditError> {
    let row = transaction.query_one(
        "INSERT INTO orders (id, account_id, body_hash, placed_ms, status, status_ms, payment_method, payment_status, \
         currency, total, terms) VALUES ('bench', $1, $2, 0, 'placed', 0, 'phone_credit', 'on_hand_over', 'CNY', 79900, \
         '{}') RETURNING number",
        &[&account.0, &[0_u8; 32]],
    )?;
    Ok(row.get(0)?)
}

async fn counted(credit: &Credit, sql: &'static str) -> Outcome<i64> {
    let count = move |transaction: &mut Transaction<'_>| transaction.query_one(sql, &[])?.get(0);
    Ok(credit.database.read::<_, DatabaseError>(count).await?)
}

/// Says this to a `PostgreSQL` server.
fn on_server(location: &Location, sql: &'static str) -> Outcome<()> {
    let Location::Postgres(_) = location else { return Ok(()) };
    let url = std::env::args().nth(1).ok_or("name a database")?;
    let run = move || postgres::Client::connect(&url, postgres::NoTls)?.batch_execute(sql);
    Ok(std::thread::spawn(run).join().map_err(|_| "it panicked")??)
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let location: Location = std::env::args().nth(1).ok_or("name a database")?.parse()?;
    let count: i64 = std::env::args().nth(2).ok_or("say how many agreements")?.parse()?;
    let mut credit = one_loan(&location).await?;
    on_server(&location, UNCHECKED)?;
    copies::make(&credit.database, count).await?;
    on_server(&location, CHECKED)?;
    let before = counted(&credit, "SELECT COUNT(*) FROM credit_transfer").await?;
    let as_of = at(&mut credit, "2026-12-28")?;
    let (now_ms, begin) = (credit.now_ms, Instant::now());
    let run = credit.run_billing(Holder::new(), as_of, || now_ms).await?;
    let seconds = begin.elapsed().as_secs_f64();
    if run.changed != count.unsigned_abs() || !run.failed.is_empty() {
        return Err(format!("{} of {count} agreements were billed", run.changed).into());
    }
    let again = credit.run_billing(Holder::new(), as_of, || now_ms).await?;
    if again.looked_at > 0 {
        return Err("a second run finds something".into());
    }
    if let Some(wrong) = check_totals(&credit.database).await? {
        return Err(wrong.into());
    }
    if count <= VERIFIED_MAX {
        let findings = verify(&credit.database, None).await?.findings;
        if let Some(first) = findings.first() {
            return Err(format!("{} things are wrong with the books: {first}", findings.len()).into());
        }
    }
    let transfers = counted(&credit, "SELECT COUNT(*) FROM credit_transfer").await? - before;
    let rows = bulk::Rows { entries: count, transfers: transfers / count };
    let empty = rows.into_empty_tables(&location)?;
    // The last: what it leaves are no books.
    let books = rows.into_the_books(&location)?;
    let agreements = f64::from(i32::try_from(count)?);
    println!(
        "{}",
        json!({"agreements": count, "billed_per_s": agreements / seconds, "rows_per_agreement": 1 + transfers / count,
            "bulk_per_s": agreements / empty, "ratio": empty / seconds,
            "books_per_s": agreements / books, "books_ratio": books / seconds})
    );
    credit.database.close().await;
    Ok(())
}
