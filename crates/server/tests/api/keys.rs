use crate::engine::Place;
use fairday_server::accounts::{PHONE_PLACE, PHONE_PURPOSE, find_or_open};
use fairday_server::clock::Clock;
use fairday_server::database::{Database, DatabaseError};
use fairday_server::privacy::key_file::{KeyArgs, KeyFile};
use fairday_server::privacy::reseal::{BATCH, Resealed, Unreadable, reseal, rows_by_key};
use fairday_server::privacy::rotation::{
    Patience, Rotated, RotationError, forget, give_up, overview, rotate,
};
use fairday_server::privacy::servers::Keeping;
use fairday_server::privacy::states::KeyState;
use fairday_server::privacy::{KeyError, KeyRing};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// More than two batches.
const ACCOUNTS: i64 = 2 * BATCH + 7;
/// Servers that are waited for here never come.
const IMPATIENT: Patience = Patience { look: Duration::from_millis(1), silent_looks: 3, looks: 8 };
/// Those here do.
const PATIENT: Patience = Patience { look: Duration::from_millis(5), silent_looks: 100_000, looks: 100_000 };

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

    /// A server that has not beaten yet, with this file.
    async fn server(&self, name: &str, file: KeyFile) -> Keeping {
        let (database, keys) = (self.database().await, Arc::new(file.open().expect("keys")));
        Keeping::new(name.to_owned(), database, keys, file, Clock::default())
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

/// Seals every number under this ring's key, as a server does that has not heard of the new one yet.
async fn seal_again(ring: &KeyRing, database: &Database) -> Result<(), DatabaseError> {
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
    job.await
}

#[tokio::test]
async fn a_rotation_seals_everything_anew_and_the_old_key_can_be_forgotten() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let old = file.open().expect("keys");
    old.prove(&database, 1).await.expect("the first keys");
    fill(&old, &database).await;
    let done = rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    assert_eq!((done.is_new, done.resealed.rows), (true, ACCOUNTS as u64));
    let new = file.open().expect("keys");
    assert_eq!(new.current(), done.active);
    assert!(all_open(&new, &database).await);
    assert_eq!(
        rows_by_key(&database).await.expect("counts").into_iter().collect::<Vec<_>>(),
        [(done.active, ACCOUNTS as u64)]
    );
    assert_eq!(new.index(PHONE_PURPOSE, "x"), old.index(PHONE_PURPOSE, "x"), "accounts are still found");
    assert_eq!(forget(&file, &database, 3, IMPATIENT).await.expect("forgotten").gone, [old.current()]);
    let left = file.open().expect("keys");
    assert_eq!(left.ids(), [done.active]);
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
    rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    let (first, current) = (old.current(), file.open().expect("keys"));
    seal_again(&old, &database).await.expect("the old key is retired, and not gone");
    assert!(all_open(&current, &database).await, "what another server wrote under the old key can be read");
    let kept = forget(&file, &database, 3, IMPATIENT).await.expect("nothing");
    assert_eq!(
        (kept.gone.len(), kept.used[&first]),
        (0, ACCOUNTS as u64),
        "a key with data is never forgotten"
    );
    let stopped = reseal(&current, &database, |done| done < 1).await.expect("the first batch").rows;
    assert_eq!(stopped, BATCH as u64);
    assert!(all_open(&current, &database).await, "half-way, both keys open");
    assert_eq!(rows_by_key(&database).await.expect("counts")[&first], ACCOUNTS as u64 - stopped);
    let done = rotate(&file, &database, 4, IMPATIENT).await.expect("goes on");
    let Rotated { active, is_new, resealed, .. } = done;
    let rest = (current.current(), false, ACCOUNTS as u64 - stopped);
    assert_eq!((active, is_new, resealed.rows), rest, "no third key is made");
    assert!(all_open(&current, &database).await);
    assert_eq!(rows_by_key(&database).await.expect("counts").len(), 1);
}

