//! An SMS gateway that keeps what it is given, and fails when it is told to.

use fairday_server::sms::{Message, NotReminded, Reminder, Sending, SendingReminder, SmsError, SmsGateway};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// What every reminder in English says.
pub(crate) const SAYS: &str = "of your phone credit";

#[derive(Clone, Default)]
pub(crate) struct Gateway(Arc<Inner>);

#[derive(Default)]
struct Inner {
    texts: Mutex<Vec<String>>,
    failures: AtomicU32,
    hangs: AtomicBool,
    is_silent: AtomicBool,
    asked: Notify,
}

impl Gateway {
    /// What was sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.texts.lock().unwrap().clone()
    }

    /// So many messages from now on are not sent.
    pub(crate) fn fail(&self, count: u32) {
        self.0.failures.store(count, Ordering::SeqCst);
    }

    /// From now on it sends, and does not say so.
    pub(crate) fn say_nothing(&self) {
        self.0.is_silent.store(true, Ordering::SeqCst);
    }

    /// Whether it takes for ever.
    pub(crate) fn hang(&self, hangs: bool) {
        self.0.hangs.store(hangs, Ordering::SeqCst);
    }

    /// Comes when it was given a message.
    pub(crate) async fn until_asked(&self) {
        self.0.asked.notified().await;
    }
}

impl SmsGateway for Gateway {
    fn send(&self, _: Message) -> Sending<'_> {
        Box::pin(std::future::ready(Err(SmsError("nobody signs in here".to_owned()))))
    }

    fn reminds(&self) -> bool {
        true
    }

    fn remind(&self, reminder: Reminder) -> SendingReminder<'_> {
        Box::pin(async move {
            self.0.asked.notify_one();
            if self.0.hangs.load(Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
            let failing = self.0.failures.load(Ordering::SeqCst);
            if failing > 0 {
                self.0.failures.store(failing - 1, Ordering::SeqCst);
                return Err(NotReminded::Yet(SmsError("it answered 503".to_owned())));
            }
            assert!(!reminder.amount.is_empty() && !reminder.day.is_empty());
            self.0.texts.lock().unwrap().push(reminder.text);
            if self.0.is_silent.load(Ordering::SeqCst) {
                return Err(NotReminded::Ever(SmsError("no answer came in time".to_owned())));
            }
            Ok(())
        })
    }
}
