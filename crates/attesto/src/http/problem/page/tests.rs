//! Every problem in every language, and who gets the page and who the document.

use axum::http::{Request, StatusCode};
use axum::response::IntoResponse as _;
use http_body_util::BodyExt as _;

use super::*;
use crate::fault::Place;

/// One of each kind.
fn every() -> Vec<Problem> {
    let place = Place { why: "why it is wrong".to_owned(), remedy: "how to mend it".to_owned(), ..Place::default() };
    vec![
        Problem::malformed("a reason"),
        Problem::unreadable("a reason"),
        Problem::no_code("a reason"),
        Problem::link_of_others("a reason", "other.example"),
        Problem::not_found(),
        Problem::link_unknown(),
        Problem::link_withdrawn(),
        Problem::method("GET, HEAD"),
        Problem::not_acceptable("text/html"),
        Problem::too_slow(10),
        Problem::length_required(),
        Problem::too_large(10 << 20),
        Problem::uri_too_long(),
        Problem::media_type("JSON"),
        Problem::fields(vec![place]),
        Problem::too_often(600),
        Problem::headers(),
        Problem::bug(),
        Problem::busy(),
    ]
}

fn head(accept: &str, address: &str) -> Parts {
    let request = Request::builder().uri(address).header("accept", accept).header("accept-language", "el, it;q=0.5");
    request.body(()).unwrap().into_parts().0
}

/// What goes out, its body as text.
fn told(problem: &Problem, reader: Reader) -> (axum::http::response::Parts, String) {
    let (head, body) = read_by(reader, problem.response()).into_parts();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let bytes = runtime.block_on(body.collect()).unwrap().to_bytes();
    (head, String::from_utf8(bytes.to_vec()).unwrap())
}

fn escaped(text: &str) -> String {
    askama::filters::escape(text, askama::filters::Html).unwrap().to_string()
}

#[test]
fn every_problem_is_told_in_every_language_with_what_to_do_and_with_what_a_program_is_told() {
    for problem in every() {
        let (document, text) = told(&problem, Reader::Program);
        let text: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut happened = Vec::new();
        for tongue in Tongue::ALL {
            let (head, page) = told(&problem, Reader::Person(tongue));
            assert_eq!(head.status, document.status);
            assert_eq!(head.headers["content-type"], "text/html; charset=utf-8");
            for name in ["allow", "retry-after", "cache-control"] {
                assert_eq!(head.headers.get(name), document.headers.get(name), "{problem:?} {name}");
            }
            let words = problem.told(Words::of(tongue));
            for sentence in [&words.happened, &words.remedy] {
                assert!(sentence.contains(' ') && !sentence.contains(['{', '}']), "{tongue:?} {sentence}");
                assert!(page.contains(&escaped(sentence)), "{tongue:?} {sentence}: {page}");
            }
            for fact in ["type", "detail"] {
                assert!(page.contains(&escaped(text[fact].as_str().unwrap())), "{tongue:?} {fact}: {page}");
            }
            assert!(page.contains(&document.status.as_u16().to_string()), "{page}");
            assert!(page.contains(&format!("<html lang=\"{}\">", tongue.tag())), "{page}");
            happened.push(words.happened);
        }
        happened.sort();
        happened.dedup();
        assert_eq!(happened.len(), 4, "{happened:?}");
    }
}

#[test]
fn what_is_wrong_with_each_field_stands_on_the_page() {
    let fields = every().into_iter().find(|problem| problem.status() == StatusCode::UNPROCESSABLE_ENTITY).unwrap();
    assert!(told(&fields, Reader::Person(Tongue::Ro)).1.contains("why it is wrong; how to mend it"));
}

#[test]
fn a_page_is_for_whoever_names_pages_and_likes_no_document_better() {
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    assert_eq!(Reader::of(&head(browser, "/")), Reader::Person(Tongue::El));
    assert_eq!(Reader::of(&head(browser, "/?lang=ro")), Reader::Person(Tongue::Ro));
    for program in
        ["*/*", "application/json", "application/json, text/html;q=0.5", "text/html;q=0", "image/png", "text/*"]
    {
        assert_eq!(Reader::of(&head(program, "/")), Reader::Program, "{program}");
    }
}

#[test]
fn an_answer_that_tells_no_problem_stays_as_it_is() {
    let answer = read_by(Reader::Person(Tongue::It), "report".into_response());
    assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
}
