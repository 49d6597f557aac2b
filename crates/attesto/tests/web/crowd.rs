//! Many at a time, slow ones among them, and the end of the process in the middle of it.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::place::{Answer, Place};

/// Clients that begin and never end, in the ways that are known.
fn slow(place: &Place, number: usize) -> TcpStream {
    let mut stream = place.connect();
    let begun: &[u8] = match number % 4 {
        0 => b"",
        1 => b"GET /demo/did.json HTTP/1.1\r\nHost: a\r\n",
        2 => b"POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: application/vc\r\nContent-Length: 100000\r\n\r\n{",
        _ => b"POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: application/vc\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    };
    // Whoever came first may have been sent away by now.
    drop(stream.write_all(begun));
    stream
}

#[test]
fn a_thousand_slow_clients_do_not_stop_a_quick_one() {
    nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE, 4096, 4096).unwrap_or(());
    let place = Place::serving("head_seconds = 600\nbody_seconds = 600\n");
    let crowd: Vec<TcpStream> = (0..1000).map(|number| slow(&place, number)).collect();

    let quick = place.get("/demo/did.json", &[]);

    assert_eq!(quick.status, 200);
    assert_eq!(crowd.len(), 1000);
}

#[test]
fn a_head_that_does_not_end_is_told_so() {
    let place = Place::serving("head_seconds = 1\n");
    let mut stream = slow(&place, 1);
    let mut back = Vec::new();
    stream.read_to_end(&mut back).unwrap();
    assert_eq!(Answer::read(&back).status, 408);
}

#[test]
fn a_body_that_does_not_end_is_told_so() {
    let place = Place::serving("body_seconds = 1\n");
    for number in [2, 3] {
        let mut stream = slow(&place, number);
        let mut back = Vec::new();
        stream.read_to_end(&mut back).unwrap();
        assert_eq!(Answer::read(&back).json()["type"], "urn:attesto:fault:http-slow");
    }
}

#[test]
fn several_requests_on_one_connection_are_each_answered() {
    let place = Place::serving("");
    let one = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
    let back = place.raw(one.repeat(5).as_bytes());
    assert_eq!(String::from_utf8(back).unwrap().matches("HTTP/1.1 200 OK").count(), 5);
}

#[test]
fn nothing_behind_a_body_in_chunks_is_answered() {
    let place = Place::serving("");
    let chunks = "POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
    let back = place.raw(format!("{chunks}GET /health HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes());
    let back = String::from_utf8(back).unwrap();
    assert_eq!((back.matches("HTTP/1.1 ").count(), back.contains("connection: close")), (1, true), "{back}");
}

#[test]
fn nothing_behind_a_body_that_nobody_reads_is_answered() {
    let place = Place::serving("");
    let inner = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
    for method in ["PUT", "QUERY", "TRACE"] {
        let head = format!("{method} /verify HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", inner.len());
        let back = String::from_utf8(place.raw(format!("{head}{inner}{inner}").as_bytes())).unwrap();
        assert!(back.starts_with("HTTP/1.1 405 "), "{method}: {back}");
        assert_eq!((back.matches("HTTP/1.1 ").count(), back.contains("connection: close")), (1, true), "{back}");
    }
}

#[test]
fn a_process_that_is_told_to_stop_ends_in_order() {
    let mut place = Place::serving("");
    assert_eq!(place.get("/health", &[]).status, 200);
    let _idle = slow(&place, 0);
    assert_eq!(place.stop(), Some(0));
}

#[test]
fn what_was_begun_before_the_stop_is_answered() {
    let mut place = Place::serving("");
    let mut stream = place.connect();
    stream
        .write_all(b"POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhe")
        .unwrap();
    while place.get("/metrics", &[]).text().contains("attesto_connections_open 0") {}

    place.terminate();
    stream.write_all(b"llo").unwrap();
    let mut back = Vec::new();
    stream.read_to_end(&mut back).unwrap();

    assert_eq!(Answer::read(&back).json()["type"], "urn:attesto:fault:unreadable");
    assert_eq!(place.stop(), Some(0));
}