#[tokio::test]
async fn a_rotation_has_not_ended_before_the_old_key_is_forgotten() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    file.open_for(&database).await.expect("the first keys");
    let first = rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    let again = rotate(&file, &database, 3, IMPATIENT).await.expect("nothing to do");
    assert_eq!((again.active, again.is_new), (first.active, false), "no key for nothing");
    assert_eq!(forget(&file, &database, 4, IMPATIENT).await.expect("forgotten").gone.len(), 1);
    assert!(rotate(&file, &database, 5, IMPATIENT).await.expect("rotated").is_new, "the next one begins");
}

#[tokio::test]
async fn nothing_is_written_under_a_key_that_was_forgotten() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let asleep = file.open_for(&database).await.expect("the first keys");
    fill(&asleep, &database).await;
    for now_ms in 2..4 {
        rotate(&file, &database, now_ms, IMPATIENT).await.expect("rotated");
        assert_eq!(forget(&file, &database, now_ms, IMPATIENT).await.expect("forgotten").gone.len(), 1);
    }
    let error = seal_again(&asleep, &database).await.expect_err("its key is two rotations old");
    assert!(matches!(error, DatabaseError::Reference(_)), "{error:?}");
    assert!(all_open(&asleep, &database).await, "it reads on: it finds the keys in the file at once");
    assert!(all_open(&file.open().expect("keys"), &database).await, "nothing is lost");
}

#[tokio::test]
async fn a_key_is_active_once_every_running_server_has_it() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let near = safe.server("near", safe.file()).await;
    near.begin().await.expect("it begins");
    let copy = safe.folder.path().join("copy");
    std::fs::copy(file.path(), &copy).expect("copied");
    let far =
        safe.server("far", KeyFile::new(&KeyArgs { file: Some(copy.clone()) }, safe.folder.path())).await;
    far.begin().await.expect("it begins");
    let first = near.keys.current();
    let running = Patience { silent_looks: 1_000, ..IMPATIENT };
    let error = rotate(&file, &database, 2, running).await.expect_err("no server has it");
    let RotationError::NotHad { key, servers } = error else { panic!("{error}") };
    assert_eq!(servers.len(), 2);
    near.beat().await.expect("it reads the file");
    let error = rotate(&file, &database, 3, running).await.expect_err("the other has a file of its own");
    assert!(error.to_string().contains("far") && !error.to_string().contains("near"), "{error}");
    far.beat().await.expect("its file is as it was");
    assert_eq!((near.keys.current(), far.keys.current()), (first, first));
    std::fs::copy(file.path(), &copy).expect("copied");
    far.beat().await.expect("it reads the file");
    let done = rotate(&file, &database, 4, running).await.expect("both have it");
    assert_eq!((done.active, done.is_new, done.behind.len()), (key, true, 2), "neither has heard of it");
    let kept = forget(&file, &database, 5, running).await.expect("nothing");
    assert_eq!((kept.gone.len(), kept.behind.len()), (0, 2), "both may still seal with the old key");
    for server in [&near, &far] {
        server.beat().await.expect("it hears of it");
        assert_eq!(server.keys.current(), key);
    }
    assert_eq!(forget(&file, &database, 6, running).await.expect("forgotten").gone, [first]);
    near.beat().await.expect("it lets go of the old one");
    assert_eq!(near.keys.ids(), [key]);
}

