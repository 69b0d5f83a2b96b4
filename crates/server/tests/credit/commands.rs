//! `fairday credit`: the same acts as over HTTP, with amounts as people write them and times in the shop's zone.

use super::ENGINE;
use crate::shop::{SHOP, Shop, amount, new_id};
use fairday_contract::{AgreementId, PaymentMethod, RepaymentPurpose, RepaymentRequest};
use fairday_server::accounts::AccountId;
use fairday_server::clock::Clock;
use serde_json::{Value, json};
use std::process::{Command, Output};
use tempfile::TempDir;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A loan of forty days ago on this machine's clock, which commands have.
struct Office {
    data: TempDir,
    shop: Shop,
    account: AccountId,
    loan: AgreementId,
}

impl Office {
    async fn open() -> Option<Self> {
        let data = tempfile::tempdir().unwrap();
        let mut shop = Shop::with_key_file(ENGINE, data.path()).await?;
        std::fs::write(data.path().join("shop.toml"), SHOP).unwrap();
        shop.credit.now_ms = Clock::default().now_ms() - 40 * DAY_MS;
        let account = shop.shopper(12).await;
        let loan = shop.lent(account, 0).await;
        shop.credit.now_ms = Clock::default().now_ms();
        Some(Self { data, shop, account, loan })
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fairday"));
        command.arg("credit").args(arguments).arg("--shop").arg(self.data.path().join("shop.toml"));
        command.arg("--data").arg(self.data.path()).env("FAIRDAY_DATABASE", &self.shop.place.address);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    async fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    async fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        assert!(!output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }
}

#[tokio::test]
async fn a_counters_payment_is_booked_with_a_command_and_counts_from_its_day() {
    let Some(office) = Office::open().await else { return };
    let loan = office.loan.as_str();
    let request = RepaymentRequest {
        purpose: RepaymentPurpose::Instalments,
        amount: 5_000,
        method: PaymentMethod::PayAtPickUp,
    };
    let ids = (office.loan.clone(), new_id().parse().unwrap());
    let (payment, _) = office.shop.credit.ask_payment(office.account, ids, request).await.unwrap();
    let number = payment.number.to_string();
    let today = office.shop.credit.today().unwrap();
    let day = today.plus_days(-30).unwrap().to_string();
    let tomorrow = today.plus_days(2).unwrap().to_string(); // it may become tomorrow meanwhile
    let paid = ["paid", loan, "--payment", &number, "--by", "li", "--paid-on"];
    let told = office.refused(&[&paid[..], &[tomorrow.as_str()]].concat()).await;
    assert!(told.contains("--paid-on has not come yet"), "{told}");
    let act = new_id();
    for _ in 0..2 {
        let said = office.done(&[&paid[..], &[day.as_str(), "--request", act.as_str()]].concat()).await;
        assert!(said.starts_with("It is ") && said.contains("of the principal left"), "{said}");
    }
    let shown = office.done(&["show", loan]).await;
    assert!(shown.contains("¥50.00 pay_at_pick_up paid") && shown.contains("+08:00"), "{shown}");
    assert!(shown.contains(&format!("counts from {day}")), "{shown}");
    let told = office.refused(&["paid", loan, "--payment", "999", "--by", "li"]).await;
    assert!(told.contains("no such payment"), "{told}");
    office.shop.assert_sound().await;
}

#[tokio::test]
async fn commands_take_amounts_as_people_write_them_and_say_what_there_is() {
    let Some(office) = Office::open().await else { return };
    let loan = office.loan.as_str();
    for (arguments, told) in [
        (&["waive", loan, "--by", "li", "--amount", "400"][..], "--amount: it is written with its decimals or its sign"),
        (&["waive", loan, "--by", "li", "--amount", "¥9999.00"], "there is ¥"),
        (&["give-back", loan, "--by", "li", "--amount", "¥0"], "are missing."),
        (&["write-off", loan, "--by", "li"], "overdue for 90 days"),
        (&["decline", loan, "--by", "li"], "This cannot be done"),
        (&["paid-back", loan, "--by", "li", "--payment", "1"], "no such payment"),
    ] {
        let complaint = office.refused(arguments).await;
        assert!(complaint.contains(told), "{arguments:?}: {complaint}");
    }
    let before = office.shop.credit.standing(office.account, office.loan.clone()).await.unwrap();
    let owed = before.balances.owed_now().unwrap();
    office.done(&["waive", loan, "--by", "li", "--amount", "¥4.00"]).await;
    let after = office.shop.credit.standing(office.account, office.loan.clone()).await.unwrap();
    assert_eq!(after.balances.owed_now().unwrap(), owed.minus(amount(400)).unwrap());
}

#[tokio::test]
async fn for_scripts_commands_print_minor_units_and_milliseconds() {
    let Some(office) = Office::open().await else { return };
    let read = |printed: String| serde_json::from_str::<Value>(&printed).unwrap();
    let listed = read(office.done(&["list", "--json"]).await);
    assert_eq!((&listed[0]["id"], listed.as_array().map(Vec::len)), (&json!(office.loan.as_str()), Some(1)));
    let shown = read(office.done(&["show", office.loan.as_str(), "--json"]).await);
    let loan = &shown["agreement"]["loan"];
    assert!(loan["owed_now"].is_i64() && shown["agreement"]["offered_ms"].is_i64(), "{shown}");
    let without_shop = Command::new(env!("CARGO_BIN_EXE_fairday"))
        .args(["credit", "list", "--data"])
        .arg(office.data.path())
        .env("FAIRDAY_DATABASE", &office.shop.place.address)
        .env_remove("FAIRDAY_SHOP")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&without_shop.stderr).into_owned();
    assert!(told.contains("--shop FILE"), "{told}");
}
