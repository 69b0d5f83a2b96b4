//! `fairday alarms`: what somebody of the shop has to act on.

use super::StoreArgs;
use super::print::{json, line, time};
use crate::alarms::{self, BY_CHARS_MAX, Listed, Which};
use crate::clock::Clock;
use crate::database::Database;
use clap::{Args, Subcommand};
use fairday_input::Kind;
use serde_json::{Value, json};

/// The command.
#[derive(Debug, Subcommand)]
pub enum AlarmsCommand {
    /// List what waits for somebody to act on it, the newest first, and what to do about it
    List(ListArgs),
    /// Say that somebody has dealt with an alarm
    Done(DoneArgs),
}

/// Options of `fairday alarms list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// List those that somebody has dealt with too
    #[arg(long)]
    all: bool,
    /// Print a JSON array for scripts
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreArgs,
}

/// Options of `fairday alarms done`.
#[derive(Args, Debug)]
pub struct DoneArgs {
    /// The number that `list` shows
    number: i64,
    /// The name of the person who dealt with it
    #[arg(long, value_name = "NAME")]
    by: String,
    #[command(flatten)]
    store: StoreArgs,
}

/// Does what was asked.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(command: AlarmsCommand) -> Result<(), String> {
    let store = match &command {
        AlarmsCommand::List(args) => &args.store,
        AlarmsCommand::Done(args) => &args.store,
    };
    let database = store.open().await?;
    let done = run(&database, &command).await;
    database.close().await;
    done
}

async fn run(database: &Database, command: &AlarmsCommand) -> Result<(), String> {
    let cannot = |error| format!("This cannot be done: {error}.");
    match command {
        AlarmsCommand::List(args) => {
            let which = if args.all { Which::All } else { Which::Open };
            let mut listed: Vec<Listed> = Vec::new();
            loop {
                let below = listed.last().map_or(i64::MAX, |one| one.number);
                let page = alarms::list(database, which, below).await.map_err(cannot)?;
                if page.is_empty() {
                    break;
                }
                listed.extend(page);
            }
            if args.json {
                json(&listed.iter().map(as_json).collect::<Vec<_>>());
            } else {
                listed.iter().for_each(show);
            }
        }
        AlarmsCommand::Done(args) => {
            let by = Kind::Line(BY_CHARS_MAX).check(&args.by).map_err(|why| format!("--by {why}."))?;
            if by.is_empty() {
                return Err("--by is needed: the name of whoever has dealt with it.".to_owned());
            }
            let done =
                alarms::done(database, args.number, by, Clock::default().now_ms()).await.map_err(cannot)?;
            show(&done.ok_or("There is no such alarm. `fairday alarms list --all` shows all.")?);
        }
    }
    Ok(())
}

fn as_json(one: &Listed) -> Value {
    let done = one.done.as_ref();
    json!({"number": one.number, "kind": one.kind, "subject": one.subject, "detail": one.detail, "times": one.times,
        "first_ms": one.first_ms, "last_ms": one.last_ms, "remedy": one.remedy(),
        "done_ms": done.map(|(ms, _)| ms), "done_by": done.map(|(_, by)| by)})
}

fn show(one: &Listed) {
    let done = one.done.as_ref().map(|(ms, by)| format!("  done {} by {by}", time(*ms))).unwrap_or_default();
    line(&format!(
        "{:>7}  {}  {}  {} times, last {}{done}",
        one.number,
        one.kind,
        one.subject,
        one.times,
        time(one.last_ms)
    ));
    for said in [one.detail.as_str(), one.remedy()].iter().filter(|said| !said.is_empty()) {
        line(&format!("         {said}"));
    }
}
