//! One way to say what an object holds, whether a tree comes of it or its text at once.
//! For what our own code composes: keys are known to differ, and nothing is read.

use super::json::Json;
use super::object::Object;
use super::write;

/// An object in the making; members come in the order in which they are said.
pub trait Members: Sized {
    /// A string.
    fn text(&mut self, key: &str, value: &str);

    /// A whole number.
    fn number(&mut self, key: &str, value: u64);

    /// An array of strings.
    fn texts(&mut self, key: &str, values: &[String]);

    /// An object, by what it holds.
    fn object(&mut self, key: &str, said: impl FnOnce(&mut Self));

    /// An array of objects, each by what it holds.
    fn objects<T>(&mut self, key: &str, all: &[T], said: impl Fn(&T, &mut Self));

    /// A string, if there is one.
    fn some_text(&mut self, key: &str, value: Option<&str>) {
        value.into_iter().for_each(|value| self.text(key, value));
    }
}

impl Members for Object {
    fn text(&mut self, key: &str, value: &str) {
        self.push(key, value.into());
    }

    fn number(&mut self, key: &str, value: u64) {
        self.push(key, value.into());
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        self.push(key, Json::Array(values.iter().map(|value| value.as_str().into()).collect()));
    }

    fn object(&mut self, key: &str, said: impl FnOnce(&mut Self)) {
        self.push(key, of(said).into());
    }

    fn objects<T>(&mut self, key: &str, all: &[T], said: impl Fn(&T, &mut Self)) {
        self.push(key, Json::Array(all.iter().map(|one| of(|object| said(one, object)).into()).collect()));
    }
}

fn of(said: impl FnOnce(&mut Object)) -> Object {
    let mut object = Object::new();
    said(&mut object);
    object
}

/// The text of an object in the making, as [`Document::to_text`](super::Document::to_text) would word it.
#[derive(Debug)]
pub struct ObjectText(String);

/// Most of what is told at once is shorter.
const LIKELY_BYTES: usize = 4 << 10;

impl ObjectText {
    /// The text of an object by what it holds.
    pub fn of(said: impl FnOnce(&mut Self)) -> String {
        let mut object = Self(String::with_capacity(LIKELY_BYTES));
        object.enclosed(said);
        object.0
    }

    fn enclosed(&mut self, said: impl FnOnce(&mut Self)) {
        self.0.push('{');
        said(self);
        self.0.push('}');
    }

    fn key(&mut self, key: &str) {
        self.next('{');
        write::string(&mut self.0, key);
        self.0.push(':');
    }

    /// A comma, unless this is the first since something was opened.
    fn next(&mut self, opened: char) {
        if !self.0.ends_with(opened) {
            self.0.push(',');
        }
    }
}

impl Members for ObjectText {
    fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        write::string(&mut self.0, value);
    }

    fn number(&mut self, key: &str, value: u64) {
        self.key(key);
        self.0.push_str(&value.to_string());
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        self.key(key);
        self.0.push('[');
        for value in values {
            self.next('[');
            write::string(&mut self.0, value);
        }
        self.0.push(']');
    }

    fn object(&mut self, key: &str, said: impl FnOnce(&mut Self)) {
        self.key(key);
        self.enclosed(said);
    }

    fn objects<T>(&mut self, key: &str, all: &[T], said: impl Fn(&T, &mut Self)) {
        self.key(key);
        self.0.push('[');
        for one in all {
            self.next('[');
            self.enclosed(|object| said(one, object));
        }
        self.0.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    /// Brackets and braces at the ends of strings, nothing at all, and every kind of member first and later.
    fn said(into: &mut impl Members) {
        into.object("empty", |_| {});
        into.text("open", "{");
        into.some_text("no", None);
        into.some_text("a \"key\"\n", Some("[\u{1}\u{1f600}\\"));
        into.texts("none", &[]);
        into.texts("texts", &["[".to_owned(), String::new(), "{".to_owned(), "Ψ".to_owned()]);
        into.number("n", u64::MAX);
        into.objects::<u64>("nobody", &[], |_, _| {});
        into.objects("all", &[0, 1, 2], |count, into| {
            (0..*count).for_each(|number| into.number(&number.to_string(), number));
            into.object("in", |into| into.objects("deep", &["{"], |text, into| into.text("t", text)));
        });
    }

    #[test]
    fn a_text_that_is_written_at_once_is_that_of_the_tree() {
        let mut tree = Object::new();
        said(&mut tree);
        let text = ObjectText::of(said);
        assert_eq!(text, Document::composed(tree).to_text());
        assert!(text.ends_with(r#"{"0":0,"1":1,"in":{"deep":[{"t":"{"}]}}]}"#), "{text}");
        assert_eq!(ObjectText::of(|_| {}), "{}");
    }
}
