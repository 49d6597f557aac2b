//! Why a request was not answered as asked: a problem document (RFC 9457) under the status that says who must act.
//! A credential that does not hold is no problem: it is answered with its report.

mod page;

pub(super) use page::{Reader, Told, read_by};

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderName, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use serde_json::Value;

use crate::fault::{Failure, Fault, Place};

/// A request that was not answered as asked.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    status: StatusCode,
    /// Apart, so that an answer which may be a problem stays small.
    failure: Box<Failure>,
    /// What the words for people name.
    facts: Vec<(&'static str, String)>,
    allow: Option<&'static str>,
    wait: Option<u64>,
}

impl Problem {
    fn new(status: StatusCode, failure: Failure) -> Self {
        Self { status, failure: Box::new(failure), facts: Vec::new(), allow: None, wait: None }
    }

    fn naming(self, fact: &'static str, value: impl ToString) -> Self {
        Self { facts: vec![(fact, value.to_string())], ..self }
    }

    /// 400: the request is not written as HTTP wants it.
    pub(super) fn malformed(why: &str) -> Self {
        let sentence = format!("the request is not written as HTTP wants it: {why}; send it anew");
        Self::new(StatusCode::BAD_REQUEST, Failure::new(Fault::Input, "http-malformed", sentence))
    }

