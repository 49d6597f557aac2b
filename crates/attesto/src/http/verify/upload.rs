//! What was handed in, out of a request's body: a file by itself, a text with questions, or a filled-in form.
//! Looks into no credential; which one it is says the file itself.

use attesto_credential::Timestamp;
use attesto_verifier::Asked;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use multer::{Constraints, Multipart, SizeLimit};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::fault::Place;
use crate::http::desk::Handed;
use crate::http::problem::Problem;
use crate::world::hand_in;

/// A credential by itself, as one of these.
const ALONE: [&str; 16] = [
    "application/dc+sd-jwt",
    "application/jose",
    "application/jose+json",
    "application/jwt",
    "application/ld+json",
    "application/octet-stream",
    "application/vc",
    "application/vc+jwt",
    "application/vc+ld+json",
    "application/vc+ld+json+jwt",
    "application/vc+sd-jwt",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "text/plain",
    "text/json",
];

/// A form has no more fields, and no field but the file is longer.
const FIELDS: usize = 8;
const FIELD_LIMIT_BYTES: u64 = 512;

/// A text with questions, as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The credential's text as it was issued.
    credential: String,
    name: Option<String>,
    email: Option<String>,
    at: Option<String>,
    /// The signed answer of the credential's body.
    statement: Option<String>,
}

/// Enough to tell a question from a credential.
#[derive(Deserialize)]
struct Peek {
    credential: Option<IgnoredAny>,
    #[serde(rename = "@context")]
    context: Option<IgnoredAny>,
}

/// The media type of a body without parameters, in small letters.
pub(super) fn essence(headers: &HeaderMap) -> String {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    text.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// Reads what was handed in.
pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Handed, Problem> {
    if headers.get_all(CONTENT_ENCODING).iter().any(|coding| coding != "identity") {
        return Err(Problem::media_type("the body unpacked, without Content-Encoding"));
    }
    let media_type = essence(headers);
    let handed = match media_type.as_str() {
        "multipart/form-data" => of_form(headers, body).await?,
        "application/json" => of_json(whole(body).await?)?,
        alone if ALONE.contains(&alone) => Handed { file: whole(body).await?.into(), ..Handed::default() },
        _ => return Err(Problem::media_type("JSON, a JWS, PNG, SVG, JPEG or a form (multipart/form-data)")),
    };
    if handed.file.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::fields(vec![place("credential", "nothing was handed in", "give a file or a text")]));
    }
    Ok(handed)
}

/// The body was collected within its limit before any route saw it.
async fn whole(body: Body) -> Result<Bytes, Problem> {
    to_bytes(body, usize::MAX).await.map_err(|_| Problem::malformed("its body broke off"))
}

fn of_json(body: Bytes) -> Result<Handed, Problem> {
    let question =
        serde_json::from_slice::<Peek>(&body).is_ok_and(|peek| peek.credential.is_some() && peek.context.is_none());
    if !question {
        return Ok(Handed { file: body.into(), ..Handed::default() });
    }
    let wrong = |why: serde_json::Error| {
        let remedy = "write credential (a text), name, email, at, statement, and nothing else";
        Problem::fields(vec![place("", &why.to_string(), remedy)])
    };
    let question: Question = serde_json::from_slice(&body).map_err(wrong)?;
    let at = question.at.as_deref().map(Timestamp::parse).transpose();
    let at =
        at.map_err(|fault| Problem::fields(vec![place("at", &fault.to_string(), "write 2026-03-31T12:00:00Z")]))?;
    let asked = Asked { name: said(question.name), email: said(question.email), shown: None };
    let statement = question.statement.map(|text| answered(text.as_bytes())).transpose()?.flatten();
    Ok(Handed { file: question.credential.into_bytes(), asked, at, statement })
}

async fn of_form(headers: &HeaderMap, body: Body) -> Result<Handed, Problem> {
    let boundary = headers.get(CONTENT_TYPE).and_then(|value| multer::parse_boundary(value.to_str().ok()?).ok());
    let boundary = boundary.ok_or_else(|| Problem::malformed("the form names no boundary"))?;
    let broken = |_| Problem::malformed("the form is broken");
    let short = |limits: SizeLimit, name| limits.for_field(name, FIELD_LIMIT_BYTES);
    let limits = ["name", "email", "lang"].into_iter().fold(SizeLimit::new(), short);
    let constraints = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let (mut handed, mut text, mut count) = (Handed::default(), Vec::new(), 0);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        count += 1;
        if count > FIELDS {
            return Err(Problem::malformed("the form has more fields than there are"));
        }
        let name = field.name().unwrap_or("").to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        match name.as_str() {
            "file" if handed.file.is_empty() => handed.file = bytes.to_vec(),
            "text" if text.is_empty() => text = bytes.to_vec(),
            "name" => handed.asked.name = worded(&bytes)?,
            "statement" if handed.statement.is_none() => handed.statement = answered(&bytes)?,
            "email" => handed.asked.email = worded(&bytes)?,
            "lang" => {}
            _ => return Err(Problem::fields(vec![unknown()])),
        }
    }
    if !handed.file.is_empty() && !text.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::fields(vec![place("text", "a file and a text were handed in", "give one of them")]));
    }
    Ok(if handed.file.is_empty() { Handed { file: text, ..handed } } else { handed })
}

fn worded(bytes: &[u8]) -> Result<Option<String>, Problem> {
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| Problem::malformed("the form is not UTF-8"))?;
    Ok(said(Some(text)))
}

/// An empty field asks nothing.
fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A body's answer, where one was given: browsers send an empty file where none was chosen.
fn answered(bytes: &[u8]) -> Result<Option<String>, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    let none = |_| {
        let remedy = "give the text or the JSON that status-of gave";
        Problem::fields(vec![place("statement", "it is no signed answer of a body about a certificate", remedy)])
    };
    hand_in::statement(bytes).map(Some).map_err(none)
}

fn unknown() -> Place {
    place("", "the form has a field that is not known, or one twice", "send file or text, statement, name, email, lang")
}

fn place(column: &str, why: &str, remedy: &str) -> Place {
    let column = Some(column.to_owned()).filter(|column| !column.is_empty());
    Place { column, why: why.to_owned(), remedy: remedy.to_owned(), ..Place::default() }
}
