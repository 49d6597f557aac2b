//! What is not asked at all: what is kept and fresh, what failed just now, what is ours, what is too much.

use std::time::Duration;

use super::stand::{answer, path};
use super::*;
use crate::world::shelf::Shelf;

/// A gate on a stand with a clock that can be put forward.
fn gate_and_clock(stand: &Stand, per_minute: usize) -> (Gate, Arc<Town>) {
    let town = Arc::new(Town::default());
    let mut rules = Rules { per_minute, ..rules() };
    rules.loopback.insert(host(), stand.address);
    (Gate::with(rules, None, Box::new(Arc::clone(&town)), Authorities::Bundled), town)
}

#[test]
fn what_is_fresh_is_not_asked_again_and_what_is_not_is_asked_by_its_mark() {
    let stand = Stand::open(|head, line| match head.contains("if-none-match: \"1\"") {
        true => answer(line, "304 Not Modified", "Cache-Control: max-age=100\r\n", ""),
        false => answer(line, "200 OK", "ETag: \"1\"\r\nCache-Control: max-age=100\r\n", "list"),
    });
    let (gate, town) = gate_and_clock(&stand, 60);
    let mut came = Vec::new();
    for seconds in [0, 99, 100, 150, 199, 200] {
        *town.later.lock().unwrap() = Duration::from_secs(seconds);
        assert_eq!(get(&gate, "https://cert.example/list").unwrap().bytes(), b"list");
        came.push(stand.came());
    }
    assert_eq!(came, [1, 1, 2, 2, 2, 3]);
}

#[test]
fn an_answer_that_was_confirmed_is_as_young_as_its_confirmation() {
    let stand = Stand::open(|head, line| match head.contains("if-none-match") {
        true => answer(line, "304 Not Modified", "", ""),
        false => answer(line, "200 OK", "ETag: \"1\"\r\nCache-Control: no-cache\r\n", "list"),
    });
    let (gate, _) = gate_and_clock(&stand, 60);
    let later = Timestamp::parse("2026-06-02T00:00:00Z").unwrap();
    let target = Target::parse("https://cert.example/list").unwrap();
    assert_eq!(gate.get(&target, "*/*", now()).unwrap().at(), now());
    assert_eq!(gate.get(&target, "*/*", later).unwrap().at(), later);
}

#[test]
fn what_must_not_be_kept_is_asked_again() {
    let stand = Stand::open(|_, line| answer(line, "200 OK", "Cache-Control: no-store\r\n", "{}"));
    let (gate, _) = gate_and_clock(&stand, 60);
    for _ in 0..3 {
        get(&gate, "https://cert.example/list").unwrap();
    }
    assert_eq!(stand.came(), 3);
}

#[test]
fn a_failure_is_remembered_for_half_a_minute() {
    let stand = Stand::open(|_, line| answer(line, "404 Not Found", "", ""));
    let (gate, town) = gate_and_clock(&stand, 60);
    let mut came = Vec::new();
    for seconds in [0, 29, 30] {
        *town.later.lock().unwrap() = Duration::from_secs(seconds);
        assert!(matches!(get(&gate, "https://cert.example/list"), Err(FetchFault::Status { status: 404, .. })));
        came.push(stand.came());
    }
    assert_eq!(came, [1, 1, 2]);
}

#[test]
fn ten_thousand_addresses_are_not_ten_thousand_questions() {
    let stand = Stand::open(|_, line| answer(line, "200 OK", "", "{}"));
    let (gate, town) = gate_and_clock(&stand, 20);
    let refused = (0..10_000).filter(|number| {
        let answer = get(&gate, &format!("https://cert.example/{number}"));
        answer == Err(FetchFault::TooMany { per_minute: 20 })
    });
    assert_eq!((refused.count(), stand.came()), (9980, 20));

    *town.later.lock().unwrap() = Duration::from_secs(61);
    assert!(get(&gate, "https://cert.example/later").is_ok());
}

#[test]
fn redirects_count_as_questions() {
    let stand = Stand::open(|head, line| match path(head) {
        "/a" => answer(line, "302 Found", "Location: /b\r\n", ""),
        _ => answer(line, "200 OK", "", "{}"),
    });
    let (gate, _) = gate_and_clock(&stand, 1);
    assert_eq!(get(&gate, "https://cert.example/a"), Err(FetchFault::TooMany { per_minute: 1 }));
    assert_eq!(stand.came(), 1);
}

#[test]
fn whoever_asks_for_the_same_at_once_asks_once() {
    let stand = Stand::open(|_, line| {
        std::thread::sleep(Duration::from_millis(100));
        answer(line, "200 OK", "", "{}");
    });
    let gate = plain_gate(&stand);
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..20).map(|_| scope.spawn(|| get(&gate, "https://cert.example/a").is_ok())).collect();
        assert!(asked.into_iter().all(|one| one.join().unwrap()));
    });
    assert_eq!(stand.came(), 1);
}

#[test]
fn offline_nobody_is_asked() {
    let stand = Stand::open(|_, line| answer(line, "200 OK", "", "{}"));
    let gate = plain_gate_with(&stand, Rules { reach: Reach::Offline, ..rules() });
    assert_eq!(get(&gate, "https://cert.example/a"), Err(FetchFault::Offline));
    assert_eq!(stand.came(), 0);
}

#[test]
fn our_own_address_is_answered_inside_offline_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("did.json"), b"ours").unwrap();
    let home = || Home::new("https://Cert.example/body", Shelf::new(folder.path().to_owned())).unwrap();
    let town = Arc::new(Town::default());
    for reach in [Reach::Offline, Reach::Online] {
        let outside = Box::new(Arc::clone(&town));
        let gate = Gate::with(Rules { reach, ..rules() }, Some(home()), outside, Authorities::Bundled);
        let ours = get(&gate, "https://cert.example/body/did.json").unwrap();
        assert_eq!((ours.bytes(), ours.transport()), (&b"ours"[..], Transport::Inside));
        assert_eq!(get(&gate, "https://cert.example/body/other.json"), Err(FetchFault::NotPublished));
    }
    assert_eq!(town.asked.load(Ordering::SeqCst), 0);
}

#[test]
fn what_only_begins_like_our_address_is_not_ours() {
    let home = Home::new("https://cert.example/body", Shelf::new("/".into())).unwrap();
    let town = Arc::new(Town::default());
    let gate = Gate::with(rules(), Some(home), Box::new(Arc::clone(&town)), Authorities::Bundled);
    for url in ["https://cert.example/bodyguard/did.json", "https://cert.example/did.json"] {
        assert_eq!(get(&gate, url), Err(FetchFault::Unknown { host: host() }), "{url}");
    }
    assert_eq!(town.asked.load(Ordering::SeqCst), 2);
}