    /// 400: what was sent holds no credential.
    pub(super) fn unreadable(why: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Failure::new(Fault::Input, "unreadable", why))
    }

    /// 400: a picture in which no code was found.
    pub(super) fn no_code(why: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Failure::new(Fault::Input, "no-code", why))
    }

    /// 400: a link that is not asked from here.
    pub(super) fn link_of_others(why: &str, host: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Failure::new(Fault::Input, "link-of-others", why)).naming("host", host)
    }

    /// 404: nothing is there, or nothing that one may see.
    pub(super) fn not_found() -> Self {
        let sentence = "nothing is published under this address; check it for a slip";
        Self::new(StatusCode::NOT_FOUND, Failure::new(Fault::NotFound, "http-not-found", sentence))
    }

    /// 404: a link that nobody was given.
    pub(super) fn link_unknown() -> Self {
        let sentence =
            "nothing was given out under this link, or it is no longer kept; check it for a slip, or ask the holder";
        Self::new(StatusCode::NOT_FOUND, Failure::new(Fault::NotFound, "link-unknown", sentence))
    }

    /// 410: a link that its holder withdrew.
    pub(super) fn link_withdrawn() -> Self {
        let sentence = "this link was withdrawn by its holder, which says nothing of the certification; ask the holder for another";
        Self::new(StatusCode::GONE, Failure::new(Fault::NotFound, "link-withdrawn", sentence))
    }

    /// 405: not by this method.
    pub(super) fn method(allow: &'static str) -> Self {
        let sentence = format!("this address does not take the method; it takes {allow}");
        let problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, Failure::new(Fault::Input, "http-method", sentence));
        Self { allow: Some(allow), ..problem.naming("allow", allow) }
    }

    /// 406: not in any of the forms asked for.
    pub(super) fn not_acceptable(forms: &str) -> Self {
        let sentence = format!("it is not to be had in a form that Accept names; there is {forms}");
        Self::new(StatusCode::NOT_ACCEPTABLE, Failure::new(Fault::Input, "http-accept", sentence))
            .naming("forms", forms)
    }

    /// 408: the request did not come to its end in time.
    pub(super) fn too_slow(seconds: u64) -> Self {
        let sentence = format!("the request did not come to its end within {seconds} s; send it anew");
        Self::new(StatusCode::REQUEST_TIMEOUT, Failure::new(Fault::Input, "http-slow", sentence))
            .naming("seconds", seconds)
    }

    /// 411: nothing says how long the body is.
    pub(super) fn length_required() -> Self {
        let sentence = "the request has no body, or does not say how long it is; send one with Content-Length";
        Self::new(StatusCode::LENGTH_REQUIRED, Failure::new(Fault::Input, "http-length", sentence))
    }

    /// 413: more than is taken.
    pub(super) fn too_large(limit_bytes: usize) -> Self {
        let sentence = format!("more than {limit_bytes} bytes are not taken here; send the file as it was issued");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, Failure::new(Fault::Input, "too-large", sentence))
            .naming("limit", readable(limit_bytes))
    }

    /// 414: the address is too long.
    pub(super) fn uri_too_long() -> Self {
        let sentence = "the address is longer than 8192 characters; nothing here has such a name";
        Self::new(StatusCode::URI_TOO_LONG, Failure::new(Fault::Input, "http-address", sentence))
    }

    /// 415: not in any of the forms that are read.
    pub(super) fn media_type(forms: &str) -> Self {
        let sentence = format!("this media type is not read here; send {forms}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Failure::new(Fault::Input, "http-media-type", sentence))
    }

    /// 422: well written, and says what cannot be taken.
    pub(super) fn fields(places: Vec<Place>) -> Self {
        let sentence = format!("the request has {} fault(s)", places.len());
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, Failure::at("http-fields", sentence, places))
    }

    /// 429: too often.
    pub(super) fn too_often(per_minute: u32) -> Self {
        let sentence = format!("more than {per_minute} in a minute are not judged for one client; wait a minute");
        let failure = Failure::new(Fault::Unavailable, "http-often", sentence);
        Self { wait: Some(60), ..Self::new(StatusCode::TOO_MANY_REQUESTS, failure).naming("count", per_minute) }
    }

    /// 404: number and name do not belong together, or nobody knows them; which of the two is not told.
    pub(super) fn status_unknown() -> Self {
        let sentence = "nothing is known here under this number and name together; check both for a slip";
        Self::new(StatusCode::NOT_FOUND, Failure::new(Fault::NotFound, "status-unknown", sentence))
    }

    /// 429: one client, or about one certificate, asks too often.
    pub(super) fn asked_too_often(minutes: u64) -> Self {
        let sentence = format!("too many questions came from one client, or about one certificate; wait {minutes} min");
        let failure = Failure::new(Fault::Unavailable, "http-often", sentence);
        Self { wait: Some(minutes.saturating_mul(60)), ..Self::new(StatusCode::TOO_MANY_REQUESTS, failure) }
    }

    /// 431: too much before the body.
    pub(super) fn headers() -> Self {
        let sentence = "the headers are more than is read (16 KiB, 64 of them); send fewer";
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, Failure::new(Fault::Input, "http-headers", sentence))
    }

    /// 500: our fault; nothing of it is told.
    pub(super) fn bug() -> Self {
        let sentence = "the request could not be answered for a fault of the program; please report when it was";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Failure::new(Fault::Bug, "http", sentence))
    }

    /// 503: too many at a time.
    pub(super) fn busy() -> Self {
        let sentence = "too many are waiting to be judged; try again in a moment";
        let failure = Failure::new(Fault::Unavailable, "http-busy", sentence);
        Self { wait: Some(2), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, failure) }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// When to come again, as a header, where that is told.
    pub(super) fn retry_after(&self) -> Option<(HeaderName, HeaderValue)> {
        self.wait.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds)))
    }

    /// For how many minutes one should wait.
    pub(super) fn wait_minutes(&self) -> u64 {
        self.wait.unwrap_or(0).div_ceil(60)
    }

    /// The sentence, with those of its places.
    pub(super) fn sentences(&self) -> Vec<String> {
        let places = self.failure.places().iter().map(|place| format!("{}; {}", place.why, place.remedy));
        std::iter::once(self.failure.sentence().to_owned()).chain(places).collect()
    }

    fn document(&self) -> String {
        let mut document = self.failure.to_problem();
        if let Value::Object(members) = &mut document {
            members.insert("status".to_owned(), self.status.as_u16().into());
        }
        document.to_string()
    }

    /// The answer.
    pub(super) fn response(&self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.document()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.allow.map(|allow| (ALLOW, HeaderValue::from_static(allow))));
        headers.extend(self.retry_after());
        // Whoever turns out to read pages gets one in the place of the document.
        response.extensions_mut().insert(self.clone());
        response
    }

    /// The answer to a request that was not read to its end: nothing more is read on its connection.
    pub(super) fn closing(&self) -> Response<Body> {
        let mut response = self.response();
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        response
    }

    /// The whole answer in bytes, for a connection on which no request could be made out.
    pub(super) fn raw(&self) -> Vec<u8> {
        let reason = self.status.canonical_reason().unwrap_or("");
        let document = self.document();
        let head = format!(
            "HTTP/1.1 {} {reason}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n{}content-length: {}\r\nconnection: close\r\n\r\n",
            self.status.as_u16(),
            super::safety::raw(),
            document.len(),
        );
        [head.into_bytes(), document.into_bytes()].concat()
    }
}

/// A length as people say it.
fn readable(bytes: usize) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} B"),
        mebibytes => format!("{mebibytes} MiB"),
    }
}
