//! Lists that a good key sealed and that are wrong all the same, entries that are none, and what is asked for when.

use std::collections::BTreeMap;
use std::io::Write as _;

use attesto_credential::{Did, Secured, Why};
use attesto_securing::Signer as _;
use attesto_verifier::{Case, Code, Listed, Material, Need, Policy, Report, TrustList, Verdict};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use serde_json::{Value, json};

use crate::SHARED;
use crate::bench::*;
use crate::lists::*;
use crate::of_status::{life, listed_badge, sealed_by_did_key_list, with_index};

const NOW: &str = "2026-07-01T12:00:00Z";

/// Everybody who seals anything in these tests is trusted, so that trust decides nothing.
fn policy() -> Policy {
    let other = key(2);
    let entry = |id: &str| format!("[[issuer]]\nid = \"{id}\"\nname = \"A\"\ncertificates = [\"*\"]\n");
    let text = format!("format = 1\nname = \"L\"\n{}{}", entry(ISSUER), entry(other.id().owner()));
    Policy::default().trusting(TrustList::from_toml(&text).unwrap())
}

fn case(badge: &Value) -> Case {
    Case::new(Secured::parse(badge.to_string().as_bytes()).unwrap())
}

/// What the roof does: asks what is missing, brings it from the world, and asks again.
pub(crate) struct World {
    document: Value,
    served: BTreeMap<String, String>,
    fetched: &'static str,
}

impl World {
    pub(crate) fn serving(served: Vec<Served>) -> Self {
        Self { document: did_document(&json!({})), served: served.into_iter().collect(), fetched: NOW }
    }

    /// The same world, its issuer's own document with these members in its one key.
    pub(crate) fn with_key(self, members: &Value) -> Self {
        Self { document: did_document(members), ..self }
    }

    pub(crate) fn fetched(self, fetched: &'static str) -> Self {
        Self { fetched, ..self }
    }

    /// The report, and the needs round by round.
    pub(crate) fn judged(&self, badge: &Value, at: &str) -> (Report, Vec<Vec<Need>>) {
        let (case, policy, mut material) = (case(badge), policy(), SHARED.beside());
        let (mut hearing, mut rounds) = (case.hearing(&policy, moment(at)), Vec::new());
        loop {
            let needs = hearing.missing(&material);
            assert_eq!(needs, case.missing(&material, &policy, moment(at)));
            if needs.is_empty() {
                break;
            }
            needs.iter().for_each(|need| self.bring(need, &mut material));
            rounds.push(needs);
            assert!(rounds.len() <= Case::ROUNDS, "{rounds:?}");
        }
        let report = hearing.judge(&material);
        assert_eq!(report, case.judge(&material, &policy, moment(at)));
        (report, rounds)
    }

    fn bring(&self, need: &Need, material: &mut Material) {
        match need {
            Need::Keys { controller } => {
                assert_eq!(controller.as_str(), ISSUER);
                material
                    .add_document(controller.clone(), self.document.to_string().as_bytes(), moment(self.fetched))
                    .unwrap();
            }
            Need::Listed { at, .. } => match self.served.get(at.as_str()) {
                Some(text) => material.add_listed(at.clone(), text.as_bytes(), moment(self.fetched)),
                None => material.absent_listed(at.clone(), "404"),
            },
            other => panic!("{other:?}"),
        }
    }
}

pub(crate) fn status(report: &Report) -> (Verdict, Code) {
    let line = report.lines().iter().find(|line| line.check().name() == "status").unwrap();
    (report.verdict(), line.finding().code())
}

fn judged(served: Vec<Served>) -> (Verdict, Code) {
    status(&World::serving(served).judged(&listed_badge(), NOW).0)
}

/// The clear list with its wording changed and sealed anew by the issuer.
fn resealed(change: impl FnOnce(&mut Value)) -> Vec<Served> {
    let mut list = State::clear().wording();
    change(&mut list);
    with(State::clear().published(), LIST, &sealed(&list).to_string())
}

const BROKEN: (Verdict, Code) = (Verdict::CannotTell, Code::StatusListBroken);

#[test]
fn a_list_of_ours_is_believed() {
    assert_eq!(judged(State::clear().published()), (Verdict::Valid, Code::StatusGood));
    assert_eq!(judged(resealed(|_| {})), (Verdict::Valid, Code::StatusGood));
}

