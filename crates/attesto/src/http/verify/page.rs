//! The page of `verify`: a form, and above it the report or the problem. No script, no picture, nothing from elsewhere.
//! What was typed into the form is not shown again.

use askama::Template;
use attesto_verifier::Report;
use axum::body::Body;
use axum::http::Response;

use super::report::{self, Shown};
use super::sent;
use crate::http::problem::Problem;
use crate::locale::{Tongue, Words};

#[derive(Template)]
#[template(path = "verify.html")]
struct Page<'w> {
    words: &'w Words,
    tag: &'static str,
    title: String,
    tongues: Vec<Choice>,
    shown: Option<Shown>,
    problem: Option<Vec<String>>,
}

/// A language to choose.
struct Choice {
    tag: &'static str,
    own_name: &'static str,
    current: bool,
}

impl Page<'_> {
    /// A label of the page.
    fn label(&self, id: &str) -> String {
        self.words.label(id)
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

/// Why there is no report, then the form.
pub(super) fn of_problem(problem: &Problem, words: &Words) -> Response<Body> {
    let mut response = laid_out(words, words.label("verify-problem"), None, Some(problem.sentences()));
    *response.status_mut() = problem.status();
    response
}

fn laid_out(words: &Words, title: String, shown: Option<Shown>, problem: Option<Vec<String>>) -> Response<Body> {
    let tag = words.tongue().tag();
    let tongues = Tongue::ALL.map(|tongue| Choice {
        tag: tongue.tag(),
        own_name: tongue.own_name(),
        current: tongue == words.tongue(),
    });
    let tongues = tongues.into_iter().collect();
    match (Page { words, tag, title, tongues, shown, problem }).render() {
        Ok(page) => sent(page),
        Err(_) => Problem::bug().response(),
    }
}
