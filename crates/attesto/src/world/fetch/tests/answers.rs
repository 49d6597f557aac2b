//! Answers that are too slow, too long, packed, cut off or no answer at all.

use std::time::Duration;

use super::stand::{Line, answer, say};
use super::*;

/// What comes of a script, within a second.
fn told(script: impl Fn(&mut dyn Line) + Send + Sync + 'static) -> Result<Fetched, FetchFault> {
    let stand = Stand::open(move |_, line| script(line));
    get(&plain_gate_with(&stand, Rules { seconds: 1, ..rules() }), "https://cert.example/a")
}

fn too_slow() -> Result<Fetched, FetchFault> {
    Err(FetchFault::TooSlow { host: host(), seconds: 1 })
}

fn too_large() -> Result<Fetched, FetchFault> {
    Err(FetchFault::TooLarge { host: host(), limit_bytes: 1 << 20 })
}

/// Says a thing once, heard or not.
fn send(line: &mut dyn Line, text: &str) {
    say(line, text);
}

/// Says a thing again and again, with a pause, until the other side is gone.
fn drip(line: &mut dyn Line, drop: &str) {
    while say(line, drop) {
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_server_that_says_nothing_is_too_slow() {
    assert_eq!(told(|line| drip(line, "")), too_slow());
}

#[test]
fn a_body_that_comes_byte_by_byte_is_too_slow() {
    let slow = told(|line| {
        say(line, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        drip(line, "x");
    });
    assert_eq!(slow, too_slow());
}

#[test]
fn chunks_that_come_one_by_one_are_too_slow() {
    let slow = told(|line| {
        say(line, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        drip(line, "1\r\nx\r\n");
    });
    assert_eq!(slow, too_slow());
}

#[test]
fn headers_that_come_one_by_one_are_too_slow() {
    let slow = told(|line| {
        say(line, "HTTP/1.1 200 OK\r\n");
        drip(line, "X: y\r\n");
    });
    assert_eq!(slow, too_slow());
}

#[test]
fn headers_without_end_are_refused() {
    let endless = told(|line| {
        say(line, "HTTP/1.1 200 OK\r\n");
        while say(line, format!("X-Header: {}\r\n", "y".repeat(1000))) {}
    });
    assert!(matches!(endless, Err(FetchFault::Headers { .. } | FetchFault::NotHttp { .. })), "{endless:?}");
}

#[test]
fn one_header_without_end_is_refused() {
    let endless = told(|line| {
        say(line, "HTTP/1.1 200 OK\r\nX-Header: ");
        while say(line, "y".repeat(1000)) {}
    });
    assert!(matches!(endless, Err(FetchFault::Headers { .. } | FetchFault::NotHttp { .. })), "{endless:?}");
}

#[test]
fn a_body_that_says_it_is_huge_is_not_read() {
    assert_eq!(told(|line| send(line, "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")), too_large());
}

#[test]
fn a_body_without_end_is_read_up_to_the_limit() {
    for begin in ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"] {
        let endless = told(move |line| {
            say(line, begin);
            while say(line, format!("1000\r\n{}\r\n", "x".repeat(4096))) {}
        });
        assert_eq!(endless, too_large(), "{begin}");
    }
}

#[test]
fn a_body_at_the_limit_is_taken_and_one_byte_more_is_not() {
    let of = |length: usize| told(move |line| answer(line, "200 OK", "", &"x".repeat(length)));
    assert_eq!(of(1 << 20).unwrap().bytes().len(), 1 << 20);
    assert_eq!(of((1 << 20) + 1), too_large());
}

#[test]
fn a_packed_body_is_refused_unopened() {
    for coding in ["gzip", "br", "deflate", "identity, gzip", "GZIP", "x-unknown"] {
        let packed = told(move |line| answer(line, "200 OK", &format!("Content-Encoding: {coding}\r\n"), "\u{1f}"));
        assert_eq!(packed, Err(FetchFault::Encoded { host: host() }), "{coding}");
    }
}

#[test]
fn a_body_that_is_packed_without_saying_so_stays_as_it_is() {
    let bytes = told(|line| answer(line, "200 OK", "", "\u{1f}\u{8b}")).unwrap();
    assert_eq!(bytes.bytes(), "\u{1f}\u{8b}".as_bytes());
}

#[test]
fn a_body_shorter_than_it_says_is_cut_off() {
    let short = told(|line| send(line, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"));
    assert_eq!(short, Err(FetchFault::CutOff { host: host() }));
    let short = told(|line| send(line, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{}"));
    assert_eq!(short, Err(FetchFault::CutOff { host: host() }));
}

#[test]
fn of_a_body_longer_than_it_says_only_what_it_says_is_taken() {
    let long = told(|line| send(line, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n"));
    assert_eq!(long.unwrap().bytes(), b"{}");
}

#[test]
fn two_lengths_that_differ_are_no_answer() {
    let twice = told(|line| send(line, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}{"));
    assert!(twice.is_err(), "{twice:?}");
}

#[test]
fn what_is_not_http_is_told() {
    for text in ["SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 x OK\r\n\r\n", "\0\0\0\0\r\n\r\n"]
    {
        let other = told(move |line| send(line, text));
        assert_eq!(other, Err(FetchFault::NotHttp { host: host() }), "{text:?}");
    }
}

#[test]
fn a_server_that_hangs_up_has_not_answered() {
    assert_eq!(told(|_| ()), Err(FetchFault::CutOff { host: host() }));
}

#[test]
fn another_status_than_200_is_told_and_its_body_left() {
    for (line, status) in
        [("404 Not Found", 404), ("500 Oh", 500), ("204 No", 204), ("206 Part", 206), ("304 Same", 304)]
    {
        let other = told(move |stream| answer(stream, line, "", ""));
        assert_eq!(other, Err(FetchFault::Status { host: host(), status }));
    }
}

#[test]
fn a_port_that_nobody_listens_on_is_told() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut rules = rules();
    rules.loopback.insert(host(), closed);
    let gate = Gate::with(rules, None, Box::new(Arc::new(Town::default())), Authorities::Bundled);
    assert_eq!(get(&gate, "https://cert.example/a"), Err(FetchFault::Unreachable { host: host() }));
}

#[test]
fn what_is_sent_arrives_with_its_kind_and_is_asked_anew_each_time() {
    let stand = Stand::open(|head, line| {
        let mut body = [0; 8];
        let came = line.read_exact(&mut body).is_ok() && &body == b"question";
        let kind = head.to_ascii_lowercase().contains("content-type: application/timestamp-query\r\n");
        let status = if came && kind && head.starts_with("POST /tsr ") { "200 OK" } else { "400 Bad Request" };
        answer(line, status, "", "answer");
    });
    let gate = plain_gate(&stand);
    let sent = Sent { kind: "application/timestamp-query", accept: "application/timestamp-reply", body: b"question" };
    let send = || gate.send(&Target::parse("https://cert.example/tsr").unwrap(), &sent);

    assert_eq!((send(), send()), (Ok(b"answer".to_vec()), Ok(b"answer".to_vec())));

    assert_eq!(stand.came(), 2);
    let other = Sent { body: b"nonsense", ..sent };
    let refused = gate.send(&Target::parse("https://cert.example/tsr").unwrap(), &other);
    assert_eq!(refused, Err(FetchFault::Status { host: host(), status: 400 }));
    let offline = plain_gate_with(&stand, Rules { reach: Reach::Offline, ..rules() });
    assert_eq!(offline.send(&Target::parse("https://cert.example/tsr").unwrap(), &sent), Err(FetchFault::Offline));
}
