//! From a request's head to its answer: what is ambiguous is refused, what is too long or too slow is cut off,
//! and only a whole request reaches a route.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Request, Response, Version};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use super::counters::Counters;
use super::problem::{Problem, Reader, read_by};
use super::safety;
use super::seats::{Seat, Seats};
use super::wire::Twofold;
use crate::serving::Bounds;

/// The longest address that is read.
const ADDRESS_LIMIT_BYTES: usize = 8192;

/// What all connections share.
pub(super) struct Counter {
    pub(super) listen: SocketAddr,
    pub(super) bounds: Bounds,
    pub(super) seats: Arc<Seats>,
    pub(super) counters: Arc<Counters>,
    pub(super) router: Router,
    /// The longest body of a request, by its path and media type.
    pub(super) body_limit_bytes: fn(&Parts) -> usize,
}

/// What a connection shows of whoever asks.
pub(super) struct Caller {
    pub(super) peer: IpAddr,
    pub(super) twofold: Twofold,
}

/// Who asks, as the connection shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

impl Counter {
    /// Answers a request, whatever it is.
    pub(super) async fn answer(&self, request: Request<Incoming>, caller: Caller, seat: &Seat) -> Response<Body> {
        let (mut head, body) = request.into_parts();
        head.extensions.insert(Peer(caller.peer));
        let reader = Reader::of(&head);
        let chunked = head.headers.contains_key(TRANSFER_ENCODING);
        let unread = head.method != Method::POST && brings_body(&head);
        let whole = match caller.twofold.was_seen() {
            true => Err(Problem::malformed("it says in two ways how long it is")),
            false => self.whole(&head, body).await,
        };
        let response = match whole {
            Ok(body) => {
                let _busy = seat.busy();
                self.routed(Request::from_parts(head, Body::from(body))).await
            }
            Err(problem) => problem.closing(),
        };
        let mut response = read_by(reader, response);
        if chunked || unread {
            // Where a body ends that came in chunks, or was not read, is what servers in a row disagree on: nothing
            // behind it is read.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        safety::dress(response.headers_mut(), self.bounds.before);
        self.counters.answered(response.status().as_u16());
        response
    }

    async fn routed(&self, request: Request<Body>) -> Response<Body> {
        match TowerToHyperService::new(self.router.clone()).call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// The body, once the head is found unambiguous.
    async fn whole(&self, head: &Parts, body: Incoming) -> Result<Bytes, Problem> {
        unambiguous(head)?;
        let announced = head.headers.contains_key(CONTENT_LENGTH) || head.headers.contains_key(TRANSFER_ENCODING);
        if head.method != Method::POST {
            // Whatever stands in a method that no address takes, it is answered with 405.
            let is_taken = [Method::GET, Method::HEAD, Method::OPTIONS].contains(&head.method);
            return match is_taken && brings_body(head) {
                true => Err(Problem::malformed("a body stands where none belongs")),
                false => Ok(Bytes::new()),
            };
        }
        if !announced {
            return Err(Problem::length_required());
        }
        let limit_bytes = (self.body_limit_bytes)(head);
        let length = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > limit_bytes)) {
            return Err(Problem::too_large(limit_bytes));
        }
        let seconds = self.bounds.body_seconds;
        let collected = tokio::time::timeout(Duration::from_secs(seconds), Limited::new(body, limit_bytes).collect());
        match collected.await {
            Err(_) => Err(Problem::too_slow(seconds)),
            Ok(Ok(whole)) => Ok(whole.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::too_large(limit_bytes)),
            Ok(Err(_)) => Err(Problem::malformed("its body broke off or is no body")),
        }
    }
}

/// Whether a body follows, by what the head says.
fn brings_body(head: &Parts) -> bool {
    let some = head.headers.get(CONTENT_LENGTH).is_some_and(|length| length != "0");
    some || head.headers.contains_key(TRANSFER_ENCODING)
}

/// Refuses what two servers in a row could read as two different requests.
fn unambiguous(head: &Parts) -> Result<(), Problem> {
    let count = |name| head.headers.get_all(name).iter().count();
    if head.uri.authority().is_some() || !head.uri.path().starts_with('/') {
        return Err(Problem::malformed("its address is not a path"));
    }
    if head.uri.to_string().len() > ADDRESS_LIMIT_BYTES {
        return Err(Problem::uri_too_long());
    }
    if count(CONTENT_LENGTH) > 1 || count(TRANSFER_ENCODING) > 1 {
        return Err(Problem::malformed("it says twice how long it is"));
    }
    if head.headers.get(TRANSFER_ENCODING).is_some_and(|coding| coding != "chunked") {
        return Err(Problem::malformed("its transfer coding is not read here"));
    }
    match count(HOST) {
        1 => Ok(()),
        0 if head.version == Version::HTTP_10 => Ok(()),
        _ => Err(Problem::malformed("it does not name one host")),
    }
}
