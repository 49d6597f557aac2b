//! Reads the members of one object and remembers which were taken, so that the rest can be kept.

use std::borrow::Cow;

use super::Misread;
use crate::document::{Document, Json, JsonText, Object, SharedMembers};
use crate::id::Iri;
use crate::time::Timestamp;

/// One object being read.
pub(crate) struct Node<'a> {
    /// Where pointers begin.
    root: &'a Object,
    object: &'a Object,
    taken: Taken,
}

/// Places of members that were taken: a bit for each of the first, and numbers for what few objects have.
#[derive(Default)]
struct Taken {
    first: u64,
    later: Vec<usize>,
}

impl Taken {
    fn add(&mut self, place: usize) {
        match u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)) {
            Some(bit) => self.first |= bit,
            None => self.later.push(place),
        }
    }

    fn has(&self, place: usize) -> bool {
        match u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)) {
            Some(bit) => self.first & bit != 0,
            None => self.later.contains(&place),
        }
    }
}

impl<'a> Node<'a> {
    pub(crate) fn root(document: &'a Document) -> Self {
        Self::of(document.root())
    }

    pub(crate) fn of(object: &'a Object) -> Self {
        Self::below(object, object)
    }

    fn below(root: &'a Object, object: &'a Object) -> Self {
        Self { root, object, taken: Taken::default() }
    }

    /// The members, if other documents share them.
    pub(crate) fn shared(&self) -> Option<&'a SharedMembers> {
        self.object.shared()
    }

    /// Where this object stands. It is nearly never told, so it is looked for only then.
    fn pointer(&self) -> String {
        trail(self.root, self.object).unwrap_or_default()
    }

    fn misread(&self, key: &str, why: &'static str) -> Misread {
        Misread::new(&format!("{}/{}", self.pointer(), step(key)), why)
    }

    /// A member and its place.
    fn find(&self, key: &str) -> Option<(usize, &'a Json)> {
        self.object.iter().enumerate().find(|(_, (name, _))| *name == key).map(|(place, (_, value))| (place, value))
    }

    /// Takes a member if something can be made of it.
    fn take<T>(&mut self, key: &str, make: impl FnOnce(&'a Json) -> Option<T>) -> Option<T> {
        let (place, value) = self.find(key)?;
        let made = make(value)?;
        self.taken.add(place);
        Some(made)
    }

    /// Takes a member without looking at it (`type`, `@context`: conformance looks at those).
    pub(crate) fn skip(&mut self, key: &str) {
        self.take(key, Some);
    }

    pub(crate) fn peek(&self, key: &str) -> Option<&'a Json> {
        self.object.get(key)
    }

    /// A text member, however its one canonical form was written; another kind of value stays among the rest.
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        self.written(key).map(Cow::into_owned)
    }

    fn written(&mut self, key: &str) -> Option<Cow<'a, str>> {
        self.take(key, text)
    }

    /// A member that is written as one string and nothing else.
    pub(crate) fn string(&mut self, key: &str) -> Option<&'a str> {
        self.take(key, |value| only(value).as_str())
    }

    pub(crate) fn need_text(&mut self, key: &str) -> Result<String, Misread> {
        self.text(key).ok_or_else(|| self.misread(key, "a string is needed"))
    }

    pub(crate) fn iri(&mut self, key: &str) -> Result<Option<Iri>, Misread> {
        let why = "an absolute IRI is needed";
        self.written(key).map(|text| Iri::parse(&text).map_err(|_| self.misread(key, why))).transpose()
    }

    pub(crate) fn need_iri(&mut self, key: &str) -> Result<Iri, Misread> {
        self.iri(key)?.ok_or_else(|| self.misread(key, "an absolute IRI is needed"))
    }

    pub(crate) fn time(&mut self, key: &str) -> Result<Option<Timestamp>, Misread> {
        let Some(value) = self.take(key, Some) else { return Ok(None) };
        let moment = only(value).as_str().and_then(|text| Timestamp::parse(text).ok());
        moment.map(Some).ok_or_else(|| self.misread(key, "a moment with Z or an offset is needed"))
    }

    pub(crate) fn need_time(&mut self, key: &str) -> Result<Timestamp, Misread> {
        self.time(key)?.ok_or_else(|| self.misread(key, "a moment with Z or an offset is needed"))
    }

    pub(crate) fn need_object(&mut self, key: &str) -> Result<&'a Object, Misread> {
        self.take(key, Some).and_then(Json::as_object).ok_or_else(|| self.misread(key, "an object is needed"))
    }

    /// Whether something is so; nothing said is no.
    pub(crate) fn truth(&mut self, key: &str) -> Result<bool, Misread> {
        match self.written(key).as_deref() {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            None if self.object.get(key).is_none() => Ok(false),
            _ => Err(self.misread(key, "true or false is needed")),
        }
    }

    /// The child object under a key, if there is one.
    pub(crate) fn child(&mut self, key: &str) -> Option<Self> {
        let object = self.take(key, |value| only(value).as_object())?;
        Some(Self::below(self.root, object))
    }

    /// The child objects under a key, be it one or an array; left untaken if any is no object.
    pub(crate) fn children(&mut self, key: &str) -> Vec<Self> {
        let root = self.root;
        let child = |element: &'a Json| element.as_object().map(|object| Self::below(root, object));
        let children = |value: &'a Json| value.as_set().iter().map(child).collect::<Option<Vec<_>>>();
        self.take(key, |value| children(value).filter(|children| !children.is_empty())).unwrap_or_default()
    }

    /// The strings under a key; left untaken if any is no string.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<String> {
        let strings =
            |value: &Json| value.as_set().iter().map(|e| e.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
        self.take(key, |value| strings(value).filter(|texts| !texts.is_empty())).unwrap_or_default()
    }

    /// What nobody took.
    fn left(&self) -> impl Iterator<Item = (&'a str, &'a Json)> {
        let members = move |taken: bool| {
            self.object
                .iter()
                .enumerate()
                .filter(move |(place, _)| self.taken.has(*place) == taken)
                .map(|(_, member)| member)
        };
        // Of two members of one name the first is taken, and counts for both.
        members(false).filter(move |(key, _)| !members(true).any(|(taken, _)| taken == *key))
    }

    pub(crate) fn rest(self) -> Object {
        self.left().map(|(key, value)| (JsonText::from(key), value.clone())).collect()
    }

    /// Refuses what nobody took; for our own closed forms.
    pub(crate) fn finished(self) -> Result<(), Misread> {
        match self.left().next() {
            Some((key, _)) => Err(self.misread(key, "this member is not known here")),
            None => Ok(()),
        }
    }
}

