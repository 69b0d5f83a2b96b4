//! `fairday webhooks`: what other systems of the shop could not be told yet.

use super::StoreArgs;
use super::print::{json, line, time, word};
use crate::clock::Clock;
use crate::database::Database;
use crate::orders::status;
use crate::webhooks::outbox::Waiting;
use crate::webhooks::waiting;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum WebhooksCommand {
    /// List what was not delivered yet, and what was given up
    List(ListArgs),
    /// Have messages tried again from the beginning
    Retry(RetryArgs),
}

/// Options of `fairday webhooks list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Print a JSON array for scripts
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreArgs,
}

/// Options of `fairday webhooks retry`.
#[derive(Args, Debug)]
pub struct RetryArgs {
    /// The number that `list` shows; without it, every message that was given up
    id: Option<i64>,
    #[command(flatten)]
    store: StoreArgs,
}

/// Does what was asked.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(command: WebhooksCommand) -> Result<(), String> {
    let store = match &command {
        WebhooksCommand::List(args) => &args.store,
        WebhooksCommand::Retry(args) => &args.store,
    };
    let database = store.open().await?;
    let done = run(&database, &command).await;
    database.close().await;
    done
}

async fn run(database: &Database, command: &WebhooksCommand) -> Result<(), String> {
    let cannot = |error| format!("This cannot be done: {error}.");
    match command {
        WebhooksCommand::List(args) => {
            let waiting = waiting::list(database).await.map_err(cannot)?;
            if args.json {
                json(&waiting.iter().map(as_json).collect::<Vec<_>>());
            } else {
                waiting.iter().for_each(show);
                if waiting.len() >= waiting::LISTED_MAX as usize {
                    line(&format!("Only the oldest {} are listed: there may be more.", waiting::LISTED_MAX));
                }
            }
        }
        WebhooksCommand::Retry(args) => {
            let count = waiting::retry(database, args.id, Clock::default().now_ms()).await.map_err(cannot)?;
            if args.id.is_some() && count == 0 {
                return Err("There is no such message: it was delivered, or never was.".to_owned());
            }
            line(&format!("{count} will be tried again."));
        }
    }
    Ok(())
}

fn as_json(waiting: &Waiting) -> Value {
    json!({"id": waiting.id, "notice": waiting.notice, "tries": waiting.tries, "next_ms": waiting.next_ms,
        "dead_ms": waiting.dead_ms, "failure": waiting.failure})
}

fn show(waiting: &Waiting) {
    let notice = &waiting.notice;
    let then = match waiting.dead_ms {
        Some(ms) => format!("given up {}", time(ms)),
        None => format!("next {}", time(waiting.next_ms)),
    };
    line(&format!(
        "{:>7}  order {} {} {}, {}  tried {}, {then}  {}",
        waiting.id,
        notice.number,
        word(&notice.kind),
        status::name(notice.status),
        word(&notice.payment),
        waiting.tries,
        waiting.failure.as_deref().unwrap_or_default(),
    ));
}
