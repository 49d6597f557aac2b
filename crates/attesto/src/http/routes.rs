//! Which address answers what. Every route but the published folder and `verify` is about the server itself.
//! What a route takes and gives stands in `openapi.json` too; a test holds the two against each other.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use attesto_credential::StatusAnswer;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CONTENT_TYPE,
    LOCATION, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use axum::routing::{any, get};

use super::counters::Counters;
use super::desk::Desk;
use super::problem::Problem;
use super::published::Published;
use super::seats::Seats;
use super::status_of::{self, Inquiries};
use super::turnstile::Turnstile;
use super::{published, verify};
use crate::serving::Plan;

/// What the routes share.
pub(super) struct Front {
    pub(super) base_path: String,
    pub(super) published: Option<Published>,
    pub(super) inquiries: Option<Inquiries>,
    pub(super) desk: Option<Desk>,
    pub(super) turnstile: Turnstile,
    pub(super) counters: Arc<Counters>,
    pub(super) seats: Arc<Seats>,
}

impl Front {
    /// Sets up what a plan names.
    pub(super) fn new(plan: Plan, counters: Arc<Counters>, seats: Arc<Seats>) -> Self {
        let (bounds, now) = (plan.bounds, Instant::now());
        let inquiries = plan
            .published
            .as_ref()
            .map(|publishing| Inquiries::new(publishing.answers.clone(), publishing.publisher.clone(), &bounds, now));
        Self {
            base_path: plan.base_path,
            inquiries,
            published: plan.published.map(|publishing| Published::new(publishing, &bounds)),
            desk: plan.verifying.map(|verifying| Desk::new(verifying, bounds.judges, bounds.waiting)),
            turnstile: Turnstile::new(bounds.per_minute, bounds.proxies, now),
            counters,
            seats,
        }
    }
}

/// The routes of a front.
pub(super) fn router(front: Front) -> Router {
    let (verifies, publishes) = (front.desk.is_some(), front.published.is_some());
    let (base_path, front) = (front.base_path.clone(), Arc::new(front));
    let mut router = Router::new()
        .route("/health", get(health).fallback(only_read))
        .route("/metrics", get(metrics).fallback(only_read))
        .route("/openapi.json", get(openapi).fallback(only_read))
        .route("/version", get(version).fallback(only_read));
    if verifies {
        let paths = [String::new(), base_path.clone()].into_iter().collect::<BTreeSet<_>>();
        for path in paths {
            router = router
                .route(&format!("{path}/verify"), any(verify::answer))
                .route(&format!("{path}/verify/scan.js"), get(verify::script).fallback(only_read))
                .route(&format!("{path}/verify/"), any(without_slash));
        }
    }
    if publishes {
        router = router.route("/status-of", any(status_of::answer));
        if !base_path.is_empty() {
            router = router.route(&format!("{base_path}/status-of"), any(status_of::answer));
        }
        // SD-JWT VC puts the keys of an issuer beside its path, not below it.
        router = router.route(&format!("/.well-known/jwt-vc-issuer{base_path}"), any(published::metadata));
        router = router.fallback(published::answer);
    } else {
        router = router.fallback(nothing);
    }
    router.with_state(front)
}

/// The longest body by route: what may hold a picture is longer.
pub(super) fn body_limit_bytes(head: &Parts) -> usize {
    match head.uri.path().trim_end_matches('/') {
        path if path.ends_with("/verify") => verify::limit_bytes(head),
        path if path.ends_with(StatusAnswer::PLACE) => status_of::LIMIT_BYTES,
        _ => 0,
    }
}

async fn nothing() -> Response<Body> {
    Problem::not_found().response()
}

async fn without_slash(request: Request<Body>) -> Response<Body> {
    moved(request.uri(), request.uri().path().trim_end_matches('/'))
}

/// 308: the same under another path, with the same method; what an address asks behind its path stays.
pub(super) fn moved(asked: &Uri, path: &str) -> Response<Body> {
    let query = asked.query().map_or_else(String::new, |query| format!("?{query}"));
    let Ok(place) = HeaderValue::from_str(&format!("{path}{query}")) else { return Problem::not_found().response() };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response.headers_mut().insert(LOCATION, place);
    response
}

async fn only_read(request: Request<Body>) -> Response<Body> {
    options(request.method(), "GET, HEAD, OPTIONS")
}

/// What an address takes, for whoever asks or uses something else.
pub(super) fn options(method: &Method, allow: &'static str) -> Response<Body> {
    if method != Method::OPTIONS {
        return Problem::method(allow).response();
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
    response
}

/// Another site's page may ask before it sends; nothing here knows who is logged in where.
pub(super) fn preflight(allow: &'static str) -> Response<Body> {
    let mut response = options(&Method::OPTIONS, allow);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("accept, content-type"));
    response
}

/// An answer that pages of other sites may read, and that depends on what its asker reads.
pub(super) fn open_to_all(headers: &mut HeaderMap) {
    headers.insert(VARY, HeaderValue::from_static("accept, accept-language"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}

/// An answer of a media type.
pub(super) fn text(media_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

async fn health() -> Response<Body> {
    text("application/json", r#"{"status":"up"}"#)
}

async fn version() -> Response<Body> {
    text("application/json", concat!(r#"{"name":"attesto","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#))
}

async fn openapi() -> Response<Body> {
    text("application/vnd.oai.openapi+json", include_str!("openapi.json"))
}

async fn metrics(State(front): State<Arc<Front>>) -> Response<Body> {
    text("text/plain; version=0.0.4; charset=utf-8", front.counters.text(front.seats.open()))
}
