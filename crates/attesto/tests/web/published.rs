//! The published folder: the right file in the right form, to be kept by whoever may, and nothing beside it.

use super::place::Place;

#[test]
fn a_file_goes_out_as_it_lies_there_with_its_mark() {
    let place = Place::serving("");
    let named = place.get("/demo/status/1.json", &[("Accept", "application/vc, */*;q=0.1")]);
    assert_eq!(named.header("content-type"), Some("application/vc"));
    let first = place.get("/demo/status/1.json", &[]);
    assert_eq!((first.status, first.header("content-type")), (200, Some("application/json")));
    assert_eq!(first.text(), "{\"list\":1}");
    assert_eq!(first.header("cache-control"), Some("public, max-age=60"));
    let mark = first.header("etag").unwrap();

    for marks in [mark.to_owned(), format!("\"x\", {mark}"), format!("W/{mark}"), "*".to_owned()] {
        let again = place.get("/demo/status/1.json", &[("If-None-Match", &marks)]);
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(mark)), "{marks}");
    }
    let other = place.get("/demo/status/1.json", &[("If-None-Match", "\"x\"")]);
    assert_eq!(other.status, 200);
}

#[test]
fn a_head_is_the_answer_without_its_body() {
    let place = Place::serving("");
    let head = place.ask("HEAD", "/demo/did.json", &[], b"");
    let whole = place.get("/demo/did.json", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), whole.header("content-length"));
    assert_eq!(head.header("etag"), whole.header("etag"));
}

#[test]
fn what_is_published_anew_goes_out_at_once() {
    let place = Place::serving("");
    let before = place.get("/demo/status/1.json", &[]);
    std::fs::write(place.public("new"), "{\"list\":2}").unwrap();
    std::fs::rename(place.public("new"), place.public("status/1.json")).unwrap();

    let after = place.get("/demo/status/1.json", &[("If-None-Match", before.header("etag").unwrap())]);

    assert_eq!((after.status, after.text().as_str()), (200, "{\"list\":2}"));
}

#[test]
fn an_edition_of_a_list_is_kept_for_ever_and_the_present_one_for_a_moment() {
    let place = Place::serving("max_age = 30\n");
    let dated = "status/1/2026-11-26T161854Z";
    std::fs::create_dir_all(place.public(dated)).unwrap();
    for (name, text) in
        [(format!("{dated}/revocation.json"), "{\"then\":1}"), ("status/1/revocation.json".to_owned(), "{}")]
    {
        std::fs::write(place.public(&name), text).unwrap();
    }
    for path in ["revocation.json", "revocation"] {
        let edition = place.get(&format!("/demo/{dated}/{path}"), &[]);
        assert_eq!(edition.text(), "{\"then\":1}");
        assert_eq!(edition.header("cache-control"), Some("public, max-age=31536000, immutable"), "{path}");
        let again = place.get(&format!("/demo/{dated}/{path}"), &[("If-None-Match", edition.header("etag").unwrap())]);
        assert_eq!((again.status, again.header("cache-control")), (304, edition.header("cache-control")));
    }
    let present = place.get("/demo/status/1/revocation.json", &[]);
    assert_eq!(present.header("cache-control"), Some("public, max-age=30"));
    let never = place.get(&format!("/demo/{dated}/suspension.json"), &[]);
    assert_eq!((never.status, never.header("cache-control")), (404, Some("no-store")));
}

#[test]
fn the_list_for_wallets_of_another_day_is_given_to_whoever_asks_with_time() {
    let place = Place::serving("");
    for (folder, text) in [("", "now"), ("2026-11-25T090000Z/", "first"), ("2026-11-26T090000Z/", "second")] {
        std::fs::create_dir_all(place.public(&format!("status/1/{folder}"))).unwrap();
        std::fs::write(place.public(&format!("status/1/{folder}token.jwt")), text).unwrap();
    }
    let asked = |query: &str| {
        let answer =
            place.get(&format!("/demo/status/1/token.jwt{query}"), &[("Accept", "application/statuslist+jwt")]);
        (answer.status, answer.header("content-type").map(str::to_owned), answer.text())
    };
    let list = |text: &str| (200, Some("application/statuslist+jwt".to_owned()), text.to_owned());
    assert_eq!(asked(""), list("now"));
    // 2026-11-25T09:00:00Z, a second before the next edition, its first second.
    assert_eq!(asked("?time=1795597200"), list("first"));
    assert_eq!(asked("?time=1795683599"), list("first"));
    assert_eq!(asked("?time=1795683600"), list("second"));
    let before = asked("?time=1795597199");
    assert_eq!((before.0, before.1.as_deref()), (404, Some("application/problem+json")));
    assert_eq!(place.get("/demo/status/1/2026-11-25T090000Z/token.jwt", &[]).text(), "first");
}

