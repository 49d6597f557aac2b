//! The page of the demo that shows the three copies of each person beside each other: picture, page, card, and what they say.
//! It lies in the demo's folder, loads nothing but the badges beside it, and verifies nothing.

use askama::Template;
use serde_json::Value;

use super::told::{self, Row};
use crate::cli::demo::folder::Layout;
use crate::fault::{Failure, Fault};
use crate::world::files::{self, Audience};

/// What the page is called in the demo's folder.
pub(in crate::cli::demo) const FILE: &str = "three-worlds.html";

#[derive(Template)]
#[template(path = "worlds.html")]
struct Page<'p> {
    body: &'p str,
    people: &'p [Person],
}

/// One person with the three copies of one certification.
pub(super) struct Person {
    number: String,
    names: String,
    title: String,
    language: String,
    verdicts: Vec<String>,
    european_page: String,
    rows: Vec<Row>,
    competences: Vec<Row>,
}

impl Person {
    /// What the reports on the copies say, and the page that the European one carries in the person's own language.
    pub(super) fn of(number: &str, reports: &[Value], european: &Value) -> Self {
        let rows = told::rows(reports);
        let said = |label: &str| {
            let row = rows.iter().find(|row| row.label == label);
            row.and_then(|row| row.each().first().cloned()).unwrap_or_default()
        };
        let (language, european_page) = page_of(european);
        Self {
            number: number.to_owned(),
            names: said("holder"),
            title: said("certificate"),
            language,
            verdicts: reports.iter().map(told::verdict).collect(),
            european_page,
            competences: told::competences(reports),
            rows,
        }
    }
}

/// Puts the page into the demo's folder.
pub(super) fn write(layout: &Layout, people: &[Person]) -> Result<(), Failure> {
    let page = Page { body: crate::cli::demo::folder::NAME, people };
    let text = page.render().map_err(|fault| Failure::new(Fault::Bug, "page", fault))?;
    files::write(&layout.at(FILE), text.as_bytes(), Audience::Owner)
}

/// The first page in the language of the credential itself, in base64, and the tag of that language.
fn page_of(european: &Value) -> (String, String) {
    let own = european.pointer("/displayParameter/primaryLanguage/id");
    let views = european.pointer("/displayParameter/individualDisplay").and_then(Value::as_array);
    let view = views.into_iter().flatten().find(|view| view.pointer("/language/id") == own);
    let content = view.and_then(|view| view.pointer("/displayDetail/0/image/content")).and_then(Value::as_str);
    let tag = match own.and_then(Value::as_str).and_then(|iri| iri.rsplit('/').next()) {
        Some("ELL") => "el",
        Some("ITA") => "it",
        Some("RON") => "ro",
        _ => "en",
    };
    (tag.to_owned(), content.unwrap_or_default().to_owned())
}
