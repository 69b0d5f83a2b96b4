//! Connections: accepted, given a deadline for their headers, and let finish when the server stops.

use super::front::{self, Peer};
use super::limits::{
    CONNECTIONS_MAX, HEADER_BYTES_READ_MAX, HEADER_FIELDS_MAX, HEADER_TIME_MAX, STOP_TIME_MAX,
};
use super::{SharedState, router};
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// How long to wait when no connection can be accepted, as when files run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How the connections of one server behave; tests use shorter times.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// How long a header may take, and how long a connection may stay idle.
    pub header: Duration,
    /// How long requests under way may take when the server stops.
    pub stop: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self { header: HEADER_TIME_MAX, stop: STOP_TIME_MAX }
    }
}

/// Serves until `stop` comes; then accepts nothing more and lets requests under way finish.
///
/// HTTP/1.1 only, on purpose: without TLS no browser speaks anything else, and detecting HTTP/2 would read from a
/// connection without a deadline.
pub async fn serve(
    listener: TcpListener,
    state: SharedState,
    timing: Timing,
    stop: impl Future<Output = ()>,
) {
    let router = router(Arc::clone(&state));
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(timing.header)
        .max_buf_size(HEADER_BYTES_READ_MAX)
        .max_headers(HEADER_FIELDS_MAX);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accept = async {
            let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accept => accepted,
            () = &mut stop => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection cannot be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true); // only a matter of speed
        let (state, router) = (Arc::clone(&state), router.clone());
        let service = service_fn(move |request: http::Request<Incoming>| {
            let (state, router) = (Arc::clone(&state), router.clone());
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(address.ip()));
            async move { Ok::<_, Infallible>(front::answer(state, router, request).await) }
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(timing.stop, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way when the time to stop was over");
    }
}
