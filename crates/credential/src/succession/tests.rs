//! The bodies read back as they were written, and what is not exactly one of them is none.

use proptest::prelude::*;

use super::*;

fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

fn at(day: i64) -> Timestamp {
    Timestamp::from_unix(1_780_000_000 + day * 86_400).unwrap()
}

fn list() -> Iri {
    iri("https://cert.example/demo/status/1/revocation.json")
}

fn history() -> ListHistory {
    let edition = |day| Edition {
        from: at(day),
        until: at(day + 7),
        at: iri(&format!("https://cert.example/demo/status/1/{day}")),
        sha256: [7; 32],
    };
    ListHistory { list: list(), editions: [0, 3, 20].map(edition).into() }
}

prop_compose! {
    fn successor()(day in 0_i64..9999, why in 0_usize..4, place in proptest::option::of(any::<u64>())) -> Successor {
        Successor { since: at(day), why: Why::ALL[why], place: place.map(|index| StatusPlace { list: list(), index }) }
    }
}

proptest! {
    #[test]
    fn successors_read_back_as_they_were(entries in proptest::collection::btree_map(any::<u64>(), successor(), 0..40)) {
        let said = Successors { list: list(), entries };
        prop_assert_eq!(Successors::from_body(&said.to_body()), Ok(said));
    }
}

#[test]
fn a_history_reads_back_as_it_was() {
    assert_eq!(ListHistory::from_body(&history().to_body()), Ok(history()));
}

#[test]
fn of_the_editions_the_last_that_had_begun_was_in_force_while_it_counted() {
    let found = |day| history().in_force_at(at(day)).map(|edition| edition.from);
    assert_eq!(found(-1), None);
    assert_eq!(found(0), Some(at(0)));
    assert_eq!(found(2), Some(at(0)));
    assert_eq!(found(3), Some(at(3)));
    assert_eq!(found(10), Some(at(3)));
    assert_eq!(found(11), None);
    assert_eq!(found(20), Some(at(20)));
}

#[test]
fn editions_out_of_order_are_no_history() {
    let mut history = history();
    history.editions.swap(0, 1);
    assert!(ListHistory::from_body(&history.to_body()).is_err());
}

#[test]
fn what_is_not_exactly_a_body_is_none() {
    let entry = Successor { since: at(0), why: Why::Renewal, place: None };
    let good = Successors { list: list(), entries: [(5, entry)].into() }.to_body();
    assert!(Successors::from_body(&good).is_ok());
    let with = |key: &str, value: Json| {
        let mut body = good.clone();
        body.set(key, value);
        Successors::from_body(&body).is_ok()
    };
    assert!(!with("format", 2.into()) && !with("more", "x".into()) && !with("list", "x".into()));
    assert!(!with("entries", "x".into()) && !with("entries", vec!["x"].into()));
    let element = good.get("entries").unwrap().as_array().unwrap()[0].clone();
    assert!(!with("entries", Json::Array(vec![element.clone(), element.clone()])));
    for (key, value) in
        [("why", Json::from("luck")), ("index", "5".into()), ("place", "x".into()), ("name", "x".into())]
    {
        let mut element = element.as_object().unwrap().clone();
        element.set(key, value);
        assert!(!with("entries", vec![element].into()), "{key}");
    }
}
