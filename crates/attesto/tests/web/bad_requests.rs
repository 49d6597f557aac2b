//! Requests that are wrong, by the hundred: each gets the status that says what is wrong, and a problem document.

use super::place::{Answer, Place};
use super::verifying::form;

/// A request and the status it must get.
struct Bad {
    what: String,
    bytes: Vec<u8>,
    status: u16,
}

fn bad(what: impl Into<String>, bytes: impl Into<Vec<u8>>, status: u16) -> Bad {
    Bad { what: what.into(), bytes: bytes.into(), status }
}

/// A request with a body that says how long it is.
fn post(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /verify HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn of_type(media_type: &str, body: &[u8]) -> Vec<u8> {
    post(&format!("Content-Type: {media_type}\r\n"), body)
}

fn plain(method: &str, path: &str, headers: &str) -> Vec<u8> {
    format!("{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n").into_bytes()
}

fn methods() -> Vec<Bad> {
    let methods = ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW", "get", "LOCK"];
    let paths =
        ["/health", "/metrics", "/version", "/openapi.json", "/demo/did.json", "/demo/no", "/verify", "/demo/verify"];
    let each = paths.iter().flat_map(|path| methods.iter().map(move |method| (*method, *path)));
    let with = each.map(|(method, path)| bad(format!("{method} {path}"), plain(method, path, ""), 405));
    let posted =
        paths[..6].iter().map(|path| bad(format!("POST {path}"), plain("POST", path, "Content-Length: 0\r\n"), 405));
    with.chain(posted).collect()
}

fn addresses() -> Vec<Bad> {
    let nowhere = [
        "/",
        "/no",
        "/demo",
        "/demo/no",
        "/demo/../attesto.toml",
        "/demo/%2e%2e/attesto.toml",
        "/demo/..;/attesto.toml",
        "/verify/x",
        "/health/",
        "/Health",
        "/demo/did.json%00",
        "/demo/%ff",
        "/demo/status/..%5c1.json",
        "/.well-known/did.json",
        "/demo/.git/config",
        "/admin",
        "/demo/index.html",
        "/robots.txt",
        "//demo/did.json",
    ];
    let not_http = ["http://evil.example/demo/did.json", "https://a/verify", "*", "evil.example:443"];
    let nowhere = nowhere.iter().map(|path| bad(format!("GET {path}"), plain("GET", path, ""), 404));
    let not_http = not_http.iter().map(|path| bad(format!("GET {path}"), plain("GET", path, ""), 400));
    let long = bad("a long address", plain("GET", &format!("/demo/{}", "a".repeat(9000)), ""), 414);
    let longer = bad("a longer address", plain("GET", &format!("/demo/{}", "a".repeat(20_000)), ""), 431);
    nowhere.chain(not_http).chain([long, longer]).collect()
}

fn wishes() -> Vec<Bad> {
    let page = ["application/json", "image/png", "text/html;q=0", "application/vc", "*/*;q=0"];
    let page = page
        .iter()
        .map(|accept| bad(format!("GET as {accept}"), plain("GET", "/verify", &format!("Accept: {accept}\r\n")), 406));
    let report = ["image/png", "application/pdf", "text/plain", "*/*;q=0", "application/json;q=0, text/html;q=0"];
    let report = report.iter().map(|accept| {
        bad(format!("POST as {accept}"), post(&format!("Content-Type: text/plain\r\nAccept: {accept}\r\n"), b"x"), 406)
    });
    let list = ["image/png", "application/json;q=0, application/jwt;q=0"];
    let list = list.iter().map(|accept| {
        bad(format!("a list as {accept}"), plain("GET", "/demo/status/1", &format!("Accept: {accept}\r\n")), 406)
    });
    page.chain(report).chain(list).collect()
}

fn media_types() -> Vec<Bad> {
    let unread = [
        "",
        "application/xml",
        "text/html",
        "image/gif",
        "application/pdf",
        "application/x-www-form-urlencoded",
        "multipart/mixed; boundary=x",
        "application/zip",
        "application/cbor",
        "video/mp4",
        "json",
        "*/*",
        "application/*",
        "application/jsonx",
        "text/xml",
        "application/vnd.api+json",
        "application/did+json",
    ];
    let unread = unread.iter().map(|media_type| bad(format!("type {media_type:?}"), of_type(media_type, b"{}"), 415));
    unread.chain([bad("no type", post("", b"{}"), 415)]).collect()
}

fn bodies() -> Vec<Bad> {
    let texts: [&[u8]; 12] = [
        b"hello",
        b"{",
        b"}",
        b"[",
        b"{\"a\":}",
        b"\xff\xfe\xfd",
        b"a.b",
        b"....",
        b"null",
        b"true",
        b"\"text\"",
        b"{\"a\":1}}",
    ];
    let types = [
        "application/json",
        "application/vc",
        "text/plain",
        "application/octet-stream",
        "image/png",
        "application/jwt",
    ];
    let each = types.iter().flat_map(|media_type| texts.iter().map(move |text| (*media_type, *text)));
    let unread = each.map(|(media_type, text)| bad(format!("{media_type} {text:?}"), of_type(media_type, text), 400));
    let pictures: [&[u8]; 6] = [
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"<svg></svg>",
        b"<?xml version=\"1.0\"?><svg",
        b"<!DOCTYPE svg>",
        b"\xff\xd8\xff\xe0",
    ];
    let pictures = pictures.iter().map(|bytes| bad(format!("picture {bytes:?}"), of_type("image/png", bytes), 400));
    let twice = br#"{"credential":"x","credential":"y"}"#;
    let twice = [bad("a question twice", of_type("application/json", twice), 400)];
    let empty = ["application/json", "text/plain", "application/vc"];
    let empty = empty.iter().flat_map(|media_type| [b"".as_slice(), b" \r\n "].map(|text| (media_type, text)));
    let empty = empty.map(|(media_type, text)| bad(format!("empty {media_type}"), of_type(media_type, text), 422));
    unread.chain(pictures).chain(empty).chain(twice).collect()
}

fn questions() -> Vec<Bad> {
    let questions = [
        r#"{"credential":{}}"#,
        r#"{"credential":1}"#,
        r#"{"credential":"x","nane":"y"}"#,
        r#"{"credential":"x","name":1}"#,
        r#"{"credential":"x","at":"yesterday"}"#,
        r#"{"credential":"x","at":5}"#,
        r#"{"credential":""}"#,
        r#"{"credential":["x"]}"#,
        r#"{"credential":"x","email":[]}"#,
        r#"{"credential":"x","statement":{}}"#,
        r#"{"credential":"x","statement":"a.b.c"}"#,
    ];
    questions.iter().map(|text| bad(*text, of_type("application/json", text.as_bytes()), 422)).collect()
}

fn forms() -> Vec<Bad> {
    let sent =
        |fields: &[(&str, Option<&str>, &[u8])]| of_type("multipart/form-data; boundary=----b0undary", &form(fields));
    let long = vec![b'x'; 600];
    let many: Vec<(&str, Option<&str>, &[u8])> = (0..20).map(|_| ("name", None, b"x".as_slice())).collect();
    let broken = |body: &[u8]| of_type("multipart/form-data; boundary=----b0undary", body);
    vec![
        bad("a form without a boundary", of_type("multipart/form-data", b"x"), 400),
        bad("a form of nothing", broken(b""), 400),
        bad("a form of garbage", broken(b"garbage"), 400),
        bad("a form cut off", broken(b"------b0undary\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx"), 400),
        bad("a form without names", broken(b"------b0undary\r\n\r\nx\r\n------b0undary--\r\n"), 400),
        bad(
            "a form with another boundary",
            of_type("multipart/form-data; boundary=other", &form(&[("text", None, b"x")])),
            400,
        ),
        bad("an unknown field", sent(&[("file", None, b"x"), ("other", None, b"y")]), 422),
        bad("two files", sent(&[("file", None, b"x"), ("file", None, b"y")]), 422),
        bad("no answer of a body", sent(&[("file", None, b"x"), ("statement", None, b"y")]), 422),
        bad("two answers of a body", sent(&[("statement", None, b" "), ("statement", None, b"y")]), 422),
        bad("a file and a text", sent(&[("file", None, b"x"), ("text", None, b"y")]), 422),
        bad("neither file nor text", sent(&[("file", None, b""), ("text", None, b" ")]), 422),
        bad("a name of 600 bytes", sent(&[("text", None, b"x"), ("name", None, &long)]), 400),
        bad("twenty fields", sent(&many), 400),
        bad("a name that is not UTF-8", sent(&[("text", None, b"x"), ("name", None, b"\xff")]), 400),
        bad("no credential in a form", sent(&[("text", None, b"hello")]), 400),
    ]
}

/// Bodies in another writing than they say, or packed.
fn encodings() -> Vec<Bad> {
    let packed = ["gzip", "deflate", "br", "zstd", "compress", "x-gzip", "gzip, gzip", "identity, gzip", "rot13", ""];
    let packed = packed.iter().map(|coding| {
        let headers = format!("Content-Type: application/json\r\nContent-Encoding: {coding}\r\n");
        bad(format!("coding {coding:?}"), post(&headers, b"\x1f\x8b\x08\0\0\0\0\0\0\x03"), 415)
    });
    let texts: [(&str, &[u8]); 8] = [
        ("a mark of order", b"\xef\xbb\xbf{\"a\":1}"),
        ("UTF-16, low end first", b"\xff\xfe{\0}\0"),
        ("UTF-16, high end first", b"\xfe\xff\0{\0}"),
        ("UTF-32", b"\xff\xfe\0\0{\0\0\0}\0\0\0"),
        ("Latin-1", b"{\"a\":\"\xe9\"}"),
        ("an overlong letter", b"{\"a\":\"\xc0\xaf\"}"),
        ("half a pair", b"{\"a\":\"\\ud800\"}"),
        ("a packed stream that does not say so", b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
    ];
    let types = ["application/json", "application/vc", "text/plain"];
    let each = types.iter().flat_map(|media_type| texts.iter().map(move |(what, text)| (media_type, what, *text)));
    let each =
        each.map(|(media_type, what, text)| bad(format!("{media_type}: {what}"), of_type(media_type, text), 400));
    packed.chain(each).collect()
}

/// Forms that are small on the wire, or nearly, and large for whoever opens them.
fn bombs() -> Vec<Bad> {
    let sent = |boundary: &str, body: &[u8]| of_type(&format!("multipart/form-data; boundary={boundary}"), body);
    let part = |headers: &str| format!("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n{headers}\r\nx\r\n");
    let parts = format!("{}--b--\r\n", part("").repeat(100_000));
    let header = format!("{}--b--\r\n", part(&format!("X: {}\r\n", "y".repeat(1 << 20))));
    let headers = format!("{}--b--\r\n", part(&"X: y\r\n".repeat(10_000)));
    let nested = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n";
    let named =
        format!("--b\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\nx\r\n--b--\r\n", "n".repeat(100_000));
    let dashes = "--b".repeat(100_000);
    vec![
        bad("a hundred thousand parts", sent("b", parts.as_bytes()), 422),
        bad("a part with a header of 1 MiB", sent("b", header.as_bytes()), 400),
        bad("a part with ten thousand headers", sent("b", headers.as_bytes()), 400),
        bad("a form in a form", sent("b", nested.as_bytes()), 400),
        bad("a field with a name of 100 000 letters", sent("b", named.as_bytes()), 422),
        bad("boundaries and nothing else, so a form that ends at once", sent("b", dashes.as_bytes()), 422),
        bad("a boundary of 5 000 letters", sent(&"b".repeat(5_000), b"--b--"), 400),
    ]
}

fn sizes() -> Vec<Bad> {
    let announced = |media_type: &str, length: u64| {
        bad(
            format!("{media_type} of {length} bytes"),
            format!(
                "POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
            ),
            413,
        )
    };
    let chunk = format!("100000\r\n{}\r\n", "x".repeat(1 << 20));
    let chunked = format!(
        "POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}1\r\nx\r\n0\r\n\r\n"
    );
    vec![
        announced("application/json", (1 << 20) + 1),
        announced("text/plain", 10_000_000_000),
        announced("image/png", (10 << 20) + 1),
        announced("multipart/form-data; boundary=x", (11 << 20) + 1),
        announced("application/vc", 1_000_000_000_000_000_000),
        bad("chunks above the limit", chunked, 413),
        bad("a text above the limit", of_type("text/plain", &vec![b'x'; (1 << 20) + 1]), 413),
        bad("a body for health", "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 413),
    ]
}

fn heads() -> Vec<Bad> {
    let many: String = (0..100).map(|number| format!("X-{number}: y\r\n")).collect();
    vec![
        bad("a header of 20 000 bytes", plain("GET", "/health", &format!("X: {}\r\n", "y".repeat(20_000))), 431),
        bad("a hundred headers", plain("GET", "/health", &many), 431),
        bad("headers of 200 000 bytes", plain("GET", "/health", &format!("X: {}\r\n", "y".repeat(200_000))), 431),
        bad("no length", "POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n\r\n", 411),
        bad("no length for health", "POST /health HTTP/1.1\r\nHost: a\r\n\r\n", 411),
    ]
}

/// What two servers in a row could read as two different requests.
fn smuggling() -> Vec<Bad> {
    let posted = |headers: &str, rest: &str| {
        format!("POST /verify HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n{headers}\r\n{rest}").into_bytes()
    };
    let all: Vec<(&str, Vec<u8>)> = vec![
        ("length and chunks", posted("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        ("chunks and length", posted("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")),
        ("two lengths", posted("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")),
        ("the same length twice", posted("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")),
        ("a list of lengths", posted("Content-Length: 5, 5\r\n", "hello")),
        ("a negative length", posted("Content-Length: -5\r\n", "hello")),
        ("a length with a plus", posted("Content-Length: +5\r\n", "hello")),
        ("a length in hex", posted("Content-Length: 0x5\r\n", "hello")),
        ("a length that overflows", posted("Content-Length: 99999999999999999999999\r\n", "hello")),
        ("a length with a blank", posted("Content-Length: 5 5\r\n", "hello")),
        ("two codings", posted("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        ("another coding", posted("Transfer-Encoding: gzip\r\n", "0\r\n\r\n")),
        ("a coding after chunks", posted("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")),
        ("a coding before chunks", posted("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")),
        ("a coding that looks like chunks", posted("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")),
        ("a coding in capitals", posted("Transfer-Encoding: CHUNKED, chunked\r\n", "0\r\n\r\n")),
        ("a folded header", posted("Content-Length: 5\r\nX: a\r\n b\r\n", "hello")),
        ("a blank before the colon", posted("Content-Length : 5\r\n", "hello")),
        ("a header without a colon", posted("Content-Length: 5\r\nX\r\n", "hello")),
        ("a zero in a header", posted("Content-Length: 5\r\nX: a\0b\r\n", "hello")),
        ("a chunk that is no number", posted("Transfer-Encoding: chunked\r\n", "zz\r\nhello\r\n0\r\n\r\n")),
        ("a negative chunk", posted("Transfer-Encoding: chunked\r\n", "-1\r\nhello\r\n0\r\n\r\n")),
        ("a chunk that overflows", posted("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n")),
        ("a chunk without its end", posted("Transfer-Encoding: chunked\r\n", "5\r\nhelloX")),
        ("a body that breaks off", posted("Content-Length: 100\r\n", "hello")),
        ("chunks that break off", posted("Transfer-Encoding: chunked\r\n", "64\r\nhello")),
        ("a body behind a GET", plain("GET", "/health", "Content-Length: 5\r\n")),
        ("a body behind an OPTIONS", plain("OPTIONS", "/verify", "Content-Length: 5\r\n")),
        ("chunks behind a GET", plain("GET", "/health", "Transfer-Encoding: chunked\r\n")),
        ("no host", b"GET /health HTTP/1.1\r\n\r\n".to_vec()),
        ("two hosts", b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_vec()),
        ("no HTTP", b"hello\r\n\r\n".to_vec()),
        ("another HTTP", b"GET /health HTTP/3.0\r\nHost: a\r\n\r\n".to_vec()),
        ("a blank in the address", b"GET /hea lth HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec()),
        ("a tunnel", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
    ];
    all.into_iter().map(|(what, bytes)| bad(what, bytes, 400)).collect()
}

#[test]
fn every_bad_request_gets_its_status_and_a_problem_document() {
    let place = Place::serving("per_minute = 100000\n");
    let all = [
        methods(),
        addresses(),
        wishes(),
        media_types(),
        bodies(),
        questions(),
        forms(),
        encodings(),
        bombs(),
        sizes(),
        heads(),
        smuggling(),
    ]
    .concat_all();
    assert!(all.len() > 290, "only {}", all.len());
    let wrong: Vec<String> = all.iter().filter_map(|bad| fault(&place, bad).err()).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert_eq!(place.get("/health", &[]).status, 200);
}

/// Puts lists together without copying their members.
trait ConcatAll {
    fn concat_all(self) -> Vec<Bad>;
}

impl<const N: usize> ConcatAll for [Vec<Bad>; N] {
    fn concat_all(self) -> Vec<Bad> {
        self.into_iter().flatten().collect()
    }
}

/// What is wrong with the answer.
fn fault(place: &Place, bad: &Bad) -> Result<(), String> {
    let back = place.raw(&bad.bytes);
    if back.is_empty() {
        return Err(format!("{}: hung up", bad.what));
    }
    let answers = String::from_utf8_lossy(&back).matches("HTTP/1.1 ").count();
    if answers != 1 {
        return Err(format!("{}: {answers} answers", bad.what));
    }
    let answer = Answer::read(&back);
    if answer.status != bad.status {
        return Err(format!("{}: {} instead of {}: {}", bad.what, answer.status, bad.status, answer.text()));
    }
    let media_type = answer.header("content-type");
    if media_type != Some("application/problem+json") || answer.header("x-content-type-options") != Some("nosniff") {
        return Err(format!("{}: {:?}", bad.what, answer.headers));
    }
    let problem = answer.json();
    let named = problem["type"].as_str().is_some_and(|name| name.starts_with("urn:attesto:fault:"));
    let told = problem["detail"].as_str().is_some_and(|detail| detail.len() > 10);
    let same = problem["status"] == bad.status;
    if named && told && same { Ok(()) } else { Err(format!("{}: {problem}", bad.what)) }
}
