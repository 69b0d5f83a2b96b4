//! What the engine itself needs for the new rows of a billing run: in transactions as large as a batch of the run, as durable, on one
//! connection, the rows known before.

use super::Outcome;
use fairday_server::credit::billing::BATCH;
use fairday_server::database::Location;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

/// Empty tables with the columns and keys of the ledger, without its conditions and its references to other tables.
const TABLES: &str = "CREATE TABLE entry (number INTEGER PRIMARY KEY, account_id BIGINT NOT NULL, agreement BIGINT, \
    sequence BIGINT, kind TEXT NOT NULL, instalment BIGINT, counts_from BIGINT NOT NULL, at_ms BIGINT NOT NULL, request TEXT, \
    UNIQUE (agreement, sequence), UNIQUE (agreement, instalment), UNIQUE (agreement, request)); \
    CREATE INDEX entry_by_account ON entry (account_id, number); \
    CREATE TABLE transfer (entry BIGINT NOT NULL, place BIGINT NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL, \
    amount BIGINT NOT NULL, PRIMARY KEY (entry, place));";
/// A bill that no agreement has.
const INSTALMENT: i64 = 36;
const SEQUENCE: i64 = 1_000;

/// So many entries, each of an agreement and an account of the same number, and so many transfers of each.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) entries: i64,
    pub(crate) transfers: i64,
}

impl Rows {
    /// Seconds for these rows in empty tables ([`TABLES`]).
    pub(crate) fn into_empty_tables(self, location: &Location) -> Outcome<f64> {
        match location {
            Location::Sqlite(path) => {
                let mut connection = open(&path.with_file_name("bulk.db"))?;
                connection.execute_batch(TABLES)?;
                self.into_sqlite(&mut connection, ("entry", "transfer"), 0)
            }
            Location::Postgres(_) => on_postgres(move |client| {
                client.batch_execute(
                    "DROP SCHEMA IF EXISTS bulk CASCADE; CREATE SCHEMA bulk; SET search_path TO bulk;",
                )?;
                client.batch_execute(&TABLES.replace("INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY"))?;
                self.into_postgres(client, ("entry", "transfer"), 0)
            }),
        }
    }

    /// Seconds for these rows in the books themselves, which are full, and have conditions and references.
    pub(crate) fn into_the_books(self, location: &Location) -> Outcome<f64> {
        const LAST: &str = "SELECT MAX(number) FROM credit_entry";
        match location {
            Location::Sqlite(path) => {
                let mut connection = open(path)?;
                let last = connection.query_row(LAST, [], |row| row.get(0))?;
                self.into_sqlite(&mut connection, ("credit_entry", "credit_transfer"), last)
            }
            Location::Postgres(_) => on_postgres(move |client| {
                let last = client.query_one(LAST, &[])?.get(0);
                self.into_postgres(client, ("credit_entry", "credit_transfer"), last)
            }),
        }
    }

    /// One prepared statement a row.
    fn into_sqlite(
        self,
        connection: &mut rusqlite::Connection,
        (entries, transfers): (&str, &str),
        after: i64,
    ) -> Outcome<f64> {
        let entry_sql = format!(
            "INSERT INTO {entries} (number, account_id, agreement, sequence, kind, instalment, counts_from, at_ms) \
             VALUES (?1, ?2, ?2, {SEQUENCE}, 'billed', {INSTALMENT}, 20000, 1)"
        );
        let transfer_sql =
            format!("INSERT INTO {transfers} VALUES (?1, ?2, 'principal_due', 'principal_not_due', 6658)");
        let (begin, mut done) = (Instant::now(), 0);
        while done < self.entries {
            let transaction = connection.transaction()?;
            {
                let mut entry = transaction.prepare_cached(&entry_sql)?;
                let mut transfer = transaction.prepare_cached(&transfer_sql)?;
                for _ in 0..BATCH.min(self.entries - done) {
                    done += 1;
                    entry.execute([after + done, done])?;
                    for place in 0..self.transfers {
                        transfer.execute([after + done, place])?;
                    }
                }
            }
            transaction.commit()?;
        }
        Ok(begin.elapsed().as_secs_f64())
    }

    /// `COPY`.
    fn into_postgres(
        self,
        client: &mut postgres::Client,
        (entries, transfers): (&str, &str),
        after: i64,
    ) -> Outcome<f64> {
        let entry_sql = format!(
            "COPY {entries} (number, account_id, agreement, sequence, kind, instalment, counts_from, at_ms) FROM STDIN"
        );
        let transfer_sql = format!("COPY {transfers} (entry, place, debit, credit, amount) FROM STDIN");
        let (begin, mut done) = (Instant::now(), 0);
        while done < self.entries {
            let last = self.entries.min(done + BATCH);
            let (mut entries, mut transfers) = (String::new(), String::new());
            for agreement in done + 1..=last {
                let number = after + agreement;
                writeln!(
                    entries,
                    "{number}\t{agreement}\t{agreement}\t{SEQUENCE}\tbilled\t{INSTALMENT}\t20000\t1"
                )?;
                for place in 0..self.transfers {
                    writeln!(transfers, "{number}\t{place}\tprincipal_due\tprincipal_not_due\t6658")?;
                }
            }
            let mut transaction = client.transaction()?;
            for (sql, rows) in [(&entry_sql, entries), (&transfer_sql, transfers)] {
                let mut copy = transaction.copy_in(sql.as_str())?;
                copy.write_all(rows.as_bytes())?;
                copy.finish()?;
            }
            transaction.commit()?;
            done = last;
        }
        Ok(begin.elapsed().as_secs_f64())
    }
}

/// As the shop opens it.
fn open(path: &Path) -> Outcome<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384;",
    )?;
    Ok(connection)
}

/// A thread of its own: the client waits in a way that asynchronous programs forbid.
fn on_postgres(work: impl FnOnce(&mut postgres::Client) -> Outcome<f64> + Send + 'static) -> Outcome<f64> {
    let url = std::env::args().nth(1).ok_or("name a database")?;
    let run = move || work(&mut postgres::Client::connect(&url, postgres::NoTls)?);
    std::thread::spawn(run).join().map_err(|_| "it panicked")?
}
