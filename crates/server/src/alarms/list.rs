//! Alarms for the operator: lists them and marks them as done.

use super::Kind;
use crate::database::{Database, DatabaseError, Row, Transaction};

/// Most alarms of one page of the list.
pub const LISTED_MAX: u32 = 100;
/// The longest name of whoever has dealt with an alarm, characters.
pub const BY_CHARS_MAX: usize = 60;

/// Which alarms are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that wait for somebody.
    #[default]
    Open,
    /// Those that somebody has dealt with.
    Done,
    /// All.
    All,
}

impl Which {
    /// As the wire says it.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "done" => Some(Self::Done),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// An alarm as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names it.
    pub number: i64,
    /// The cause; a word of a newer version is kept as it is.
    pub kind: String,
    /// The thing it happened to.
    pub subject: String,
    /// Further facts, of the last time.
    pub detail: String,
    /// How often it has happened.
    pub times: i64,
    /// When it happened first, milliseconds since 1970 UTC.
    pub first_ms: i64,
    /// When it happened last, milliseconds since 1970 UTC.
    pub last_ms: i64,
    /// When it was dealt with, milliseconds since 1970 UTC, and by whom.
    pub done: Option<(i64, String)>,
}

impl Listed {
    /// The act that mends it.
    pub fn remedy(&self) -> &'static str {
        Kind::of_code(&self.kind).map_or("", Kind::remedy)
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT number, kind, subject, detail, times, first_ms, last_ms, done_ms, done_by FROM alarm WHERE ",
            $rest
        )
    };
}

/// Alarms with a number below this, the newest first, at most [`LISTED_MAX`].
///
/// # Errors
/// Those of the database.
pub async fn list(database: &Database, which: Which, below: i64) -> Result<Vec<Listed>, DatabaseError> {
    let look = move |transaction: &mut Transaction<'_>| {
        let sql = match which {
            Which::Open => select!("number < $1 AND done_ms IS NULL ORDER BY number DESC LIMIT $2"),
            Which::Done => select!("number < $1 AND done_ms IS NOT NULL ORDER BY number DESC LIMIT $2"),
            Which::All => select!("number < $1 ORDER BY number DESC LIMIT $2"),
        };
        transaction.query(sql, &[&below, &LISTED_MAX])?.iter().map(read).collect()
    };
    database.read_one(look).await
}

/// Somebody has dealt with an alarm. Again changes nothing: who was first stays. Nothing when there is no such alarm.
///
/// # Errors
/// Those of the database.
pub async fn done(
    database: &Database,
    number: i64,
    by: String,
    now_ms: i64,
) -> Result<Option<Listed>, DatabaseError> {
    let job = move |transaction: &mut Transaction<'_>| {
        transaction.execute(
            "UPDATE alarm SET done_ms = $1, done_by = $2 WHERE number = $3 AND done_ms IS NULL",
            &[&now_ms, &by, &number],
        )?;
        transaction.query_optional(select!("number = $1"), &[&number])?.as_ref().map(read).transpose()
    };
    database.write(job).await
}

/// How many alarms of each kind are open.
///
/// # Errors
/// Those of the database.
pub async fn open_counts(database: &Database) -> Result<Vec<(Kind, i64)>, DatabaseError> {
    let look = |transaction: &mut Transaction<'_>| {
        let sql = "SELECT kind, COUNT(*) FROM alarm WHERE done_ms IS NULL GROUP BY kind";
        let rows = transaction.query(sql, &[])?;
        rows.iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?)))
            .collect::<Result<Vec<(String, i64)>, DatabaseError>>()
    };
    let found = database.read_one(look).await?;
    let of = |kind: Kind| found.iter().find(|(code, _)| code == kind.code()).map_or(0, |(_, count)| *count);
    Ok(Kind::ALL.into_iter().map(|kind| (kind, of(kind))).collect())
}

fn read(row: &Row) -> Result<Listed, DatabaseError> {
    let (done_ms, done_by): (Option<i64>, Option<String>) = (row.get(7)?, row.get(8)?);
    Ok(Listed {
        number: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        detail: row.get(3)?,
        times: row.get(4)?,
        first_ms: row.get(5)?,
        last_ms: row.get(6)?,
        done: done_ms.zip(done_by),
    })
}
