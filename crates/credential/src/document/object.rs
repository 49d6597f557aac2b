//! The members of an object, in their order; its own, or shared by documents that say the same.
//! What is shared is kept and worded once; nothing else tells it from members of one's own.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::json::Json;
use super::limits::Measure;
use super::text::JsonText;

type Members = Vec<(JsonText, Json)>;

/// The members of a JSON object, in the order they were written.
#[derive(Clone)]
pub struct Object(Held);

#[derive(Clone)]
enum Held {
    Own(Members),
    Shared(SharedMembers),
}

/// Members that many documents have, with their text; its clones are one and the same.
#[derive(Clone)]
pub struct SharedMembers(Arc<Worded>);

struct Worded {
    members: Members,
    text: OnceLock<(String, Measure)>,
}

impl SharedMembers {
    /// Whether both are one and the same, not only alike.
    #[inline]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The compact text, and how large it is as an outermost object; `write` is asked once.
    pub(super) fn text(&self, write: impl FnOnce() -> (String, Measure)) -> (&str, &Measure) {
        let (text, measure) = self.0.text.get_or_init(write);
        (text, measure)
    }
}

impl Object {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// The members as they stand.
    pub(super) fn from_members(members: Members) -> Self {
        Self(Held::Own(members))
    }

    /// The same, to be said in many documents: clones share members and text until one of them is changed.
    #[must_use]
    pub fn into_shared(self) -> Self {
        match self.0 {
            Held::Own(members) => {
                Self(Held::Shared(SharedMembers(Arc::new(Worded { members, text: OnceLock::new() }))))
            }
            Held::Shared(_) => self,
        }
    }

    /// The members, if they are shared.
    #[inline]
    pub fn shared(&self) -> Option<&SharedMembers> {
        if let Held::Shared(shared) = &self.0 { Some(shared) } else { None }
    }

    #[inline]
    fn members(&self) -> &Members {
        match &self.0 {
            Held::Own(members) => members,
            Held::Shared(shared) => &shared.0.members,
        }
    }

    /// Changes the members; where they are shared, those of this object only.
    fn change(&mut self, change: impl FnOnce(&mut Members)) {
        let mut members = match std::mem::take(self).0 {
            Held::Own(members) => members,
            Held::Shared(SharedMembers(shared)) => {
                Arc::try_unwrap(shared).map_or_else(|shared| shared.members.clone(), |own| own.members)
            }
        };
        change(&mut members);
        self.0 = Held::Own(members);
    }

    /// The value of a key; the first, should it stand twice.
    #[inline]
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.members().iter().find(|(name, _)| **name == *key).map(|(_, value)| value)
    }

    /// The text of a key, if it holds a string.
    #[inline]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The members in order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.members().iter().map(|(key, value)| (key.as_str(), value))
    }

    /// How many members there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.members().len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.members().is_empty()
    }

    /// Replaces the value where the key stands, or adds it at the end.
    pub fn set(&mut self, key: &str, value: impl Into<Json>) {
        let value = value.into();
        self.change(|members| match members.iter_mut().find(|(name, _)| **name == *key) {
            Some((_, old)) => *old = value,
            None => members.push((key.into(), value)),
        });
    }

    /// Adds a member at the end; for composing, where keys are known to differ.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.push(key, value.into());
        self
    }

    pub(super) fn push(&mut self, key: &str, value: Json) {
        self.change(|members| members.push((key.into(), value)));
    }

    /// Adds a member at the end if there is a value.
    #[must_use]
    pub fn with_some(self, key: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Takes every member of that name out.
    pub fn remove(&mut self, key: &str) {
        self.change(|members| members.retain(|(name, _)| **name != *key));
    }

    /// The same members for libraries that speak `serde_json`; of a duplicate key the first wins.
    pub fn to_serde(&self) -> serde_json::Value {
        let mut members = serde_json::Map::new();
        for (key, value) in self.iter() {
            if !members.contains_key(key) {
                members.insert(key.to_owned(), value.to_serde());
            }
        }
        serde_json::Value::Object(members)
    }
}

impl Default for Object {
    fn default() -> Self {
        Self(Held::Own(Members::new()))
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        matches!((self.shared(), other.shared()), (Some(one), Some(other)) if one.is(other))
            || self.members() == other.members()
    }
}

impl Eq for Object {}

impl<K: Into<JsonText>> FromIterator<(K, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Json)>>(members: I) -> Self {
        Self::from_members(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl fmt::Debug for SharedMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedMembers({})", self.0.members.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn said() -> Object {
        let deep = Object::new().with("list", vec!["a", "β\n"]).with("n", 7_u64);
        Object::new().with("id", "urn:x").with("deep", deep)
    }

    #[test]
    fn what_is_shared_reads_and_is_written_as_if_it_were_ones_own() {
        let shared = said().into_shared();
        assert_eq!(shared, said());
        assert_eq!(shared.to_serde(), said().to_serde());
        for depth in [1, 3] {
            let around = |inner: Object| {
                (1..depth)
                    .fold(inner, |inner, _| Object::new().with("before", "x").with("in", inner).with("after", 1_u64))
            };
            let (one, other) = (around(shared.clone()), around(said()));
            for _ in 0..2 {
                let (text, measure) = crate::document::write::measured(&one);
                assert_eq!((text, measure), crate::document::write::measured(&other));
            }
            assert_eq!(Document::composed(one), Document::composed(other));
        }
    }

    #[test]
    fn a_change_is_seen_in_the_one_that_was_changed_only() {
        let first = said().into_shared();
        let (mut second, third) = (first.clone(), first.clone().into_shared());
        assert!(third.shared().unwrap().is(first.shared().unwrap()));
        second.set("id", "urn:y");
        second.remove("deep");
        assert_eq!((first.text("id"), second.text("id"), second.len()), (Some("urn:x"), Some("urn:y"), 1));
        assert!(second.shared().is_none());
        assert_eq!(third, said());
    }
}
