//! One connection, as its own task and the table know it.

use super::progress::{Progress, Standing};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::Notify;

/// One connection, as its own task and the table know it.
#[derive(Debug)]
pub(in crate::http) struct Connection {
    pub(super) number: u64,
    /// The address that it is counted under.
    pub(super) network: IpAddr,
    pub(super) is_proxy: bool,
    pub(super) accepted: Instant,
    progress: Mutex<Progress>,
    is_cut_off: AtomicBool,
    close: Notify,
    finish: Notify,
}

impl Connection {
    pub(super) fn new(number: u64, network: IpAddr, is_proxy: bool) -> Self {
        let accepted = Instant::now();
        Self {
            number,
            network,
            is_proxy,
            accepted,
            progress: Mutex::new(Progress::new(accepted)),
            is_cut_off: AtomicBool::new(false),
            close: Notify::new(),
            finish: Notify::new(),
        }
    }

    pub(super) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn heard(&self) {
        self.progress().heard(Instant::now());
    }

    pub(super) fn request_began(&self, has_body: bool) {
        self.progress().request_began(Instant::now(), has_body);
    }

    pub(super) fn request_ended(&self) {
        self.progress().request_ended();
    }

    pub(super) fn answer_made(&self) {
        self.progress().answer_made();
    }

    pub(super) fn wrote(&self, bytes: usize) {
        self.progress().wrote(Instant::now(), bytes);
    }

    pub(super) fn held_up(&self) {
        self.progress().held_up(Instant::now());
    }

    pub(super) fn flushed(&self) {
        self.progress().flushed(Instant::now());
    }

    pub(super) fn idle_since(&self) -> Option<Instant> {
        if let Standing::Idle(since) = self.progress().standing() { Some(since) } else { None }
    }

    pub(super) fn held_up_since(&self) -> Option<Instant> {
        if let Standing::HeldUp(since) = self.progress().standing() { Some(since) } else { None }
    }

    pub(super) fn is_cut_off(&self) -> bool {
        self.is_cut_off.load(Ordering::Relaxed)
    }

    /// Has the task drop the connection.
    pub(super) fn close(&self) {
        self.close.notify_one();
    }

    /// The same in the middle of an answer.
    pub(super) fn cut_off(&self) {
        self.is_cut_off.store(true, Ordering::Relaxed);
        self.close();
    }

    /// Has the task end the connection after its request under way.
    pub(super) fn finish(&self) {
        self.finish.notify_one();
    }

    /// Comes when the connection is to be dropped.
    pub(in crate::http) async fn to_close(&self) {
        self.close.notified().await;
    }

    /// Comes when the connection is to end after its request under way.
    pub(in crate::http) async fn to_finish(&self) {
        self.finish.notified().await;
    }
}
