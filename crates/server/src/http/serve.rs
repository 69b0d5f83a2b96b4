//! Serving: connections are accepted without end, watched, and let finish when the server stops.

pub use super::connections::ConnectionLimits;

use super::connections::{AnswerBody, Connections, Counts, Place, RequestBody, WatchedStream};
use super::front::{self, Peer};
use super::limits::{BACKLOG, HEADER_BYTES_READ_MAX, HEADER_FIELDS_MAX, REFUSAL_TIME_MAX, REFUSALS_AT_ONCE};
use super::problem::page;
use super::{SharedState, router};
use axum::Router;
use axum::body::Bytes;
use http::StatusCode;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;

/// How long to wait when no connection can be accepted, as when files run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Shortest time between two warnings of one kind.
const WARNING_INTERVAL: Duration = Duration::from_secs(30);
/// Listens at an address.
///
/// # Errors
/// When that is not possible, as when another program does.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    #[cfg(unix)]
    socket.set_reuseaddr(true)?; // a restart may listen again at once
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until `stop` comes; then accepts nothing more and lets requests under way finish.
///
/// HTTP/1.1 only, on purpose: without TLS no browser speaks anything else, and detecting HTTP/2 would read from a
/// connection without a deadline.
pub async fn serve(
    listener: TcpListener,
    state: SharedState,
    limits: ConnectionLimits,
    stop: impl Future<Output = ()>,
) {
    set_options(&listener);
    let connections = Connections::new(limits, state.config.trusted_proxies.clone());
    let looking = tokio::spawn(look(Arc::clone(&connections), Arc::clone(&state), limits.look_interval()));
    let server = Server { router: router(Arc::clone(&state)), state, http: http(&limits) };
    tokio::select! {
        () = server.accept(&listener, &connections) => {}
        () = stop => {}
    }
    drop(listener);
    let late = connections.finish().await;
    looking.abort();
    if late > 0 {
        tracing::warn!(late, "some requests were still under way when the time to stop was over");
    }
}

fn http(limits: &ConnectionLimits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_buf_size(HEADER_BYTES_READ_MAX)
        .max_headers(HEADER_FIELDS_MAX);
    http
}

/// Has Linux take little of an answer ahead of what a client takes. A listening socket's connections inherit it.
#[cfg(target_os = "linux")]
fn set_options(listener: &TcpListener) {
    // Without it a slow client costs more memory and is noticed later.
    let _ = socket2::SockRef::from(listener).set_tcp_notsent_lowat(super::limits::UNSENT_BYTES_MAX);
}

#[cfg(not(target_os = "linux"))]
fn set_options(_: &TcpListener) {}

/// The parts that each connection needs.
struct Server {
    state: SharedState,
    router: Router,
    http: http1::Builder,
}

impl Server {
    /// Accepts connections for as long as it is polled, whatever happens.
    async fn accept(&self, listener: &TcpListener, connections: &Arc<Connections>) {
        let (no_room, refusals) = (Bytes::from(no_room()), Arc::new(Semaphore::new(REFUSALS_AT_ONCE)));
        let mut warned: Option<Instant> = None;
        loop {
            let (stream, address) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) if is_of_one_client(&error) => continue,
                Err(error) => {
                    if warned.is_none_or(|warned| warned.elapsed() >= WARNING_INTERVAL) {
                        warned = Some(Instant::now());
                        tracing::error!(%error, "no connection can be accepted: idle ones are closed; if files have \
                            run out, raise the limit of open files (ulimit -n) or lower --connections");
                    }
                    connections.make_room();
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            match connections.admit(address.ip()) {
                Some(place) => self.start(stream, address.ip(), place),
                None => refuse(stream, &no_room, &refusals),
            }
        }
    }