#[tokio::test]
async fn a_running_server_that_cannot_read_its_key_file_is_waited_for() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let near = safe.server("near", safe.file()).await;
    near.begin().await.expect("it begins");
    let copy = safe.folder.path().join("copy");
    std::fs::copy(file.path(), &copy).expect("copied");
    let far =
        safe.server("far", KeyFile::new(&KeyArgs { file: Some(copy.clone()) }, safe.folder.path())).await;
    far.begin().await.expect("it begins");
    let first = far.keys.current();
    let far = Arc::new(far);
    for spoil in ["", "not a key\n"] {
        std::fs::write(&copy, spoil).expect("spoilt");
        let following = Arc::clone(&far);
        let task = tokio::spawn(async move { following.follow(Duration::from_millis(5)).await });
        // Far more looks than a silent server is waited for, each with time for several beats.
        let patience = Patience { look: Duration::from_millis(20), silent_looks: 100, looks: 150 };
        let near_beats = async {
            loop {
                near.beat().await.expect("it reads the file");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let error = tokio::select! {
            done = rotate(&file, &database, 2, patience) => done.expect_err("it runs, and lacks the key"),
            () = near_beats => unreachable!("it beats on"),
        };
        task.abort();
        let RotationError::NotHad { servers, .. } = &error else { panic!("{error}") };
        assert_eq!(servers.len(), 1);
        assert!(error.to_string().contains("far (it cannot read its key file)"), "{error}");
        assert_eq!(far.keys.current(), first, "it seals as before");
    }
    let shown = overview(&file, &database, 3).await.expect("looks");
    assert!(shown.servers.iter().any(|server| server.name == "far (it cannot read its key file)"));
    std::fs::copy(file.path(), &copy).expect("copied");
    far.beat().await.expect("it reads the file");
    let shown = overview(&file, &database, 3).await.expect("looks");
    assert!(shown.servers.iter().any(|server| server.name == "far"), "it is called by its name again");
    assert!(rotate(&file, &database, 4, IMPATIENT).await.expect("both have it").is_new);
}

#[tokio::test]
async fn a_server_that_cannot_read_its_key_file_at_the_start_is_not_started() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let server = safe.server("new", safe.file()).await;
    std::fs::write(file.path(), "not a key\n").expect("spoilt");
    assert!(server.begin().await.is_err());
    let rows = database.read::<_, DatabaseError>(|transaction| {
        transaction.query_one("SELECT COUNT(*) FROM key_server", &[])?.get::<i64>(0)
    });
    assert_eq!(rows.await, Ok(0), "nobody waits for it");
}

#[tokio::test]
async fn no_key_file_is_made_for_a_database_that_has_keys() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let keys = file.open_for(&database).await.expect("a new shop gets a file");
    fill(&keys, &database).await;
    let aside = safe.folder.path().join("copy");
    std::fs::rename(file.path(), &aside).expect("it is gone");
    for why in [
        file.open_for(&database).await.expect_err("its keys are elsewhere"),
        file.find_for(&database).await.expect_err("the same for a command"),
        file.must_be_there(&database).await.expect_err("and for one about keys"),
    ] {
        assert!(why.contains("Put your copy of the key file back"), "{why}");
        assert!(why.contains(&keys.current().to_string()), "it says which key is missing: {why}");
        assert!(!file.path().exists(), "no new one hides that");
    }
    std::fs::rename(&aside, file.path()).expect("put back");
    assert!(all_open(&file.open_for(&database).await.expect("it is there"), &database).await);
}

#[tokio::test]
async fn a_server_that_was_killed_holds_nothing_up_for_long() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let killed = safe.server("killed", safe.file()).await;
    killed.begin().await.expect("it begins");
    let done = rotate(&file, &database, 2, Patience { looks: 100, ..IMPATIENT }).await.expect("rotated");
    assert!(done.is_new && done.behind.is_empty());
    assert_eq!(forget(&file, &database, 3, IMPATIENT).await.expect("forgotten").gone.len(), 1);
    assert!(overview(&file, &database, 4).await.expect("looks").servers.is_empty());
}

