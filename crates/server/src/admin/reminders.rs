//! `fairday credit remind`: reminds shoppers of what is due, beside a server that may be doing it.

use super::Common;
use super::print::{json, line};
use crate::clock::Clock;
use crate::credit::reminders::{RemindError, Reminding};
use crate::lease::Holder;
use crate::sms::SmsArgs;
use clap::Args;
use fairday_credit::Date;
use serde_json::json;

/// Options of `fairday credit remind`.
#[derive(Args, Debug)]
pub struct RemindArgs {
    /// The day on which shoppers would have been reminded, YYYY-MM-DD in the shop's time zone, at most 7 days ago [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    sms: SmsArgs,
    #[command(flatten)]
    common: Common,
}

/// Reminds shoppers, whatever hour it is.
///
/// # Errors
/// A sentence for the operator.
pub async fn remind(args: &RemindArgs) -> Result<(), String> {
    let sms = args.sms.open()?;
    let credit = args.common.open_credit().await?;
    let database = credit.database.clone();
    let done = match Reminding::new(credit, sms) {
        Ok(reminding) => run(&reminding, args.as_of, args.common.json).await,
        Err(sentence) => Err(sentence),
    };
    database.close().await;
    done
}

async fn run(reminding: &Reminding, as_of: Option<Date>, is_json: bool) -> Result<(), String> {
    let today = reminding.credit.today().map_err(|error| format!("The clock cannot be used: {error}."))?;
    let as_of = as_of.unwrap_or(today);
    let clock = Clock::default();
    let done =
        reminding.remind(Holder::new(), as_of, &|| Some(clock.now_ms())).await.map_err(
            |error| match error {
                RemindError::Busy => {
                    "A server is sending reminders just now. Nothing has to be done.".to_owned()
                }
                RemindError::Never => "The shop's configuration has no [credit.reminders].".to_owned(),
                RemindError::OtherDay => format!("{error}; in the shop it is {today}."),
                RemindError::Credit(error) => {
                    format!("The run stopped: {error}. Run it again; what was sent is not sent again.")
                }
            },
        )?;
    if is_json {
        json(
            &json!({"day": as_of.to_string(), "due": done.claimed, "sent": done.sent, "given_up": done.failed,
            "put_off": done.put_off}),
        );
        return Ok(());
    }
    line(&format!(
        "Reminded for {as_of}: {} due, {} sent, {} given up, {} to be tried again by a running server.",
        done.claimed, done.sent, done.failed, done.put_off
    ));
    Ok(())
}
