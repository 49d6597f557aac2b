//! The page of `status-of`: a form, and above it the answer, or why there is none. No script, nothing from elsewhere.
//! It says what the body answers, never VALID; what was typed into the form is not shown again.

use askama::Template;
use attesto_credential::{AnsweredState, Language, Timestamp};
use axum::body::Body;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{Response, StatusCode};

use super::Found;
use crate::http::problem::Problem;
use crate::http::routes::text;
use crate::http::safety;
use crate::locale::{Tongue, Words, visible};
use crate::serving::Publisher;
use crate::world::clock::{self, on_the_wall};

#[derive(Template)]
#[template(path = "status_of.html")]
struct Page<'w> {
    words: &'w Words,
    tag: &'static str,
    title: String,
    intro: String,
    tongues: Vec<Choice>,
    shown: Option<Shown>,
    problem: Option<Told>,
}

/// A language to choose.
struct Choice {
    tag: &'static str,
    own_name: &'static str,
    current: bool,
}

/// An answer in words.
struct Shown {
    /// `valid`, `not-valid` or `cannot-tell`: colour.
    kind: &'static str,
    according: String,
    answer: String,
    sentences: Vec<String>,
    rows: Vec<(String, String)>,
    signed: String,
}

/// Why there is no answer.
struct Told {
    title: String,
    sentences: Vec<String>,
    /// Whether the sentences are in the page's own language.
    own: bool,
}

impl Page<'_> {
    /// A label of the page.
    fn label(&self, id: &str) -> String {
        self.words.label(id)
    }
}

/// The form alone.
pub(super) fn empty(asking: &Publisher, words: &Words) -> Response<Body> {
    laid_out((asking, words), words.label("status-of-title"), None, None)
}

/// The answer, then the form for the next question.
pub(super) fn of_answer(found: &Found, asking: &Publisher, words: &Words) -> Response<Body> {
    let Ok(now) = clock::now() else { return Problem::bug().response() };
    let shown = shown(found, (asking, words), now);
    let title =
        words.label_with("card-title", &[("number", found.said.number.to_string()), ("answer", shown.answer.clone())]);
    laid_out((asking, words), title, Some(shown), None)
}

/// Why there is no answer, then the form.
pub(super) fn of_problem(problem: &Problem, asking: &Publisher, words: &Words) -> Response<Body> {
    let own = |id: &str, facts: &[(&'static str, String)]| Told {
        title: words.label(id),
        sentences: vec![words.label_with(&format!("{id}-hint"), facts)],
        own: true,
    };
    let told = match problem.status() {
        StatusCode::NOT_FOUND => own("status-of-unknown", &[]),
        StatusCode::TOO_MANY_REQUESTS => own("status-of-often", &[("minutes", problem.wait_minutes().to_string())]),
        _ => Told { title: words.label("verify-problem"), sentences: problem.sentences(), own: false },
    };
    let mut response = laid_out((asking, words), told.title.clone(), None, Some(told));
    *response.status_mut() = problem.status();
    response.headers_mut().extend(problem.retry_after());
    response
}

fn shown(found: &Found, (asking, words): (&Publisher, &Words), now: Timestamp) -> Shown {
    let said = &found.said;
    let day = |moment: Timestamp| words.day(on_the_wall(&asking.zone, moment).0);
    let told = |moment: Timestamp| {
        let (day, clock) = on_the_wall(&asking.zone, moment);
        let zone = asking.zone.name().to_owned();
        words.label_with("card-moment", &[("day", words.day(day)), ("clock", clock), ("zone", zone)])
    };
    let (answer, kind) = word(found, now);
    let until = said.validity.until();
    let facts = [("from", day(said.validity.from())), ("until", until.map(day).unwrap_or_default())];
    let hint = (answer != "card-in-force").then(|| words.label_with(&format!("{answer}-hint"), &facts));
    let counts = words.label_with("status-of-counts", &[("made", told(found.made)), ("until", told(said.until))]);
    let tongue = Language::parse(words.tongue().tag());
    let title = tongue.map_or_else(|_| String::new(), |tongue| said.scope.title.best(&tongue).to_owned());
    let end = until.map_or_else(|| words.label("card-without-end"), day);
    Shown {
        kind,
        according: words.label_with("card-according", &[("issuer", visible(&asking.name))]),
        answer: words.label(answer),
        sentences: hint.into_iter().chain([counts]).collect(),
        rows: vec![
            (words.label("card-number"), said.number.to_string()),
            (words.label("card-scheme"), visible(&format!("{title} ({})", said.scope.version))),
            (words.label("card-period"), format!("{} – {end}", day(said.validity.from()))),
        ],
        signed: found.signed.clone(),
    }
}

/// The label of the answer's word, and its colour; what ended, or is still to begin, is not in force.
fn word(found: &Found, now: Timestamp) -> (&'static str, &'static str) {
    let validity = found.said.validity;
    match found.said.state {
        AnsweredState::Withdrawn => ("card-withdrawn", "not-valid"),
        AnsweredState::Replaced => ("card-replaced", "cannot-tell"),
        AnsweredState::Suspended => ("card-suspended", "not-valid"),
        AnsweredState::InForce if validity.until().is_some_and(|until| until < now) => ("card-expired", "not-valid"),
        AnsweredState::InForce if now < validity.from() => ("card-not-yet", "not-valid"),
        AnsweredState::InForce => ("card-in-force", "valid"),
    }
}

fn laid_out(
    (asking, words): (&Publisher, &Words),
    title: String,
    shown: Option<Shown>,
    problem: Option<Told>,
) -> Response<Body> {
    let tag = words.tongue().tag();
    let choice =
        |tongue: Tongue| Choice { tag: tongue.tag(), own_name: tongue.own_name(), current: tongue == words.tongue() };
    let tongues = Tongue::ALL.map(choice).into_iter().collect();
    let intro = words.label_with("status-of-intro", &[("issuer", visible(&asking.name))]);
    let Ok(page) = (Page { words, tag, title, intro, tongues, shown, problem }).render() else {
        return Problem::bug().response();
    };
    let policy = safety::policy_of(&page);
    let mut response = text("text/html; charset=utf-8", page);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}