#[tokio::test]
async fn a_row_that_cannot_be_opened_is_named_and_holds_nothing_up() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let first = file.open_for(&database).await.expect("the first keys");
    fill(&first, &database).await;
    let broken = [&first.current().0[..], &[7; 60]].concat();
    let sql = "UPDATE account SET phone = $1 WHERE id = 3";
    let job = database.write::<_, DatabaseError>(move |transaction| transaction.execute(sql, &[&broken]));
    job.await.expect("broken");
    let done = rotate(&file, &database, 2, IMPATIENT).await.expect("the others are sealed anew").resealed;
    assert_eq!((done.rows, done.unreadable), (ACCOUNTS as u64 - 1, 1));
    let row = &done.named[0];
    assert_eq!((row.place, row.row, &row.error), ("account.phone", 3, &KeyError::Damaged));
    let twice = rotate(&file, &database, 2, IMPATIENT).await.expect("nothing to do");
    assert!(!twice.is_new, "twice is once: no key for nothing");
    let kept = forget(&file, &database, 3, IMPATIENT).await.expect("nothing");
    assert_eq!(kept.used[&first.current()], 1, "the row names its key");
    assert!(kept.waiting.is_empty(), "nothing more can be done for it");
    let again = rotate(&file, &database, 4, IMPATIENT).await.expect("later rotations work");
    assert!(again.is_new);
    assert_eq!(forget(&file, &database, 5, IMPATIENT).await.expect("forgotten").gone.len(), 1);
    file.open_for(&database).await.expect("and the shop starts");
}

#[tokio::test]
async fn a_value_too_short_to_name_a_key_is_named_and_holds_nothing_up() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let first = file.open_for(&database).await.expect("the first keys");
    fill(&first, &database).await;
    let short = [1, 2, 3];
    let sql = "UPDATE account SET phone = $1 WHERE id = 3";
    let job = database.write::<_, DatabaseError>(move |transaction| transaction.execute(sql, &[&short]));
    job.await.expect("cut short");
    let is_named = |found: &Resealed| {
        let row = Unreadable { place: "account.phone", row: 3, error: KeyError::Damaged };
        found.unreadable == 1 && found.named == [row]
    };
    assert!(is_named(&overview(&file, &database, 2).await.expect("looks").unreadable));
    let done = rotate(&file, &database, 2, IMPATIENT).await.expect("the others are sealed anew").resealed;
    assert!(done.rows == ACCOUNTS as u64 - 1 && is_named(&done), "{done:?}");
    assert_eq!(forget(&file, &database, 3, IMPATIENT).await.expect("forgotten").gone, [first.current()]);
}

#[tokio::test]
async fn rows_that_cannot_be_opened_are_named_with_table_and_number() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let first = file.open_for(&database).await.expect("the first keys");
    fill(&first, &database).await;
    let broken = [&first.current().0[..], &[7; 60]].concat();
    let sql = "UPDATE account SET phone = $1 WHERE id = 5";
    let job = database.write::<_, DatabaseError>(move |transaction| transaction.execute(sql, &[&broken]));
    job.await.expect("broken");
    rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    let found = overview(&file, &database, 3).await.expect("looks").unreadable;
    assert_eq!(found.unreadable, 1);
    assert_eq!((found.named[0].place, found.named[0].row), ("account.phone", 5));
    let sql = "UPDATE account SET phone_index = NULL, phone = NULL WHERE id = 5";
    let job = database.write::<_, DatabaseError>(move |transaction| transaction.execute(sql, &[]));
    job.await.expect("what cannot be read is taken out");
    assert_eq!(forget(&file, &database, 4, IMPATIENT).await.expect("forgotten").gone, [first.current()]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_file_that_cannot_be_changed_stops_before_the_database_forgets() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let first = file.open_for(&database).await.expect("the first keys").current();
    rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    // The name leads to a file that this process has open and that is nowhere else: it can be read, and not replaced.
    let held = tempfile::tempfile().expect("a file");
    std::io::copy(&mut std::fs::File::open(file.path()).expect("opens"), &mut &held).expect("copied");
    let name = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&held));
    let fixed = KeyFile::new(&KeyArgs { file: Some(name.into()) }, safe.folder.path());
    if fixed.open().is_err() {
        return; // no such names on this system
    }
    let error = forget(&fixed, &database, 3, IMPATIENT).await.expect_err("it cannot be written");
    assert!(error.to_string().contains("cannot be written"), "{error}");
    let states = overview(&file, &database, 4).await.expect("looks").states;
    assert_eq!(states.keys.get(&first), Some(&KeyState::Retired), "the key is still known");
    assert_eq!(forget(&file, &database, 5, IMPATIENT).await.expect("forgotten").gone, [first]);
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
    rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    let missing = file.open().expect("keys").current();
    std::fs::write(file.path(), before).expect("writes");
    let why = file.open().expect("keys").prove(&database, 3).await.expect_err("a key is missing").to_string();
    assert!(why.contains(&missing.to_string()) && why.contains("put back what is missing"), "{why}");
    let server = safe.server("wrong", safe.file()).await;
    assert!(server.begin().await.is_err());
    assert!(
        overview(&file, &database, 4).await.expect("looks").servers.is_empty(),
        "it says that it is gone"
    );
}

