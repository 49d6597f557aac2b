//! Copies for wallets go the way of badges, each bound to the key of its holder; what an interruption leaves open is
//! finished first, and once.

use attesto_credential::{HolderKey, Issuer, SaltSeed};
use attesto_securing::{Algorithm, BoundKey, KeyId, SigningKey, draw, recorded_as};

use super::super::*;
use super::room::{Counting, Full, Room};
use crate::body_key::KeyUse;
use crate::calendar::tests::Utc;
use crate::project::{DrawnClaims, project_claims};
use crate::recorded::{recorded, sealed_by};
use crate::records::Records;
use crate::scheme::Scheme;
use crate::status::{StatusBase, bound_copy, known_copies};

const SCHEME: &str = include_str!("../../../../attesto/demo/scheme.toml");
const BASE: &str = "https://attesto.example/demo-body";

fn key() -> SigningKey {
    let key = SigningKey::from_secret(Algorithm::Es256, &[5; 32]).unwrap();
    key.named(KeyId::parse(&format!("{BASE}#wallet-1")).unwrap())
}

fn keys() -> Keys {
    Keys::new().with(BASE, vec![BoundKey::pinned(key().id().clone(), key().public().clone())])
}

fn holder() -> HolderKey {
    HolderKey::of(&SigningKey::from_secret(Algorithm::Es256, &[6; 32]).unwrap().public().to_jwk()).unwrap()
}

fn wanted<'r>(room: &'r Room, register: &dyn Register) -> Vec<Wanted<'r>> {
    let bound = |one| bound_copy(register, room.secret(), one, &holder()).unwrap();
    room.certifications.iter().map(bound).collect()
}

fn issue_for_wallets(
    room: &Room,
    register: &mut dyn Register,
    (seed, wanted): (u64, &[Wanted<'_>]),
) -> Result<Vec<Copy>, IssueFault> {
    let (key, keys, scheme, mut entropy) = (key(), keys(), Scheme::parse(SCHEME).unwrap(), Counting(seed));
    let mut worded = |wanted: &Wanted<'_>, reserved: &Reserved, entropy: &mut dyn Entropy| {
        let person = Records::of(&room.register).person(&wanted.certification.person()).unwrap().unwrap();
        let base = Iri::parse(BASE).unwrap();
        let drawn = DrawnClaims {
            id: reserved.id.clone(),
            seed: SaltSeed::from_random(draw(entropy)),
            status: StatusBase::of(&base).token_place(reserved.place).unwrap(),
            kind: (format!("{BASE}/vct/sim/1/vct.json"), "sha256-AA".to_owned()),
            holder: holder(),
        };
        let issuer = Issuer { id: base, name: Some("Demo body".to_owned()), url: None, others: Default::default() };
        project_claims(wanted.certification, &scheme, &person, (&issuer, &Utc), drawn)
    };
    let mut desk = Desk { signer: &key, keys: &keys, ..room.desk(register, &mut entropy) };
    issue(&mut desk, wanted, &mut worded)
}

/// A text but for its signature, which is another each time.
fn unsigned(copy: &Copy) -> (String, String) {
    let (jwt, disclosures) = copy.secured.text().split_once('~').unwrap();
    (jwt.rsplit_once('.').unwrap().0.to_owned(), disclosures.to_owned())
}

#[test]
fn an_open_intent_for_wallets_is_finished_first_and_each_holder_has_one_copy() {
    let (room, other) = (Room::with(2), Room::with(2));
    let undisturbed =
        issue_for_wallets(&other, &mut other.register.clone(), (1, &wanted(&other, &other.register))).unwrap();
    let mut full = Full(room.register.clone(), room.register.head().seq + 1);
    issue_for_wallets(&room, &mut full, (1, &wanted(&room, &room.register))).unwrap_err();
    let mut register = full.0;
    let open = open_intents(&register).unwrap();
    assert_eq!(open.iter().map(OpenIntent::copies).collect::<Vec<_>>(), [2]);

    let (key, keys, mut entropy) = (key(), keys(), Counting(9_000));
    let mut desk = Desk { signer: &key, keys: &keys, ..room.desk(&mut register, &mut entropy) };
    let finished = finish(&mut desk, open[0].id()).unwrap();
    let again = wanted(&room, &register);
    let asked_again = issue_for_wallets(&room, &mut register, (5_000, &again)).unwrap();

    let told = |copies: &[Copy]| copies.iter().map(unsigned).collect::<Vec<_>>();
    assert_eq!(told(&finished), told(&undisturbed), "what was intended, whatever was drawn since");
    assert_eq!(asked_again.iter().map(|copy| copy.standing).collect::<Vec<_>>(), [Standing::AlreadyIssued; 2]);
    assert_eq!(told(&asked_again), told(&finished));
    assert_eq!(open_intents(&register).unwrap(), []);
    for certification in &room.certifications {
        assert_eq!(known_copies(&register, room.secret(), certification).unwrap().len(), 1);
    }
}

#[test]
fn the_roll_has_what_every_showing_of_a_copy_has_in_common_and_tells_what_a_head_proves() {
    let room = Room::with(2);
    let mut register = room.register.clone();
    let all = wanted(&room, &register);
    let copies = issue_for_wallets(&room, &mut register, (1, &all)).unwrap();
    let head = register.head().seq;

    let roll = recorded(&register, head).unwrap();

    let shown: Vec<_> = copies.iter().map(|copy| recorded_as(&copy.secured)).collect();
    assert!(shown.iter().all(|digest| roll.contains(digest)));
    let sealed = |proven_to| sealed_by(&register, (KeyUse::Wallet, key().id()), proven_to).unwrap();
    assert_eq!((sealed(head).proven, sealed(head).again.len()), (2, 0));
    assert_eq!((sealed(head - 1).proven, sealed(head - 1).again.len()), (0, 2));
}
