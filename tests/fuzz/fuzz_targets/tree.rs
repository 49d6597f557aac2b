//! Changes a JSON text as a tree, so that most of what is tried can be read and comes as far as the walks.
//! Chooses by a seed alone: the same text and seed give the same change.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

/// Keys that contexts give a meaning of their own, beside those that the text has.
const KEYS: &str = "@context @id @type @value @language @direction @graph @list @set id type name proof result";

/// Values that readers stumble over.
static ODD: LazyLock<Vec<Value>> = LazyLock::new(|| serde_json::from_str(ODD_TEXT).expect("it is JSON"));

const ODD_TEXT: &str = r#"[null, true, 0, -0.0, 6.0, 1e21, 1e-7, 0.1, [], {}, "", "a b", "urn:a", "urn:a b", "_:b0",
    "did:key:z", "https://e.example/#a", "relative/a", "schema:name", "2026-01-15T09:30:00Z",
    "\u00e9\ud83d\ude00\ue000\u007f\"\\\n\u0000", {"@value": "a"}, {"@value": "a", "@language": "el"}, {"id": "urn:a"},
    {"@value": "a", "@type": "@json"}, {"@list": ["a"]}, {"@set": [1]}, {"type": "Alignment"}, [[1]], [null],
    {"type": ["Profile", "Achievement"]}, {"id": "urn:a", "name": "a"}, 9007199254740993, 12345678901234567890]"#;

/// Changes of one text at most.
const CHANGES: usize = 4;

/// A text a little changed; nothing if it is no JSON.
pub(crate) fn changed(text: &[u8], seed: u64) -> Option<String> {
    let mut root: Value = serde_json::from_slice(text).ok()?;
    let mut chance = Chance(seed);
    for _ in 0..=chance.below(CHANGES) {
        let donor = picked(&root, &mut chance);
        let key = key(&root, &mut chance);
        let at = chance.below(count(&root));
        change(nth(&mut root, &mut { at })?, donor, key, &mut chance);
    }
    serde_json::to_string(&root).ok()
}

/// One change at a node; `donor` is a value from somewhere in the text, or an odd one.
fn change(node: &mut Value, donor: Value, key: String, chance: &mut Chance) {
    match (chance.below(8), node) {
        (0..3, Value::Object(members)) => drop(members.insert(key, donor)),
        (3..5, Value::Object(members)) if !members.is_empty() => {
            let place = chance.below(members.len());
            let old = members.keys().nth(place).cloned().unwrap_or_default();
            let value = members.shift_remove(&old);
            if let Some(value) = value.filter(|_| chance.below(2) == 0) {
                members.insert(key, value);
            }
        }
        (0..3, Value::Array(elements)) => elements.insert(chance.below(elements.len() + 1), donor),
        (3, Value::Array(elements)) if !elements.is_empty() => drop(elements.remove(chance.below(elements.len()))),
        (4, Value::Array(elements)) => {
            let copies = elements.clone();
            elements.extend(copies.into_iter().take(8));
        }
        (5, node) => *node = json!([node.take()]),
        (6, node) if node.get(0).is_some() => *node = node[0].take(),
        (_, node) => *node = donor,
    }
}

/// A key of the text, or one with a meaning of its own.
fn key(root: &Value, chance: &mut Chance) -> String {
    let mut keys = Vec::new();
    gather(root, &mut keys);
    keys.extend(KEYS.split(' '));
    keys.get(chance.below(keys.len())).copied().unwrap_or_default().to_owned()
}

fn gather<'v>(value: &'v Value, keys: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            keys.push(key);
            gather(value, keys);
        }),
        Value::Array(elements) => elements.iter().for_each(|element| gather(element, keys)),
        _ => {}
    }
}

/// A copy of a value of the text, three times of four; else one of those that readers stumble over.
fn picked(root: &Value, chance: &mut Chance) -> Value {
    if chance.below(4) > 0 {
        let mut copy = root.clone();
        let at = chance.below(count(&copy));
        return nth(&mut copy, &mut { at }).map(Value::take).unwrap_or_default();
    }
    ODD.get(chance.below(ODD.len())).cloned().unwrap_or_default()
}

/// How many values a value has in it, itself too.
fn count(value: &Value) -> usize {
    let inside = match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(elements) => elements.iter().map(count).sum(),
        _ => 0,
    };
    1 + inside
}

/// The value at a place, counted as they stand.
fn nth<'v>(value: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    let mut inside: Box<dyn Iterator<Item = &mut Value>> = match value {
        Value::Object(members) => Box::new(Map::values_mut(members)),
        Value::Array(elements) => Box::new(elements.iter_mut()),
        _ => return None,
    };
    inside.find_map(|value| nth(value, left))
}

/// Numbers that follow from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    /// A number below a limit; nothing is below none.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or_default()
    }
}
