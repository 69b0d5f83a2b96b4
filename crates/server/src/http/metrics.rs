//! Measurements, in Prometheus' text format at `/metrics`.

use super::SharedState;
use super::connections::Counts;
use super::front::Peer;
use super::problem::Refusal;
use crate::alarms;
use crate::catalogue::Snapshot;
use ::metrics::{counter, gauge, histogram, with_local_recorder};
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, Method, StatusCode, header};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use std::time::Duration;

/// Upper bounds of the latency histogram's buckets, seconds.
const LATENCY_BUCKETS: [f64; 8] = [0.0005, 0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0];

/// What is measured. Each server has its own, so that two in one process do not mix.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let builder = PrometheusBuilder::new().set_buckets(&LATENCY_BUCKETS).expect("there are buckets");
        let recorder = builder.build_recorder();
        Self { handle: recorder.handle(), recorder }
    }

    pub(super) fn snapshot(&self, snapshot: &Snapshot) {
        with_local_recorder(&self.recorder, || {
            gauge!("fairday_catalogue_revision").set(snapshot.revision() as f64);
            gauge!("fairday_catalogue_products").set(snapshot.handles().len() as f64);
        });
    }

    pub(super) fn request(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::OPTIONS => "OPTIONS",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::DELETE => "DELETE",
            _ => "other", // any word can be a method: each would be a series of its own
        };
        let class = match status.as_u16() / 100 {
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
        with_local_recorder(&self.recorder, || {
            counter!("fairday_http_requests_total", "route" => route.to_owned(), "method" => method, "status" => class).increment(1);
            histogram!("fairday_http_request_seconds", "route" => route.to_owned())
                .record(took.as_secs_f64());
        });
    }

    pub(super) fn cache_hit(&self, route: &'static str) {
        with_local_recorder(&self.recorder, || {
            counter!("fairday_rendered_cache_hits_total", "resource" => route).increment(1);
        });
    }

    pub(super) fn cache_miss(&self, route: &'static str) {
        with_local_recorder(&self.recorder, || {
            counter!("fairday_rendered_cache_misses_total", "resource" => route).increment(1);
        });
    }

    /// How many connections are open, and what was done to others since the last time.
    pub(super) fn connections(&self, open: usize, counts: Counts) {
        with_local_recorder(&self.recorder, || {
            gauge!("fairday_connections").set(open as f64);
            for (reason, count) in [
                ("idle", counts.idle),
                ("held_up", counts.held_up),
                ("refused", counts.refused),
                ("slow", counts.slow),
            ] {
                counter!("fairday_connections_closed_total", "reason" => reason).increment(count);
            }
        });
    }

    /// Folds samples into buckets; without it they would pile up between two visits of Prometheus.
    pub(crate) fn upkeep(&self) {
        self.handle.run_upkeep();
    }
}

/// Tells whether a proxy passed the request on: it comes from this machine then only as far as the proxy does.
fn is_forwarded(headers: &HeaderMap) -> bool {
    const OTHERS: [&str; 9] = [
        "forwarded",
        "via",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "x-original-forwarded-for",
        "cf-connecting-ip",
        "fastly-client-ip",
        "true-client-ip",
    ];
    headers
        .keys()
        .map(HeaderName::as_str)
        .any(|name| name.starts_with("x-forwarded") || OTHERS.contains(&name))
}

/// How long `/metrics` waits for the database to count alarms; without an answer the last count is shown.
const ALARMS_TIME_MAX: Duration = Duration::from_secs(1);

async fn count_alarms(state: &SharedState) {
    let counted = tokio::time::timeout(ALARMS_TIME_MAX, alarms::open_counts(&state.database)).await;
    let Ok(Ok(counts)) = counted else { return };
    with_local_recorder(&state.metrics.recorder, || {
        for (kind, open) in counts {
            gauge!("fairday_alarms_open", "kind" => kind.code()).set(open as f64);
        }
    });
}

pub(super) async fn metrics(
    State(state): State<SharedState>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let local = peer.is_some_and(|Extension(peer)| peer.0.to_canonical().is_loopback());
    if (!local || is_forwarded(&headers)) && !state.config.metrics_public {
        return Err(Refusal::not_found());
    }
    count_alarms(&state).await;
    let text = state.metrics.handle.render();
    Ok((
        [
            (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        text,
    )
        .into_response())
}
