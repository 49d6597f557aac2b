//! Reads the members of one object and remembers which were taken, so that the rest can be kept.

use super::Misread;
use crate::document::{Document, Json, Object};
use crate::id::Iri;
use crate::time::Timestamp;

/// One object being read.
pub(crate) struct Node<'a> {
    object: &'a Object,
    pointer: String,
    taken: Vec<&'a str>,
}

impl<'a> Node<'a> {
    pub(crate) fn root(document: &'a Document) -> Self {
        Self::of(document.root())
    }

    pub(crate) fn of(object: &'a Object) -> Self {
        Self::at_pointer(object, String::new())
    }

    fn at_pointer(object: &'a Object, pointer: String) -> Self {
        Self { object, pointer, taken: Vec::with_capacity(object.len()) }
    }

    fn at(&self, key: &str) -> String {
        below(&self.pointer, key)
    }

    fn misread(&self, key: &str, why: &'static str) -> Misread {
        Misread::new(&self.at(key), why)
    }

    /// Takes a member without looking at it (`type`, `@context`: conformance looks at those).
    pub(crate) fn skip(&mut self, key: &'a str) {
        self.taken.push(key);
    }

    pub(crate) fn peek(&self, key: &str) -> Option<&'a Json> {
        self.object.get(key)
    }

    /// A text member, however its one canonical form was written; another kind of value stays among the rest.
    pub(crate) fn text(&mut self, key: &'a str) -> Option<String> {
        let text = self.object.get(key).and_then(text)?;
        self.taken.push(key);
        Some(text)
    }

    /// A member that is written as one string and nothing else.
    pub(crate) fn string(&mut self, key: &'a str) -> Option<&'a str> {
        let text = only(self.object.get(key)?).as_str()?;
        self.taken.push(key);
        Some(text)
    }

    pub(crate) fn need_text(&mut self, key: &'a str) -> Result<String, Misread> {
        self.text(key).ok_or_else(|| self.misread(key, "a string is needed"))
    }

    pub(crate) fn iri(&mut self, key: &'a str) -> Result<Option<Iri>, Misread> {
        let why = "an absolute IRI is needed";
        self.text(key).map(|text| Iri::parse(&text).map_err(|_| self.misread(key, why))).transpose()
    }

    pub(crate) fn need_iri(&mut self, key: &'a str) -> Result<Iri, Misread> {
        self.iri(key)?.ok_or_else(|| self.misread(key, "an absolute IRI is needed"))
    }

    pub(crate) fn time(&mut self, key: &'a str) -> Result<Option<Timestamp>, Misread> {
        let Some(value) = self.object.get(key) else { return Ok(None) };
        self.taken.push(key);
        let moment = only(value).as_str().and_then(|text| Timestamp::parse(text).ok());
        moment.map(Some).ok_or_else(|| self.misread(key, "a moment with Z or an offset is needed"))
    }

    pub(crate) fn need_time(&mut self, key: &'a str) -> Result<Timestamp, Misread> {
        self.time(key)?.ok_or_else(|| self.misread(key, "a moment with Z or an offset is needed"))
    }

    pub(crate) fn need_object(&mut self, key: &'a str) -> Result<&'a Object, Misread> {
        let object = self.object.get(key).and_then(Json::as_object);
        self.taken.push(key);
        object.ok_or_else(|| self.misread(key, "an object is needed"))
    }

    /// Whether something is so; nothing said is no.
    pub(crate) fn truth(&mut self, key: &'a str) -> Result<bool, Misread> {
        match self.text(key).as_deref() {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            None if self.object.get(key).is_none() => Ok(false),
            _ => Err(self.misread(key, "true or false is needed")),
        }
    }

    /// The child object under a key, if there is one.
    pub(crate) fn child(&mut self, key: &'a str) -> Option<Self> {
        let object = only(self.object.get(key)?).as_object()?;
        self.taken.push(key);
        Some(Node::at_pointer(object, self.at(key)))
    }

    /// The child objects under a key, be it one or an array; left untaken if any is no object.
    pub(crate) fn children(&mut self, key: &'a str) -> Vec<Self> {
        let Some(value) = self.object.get(key) else { return Vec::new() };
        let elements = value.as_set();
        let Some(objects) = elements.iter().map(Json::as_object).collect::<Option<Vec<_>>>() else { return Vec::new() };
        if objects.is_empty() {
            return Vec::new();
        }
        self.taken.push(key);
        let base = self.at(key);
        let child = |(index, object): (usize, _)| Node::at_pointer(object, below(&base, &index.to_string()));
        objects.into_iter().enumerate().map(child).collect()
    }

    /// The strings under a key; left untaken if any is no string.
    pub(crate) fn texts(&mut self, key: &'a str) -> Vec<String> {
        let strings =
            |value: &Json| value.as_set().iter().map(|e| e.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
        match self.object.get(key).and_then(strings) {
            Some(texts) if !texts.is_empty() => {
                self.taken.push(key);
                texts
            }
            _ => Vec::new(),
        }
    }

    /// What nobody took.
    pub(crate) fn rest(self) -> Object {
        let left = self.object.iter().filter(|(key, _)| !self.taken.contains(key));
        left.map(|(key, value)| (key.to_owned(), value.clone())).collect()
    }

    /// Refuses what nobody took; for our own closed forms.
    pub(crate) fn finished(self) -> Result<(), Misread> {
        let pointer = self.pointer.clone();
        match self.rest().iter().next() {
            Some((key, _)) => Err(Misread::new(&format!("{pointer}/{key}"), "this member is not known here")),
            None => Ok(()),
        }
    }
}

/// Every node has its place written, though it is nearly never told; `format!` costs thrice as much.
fn below(pointer: &str, step: &str) -> String {
    let mut below = String::with_capacity(pointer.len() + 1 + step.len());
    below.push_str(pointer);
    below.push('/');
    below.push_str(step);
    below
}

/// The value itself, or the only one of a set: `x`, `[x]` and `[x, x]` have one canonical form, so they read alike.
fn only(value: &Json) -> &Json {
    match value.as_set() {
        [first, others @ ..] if others.iter().all(|other| other == first) => first,
        _ => value,
    }
}

/// A text, also where a number or a truth value was written: under a term of type text they have its canonical form.
fn text(value: &Json) -> Option<String> {
    match only(value) {
        Json::String(text) => Some(text.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Number(number) => Some(number.as_str()).filter(|text| is_whole(text)).map(str::to_owned),
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
