//! Names that lead inside, and addresses in disguise: nobody is connected to.

use super::stand::answer;
use super::*;

/// A stand that would answer, a gate whose ports allow it, and a name with the addresses given.
fn asked(addresses: &[&[&str]]) -> (Result<Fetched, FetchFault>, usize, usize) {
    let stand = Stand::open(|_, line| answer(line, "200 OK", "", "{}"));
    let town = Arc::new(Town::default().with("cert.example", addresses));
    let mut rules = rules();
    rules.ports.insert(stand.address.port());
    let gate = town_gate(&town, rules, Vec::new());
    let answer = get(&gate, &format!("https://cert.example:{}/did.json", stand.address.port()));
    (answer, stand.came(), town.asked.load(Ordering::SeqCst))
}

#[test]
fn a_name_that_leads_inside_is_not_connected_to() {
    let inside = [
        "127.0.0.1",
        "127.8.9.1",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "fd00::1",
        "fe80::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
    ];
    for address in inside {
        let (answer, came, names) = asked(&[&[address]]);
        assert_eq!(answer, Err(FetchFault::NotPublic { host: host() }), "{address}");
        assert_eq!((came, names), (0, 1), "{address}");
    }
}

#[test]
fn of_mixed_answers_the_inner_one_counts() {
    for mixed in [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, "fd00::1"]] {
        let (answer, came, names) = asked(&[&mixed]);
        assert_eq!(answer, Err(FetchFault::NotPublic { host: host() }), "{mixed:?}");
        assert_eq!((came, names), (0, 1), "{mixed:?}");
    }
}

#[test]
fn a_name_is_asked_once_and_the_connection_goes_where_that_answer_says() {
    let stand = Stand::secure("cert.example", |_, line| answer(line, "200 OK", "", "{}"));
    let town = Town::default().behind(&stand).with("cert.example", &[&[PUBLIC], &["127.0.0.1"]]);
    let town = Arc::new(town);
    let gate = town_gate(&town, rules(), vec![stand.certificate.clone()]);

    let answer = get(&gate, "https://cert.example/did.json").unwrap();

    assert_eq!((answer.bytes(), answer.transport()), (&b"{}"[..], Transport::Secure));
    assert_eq!((stand.came(), town.asked.load(Ordering::SeqCst)), (1, 1));
}

#[test]
fn a_name_that_rebinds_between_two_hops_is_looked_at_again() {
    let stand = Stand::secure("cert.example", |_, line| answer(line, "302 Found", "Location: /b\r\n", ""));
    let town = Town::default().behind(&stand).with("cert.example", &[&[PUBLIC], &["127.0.0.1"]]);
    let town = Arc::new(town);
    let gate = town_gate(&town, rules(), vec![stand.certificate.clone()]);

    let answer = get(&gate, "https://cert.example/a");

    assert_eq!(answer, Err(FetchFault::NotPublic { host: host() }));
    assert_eq!((stand.came(), town.asked.load(Ordering::SeqCst)), (1, 2));
}

#[test]
fn a_name_that_is_not_there_is_told() {
    let (answer, came, _) = asked(&[&[]]);
    assert_eq!((answer, came), (Err(FetchFault::Unknown { host: host() }), 0));
}

#[test]
fn another_certificate_or_none_is_no_answer() {
    let other = Stand::secure("other.example", |_, line| answer(line, "200 OK", "", "{}"));
    let plain = Stand::open(|_, line| answer(line, "200 OK", "", "{}"));
    let stranger = Stand::secure("cert.example", |_, line| answer(line, "200 OK", "", "{}"));
    for (stand, believed) in [(&other, other.certificate.clone()), (&plain, Vec::new()), (&stranger, Vec::new())] {
        let town = Arc::new(Town::default().behind(stand).with("cert.example", &[&[PUBLIC]]));
        let gate = town_gate(&town, rules(), vec![believed]);
        let refused = get(&gate, "https://cert.example/did.json").unwrap_err();
        assert_eq!(refused, FetchFault::Tls { host: host() });
    }
}

#[test]
fn without_the_line_in_the_configuration_nothing_is_asked_over_http() {
    let stand = Stand::open(|_, line| answer(line, "200 OK", "", "{}"));
    let town = Arc::new(Town::default().with("cert.example", &[&["127.0.0.1"]]));
    let gate = town_gate(&town, rules(), Vec::new());
    for url in [format!("http://{}/did.json", stand.address), "http://cert.example/did.json".to_owned()] {
        assert!(matches!(get(&gate, &url), Err(FetchFault::Address { .. })), "{url}");
    }
    assert_eq!((stand.came(), town.asked.load(Ordering::SeqCst)), (0, 0));
}

#[test]
fn what_the_configuration_names_is_asked_over_http_and_the_answer_says_so() {
    let stand = Stand::open(|_, line| answer(line, "200 OK", "", "{}"));
    let answer = get(&plain_gate(&stand), "https://cert.example/did.json").unwrap();
    assert_eq!((answer.bytes(), answer.transport()), (&b"{}"[..], Transport::Insecure));
    assert_eq!((answer.at(), stand.came()), (now(), 1));
}
