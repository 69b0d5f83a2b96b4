use crate::engine::Place;
use fairday_server::accounts::{PHONE_PLACE, PHONE_PURPOSE, find_or_open};
use fairday_server::database::{Database, DatabaseError};
use fairday_server::privacy::KeyRing;
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::privacy::rotation::{BATCH, Rotated, forget, reseal, rotate, rows_by_key};
use tempfile::TempDir;

/// More than two batches.
const ACCOUNTS: i64 = 2 * BATCH + 7;

struct Safe {
    place: Place,
    folder: TempDir,
}

impl Safe {
    fn new() -> Self {
        Self { place: Place::of_shop(), folder: TempDir::new().expect("a folder") }
    }

    fn file(&self) -> KeyFile {
        KeyFile::new(&KeyArgs::default(), self.folder.path())
    }

    async fn database(&self) -> Database {
        Database::open(&self.place.location).await.expect("it opens")
    }
}

fn number(account: i64) -> String {
    format!("138{account:08}")
}

async fn fill(ring: &KeyRing, database: &Database) {
    let rows: Vec<_> = (0..ACCOUNTS)
        .map(|account| {
            let number = number(account);
            (ring.index(PHONE_PURPOSE, &number), ring.seal(PHONE_PLACE, number.as_bytes()))
        })
        .collect();
    let job = database.write::<_, DatabaseError>(move |transaction| {
        rows.iter().try_for_each(|(index, sealed)| find_or_open(transaction, index, sealed, 1).map(|_| ()))
    });
    job.await.expect("filled");
}

async fn all_open(ring: &KeyRing, database: &Database) -> bool {
    let read = database.read::<_, DatabaseError>(|transaction| {
        let rows = transaction.query("SELECT phone FROM account ORDER BY id", &[])?;
        rows.iter().map(|row| row.get::<Vec<u8>>(0)).collect::<Result<Vec<_>, _>>()
    });
    let sealed = read.await.expect("reads");
    let mut numbers: Vec<_> = sealed.iter().filter_map(|one| ring.open_text(PHONE_PLACE, one).ok()).collect();
    numbers.sort();
    numbers == (0..ACCOUNTS).map(number).collect::<Vec<_>>()
}

#[tokio::test]
async fn a_rotation_seals_everything_anew_and_the_old_key_can_be_forgotten() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let old = file.open().expect("keys");
    old.prove(&database, 1).await.expect("the first keys");
    fill(&old, &database).await;
    let done = rotate(&file, &database, 2).await.expect("rotated");
    assert_eq!((done.is_new, done.rows), (true, ACCOUNTS as u64));
    let new = file.open().expect("keys");
    assert_eq!(new.current(), done.current);
    assert!(all_open(&new, &database).await);
    assert_eq!(
        rows_by_key(&database).await.expect("counts").into_iter().collect::<Vec<_>>(),
        [(done.current, ACCOUNTS as u64)]
    );
    assert_eq!(new.index(PHONE_PURPOSE, "x"), old.index(PHONE_PURPOSE, "x"), "accounts are still found");
    assert_eq!(forget(&file, &database, 3).await.expect("forgotten"), [old.current()]);
    let left = file.open().expect("keys");
    assert_eq!(left.ids(), [done.current]);
    left.prove(&database, 4).await.expect("nothing is missing");
    assert!(all_open(&left, &database).await);
}

#[tokio::test]
async fn a_rotation_that_is_broken_off_leaves_everything_readable_and_is_gone_on_with() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let old = file.open().expect("keys");
    old.prove(&database, 1).await.expect("the first keys");
    fill(&old, &database).await;
    rotate(&file, &database, 2).await.expect("rotated");
    let (first, current) = (old.current(), file.open().expect("keys"));
    seal_again(&old, &database).await;
    assert!(all_open(&current, &database).await, "what another server wrote under the old key can be read");
    assert_eq!(
        forget(&file, &database, 3).await.expect("nothing"),
        Vec::new(),
        "a key with data is never forgotten"
    );
    let stopped = reseal(&current, &database, |done| done < 1).await.expect("the first batch");
    assert_eq!(stopped, BATCH as u64);
    assert!(all_open(&current, &database).await, "half-way, both keys open");
    assert_eq!(rows_by_key(&database).await.expect("counts")[&first], ACCOUNTS as u64 - stopped);
    let done = rotate(&file, &database, 4).await.expect("goes on");
    let rest = Rotated { current: current.current(), is_new: false, rows: ACCOUNTS as u64 - stopped };
    assert_eq!(done, rest, "no third key is made");
    assert!(all_open(&current, &database).await);
    assert_eq!(rows_by_key(&database).await.expect("counts").len(), 1);
}

/// Seals every number under this ring's key, as a server does that has not read the new file yet.
async fn seal_again(ring: &KeyRing, database: &Database) {
    let numbers = (0..ACCOUNTS).map(number);
    let rows: Vec<_> = numbers
        .map(|number| (ring.seal(PHONE_PLACE, number.as_bytes()), ring.index(PHONE_PURPOSE, &number)))
        .collect();
    let job = database.write::<_, DatabaseError>(move |transaction| {
        rows.iter().try_for_each(|(sealed, index)| {
            let sql = "UPDATE account SET phone = $1 WHERE phone_index = $2";
            transaction.execute(sql, &[sealed, index]).map(|_| ())
        })
    });
    job.await.expect("written");
}

#[tokio::test]
async fn a_server_with_other_keys_or_one_key_too_few_is_not_started() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let right = file.open().expect("keys");
    right.prove(&database, 1).await.expect("the first keys");
    let why = KeyRing::generate().prove(&database, 1).await.expect_err("other keys").to_string();
    assert!(why.contains("--keys"), "{why}");
    right.prove(&database, 1).await.expect("a refusal leaves nothing behind");
    let before = std::fs::read_to_string(file.path()).expect("reads");
    rotate(&file, &database, 2).await.expect("rotated");
    let missing = file.open().expect("keys").current();
    std::fs::write(file.path(), before).expect("writes");
    let why = file.open().expect("keys").prove(&database, 3).await.expect_err("a key is missing").to_string();
    assert!(why.contains(&missing.to_string()) && why.contains("put that key's line back"), "{why}");
}
