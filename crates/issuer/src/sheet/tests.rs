mod demo;
pub(crate) mod hands;

use super::*;
use crate::code::Country;
use crate::decide::tests::{figures, the_scheme};
use crate::officer::tests::some_officers;
use crate::outcome::Trace;
use crate::person::Email;
use attesto_credential::{FullName, Language, PersonName};

pub(crate) fn id(text: &str) -> OfficerId {
    OfficerId::parse(text).unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn an_outcome(reference: &str, replaced: &[(&str, &str)], examiner: &str) -> Outcome {
    let line = |text: &str| Line::parse(text).unwrap();
    Outcome {
        candidate: CandidateReference::parse(reference).unwrap(),
        name: PersonName::new(FullName::new(line("Ελένη"), line("Δοκιμάκη")), None),
        email: Email::parse(&format!("{reference}@grammateia.example")).unwrap(),
        country: Country::parse("GR").unwrap(),
        language: Language::parse("el").unwrap(),
        figures: figures(replaced),
        examiners: vec![id(examiner)],
        assessed_on: None,
        trace: Trace::default(),
    }
}

/// One certified, one refused, one undecided, given in another order.
pub(crate) fn some_outcomes() -> Vec<Outcome> {
    vec![
        an_outcome("GR-3", &[("test", "")], "examine-1"),
        an_outcome("GR-1", &[], "examine-1"),
        an_outcome("GR-2", &[("test", "59")], "all-round"),
    ]
}

pub(crate) fn drawn_up_by(officer: &str, outcomes: &[Outcome]) -> Result<(Sheet, Vec<Person>), SheetRefused> {
    drawn_up_with(officer, outcomes, &Alone)
}

fn drawn_up_with(officer: &str, outcomes: &[Outcome], hands: &dyn Hands) -> Result<(Sheet, Vec<Person>), SheetRefused> {
    let cohort = Cohort::parse(crate::cohort::tests::TEXT).unwrap();
    let officer = id(officer);
    let inputs = vec![Input::new("greece.csv".to_owned(), Digest::of(b"greece"))];
    let at = at("2026-11-20T09:00:00Z");
    let sitting = Sitting { scheme: Digest::of(b"scheme"), inputs, officer: &officer, at, hands };
    let mut next = 0u128;
    let mut salt = || {
        next += 1;
        next.to_be_bytes()
    };
    Sheet::draw_up(&the_scheme(), &cohort, outcomes.to_vec(), &some_officers(), sitting, &mut salt)
}

pub(crate) fn a_sheet() -> Sheet {
    drawn_up_by("decide-1", &some_outcomes()).unwrap().0
}

#[test]
fn a_sheet_is_sorted_and_counts() {
    let sheet = a_sheet();
    let rows: Vec<&str> = sheet.rows().iter().map(|row| row.candidate().as_str()).collect();
    assert_eq!(rows, ["GR-1", "GR-2", "GR-3"]);
    let counts = [Proposal::Certify, Proposal::Refuse, Proposal::Undecided].map(|proposal| sheet.count(proposal));
    assert_eq!(counts, [1, 1, 1]);
}

#[test]
fn no_name_and_no_email_stands_on_a_sheet() {
    let (sheet, persons) = drawn_up_by("decide-1", &some_outcomes()).unwrap();
    for private in ["Ελένη", "Δοκιμάκη", "grammateia"] {
        assert!(!sheet.to_text().contains(private), "{private}");
    }
    for (row, person) in sheet.rows().iter().zip(&persons) {
        assert_eq!((row.person(), row.candidate()), (person.commitment(), person.candidate()));
    }
}

#[test]
fn a_sheet_reads_back_with_the_same_digest() {
    let sheet = a_sheet();
    let again = Sheet::parse(sheet.to_text()).unwrap();
    assert_eq!((again.digest(), &again), (sheet.digest(), &sheet));
    assert_eq!(sheet.to_document().to_text(), sheet.to_text());
    assert!(again.follows_from(&the_scheme()));
}

#[test]
fn a_sheet_in_any_other_text_is_refused() {
    let text = a_sheet().to_text().to_owned();
    for (from, to) in [
        ("\"format\":1", "\"format\": 1"),
        ("\"format\":1", "\"format\":2"),
        ("\"format\":1", "\"format\":1,\"format\":1"),
        ("\"cohort\":\"pilot\"", "\"cohort\":\"pilot\",\"role\":\"admin\""),
        ("\"candidate\":\"GR-2\"", "\"candidate\":\"GR-1\""),
        ("\"test\":\"80\"", "\"test\":\"80.00\""),
        ("\"test\":\"80\"", "\"test\":80"),
        ("certify", "grant"),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(Sheet::parse(&text.replacen(from, to, 1)).is_err(), "{from} -> {to}");
    }
}

#[test]
fn a_changed_figure_no_longer_bears_its_decision() {
    let text = a_sheet().to_text().replacen("\"test\":\"59\"", "\"test\":\"61\"", 1);
    assert!(!Sheet::parse(&text).unwrap().follows_from(&the_scheme()));
}

#[test]
fn who_examined_or_trained_or_lacks_the_duty_does_not_decide() {
    let all_round_trained = |outcomes: &[Outcome]| drawn_up_by("all-round", outcomes).map(|_| ());
    let refused = all_round_trained(&some_outcomes()).unwrap_err();
    assert_eq!(refused, SheetRefused::NotImpartial(NotImpartial::Examined { officer: id("all-round"), rows: 1 }));
    assert_eq!(all_round_trained(&some_outcomes()[..2]), Ok(()));
    let refused = drawn_up_by("approve-1", &some_outcomes()).unwrap_err();
    let lacking = NotImpartial::NotAuthorised { officer: id("approve-1"), duty: Duty::Decide };
    assert_eq!(refused, SheetRefused::NotImpartial(lacking));
}

#[test]
fn a_candidate_stands_once_on_a_sheet() {
    let mut outcomes = some_outcomes();
    outcomes.extend(some_outcomes());
    assert!(matches!(drawn_up_by("decide-1", &outcomes), Err(SheetRefused::CandidateTwice { .. })));
    assert_eq!(drawn_up_by("decide-1", &[]).unwrap_err(), SheetRefused::Empty);
}

#[test]
fn a_later_sheet_says_what_changed_for_a_candidate() {
    let before = drawn_up_by("decide-1", &some_outcomes()).unwrap().0;
    let mut outcomes = some_outcomes();
    outcomes[0] = an_outcome("GR-3", &[("test", "71"), ("W1", "")], "all-round");
    let now = drawn_up_by("decide-1", &outcomes).unwrap().0;

    let changes = now.rows()[2].changes_since(&before.rows()[2], &the_scheme());

    let told: Vec<_> = changes.iter().map(|change| (change.what(), change.before(), change.now())).collect();
    assert_eq!(
        told,
        [("W1", Some("yes"), None), ("test", None, Some("71")), ("examiner", Some("examine-1"), Some("all-round"))]
    );
    assert!(now.rows()[0].changes_since(&before.rows()[0], &the_scheme()).is_empty());
}

#[test]
fn a_row_says_the_same_whatever_salt_hides_its_person() {
    let sheet = a_sheet();
    let (shifted, _) = drawn_up_by("decide-1", &some_outcomes()[..2]).unwrap();
    assert_ne!(sheet.rows()[2].person(), shifted.rows()[1].person());
    assert!(sheet.rows()[2].says_the_same_as(&shifted.rows()[1]));
    assert!(!sheet.rows()[0].says_the_same_as(&sheet.rows()[1]));
}
