//! `fairday keys`: what an operator does with the keys of personal data.

use super::key_file::KeyFile;
use super::keys::KeyId;
use super::reseal::{Resealed, Unreadable};
use super::rotation::{self, Forgotten, Overview, Patience, Rotated, RotationError};
use super::servers::ServerRow;
use crate::admin::StoreArgs;
use crate::admin::print::time;
use crate::clock::Clock;
use crate::database::Database;
use crate::push::vapid::VapidKey;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
use std::io::Write;

/// Options of `fairday keys`.
#[derive(Args, Clone, Debug)]
pub struct KeysArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: KeysCommand,
}

/// What to do with the keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeysCommand {
    /// Show the keys with their states, how many rows are sealed under each, and which servers have them
    List(StoreArgs),
    /// Make a new key, wait until every running server has it, and seal everything under it anew; goes on with a rotation that was
    /// broken off
    Rotate(StoreArgs),
    /// Take keys away that nothing is sealed under and that no running server seals with
    Forget(StoreArgs),
    /// Give a key up that is in no copy of the key file any more: servers start without it, and what is sealed under it is lost
    GiveUp(GiveUpArgs),
    /// Make a key for notifications and print it; it is kept nowhere. Give it to the server as `FAIRDAY_PUSH_KEY`
    Push,
}

/// Options of `fairday keys give-up`.
#[derive(Args, Clone, Debug)]
pub struct GiveUpArgs {
    /// The key's name: eight digits 0-9 a-f
    #[arg(value_name = "KEY", value_parser = parse_id)]
    pub key: KeyId,
    /// Where the shop's data is
    #[command(flatten)]
    pub store: StoreArgs,
}

fn parse_id(text: &str) -> Result<KeyId, String> {
    KeyId::parse(text).ok_or_else(|| "a key is named by eight digits 0-9 a-f".to_owned())
}

/// What there is to print, and what of it the operator still has to do something about.
struct Said {
    printed: String,
    left: Option<String>,
}

/// Does it, and prints what was done.
///
/// # Errors
/// A sentence for the operator, also when not all that was asked for could be done.
pub async fn command(args: KeysArgs) -> Result<(), String> {
    let place = match &args.command {
        KeysCommand::List(place) | KeysCommand::Rotate(place) | KeysCommand::Forget(place) => place,
        KeysCommand::GiveUp(args) => &args.store,
        KeysCommand::Push => return print_push_key(),
    };
    let (database, file) = (place.open().await?, place.key_file());
    let said = match file.must_be_there(&database).await {
        Ok(()) => run(&args.command, &file, &database).await.map_err(|error| error.to_string()),
        Err(why) => Err(why),
    };
    database.close().await;
    let said = said?;
    let printed = writeln!(std::io::stdout(), "{}", said.printed);
    printed.map_err(|error| format!("What was done could not be printed: {error}."))?;
    said.left.map_or(Ok(()), Err)
}

fn print_push_key() -> Result<(), String> {
    let key = VapidKey::generate();
    let printed = writeln!(std::io::stdout(), "{}", key.secret_text().as_str());
    printed.map_err(|error| format!("The key could not be printed: {error}."))?;
    let _ = writeln!(
        std::io::stderr(),
        "Keep it secret, and keep it: with another key every phone has to ask for notifications anew."
    );
    Ok(())
}

async fn run(command: &KeysCommand, file: &KeyFile, database: &Database) -> Result<Said, RotationError> {
    let now_ms = Clock::default().now_ms();
    let patience = Patience::default();
    Ok(match command {
        KeysCommand::List(_) | KeysCommand::Push => {
            Said { printed: listed(&rotation::overview(file, database, now_ms).await?), left: None }
        }
        KeysCommand::Rotate(_) => rotated(&rotation::rotate(file, database, now_ms, patience).await?),
        KeysCommand::Forget(_) => forgotten(&rotation::forget(file, database, now_ms, patience).await?),
        KeysCommand::GiveUp(args) => {
            let lost = rotation::give_up(file, database, args.key, now_ms, patience).await?;
            let printed =
                format!("The key {} is given up; {} under it cannot be read any more.", args.key, rows(lost));
            Said { printed, left: None }
        }
    })
}

fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

fn are(count: u64) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

fn rotated(done: &Rotated) -> Said {
    let what = if done.is_new { "The new key" } else { "The key of the last rotation" };
    let resealed = done.resealed.rows;
    let were = if resealed == 1 { "was" } else { "were" };
    let mut printed =
        vec![format!("{what} {} is active, and {} {were} sealed anew.", done.active, rows(resealed))];
    printed.extend(unreadable(&done.resealed));
    if done.behind.is_empty() {
        printed.push(
            "`fairday keys forget` takes the old key away; `rotate` makes the next one after that."
                .to_owned(),
        );
    }
    let mut left = Vec::new();
    if done.resealed.unreadable > 0 {
        left.push(UNREADABLE.to_owned());
    }
    if !done.behind.is_empty() {
        left.push(behind(&done.behind));
    }
    Said { printed: printed.join("\n"), left: (!left.is_empty()).then(|| left.join("\n")) }
}

/// What an operator can do about rows that cannot be opened.
const UNREADABLE: &str = "Not every row could be opened. \"A row that cannot be opened\" in README.md says how to put back, or to empty, \
                          the rows that are named. They hold nothing else up.";

