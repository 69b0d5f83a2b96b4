//! Making connections to a `PostgreSQL` server, also one that is away or says nothing.
//!
//! A network can fail so that what is sent is acknowledged and nothing ever comes back; keep-alive does not notice that. So
//! every wait has a deadline here. What is known about the server is shared by all threads: after a connection fell silent, no
//! other one that was last heard from before is used again, and after a failure to connect there is a pause in which jobs are
//! refused at once. The pause is a second at the most, so that the first job after it is done, or tries to connect itself.

use super::super::error::{of_postgres, with_causes};
use super::super::location::Server;
use super::super::{DatabaseError, Limits, tls};
use super::connection::{Connection, ServerLimits, silent};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Builder;
use tokio_postgres::{Error, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The pause after the first failure to connect; it doubles each time up to the longest.
const PAUSE: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// A connection that was last heard from longer ago is asked whether it still stands before a job is done on it.
const QUIET_MAX: Duration = Duration::from_secs(10);
/// How long it may take to answer that.
const ANSWER_MAX: Duration = Duration::from_secs(1);
/// How long the request that the server end what it does for a silent connection may take.
const CANCEL_MAX: Duration = Duration::from_secs(2);

/// For each connection: what is committed is on the server's disk even where the server is set up to be careless, and the
/// server notices a program that has vanished.
const SET_UP: &str = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3; \
                      SET tcp_user_timeout = '10s'; \
                      SELECT set_config('synchronous_commit', 'on', false) \
                      WHERE current_setting('synchronous_commit') = 'off'";

/// How to open connections. Clones know the same about the server.
#[derive(Clone)]
pub(in super::super) struct Connector {
    server: Server,
    tls: Option<MakeRustlsConnect>,
    limits: Limits,
    known: Arc<Mutex<Known>>,
}

/// Facts known about the server.
#[derive(Default)]
struct Known {
    /// When a connection last fell silent.
    silent_at: Option<Instant>,
    /// Failures to connect since it last succeeded.
    failures: u32,
    /// The last failure, and until when it stands for all.
    refused: Option<(Instant, DatabaseError)>,
}

impl Connector {
    /// Reaches the server and brings the tables up to date.
    pub(in super::super) fn open(server: &Server, limits: &Limits) -> Result<Self, DatabaseError> {
        let tls = tls::connector(&server.security)?;
        let connector = Self { server: server.clone(), tls, limits: *limits, known: Arc::default() };
        let mut connection = connector.connect(Instant::now() + limits.bulk.job)?;
        connection.check_encoding(Instant::now() + limits.requests.job)?;
        connection.migrate(limits.bulk)?;
        Ok(connector)
    }

    /// A connection that is known to stand: the one in the slot, or a new one. Says whether it is new.
    pub(super) fn ready<'a>(
        &self,
        slot: &'a mut Option<Connection>,
        until: Instant,
    ) -> Result<(&'a mut Connection, bool), DatabaseError> {
        if let Some(connection) = slot
            && !self.stands(connection)
        {
            self.give_up(slot, false);
        }
        match slot {
            Some(connection) => Ok((connection, false)),
            None => Ok((slot.insert(self.connect(until)?), true)),
        }
    }

    fn stands(&self, connection: &Connection) -> bool {
        let is_suspect = self.known().silent_at.is_some_and(|at| connection.heard_at() <= at);
        if connection.is_closed() || is_suspect {
            return false;
        }
        if connection.heard_at().elapsed() <= QUIET_MAX {
            return true;
        }
        let answered = connection.drive(Instant::now() + ANSWER_MAX, connection.client().batch_execute(""));
        if answered.is_none() {
            self.fell_silent();
        }
        matches!(answered, Some(Ok(())))
    }

    /// An answer is late: all connections that were last heard from before are not believed any more.
    pub(super) fn fell_silent(&self) {
        tracing::warn!(server = %self.server, "the database server does not answer: connections are made anew");
        self.known().silent_at = Some(Instant::now());
    }

    /// Throws the connection away, beside the thread, which goes on at once. If the server may still be at work for it, it is
    /// asked to stop; that is only for the sake of the locks it holds, and may fail.
    pub(super) fn give_up(&self, slot: &mut Option<Connection>, is_at_work: bool) {
        let Some(connection) = slot.take() else { return };
        let tls = self.tls.clone();
        let goodbye = move || {
            if is_at_work {
                let token = connection.client().cancel_token();
                let until = Instant::now() + CANCEL_MAX;
                match tls {
                    Some(tls) => drop(connection.drive(until, token.cancel_query(tls))),
                    None => drop(connection.drive(until, token.cancel_query(NoTls))),
                }
            }
            drop(connection);
        };
        // Where there is no thread for it, it is dropped here.
        let _ = std::thread::Builder::new().name("database goodbye".to_owned()).spawn(goodbye);
    }

    /// Opens a connection, unless that has just failed.
    fn connect(&self, until: Instant) -> Result<Connection, DatabaseError> {
        if let Some((pause_end, error)) = &self.known().refused
            && Instant::now() < *pause_end
        {
            return Err(error.clone());
        }
        let connected = self.try_connect(until);
        let mut known = self.known();
        match &connected {
            Ok(_) => (known.failures, known.refused) = (0, None),
            Err(error) => {
                let pause = PAUSE_MAX.min(PAUSE * 2_u32.saturating_pow(known.failures));
                known.failures = known.failures.saturating_add(1);
                known.refused = Some((Instant::now() + pause, error.clone()));
            }
        }
        connected
    }

    fn try_connect(&self, until: Instant) -> Result<Connection, DatabaseError> {
        let unreachable =
            |why: String| DatabaseError::Unavailable(format!("{} cannot be reached: {why}", self.server));
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| unreachable(error.to_string()))?;
        let limits = ServerLimits::of(self.limits.requests);
        let connecting = async {
            let config = &self.server.config;
            let (client, task) = if let Some(tls) = &self.tls {
                let (client, connection) = config.connect(tls.clone()).await?;
                (client, tokio::spawn(connection))
            } else {
                let (client, connection) = config.connect(NoTls).await?;
                (client, tokio::spawn(connection))
            };
            client.batch_execute(&format!("{SET_UP}; {}", limits.sql())).await?;
            Ok::<_, Error>((client, task))
        };
        let until = until.min(Instant::now() + self.connect_time());
        let connected = runtime.block_on(async { tokio::time::timeout_at(until.into(), connecting).await });
        // Whatever the reason, a later job tries again.
        match connected {
            Ok(Ok((client, task))) => Ok(Connection::new(client, task, runtime, limits)),
            Ok(Err(error)) => Err(unreachable(with_causes(&error))),
            Err(_) => Err(unreachable("it does not answer".to_owned())),
        }
    }

    /// Each address of the server has its time.
    fn connect_time(&self) -> Duration {
        let config = &self.server.config;
        let addresses = u32::try_from(config.get_hosts().len()).unwrap_or(u32::MAX);
        let each = self.limits.connect.max(config.get_connect_timeout().copied().unwrap_or_default());
        each.saturating_mul(addresses)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // No code of others runs under the lock, so a poisoned one is whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    fn check_encoding(&self, until: Instant) -> Result<(), DatabaseError> {
        let asked = self.client().query_one("SHOW server_encoding", &[]);
        let row = self.drive(until, asked).ok_or_else(silent)?;
        let encoding =
            row.and_then(|row| row.try_get::<_, String>(0)).map_err(|error| of_postgres(&error))?;
        if encoding == "UTF8" {
            return Ok(());
        }
        Err(DatabaseError::Location(format!(
            "the database must be made with the encoding UTF8, not {encoding}"
        )))
    }
}
