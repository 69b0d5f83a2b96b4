//! An SMS gateway that is asked by HTTP.

use super::budget;
use super::template::{Form, Template};
use super::{
    Budget, Message, NotReminded, PrintedSms, Reminder, Sending, SendingReminder, Sms, SmsError, SmsGateway,
};
use crate::outbound::{Outbound, OutboundError};
use clap::Args;
use http::{HeaderName, HeaderValue, Request, Uri, header};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How long to wait before the second try.
const RETRY_WAIT: Duration = Duration::from_secs(1);
const DEFAULT_BODY: &str = r#"{"phone":"{phone}","code":"{code}"}"#;

/// The options of the SMS gateway.
#[derive(Args, Clone, Debug)]
pub struct SmsArgs {
    /// Address of the SMS gateway that sends one-time codes, or `print` to print them here (development only). Without it
    /// nobody can sign in
    #[arg(long, env = "FAIRDAY_SMS_URL", value_name = "URL")]
    pub sms_url: Option<String>,
    /// What is sent to the gateway, JSON or a form, with {phone}, {national}, {code} and {minutes} [default:
    /// {"phone":"{phone}","code":"{code}"}]
    #[arg(long, env = "FAIRDAY_SMS_BODY", value_name = "TEMPLATE")]
    pub sms_body: Option<String>,
    /// What is sent to the gateway to remind somebody of what is due, JSON or a form, with {phone}, {national}, {text}, or
    /// {amount} and {day} for a text of the gateway's own, and {locale}. Without it nobody is reminded by SMS
    #[arg(long, env = "FAIRDAY_SMS_REMINDER_BODY", value_name = "TEMPLATE")]
    pub sms_reminder_body: Option<String>,
    /// Most text messages in an hour, of all servers together: half for codes to sign in, a quarter each for codes to sign
    /// terms and for reminders
    #[arg(long, env = "FAIRDAY_SMS_HOUR_MAX", value_name = "N", default_value_t = budget::HOUR_MAX, value_parser = limit())]
    pub sms_hour_max: u32,
    /// The same in a day
    #[arg(long, env = "FAIRDAY_SMS_DAY_MAX", value_name = "N", default_value_t = budget::DAY_MAX, value_parser = limit())]
    pub sms_day_max: u32,
    /// A header for the gateway with its secret, such as `Authorization: Bearer …`; give it as the variable
    #[arg(long, env = "FAIRDAY_SMS_HEADER", value_name = "HEADER", hide_env_values = true)]
    pub sms_header: Option<SecretHeader>,
}

fn limit() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(i64::from(budget::LEAST)..=i64::from(budget::MOST))
}

/// The text of a header, which has a secret in it.
#[derive(Clone)]
pub struct SecretHeader(String);

impl FromStr for SecretHeader {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for SecretHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl SmsArgs {
    /// How many messages are sent.
    pub const fn budget(&self) -> Budget {
        Budget { hour_max: self.sms_hour_max, day_max: self.sms_day_max }
    }

    /// What sends the codes. Needs a running runtime.
    ///
    /// # Errors
    /// A sentence for the operator, which does not repeat the header.
    pub fn open(&self) -> Result<Sms, String> {
        Ok(self.open_gateway()?.within(self.budget()))
    }

    fn open_gateway(&self) -> Result<Sms, String> {
        match self.sms_url.as_deref() {
            None => Ok(Sms::default()),
            Some("print") => Ok(Sms::by(PrintedSms)),
            Some(url) => {
                let body = self.sms_body.as_deref().unwrap_or(DEFAULT_BODY);
                let header = self.sms_header.as_ref().map(|header| header.0.as_str());
                let gateway = HttpSms::new(url, body, header)?;
                Ok(Sms::by(match self.sms_reminder_body.as_deref() {
                    None => gateway,
                    Some(body) => gateway.with_reminders(body)?,
                }))
            }
        }
    }
}

/// A gateway that takes a `POST`.
#[derive(Clone)]
pub struct HttpSms {
    url: Uri,
    template: Template,
    reminder: Option<Template>,
    header: Option<(HeaderName, HeaderValue)>,
    outbound: Outbound,
}

impl HttpSms {
    /// A gateway at this address; a body as [`SmsArgs`] says; a header `Name: value`.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(url: &str, body: &str, header: Option<&str>) -> Result<Self, String> {
        let is_web = |uri: &Uri| matches!(uri.scheme_str(), Some("https" | "http")) && uri.host().is_some();
        let url =
            url.parse().ok().filter(is_web).ok_or("--sms-url: write it as https://gateway.example/send.")?;
        let template = Template::parse(body).map_err(|why| format!("--sms-body: {why}."))?;
        let header = header.map(secret_header).transpose()?;
        let outbound = Outbound::new().map_err(|why| format!("--sms-url: {why}."))?;
        Ok(Self { url, template, reminder: None, header, outbound })
    }

