use attesto_credential::{Declaration, Secured};
use attesto_securing::{Authentic, Signer, SigningKey};

use super::*;
use crate::records::tests::{Office, at, id};

fn key(number: u8) -> BodyKey {
    let key = SigningKey::from_seed(&[number; 32]).unwrap();
    let id = KeyId::parse(&format!("did:web:cert.example:demo#credentials-{number}")).unwrap();
    BodyKey { id, public: key.public().clone() }
}

fn change(from: u8, to: Option<u8>, given_up: GivenUp, moment: &str) -> KeyChange {
    KeyChange {
        of: KeyUse::Credential,
        key: key(from),
        given_up,
        expires: at(moment),
        successor: to.map(key),
        secret: OldSecret::Destroyed,
        by: id("approver-1"),
        at: at(moment),
    }
}

fn record(office: &mut Office, change: &KeyChange) -> Result<Head, RecordRefused> {
    let signed: Vec<(String, Secured, Authentic<Declaration>)> = change
        .officers()
        .map(|officer| {
            let (secured, opened) = office.signed(officer.as_str(), KEY_CHANGE, change.at, change.body());
            (officer.to_string(), secured, opened)
        })
        .collect();
    let officers = office.officers.clone();
    let signed: Vec<(&Officer, SignedAct<'_>)> = signed
        .iter()
        .map(|(name, secured, opened)| (officers.find(&id(name)).unwrap(), SignedAct::new(secured, opened)))
        .collect();
    record_key_change(&mut office.register, change, &signed)
}

#[test]
fn a_key_that_took_anothers_place_and_was_given_up_itself_is_known_with_all_its_moments() {
    let mut office = Office::new();
    let (first, second) = ("2026-11-26T09:00:00Z", "2026-11-26T10:00:00Z");

    record(&mut office, &change(1, Some(2), GivenUp::Retired, first)).unwrap();
    record(&mut office, &change(2, Some(3), GivenUp::Retired, second)).unwrap();

    let known = known_keys(&office.register).unwrap();
    let moments: Vec<_> = known.iter().map(|key| (key.key.fragment(), key.since, key.expires)).collect();
    assert_eq!(
        moments,
        [
            ("credentials-1", None, Some(at(first))),
            ("credentials-2", Some(at(first)), Some(at(second))),
            ("credentials-3", Some(at(second)), None),
        ]
    );
}

#[test]
fn a_retired_key_that_was_stolen_keeps_the_day_it_retired() {
    let mut office = Office::new();
    let (retired, stolen) = ("2026-11-26T09:00:00Z", "2026-11-26T10:00:00Z");
    record(&mut office, &change(1, Some(2), GivenUp::Retired, retired)).unwrap();
    let since = at("2026-11-25T00:00:00Z");
    let second = id("decider-1");

    record(&mut office, &change(1, None, GivenUp::Compromised { since, second }, stolen)).unwrap();

    let known = known_keys(&office.register).unwrap().remove(0);
    assert_eq!((known.expires, known.revoked, known.revoked_at), (Some(at(retired)), Some(since), Some(at(stolen))));
}

#[test]
fn what_is_compromised_is_signed_by_two_and_no_name_is_given_twice() {
    let mut office = Office::new();
    let moment = "2026-11-26T09:00:00Z";
    let given_up = GivenUp::Compromised { since: at(moment), second: id("decider-1") };
    let stolen = change(1, Some(2), given_up, moment);
    let (secured, opened) = office.signed("approver-1", KEY_CHANGE, stolen.at, stolen.body());
    let officer = office.officers.find(&id("approver-1")).unwrap();

    let alone = record_key_change(&mut office.register, &stolen, &[(officer, SignedAct::new(&secured, &opened))]);

    assert!(matches!(alone, Err(RecordRefused::SignedOther { .. })));
    record(&mut office, &stolen).unwrap();
    let again = record(&mut office, &change(3, Some(2), GivenUp::Retired, moment));
    assert!(matches!(again, Err(RecordRefused::Register(RegisterFault::Taken { .. }))));
}
