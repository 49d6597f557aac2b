//! From the register alone, a year on: who decided and who approved what, when, on which figures.
//! Nothing of the day itself is at hand but the officers' public keys, which their ids carry.

use attesto_credential::{Declaration, Json, Secured};
use attesto_issuer::{APPROVAL, DECISION, Head, Officers, Records, Register, Scheme, Sheet};
use attesto_securing::{Authentic, Digest, Keys, open};

use crate::office::{Office, PINNED, SCHEME, at, by_number, id};

/// What one officer signed about a sheet, opened under no key but the officer's own.
fn proven(text: &str, officer: &str, officers: &Officers) -> Authentic<Declaration> {
    let secured = Secured::parse(text.as_bytes()).unwrap();
    let opened = open::<Declaration>(&[secured], &Keys::new(), &PINNED, at("2027-11-24T09:00:00Z"));
    let opened = opened.into_iter().next().unwrap().unwrap();
    assert_eq!(opened.said().by(), officers.find(&id(officer)).unwrap().did().as_iri());
    opened
}

fn body<'a>(act: &'a Authentic<Declaration>, member: &str) -> &'a str {
    act.said().body().text(member).unwrap()
}

#[test]
fn a_certificate_number_leads_to_who_decided_and_approved_it_on_which_figures() {
    let (office, certifications, _) = Office::issued();
    let (register, officers) = (&office.register, &office.officers);
    let number = certifications[7].number();

    let certification = by_number(register, number);
    let records = Records::of(register);
    let sheet = records.sheet(&certification.sheet()).unwrap().unwrap();
    let decision = proven(&records.decision(&certification.sheet()).unwrap().unwrap(), "decider-1", officers);
    let approval = proven(&records.approval(&certification.sheet()).unwrap().unwrap(), "approver-1", officers);

    let digest = Digest::of(sheet.to_text().as_bytes()).to_hex();
    assert_eq!((decision.said().kind(), body(&decision, "sheet")), (DECISION, digest.as_str()));
    assert_eq!((approval.said().kind(), body(&approval, "sheet")), (APPROVAL, digest.as_str()));
    assert_eq!(body(&decision, "decided_at"), "2026-11-24T09:00:00Z");
    assert_eq!(body(&approval, "approved_at"), "2026-11-24T10:00:00Z");
    let numbers = approval.said().body().get("numbers").unwrap().as_array().unwrap();
    assert!(numbers.contains(&Json::from(number.as_str())));
    let row = sheet.rows().iter().find(|row| row.candidate() == certification.candidate()).unwrap();
    assert_eq!(row.figures(), certification.figures());
    assert_eq!(row.decision().competences(), certification.competences());
    let scheme = Scheme::parse(SCHEME).unwrap();
    assert_eq!(sheet.scheme().digest(), Digest::of(SCHEME.as_bytes()));
    assert!(sheet.follows_from(&scheme));
}

#[test]
fn a_figure_changed_in_the_kept_sheet_no_longer_fits_what_was_signed() {
    let (office, certifications, _) = Office::issued();
    let records = Records::of(&office.register);
    let name = certifications[0].sheet();
    let signed = proven(&records.decision(&name).unwrap().unwrap(), "decider-1", &office.officers);
    let text = records.sheet(&name).unwrap().unwrap().to_text().to_owned();

    let changed = text.replacen("\"61\"", "\"91\"", 1);

    assert_ne!(changed, text);
    let changed = Sheet::parse(&changed).unwrap();
    assert_ne!(changed.digest().to_hex(), body(&signed, "sheet"));
}

#[test]
fn what_an_officer_signed_is_found_by_the_officer_and_the_journal_holds_together() {
    let (office, ..) = Office::issued();
    let records = Records::of(&office.register);

    for (officer, kind) in [("decider-1", DECISION), ("approver-1", APPROVAL)] {
        let signed = records.signed_by(&id(officer)).unwrap();
        let kinds: Vec<String> =
            signed.iter().map(|text| proven(text, officer, &office.officers).said().kind().to_owned()).collect();
        assert_eq!(kinds, [kind]);
    }
    let lines = office.register.journal(1, 99).unwrap();
    assert_eq!(lines.iter().map(|line| line.seq()).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let followed = lines.iter().try_fold(Head::start(), |head, line| head.follow(line)).unwrap();
    assert_eq!(followed, office.register.head());
}
