//! `fairday orders` and `fairday webhooks`, beside a running server.

use super::shopping::{counts, import, path, placed};
use crate::engine::Place;
use crate::shop::{BEGIN_MS, Opening, Shop};
use crate::shopper::Shopper;
use fairday_server::clock::Clock;
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::refresh::empty_catalogue;
use fairday_server::webhooks::outbox;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

struct Office {
    data: TempDir,
    address: String,
}

/// What a command came to: whether it succeeded, what it printed and what it complained of.
struct Outcome {
    is_ok: bool,
    printed: String,
    complaint: String,
}

impl Outcome {
    fn json(&self) -> Value {
        assert!(self.is_ok, "{}", self.complaint);
        serde_json::from_str(&self.printed).expect("JSON")
    }
}

async fn shop() -> (Shop, Shopper, Office) {
    let data = tempfile::tempdir().expect("a folder");
    let keys = KeyFile::new(&KeyArgs::default(), data.path()).open().expect("keys are made");
    let place = Arc::new(Place::of_shop());
    let address = place.address.clone();
    let beside = Some((place, Arc::new(keys), Clock::set_to(BEGIN_MS)));
    let shop = Shop::open_with(Opening { catalogue: empty_catalogue(), beside, ..Opening::default() }).await;
    import(&shop, &[(1290, Some(100))]).await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    (shop, shopper, Office { data, address })
}

impl Office {
    async fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_at(self.data.path(), arguments).await
    }

    async fn run_at(&self, data: &Path, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fairday"));
        command.args(arguments).env("FAIRDAY_DATABASE", &self.address).arg("--data").arg(data);
        let output = tokio::task::spawn_blocking(move || command.output().expect("it runs")).await;
        let output = output.expect("no panic");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let is_ok = output.status.success();
        Outcome { is_ok, printed: text(&output.stdout), complaint: text(&output.stderr) }
    }
}

#[tokio::test]
async fn an_operator_lists_shows_and_moves_orders() {
    let (shop, shopper, office) = shop().await;
    let id = placed(&shop, &shopper, &[(1, 2)]).await;
    placed(&shop, &shopper, &[(1, 1)]).await;
    let list = office.run(&["orders", "list"]).await;
    assert!(list.is_ok && list.printed.lines().count() == 2, "{}{}", list.printed, list.complaint);
    assert!(list.printed.contains("138****8000") && list.printed.contains("张**"), "{}", list.printed);
    assert!(!list.printed.contains("13800138000") && !list.printed.contains("张三"));
    assert!(list.printed.contains("¥25.80") && list.printed.contains("+08:00"), "{}", list.printed);
    let shown = office.run(&["orders", "show", "1"]).await;
    assert!(
        shown.is_ok && shown.printed.contains("13800138000") && shown.printed.contains("小学对面"),
        "{}",
        shown.printed
    );
    let moved = office
        .run(&[
            "orders",
            "advance",
            &id,
            "sent",
            "--note",
            "今天发出",
            "--carrier",
            "邮政",
            "--tracking",
            "EA1",
            "--json",
        ])
        .await;
    assert_eq!(moved.json()["order"]["status"], "sent");
    let seen = shopper.get(&shop, &path(&id)).await.json();
    assert_eq!(seen["timeline"][1]["tracking"], json!({"carrier": "邮政", "number": "EA1"}));
    assert!(office.run(&["orders", "advance", "1", "sent"]).await.is_ok, "again changes nothing");
    let sent = office.run(&["orders", "list", "--status", "sent", "--limit", "5", "--json"]).await.json();
    assert_eq!((sent.as_array().map(Vec::len), &sent[0]["number"]), (Some(1), &json!(1)));
}

