//! The question out of a request's body: a form as browsers send it, or JSON. Never out of the address.
//! Whether number and name belong together is asked elsewhere.

use axum::body::{Body, to_bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::Deserialize;

use crate::fault::Place;
use crate::http::problem::Problem;

/// Neither is longer.
const NUMBER_CHARACTERS: usize = 64;
const NAME_CHARACTERS: usize = 200;

/// Of which certificate, in whose name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub(super) number: String,
    pub(super) name: String,
}

/// Reads the question.
pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Question, Problem> {
    let named = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let plain = !headers.get_all(CONTENT_ENCODING).iter().any(|coding| coding != "identity");
    let read = match named.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "application/json" if plain => of_json,
        "application/x-www-form-urlencoded" if plain => of_form,
        _ => return Err(Problem::media_type("application/x-www-form-urlencoded or application/json")),
    };
    // The body was collected within its limit before any route saw it.
    let body = to_bytes(body, usize::MAX).await.map_err(|_| Problem::malformed("its body broke off"))?;
    let question = read(&body)?;
    let number = question.number.trim().to_ascii_uppercase();
    let name = question.name.trim().to_owned();
    let mut faults = Vec::new();
    for (field, text, most) in [("number", &number, NUMBER_CHARACTERS), ("name", &name, NAME_CHARACTERS)] {
        if text.is_empty() || text.chars().count() > most {
            faults.push(place(
                field,
                &format!("it is empty or longer than {most} characters"),
                "write what the certificate has",
            ));
        }
    }
    if faults.is_empty() { Ok(Question { number, name }) } else { Err(Problem::fields(faults)) }
}

fn of_json(body: &[u8]) -> Result<Question, Problem> {
    // What serde says would repeat what was sent.
    serde_json::from_slice(body).map_err(|_| wrong())
}

fn of_form(body: &[u8]) -> Result<Question, Problem> {
    let (mut number, mut name) = (None, None);
    for (field, value) in form_urlencoded::parse(body) {
        let place = match field.as_ref() {
            "number" => &mut number,
            "name" => &mut name,
            _ => return Err(wrong()),
        };
        if place.replace(value.into_owned()).is_some() {
            return Err(wrong());
        }
    }
    Ok(Question { number: number.unwrap_or_default(), name: name.unwrap_or_default() })
}

fn wrong() -> Problem {
    let why = "it has other fields than it should, or one twice";
    Problem::fields(vec![place("", why, "write number and name, both texts, and nothing else")])
}

fn place(column: &str, why: &str, remedy: &str) -> Place {
    let column = Some(column.to_owned()).filter(|column| !column.is_empty());
    Place { column, why: why.to_owned(), remedy: remedy.to_owned(), ..Place::default() }
}
