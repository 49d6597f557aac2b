//! `status-of` over HTTP: how a question is asked, and that nothing is told of what is not known.
//! Answers themselves are held by the demo on its stage, and by the tests beside what seals them.

use super::place::{Answer, Place};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("Content-Type", "application/json");
const BROWSER: (&str, &str) = ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

fn asked(place: &Place, headers: &[(&str, &str)], body: &str) -> Answer {
    place.ask("POST", "/demo/status-of", headers, body.as_bytes())
}

#[test]
fn a_question_is_a_form_or_json_in_the_body_and_what_is_not_known_is_told_in_one_way() {
    let place = Place::serving("asked_per_hour = 3");
    let unknown = asked(&place, &[FORM], "number=SIM-2026-000001-4&name=%CE%9C%CE%B1%CF%81%CE%AF%CE%B1");
    assert_eq!((unknown.status, &unknown.json()["type"]), (404, &"urn:attesto:fault:status-unknown".into()));
    assert_eq!(unknown.header("cache-control"), Some("no-store"));
    for body in ["{\"number\":\"x\",\"name\":\"y\"}", "{\"number\":\"SIM-2026-000009-9\",\"name\":\"Μαρία\"}"] {
        let again = asked(&place, &[JSON], body);
        assert_eq!((again.status, again.text()), (404, unknown.text()), "{body}");
    }
    for (headers, body, status) in [
        (vec![FORM], "number=x", 422),
        (vec![FORM], "number=x&name=zqzq&name=z", 422),
        (vec![FORM], "number=x&name=zqzq&more=z", 422),
        (vec![JSON], "{\"number\":\"x\",\"name\":\"zqzq\",\"more\":1}", 422),
        (vec![JSON], "{", 422),
        (vec![("Content-Type", "text/plain")], "x", 415),
        (vec![FORM, ("Content-Encoding", "gzip")], "x", 415),
        (vec![FORM, ("Accept", "image/png")], "number=x&name=y", 406),
    ] {
        let answer = asked(&place, &headers, body);
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{body}");
        assert!(!answer.text().contains("zqzq"), "{body}: what was sent is not told again: {}", answer.text());
    }
    assert_eq!(asked(&place, &[JSON], &format!("{{\"number\":\"x\",\"name\":\"{}\"}}", "y".repeat(5_000))).status, 413);
    assert_eq!(
        place.get("/demo/status-of?number=SIM-2026-000001-4&name=x", &[("Accept", "application/json")]).status,
        406
    );
    assert_eq!(place.ask("PUT", "/demo/status-of", &[], b"").status, 405);
    let preflight = place.ask("OPTIONS", "/demo/status-of", &[("Origin", "https://other.example")], b"");
    assert_eq!((preflight.status, preflight.header("access-control-allow-methods")), (204, Some("POST")));

    let statuses = [(); 4].map(|()| asked(&place, &[FORM], "number=sim-2026-000002-2&name=x").status);
    assert_eq!(statuses, [404, 404, 404, 429], "one number is asked about so often in an hour, whoever asks");
}

#[test]
fn people_get_a_form_and_a_plain_word_in_their_language() {
    let place = Place::serving("asked_per_minute = 1");
    for (tag, title) in [("en", "Ask whether"), ("el", "Ρωτήστε αν"), ("it", "Chiedete se"), ("ro", "Întrebați dacă")]
    {
        let page = place.get(&format!("/demo/status-of?lang={tag}"), &[BROWSER]);
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        let text = page.text();
        assert!(text.contains(title) && text.contains(&format!("<html lang=\"{tag}\">")), "{text}");
        assert!(!text.contains("<script") && text.contains("method=\"post\""), "{text}");
        assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("form-action 'self'")));
    }
    let unknown = asked(&place, &[FORM, BROWSER, ("Accept-Language", "ro")], "number=x&name=Ana");
    assert_eq!((unknown.status, unknown.header("cache-control")), (404, Some("no-store")));
    assert!(unknown.text().contains("Niciun răspuns") && !unknown.text().contains("Ana"), "{}", unknown.text());
    let often = asked(&place, &[FORM, BROWSER, ("Accept-Language", "it")], "number=x&name=Ana");
    assert_eq!((often.status, often.header("retry-after")), (429, Some("60")));
    assert!(often.text().contains("Troppe domande"), "{}", often.text());
}

#[test]
fn who_only_verifies_answers_nobody_about_a_number() {
    assert_eq!(Place::verifier().ask("POST", "/status-of", &[FORM], b"number=x&name=y").status, 404);
}
