//! Redirects: at most two, on the same host, over the same port and scheme.

use super::stand::{answer, path};
use super::*;

/// A stand that sends everyone on to a place.
fn sending_to(location: &'static str) -> Stand {
    Stand::open(move |head, line| match path(head) {
        "/a" => answer(line, "301 Moved Permanently", &format!("Location: {location}\r\n"), ""),
        _ => answer(line, "200 OK", "", "there"),
    })
}

#[test]
fn a_redirect_on_the_same_host_is_followed() {
    for location in ["/b", "/b?c=d", "http://cert.example/b", "http://CERT.example:80/b"] {
        let stand = sending_to(location);
        let answer = get(&plain_gate(&stand), "https://cert.example/a").unwrap();
        assert_eq!((answer.bytes(), stand.came()), (&b"there"[..], 2), "{location}");
    }
}

#[test]
fn a_redirect_elsewhere_is_not_followed() {
    let elsewhere = [
        "http://127.0.0.1/b",
        "http://other.example/b",
        "https://cert.example/b",
        "http://cert.example:22/b",
        "//other.example/b",
        "file:///etc/passwd",
        "http://cert.example@127.0.0.1/b",
        "http://a@cert.example/b",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "/../b",
        "/%2e%2e/b",
        "b",
        "\\\\other.example\\b",
        "http://cert.example.evil.example/b",
        "http://2130706433/",
    ];
    for location in elsewhere {
        let stand = sending_to(location);
        let refused = get(&plain_gate(&stand), "https://cert.example/a");
        assert_eq!(refused, Err(FetchFault::RedirectAway { host: host() }), "{location}");
        assert_eq!(stand.came(), 1, "{location}");
    }
}

#[test]
fn a_redirect_from_https_to_http_is_not_followed() {
    let stand = Stand::secure("cert.example", |_, line| {
        answer(line, "302 Found", "Location: http://cert.example/b\r\n", "");
    });
    let town = Arc::new(Town::default().behind(&stand).with("cert.example", &[&[PUBLIC]]));
    let gate = town_gate(&town, rules(), vec![stand.certificate.clone()]);
    assert_eq!(get(&gate, "https://cert.example/a"), Err(FetchFault::RedirectAway { host: host() }));
    assert_eq!(stand.came(), 1);
}

#[test]
fn a_loop_ends_after_two_redirects() {
    let stand = Stand::open(|_, line| answer(line, "307 Temporary Redirect", "Location: /a\r\n", ""));
    assert_eq!(get(&plain_gate(&stand), "https://cert.example/a"), Err(FetchFault::RedirectLoop { host: host() }));
    assert_eq!(stand.came(), 3);
}

#[test]
fn a_redirect_without_a_place_is_an_answer_like_any_other() {
    let stand = Stand::open(|_, line| answer(line, "302 Found", "", ""));
    let refused = get(&plain_gate(&stand), "https://cert.example/a");
    assert_eq!(refused, Err(FetchFault::Status { host: host(), status: 302 }));
}
