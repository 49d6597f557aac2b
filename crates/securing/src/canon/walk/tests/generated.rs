//! Documents by chance, right and wrong, by both paths: what the fast path takes, the general path writes byte for byte.
//! The seed stands in every failure; `ATTESTO_SEED=… cargo test` builds the same documents again.

mod pieces;

use std::hash::{BuildHasher, Hasher};

use attesto_credential::{Document, Json, Number, Object};

use super::super::super::{Budget, Contexts, generally};
use super::*;
use crate::canon::LabelHash;
use crate::digest::Digest;

use pieces::{CONTEXTS, IRIS, KEYS, LINKS, MADE, NUMBERS, ODD_KEYS, TEXTS, TYPES, USUAL};

const DOCUMENTS: u32 = 20_000;

/// xorshift64*: enough for chance that can be repeated.
struct Chance {
    state: u64,
    /// Whether nothing odd is to be made, so that whole documents are right often enough.
    is_tame: bool,
}

impl Chance {
    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit
    }

    /// Something odd, once in so many times.
    fn odd(&mut self, many: usize) -> bool {
        let odd = self.one_in(many);
        odd && !self.is_tame
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}

/// An IRI, once in so many times perhaps none.
fn iri(chance: &mut Chance, many: usize) -> &'static str {
    let choices = if chance.odd(many) { IRIS.len() } else { 7 };
    IRIS[chance.below(choices)]
}

fn scalar(chance: &mut Chance, key: &str) -> Json {
    if LINKS.contains(&key) && !chance.odd(10) {
        return iri(chance, 10).into();
    }
    match chance.below(12) {
        0 => Json::Bool(chance.one_in(2)),
        1 | 2 => {
            let known = if chance.is_tame { 12 } else { NUMBERS.len() };
            NUMBERS[chance.below(known)].parse::<Number>().unwrap().into()
        }
        3 | 4 => iri(chance, 4).into(),
        _ => TEXTS[chance.below(TEXTS.len())].into(),
    }
}

fn tagged(chance: &mut Chance) -> Json {
    let mut object = Object::new().with("@value", TEXTS[chance.below(TEXTS.len())]);
    if !chance.odd(5) {
        let known = if chance.is_tame { 3 } else { 5 };
        object = object.with("@language", ["en", "EL", "ro-RO", "not a tag", ""][chance.below(known)]);
    }
    if chance.odd(8) {
        object = object.with("@direction", "rtl");
    }
    object.into()
}

fn value(chance: &mut Chance, depth: usize, key: &str) -> Json {
    match chance.below(20) {
        0 => Json::Null,
        1 => tagged(chance),
        2 => Object::new().with("id", iri(chance, 3)).into(),
        3 | 4 => {
            let mut elements: Vec<Json> = (0..chance.below(4)).map(|_| value(chance, depth + 1, key)).collect();
            if chance.one_in(3) && !elements.is_empty() {
                elements.push(elements[0].clone());
            }
            // An array in an array is refused, most of the time before anything else is seen.
            if !chance.odd(10) {
                elements.retain(|element| element.as_array().is_none() && *element != Json::Null);
            }
            Json::from(elements)
        }
        5..=9 if depth < 4 => node(chance, depth + 1).into(),
        _ => scalar(chance, key),
    }
}

fn types(chance: &mut Chance) -> Json {
    let one = |chance: &mut Chance| {
        let known = TYPES.len() - usize::from(!chance.odd(20));
        Json::from(TYPES[chance.below(known)])
    };
    match chance.below(6) {
        0 => one(chance),
        1 if chance.odd(10) => scalar(chance, "type"),
        2 => (0..chance.below(6)).map(|_| one(chance)).collect::<Vec<_>>().into(),
        _ => vec![one(chance)].into(),
    }
}

fn node(chance: &mut Chance, depth: usize) -> Object {
    let mut object = Object::new();
    if chance.one_in(3) {
        object = object.with("id", iri(chance, 8));
    }
    let mut keys = KEYS.as_slice();
    if chance.odd(5) {
        object = object.with("type", types(chance));
    } else {
        let (class, usual) = USUAL[chance.below(USUAL.len())];
        (object, keys) = (object.with("type", vec![class]), usual);
    }
    for _ in 0..chance.below(5) {
        let key = match chance.below(60) {
            _ if chance.is_tame => keys[chance.below(keys.len())],
            0 => ODD_KEYS[chance.below(ODD_KEYS.len())],
            1 => KEYS[chance.below(KEYS.len())],
            _ => keys[chance.below(keys.len())],
        };
        // Composed documents may hold a key twice; read ones are refused before.
        if object.get(key).is_none() || chance.odd(20) {
            object = object.with(key, value(chance, depth, key));
        }
    }
    object
}

