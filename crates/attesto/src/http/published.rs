//! The published folder over HTTP: files as they lie there, each in the form and language asked for.
//! Reads only; what is published, and when, is decided elsewhere.

use std::sync::Arc;

use attesto_credential::Timestamp;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

use super::accept::{Wishes, tongues};
use super::card::Cards;
use super::copies::{Copies, Copy};
use super::problem::Problem;
use super::routes::{Front, options};
use crate::locale::Tongue;
use crate::serving::{Bounds, Publishing};
use crate::world::fetch::moment_asked;
use crate::world::shelf::{Found, Shelf};
use crate::world::wallets::METADATA;

/// The forms of a thing, in the order in which a program that takes anything gets them.
const FORMS: [&str; 10] = ["json", "jsonld", "jws", "jwt", "cwt", "ttl", "csv", "svg", "png", "pdf"];

/// What a JSON file may be called where a client asks for it by that name.
const JSON: [&str; 6] = [
    "application/json",
    "application/ld+json",
    "application/vc",
    "application/vc+ld+json",
    "application/did+json",
    "application/did+ld+json",
];

/// A published folder with copies of what was asked for lately.
pub(super) struct Published {
    shelf: Shelf,
    copies: Copies,
    cards: Cards,
    lifetime: HeaderValue,
}

impl Published {
    pub(super) fn new(publishing: Publishing, bounds: &Bounds) -> Self {
        let lifetime = HeaderValue::from_str(&format!("public, max-age={}", bounds.max_age));
        let lifetime = lifetime.unwrap_or(HeaderValue::from_static("no-cache"));
        let Publishing { shelf, publisher, verifying, answers: _ } = publishing;
        Self { shelf, copies: Copies::default(), cards: Cards::new(publisher, verifying, bounds), lifetime }
    }

    /// The list of a path as it was at a moment.
    fn of_then(&self, path: &str, moment: Timestamp) -> Result<(Found, HeaderValue), Problem> {
        let found = self.shelf.find_at(path, moment).ok_or_else(Problem::not_found)?;
        let media_type = HeaderValue::from_static(found.media_type);
        Ok((found, media_type))
    }

    /// What a path stands for, in the best form for a client.
    fn choose(&self, path: &str, headers: &HeaderMap) -> Result<(Found, HeaderValue), Problem> {
        if let Some(found) = self.shelf.find(path, &[]) {
            let (media_type, _) = called(&found, &Wishes::of(headers));
            return Ok((found, media_type));
        }
        let wishes = Wishes::of(headers);
        let page = self.shelf.find(path, &pages(headers)).filter(|_| wishes.weight("text/html") > 0);
        let forms = FORMS.iter().filter_map(|form| self.shelf.find(path, &[form]));
        let weighed = forms.map(|found| {
            let (media_type, weight) = called(&found, &wishes);
            (found, media_type, weight)
        });
        let page = page.map(|found| (HeaderValue::from_static(found.media_type), wishes.page(), found));
        let mut all: Vec<(Found, HeaderValue, u16)> =
            page.map(|(media_type, weight, found)| (found, media_type, weight)).into_iter().chain(weighed).collect();
        if all.is_empty() {
            let there = self.shelf.find(path, &pages(headers)).is_some();
            return Err(if there { Problem::not_acceptable("text/html") } else { Problem::not_found() });
        }
        // The first of equals: a sort that keeps their order.
        all.sort_by_key(|(_, _, weight)| std::cmp::Reverse(*weight));
        match all.into_iter().next() {
            Some((found, media_type, weight)) if weight > 0 => Ok((found, media_type)),
            _ => Err(Problem::not_acceptable("application/json")),
        }
    }
}

/// The endings of a page: in the languages of the client, then in ours, then in none.
fn pages(headers: &HeaderMap) -> Vec<&'static str> {
    let ending = |tongue: Tongue| match tongue {
        Tongue::El => "el.html",
        Tongue::En => "en.html",
        Tongue::It => "it.html",
        Tongue::Ro => "ro.html",
    };
    tongues(headers).into_iter().chain(Tongue::ALL).map(ending).chain(["html"]).collect()
}

/// The name of a form's type that a client likes best, and how much.
pub(super) fn called(found: &Found, wishes: &Wishes) -> (HeaderValue, u16) {
    let plain = found.media_type.split(';').next().unwrap_or("");
    let other = JSON.iter().filter(|name| plain == "application/json" && wishes.names(name));
    match other.max_by_key(|name| wishes.weight(name)) {
        Some(name) => (HeaderValue::from_static(name), wishes.weight(name)),
        None => (HeaderValue::from_static(found.media_type), wishes.weight(plain)),
    }
}

/// Answers for the keys that the issuer publishes for its JWTs.
pub(super) async fn metadata(State(front): State<Arc<Front>>, request: Request<Body>) -> Response<Body> {
    of_path(&front, &format!("/{METADATA}"), &request.into_parts().0).await
}

/// Answers for everything below the base path.
pub(super) async fn answer(State(front): State<Arc<Front>>, request: Request<Body>) -> Response<Body> {
    let (asked, _) = request.into_parts();
    let below = asked.uri.path().strip_prefix(front.base_path.as_str());
    match below.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        Some(path) => of_path(&front, path, &asked).await,
        None => Problem::not_found().response(),
    }
}

async fn of_path(front: &Front, path: &str, asked: &Parts) -> Response<Body> {
    let Some(published) = &front.published else { return Problem::not_found().response() };
    if ![Method::GET, Method::HEAD].contains(&asked.method) {
        return options(&asked.method, "GET, HEAD, OPTIONS");
    }
    let path = if path.is_empty() { "/" } else { path };
    if let Some(behind) = path.strip_prefix("/c/") {
        let (shelf, copies) = (&published.shelf, &published.copies);
        return published.cards.answer(behind, (shelf, copies), (&asked.uri, &asked.headers)).await;
    }
    let moment = asked.uri.query().and_then(moment_asked);
    let chosen = match moment.filter(|_| path.ends_with(".jwt")) {
        None => published.choose(path, &asked.headers),
        Some(moment) => published.of_then(path, moment),
    };
    match chosen {
        Err(problem) => problem.response(),
        Ok((found, media_type)) => match published.copies.of(&found.path) {
            None => Problem::not_found().response(),
            Some(copy) => sent(&copy, media_type, &published.lifetime, &asked.headers),
        },
    }
}

fn sent(copy: &Copy, media_type: HeaderValue, lifetime: &HeaderValue, asked: &HeaderMap) -> Response<Body> {
    let mut response = marked(copy.bytes.clone(), &copy.etag, asked);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, lifetime.clone());
    headers.insert(VARY, HeaderValue::from_static("accept, accept-language"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CONTENT_TYPE, media_type);
    headers.extend(copy.policy.clone().map(|policy| (CONTENT_SECURITY_POLICY, policy)));
    response
}

/// A content under its mark; nothing but the mark for whoever has it.
pub(super) fn marked(bytes: Bytes, etag: &HeaderValue, asked: &HeaderMap) -> Response<Body> {
    let known = asked.get_all(IF_NONE_MATCH).iter().any(|marks| names(marks, etag));
    let mut response = Response::new(if known { Body::empty() } else { Body::from(bytes) });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    response.headers_mut().insert(ETAG, etag.clone());
    response
}

/// Whether a list of marks names one, weak or strong, or any.
fn names(marks: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(marks), Ok(etag)) = (marks.to_str(), etag.to_str()) else { return false };
    marks.split(',').map(|mark| mark.trim().trim_start_matches("W/")).any(|mark| mark == etag || mark == "*")
}
