//! What lies behind a link: a page for people, the credential for programs, and two words for nothing.

use super::place::{Place, case};

const LINK: &str = "BwcHBwcHBwcHBwcHBwcHBw";
const BROWSER: (&str, &str) = ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

/// A copy behind a link, which tells nowhere its status, so that no page calls it in force; one link that was withdrawn.
fn serving() -> Place {
    let place = Place::serving("");
    std::fs::create_dir(place.public("c")).unwrap();
    let text = case("expired-a-second-ago").join("credential.json");
    std::fs::copy(text, place.public(&format!("c/{LINK}.json"))).unwrap();
    for form in ["png", "svg"] {
        std::fs::write(place.public(&format!("c/{LINK}.{form}")), form).unwrap();
    }
    std::fs::write(place.public("c/withdrawnwithdrawnwith.withdrawn"), "").unwrap();
    place
}

#[test]
fn a_link_is_a_page_for_people_and_the_credential_in_its_forms_for_programs() {
    let place = serving();
    let at = |path: &str, headers: &[(&str, &str)]| place.get(&format!("/demo/c/{LINK}{path}"), headers);
    for (accept, media_type) in [
        ("*/*", "application/json"),
        ("application/vc", "application/vc"),
        ("application/vc+ld+json", "application/vc+ld+json"),
        ("image/png", "image/png"),
        ("image/svg+xml, image/png;q=0.5", "image/svg+xml"),
    ] {
        assert_eq!(at("", &[("Accept", accept)]).header("content-type"), Some(media_type), "{accept}");
    }
    assert_eq!(at("", &[("Accept", "application/pdf")]).status, 406);
    let page = at("", &[BROWSER, ("Accept-Language", "it-IT, en;q=0.5")]);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains("<h1 id=\"answer\">non si è potuto verificare</h1>"), "{}", page.text());
    assert_eq!(page.header("cache-control"), Some("private, no-cache"));
    assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"));
    assert!(page.header("etag").is_some());
    for path in [".ro.html", "?lang=ro"] {
        assert!(at(path, &[BROWSER, ("Accept-Language", "it")]).text().contains("nu s-a putut verifica"), "{path}");
    }
    for (path, headers) in
        [(".svg", [("Accept", "*/*")]), (".json", [("Accept", "*/*")]), (".png", [("Accept", "*/*")])]
    {
        let first = at(path, &headers);
        let header = |name| first.header(name).unwrap_or("");
        assert_eq!(
            (header("cache-control"), header("x-robots-tag")),
            ("private, no-cache", "noindex, nofollow"),
            "{path}"
        );
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        let again = at(path, &[headers[0], ("If-None-Match", header("etag"))]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let head = place.ask("HEAD", &format!("/demo/c/{LINK}{path}"), &headers, b"");
        assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, first.header("etag")), "{path}");
    }
}

#[test]
fn withdrawn_by_its_holder_and_unknown_are_two_words_to_people_and_programs() {
    let place = serving();
    let both = ["withdrawnwithdrawnwith", "unknownunknownunknownu"];
    let told = |accept: (&str, &str)| both.map(|link| place.get(&format!("/demo/c/{link}"), &[accept]));
    let [withdrawn, unknown] = told(("Accept", "application/vc"));
    assert_eq!((withdrawn.status, unknown.status), (410, 404));
    assert_eq!(withdrawn.json()["type"], "urn:attesto:fault:link-withdrawn");
    assert_eq!(unknown.json()["type"], "urn:attesto:fault:link-unknown");
    let [withdrawn, unknown] = told(BROWSER);
    assert_eq!((withdrawn.status, unknown.status), (410, 404));
    assert!(withdrawn.text().contains("Withdrawn by its holder") && unknown.text().contains("not known"));
    for one in [withdrawn, unknown] {
        assert_eq!(one.header("cache-control"), Some("no-store"));
        assert_eq!(one.header("etag").map(str::len), Some(34));
    }
    for path in ["c/", "c", "c/.follows", "c/withdrawnwithdrawnwith.withdrawn"] {
        assert!([404, 410].contains(&place.get(&format!("/demo/{path}"), &[]).status), "{path}");
    }
}