/// The pointer from one object to another inside it.
fn trail(from: &Object, to: &Object) -> Option<String> {
    if std::ptr::eq(from, to) {
        return Some(String::new());
    }
    from.iter().find_map(|(key, value)| {
        value.as_set().iter().enumerate().find_map(|(index, element)| {
            let below = trail(element.as_object()?, to)?;
            let index = value.as_array().map(|_| format!("/{index}")).unwrap_or_default();
            Some(format!("/{}{index}{below}", step(key)))
        })
    })
}

/// A key as a step of a JSON Pointer.
fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The value itself, or the only one of a set: `x`, `[x]` and `[x, x]` have one canonical form, so they read alike.
fn only(value: &Json) -> &Json {
    match value.as_set() {
        [first, others @ ..] if others.iter().all(|other| other == first) => first,
        _ => value,
    }
}

/// A text, also where a number or a truth value was written: under a term of type text they have its canonical form.
fn text(value: &Json) -> Option<Cow<'_, str>> {
    match only(value) {
        Json::String(text) => Some(text.as_str().into()),
        Json::Bool(truth) => Some(if *truth { "true" } else { "false" }.into()),
        Json::Number(number) => Some(number.as_str()).filter(|text| is_whole(text)).map(Cow::from),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// A number that is written as its canonical form is.
fn is_whole(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.len() < 22 && digits.bytes().all(|b| b.is_ascii_digit()) && number != "-0"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Limits;

    fn document(text: &str) -> Document {
        Document::parse(text.as_bytes(), &Limits::default()).unwrap()
    }

    #[test]
    fn what_has_the_same_canonical_form_reads_alike() {
        for written in [r#""6""#, r#"["6"]"#, r#"["6","6"]"#, "6", "[6]"] {
            let document = document(&format!(r#"{{"value":{written}}}"#));
            assert_eq!(Node::root(&document).text("value").as_deref(), Some("6"), "{written}");
        }
        for (written, truth) in [("true", true), (r#""true""#, true), (r#"["true"]"#, true), ("false", false)] {
            let document = document(&format!(r#"{{"hashed":{written}}}"#));
            assert_eq!(Node::root(&document).truth("hashed"), Ok(truth), "{written}");
        }
        let document = document(r#"{"achievement":[{"name":"A"}]}"#);
        assert!(Node::root(&document).child("achievement").is_some());
    }

    #[test]
    fn what_is_no_one_text_stays_among_the_rest() {
        for written in [r#"["6","7"]"#, "null", "[]", "6.0", "6e1", "-0", "{}"] {
            let document = document(&format!(r#"{{"value":{written}}}"#));
            let mut node = Node::root(&document);
            assert_eq!(node.text("value"), None, "{written}");
            assert_eq!(node.rest().len(), 1, "{written}");
        }
    }

    #[test]
    fn what_is_neither_true_nor_false_is_misread_and_not_taken_for_false() {
        for written in [r#""yes""#, "1", "null", "[true,false]"] {
            let document = document(&format!(r#"{{"hashed":{written}}}"#));
            assert!(Node::root(&document).truth("hashed").is_err(), "{written}");
        }
    }
}
