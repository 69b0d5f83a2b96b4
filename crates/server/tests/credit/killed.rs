//! `fairday billing run`, killed (SIGKILL) while it bills.

use super::ENGINE;
use crate::copies;
use crate::shop::{SHOP, Shop};
use fairday_server::clock::Clock;
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::privacy::random;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// How often it is killed, unless `FAIRDAY_BILLING_KILLS` says otherwise.
const KILLS: u32 = 10;
const AGREEMENTS: i64 = 6_000;
/// It is killed up to so many milliseconds after its start.
const RUN_MS_MAX: u32 = 600;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Whether it came to its end. `kill_ms` after its start it is killed.
async fn run(data: &std::path::Path, database: &str, kill_ms: Option<u32>) -> bool {
    let mut process = Command::new(env!("CARGO_BIN_EXE_fairday"))
        .args(["billing", "run", "--shop"])
        .arg(data.join("shop.toml"))
        .arg("--data")
        .arg(data)
        .env("FAIRDAY_DATABASE", database)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    if let Some(kill_ms) = kill_ms {
        // Not a wait for something: the moment is what is tried.
        tokio::time::sleep(Duration::from_millis(kill_ms.into())).await;
        if let Ok(Some(status)) = process.try_wait() {
            return status.success();
        }
        process.kill().unwrap();
        process.wait().unwrap();
        return false;
    }
    tokio::task::spawn_blocking(move || process.wait().unwrap().success()).await.unwrap()
}

#[tokio::test]
async fn a_billing_run_that_is_killed_again_and_again_posts_each_entry_once() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("shop.toml"), SHOP).unwrap();
    let keys = KeyFile::new(&KeyArgs::default(), data.path()).open_for(&shop.credit.database).await.unwrap();
    shop.credit.keys = Arc::new(keys);
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
        let is_done = run(data.path(), &shop.place.address, Some(random::below(RUN_MS_MAX))).await;
        cuts += u32::from(!is_done);
        // A minute later, when the lease of the killed one has ended.
        shop.change("UPDATE lease SET until_ms = 0 WHERE name = 'credit billing'").await;
    }
    assert!(run(data.path(), &shop.place.address, None).await, "the last one comes to its end");
    let due = shop.count("SELECT COUNT(*) FROM credit_entry WHERE kind = 'billed' AND agreement = 1").await;
    assert!(due >= 2, "{due}");
    let billed = shop.count("SELECT COUNT(*) FROM credit_entry WHERE kind = 'billed'").await;
    assert_eq!(billed, due * AGREEMENTS);
    shop.credit.now_ms = Clock::default().now_ms(); // after the lease was given back
    assert_eq!(shop.bill().await, 0, "nothing was left");
    shop.assert_sound().await;
    eprintln!("{kills} times started, {cuts} times killed, {billed} bills");
    assert!(cuts > 0, "it was never killed");
}