#[test]
fn a_list_that_is_not_the_one_that_was_asked_for_is_never_believed() {
    let list = State::clear().wording();
    let put = |text: String| with(State::clear().published(), LIST, &text);
    let wrong: [(&str, Vec<Served>); 9] = [
        ("another key", put(sealed_by(&list, options(&issuer_key()), &key(66)).to_string())),
        ("another issuer, who is trusted too", put(sealed_by_did_key_list(&list))),
        ("another id", resealed(|list| list["id"] = "https://cert.example/demo/status/2/revocation.json".into())),
        ("another purpose", resealed(|list| list["credentialSubject"]["statusPurpose"] = "suspension".into())),
        ("another class", resealed(|list| list["type"] = json!(["VerifiableCredential"]))),
        ("no seal", put(list.to_string())),
        ("changed after", put(sealed(&list).to_string().replacen("2026-07-08", "2027-07-08", 1))),
        ("a badge", put(listed_badge().to_string())),
        ("a page", put("<html>Not here</html>".to_owned())),
    ];
    for (what, served) in wrong {
        assert_eq!(judged(served), BROKEN, "{what}");
    }
}

#[test]
fn a_key_that_is_not_for_lists_says_nothing_of_status() {
    let world = World {
        document: did_document(&json!({"urn:attesto:use": ["credential"]})),
        ..World::serving(State::clear().published())
    };
    assert_eq!(status(&world.judged(&listed_badge(), NOW).0), BROKEN);
}

