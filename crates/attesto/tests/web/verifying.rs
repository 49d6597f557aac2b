//! `verify` over HTTP: every way to hand a credential in, and the report as JSON and as a page.

use std::fs;

use super::place::{Answer, Place, case};

/// The credential of a case.
fn credential(name: &str) -> Vec<u8> {
    fs::read(case(name).join("credential.json")).unwrap()
}

const AT: &str = "2026-07-01T12:00:00Z";

/// The credential with a question about a day on which it holds.
fn question(name: &str, more: serde_json::Value) -> String {
    let mut question = serde_json::json!({"credential": String::from_utf8(credential(name)).unwrap(), "at": AT});
    question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    question.to_string()
}

fn asked(place: &Place, question: &str) -> Answer {
    place.ask("POST", "/verify", &[("Content-Type", "application/json")], question.as_bytes())
}

const BOUNDARY: &str = "----b0undary";

/// A filled-in form.
pub(crate) fn form(fields: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in fields {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

fn send_form(place: &Place, headers: &[(&str, &str)], fields: &[(&str, Option<&str>, &[u8])]) -> Answer {
    let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [&[("Content-Type", media_type.as_str())], headers].concat();
    place.ask("POST", "/verify", &headers, &form(fields))
}

const BROWSER: (&str, &str) = ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

#[test]
fn the_keys_of_the_own_body_are_found_in_the_published_folder() {
    let place = Place::serving("");
    let answer = asked(&place, &question("valid-did-web", serde_json::json!({})));
    assert_eq!((answer.status, answer.json()["verdict"].as_str()), (200, Some("valid")), "{}", answer.text());
    assert_eq!(answer.json()["day"], "that-day");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn whatever_the_verdict_the_answer_is_200() {
    let place = Place::serving("");
    let verdicts = [
        ("valid-did-web", "valid"),
        ("changed-name", "not-valid"),
        ("duplicate-key", "not-valid"),
        ("unknown-mechanism", "cannot-tell"),
    ];
    for (name, verdict) in verdicts {
        let answer = asked(&place, &question(name, serde_json::json!({})));
        assert_eq!((answer.status, answer.json()["verdict"].as_str()), (200, Some(verdict)), "{name}");
    }
}

#[test]
fn a_question_may_say_whose_it_should_be() {
    let place = Place::serving("");
    for (name, code) in [("Evangelia Dokimidou", "recipient.matches"), ("Somebody Else", "recipient.differs")] {
        let answer = asked(&place, &question("valid-did-web", serde_json::json!({"name": name})));
        assert!(answer.text().contains(code), "{name}: {}", answer.text());
    }
}

#[test]
fn the_same_credential_is_judged_alike_however_it_is_handed_in() {
    let place = Place::serving("");
    let bytes = credential("valid-did-web");
    let codes = |answer: &Answer| -> Vec<String> {
        let checks = answer.json()["checks"].as_array().unwrap().clone();
        checks.iter().map(|line| line["code"].as_str().unwrap().to_owned()).collect()
    };
    let expected = codes(&place.ask("POST", "/verify", &[("Content-Type", "application/vc")], &bytes));
    assert!(expected.contains(&"proof.holds".to_owned()), "{expected:?}");
    for media_type in
        ["application/json", "application/ld+json; charset=utf-8", "text/plain", "application/octet-stream"]
    {
        let answer = place.ask("POST", "/verify", &[("Content-Type", media_type)], &bytes);
        assert_eq!(codes(&answer), expected, "{media_type}");
    }
    assert_eq!(codes(&send_form(&place, &[], &[("file", Some("badge.json"), &bytes), ("text", None, b"")])), expected);
    assert_eq!(codes(&send_form(&place, &[], &[("file", Some(""), b""), ("text", None, &bytes)])), expected);
    assert_eq!(codes(&place.ask("POST", "/demo/verify", &[("Content-Type", "application/vc")], &bytes)), expected);
}

#[test]
fn a_chunked_body_is_read_like_any_other() {
    let place = Place::serving("");
    let bytes = credential("valid-did-web");
    let chunks: Vec<u8> = bytes
        .chunks(1000)
        .flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat())
        .chain(*b"0\r\n\r\n")
        .collect();
    let headers = [("Content-Type", "application/vc"), ("Transfer-Encoding", "chunked")];
    assert_eq!(place.ask("POST", "/verify", &headers, &chunks).status, 200);
}

#[test]
fn a_browser_gets_the_verdict_in_words_and_in_its_language_and_no_script_but_that_of_the_camera() {
    let place = Place::serving("");
    let bytes = credential("changed-name");
    let words = [("en", "NOT VALID"), ("el", "ΔΕΝ ΙΣΧΥΕΙ"), ("it", "NON VALIDO"), ("ro", "NEVALABIL")];
    for (tongue, word) in words {
        let headers = [BROWSER, ("Accept-Language", tongue)];
        let page = send_form(&place, &headers, &[("file", Some("badge.json"), &bytes)]);
        let text = page.text();
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        assert!(text.contains(&format!("<html lang=\"{tongue}\">")), "{tongue}");
        assert!(text.contains(&format!("<h1 id=\"verdict\">{word}</h1>")), "{tongue}: {text}");
        assert!(text.contains("proof.signature"), "{tongue}");
        let scripts: Vec<&str> = text.split("<script").skip(1).collect();
        assert!(scripts.len() == 1 && scripts[0].starts_with(" src=\"verify/scan.js\" defer></script>"), "{scripts:?}");
        assert!(!text.contains(" style="), "{tongue}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn a_language_that_is_chosen_goes_before_that_of_the_browser() {
    let place = Place::serving("");
    let page = place.get("/verify?lang=ro", &[BROWSER, ("Accept-Language", "el")]);
    assert!(page.text().contains("<html lang=\"ro\">"));
    let page = place.get("/verify?lang=xx", &[BROWSER, ("Accept-Language", "el")]);
    assert!(page.text().contains("<html lang=\"el\">"));
}

#[test]
fn what_cannot_be_read_is_told_on_the_page_with_its_status() {
    let place = Place::serving("");
    let page = send_form(&place, &[BROWSER], &[("text", None, b"hello")]);
    assert_eq!(page.status, 400);
    assert!(page.text().contains("<h1 id=\"problem\">"), "{}", page.text());
    let empty = send_form(&place, &[BROWSER], &[("file", Some(""), b""), ("text", None, b" ")]);
    assert_eq!(empty.status, 422);
}

#[test]
fn what_a_form_says_is_never_shown_as_anything_but_text() {
    let place = Place::serving("");
    let hostile = "<script>alert(1)</script>\u{202e}";
    let bytes = credential("valid-did-web");
    let page = send_form(&place, &[BROWSER], &[("text", None, &bytes), ("name", None, hostile.as_bytes())]);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("<script>") && !page.text().contains('\u{202e}'), "{}", page.text());
}

#[test]
fn a_photo_of_a_link_of_ours_is_read_and_what_lies_behind_it_is_judged() {
    let place = Place::serving("");
    let photo = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/photo.jpg")).unwrap();
    let send = || place.ask("POST", "/verify", &[("Content-Type", "image/jpeg")], &photo);
    assert_eq!((send().status, send().json()["type"].as_str()), (404, Some("urn:attesto:fault:link-unknown")));

    fs::create_dir(place.public("c")).unwrap();
    fs::write(place.public("c/4fzzzxjylrxk0aa9v0n2tqjv3e.json"), credential("changed-name")).unwrap();

    assert_eq!((send().status, send().json()["verdict"].as_str()), (200, Some("not-valid")));
    let link = b"https://cert.example/demo/c/4fzzzxjylrxk0aa9v0n2tqjv3e";
    assert_eq!(send_form(&place, &[], &[("text", None, link)]).json()["verdict"], "not-valid");

    fs::write(place.public("c/4fzzzxjylrxk0aa9v0n2tqjv3e.withdrawn"), "").unwrap();
    assert_eq!((send().status, send().json()["type"].as_str()), (410, Some("urn:attesto:fault:link-withdrawn")));
    for (tongue, word) in [("en", "withdrawn"), ("el", "απέσυρε"), ("it", "ritirato"), ("ro", "retras")] {
        let page = send_form(&place, &[BROWSER, ("Accept-Language", tongue)], &[("text", None, link)]);
        assert!(page.status == 410 && page.text().contains(word), "{tongue}: {}", page.text());
    }
}

#[test]
fn a_european_copy_is_judged_by_its_bodys_answer_where_one_is_handed_in_too() {
    let place = Place::serving_for("valid-european-in-force-by-its-bodys-answer", "");
    let asked = |name: &str, answered: bool| {
        let text = |file: &str| fs::read_to_string(case(name).join(file)).unwrap();
        let statement = answered.then(|| text("material/answers.txt"));
        let question = serde_json::json!({
            "credential": text("credential.json"), "at": text("at.txt").trim(), "statement": statement,
        });
        asked(&place, &question.to_string())
    };
    for (name, answered, verdict, code) in [
        ("valid-european-in-force-by-its-bodys-answer", false, "cannot-tell", "status.by-number"),
        ("valid-european-in-force-by-its-bodys-answer", true, "valid", "status.answered-good"),
        ("european-suspended-by-its-bodys-answer", true, "not-valid", "status.answered-suspended"),
        ("european-answer-by-another-key", true, "cannot-tell", "status.answer-broken"),
        ("valid-european-in-force-by-its-bodys-answer", false, "cannot-tell", "status.by-number"),
    ] {
        let answer = asked(name, answered);
        assert_eq!((answer.status, answer.json()["verdict"].as_str()), (200, Some(verdict)), "{}", answer.text());
        assert!(answer.text().contains(&format!("\"{code}\"")), "{name}: {}", answer.text());
    }
}

#[test]
fn the_form_takes_a_bodys_answer_in_a_labelled_field_that_may_stay_empty() {
    let place = Place::serving("");
    for tongue in ["en", "el", "it", "ro"] {
        let page = place.get(&format!("/verify?lang={tongue}"), &[BROWSER]).text();
        assert!(page.contains("<label for=\"statement\">") && page.contains("id=\"statement-hint\""), "{page}");
    }
    let bytes = credential("valid-did-web");
    let answer = fs::read(case("european-answer-by-another-key").join("material/answers.txt")).unwrap();
    let sent = |statement: &[u8]| {
        let fields = [("file", Some("badge.json"), bytes.as_slice()), ("statement", Some("a.jws"), statement)];
        send_form(&place, &[], &fields)
    };
    assert_eq!([sent(b"").status, sent(&answer).status], [200, 200]);
    let wrong = sent(&bytes);
    assert_eq!((wrong.status, &wrong.json()["type"]), (422, &"urn:attesto:fault:http-fields".into()));
    assert!(wrong.text().contains("no signed answer of a body"), "{}", wrong.text());
}

#[test]
fn the_camera_and_its_script_are_for_the_page_of_verify_alone() {
    let place = Place::serving("");
    for base in ["", "/demo"] {
        let page = place.get(&format!("{base}/verify"), &[BROWSER]);
        assert!(page.header("permissions-policy").unwrap().contains("camera=(self)"), "{:?}", page.headers);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"), "{policy}");
        let script = place.get(&format!("{base}/verify/scan.js"), &[]);
        assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
    }
    for path in ["/demo/page.html", "/no", "/health"] {
        let other = place.get(path, &[BROWSER]);
        assert!(other.header("permissions-policy").unwrap().contains("camera=()"), "{path}: {:?}", other.headers);
        assert!(!other.header("content-security-policy").unwrap().contains("script-src"), "{path}");
    }
}

#[test]
fn a_picture_without_a_code_is_told_apart_so_that_whoever_scans_goes_on() {
    let place = Place::serving("");
    let photo = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/photo.jpg")).unwrap();
    let blank = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/blank.jpg")).unwrap();
    let kind = |bytes: &[u8]| {
        place.ask("POST", "/verify", &[("Content-Type", "image/jpeg")], bytes).json()["type"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(kind(&blank), "urn:attesto:fault:no-code");
    assert_eq!(kind(&photo), "urn:attesto:fault:link-unknown");
    assert_eq!(kind(&photo[..200]), "urn:attesto:fault:unreadable");
}

#[test]
fn a_link_of_others_is_not_followed() {
    let place = Place::serving("");
    let answer = send_form(&place, &[], &[("text", None, b"https://other.example/c/secret-of-a-holder")]);
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("other.example") && !answer.text().contains("secret-of-a-holder"));
}

#[test]
fn another_sites_page_may_ask() {
    let place = Place::serving("");
    let asked = [("Origin", "https://other.example"), ("Access-Control-Request-Method", "POST")];
    let preflight = place.ask("OPTIONS", "/verify", &asked, b"");
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (204, Some("*")));
    assert_eq!(preflight.header("access-control-allow-credentials"), None);
}

#[test]
fn whoever_asks_too_often_waits() {
    let place = Place::serving("per_minute = 3\n");
    let bytes = credential("valid-did-web");
    let ask = || place.ask("POST", "/verify", &[("Content-Type", "application/vc")], &bytes);
    let statuses: Vec<u16> = (0..4).map(|_| ask().status).collect();
    assert_eq!(statuses, [200, 200, 200, 429]);
    assert_eq!(ask().header("retry-after"), Some("60"));
    assert_eq!(place.get("/demo/did.json", &[]).status, 200);
}

#[test]
fn verdicts_are_counted_and_nothing_of_a_person_is() {
    let place = Place::serving("");
    asked(&place, &question("valid-did-web", serde_json::json!({"name": "Evangelia Dokimidou"})));
    let metrics = place.get("/metrics", &[]).text();
    assert!(metrics.contains("attesto_verdicts_total{verdict=\"valid\"} 1"), "{metrics}");
    assert!(!metrics.contains("Dokimidou"), "{metrics}");
}
