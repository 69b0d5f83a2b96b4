//! What is done for every request, whatever it asks for: an id, limits, a deadline, a log line, a measurement, the
//! security headers, and a body for refusals.

use super::limits::{
    BODY_BYTES_MAX, HEADER_BYTES_MAX, REQUEST_ID_CHARS_MAX, REQUEST_TIME_MAX, UNCOUNTED_BYTES_MAX,
    URL_BYTES_MAX,
};
use super::problem::{Refusal, complete};
use super::respond::Shared;
use super::{SharedState, host, security};
use crate::catalogue::budget::{self, Share};
use crate::catalogue::renderer::Busy;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use hyper::body::{Frame, SizeHint};
use std::any::Any;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};
use std::time::Instant;
use tower::ServiceExt;

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static REQUESTS: AtomicU64 = AtomicU64::new(0);
static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Where the request came from, as the connection says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) std::net::IpAddr);

/// The route that answered, for measurements: there are few, while there are endless paths.
#[derive(Clone)]
struct Route(MatchedPath);

pub(super) async fn remember_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// Answers one request.
pub(super) async fn answer(state: SharedState, router: Router, mut request: http::Request<Body>) -> Response {
    let began = Instant::now();
    let id = request_id(request.headers());
    request.headers_mut().insert(&REQUEST_ID, id.clone());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = match over_limit(&request).or_else(|| host::refusal(&request)) {
        Some(refusal) => refusal.into_response(),
        None => match tokio::time::timeout(REQUEST_TIME_MAX, router.oneshot(request)).await {
            Ok(Ok(response)) => response,
            Err(_late) => {
                let mut response = Refusal::of_status(StatusCode::SERVICE_UNAVAILABLE).into_response();
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
                response
            }
        },
    };
    if response.extensions().get::<Refusal>().is_some_and(|refusal| refusal.is_of_keys) {
        state.keys.suspect();
    }
    let response = counted(&state, methods(&method, response));
    let route = response.extensions().get::<Route>().map(|route| route.0.clone());
    let route = route.as_ref().map_or("other", |route| route.as_str());
    let instance = uri.path_and_query().map_or("", |all| all.as_str());
    let id_text = id.to_str().unwrap_or_default();
    let mut response = complete(response, uri.path(), instance, id_text);
    if method == Method::HEAD {
        response = without_body(response);
    }
    response.headers_mut().insert(&REQUEST_ID, id.clone());
    let (status, took) = (response.status(), began.elapsed());
    security::harden(status, response.headers_mut(), state.dist.policy());
    state.metrics.request(route, &method, status, took);
    if status.is_server_error() {
        tracing::error!(request_id = id_text, %method, path = uri.path(), status = status.as_u16(), ?took, "failed");
    } else {
        tracing::info!(request_id = id_text, %method, path = uri.path(), status = status.as_u16(), ?took, "answered");
    }
    response
}

/// The client's own request id when it is a plain short word, or a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let plain = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        (1..=REQUEST_ID_CHARS_MAX).contains(&bytes.len())
            && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
    };
    headers.get(&REQUEST_ID).filter(plain).cloned().unwrap_or_else(|| {
        let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
        HeaderValue::try_from(format!("{:016x}", SEED.hash_one(number))).expect("hexadecimal digits")
    })
}

fn over_limit(request: &http::Request<Body>) -> Option<Refusal> {
    let uri = request.uri();
    let url_bytes = uri.path_and_query().map_or(0, |all| all.as_str().len());
    let header_bytes: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let body_bytes = request.body().size_hint().lower();
    let status = if !uri.path().starts_with('/') {
        StatusCode::BAD_REQUEST
    } else if url_bytes > URL_BYTES_MAX {
        StatusCode::URI_TOO_LONG
    } else if header_bytes > HEADER_BYTES_MAX {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    } else if body_bytes > BODY_BYTES_MAX {
        StatusCode::PAYLOAD_TOO_LARGE
    } else {
        return None;
    };
    Some(Refusal::of_status(status))
}

/// Completes `Allow`, and answers OPTIONS from it.
fn methods(method: &Method, mut response: Response) -> Response {
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    let known = response.headers().get(header::ALLOW).and_then(|allow| allow.to_str().ok());
    let allow =
        known.unwrap_or("GET,HEAD").split(',').map(str::trim).collect::<Vec<_>>().join(", ") + ", OPTIONS";
    response.headers_mut().insert(header::ALLOW, HeaderValue::try_from(allow).expect("names of methods"));
    if method != Method::OPTIONS {
        return response;
    }
    let mut answer = StatusCode::NO_CONTENT.into_response();
    answer.headers_mut().insert(header::ALLOW, response.headers()[header::ALLOW].clone());
    answer.extensions_mut().extend(std::mem::take(response.extensions_mut()));
    answer.extensions_mut().remove::<Refusal>();
    answer
}

/// Counts a body in the budget of all answers for as long as it is on its way, or refuses when nothing is left of it. What is
/// small, in memory anyway or written while it is read is not counted.
fn counted(state: &SharedState, response: Response) -> Response {
    let length = response.body().size_hint().exact().unwrap_or_default();
    if length <= UNCOUNTED_BYTES_MAX || response.extensions().get::<Shared>().is_some() {
        return response;
    }
    let share = usize::try_from(length).ok().and_then(|length| state.renderer.budget().share(length));
    let Some(share) = share else {
        let mut refused = Refusal::from(Busy::Memory).into_response();
        if let Some(route) = response.extensions().get::<Route>() {
            refused.extensions_mut().insert(route.clone());
        }
        return refused;
    };
    response.map(|body| Body::new(OnItsWay { body, share: Arc::new(share) }))
}

/// A body whose pieces are counted until they are sent.
struct OnItsWay {
    body: Body,
    share: Arc<Share>,
}

impl HttpBody for OnItsWay {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        frame.map_ok(|frame| frame.map_data(|bytes| budget::counted(bytes, &self.share)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The header alone, with the length the body would have had.
fn without_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact().filter(|length| *length > 0) {
        parts.headers.entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}
