//! `fairday keys`: what an operator does with the keys of personal data.

use super::key_file::KeyFile;
use super::rotation::{self, RotationError};
use crate::admin::StoreArgs;
use crate::clock::Clock;
use crate::database::{Class, Database};
use crate::push::vapid::VapidKey;
use clap::{Args, Subcommand};
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
    /// Show the keys' names, and how many rows are sealed under each
    List(StoreArgs),
    /// Make a new key current and seal everything under it anew; goes on with one that was broken off
    Rotate(StoreArgs),
    /// Take keys out of the file that nothing is sealed under; every server must have read the new file by then
    Forget(StoreArgs),
    /// Make a key for notifications and print it; it is kept nowhere. Give it to the server as `FAIRDAY_PUSH_KEY`
    Push,
}

/// Does it, and says on standard error what was done.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(args: KeysArgs) -> Result<(), String> {
    let (KeysCommand::List(place) | KeysCommand::Rotate(place) | KeysCommand::Forget(place)) = &args.command
    else {
        return print_push_key();
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
    match command {
        KeysCommand::List(_) => list(file, database, now_ms).await,
        KeysCommand::Rotate(_) => {
            let done = rotation::rotate(file, database, now_ms).await?;
            let what = if done.is_new { "The new key" } else { "The key of the last rotation" };
            Ok(format!(
                "{what} {} is current, and {} rows were sealed anew. Running servers take it from the file within a minute; \
                 servers with a file of their own need a copy. Run this once more then, and after it `fairday keys forget`.",
                done.current, done.rows
            ))
        }
        KeysCommand::Forget(_) | KeysCommand::Push => {
            let gone = rotation::forget(file, database, now_ms).await?;
            let names: Vec<String> = gone.iter().map(ToString::to_string).collect();
            Ok(match names[..] {
                [] => "There is no key without data.".to_owned(),
                _ => format!("Forgotten: {}.", names.join(", ")),
            })
        }
    }
}

async fn list(file: &KeyFile, database: &Database, now_ms: i64) -> Result<String, RotationError> {
    let ring = file.open().map_err(RotationError::File)?;
    ring.prove(database, now_ms).await?;
    let rows = rotation::rows_by_key(database).await?;
    let line = |id| {
        let mark = if id == ring.current() { ", current" } else { "" };
        format!("{id}: {} rows{mark}", rows.get(&id).copied().unwrap_or_default())
    };
    Ok(ring.ids().into_iter().map(line).collect::<Vec<_>>().join("\n"))
}
