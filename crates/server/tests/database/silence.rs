//! A network that acknowledges everything and brings nothing: only deadlines notice it.

use crate::engine::Engine;
use crate::on_postgres::warm;
use crate::{Outcome, Shelf, ids, put};
use fairday_server::database::{
    Database, DatabaseError, Deadlines, Limits, Location, Transaction, connections,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How long it may take until the shop works again after the network does.
const BACK_MAX: Duration = Duration::from_secs(10);

/// Short deadlines, but long enough for a busy machine.
fn limits() -> Limits {
    let usual = Limits::default();
    let requests = Deadlines {
        wait: Duration::from_secs(10),
        statement: Duration::from_secs(2),
        job: Duration::from_secs(3),
        ..usual.requests
    };
    Limits { requests, connect: Duration::from_secs(1), ..usual }
}

/// A way to the server that can fall silent: what comes is taken and kept.
#[derive(Clone, Default)]
struct Way(Arc<State>);

#[derive(Default)]
struct State {
    connections: AtomicUsize,
    /// Of the connections before this one, nothing gets through any more.
    silent_before: AtomicUsize,
    /// Only answers are lost.
    answers_only: AtomicBool,
}

impl Way {
    /// To the server of this URL; with the location that leads over it.
    async fn to(url: &str) -> (Self, Location) {
        let (before, rest) = url.split_once('@').expect("a user");
        let (address, after) = rest.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let (way, server) = (Self::default(), address.to_owned());
        let accepting = way.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = accepting.0.connections.fetch_add(1, Ordering::AcqRel);
                let (way, server) = (accepting.clone(), server.clone());
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(&server).await else { return };
                    let ((from, to), (reading, writing)) = (client.into_split(), server.into_split());
                    tokio::join!(
                        way.carry(number, from, writing, false),
                        way.carry(number, reading, to, true)
                    );
                });
            }
        });
        (way, format!("{before}@{here}/{after}").parse().unwrap())
    }

    async fn carry(
        &self,
        number: usize,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        is_answer: bool,
    ) {
        let mut bytes = vec![0; 16 << 10];
        while let Ok(count @ 1..) = from.read(&mut bytes).await {
            let is_silent = number < self.0.silent_before.load(Ordering::Acquire);
            if is_silent && (is_answer || !self.0.answers_only.load(Ordering::Acquire)) {
                continue;
            }
            if to.write_all(&bytes[..count]).await.is_err() {
                return;
            }
        }
        if number < self.0.silent_before.load(Ordering::Acquire) {
            // Nobody hears of the end either.
            std::future::pending::<()>().await;
        }
    }

    /// Nothing gets through any more on the connections there are.
    fn freeze_old(&self) {
        self.0.silent_before.store(self.0.connections.load(Ordering::Acquire), Ordering::Release);
    }

    /// Nor on those that are made.
    fn freeze_all(&self) {
        self.0.silent_before.store(usize::MAX, Ordering::Release);
    }
}

/// A shelf, and the same database over a way that can fall silent.
async fn over_a_way() -> Option<(Shelf, Way, Database)> {
    let shelf = Shelf::new(Engine::Postgres).await?;
    let (way, location) = Way::to(&shelf.place.address).await;
    let database = Database::open_with(&location, limits()).await.unwrap();
    Some((shelf, way, database))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_says_nothing_is_given_up_and_a_new_one_works() {
    let Some((shelf, way, database)) = over_a_way().await else { return };
    warm(&database).await;
    way.freeze_old();
    let began = Instant::now();
    let told = database.write(|transaction| put(transaction, 1, "lost")).await;
    assert!(matches!(&told, Err(error @ DatabaseError::Unavailable(_)) if error.is_temporary()), "{told:?}");
    assert!(began.elapsed() < BACK_MAX, "{:?}", began.elapsed());
    // All others are made anew without waiting for each of them.
    let began = Instant::now();
    for id in 10..10 + i64::try_from(2 * connections()).unwrap() {
        database.write(move |transaction| put(transaction, id, None::<&str>)).await.unwrap();
    }
    warm(&database).await;
    assert!(began.elapsed() < BACK_MAX, "{:?}", began.elapsed());
    assert!(!shelf.ids().await.contains(&1), "what was not committed is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_nothing_is_heard_of_is_not_known_to_be_done() {
    for answers_only in [false, true] {
        let Some((shelf, way, database)) = over_a_way().await else { return };
        way.0.answers_only.store(answers_only, Ordering::Release);
        let silent = way.clone();
        let job = move |transaction: &mut Transaction<'_>| -> Outcome<()> {
            put(transaction, 1, "perhaps")?;
            silent.freeze_old();
            Ok(())
        };
        let told = database.write(job).await;
        assert!(matches!(&told, Err(error @ DatabaseError::Unknown(_)) if error.is_temporary()), "{told:?}");
        database.write(|transaction| put(transaction, 2, "after it")).await.unwrap();
        let expected: &[i64] = if answers_only { &[1, 2] } else { &[2] };
        assert_eq!(shelf.ids().await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_network_is_back_jobs_are_done_soon() {
    let Some((_shelf, way, database)) = over_a_way().await else { return };
    warm(&database).await;
    way.freeze_all();
    for id in 1_i64..5 {
        let told = database.write(move |transaction| put(transaction, id, None::<&str>)).await;
        assert!(matches!(&told, Err(error) if error.is_temporary()), "{told:?}");
    }
    way.freeze_old();
    let back = Instant::now();
    let first = |transaction: &mut Transaction<'_>| put(transaction, 100, None::<&str>);
    while let Err(error) = database.write::<_, DatabaseError>(first).await {
        assert!(error.is_temporary(), "{error}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(back.elapsed() < BACK_MAX, "{:?}", back.elapsed());
    assert_eq!(ids(&database).await, [100]);
}
