use std::collections::BTreeSet;

use attesto_credential::{Declaration, Did, Format, lint};
use attesto_securing::{Authentic, Contexts, Keys, Signer, SigningKey, open, seal};

use super::*;
use crate::officer::{Duty, Officer, Officers};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn officers() -> Officers {
    let officer = |id: &str, seed: u8, duty| {
        let did = Did::parse(key(seed).id().owner()).unwrap();
        Officer::new(OfficerId::parse(id).unwrap(), Line::parse("Invented").unwrap(), did, BTreeSet::from([duty]))
    };
    let officers = Officers::default().with(officer("decide-1", 1, Duty::Decide)).unwrap();
    officers.with(officer("decide-2", 2, Duty::Decide)).unwrap().with(officer("train-1", 3, Duty::Train)).unwrap()
}

fn cohort() -> Code {
    Code::parse("pilot").unwrap()
}

fn entry(by: &str, answer: Answer) -> Resolution {
    let at = Timestamp::parse("2026-11-01T09:00:00Z").unwrap();
    Resolution::new(answer, Line::parse("seen \"twice\" \\ told so").unwrap(), OfficerId::parse(by).unwrap(), at)
}

/// The text with the signature of its last entry, and the signature opened.
fn sign(seed: u8, text: &str, number: usize) -> (String, Authentic<Declaration>) {
    let key = key(seed);
    let at = Timestamp::parse("2026-11-01T09:00:00Z").unwrap();
    let by = Did::parse(key.id().owner()).unwrap().as_iri().clone();
    let said = Declaration::new(RESOLUTION, by, at, resolution_act(&cohort(), number, text));
    let sealed = seal(vec![lint(said, Format::DECLARATION).unwrap()], &key, &Contexts::empty(), at).unwrap();
    let opened = open(&sealed, &Keys::new(), &Contexts::empty(), at).pop().unwrap().unwrap();
    (format!("{text}{}", signature_line(sealed[0].text())), opened)
}

fn reference(text: &str) -> CandidateReference {
    CandidateReference::parse(text).unwrap()
}

/// A file of two entries by two officers, and their signatures.
fn a_file() -> (String, Vec<Authentic<Declaration>>) {
    let stranger = Stranger::name("w1.tsv", "Maria's \"iPad\"");
    let text = Resolutions::empty_file(&cohort()) + &entry("decide-1", Answer::NoCandidate(stranger)).to_toml();
    let (text, one) = sign(1, &text, 1);
    let text = text + &entry("decide-2", Answer::OnePerson(reference("GR-1"), reference("GR-2"))).to_toml();
    let (text, two) = sign(2, &text, 2);
    (text, vec![one, two])
}

#[test]
fn entries_are_believed_with_the_signature_of_each_officer() {
    let (text, signatures) = a_file();
    let believed = Resolutions::believe(&text, &signatures, &cohort(), &officers()).unwrap();
    assert_eq!(believed.all().len(), 2);
    assert_eq!(believed.kept("gr-2").map(CandidateReference::as_str), Some("GR-1"));
    assert_eq!(believed.whois(&Stranger::name("w1.tsv", "Maria's  \"iPad\"")), Some(None));
    let none = Resolutions::empty_file(&cohort());
    assert_eq!(Resolutions::believe(&none, &[], &cohort(), &officers()), Ok(Resolutions::none()));
}

#[test]
fn every_answer_reads_back_as_written() {
    let email = Stranger::Email("a@b.example".to_owned());
    let unit = Code::parse("W6").unwrap();
    for answer in [
        Answer::IsCandidate(email.clone(), reference("GR-1")),
        Answer::IsCandidate(Stranger::Reference("gr-0o1".to_owned()), reference("GR-1")),
        Answer::NoCandidate(email),
        Answer::OnePerson(reference("GR-1"), reference("GR-2")),
        Answer::Present(reference("GR-1"), unit, 95),
        Answer::TwoPersons(reference("GR-1"), reference("GR-2")),
    ] {
        let entry = entry("decide-1", answer);
        let text = Resolutions::empty_file(&cohort()) + &entry.to_toml();
        let (text, signature) = sign(1, &text, 1);
        assert_eq!(Resolutions::signatures(&text).unwrap().len(), 1);
        let believed = Resolutions::believe(&text, &[signature], &cohort(), &officers()).unwrap();
        assert_eq!(believed.all(), [entry]);
    }
}

#[test]
fn a_changed_file_is_believed_in_no_part() {
    let (text, signatures) = a_file();
    for (from, to) in [("GR-2", "GR-3"), ("told so", "told me"), ("w1.tsv", "w2.tsv"), ("# What", "# That")] {
        let refused = Resolutions::believe(&text.replacen(from, to, 1), &signatures, &cohort(), &officers());
        assert!(matches!(refused, Err(ResolutionsRefused::Changed { .. })), "{from}: {refused:?}");
    }
    let more = format!("{text}\n# a remark\n");
    assert!(matches!(
        Resolutions::believe(&more, &signatures, &cohort(), &officers()),
        Err(ResolutionsRefused::Changed { number: 2, .. })
    ));
}

#[test]
fn an_entry_counts_only_with_a_signature_of_its_own() {
    let (text, signatures) = a_file();
    let more = text.clone() + &entry("decide-1", Answer::TwoPersons(reference("GR-1"), reference("GR-2"))).to_toml();
    let refused = Resolutions::believe(&more, &signatures, &cohort(), &officers());
    assert_eq!(refused, Err(ResolutionsRefused::Unsigned { number: 3 }));
    let (of_another, opened) = sign(2, &more, 3);
    let signatures: Vec<_> = signatures.into_iter().chain([opened]).collect();
    let refused = Resolutions::believe(&of_another, &signatures, &cohort(), &officers());
    assert_eq!(refused, Err(ResolutionsRefused::OtherSigner { number: 3, by: "decide-1".to_owned() }));
}

#[test]
fn an_entry_between_two_signed_ones_is_seen() {
    let (text, signatures) = a_file();
    let (first, rest) = text.split_at(text.rfind("\n[[resolutions]]").unwrap());
    let mine = entry("decide-1", Answer::TwoPersons(reference("GR-1"), reference("GR-2"))).to_toml();
    let slipped = format!("{first}{mine}{rest}");
    assert_eq!(
        Resolutions::believe(&slipped, &signatures, &cohort(), &officers()),
        Err(ResolutionsRefused::Unsigned { number: 2 })
    );
    let without = rest;
    let dropped = format!("{}{without}", Resolutions::empty_file(&cohort()));
    assert!(Resolutions::believe(&dropped, &signatures[1..], &cohort(), &officers()).is_err());
}

#[test]
fn who_may_not_decide_may_not_resolve() {
    let text = Resolutions::empty_file(&cohort())
        + &entry("train-1", Answer::OnePerson(reference("GR-1"), reference("GR-2"))).to_toml();
    let (text, signature) = sign(3, &text, 1);
    let refused = Resolutions::believe(&text, &[signature], &cohort(), &officers());
    assert_eq!(refused, Err(ResolutionsRefused::NotAuthorised { number: 1, by: "train-1".to_owned() }));
}

#[test]
fn resolutions_are_of_one_cohort() {
    let (text, signatures) = a_file();
    let other = Code::parse("autumn").unwrap();
    let refused = Resolutions::believe(&text, &signatures, &other, &officers());
    assert!(matches!(refused, Err(ResolutionsRefused::OtherCohort { .. })));
}