fn document(chance: &mut Chance) -> Document {
    chance.is_tame = chance.one_in(2);
    let contexts = if chance.is_tame || chance.one_in(2) {
        vec![
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "urn:made",
        ]
    } else {
        CONTEXTS[chance.below(CONTEXTS.len())].to_vec()
    };
    let mut root = Object::new();
    if !chance.odd(30) {
        root = root.with("@context", contexts);
    }
    for (key, value) in node(chance, 0).iter() {
        root = root.with(key, value.clone());
    }
    if chance.one_in(4) {
        root = root.with("proof", value(chance, 0, "proof"));
    }
    Document::composed(root)
}

fn budget(chance: &mut Chance) -> Budget {
    let budget = Budget::default();
    match chance.below(20) {
        0 | 1 => Budget { quads: chance.below(20), blank_nodes: chance.below(6), ..budget },
        // So that both paths spend the same on blank nodes that are alike.
        2..=5 => Budget {
            n_degree_calls: chance.below(12),
            n_degree_calls_per_blank_node: chance.below(3),
            permuted_group: 1 + chance.below(4),
            permutations: chance.below(20),
            related_hashes: chance.below(30),
            ..budget
        },
        _ => budget,
    }
}

/// The same, with some of the objects inside shared with other documents.
fn shared(object: &Object, chance: &mut Chance) -> Object {
    fn inside(value: &Json, chance: &mut Chance) -> Json {
        match value {
            Json::Object(object) if chance.one_in(2) => shared(object, chance).into_shared().into(),
            Json::Object(object) => shared(object, chance).into(),
            Json::Array(elements) => Json::Array(elements.iter().map(|element| inside(element, chance)).collect()),
            scalar => scalar.clone(),
        }
    }
    object.iter().map(|(key, value)| (key.to_owned(), inside(value, chance))).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "the seed of a run that fails is wanted again")]
fn the_fast_path_takes_nothing_that_the_general_path_refuses_and_writes_the_same_bytes() {
    let by_chance = std::hash::RandomState::new().build_hasher().finish() | 1;
    let seed = option_env!("ATTESTO_SEED").map_or(by_chance, |seed| seed.parse().unwrap());
    println!("seed {seed}");
    let contexts = Contexts::pinned().with("urn:made", MADE);
    let mut chance = Chance { state: seed, is_tame: false };
    let (mut taken, mut refused, mut apart) = (0, 0, 0);

    for number in 0..DOCUMENTS {
        let (document, budget) = (document(&mut chance), budget(&mut chance));
        let without = chance.one_in(2).then_some("proof");
        let wording = Wording { without, ..Wording::of(&document) };

        let fast = canonical(&wording, &contexts, &budget);
        let general = generally(&wording.composed(), &contexts, &budget, LabelHash::Sha256);

        refused += u32::from(general.is_err());
        if let Ok(fast) = fast {
            taken += 1;
            assert_eq!(Ok(fast), general, "seed {seed}, document {number}: {}", document.to_text());
        }
        // What is shared with other documents is written as if it were not, from the first time on.
        let shared = Document::composed(shared(document.root(), &mut chance));
        let wording = Wording { without, ..Wording::of(&shared) };
        for _ in 0..3 {
            let Ok(fast) = canonical(&wording, &contexts, &budget) else { continue };
            apart += u32::from(fast.shared > 0);
            assert_eq!(fast.digest(), Digest::of(fast.text.as_bytes()));
            assert_eq!(Ok(fast), general, "seed {seed}, shared document {number}: {}", document.to_text());
        }
    }

    assert!(taken > DOCUMENTS / 10, "seed {seed}: {taken} taken of {DOCUMENTS}, {refused} refused");
    assert!(apart > DOCUMENTS / 40, "seed {seed}: {apart} of {DOCUMENTS} begin with what is shared");
    assert!(refused > DOCUMENTS / 10, "seed {seed}: {taken} taken of {DOCUMENTS}, {refused} refused");
}