#[tokio::test]
async fn an_operator_sees_what_is_reserved_and_releases_it() {
    let (shop, shopper, office) = shop().await;
    for _ in 0..3 {
        placed(&shop, &shopper, &[(1, 2)]).await;
    }
    let seen = office.run(&["orders", "reserved"]).await;
    assert!(
        seen.printed.contains("138****8000") && seen.printed.contains("3 orders, 6 pieces"),
        "{}",
        seen.printed
    );
    let account =
        office.run(&["orders", "reserved", "--json"]).await.json()["items"][0]["account"].to_string();
    assert_eq!(office.run(&["orders", "release", "2"]).await.printed, "Released 1 orders: 2\n");
    let released = office.run(&["orders", "release", "--account", &account, "--note", "未付款"]).await;
    assert_eq!(released.printed, "Released 2 orders: 1, 3\n", "{}", released.complaint);
    let again = office.run(&["orders", "release", "--phone", "13800138000", "--json"]).await;
    assert_eq!(again.json(), json!({"released": []}));
    assert_eq!(counts(&shop, 1).await, (Some(100), 0, 0));
    for (arguments, told) in [
        (&["orders", "release"][..], "required"),
        (&["orders", "release", "1", "--account", "1"], "cannot be used with"),
        (&["orders", "release", "--address", "here"], "invalid"),
    ] {
        let outcome = office.run(arguments).await;
        assert!(!outcome.is_ok && outcome.complaint.contains(told), "{arguments:?}: {}", outcome.complaint);
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_told_in_a_sentence() {
    let (shop, shopper, office) = shop().await;
    placed(&shop, &shopper, &[(1, 1)]).await;
    assert!(office.run(&["orders", "advance", "1", "cancelled"]).await.is_ok);
    for (arguments, told) in [
        (&["orders", "show", "7"][..], "There is no such order."),
        (&["orders", "show", "x"], "an order is named by its number"),
        (&["orders", "advance", "1", "flown"], "it is one of placed, confirmed"),
        (
            &["orders", "advance", "1", "sent"],
            "Order 1 is cancelled, its payment void; it cannot be moved to sent. It can be moved to: nothing.",
        ),
        (&["orders", "advance", "1", "sent", "--carrier", "x"], "--tracking"),
        (
            &["orders", "advance", "1", "packed", "--carrier", "x", "--tracking", "1"],
            "tracking goes with the status sent.",
        ),
        (&["orders", "refund", "1"], "Nothing is to be paid back for this order."),
        (&["orders", "list", "--limit", "0"], "it is a number from 1 to"),
        (&["webhooks", "retry", "7"], "There is no such message"),
    ] {
        let outcome = office.run(arguments).await;
        assert!(!outcome.is_ok && outcome.complaint.contains(told), "{arguments:?}: {}", outcome.complaint);
    }
    let empty = tempfile::tempdir().expect("a folder");
    let outcome = office.run_at(empty.path(), &["orders", "list"]).await;
    assert!(!outcome.is_ok && outcome.complaint.contains("There is no key file"), "{}", outcome.complaint);
    assert_eq!(std::fs::read_dir(empty.path()).expect("reads").count(), 0, "no keys are made up");
}

#[tokio::test]
async fn in_a_wrong_folder_no_command_begins_a_shop() {
    let empty = tempfile::tempdir().expect("a folder");
    for arguments in [
        &["keys", "list"][..],
        &["keys", "rotate"],
        &["keys", "forget"],
        &["keys", "give-up", "01020304"],
        &["orders", "list"],
        &["alarms", "list"],
        &["webhooks", "list"],
        &["ledger", "verify"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fairday"));
        command.args(arguments).env_remove("FAIRDAY_DATABASE").arg("--data").arg(empty.path());
        let output = tokio::task::spawn_blocking(move || command.output().expect("it runs")).await;
        let output = output.expect("no panic");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && complaint.contains("There is no database"), "{complaint}");
        assert_eq!(std::fs::read_dir(empty.path()).expect("reads").count(), 0, "{arguments:?}");
    }
}

/// Another program has written texts, or cut values short, in what is sealed of an order: the others are listed all the same.
#[tokio::test]
async fn an_order_spoilt_by_another_program_holds_up_no_list() {
    let (shop, shopper, office) = shop().await;
    for _ in 0..2 {
        placed(&shop, &shopper, &[(1, 1)]).await;
    }
    let is_a_file = !office.address.contains("://");
    let spoil: &'static [&'static str] = if is_a_file {
        &[
            "PRAGMA foreign_keys = OFF",
            "UPDATE orders SET private = 'a text of another program' WHERE number = 1",
            "UPDATE order_event SET said = 1.5 WHERE order_number = 1",
        ]
    } else {
        &["UPDATE orders SET private = '\\x010203' WHERE number = 1"]
    };
    if is_a_file {
        let other = rusqlite::Connection::open(&office.address).expect("it opens");
        for sql in spoil {
            other.execute_batch(sql).expect("spoilt");
        }
    } else {
        for sql in spoil {
            crate::engine::on_server(&office.address, (*sql).to_owned());
        }
    }
    let listed = office.run(&["orders", "list"]).await;
    assert!(listed.is_ok && listed.printed.lines().count() == 2, "{}{}", listed.printed, listed.complaint);
    let keys = office.run(&["keys", "list"]).await;
    assert!(
        keys.is_ok && keys.printed.contains("orders.private, row 1: "),
        "{}{}",
        keys.printed,
        keys.complaint
    );
    let rotated = office.run(&["keys", "rotate"]).await;
    assert!(!rotated.is_ok, "not every row could be opened");
    assert!(rotated.printed.contains("orders.private, row 1: "), "{}{}", rotated.printed, rotated.complaint);
    assert!(rotated.complaint.contains("README.md"), "it says what to do: {}", rotated.complaint);
    let forgotten = office.run(&["keys", "forget"]).await;
    assert!(forgotten.printed.contains("Forgotten: "), "{}{}", forgotten.printed, forgotten.complaint);
    let listed = office.run(&["orders", "list"]).await;
    assert!(listed.is_ok && listed.printed.lines().count() == 2, "{}{}", listed.printed, listed.complaint);
}

#[tokio::test]
async fn what_is_done_at_the_command_line_is_told_to_other_systems_too() {
    let (shop, shopper, office) = shop().await;
    outbox::turn(&shop.state.database, true).await.expect("turned on");
    placed(&shop, &shopper, &[(1, 1)]).await;
    assert!(office.run(&["orders", "advance", "1", "confirmed"]).await.is_ok);
    let waiting = office.run(&["webhooks", "list", "--json"]).await.json();
    let told: Vec<&Value> =
        waiting.as_array().expect("a list").iter().map(|one| &one["notice"]["status"]).collect();
    assert_eq!(told, [&json!("placed"), &json!("confirmed")]);
    let id = waiting[0]["id"].to_string();
    assert_eq!(office.run(&["webhooks", "retry", &id]).await.printed, "1 will be tried again.\n");
    assert!(office.run(&["webhooks", "list"]).await.printed.contains("order 1 order.status placed"));
}