#[test]
fn what_stands_beside_a_list_must_be_what_the_list_names() {
    let set = State::suspended();
    let beside = |file: &str| format!("https://cert.example/demo/status/1/20260701T000000Z/{file}");
    let others = State { suspended: vec![INDEX, 5], ..State::suspended() };
    let of_others = |place: usize| others.beside()[place].1.clone();
    let wrong = [
        ("the suspension of another edition", with(set.published(), &beside("suspension.json"), &of_others(0))),
        ("successors in the place of suspensions", with(set.published(), &beside("suspension.json"), &of_others(1))),
    ];
    for (what, served) in wrong {
        assert_eq!(judged(served), BROKEN, "{what}");
    }
    let renewed = State::clear().followed(Why::Renewal, None).beside();
    assert_eq!(judged(with(State::clear().published(), &beside("successors.jws"), &renewed[1].1)), BROKEN);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_stream_that_does_not_unpack_to_one_whole_list_is_never_believed() {
    let good = gzip(&[0; 16_384]);
    let flipped = |at: usize| {
        let mut stream = good.clone();
        let at = stream.len() - at;
        stream[at] ^= 1;
        stream
    };
    let streams: [(&str, Vec<u8>); 9] = [
        ("unpacks to 64 MiB", gzip(&vec![0; 64 << 20])),
        ("unpacks to a byte more than is read", gzip(&vec![0; (8 << 20) + 1])),
        ("a byte behind it", [&good[..], &[0]].concat()),
        ("two streams", [&good[..], &good[..]].concat()),
        ("a wrong checksum", flipped(8)),
        ("a wrong length", flipped(1)),
        ("cut off", good[..good.len() - 9].to_vec()),
        ("another compression", zlib(&[0; 16_384])),
        ("too short a list", gzip(&[0; 16_383])),
    ];
    let with_stream = |stream: &[u8]| {
        let encoded = format!("u{}", URL_SAFE_NO_PAD.encode(stream));
        judged(resealed(|list| list["credentialSubject"]["encodedList"] = encoded.into()))
    };
    assert_eq!(with_stream(&good), (Verdict::Valid, Code::StatusGood));
    for (what, stream) in streams {
        assert_eq!(with_stream(&stream), BROKEN, "{what}");
    }
}

#[test]
fn an_index_that_readers_could_take_for_different_ones_is_malformed() {
    let forms = [
        json!("007"),
        json!("1e3"),
        json!("-1"),
        json!("+5"),
        json!("18446744073709551616"),
        json!("5.0"),
        json!(" 5"),
        json!("0x5"),
        json!(""),
        json!("131072"),
        json!(5),
        json!(-1),
        json!(true),
        json!(["5", "6"]),
    ];
    for form in forms {
        let world = World::serving(State::clear().published());
        let found = status(&world.judged(&with_index(form.clone()), NOW).0);
        assert_eq!(found, (Verdict::NotValid, Code::StatusMalformed), "{form}");
    }
}

#[test]
fn no_flipped_bit_makes_a_revoked_copy_good() {
    let published = State::revoked().published();
    for (url, text) in &published {
        for position in (0..text.len()).step_by(53) {
            let mut flipped = text.clone().into_bytes();
            flipped[position] ^= 1 << (position % 7);
            let Ok(flipped) = String::from_utf8(flipped) else { continue };
            let (verdict, code) = judged(with(published.clone(), url, &flipped));
            assert_ne!(verdict, Verdict::Valid, "{url} {position}: {code}");
        }
    }
}

#[test]
fn nothing_is_asked_for_on_the_word_of_a_text_whose_seal_does_not_hold() {
    let mut tampered = listed_badge();
    tampered["credentialStatus"]["statusListCredential"] = "https://evil.example/pixel".into();
    let (_, rounds) = World::serving(State::clear().published()).judged(&tampered, NOW);
    assert_eq!(rounds, [vec![Need::Keys { controller: Did::parse(ISSUER).unwrap() }]]);
}

/// The last two segments of what was asked for, round by round.
fn asked(rounds: &[Vec<Need>]) -> Vec<Vec<String>> {
    let name = |need: &Need| match need {
        Need::Keys { .. } => "keys".to_owned(),
        Need::Listed { at, .. } => at.as_str().rsplit('/').take(2).collect::<Vec<_>>().join(" of "),
        other => panic!("{other:?}"),
    };
    rounds.iter().map(|round| round.iter().map(name).collect()).collect()
}

#[test]
fn what_is_asked_for_is_what_the_bit_leaves_open() {
    let clear = World::serving(State::clear().published()).judged(&listed_badge(), NOW);
    assert_eq!(
        asked(&clear.1),
        [vec!["keys"], vec!["revocation.json of 1"], vec!["successors.jws of 20260701T000000Z"]]
    );
    let suspended = World::serving(State::suspended().published()).judged(&listed_badge(), NOW);
    assert_eq!(
        asked(&suspended.1),
        [
            vec!["keys"],
            vec!["revocation.json of 1"],
            vec!["suspension.json of 20260701T000000Z", "successors.jws of 20260701T000000Z"]
        ]
    );
}

#[test]
fn a_past_day_is_judged_by_the_edition_of_then_in_five_rounds() {
    let world = World { fetched: "2026-07-21T00:00:00Z", ..World::serving(life()) };
    let (report, rounds) = world.judged(&listed_badge(), "2026-07-12T00:00:00Z");
    assert_eq!(status(&report), (Verdict::NotValid, Code::StatusSuspended));
    assert_eq!(
        asked(&rounds),
        [
            vec!["keys"],
            vec!["revocation.json of 1"],
            vec!["history.jws of 20260720T070000Z"],
            vec!["revocation.json of 20260710T083000Z"],
            vec!["suspension.json of 20260710T083000Z", "successors.jws of 20260710T083000Z"],
        ]
    );
    assert!(rounds.iter().flatten().any(|need| matches!(need, Need::Listed { what: Listed::Edition, .. })));
}

#[test]
fn the_present_list_replayed_from_before_does_not_answer_for_a_later_day_of_its_life() {
    // In force from the first, it would have counted on the twelfth too, had the suspension of the tenth not followed.
    let before = State::clear().counting("2026-07-01T00:00:00Z", "2026-07-15T00:00:00Z");
    let world = World { fetched: "2026-07-21T00:00:00Z", ..World::serving(before.published()) };
    let (report, _) = world.judged(&listed_badge(), "2026-07-12T00:00:00Z");
    assert_eq!(status(&report), (Verdict::CannotTell, Code::StatusStale));
}

#[test]
fn a_hearing_tells_which_lists_it_believed_as_the_present_ones_and_of_no_others() {
    let seen = |text: &str| {
        let (case, policy, mut material) = (case(&listed_badge()), policy(), SHARED.beside());
        let document = did_document(&json!({})).to_string();
        material.add_document(Did::parse(ISSUER).unwrap(), document.as_bytes(), moment(NOW)).unwrap();
        material.add_listed(iri(LIST), text.as_bytes(), moment(NOW));
        let mut hearing = case.hearing(&policy, moment(NOW));
        hearing.missing(&material);
        hearing.lists_seen().map(|(url, from)| (url.to_string(), from)).collect::<Vec<_>>()
    };
    assert_eq!(seen(&State::clear().published()[0].1), [(LIST.to_owned(), moment("2026-07-01T00:00:00Z"))]);
    assert_eq!(seen(&sealed_by_did_key_list(&State::clear().wording())), []);
    assert_eq!(seen(&State::clear().wording().to_string()), []);
}

#[test]
fn a_badge_with_more_entries_than_may_be_asked_for_is_not_valid_for_that() {
    let entry = |n: u32| {
        json!({"id": format!("https://cert.example/{n}#1"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": "1", "statusListCredential": format!("https://cert.example/{n}")})
    };
    let badge = crate::corpus::changed(|badge| badge["credentialStatus"] = (0..40).map(entry).collect());
    let case = case(&sealed(&badge));
    let mut material = SHARED.beside();
    material
        .add_document(Did::parse(ISSUER).unwrap(), did_document(&json!({})).to_string().as_bytes(), moment(NOW))
        .unwrap();
    assert_eq!(case.missing(&material, &policy(), moment(NOW)).len(), Case::NEEDS);
    assert_ne!(case.judge(&material, &policy(), moment(NOW)).verdict(), Verdict::Valid);
}
