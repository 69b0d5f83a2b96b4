//! `fairday billing run`, killed (SIGKILL) while it bills.

use super::ENGINE;
use crate::copies;
use crate::shop::{SHOP, Shop};
use fairday_server::clock::Clock;
use fairday_server::privacy::random;
use std::process::{Command, Stdio};

/// How often it is killed, unless `FAIRDAY_BILLING_KILLS` says otherwise.
const KILLS: u32 = 10;
const AGREEMENTS: i64 = 6_000;
/// It is killed when it has posted up to so many bills more.
const BILLS_MAX: u32 = 1_000;
const BILLED: &str = "SELECT COUNT(*) FROM credit_entry WHERE kind = 'billed'";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Whether it came to its end. It is killed as soon as there are more bills than `kill_above`.
async fn run(shop: &Shop, data: &std::path::Path, kill_above: Option<i64>) -> bool {
    let mut process = Command::new(env!("CARGO_BIN_EXE_fairday"))
        .args(["billing", "run", "--shop"])
        .arg(data.join("shop.toml"))
        .arg("--data")
        .arg(data)
        .env("FAIRDAY_DATABASE", &shop.place.address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    if let Some(kill_above) = kill_above {
        while shop.count(BILLED).await <= kill_above {
            if let Some(status) = process.try_wait().unwrap() {
                return status.success();
            }
        }
        process.kill().unwrap();
        return process.wait().unwrap().success(); // it may have come to its end just before
    }
    tokio::task::spawn_blocking(move || process.wait().unwrap().success()).await.unwrap()
}

#[tokio::test]
async fn a_billing_run_that_is_killed_again_and_again_posts_each_entry_once() {
    let data = tempfile::tempdir().unwrap();
    let Some(mut shop) = Shop::with_key_file(ENGINE, data.path()).await else { return };
    std::fs::write(data.path().join("shop.toml"), SHOP).unwrap();
    // The command has the machine's clock: two bills are due by now.
    let now_ms = Clock::default().now_ms();
    shop.credit.now_ms = now_ms - 75 * DAY_MS;
    let account = shop.shopper(12).await;
    assert_eq!(account.0, 1);
    shop.lent(account, 0).await;
    copies::make(&shop.credit.database, AGREEMENTS).await.unwrap();

    let kills = std::env::var("FAIRDAY_BILLING_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let mut cuts = 0;
    for _ in 0..kills {
        let kill_above = shop.count(BILLED).await + i64::from(random::below(BILLS_MAX));
        let is_done = run(&shop, data.path(), Some(kill_above)).await;
        cuts += u32::from(!is_done);
        // A minute later, when the lease of the killed one has ended.
        shop.change("UPDATE lease SET until_ms = 0 WHERE name = 'credit billing'").await;
    }
    assert!(run(&shop, data.path(), None).await, "the last one comes to its end");
    let due = shop.count("SELECT COUNT(*) FROM credit_entry WHERE kind = 'billed' AND agreement = 1").await;
    assert!(due >= 2, "{due}");
    let billed = shop.count(BILLED).await;
    assert_eq!(billed, due * AGREEMENTS);
    shop.credit.now_ms = Clock::default().now_ms(); // after the lease was given back
    assert_eq!(shop.bill().await, 0, "nothing was left");
    shop.assert_sound().await;
    eprintln!("{kills} times started, {cuts} times killed, {billed} bills");
    assert!(cuts > 0, "it was never killed");
}
