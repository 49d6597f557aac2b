//! URLs and DIDs that two readers could take for two different addresses: refused before any name is asked.

use attesto_credential::Did;

use super::*;

/// What comes of a URL in a town where every name is known; nobody may be asked for it.
fn refused(url: &str) -> FetchFault {
    let town = Arc::new(Town::default());
    let gate = town_gate(&town, rules(), Vec::new());
    let fault = get(&gate, url).unwrap_err();
    assert_eq!(town.asked.load(Ordering::SeqCst), 0, "{url}");
    fault
}

fn is_no_address(urls: &[&str]) {
    for url in urls {
        let fault = refused(url);
        assert!(matches!(fault, FetchFault::Address { .. }), "{url}: {fault}");
    }
}

#[test]
fn another_scheme_is_refused() {
    is_no_address(&[
        "http://cert.example/a",
        "file:///etc/passwd",
        "gopher://cert.example/",
        "ftp://cert.example/",
        "data:,x",
        "//cert.example/",
        "cert.example/a",
        "HTTPS://cert.example/a",
        "https:/cert.example",
        "https:cert.example",
        "",
    ]);
}

#[test]
fn a_user_before_the_host_is_refused() {
    is_no_address(&["https://cert.example@127.0.0.1/", "https://a:b@cert.example/", "https://@cert.example/"]);
}

#[test]
fn an_address_in_decimal_octal_or_hexadecimal_is_refused() {
    is_no_address(&[
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://017700000001/",
        "https://127.1/",
        "https://127.0.1/",
        "https://10.0.0.0x1/",
        "https://93.184.216.34/",
        "https://0/",
        "https://1.1.1.1:443/",
    ]);
}

#[test]
fn an_ipv6_address_with_zone_or_without_is_refused() {
    is_no_address(&[
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0]/",
        "https://[2606:2800:220:1::1]/",
        "https://::1/",
        "https://[/",
    ]);
}

#[test]
fn a_name_of_an_inner_network_is_refused() {
    is_no_address(&[
        "https://localhost/",
        "https://localhost./",
        "https://a.localhost/",
        "https://printer.local/",
        "https://intranet/",
        "https://metadata.google.internal/",
        "https://x.onion/",
        "https://1.0.0.127.in-addr.arpa/",
        "https://LOCALHOST/",
        "https://cert.example./",
    ]);
}

#[test]
fn a_host_in_other_letters_is_refused_and_its_punycode_is_a_name() {
    is_no_address(&[
        "https://①②⑦.⓪.⓪.①/",
        "https://ｌocalhost/",
        "https://cert。example/",
        "https://δοκιμή.example/",
        "https://cert%2eexample/",
        "https://ce rt.example/",
        "https://cert.example\t/",
        "https://cert\u{200d}.example/",
        "https://-cert.example/",
        "https://cert_.example/",
        "https://cert..example/",
        "https:///a",
        "https://.example/",
    ]);
    assert_eq!(Target::parse("https://XN--jxalpdlp.example/").unwrap().host(), "xn--jxalpdlp.example");
}

#[test]
fn a_port_that_the_configuration_does_not_allow_is_refused() {
    for (url, port) in [("https://cert.example:22/", 22), ("https://cert.example:8443/", 8443)] {
        assert_eq!(refused(url), FetchFault::Port { host: host(), port });
    }
    is_no_address(&[
        "https://cert.example:/",
        "https://cert.example:0/",
        "https://cert.example:0443/",
        "https://cert.example:+443/",
        "https://cert.example:65979/",
        "https://cert.example:443:22/",
        "https://cert.example:4 43/",
    ]);
    assert_eq!(Target::parse("https://cert.example:443/a").unwrap(), Target::parse("https://cert.example/a").unwrap());
}

#[test]
fn a_path_that_climbs_or_hides_something_is_refused() {
    is_no_address(&[
        "https://cert.example/../did.json",
        "https://cert.example/a/./b",
        "https://cert.example/a/..",
        "https://cert.example/%2e%2e/did.json",
        "https://cert.example/%2E./a",
        "https://cert.example/a%00b",
        "https://cert.example/a%2fb",
        "https://cert.example/a%5cb",
        "https://cert.example\\@127.0.0.1/",
        "https://cert.example/a\\b",
        "https://cert.example/%",
        "https://cert.example/%zz",
        "https://cert.example/a\r\nb",
    ]);
    assert!(Target::parse(&format!("https://cert.example/{}", "a".repeat(3000))).is_err());
}

#[test]
fn a_fragment_is_not_sent_and_hides_nothing() {
    assert_eq!(Target::parse("https://cert.example/list#94567").unwrap().to_string(), "https://cert.example/list");
    assert_eq!(Target::parse("https://cert.example#@127.0.0.1/").unwrap().host(), "cert.example");
    assert_eq!(Target::parse("https://cert.example?a=/../b").unwrap().to_string(), "https://cert.example/?a=/../b");
}

fn url_of(did: &str) -> Result<String, FetchFault> {
    Target::of_did(&Did::parse(did).unwrap()).map(|target| target.to_string())
}

#[test]
fn a_did_web_stands_for_one_url() {
    let cases = [
        ("did:web:cert.example", "https://cert.example/.well-known/did.json"),
        ("did:web:cert.example:body", "https://cert.example/body/did.json"),
        ("did:web:cert.example:a:b-c", "https://cert.example/a/b-c/did.json"),
        ("did:web:cert.example%3A8443:body", "https://cert.example:8443/body/did.json"),
        ("did:web:cert.example%3a8443", "https://cert.example:8443/.well-known/did.json"),
        ("did:web:Cert.Example:Body", "https://cert.example/Body/did.json"),
    ];
    for (did, url) in cases {
        assert_eq!(url_of(did).as_deref(), Ok(url));
    }
}

#[test]
fn a_did_web_whose_path_climbs_or_whose_host_hides_something_stands_for_none() {
    let none = [
        "did:web:cert.example:..:..:x",
        "did:web:cert.example:%2e%2e:x",
        "did:web:cert.example:%00",
        "did:web:cert.example:a%2fb",
        "did:web:cert.example::x",
        "did:web:cert.example:x:",
        "did:web:cert.example:.",
        "did:web:cert.example%3A",
        "did:web:cert.example%3A443%3A22",
        "did:web:cert.example%2Fx",
        "did:web:a%40cert.example",
        "did:web:%31%32%37.0.0.1",
        "did:web:cert%2eexample",
        "did:web:cert.example%3A0x16",
        "did:web:cert_example.org",
        "did:key:z6MkA",
    ];
    for did in none {
        assert!(matches!(url_of(did), Err(FetchFault::Address { .. })), "{did}");
    }
}

#[test]
fn a_did_web_on_a_number_or_an_inner_name_is_not_asked() {
    for did in
        ["did:web:127.0.0.1", "did:web:2130706433", "did:web:0x7f000001", "did:web:localhost:body", "did:web:intranet"]
    {
        is_no_address(&[&url_of(did).unwrap()]);
    }
    assert!(matches!(refused(&url_of("did:web:cert.example%3A22").unwrap()), FetchFault::Port { port: 22, .. }));
}
