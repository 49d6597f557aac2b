//! `status-of`: a certificate number and a name in, the body's signed answer out, if the two belong together.
//! Whatever does not belong together is answered in one way and after the same time; nothing that was sent is kept.

mod page;
mod question;

use std::sync::Arc;
use std::time::{Duration, Instant};

use attesto_credential::{Secured, StatusAnswer, Timestamp};
use attesto_securing::Digest;
use axum::body::Body;
use axum::extract::State;

use axum::http::request::Parts;
use axum::http::{Method, Request, Response};
use serde_json::{Map, Value, json};

use super::accept::{Wishes, chosen, tongues};
use super::problem::Problem;
use super::request::Peer;
use super::routes::{Front, open_to_all, preflight, text};
use super::turnstile::{Turnstile, Window};
use crate::locale::Words;
use crate::serving::{Bounds, Publisher};
use crate::world::answers::Book;

/// The longest question.
pub(super) const LIMIT_BYTES: usize = 4 << 10;

/// What the address takes.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// The form of the signed answer by itself.
const SIGNED: &str = "application/jose";

/// Every answer to a well-formed question takes as long: what was found cannot be told from the time it took.
const SPAN: Duration = Duration::from_millis(40);

/// What answers: where the answers lie, whose they are, and how often one may ask.
pub(super) struct Inquiries {
    book: Book,
    publisher: Publisher,
    clients: Turnstile,
    numbers: Window<Digest>,
}

/// An answer as it was found.
struct Found {
    said: StatusAnswer,
    made: Timestamp,
    signed: String,
}

/// How the answer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Page,
    Signed,
}

impl Inquiries {
    pub(super) fn new(book: Book, publisher: Publisher, bounds: &Bounds, now: Instant) -> Self {
        Self {
            book,
            publisher,
            clients: Turnstile::new(bounds.asked_per_minute, bounds.proxies.clone(), now),
            numbers: Window::new(bounds.asked_per_hour, Duration::from_secs(3_600), now),
        }
    }

    async fn found(&self, head: &Parts, body: Body) -> Result<Found, Problem> {
        let begun = Instant::now();
        let peer = head.extensions.get::<Peer>().ok_or_else(Problem::bug)?;
        if !self.clients.admits(self.clients.client(peer.0, &head.headers), begun) {
            return Err(Problem::asked_too_often(1));
        }
        let question = question::read(&head.headers, body).await?;
        if !self.numbers.admits(Digest::of(question.number.as_bytes()), begun) {
            return Err(Problem::asked_too_often(60));
        }
        let found = self.book.find(&question.number, &question.name).and_then(|signed| read(&signed));
        tokio::time::sleep(SPAN.saturating_sub(begun.elapsed())).await;
        found.ok_or_else(Problem::status_unknown)
    }
}

/// What a signed answer says, for whoever shows it; it was sealed and opened before it was put there.
fn read(signed: &str) -> Option<Found> {
    let payload = Secured::parse(signed.as_bytes()).ok()?.peek_payload_unbelieved()?;
    let said = StatusAnswer::from_body(payload.at("/body")?.as_object()?).ok()?;
    let made = Timestamp::parse(payload.root().text("at")?).ok()?;
    Some(Found { said, made, signed: signed.to_owned() })
}

/// Answers whatever is asked of `status-of`.
pub(super) async fn answer(State(front): State<Arc<Front>>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Some(inquiries) = &front.inquiries else { return Problem::not_found().response() };
    let words = || Words::of(chosen(&head.uri).or_else(|| tongues(&head.headers).first().copied()).unwrap_or_default());
    let asking = &inquiries.publisher;
    let mut response = match (&head.method, form(&head)) {
        (&Method::OPTIONS, _) => preflight(METHODS),
        (&Method::GET | &Method::HEAD, Some(_)) if Wishes::of(&head.headers).weight("text/html") > 0 => {
            page::empty(asking, words())
        }
        (&Method::GET | &Method::HEAD, _) => Problem::not_acceptable("text/html").response(),
        (&Method::POST, None) => Problem::not_acceptable("application/json, application/jose and text/html").response(),
        (&Method::POST, Some(form)) => told(inquiries.found(&head, body).await, form, asking, words),
        _ => Problem::method(METHODS).response(),
    };
    open_to_all(response.headers_mut());
    response
}

/// A page for whoever reads pages at least as gladly as anything else; nothing for whoever takes none of the forms.
fn form(head: &Parts) -> Option<Form> {
    let wishes = Wishes::of(&head.headers);
    let [page, json, signed] = ["text/html", "application/json", SIGNED].map(|kind| wishes.weight(kind));
    match () {
        () if page.max(json).max(signed) == 0 => None,
        () if wishes.names("text/html") && page >= json.max(signed) => Some(Form::Page),
        () if wishes.names(SIGNED) && signed >= json => Some(Form::Signed),
        () if json > 0 => Some(Form::Json),
        () if signed > 0 => Some(Form::Signed),
        () => Some(Form::Page),
    }
}

fn told(
    found: Result<Found, Problem>,
    form: Form,
    asking: &Publisher,
    words: impl Fn() -> &'static Words,
) -> Response<Body> {
    match (found, form) {
        (Ok(found), Form::Json) => text("application/json", in_json(&found).to_string()),
        (Ok(found), Form::Signed) => text(SIGNED, found.signed),
        (Ok(found), Form::Page) => page::of_answer(&found, asking, words()),
        (Err(problem), Form::Page) => page::of_problem(&problem, asking, words()),
        (Err(problem), Form::Json | Form::Signed) => problem.response(),
    }
}

/// What the answer says, and the answer itself, which alone is signed.
fn in_json(found: &Found) -> Value {
    let mut members = match found.said.to_body().to_serde() {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    members.insert("made".to_owned(), json!(found.made.to_string()));
    members.insert("statement".to_owned(), json!(found.signed));
    Value::Object(members)
}
