//! The connections of one server: how many there may be, which of them makes room for another, and which take too long.

mod connection;
mod limits;
mod progress;
mod stream;
mod table;

pub use limits::ConnectionLimits;
pub(super) use limits::Counts;
pub(super) use stream::{AnswerBody, RequestBody, WatchedStream};

use super::client_address::{is_trusted, network};
use connection::Connection;
use ipnet::IpNet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use table::{Table, share};
use tokio::sync::Notify;

/// All connections of one server.
pub(super) struct Connections {
    limits: ConnectionLimits,
    proxies: Vec<IpNet>,
    table: Mutex<Table>,
    ended: Notify,
}

/// A place in the table, given back when it is dropped.
pub(super) struct Place {
    connections: Arc<Connections>,
    pub(super) connection: Arc<Connection>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.lock().remove(&self.connection);
        self.connections.ended.notify_waiters();
    }
}

impl Connections {
    pub(super) fn new(limits: ConnectionLimits, proxies: Vec<IpNet>) -> Arc<Self> {
        Arc::new(Self { limits, proxies, table: Mutex::default(), ended: Notify::new() })
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new connection of this address. Another one is closed for it where a limit is reached; nothing when
    /// all are at work.
    pub(super) fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let (network, is_proxy) = (network(peer), is_trusted(peer, &self.proxies));
        let mut table = self.lock();
        let limit = self.limits.per_address;
        if !is_proxy && table.of(network) >= limit && !table.make_room_of(network, share(limit)) {
            table.counts.refused += 1;
            return None;
        }
        if table.open >= self.limits.all && !table.make_room(share(self.limits.all)) {
            table.counts.refused += 1;
            return None;
        }
        let connection = table.insert(network, is_proxy);
        Some(Place { connections: Arc::clone(self), connection })
    }

    /// Closes some connections that can be spared, as when the operating system has no more files.
    pub(super) fn make_room(&self) {
        self.lock().make_room(share(self.limits.all));
    }

    /// Closes what takes too long, and lets what is old end after its request. Gives how many connections are open, and
    /// what was done since the last look.
    pub(super) fn look(&self) -> (usize, Counts) {
        let (now, limits) = (Instant::now(), &self.limits);
        let mut table = self.lock();
        let mut slow = Vec::new();
        for connection in table.all() {
            let mut progress = connection.progress();
            if progress.is_too_slow(now, limits.write_window, limits.write_bytes_min)
                || progress.is_endless(now, limits.exchange)
            {
                slow.push(Arc::clone(connection));
            } else if now.duration_since(connection.accepted) >= limits.life {
                connection.finish();
            }
        }
        for connection in &slow {
            connection.cut_off();
            table.remove(connection);
        }
        table.counts.slow += slow.len() as u64;
        (table.open, std::mem::take(&mut table.counts))
    }

    /// Lets all connections finish what is under way; cuts off what is not done within the time to stop. Gives how many
    /// those were.
    pub(super) async fn finish(&self) -> usize {
        self.lock().all().for_each(|connection| connection.finish());
        let all_ended = async {
            loop {
                let ended = self.ended.notified();
                if self.lock().open == 0 {
                    return;
                }
                ended.await;
            }
        };
        if tokio::time::timeout(self.limits.stop, all_ended).await.is_ok() {
            return 0;
        }
        let table = self.lock();
        table.all().for_each(|connection| connection.cut_off());
        table.open
    }
}

#[cfg(test)]
mod tests;