    /// The same, and reminders with a body as [`SmsArgs`] says.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn with_reminders(self, body: &str) -> Result<Self, String> {
        let reminder = Template::of_reminders(body).map_err(|why| format!("--sms-reminder-body: {why}."))?;
        Ok(Self { reminder: Some(reminder), ..self })
    }

    /// The same with another deadline: for tests.
    pub fn within(self, time_max: Duration) -> Self {
        Self { outbound: self.outbound.within(time_max), ..self }
    }

    async fn try_twice(&self, form: Form, body: &str) -> Result<(), SmsError> {
        let first = self.try_once(form, body).await;
        // A second code does no harm.
        let last = if let Err(Failure::Passing(_) | Failure::Unknown(_)) = first {
            tokio::time::sleep(RETRY_WAIT).await;
            self.try_once(form, body).await
        } else {
            first
        };
        last.map_err(|(Failure::Passing(why) | Failure::Unknown(why) | Failure::Final(why))| SmsError(why))
    }

    async fn try_once(&self, form: Form, body: &str) -> Result<(), Failure> {
        let kind = match form {
            Form::Json => "application/json",
            Form::UrlEncoded => "application/x-www-form-urlencoded",
        };
        let mut request = Request::post(self.url.clone()).header(header::CONTENT_TYPE, kind);
        if let Some((name, value)) = &self.header {
            request = request.header(name, value);
        }
        let request =
            request.body(body.as_bytes().to_vec()).map_err(|_| Failure::Final("no request".to_owned()))?;
        let answer = self.outbound.send(request).await.map_err(|error| match error {
            OutboundError::Unreachable => Failure::Passing(error.to_string()),
            OutboundError::NoAnswer => Failure::Unknown(error.to_string()),
            OutboundError::TooLarge => Failure::Final(error.to_string()),
        })?;
        let said = format!("it answered {}", answer.status.as_u16());
        match answer.status {
            status if status.is_success() => Ok(()),
            status if status.is_server_error() || status.as_u16() == 429 => Err(Failure::Passing(said)),
            _ => Err(Failure::Final(said)),
        }
    }
}

/// Whether another try can help.
enum Failure {
    Passing(String),
    /// It may have been sent.
    Unknown(String),
    Final(String),
}

impl SmsGateway for HttpSms {
    fn send(&self, message: Message) -> Sending<'_> {
        Box::pin(async move { self.try_twice(self.template.form, &self.template.fill(&message)).await })
    }

    fn reminds(&self) -> bool {
        self.reminder.is_some()
    }

    fn remind(&self, reminder: Reminder) -> SendingReminder<'_> {
        Box::pin(async move {
            let none = || NotReminded::Ever(SmsError("it sends codes alone".to_owned()));
            let template = self.reminder.as_ref().ok_or_else(none)?;
            let tried = self.try_once(template.form, &template.fill_reminder(&reminder)).await;
            tried.map_err(|failure| match failure {
                Failure::Passing(why) => NotReminded::Yet(SmsError(why)),
                Failure::Unknown(why) | Failure::Final(why) => NotReminded::Ever(SmsError(why)),
            })
        })
    }
}

fn secret_header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let wrong = || "--sms-header: write it as `Name: value`.".to_owned();
    let (name, value) = text.split_once(':').ok_or_else(wrong)?;
    let name = name.trim().parse().map_err(|_| wrong())?;
    let mut value: HeaderValue = value.trim().parse().map_err(|_| wrong())?;
    value.set_sensitive(true);
    Ok((name, value))
}
