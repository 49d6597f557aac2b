//! A problem as people read it: what happened and what to do in their language, then what a program is told.
//! Who gets it says `Accept`; the status and every other header are those of the document.

use askama::Template;
use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response};

use super::Problem;
use crate::http::accept::{Wishes, chosen, tongues};
use crate::http::safety;
use crate::locale::{Tongue, Words};
use crate::sheet::{Choice, choices};

/// Who is told what went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Reader {
    /// Somebody before a browser, who reads this language.
    Person(Tongue),
    /// Whatever reads problem documents.
    Program,
}

/// What people are told of a problem.
pub(in crate::http) struct Told {
    /// What happened.
    pub(in crate::http) happened: String,
    /// What to do.
    pub(in crate::http) remedy: String,
    /// The status and the fault's name, then what a program is told, in English.
    pub(in crate::http) code: String,
    pub(in crate::http) details: Vec<String>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'w> {
    words: &'w Words,
    tag: &'static str,
    title: &'w str,
    choices: Vec<Choice>,
    told: &'w Told,
}

impl Page<'_> {
    /// A label of the page.
    fn label(&self, id: &str) -> String {
        self.words.label(id)
    }
}

impl Reader {
    /// Who asks: a person, if pages are named and wished for at least as much as documents are.
    pub(in crate::http) fn of(head: &Parts) -> Self {
        let wishes = Wishes::of(&head.headers);
        let documents = ["application/problem+json", "application/json"].map(|kind| wishes.weight(kind));
        let page = wishes.names("text/html") && documents.iter().all(|weight| *weight <= wishes.weight("text/html"));
        let tongue = chosen(&head.uri).or_else(|| tongues(&head.headers).first().copied());
        if page { Self::Person(tongue.unwrap_or_default()) } else { Self::Program }
    }
}

impl Problem {
    /// What people are told, in their language.
    pub(in crate::http) fn told(&self, words: &Words) -> Told {
        let [happened, remedy] = words.problem(self.failure.code(), &self.facts);
        let places = self.failure.places().iter().map(|place| format!("{}; {}", place.why, place.remedy));
        Told {
            happened,
            remedy,
            code: format!("{} · urn:attesto:fault:{}", self.status.as_u16(), self.failure.code()),
            details: std::iter::once(self.failure.sentence().to_owned()).chain(places).collect(),
        }
    }

    fn page(&self, tongue: Tongue) -> Option<String> {
        let words = Words::of(tongue);
        let told = self.told(words);
        let choices = choices(words, &|tag| format!("?lang={tag}"));
        Page { words, tag: tongue.tag(), title: &told.happened, choices, told: &told }.render().ok()
    }
}

/// An answer for its reader: where it tells a problem, a person gets a page instead of the document.
pub(in crate::http) fn read_by(reader: Reader, mut response: Response<Body>) -> Response<Body> {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let headers = response.headers_mut();
    headers.entry(VARY).or_insert(HeaderValue::from_static("accept, accept-language"));
    let Reader::Person(tongue) = reader else { return response };
    // A page that cannot be laid out leaves the document in its place.
    let Some(page) = problem.page(tongue) else { return response };
    // That of the document, if the router has said it.
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, safety::policy_of(&page));
    *response.body_mut() = Body::from(page);
    response
}

#[cfg(test)]
mod tests;
