//! Which connections are open, by network, and which of them can be spared.

use super::connection::Connection;
use super::limits::Counts;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// When a limit is reached, this part of it is freed at once: finding out which are idle looks at every connection.
const ROOM_SHARE: usize = 128;

/// The connections of one network by their numbers.
type OfNetwork = HashMap<u64, Arc<Connection>>;

/// The open connections.
#[derive(Default)]
pub(super) struct Table {
    /// The number of the next connection.
    next: u64,
    /// How many are open.
    pub(super) open: usize,
    networks: HashMap<IpAddr, OfNetwork>,
    /// Counts since they were last read.
    pub(super) counts: Counts,
}

/// How many connections of a full `limit` make room at once.
pub(super) fn share(limit: usize) -> usize {
    (limit / ROOM_SHARE).max(1)
}

impl Table {
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Connection>> {
        self.networks.values().flat_map(HashMap::values)
    }

    /// How many connections a network has.
    pub(super) fn of(&self, network: IpAddr) -> usize {
        self.networks.get(&network).map_or(0, OfNetwork::len)
    }

    pub(super) fn insert(&mut self, network: IpAddr, is_proxy: bool) -> Arc<Connection> {
        let connection = Arc::new(Connection::new(self.next, network, is_proxy));
        self.next += 1;
        self.open += 1;
        self.networks.entry(network).or_default().insert(connection.number, Arc::clone(&connection));
        connection
    }

    /// Takes a connection out of the table, if it is still there.
    pub(super) fn remove(&mut self, connection: &Connection) {
        let Some(of_network) = self.networks.get_mut(&connection.network) else { return };
        if of_network.remove(&connection.number).is_some() {
            self.open -= 1;
        }
        if of_network.is_empty() {
            self.networks.remove(&connection.network);
        }
    }

    /// Closes connections of one network to make room for another. Tells whether there were any to spare.
    pub(super) fn make_room_of(&mut self, network: IpAddr, at_once: usize) -> bool {
        let Some(of_network) = self.networks.get(&network) else { return false };
        let idle = first(of_network.values().filter_map(|one| Some((one.idle_since()?, one))), at_once);
        let held_up = of_network.values().filter_map(|one| Some((one.held_up_since()?, one)));
        let held_up = if idle.is_empty() { first(held_up, at_once) } else { Vec::new() };
        self.close(&idle, &held_up)
    }

    /// Closes connections to make room for another: those that are idle for longest, or else those whose clients took
    /// nothing for longest, of the networks that have most. A proxy stands for many clients: its own come last. Tells
    /// whether there were any to spare.
    pub(super) fn make_room(&mut self, at_once: usize) -> bool {
        let idle = self.all().filter_map(|one| Some(((one.is_proxy, one.idle_since()?), one)));
        let idle = first(idle, at_once);
        if !idle.is_empty() {
            return self.close(&idle, &[]);
        }
        let held_up = self.networks.values().flat_map(|of_network| {
            let rank =
                |one: &Connection| Some((one.is_proxy, Reverse(of_network.len()), one.held_up_since()?));
            of_network.values().filter_map(move |one| Some((rank(one)?, one)))
        });
        let held_up = first(held_up, at_once);
        self.close(&[], &held_up)
    }

    fn close(&mut self, idle: &[Arc<Connection>], held_up: &[Arc<Connection>]) -> bool {
        for connection in idle {
            connection.close();
        }
        for connection in held_up {
            connection.cut_off();
        }
        idle.iter().chain(held_up).for_each(|connection| self.remove(connection));
        self.counts.idle += idle.len() as u64;
        self.counts.held_up += held_up.len() as u64;
        !idle.is_empty() || !held_up.is_empty()
    }
}

/// The connections of the `count` lowest ranks, in no order.
fn first<'a, R: Ord + Copy>(
    ranked: impl Iterator<Item = (R, &'a Arc<Connection>)>,
    count: usize,
) -> Vec<Arc<Connection>> {
    let mut ranked: Vec<_> = ranked.collect();
    if ranked.len() > count {
        ranked.select_nth_unstable_by_key(count, |(rank, _)| *rank);
        ranked.truncate(count);
    }
    ranked.into_iter().map(|(_, connection)| Arc::clone(connection)).collect()
}