#[test]
fn a_name_with_a_slash_at_its_end_leads_to_the_one_without() {
    let place = Place::serving("");
    let whither = |path: &str| {
        let answer = place.get(path, &[]);
        (answer.status, answer.header("location").map(str::to_owned))
    };
    for (path, place) in [
        ("/demo/schemes/sim/1/", "/demo/schemes/sim/1"),
        ("/demo/schemes/sim/1//?lang=el", "/demo/schemes/sim/1?lang=el"),
        ("/demo/status/1.json/", "/demo/status/1.json"),
        ("/demo/c/whether-it-is-there-or-not/", "/demo/c/whether-it-is-there-or-not"),
        ("/verify/", "/verify"),
        ("/demo/verify/?lang=it", "/demo/verify?lang=it"),
    ] {
        assert_eq!(whither(path), (308, Some(place.to_owned())), "{path}");
    }
    for path in ["/demo/", "/demo/c/", "/demo/schemes/", "/demo/nothing/", "/demo//evil.example/", "//evil.example/"] {
        assert_eq!(whither(path), (404, None), "{path}");
    }
    let sent = place.ask("POST", "/verify/", &[("Content-Type", "text/plain")], b"x");
    assert_eq!((sent.status, sent.header("location")), (308, Some("/verify")));
}

#[test]
fn a_name_stands_for_the_form_that_is_asked_for() {
    let place = Place::serving("");
    let forms = [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/vc", "application/vc"),
        ("application/ld+json, application/vc;q=0.9", "application/ld+json"),
        ("application/statuslist+jwt", "application/statuslist+jwt"),
        ("application/statuslist+jwt;q=0.5, application/json;q=0.1", "application/statuslist+jwt"),
        ("text/html, application/statuslist+jwt;q=0.1", "application/statuslist+jwt"),
    ];
    for (accept, media_type) in forms {
        let answer = place.get("/demo/status/1", &[("Accept", accept)]);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(media_type)), "{accept}");
        assert_eq!(answer.header("vary"), Some("accept, accept-language"));
    }
    assert_eq!(place.get("/demo/status/1", &[]).header("content-type"), Some("application/json"));
    assert_eq!(place.get("/demo/status/1", &[("Accept", "image/png")]).status, 406);
}

#[test]
fn a_browser_gets_a_page_in_its_language_and_a_program_the_record() {
    let place = Place::serving("");
    let browser = ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    let page = |language: &str| place.get("/demo/schemes/sim/1", &[browser, ("Accept-Language", language)]).text();
    assert_eq!(page("el-GR,el;q=0.9,en;q=0.8"), "<p>Σχήμα</p>");
    assert!(page("en").contains("Scheme") && page("fr").contains("Scheme") && page("it,el;q=0.1").contains("Σχήμα"));
    assert_eq!(place.get("/demo/schemes/sim/1", &[]).text(), "{}");
}

#[test]
fn a_page_may_use_its_own_styles_and_nothing_else() {
    let place = Place::serving("");
    let page = place.get("/demo/schemes/sim/1.en.html", &[]);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src 'sha256-") && policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let place = Place::serving("");
    let paths = [
        "/demo/../secret.txt",
        "/demo/%2e%2e/secret.txt",
        "/demo/..%2fsecret.txt",
        "/demo/..;/secret.txt",
        "/demo/status/../../secret.txt",
        "/demo/....//secret.txt",
        "/demo/%2e%2e%5csecret.txt",
        "/demo/..%c0%afsecret.txt",
        "/../secret.txt",
        "//secret.txt",
        "/demo//../secret.txt",
        "/demo/%00",
        "/demo/did.json%00.html",
        "/demo/did.json/",
        "/demo/.hidden",
        "/demo/status/",
        "/demo/status",
        "/demon/did.json",
        "/did.json",
        "/demo/did.json~",
        "/demo/did.jsonx",
        "/demo/public/did.json",
        "/attesto.toml",
        "/demo/attesto.toml",
        "/demo/%64id.json",
        "/",
        "/demo",
        "/demo/",
    ];
    for path in paths {
        let answer = place.get(path, &[]);
        let moved = answer.status == 308 && path == "/demo/did.json/";
        assert!(answer.status == 404 || moved, "{path}: {}", answer.status);
        assert!(!answer.text().contains("secret"), "{path}");
    }
}

#[test]
fn every_answer_bears_the_headers_of_safety() {
    let place = Place::serving("before = \"tls\"\n");
    for path in
        ["/demo/did.json", "/demo/page.html", "/health", "/metrics", "/version", "/openapi.json", "/verify", "/no"]
    {
        let answer = place.get(path, &[]);
        let header = |name| answer.header(name).unwrap_or("");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(header("strict-transport-security"), "max-age=31536000", "{path}");
        assert!(path.starts_with("/demo") || header("cache-control") == "no-store", "{path}");
        assert!(answer.header("server").is_none(), "{path}");
    }
    let plain = Place::serving("");
    assert_eq!(plain.get("/health", &[]).header("strict-transport-security"), None);
}

#[test]
fn a_verifier_alone_publishes_nothing_and_needs_no_installation() {
    let place = Place::verifier();
    assert_eq!(place.get("/health", &[]).status, 200);
    assert_eq!(place.get("/verify", &[]).status, 200);
    assert_eq!(place.get("/attesto.toml", &[]).status, 404);
}
