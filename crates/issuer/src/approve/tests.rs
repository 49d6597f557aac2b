use attesto_credential::Document;

use super::*;
use crate::calendar::tests::Utc;
use crate::decide::tests::the_scheme;
use crate::issue::Alone;
use crate::officer::tests::some_officers;
use crate::outcome::Outcome;
use crate::sheet::tests::hands::Several;
use crate::sheet::tests::{a_sheet, an_outcome, at, drawn_up_by, id, some_outcomes};

const LATER: &str = "2026-11-24T10:00:00Z";

fn approved_by<'s>(officer: &str, sheet: &'s Sheet) -> Result<Approval<'s>, ApprovalRefused> {
    approve(sheet, &the_scheme(), &id(officer), &some_officers(), at(LATER), &Alone)
}

fn number(counter: u32) -> CertificateNumber {
    CertificateNumber::new("SIM", 2026, counter).unwrap()
}

#[test]
fn a_second_officer_approves_and_the_certified_get_their_certification() {
    let sheet = a_sheet();
    let approval = approved_by("approve-1", &sheet).unwrap();
    assert_eq!((approval.certified().count(), approval.refused().count()), (1, 1));

    let certifications = approval.certifications(&the_scheme(), &[number(1)], &Utc).unwrap();

    let certification = certifications.first().unwrap();
    assert_eq!(certification.candidate().as_str(), "GR-1");
    assert_eq!(certification.validity().from(), at(LATER));
    assert_eq!(certification.validity().until(), Some(at("2029-11-23T23:59:59Z")));
    assert_eq!(certification.decided().0.as_str(), "decide-1");
    assert_eq!(certification.approved().0.as_str(), "approve-1");
}

#[test]
fn certifications_are_the_same_and_in_order_whoever_helps() {
    let outcomes: Vec<Outcome> = (0..150).map(|number| an_outcome(&format!("GR-{number}"), &[], "examine-1")).collect();
    let sheet = drawn_up_by("decide-1", &outcomes).unwrap().0;
    let numbers: Vec<CertificateNumber> = (1..=150).map(number).collect();
    let hands: [&dyn Hands; 2] = [&Alone, &Several];
    let [alone, several] = hands.map(|hands| {
        let approval = approve(&sheet, &the_scheme(), &id("approve-1"), &some_officers(), at(LATER), hands).unwrap();
        approval.certifications(&the_scheme(), &numbers, &Utc).unwrap()
    });
    assert_eq!(alone, several);
    assert!(alone.iter().map(Certification::number).eq(&numbers));
    assert!(alone.iter().map(Certification::candidate).eq(sheet.rows().iter().map(SheetRow::candidate)));
}

#[test]
fn who_decided_examined_or_trained_does_not_approve() {
    let sheet = a_sheet();
    let refused = |officer: &str| approved_by(officer, &sheet).unwrap_err();
    assert_eq!(refused("decide-1"), ApprovalRefused::DecidedItself { officer: id("decide-1") });
    let examined = NotImpartial::Examined { officer: id("all-round"), rows: 1 };
    assert_eq!(refused("all-round"), ApprovalRefused::NotImpartial(examined));
    assert!(matches!(refused("train-1"), ApprovalRefused::NotImpartial(NotImpartial::NotAuthorised { .. })));
    assert!(matches!(refused("nobody"), ApprovalRefused::NotImpartial(NotImpartial::Unknown { .. })));
    for officer in ["decide-1", "all-round", "nobody"] {
        assert!(refused(officer).to_string().contains("clause 9.4"), "{officer}");
    }
}

#[test]
fn a_trainer_with_the_duty_still_does_not_approve() {
    let text = a_sheet().to_text().replacen("\"trainers\":[\"train-1\"]", "\"trainers\":[\"approve-1\"]", 1);
    let sheet = Sheet::parse(&text).unwrap();
    let refused = approved_by("approve-1", &sheet).unwrap_err();
    assert_eq!(refused, ApprovalRefused::NotImpartial(NotImpartial::Trained { officer: id("approve-1") }));
    assert_eq!(refused.clause(), Some(TRAINING_APART));
}

#[test]
fn a_sheet_decided_by_one_who_may_not_is_not_approved() {
    let text = a_sheet().to_text().replacen("\"decided_by\":\"decide-1\"", "\"decided_by\":\"examine-1\"", 1);
    let sheet = Sheet::parse(&text).unwrap();
    assert!(matches!(approved_by("approve-1", &sheet), Err(ApprovalRefused::DecidedByPartial(_))));
}

#[test]
fn a_sheet_whose_decisions_do_not_follow_is_not_approved() {
    let text = a_sheet().to_text().replacen("\"test\":\"59\"", "\"test\":\"61\"", 1);
    let sheet = Sheet::parse(&text).unwrap();
    assert_eq!(approved_by("approve-1", &sheet).unwrap_err(), ApprovalRefused::DoesNotFollow);
}

#[test]
fn a_sheet_with_nothing_decided_or_from_the_future_is_not_approved() {
    let undecided = drawn_up_by("decide-1", &some_outcomes()[..1]).unwrap().0;
    assert_eq!(approved_by("approve-1", &undecided).unwrap_err(), ApprovalRefused::NothingDecided);
    let sheet = a_sheet();
    let early = approve(&sheet, &the_scheme(), &id("approve-1"), &some_officers(), at("2026-11-20T08:59:59Z"), &Alone);
    assert!(matches!(early, Err(ApprovalRefused::BeforeDecision { .. })));
}

#[test]
fn exactly_as_many_numbers_are_needed_as_certified() {
    let sheet = a_sheet();
    let approval = approved_by("approve-1", &sheet).unwrap();
    let refused = approval.certifications(&the_scheme(), &[], &Utc).unwrap_err();
    assert_eq!(refused, NotGranted::Numbers { given: 0, needed: 1 });
}

#[test]
fn the_signed_acts_name_the_sheet_by_its_digest() {
    let sheet = a_sheet();
    let approval = approved_by("approve-1", &sheet).unwrap();
    let digest = sheet.digest().to_hex();
    assert_eq!(sheet.act().text("sheet"), Some(digest.as_str()));
    assert_eq!(approval.act(&[number(1)]).text("sheet"), Some(digest.as_str()));
}

#[test]
fn of_more_than_a_thousand_numbers_the_act_has_ends_and_digest_and_fits_a_line() {
    let sheet = a_sheet();
    let approval = approved_by("approve-1", &sheet).unwrap();
    let numbers = |count: u32| (1..=count).map(number).collect::<Vec<_>>();

    let (few, many) = (approval.act(&numbers(1_000)), approval.act(&numbers(100_000)));

    let listed = |act: &Object| act.get("numbers").and_then(|numbers| numbers.as_array()).map(<[_]>::len);
    assert_eq!((listed(&few), few.get("number_range")), (Some(1_000), None));
    let range = many.get("number_range").and_then(|range| range.as_object()).unwrap();
    assert_eq!((listed(&many), range.text("last")), (None, Some(number(100_000).as_str())));
    let mut others = numbers(100_000);
    others.swap(4_000, 4_001);
    assert_ne!(approval.act(&others), many);
    assert!(Document::composed(many).to_text().len() < 1_000);
}