    /// Serves one connection in a task of its own.
    fn start(&self, stream: TcpStream, peer: IpAddr, place: Place) {
        let _ = stream.set_nodelay(true); // only a matter of speed
        let (state, router) = (Arc::clone(&self.state), self.router.clone());
        let connection = Arc::clone(&place.connection);
        let stream = WatchedStream::new(stream, Arc::clone(&connection));
        let service = service_fn(move |request: http::Request<Incoming>| {
            let (state, router, connection) = (Arc::clone(&state), router.clone(), Arc::clone(&connection));
            let mut request = request.map(|body| RequestBody::watch(body, &connection));
            request.extensions_mut().insert(Peer(peer));
            async move {
                let answer = front::answer(state, router, request).await;
                Ok::<_, Infallible>(answer.map(|body| AnswerBody::watch(body, connection)))
            }
        });
        let serving = self.http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            let mut serving = std::pin::pin!(serving);
            let ended = tokio::select! {
                biased;
                ended = serving.as_mut() => ended,
                () = place.connection.to_close() => return,
                () = place.connection.to_finish() => {
                    serving.as_mut().graceful_shutdown();
                    tokio::select! {
                        biased;
                        ended = serving => ended,
                        () = place.connection.to_close() => return,
                    }
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}

/// Tells whether an error of accepting concerns one connection alone, which its client has given up.
fn is_of_one_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    )
}

/// The answer to a connection that there is no room for, whatever it is going to ask: a page, since whoever reads it may be a
/// person.
fn no_room() -> Vec<u8> {
    let page = page(StatusCode::SERVICE_UNAVAILABLE);
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nretry-after: 5\r\nconnection: close\r\n\r\n",
        page.len()
    );
    [head.into_bytes(), page].concat()
}

/// Gives a connection that there is no room for this answer, if not too many are being given it already.
fn refuse(mut stream: TcpStream, answer: &Bytes, refusals: &Arc<Semaphore>) {
    let Ok(turn) = Arc::clone(refusals).try_acquire_owned() else { return };
    let answer = answer.clone();
    tokio::spawn(async move {
        let telling = async {
            stream.write_all(&answer).await?;
            stream.shutdown().await?;
            // Closing with something unread would reset the connection, and the client might never see the answer.
            let mut unread = [0; 1024];
            while stream.read(&mut unread).await? > 0 {}
            io::Result::Ok(())
        };
        let _ = tokio::time::timeout(REFUSAL_TIME_MAX, telling).await; // it is closed either way
        drop(turn);
    });
}

/// Looks after the connections for as long as the server runs.
async fn look(connections: Arc<Connections>, state: SharedState, interval: Duration) {
    let mut ticks = tokio::time::interval(interval);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut unsaid, mut said): (Counts, Option<Instant>) = (Counts::default(), None);
    loop {
        ticks.tick().await;
        let (open, counts) = connections.look();
        state.metrics.connections(open, counts);
        unsaid += counts;
        if unsaid.is_any() && said.is_none_or(|said| said.elapsed() >= WARNING_INTERVAL) {
            said = Some(Instant::now());
            unsaid.warn();
            unsaid = Counts::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_there_is_no_room_for_reads_so_whatever_they_ask() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let mut client =
            TcpStream::connect(listener.local_addr().expect("an address")).await.expect("connects");
        client.write_all(b"GET /api/v1/store HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sends");
        let (stream, _) = listener.accept().await.expect("accepts");
        let turns = Arc::new(Semaphore::new(1));
        refuse(stream, &Bytes::from(no_room()), &turns);
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.expect("the whole answer");
        let (head, page) = answer.split_once("\r\n\r\n").expect("a head and a page");
        assert!(head.starts_with("HTTP/1.1 503 ") && head.contains("\r\nretry-after: "), "{head}");
        assert!(head.contains(&format!("\r\ncontent-length: {}\r\n", page.len())), "{head}");
        drop(client);
        let _turn = turns.acquire().await.expect("the turn is given back");
    }

    #[tokio::test]
    async fn beyond_those_that_are_told_new_connections_are_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let mut client =
            TcpStream::connect(listener.local_addr().expect("an address")).await.expect("connects");
        let (stream, _) = listener.accept().await.expect("accepts");
        refuse(stream, &Bytes::from(no_room()), &Arc::new(Semaphore::new(0)));
        assert_eq!(client.read(&mut [0; 16]).await.expect("the end"), 0);
    }
}
