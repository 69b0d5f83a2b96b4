//! Text messages: one-time codes, and reminders.
//!
//! A code is put into a short queue and sent in the background, so that the answer to whoever asked for it takes as long
//! whether the message is sent, fails, or takes seconds. A reminder is sent while its sender waits, who tries again later.

pub mod budget;
pub mod failures;
mod http;
mod template;

pub use self::budget::Budget;
pub use self::http::{HttpSms, SmsArgs};

use crate::accounts::Phone;
use fairday_contract::Locale;
use std::future::Future;
use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// Most messages that wait or are being sent; beyond it nobody is sent a code until some are done.
pub const WAITING_MAX: usize = 256;
/// Most messages being sent at once.
pub const SENDING_MAX: usize = 8;

/// A message to be sent. Shown in no dump.
#[derive(Clone)]
pub struct Message {
    /// Where to.
    pub phone: Phone,
    /// The code.
    pub code: String,
}

/// A reminder to be sent. Shown in no dump.
#[derive(Clone)]
pub struct Reminder {
    /// Where to.
    pub phone: Phone,
    /// In which language.
    pub locale: Locale,
    /// All that it says.
    pub text: String,
    /// The amount in it, for gateways that have a text of their own.
    pub amount: String,
    /// The day in it.
    pub day: String,
}

/// Why a message was not sent. Says neither number nor code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SmsError(pub String);

/// Why a reminder was not sent, or may not have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReminded {
    /// It was not sent, and another try can help.
    #[error("{0}")]
    Yet(SmsError),
    /// No other try can help; or it may have been sent, and another try would be a second message.
    #[error("{0}")]
    Ever(SmsError),
}

/// The work of sending one reminder.
pub type SendingReminder<'a> = Pin<Box<dyn Future<Output = Result<(), NotReminded>> + Send + 'a>>;

/// The work of sending one message.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), SmsError>> + Send + 'a>>;

/// What sends messages.
pub trait SmsGateway: Send + Sync + 'static {
    /// Sends one message, and tries once more where that can help.
    fn send(&self, message: Message) -> Sending<'_>;

    /// Whether it sends reminders too.
    fn reminds(&self) -> bool {
        false
    }

    /// Sends a reminder, by one try: whoever asks tries again, later.
    fn remind(&self, _reminder: Reminder) -> SendingReminder<'_> {
        Box::pin(std::future::ready(Err(NotReminded::Ever(SmsError("it sends codes alone".to_owned())))))
    }
}

/// Prints codes to standard error: for development, and for the demo.
#[derive(Clone, Copy, Debug)]
pub struct PrintedSms;

impl SmsGateway for PrintedSms {
    fn send(&self, message: Message) -> Sending<'_> {
        let line = format!("The code for {} is {}", message.phone.masked(), message.code);
        let printed = writeln!(std::io::stderr(), "{line}").map_err(|error| SmsError(error.to_string()));
        Box::pin(std::future::ready(printed))
    }

    fn reminds(&self) -> bool {
        true
    }

    fn remind(&self, reminder: Reminder) -> SendingReminder<'_> {
        let line = format!("The reminder for {}: {}", reminder.phone.masked(), reminder.text);
        let printed = writeln!(std::io::stderr(), "{line}")
            .map_err(|error| NotReminded::Ever(SmsError(error.to_string())));
        Box::pin(std::future::ready(printed))
    }
}

/// Where codes are put to be sent. Cheap to clone. The default sends nothing, and says so.
#[derive(Clone, Default)]
pub struct Sms {
    queue: Option<mpsc::Sender<Message>>,
    reminding: Option<Arc<dyn SmsGateway>>,
    budget: Budget,
    /// Codes that could not be sent since somebody last asked.
    failed: Arc<AtomicU64>,
}

/// A place in the queue, taken before a code is made.
pub struct Place<'a>(mpsc::Permit<'a, Message>);

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// No gateway is configured.
    Never,
    /// Too many messages wait.
    Now,
}

impl Sms {
    /// Sends by this gateway, for as long as a clone of this is there. Needs a running runtime.
    pub fn by(gateway: impl SmsGateway) -> Self {
        let (queue, mut waiting) = mpsc::channel::<Message>(WAITING_MAX);
        let (gateway, places) = (Arc::new(gateway), Arc::new(Semaphore::new(SENDING_MAX)));
        let reminding = gateway.reminds().then(|| Arc::clone(&gateway) as Arc<dyn SmsGateway>);
        let failed = Arc::new(AtomicU64::new(0));
        let failing = Arc::clone(&failed);
        tokio::spawn(async move {
            while let Some(message) = waiting.recv().await {
                let place = Arc::clone(&places).acquire_owned().await.expect("never closed");
                tokio::spawn(send_one(Arc::clone(&gateway), message, (place, Arc::clone(&failing))));
            }
        });
        Self { queue: Some(queue), reminding, budget: Budget::default(), failed }
    }

    /// The same, and this many messages are sent.
    #[must_use]
    pub fn within(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// How many messages are sent. Whoever decides that one is sent counts it there.
    pub const fn budget(&self) -> Budget {
        self.budget
    }

    /// Whether reminders can be sent.
    pub fn reminds(&self) -> bool {
        self.reminding.is_some()
    }

    /// Sends a reminder, and waits for it.
    ///
    /// # Errors
    /// Why it was not sent, or may not have been.
    pub async fn remind(&self, reminder: Reminder) -> Result<(), NotReminded> {
        match &self.reminding {
            Some(gateway) => gateway.remind(reminder).await,
            None => Err(NotReminded::Ever(SmsError("no gateway for reminders is configured".to_owned()))),
        }
    }

    /// A place for one message.
    ///
    /// # Errors
    /// [`NoPlace`]; the same for every number.
    pub fn place(&self) -> Result<Place<'_>, NoPlace> {
        let queue = self.queue.as_ref().ok_or(NoPlace::Never)?;
        match queue.try_reserve() {
            Ok(permit) => Ok(Place(permit)),
            Err(TrySendError::Full(())) => Err(NoPlace::Now),
            Err(TrySendError::Closed(())) => Err(NoPlace::Never),
        }
    }
}

impl Place<'_> {
    /// Puts the message into its place. It is sent soon; nobody waits for that.
    pub fn put(self, message: Message) {
        self.0.send(message);
    }
}

async fn send_one<G: SmsGateway>(
    gateway: Arc<G>,
    message: Message,
    (_place, failed): (OwnedSemaphorePermit, Arc<AtomicU64>),
) {
    // Neither the number nor the code: the gateway's own log has them.
    match gateway.send(message).await {
        Ok(()) => tracing::debug!("a code was sent"),
        Err(error) => {
            failed.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(%error, "a code could not be sent");
        }
    }
}
