//! What people before a browser meet where a program meets a problem document.

use super::place::Place;

const BROWSER: [(&str, &str); 2] = [
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "el-GR,el;q=0.9"),
];

#[test]
fn a_browser_meets_a_page_in_its_language_with_what_the_document_says() {
    let place = Place::serving("per_minute = 1\n");
    let text = ("Content-Type", "text/plain");
    let all = [
        ("GET", "/demo/no", vec![], 404),
        ("GET", "/demo/c/unknownunknownunknownu.png", vec![], 404),
        ("DELETE", "/demo/did.json", vec![], 405),
        ("POST", "/demo/status/1", vec![("Content-Length", "0")], 405),
        ("POST", "/verify", vec![("Content-Length", "99999999"), text], 413),
        ("POST", "/verify", vec![("Content-Type", "video/mp4")], 415),
        ("POST", "/verify", vec![text], 429),
        ("GET", "/health", vec![("Content-Length", "1")], 400),
    ];
    for (method, path, headers, status) in all {
        let page = place.ask(method, path, &[&BROWSER[..], &headers].concat(), b"x");
        let (said, media_type) = (page.text(), page.header("content-type"));
        assert_eq!((page.status, media_type), (status, Some("text/html; charset=utf-8")), "{method} {path}: {said}");
        assert!(said.contains("<html lang=\"el\">") && said.contains("<h1 id=\"problem\">"), "{method} {path}: {said}");
        assert!(said.contains(&format!("{status} · urn:attesto:fault:")), "{method} {path}: {said}");
        assert_eq!(page.header("allow").is_some(), status == 405, "{method} {path}");
        assert_eq!(page.header("retry-after").is_some(), status == 429, "{method} {path}");
        assert_eq!(page.header("cache-control"), Some("no-store"), "{method} {path}");
    }
    let program = place.get("/demo/no", &[("Accept", "application/json, text/html;q=0.9")]);
    assert_eq!(program.header("content-type"), Some("application/problem+json"));
}

#[test]
fn a_browser_that_takes_nothing_but_pages_is_told_so_by_a_page() {
    let place = Place::serving("");
    let page = place.get("/demo/status/1", &[("Accept", "text/html"), ("Accept-Language", "ro")]);
    assert_eq!((page.status, page.header("content-type")), (406, Some("text/html; charset=utf-8")));
}
