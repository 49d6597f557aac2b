//! What can be done to a sealed badge, at each of its places.
//! Named single cases lie in `tests/cases`; these are the same rules over every member.

use attesto_credential::{Did, Timestamp};
use attesto_securing::Contexts;
use attesto_verifier::{Code, Material, Policy, TrustList};
use serde_json::{Value, json};

use crate::bench::{
    ISSUER, badge, base58, did_document, issuer_key, options, sealed, sealed_by, unbase58, with_signature,
};
use crate::corpus::trust;
use crate::mutated::{Mutation, World, bad, good};
use crate::tree::{Place, Tree, escaped, other_letter, quoted};

pub(crate) fn stage() -> (World, String) {
    let at = Timestamp::parse("2026-07-01T12:00:00Z").unwrap();
    let document = did_document(&json!({})).to_string();
    let material = Material::new(Contexts::pinned());
    let material = material.with_document(Did::parse(ISSUER).unwrap(), document.as_bytes(), at).unwrap();
    let policy = Policy::default().trusting(TrustList::from_toml(&trust("[\"*\"]", "")).unwrap());
    (World { material, policy, at }, original().to_string())
}

fn original() -> Tree {
    Tree::of(&sealed(&badge()))
}

pub(crate) fn all() -> Vec<Mutation> {
    [changed(), doubled(), added(), otherwise_named(), proofs(), sealed_wrong(), written_otherwise(), in_other_order()]
        .into_iter()
        .flatten()
        .collect()
}

fn is_context(place: &Place) -> bool {
    place.pointer.starts_with("/@context")
}

fn is_type(place: &Place) -> bool {
    place.pointer.split('/').any(|step| ["type", "@context"].contains(&step))
}

fn of_proof(place: &Place) -> bool {
    place.pointer.starts_with("/proof")
}

/// Where a text is the id of a thing, a moment, or names the issuer, other codes stand for it.
fn is_plain(place: &Place) -> bool {
    let last = place.pointer.rsplit('/').next().unwrap_or_default();
    !is_type(place) && !of_proof(place) && !["id", "validFrom", "validUntil", "resultDescription"].contains(&last)
}

/// Every text that people read: other letters, more of them, none; each is found by the seal.
fn changed() -> Vec<Mutation> {
    let original = original();
    let mut all = Vec::new();
    for place in original.places().into_iter().filter(is_plain) {
        let Some(text) = original.at(&place.path).as_text() else { continue };
        let ways = [
            ("another letter", other_letter(&text)),
            ("a letter more", Some(format!("{text}x"))),
            ("a space more", Some(format!("{text} "))),
            ("an invisible letter more", Some(format!("{text}\u{200b}"))),
        ];
        for (way, changed) in ways.into_iter().filter_map(|(way, changed)| Some((way, changed?))) {
            let tree = original.changed(&place.path, |leaf| *leaf = Tree::text(&changed));
            all.push(bad(format!("{} with {way}", place.pointer), tree, Code::ProofSignature));
        }
    }
    all
}

/// Every member twice, the other value first and last.
fn doubled() -> Vec<Mutation> {
    let original = original();
    let mut all = Vec::new();
    for place in original.places() {
        for (way, offset) in [("before", 0), ("after", 1)] {
            let twice = original.around(&place.path, |members, index| {
                let member = (members[index].0.clone(), Tree::text("another"));
                members.insert(index + offset, member);
            });
            let name = format!("{} twice, the other {way}", place.pointer);
            all.extend(twice.map(|twice| bad(name, twice, Code::ConformanceDuplicateKey)));
        }
    }
    all
}

/// A member that no vocabulary knows in every object, and nothing in every list.
fn added() -> Vec<Mutation> {
    let original = original();
    let mut all = Vec::new();
    let root = Place { path: Vec::new(), pointer: String::new() };
    for place in original.places().into_iter().chain([root]).filter(|place| !is_context(place) && !of_proof(place)) {
        let with = |added: Tree| {
            original.changed(&place.path, |tree| match tree {
                Tree::Members(members) => members.push((quoted("honours"), added)),
                Tree::Elements(elements) => elements.push(added),
                Tree::Leaf(_) => {}
            })
        };
        match original.at(&place.path) {
            Tree::Members(_) => {
                let name = format!("{} with a member that nobody knows", place.pointer);
                all.push(bad(name, with(Tree::text("summa")), Code::ConformanceTermUndefined));
            }
            Tree::Elements(_) if !is_type(&place) => {
                let name = format!("{} with null in it", place.pointer);
                all.push(bad(name, with(Tree::Leaf("null".to_owned())), Code::ConformanceValueDropped));
            }
            _ => {}
        }
    }
    all
}

/// Names that look alike, in every object.
fn otherwise_named() -> Vec<Mutation> {
    let original = original();
    let mut all = Vec::new();
    for place in original.places().into_iter().filter(|place| !is_type(place) && !of_proof(place)) {
        let last = place.pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let names = [("a letter more", format!("{last}x")), ("a space more", format!("{last} "))];
        for (way, name) in names {
            let renamed = original.around(&place.path, |members, index| members[index].0 = quoted(&name));
            let name = format!("{} by a name with {way}", place.pointer);
            all.extend(renamed.map(|renamed| bad(name, renamed, Code::ConformanceTermUndefined)));
        }
    }
    all
}

