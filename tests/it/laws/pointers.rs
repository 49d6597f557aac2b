//! Places in a document and what can be done to one: taken out, put in another's stead, written twice, renamed.
//! It knows no credential.

use std::collections::BTreeSet;

use attesto_credential::{Json, Object};

/// One step down: the how-manieth member or element.
pub(super) type Path = Vec<usize>;

/// Every place below the root, with its JSON Pointer.
pub(super) fn places(root: &Object) -> Vec<(String, Path)> {
    let mut found = Vec::new();
    below(&Json::Object(root.clone()), "", &Vec::new(), &mut found);
    found
}

fn below(value: &Json, pointer: &str, path: &Path, found: &mut Vec<(String, Path)>) {
    let children: Vec<(String, &Json)> = match value {
        Json::Object(object) => object.iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        Json::Array(elements) => elements.iter().enumerate().map(|(place, value)| (place.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (place, (step, child)) in children.into_iter().enumerate() {
        let (pointer, path) = (format!("{pointer}/{step}"), [path.as_slice(), &[place]].concat());
        found.push((pointer.clone(), path.clone()));
        below(child, &pointer, &path, found);
    }
}

/// What stands at a place.
pub(super) fn value_at<'j>(root: &'j Json, path: &[usize]) -> &'j Json {
    let Some((first, rest)) = path.split_first() else { return root };
    match root {
        Json::Object(object) => value_at(object.iter().nth(*first).unwrap().1, rest),
        Json::Array(elements) => value_at(&elements[*first], rest),
        _ => panic!("no such place"),
    }
}

/// What can be done to one member or element.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Removed,
    Replaced(Json),
    /// Written twice: as it was, and then as this.
    Doubled(Json),
    /// Written twice: as this, and then as it was.
    Preceded(Json),
    /// Under another key; of an element, nothing.
    Renamed(String),
}

/// The same value with one change at one place.
pub(super) fn changed(value: &Json, path: &[usize], change: &Change) -> Json {
    let (first, rest) = path.split_first().unwrap();
    let step = |place: usize, key: &str, old: &Json| match (place == *first, rest.is_empty()) {
        (false, _) => vec![(key.to_owned(), old.clone())],
        (true, false) => vec![(key.to_owned(), changed(old, rest, change))],
        (true, true) => member(key, old, change),
    };
    match value {
        Json::Object(object) => {
            let members = object.iter().enumerate();
            Json::Object(members.flat_map(|(place, (key, old))| step(place, key, old)).collect())
        }
        Json::Array(elements) => {
            let elements = elements.iter().enumerate();
            let elements = elements.flat_map(|(place, old)| step(place, "", old));
            Json::Array(elements.map(|(_, value)| value).collect())
        }
        _ => panic!("no such place"),
    }
}

fn member(key: &str, old: &Json, change: &Change) -> Vec<(String, Json)> {
    let here = |value: &Json| (key.to_owned(), value.clone());
    match change {
        Change::Removed => Vec::new(),
        Change::Replaced(new) => vec![here(new)],
        Change::Doubled(new) => vec![here(old), here(new)],
        Change::Preceded(new) => vec![here(new), here(old)],
        Change::Renamed(other) => vec![(other.clone(), old.clone())],
    }
}

/// What else could stand where a value stands.
pub(super) fn other_values(old: &Json) -> Vec<Json> {
    let mut others =
        vec![Json::Null, Json::from(""), vec![old.clone()].into(), Object::new().with("@value", old.clone()).into()];
    match old {
        Json::String(text) => others.extend([
            Json::from(format!("{text}x")),
            Json::from(format!("{text} ")),
            Json::from(format!("{text}\u{200b}")),
            vec![Json::from(text.as_str()), Json::from(format!("{text}x"))].into(),
            Object::new().with("id", text.as_str()).into(),
            vec![old.clone(), old.clone()].into(),
            text.parse().map_or(Json::from(text == "true"), Json::Number),
        ]),
        Json::Bool(value) => others.extend([Json::from(!value), Json::from(value.to_string())]),
        Json::Number(number) => {
            others.extend([Json::Number(format!("{}1", number.as_str()).parse().unwrap()), Json::from(number.as_str())])
        }
        Json::Array(elements) => {
            others.extend([
                elements.iter().rev().cloned().collect::<Vec<_>>().into(),
                elements.iter().skip(1).cloned().collect::<Vec<_>>().into(),
                elements.iter().chain(elements.first()).cloned().collect::<Vec<_>>().into(),
            ]);
            others.extend(elements.first().cloned());
        }
        Json::Object(members) => others.extend([
            Object::new().into(),
            members.clone().with("honours", "summa cum laude").into(),
            members.clone().with("name", "Somebody Else").into(),
            members.clone().with("validUntil", "2099-01-01T00:00:00Z").into(),
            members.clone().with("@id", "urn:x").into(),
            members.clone().with("nothing", Json::Null).into(),
        ]),
        Json::Null => {}
    }
    others.retain(|other| other != old);
    others
}

/// What a document says: members in no order, elements in no order and each once, texts however they are written.
/// Only `allowedValue` is a list.
pub(super) fn said(value: &Json) -> String {
    match value {
        Json::Object(object) => {
            let member = |(key, value): (&str, &Json)| match value {
                Json::Array(listed) if key == "allowedValue" => {
                    format!("{key}={:?}", listed.iter().map(said).collect::<Vec<_>>())
                }
                value => format!("{key}={}", said(value)),
            };
            format!("{:?}", object.iter().map(member).collect::<BTreeSet<_>>())
        }
        Json::Array(elements) => {
            let each: BTreeSet<String> = elements.iter().map(said).collect();
            if each.len() == 1 { each.into_iter().next().unwrap() } else { format!("{each:?}") }
        }
        Json::String(text) => format!("{text:?}"),
        Json::Number(number) => format!("{:?}", number.as_str()),
        Json::Bool(truth) => format!("{:?}", truth.to_string()),
        Json::Null => "null".to_owned(),
    }
}
