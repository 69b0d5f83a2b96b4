//! How long jobs may take, and which of them share what: the classes of jobs and their deadlines.

use std::time::Duration;

/// The kind of work a job belongs to. It decides which jobs share connections with it, and how long it may take. A
/// [`Database`](super::Database) has the class [`Personal`](Self::Personal) until
/// [`for_class`](super::Database::for_class) gives it another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// A request about an account: its sessions, addresses, lists.
    #[default]
    Personal,
    /// A request that changes an order or the stock, and so waits for rows that many want.
    Orders,
    /// Work of a running server that no request waits for: housekeeping, messages, billing, reading the catalogue.
    Background,
    /// Work of many minutes that an operator waits for: an import, a command, the checks at the start.
    Bulk,
}

/// How long a job may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// How long the job may wait until it is begun. Then it is dropped, and never done late. `SQLite` waits as long for
    /// another process that writes.
    pub wait: Duration,
    /// How long a statement may wait for a lock of `PostgreSQL`.
    pub lock: Duration,
    /// How long a statement may run on `PostgreSQL`, which then ends it.
    pub statement: Duration,
    /// How long the job may take once it was begun, with everything that is repeated. `SQLite` ends the statement that is
    /// running then; a connection to `PostgreSQL` on which the answer is late is thrown away.
    pub job: Duration,
    /// How long `PostgreSQL` keeps a transaction open, and the locks it holds, while it hears nothing from this program.
    pub idle: Duration,
}

/// The deadlines of all classes, and the limits of connections and of `SQLite`'s log. Tests make them shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of [`Class::Personal`] and [`Class::Orders`].
    pub requests: Deadlines,
    /// Of [`Class::Background`].
    pub background: Deadlines,
    /// Of [`Class::Bulk`].
    pub bulk: Deadlines,
    /// How long one address of a `PostgreSQL` server may take to accept a connection and to greet.
    pub connect: Duration,
    /// Size of `SQLite`'s write-ahead log from which the writer folds all of it into the file and cuts it off, bytes.
    pub log_large: u64,
    /// Size of `SQLite`'s write-ahead log beyond which no job may go on to read for longer than [`log_grace`](Self::log_grace),
    /// bytes. The log can only be cut off when nobody reads from it.
    pub log_max: u64,
    /// How long a job may read in any case.
    pub log_grace: Duration,
}

/// A request is answered within 20 seconds (`REQUEST_TIME_MAX` of the HTTP side), so waiting and working stay below that.
const REQUESTS: Deadlines = Deadlines {
    wait: Duration::from_secs(5),
    lock: Duration::from_secs(3),
    statement: Duration::from_secs(6),
    job: Duration::from_secs(8),
    idle: Duration::from_secs(10),
};

const BACKGROUND: Deadlines = Deadlines {
    wait: Duration::from_mins(1),
    lock: Duration::from_secs(10),
    statement: Duration::from_secs(30),
    job: Duration::from_mins(2),
    idle: Duration::from_mins(1),
};

/// An import of 100,000 products changes them in one transaction of some minutes.
const BULK: Deadlines = Deadlines {
    wait: Duration::from_mins(1),
    lock: Duration::from_secs(30),
    statement: Duration::from_mins(10),
    job: Duration::from_mins(30),
    idle: Duration::from_mins(2),
};

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: REQUESTS,
            background: BACKGROUND,
            bulk: BULK,
            connect: Duration::from_secs(3),
            log_large: 8 << 20,
            log_max: 32 << 20,
            log_grace: Duration::from_secs(2),
        }
    }
}

impl Limits {
    /// The deadlines of a class.
    pub const fn of(&self, class: Class) -> Deadlines {
        match class {
            Class::Personal | Class::Orders => self.requests,
            Class::Background => self.background,
            Class::Bulk => self.bulk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::limits::REQUEST_TIME_MAX;

    #[test]
    fn a_request_hears_of_a_late_job_before_its_own_time_is_up() {
        let Deadlines { wait, lock, statement, job, .. } = Limits::default().requests;
        assert!(wait + job < REQUEST_TIME_MAX);
        assert!(lock < statement && statement < job, "the server ends it before the connection is given up");
    }
}
