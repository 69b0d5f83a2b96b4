//! `fairday keys`: what an operator does with the keys of personal data.

use super::key_file::KeyFile;
use super::keys::KeyId;
use super::rotation::{self, Forgotten, Overview, Patience, Rotated, RotationError, Unreadable};
use super::servers::ServerRow;
use crate::admin::StoreArgs;
use crate::admin::print::time;
use crate::clock::Clock;
use crate::database::{Class, Database};
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

/// Does it, and says on standard error what was done.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(args: KeysArgs) -> Result<(), String> {
    let place = match &args.command {
        KeysCommand::List(place) | KeysCommand::Rotate(place) | KeysCommand::Forget(place) => place,
        KeysCommand::GiveUp(args) => &args.store,
        KeysCommand::Push => return print_push_key(),
    };
    let location = place.database.location(&place.data).map_err(|error| format!("--database: {error}."))?;
    let database =
        Database::open(&location).await.map_err(|error| format!("{location} cannot be used: {error}."))?;
    let (database, file) = (database.for_class(Class::Bulk), KeyFile::new(&place.keys, &place.data));
    let said = run(&args.command, &file, &database).await.map_err(|error| error.to_string());
    database.close().await;
    let _ = writeln!(std::io::stderr(), "{}", said?);
    Ok(())
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

async fn run(command: &KeysCommand, file: &KeyFile, database: &Database) -> Result<String, RotationError> {
    let now_ms = Clock::default().now_ms();
    let patience = Patience::default();
    match command {
        KeysCommand::List(_) | KeysCommand::Push => {
            Ok(listed(&rotation::overview(file, database, now_ms).await?))
        }
        KeysCommand::Rotate(_) => Ok(rotated(&rotation::rotate(file, database, now_ms, patience).await?)),
        KeysCommand::Forget(_) => Ok(forgotten(&rotation::forget(file, database, now_ms, patience).await?)),
        KeysCommand::GiveUp(args) => {
            let rows = rotation::give_up(file, database, args.key, now_ms, patience).await?;
            Ok(format!("The key {} is given up; {rows} rows under it cannot be read any more.", args.key))
        }
    }
}

fn rotated(done: &Rotated) -> String {
    let what = if done.is_new { "The new key" } else { "The key of the last rotation" };
    let mut lines =
        vec![format!("{what} {} is active, and {} rows were sealed anew.", done.active, done.resealed.rows)];
    if done.resealed.unreadable > 0 {
        lines.push(format!(
            "{} rows cannot be opened and are as they were; the first of them:",
            done.resealed.unreadable
        ));
        let line = |row: &Unreadable| format!("  {}, row {}: {}", row.place, row.row, row.error);
        lines.extend(done.resealed.named.iter().map(line));
    }
    if done.behind.is_empty() {
        lines.push(
            "`fairday keys forget` takes the old key away; `rotate` makes the next one after that."
                .to_owned(),
        );
    } else {
        lines.push(behind(&done.behind));
    }
    lines.join("\n")
}

fn behind(servers: &[ServerRow]) -> String {
    let names: Vec<&str> = servers.iter().map(|server| server.name.as_str()).collect();
    format!(
        "A running server still seals with an older key: {}. Its log says why; run this again when it has the active one.",
        names.join("; ")
    )
}

fn forgotten(done: &Forgotten) -> String {
    let names: Vec<String> = done.gone.iter().map(ToString::to_string).collect();
    let mut lines = vec![match names[..] {
        [] => "There is no key without data.".to_owned(),
        _ => format!("Forgotten: {}.", names.join(", ")),
    }];
    let kept = |(id, rows): (&KeyId, &u64)| format!("Kept: {id}, since {rows} rows are sealed under it.");
    lines.extend(done.used.iter().map(kept));
    if !done.behind.is_empty() {
        lines.push(behind(&done.behind));
    }
    lines.join("\n")
}

/// A line for each key that the database, a row or the file knows, and for each server.
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
        format!("{id}: {} rows, {state}{missing}", all.rows.get(id).copied().unwrap_or_default())
    };
    let server = |server: &ServerRow| {
        let has: Vec<String> = server.has.iter().map(ToString::to_string).collect();
        let (name, seals_with) = (&server.name, server.seals_with);
        format!("{name}: seals with {seals_with}, has {}; said at {}", has.join(" "), time(server.beat_ms))
    };
    ids.iter().map(key).chain(all.servers.iter().map(server)).collect::<Vec<_>>().join("\n")
}