#[tokio::test]
async fn a_key_of_a_row_that_no_file_has_is_shown_and_given_up() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let first = file.open_for(&database).await.expect("the first keys");
    let before = std::fs::read_to_string(file.path()).expect("reads");
    let done = rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    let second = file.open_for(&database).await.expect("keys");
    fill(&second, &database).await;
    let with_both = std::fs::read_to_string(file.path()).expect("reads");
    std::fs::write(file.path(), before).expect("writes");
    let shown = overview(&file, &database, 3).await.expect("it shows what it can");
    assert!(!shown.in_file.contains(&done.active) && shown.rows[&done.active] == ACCOUNTS as u64);
    let error = give_up(&file, &database, first.current(), 4, IMPATIENT).await.expect_err("the file has it");
    assert!(matches!(error, RotationError::Kept { .. }), "{error}");
    let lost = give_up(&file, &database, done.active, 5, IMPATIENT).await.expect("given up");
    assert_eq!(lost, ACCOUNTS as u64);
    let without = file.open_for(&database).await.expect("the shop starts");
    assert!(!all_open(&without, &database).await);
    assert_eq!(without.current(), first.current());
    std::fs::write(file.path(), with_both).expect("writes");
    let found = file.open_for(&database).await.expect("keys");
    assert!(all_open(&found, &database).await, "the key was found again");
    let states = overview(&file, &database, 6).await.expect("looks").states;
    assert_eq!(states.keys[&done.active], KeyState::Retired);
    let again = rotate(&file, &database, 7, IMPATIENT).await.expect("everything under one key");
    assert_eq!(again.resealed.rows, ACCOUNTS as u64);
}

#[tokio::test]
async fn an_old_copy_of_the_key_file_brings_no_forgotten_key_back() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    file.open_for(&database).await.expect("the first keys");
    let before = std::fs::read_to_string(file.path()).expect("reads");
    rotate(&file, &database, 2, IMPATIENT).await.expect("rotated");
    let old = forget(&file, &database, 3, IMPATIENT).await.expect("forgotten").gone;
    let line = before.lines().last().expect("a key").replace(" current", "");
    let now = std::fs::read_to_string(file.path()).expect("reads");
    std::fs::write(file.path(), format!("{now}{line}\n")).expect("writes");
    let next = rotate(&file, &database, 4, IMPATIENT).await.expect("rotated");
    assert!(next.is_new && next.active != old[0]);
    forget(&file, &database, 5, IMPATIENT).await.expect("cleaned up");
    assert_eq!(file.open().expect("keys").ids(), [next.active]);
}

#[tokio::test]
async fn a_running_server_follows_a_rotation_by_itself() {
    let safe = Safe::new();
    let (file, database) = (safe.file(), safe.database().await);
    let server = Arc::new(safe.server("running", safe.file()).await);
    server.begin().await.expect("it begins");
    let following = Arc::clone(&server);
    let task = tokio::spawn(async move { following.follow(Duration::from_millis(20)).await });
    let done = rotate(&file, &database, 2, PATIENT).await.expect("rotated");
    assert!(done.behind.is_empty());
    assert_eq!(server.keys.current(), done.active, "the command waits until it seals with the new key");
    assert_eq!(forget(&file, &database, 3, PATIENT).await.expect("forgotten").gone.len(), 1);
    task.abort();
    server.end().await.expect("it ends");
    assert!(overview(&file, &database, 4).await.expect("looks").servers.is_empty());
}