/// The first few rows that cannot be opened, by table, column and number.
fn unreadable(found: &Resealed) -> Vec<String> {
    if found.unreadable == 0 {
        return Vec::new();
    }
    let line = |row: &Unreadable| format!("  {}, row {}: {}", row.place, row.row, row.error);
    let more = if found.unreadable > found.named.len() as u64 { "; the first of them" } else { "" };
    let head = format!("{} cannot be opened and stay as they were{more}:", rows(found.unreadable));
    let head =
        if found.unreadable == 1 { head.replace("stay as they were", "stays as it was") } else { head };
    std::iter::once(head).chain(found.named.iter().map(line)).collect()
}

fn behind(servers: &[ServerRow]) -> String {
    let names: Vec<&str> = servers.iter().map(|server| server.name.as_str()).collect();
    format!(
        "A running server still seals with an older key: {}. Its log says why; run this again when it has the active one.",
        names.join("; ")
    )
}

fn forgotten(done: &Forgotten) -> Said {
    let names: Vec<String> = done.gone.iter().map(ToString::to_string).collect();
    let printed = match (&names[..], done.used.is_empty() && done.behind.is_empty()) {
        ([], true) => "Nothing to forget: there is no old key.".to_owned(),
        ([], false) if done.behind.is_empty() => {
            "Nothing was forgotten: every old key still has rows.".to_owned()
        }
        ([], false) => "Nothing was forgotten.".to_owned(),
        _ => format!("Forgotten: {}.", names.join(", ")),
    };
    let kept = |(id, count): (&KeyId, &u64)| {
        let what = format!("The key {id} is kept, since {} {} sealed under it", rows(*count), are(*count));
        if done.waiting.contains(id) {
            format!("{what}: run `fairday keys rotate`, and then this again.")
        } else {
            format!("{what} that cannot be opened: `fairday keys list` names them.")
        }
    };
    let mut left: Vec<String> = done.used.iter().map(kept).collect();
    if !done.behind.is_empty() {
        left.push(behind(&done.behind));
    }
    Said { printed, left: (!left.is_empty()).then(|| left.join("\n")) }
}

/// A line for each key that the database, a row or the file knows, for each server, and for each row that cannot be opened.
fn listed(all: &Overview) -> String {
    let mut ids: BTreeSet<KeyId> = all.states.keys.keys().copied().collect();
    ids.extend(all.rows.keys().chain(&all.in_file));
    let key = |id: &KeyId| {
        let state = match all.states.keys.get(id) {
            Some(state) => state.to_string(),
            None if all.states.forgotten.contains(id) => {
                "forgotten, to be taken out by `keys forget`".to_owned()
            }
            None => "not used yet".to_owned(),
        };
        let missing = if all.in_file.contains(id) { "" } else { ", NOT IN THE KEY FILE" };
        format!("{id}: {}, {state}{missing}", rows(all.rows.get(id).copied().unwrap_or_default()))
    };
    let server = |server: &ServerRow| {
        let has: Vec<String> = server.has.iter().map(ToString::to_string).collect();
        let (name, seals_with) = (&server.name, server.seals_with);
        format!("{name}: seals with {seals_with}, has {}; said at {}", has.join(" "), time(server.beat_ms))
    };
    let lines = ids.iter().map(key).chain(all.servers.iter().map(server));
    lines.chain(unreadable(&all.unreadable)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::KeyError;

    const OLD: KeyId = KeyId([1; 4]);
    const NEW: KeyId = KeyId([2; 4]);

    fn forgetting(used: &[(KeyId, u64)], waiting: &[KeyId], gone: &[KeyId]) -> Said {
        let used = used.iter().copied().collect();
        let waiting = waiting.iter().copied().collect();
        forgotten(&Forgotten { gone: gone.to_vec(), used, waiting, behind: Vec::new() })
    }

    #[test]
    fn forgetting_says_what_it_did_and_fails_when_it_did_not_do_all() {
        let said = forgetting(&[], &[], &[]);
        assert_eq!((said.printed.as_str(), said.left), ("Nothing to forget: there is no old key.", None));
        let said = forgetting(&[], &[], &[OLD]);
        assert_eq!((said.printed.as_str(), said.left), ("Forgotten: 01010101.", None));
        let said = forgetting(&[(OLD, 1)], &[OLD], &[]);
        assert_eq!(said.printed, "Nothing was forgotten: every old key still has rows.");
        let left = said.left.expect("it is not done");
        assert!(left.contains("1 row is sealed under it: run `fairday keys rotate`"), "{left}");
        let left = forgetting(&[(OLD, 2)], &[], &[NEW]).left.expect("it is not done");
        assert!(left.contains("2 rows are sealed under it that cannot be opened"), "{left}");
    }

    #[test]
    fn a_rotation_that_could_not_open_a_row_names_it_and_fails() {
        let row = Unreadable { place: "account.phone", row: 3, error: KeyError::Damaged };
        let resealed = Resealed { rows: 1, unreadable: 1, named: vec![row] };
        let done = Rotated { active: NEW, is_new: true, resealed, behind: Vec::new() };
        let said = rotated(&done);
        assert!(said.printed.contains("and 1 row was sealed anew."), "{}", said.printed);
        assert!(said.printed.contains("1 row cannot be opened and stays as it was:\n  account.phone, row 3"));
        assert!(said.left.is_some());
        let done = Rotated { resealed: Resealed::default(), ..done };
        assert!(rotated(&done).left.is_none());
    }
}
