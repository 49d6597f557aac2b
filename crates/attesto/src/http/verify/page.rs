//! The page of `verify`: a form, and above it the report or the problem. One script, for whoever scans with a camera;
//! the page is whole without it. What was typed into the form is not shown again.

use askama::Template;
use attesto_verifier::Report;
use axum::body::Body;
use axum::http::Response;

use super::report::{self, Shown};
use super::sent;
use crate::http::problem::{Problem, Told};
use crate::locale::Words;
use crate::sheet::{Choice, choices};

#[derive(Template)]
#[template(path = "verify.html")]
struct Page<'w> {
    words: &'w Words,
    tag: &'static str,
    title: String,
    choices: Vec<Choice>,
    /// Colour and shape of the verdict.
    kind: &'static str,
    shown: Option<Shown>,
    problem: Option<Told>,
}

impl Page<'_> {
    /// A label of the page.
    fn label(&self, id: &str) -> String {
        self.words.label(id)
    }

    /// What the camera's script says.
    fn scan(&self, name: &str) -> String {
        self.words.label(&format!("scan-{name}"))
    }
}

/// The form alone.
pub(super) fn empty(words: &Words) -> Response<Body> {
    laid_out(words, words.label("verify-title"), None, None)
}

/// The report, then the form for the next one.
pub(super) fn of_report(report: &Report, words: &Words) -> Response<Body> {
    laid_out(words, report::title(report, words), Some(report::shown(report, words)), None)
}

/// Why there is no report, then the form; under the status and the headers of the problem's own answer.
pub(super) fn of_problem(problem: &Problem, words: &Words) -> Response<Body> {
    let told = problem.told(words);
    let page = laid_out(words, told.happened.clone(), None, Some(told));
    let (shown, body) = page.into_parts();
    let mut response = problem.response().map(|_| body);
    response.extensions_mut().remove::<Problem>();
    response.headers_mut().extend(shown.headers);
    response
}

fn laid_out(words: &Words, title: String, shown: Option<Shown>, problem: Option<Told>) -> Response<Body> {
    let (tag, choices) = (words.tongue().tag(), choices(words, &|tag| format!("?lang={tag}")));
    let kind = shown.as_ref().map_or("", |shown| shown.kind);
    match (Page { words, tag, title, choices, kind, shown, problem }).render() {
        Ok(page) => sent(page),
        Err(_) => Problem::bug().response(),
    }
}
