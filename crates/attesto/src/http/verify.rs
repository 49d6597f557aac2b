//! `verify` over HTTP: a credential in, its report out, as JSON for programs and as a page for people.
//! 200 whenever it was judged, whatever the verdict; nothing that was sent is kept or written down.

mod page;
mod report;
mod upload;

use std::sync::Arc;
use std::time::Instant;

use attesto_credential::carrier;
use attesto_verifier::Report;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response};

use super::accept::{Wishes, chosen, tongues};
use super::problem::Problem;
use super::request::Peer;
use super::routes::{Front, open_to_all, preflight, text};
use super::safety;
use crate::locale::{Tongue, Words};

/// The longest text that is taken by itself, and what a form may weigh besides its file.
const TEXT_LIMIT_BYTES: usize = 1 << 20;

/// What the address takes.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// How the answer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Page,
}

/// Pictures may be larger than texts.
pub(super) fn limit_bytes(head: &Parts) -> usize {
    let media_type = upload::essence(&head.headers);
    let picture =
        ["image/jpeg", "image/png", "image/svg+xml", "application/octet-stream"].contains(&media_type.as_str());
    match media_type.as_str() {
        "multipart/form-data" => carrier::LIMIT_BYTES + TEXT_LIMIT_BYTES,
        _ if picture => carrier::LIMIT_BYTES,
        _ => TEXT_LIMIT_BYTES,
    }
}

/// Answers whatever is asked of `verify`.
pub(super) async fn answer(State(front): State<Arc<Front>>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let mut response = match (&head.method, form(&head)) {
        (&Method::OPTIONS, _) => preflight(METHODS),
        (&Method::GET | &Method::HEAD, Some(_)) if Wishes::of(&head.headers).weight("text/html") > 0 => {
            page::empty(Words::of(tongue(&head)))
        }
        (&Method::GET | &Method::HEAD, _) => Problem::not_acceptable("text/html").response(),
        (&Method::POST, None) => Problem::not_acceptable("application/json, text/html").response(),
        (&Method::POST, Some(form)) => told(judged(&front, &head, body).await, form, Words::of(tongue(&head))),
        _ => Problem::method(METHODS).response(),
    };
    open_to_all(response.headers_mut());
    response
}

/// A page for whoever reads pages at least as gladly as JSON; nothing for whoever takes neither.
fn form(head: &Parts) -> Option<Form> {
    let wishes = Wishes::of(&head.headers);
    let (page, json) = (wishes.weight("text/html"), wishes.weight("application/json"));
    match () {
        () if page == 0 && json == 0 => None,
        () if page > 0 && wishes.names("text/html") && page >= json => Some(Form::Page),
        () if json > 0 => Some(Form::Json),
        () => Some(Form::Page),
    }
}

/// The language that was chosen, else the one that the client reads best, else English.
fn tongue(head: &Parts) -> Tongue {
    chosen(&head.uri).or_else(|| tongues(&head.headers).first().copied()).unwrap_or_default()
}

async fn judged(front: &Front, head: &Parts, body: Body) -> Result<Report, Problem> {
    let desk = front.desk.as_ref().ok_or_else(Problem::not_found)?;
    let peer = head.extensions.get::<Peer>().ok_or_else(Problem::bug)?;
    if !front.turnstile.admits(front.turnstile.client(peer.0, &head.headers), Instant::now()) {
        return Err(Problem::too_often(front.turnstile.per_minute()));
    }
    let report = desk.judge(upload::read(&head.headers, body).await?).await?;
    front.counters.judged(report.verdict());
    Ok(report)
}

fn told(judged: Result<Report, Problem>, form: Form, words: &Words) -> Response<Body> {
    match (judged, form) {
        (Ok(report), Form::Json) => text("application/json", report.to_text()),
        (Ok(report), Form::Page) => page::of_report(&report, words),
        (Err(problem), Form::Json) => problem.response(),
        (Err(problem), Form::Page) => page::of_problem(&problem, words),
    }
}

/// A page as it goes out.
fn sent(page: String) -> Response<Body> {
    let mut headers = HeaderMap::new();
    safety::let_scan(&mut headers, &page);
    let mut response = text("text/html; charset=utf-8", page);
    response.headers_mut().extend(headers);
    response
}

/// The script of whoever scans with a camera.
pub(super) async fn script() -> Response<Body> {
    let mut response = text("text/javascript; charset=utf-8", include_str!("../../templates/scan.js"));
    // It is part of the page, and may change with it.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
