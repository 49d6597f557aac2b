//! European copies go the way of badges, under a key with certificates, and are shown beside their badges.

use attesto_credential::{Language, LegalIdentifier, Line, LocalText, Object, Organisation, Page, Vocabulary};
use attesto_securing::{Anchors, CertifiedKey, RsaPadding};

use super::super::*;
use super::room::{Counting, Room};
use crate::audit::{Eye, FlawCode, audit};
use crate::link::{link_news, linked};
use crate::officer::Officers;
use crate::project::{Abroad, european};
use crate::records::Records;
use crate::records::tests::at;
use crate::scheme::Scheme;
use crate::status::known_copies;

const SEAL: &[u8] = include_bytes!("../../../../../keys.example/seal.pem");
const AUTHORITY: &[u8] = include_bytes!("../../../../../keys.example/ca.pem");
const SCHEME: &str = include_str!("../../../../attesto/demo/scheme.toml");
const BODY: &str = "did:web:attesto.example:demo-body";

fn keys() -> Keys {
    Keys::new().trusting_for(BODY, &Anchors::from_pem(AUTHORITY).unwrap())
}

fn body() -> Organisation {
    let country = Vocabulary::Country.named("IT").unwrap();
    let identifier = LegalIdentifier { notation: "VATIT-12345678901".to_owned(), country: country.clone() };
    let name = Line::parse("Demo Certification Body (fictitious)").unwrap();
    Organisation {
        id: Iri::parse(BODY).unwrap(),
        legal_name: LocalText::new([(Language::parse("en").unwrap(), name)].into()).ok(),
        legal_identifier: Some(identifier),
        registration: None,
        vat: None,
        country: Some(country),
        others: Object::new(),
    }
}

fn issue_abroad(
    room: &Room,
    register: &mut dyn Register,
    (seed, stamping): (u64, Option<&Stamping<'_>>),
) -> Result<Vec<Copy>, IssueFault> {
    let key = CertifiedKey::from_pem(SEAL, RsaPadding::Pss).unwrap().owned_by(BODY).unwrap();
    let (keys, scheme, mut entropy) = (keys(), Scheme::parse(SCHEME).unwrap(), Counting(seed));
    let wanted: Vec<Wanted<'_>> =
        room.wanted().into_iter().map(|one| Wanted { format: Format::EUROPEAN, ..one }).collect();
    let mut worded = |wanted: &Wanted<'_>, reserved: &Reserved, _: &mut dyn Entropy| {
        let person = Records::of(&room.register).person(&wanted.certification.person()).unwrap().unwrap();
        let page = Page {
            language: Language::parse("en").unwrap(),
            number: 1,
            content: "iVBORw0KGgo=".to_owned(),
            content_type: Vocabulary::FileType.named("png").unwrap(),
        };
        let abroad = Abroad {
            id: reserved.id.clone(),
            subject: reserved.subject.clone(),
            at: reserved.at,
            body: body(),
            asked_at: Iri::parse("https://attesto.example/demo-body/status-of").unwrap(),
            pages: vec![page],
        };
        european(wanted.certification, &scheme, &person, abroad)
    };
    let mut desk = Desk { signer: &key, keys: &keys, stamping, ..room.desk(register, &mut entropy) };
    issue(&mut desk, &wanted, &mut worded)
}

fn texts(copies: &[Copy]) -> Vec<&str> {
    copies.iter().map(|copy| copy.secured.text()).collect()
}

#[test]
fn a_european_copy_is_issued_once_with_a_place_of_its_own_and_shown_beside_its_badge() {
    let room = Room::with(2);
    let mut register = room.register.clone();
    let badges = room.issue_into(&mut register, 1).unwrap();
    let before = register.head().seq;

    let abroad = issue_abroad(&room, &mut register, (70_000, None)).unwrap();
    let again = issue_abroad(&room, &mut register, (80_000, None)).unwrap();

    assert_eq!(texts(&abroad), texts(&again));
    assert_eq!(again[0].standing, Standing::AlreadyIssued);
    assert!(abroad.iter().all(|copy| copy.secured.format() == Format::EUROPEAN));
    let places: std::collections::BTreeSet<String> =
        badges.iter().chain(&abroad).map(|copy| copy.place.to_string()).collect();
    assert_eq!(places.len(), 4);
    let known = known_copies(&register, room.secret(), &room.certifications[0]).unwrap();
    assert_eq!(known.len(), 2, "an act on the certification reaches both");
    // The badges' pages change with it, and it has none of its own.
    let news = link_news(&register, before).unwrap();
    let shown: Vec<_> = news.copies().iter().map(|key| linked(&register, key).unwrap().unwrap()).collect();
    assert_eq!(shown.iter().map(|one| one.secured()).collect::<Vec<_>>(), [&badges[0].secured, &badges[1].secured]);
    assert_eq!(shown.iter().filter_map(|one| one.european()).collect::<Vec<_>>(), texts(&abroad));
}

#[test]
fn a_register_holds_its_european_copies_long_after_the_certificate_of_their_seal_ended() {
    let room = Room::with(1);
    let mut register = room.register.clone();
    issue_abroad(&room, &mut register, (70_000, None)).unwrap();

    let seals = |keys: &Keys| {
        let (officers, at) = (Officers::default(), at("2060-01-01T00:00:00Z"));
        let eye = Eye { keys, contexts: &room.contexts, officers: &officers, at };
        audit(&register, &eye, &Alone).unwrap().flaws.iter().filter(|flaw| flaw.code() == FlawCode::CopySeal).count()
    };

    assert_eq!(seals(&keys()), 0);
    assert_eq!(seals(&Keys::new()), 1, "without its authority nobody can say");
}

#[test]
fn a_seal_that_gets_no_time_stamp_is_not_issued_and_leaves_nothing_open() {
    let room = Room::with(1);
    let mut register = room.register.clone();
    let nobody = |_: Secured| Err("the authority did not answer".to_owned());

    let refused = issue_abroad(&room, &mut register, (70_000, Some(&nobody)));

    assert!(matches!(refused, Err(IssueFault::NotStamped { .. })));
    assert!(open_intents(&register).unwrap().is_empty());
    assert!(copies(&register, room.certifications[0].number()).unwrap().is_empty());
    assert_eq!(issue_abroad(&room, &mut register, (80_000, None)).unwrap().len(), 1);
}
