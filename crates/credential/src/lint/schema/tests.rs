//! Our own reader of the schema beside the official one: on the corpus of badges, and on badges changed at random.

use std::path::Path;

use super::*;
use crate::document::{Json, Limits, Object};

/// Numbers that follow from a seed (xorshift); nothing here is secret.
struct Draws(u64);

impl Draws {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }
}

/// Badges of the corpus of cases, as they lie there.
fn badges() -> Vec<Document> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(cases).unwrap().map(|case| case.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().filter_map(|folder| std::fs::read(folder.join("credential.json")).ok());
    texts.filter_map(|text| Document::parse(&text, &Limits::default()).ok()).collect()
}

/// Compares both readers; whether ours was sure.
fn agree(document: &Document) -> Option<bool> {
    let ours = quick().unwrap().holds(document.root());
    let official = validator().unwrap().is_valid(&document.root().to_serde());
    assert!(ours.is_none_or(|ours| ours == official), "{ours:?} but {official}: {}", document.to_text());
    ours
}

#[test]
fn the_official_schema_asks_for_nothing_that_our_reader_does_not_know() {
    assert!(quick().is_some());
}

#[test]
fn on_the_corpus_both_readers_say_the_same_and_ours_is_sure_of_nearly_all() {
    let badges: Vec<Document> = badges().into_iter().filter(|badge| badge.flaws().is_empty()).collect();
    let sure = badges.iter().filter_map(agree).count();
    assert!(badges.len() > 80 && sure * 10 >= badges.len() * 9, "{sure} of {}", badges.len());
}

#[test]
fn on_badges_that_were_changed_at_random_both_readers_say_the_same() {
    let badges: Vec<Document> = badges().into_iter().filter(|badge| agree(badge) == Some(true)).collect();
    let (mut draws, mut sums) = (Draws(0x5eed), [0_usize; 3]);
    for _ in 0..1_500 {
        let mut root = badges[draws.below(badges.len())].root().clone();
        for _ in 0..=draws.below(2) {
            root = change(&root, &mut draws);
        }
        match agree(&Document::composed(root)) {
            Some(true) => sums[0] += 1,
            Some(false) => sums[1] += 1,
            None => sums[2] += 1,
        }
    }
    assert!(sums[0] > 100 && sums[1] > 100, "yes, no, unsure: {sums:?}");
}

/// One member somewhere below, chosen at random, is left out, renamed, doubled into an array, or replaced.
fn change(object: &Object, draws: &mut Draws) -> Object {
    let at = draws.below(object.len().max(1));
    let mut changed = Object::new();
    for (index, (key, value)) in object.iter().enumerate() {
        if index != at {
            changed.set(key, value.clone());
            continue;
        }
        match (draws.below(8), value) {
            (0, _) => {}
            (1, _) => changed.set(KEYS[draws.below(KEYS.len())], value.clone()),
            (2, Json::Array(elements)) => changed.set(key, elements.first().cloned().unwrap_or(Json::Null)),
            (2, _) => changed.set(key, vec![value.clone(), value.clone()]),
            (3, _) => changed.set(key, replacement(draws)),
            _ => changed.set(key, below(value, draws)),
        }
    }
    changed
}

fn below(value: &Json, draws: &mut Draws) -> Json {
    match value {
        Json::Object(object) => change(object, draws).into(),
        Json::Array(elements) if !elements.is_empty() => {
            let at = draws.below(elements.len());
            let each = elements.iter().enumerate();
            each.map(|(index, element)| if index == at { below(element, draws) } else { element.clone() })
                .collect::<Vec<_>>()
                .into()
        }
        _ => replacement(draws),
    }
}

const KEYS: [&str; 6] = ["id", "type", "name", "el", "ext:more", "achievement"];

fn replacement(draws: &mut Draws) -> Json {
    let texts = ["", "el", "ext:x", "Achievement", "2026-01-01T00:00:00Z", "a.b.c", "Result", "RawScore", "x"];
    match draws.below(8) {
        0 => Json::Null,
        1 => true.into(),
        2 => 7_u64.into(),
        3 => Json::Number("1.5".parse().unwrap()),
        4 => Object::new().with("el", texts[draws.below(texts.len())]).into(),
        5 => Object::new().with("type", "Achievement").with("id", "urn:x").into(),
        6 => vec![texts[draws.below(texts.len())]].into(),
        _ => texts[draws.below(texts.len())].into(),
    }
}