/// A proof whose signature is another: each byte of it, and other lengths.
fn proofs() -> Vec<Mutation> {
    let original = sealed(&badge());
    let value = unbase58(&original["proof"]["proofValue"].as_str().unwrap()[1..]);
    let of = |bytes: &[u8]| with_signature(&badge(), options(&issuer_key()), bytes);
    let flipped = |index: usize| {
        let mut bytes = value.clone();
        bytes[index] ^= 1 << (index % 8);
        bad(format!("byte {index} of the signature"), of(&bytes), Code::ProofSignature)
    };
    let mut all: Vec<Mutation> = (0..64).map(flipped).collect();
    let length = |name, bytes: &[u8]| bad(name, of(bytes), Code::ProofMalformed);
    all.push(length("a signature without its last byte", &value[..63]));
    all.push(length("a signature with a byte behind it", &[&value[..], &[0]].concat()));
    all.push(length("an empty signature", &[]));
    let swapped = [&value[32..], &value[..32]].concat();
    all.push(bad("the halves of the signature swapped", of(&swapped), Code::ProofSignature));
    let in_base = |name, text: String| {
        let mut badge = original.clone();
        badge["proof"]["proofValue"] = text.into();
        bad(name, badge, Code::ProofMalformed)
    };
    all.push(in_base("a signature without its base", base58(&value)));
    all.push(in_base("a signature in another base", format!("m{}", base58(&value))));
    all.push(in_base("a signature with a letter that its base lacks", format!("z0{}", base58(&value))));
    all.push(in_base("a signature with a space", format!("z{} ", base58(&value))));
    all
}

/// Options that were sealed as they stand, and are not as they should be.
fn sealed_wrong() -> Vec<Mutation> {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut options = options(&issuer_key());
        change(&mut options);
        sealed_by(&badge(), options, &issuer_key())
    };
    let purposes = ["authentication", "keyAgreement", "capabilityInvocation", "capabilityDelegation"];
    let purposes = purposes.map(|purpose| {
        bad(format!("sealed for {purpose}"), with(&|o| o["proofPurpose"] = purpose.into()), Code::ProofPurpose)
    });
    let suites = ["bbs-2023", "eddsa-rdfc-2023", "eddsa-rdfc-2022 ", "EDDSA-RDFC-2022", ""].map(|suite| {
        let mut sealed = sealed(&badge());
        sealed["proof"]["cryptosuite"] = suite.into();
        bad(format!("said to be sealed by {suite:?}"), sealed, Code::ProofMechanismUnsupported)
    });
    let moments = ["2026-07-01T12:05:01Z", "2026-07-02T00:00:00Z", "2030-01-01T00:00:00Z"].map(|moment| {
        bad(format!("sealed on {moment}"), with(&|o| o["created"] = moment.into()), Code::ProofFromFuture)
    });
    let ends = ["2026-07-01T11:59:59Z", "2026-06-30T00:00:00Z"].map(|moment| {
        bad(format!("a seal until {moment}"), with(&|o| o["expires"] = moment.into()), Code::ProofExpired)
    });
    let later = ["2026-07-01T12:00:00Z", "2026-12-31T00:00:00Z"]
        .map(|moment| good(format!("a seal until {moment}"), with(&|o| o["expires"] = moment.into())));
    let timely = ["2026-07-01T12:00:00Z", "2026-06-01T00:00:00Z"]
        .map(|moment| good(format!("sealed on {moment}"), with(&|o| o["created"] = moment.into())));
    let wrong = purposes.into_iter().chain(suites).chain(moments).chain(ends);
    wrong.chain(later).chain(timely).collect()
}

/// The same in other letters and with other spaces: as good as it was.
fn written_otherwise() -> Vec<Mutation> {
    let original = original();
    let mut all = Vec::new();
    for place in original.places() {
        if let Some(text) = original.at(&place.path).as_text() {
            let tree = original.changed(&place.path, |leaf| *leaf = Tree::Leaf(escaped(&text)));
            all.push(good(format!("{} in escaped letters", place.pointer), tree));
        }
        let last = place.pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let named = original.around(&place.path, |members, index| members[index].0 = escaped(&last));
        all.extend(named.map(|named| good(format!("the name of {} in escaped letters", place.pointer), named)));
    }
    for (name, between) in [("spaces", " "), ("tabs", "\t"), ("line feeds", "\n"), ("carriage returns", "\r\n")] {
        all.push(good(format!("with {name} between"), original.spaced(between)));
    }
    for (name, around) in [("a space", " "), ("a line feed", "\n"), ("many line feeds", "\n\n\n")] {
        all.push(good(format!("with {name} around"), format!("{around}{original}{around}")));
    }
    all.push(good("with a byte order mark", format!("\u{feff}{original}")));
    all
}

/// Members in another order, sets in another order, one value with or without its list.
fn in_other_order() -> Vec<Mutation> {
    let original = original();
    let mut all = Vec::new();
    let root = Place { path: Vec::new(), pointer: String::new() };
    let sets = [
        "/credentialSubject/identifier",
        "/credentialSubject/result",
        "/credentialSubject/achievement/resultDescription",
    ];
    for place in original.places().into_iter().chain([root]) {
        let is_set = sets.contains(&place.pointer.as_str());
        let turned = original.changed(&place.path, |tree| match tree {
            Tree::Members(members) => members.reverse(),
            Tree::Elements(elements) if is_set => elements.reverse(),
            _ => {}
        });
        if turned.to_string() != original.to_string() {
            all.push(good(format!("{} the other way round", place.pointer), turned));
        }
    }
    all
}
