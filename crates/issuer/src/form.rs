//! A form filled in TOML (scheme, cohort, officers), read member by member: every fault with its line, nothing unknown.
//! It knows no form's meaning; that is said by whoever reads it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use attesto_credential::{Language, Line, LocalText};

/// One fault of a form: where it is, what stands there, why it cannot be taken and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFault {
    line: usize,
    key: String,
    value: String,
    why: String,
    remedy: String,
}

impl FormFault {
    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The key with its path, as in `rules[2].minimum`.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What stands there, cut to 40 characters; empty if nothing does.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Why it cannot be taken.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// What to do.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: {}; {}", self.line, self.key, self.why, self.remedy)
    }
}

/// All faults of one form, in the order of their lines; nothing of the form was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {form} cannot be taken, it has {} fault(s); the first: {}", .faults.len(), first(.faults))]
pub struct FormFaults {
    form: &'static str,
    faults: Vec<FormFault>,
}

impl FormFaults {
    /// Which form: `scheme`, `cohort`, `officers`.
    pub fn form(&self) -> &'static str {
        self.form
    }

    /// The faults; never empty.
    pub fn faults(&self) -> &[FormFault] {
        &self.faults
    }
}

fn first(faults: &[FormFault]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}

/// The faults found so far while a form is read.
pub(crate) struct Form<'t> {
    name: &'static str,
    text: &'t str,
    faults: RefCell<Vec<FormFault>>,
}

impl<'t> Form<'t> {
    pub(crate) fn new(name: &'static str, text: &'t str) -> Self {
        Self { name, text, faults: RefCell::new(Vec::new()) }
    }

    /// Reads `form` out of the root section; what it gives is handed on only if there was no fault.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Section<'_>) -> Option<T>) -> Result<T, FormFaults> {
        let (root, unreadable) = DeTable::parse_recoverable(self.text);
        for error in &unreadable {
            let span = error.span().unwrap_or(0..0);
            self.note(
                span.start,
                String::new(),
                String::new(),
                error.message().to_owned(),
                "correct the TOML".to_owned(),
            );
        }
        if !unreadable.is_empty() {
            return Err(self.into_faults());
        }
        let section =
            Section { form: &self, path: String::new(), table: root.get_ref(), span: 0..0, read: Cell::default() };
        let format_holds = section.number("format") == Some(1);
        if !format_holds && section.has("format") {
            section.fault("format", "this release reads format 1 only", "write format = 1, or use a newer release");
        }
        let taken = read(&section);
        section.close();
        match taken {
            Some(taken) if self.faults.borrow().is_empty() => Ok(taken),
            _ => Err(self.into_faults()),
        }
    }

    fn note(&self, offset: usize, key: String, value: String, why: String, remedy: String) {
        let before = self.text.get(..offset).unwrap_or("");
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let value = crate::quote::shown(&value);
        self.faults.borrow_mut().push(FormFault { line, key, value, why, remedy });
    }

    fn into_faults(self) -> FormFaults {
        let mut faults = self.faults.into_inner();
        faults.sort_by(|one, other| (one.line, &one.key).cmp(&(other.line, &other.key)));
        FormFaults { form: self.name, faults }
    }
}

/// One table of a form; members that nobody reads are a fault when it is closed.
pub(crate) struct Section<'f> {
    form: &'f Form<'f>,
    path: String,
    table: &'f DeTable<'f>,
    span: Range<usize>,
    read: Cell<Vec<String>>,
}

type Member<'f> = &'f Spanned<DeValue<'f>>;

impl<'f> Section<'f> {
    /// Whether a member stands here.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref().as_ref() == key)
    }

    /// The names of its members, in the order of the file.
    pub(crate) fn keys(&self) -> Vec<&'f str> {
        self.table.iter().map(|(name, _)| name.get_ref().as_ref()).collect()
    }

    /// The member, or nothing; marks it as read.
    fn member(&self, key: &str) -> Option<Member<'f>> {
        let mut read = self.read.take();
        read.push(key.to_owned());
        self.read.set(read);
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    fn needed(&self, key: &str) -> Option<Member<'f>> {
        let member = self.member(key);
        if member.is_none() {
            self.fault(key, "is missing", "write it");
        }
        member
    }

    /// Notes a fault of a member, or of the whole section if the member is not there.
    pub(crate) fn fault(&self, key: &str, why: impl fmt::Display, remedy: impl fmt::Display) {
        let found = self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key);
        let (offset, value) = match found {
            Some((_, value)) => (value.span().start, written(value.get_ref())),
            None => (self.span.start, String::new()),
        };
        self.form.note(offset, self.key(key), value, why.to_string(), remedy.to_string());
    }

    fn key(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_owned(),
            (path, "") => path.to_owned(),
            (path, key) => format!("{path}.{key}"),
        }
    }

    /// A text that must be there.
    pub(crate) fn text(&self, key: &str) -> Option<&'f str> {
        let text = self.needed(key)?.get_ref().as_str();
        if text.is_none() {
            self.fault(key, "is not a text", "write it in quotes");
        }
        text
    }

    /// A text in a grammar of its own; the sentence of its error says why and what to do.
    pub(crate) fn parsed<T, E: fmt::Display>(&self, key: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        parse(self.text(key)?).map_err(|error| self.told(key, &error)).ok()
    }

    /// The same for a member that may be left out: `Some(None)` if it is.
    #[expect(clippy::option_option, reason = "a fault, nothing written, and a value are three things")]
    pub(crate) fn optional<T, E: fmt::Display>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        if self.member(key).is_none() { Some(None) } else { self.parsed(key, parse).map(Some) }
    }

    /// A number as written, as text: `60`, `12.5` or `"12.5"`; never through a double.
    pub(crate) fn figure<T, E: fmt::Display>(&self, key: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = match self.needed(key)?.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            DeValue::String(text) => text,
            _ => {
                self.fault(key, "is not a number", "write a number such as 60 or 12.5");
                return None;
            }
        };
        parse(text).map_err(|error| self.told(key, &error)).ok()
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        self.figure(key, |text| text.parse::<u32>().map_err(|_| "is not a whole number from 0 up; write digits only"))
    }

    /// Every element of a list of texts, in a grammar of their own.
    pub(crate) fn list<T, E: fmt::Display>(&self, key: &str, parse: impl Fn(&str) -> Result<T, E>) -> Option<Vec<T>> {
        let Some(elements) = self.needed(key)?.get_ref().as_array() else {
            self.fault(key, "is not a list", "write it in brackets, as in [\"W1\", \"W2\"]");
            return None;
        };
        let mut taken = Vec::new();
        for element in elements.iter() {
            match element.get_ref().as_str().map(&parse) {
                Some(Ok(value)) => taken.push(value),
                Some(Err(error)) => self.told(key, &error),
                None => self.fault(key, "holds something that is not a text", "write each element in quotes"),
            }
        }
        (taken.len() == elements.len()).then_some(taken)
    }

    /// The text in each language it is written in; English must be among them.
    pub(crate) fn local_text(&self, key: &str) -> Option<LocalText> {
        let section = self.section(key)?;
        let mut texts = BTreeMap::new();
        for (name, _) in section.table.iter() {
            let tag = name.get_ref().as_ref();
            let language = Language::parse(tag).map_err(|error| section.told(tag, &error)).ok();
            let line = section.parsed(tag, Line::parse);
            texts.extend(language.zip(line));
        }
        if !section.has("en") {
            section.fault("en", "is missing", "write the text in English too, every reader falls back to it");
        }
        LocalText::new(texts).ok()
    }

    /// A table inside this one that must be there.
    pub(crate) fn section(&self, key: &str) -> Option<Self> {
        let member = self.needed(key)?;
        let Some(table) = member.get_ref().as_table() else {
            self.fault(key, "is not a table", format!("write [{}]", self.key(key)));
            return None;
        };
        Some(Section { form: self.form, path: self.key(key), table, span: member.span(), read: Cell::default() })
    }

    /// The tables of a list, each read and closed; nothing if one of them failed or there is none.
    pub(crate) fn each<T>(&self, key: &str, read: impl FnMut(&Self) -> Option<T>) -> Option<Vec<T>> {
        let taken = self.each_or_none(key, read)?;
        if taken.is_empty() {
            self.fault(key, "is empty", format!("write at least one [[{}]]", self.key(key)));
            return None;
        }
        Some(taken)
    }

    /// The same for a list that may be left out or empty.
    pub(crate) fn each_or_none<T>(&self, key: &str, mut read: impl FnMut(&Self) -> Option<T>) -> Option<Vec<T>> {
        let Some(member) = self.member(key) else { return Some(Vec::new()) };
        let elements = member.get_ref().as_array().map(|elements| elements.iter().collect::<Vec<_>>());
        let mut taken = Vec::new();
        let mut whole = elements.is_some();
        for (index, element) in elements.unwrap_or_default().into_iter().enumerate() {
            let Some(table) = element.get_ref().as_table() else {
                whole = false;
                continue;
            };
            let path = format!("{}[{}]", self.key(key), index + 1);
            let section = Section { form: self.form, path, table, span: element.span(), read: Cell::default() };
            taken.extend(read(&section));
            section.close();
        }
        if !whole {
            self.fault(key, "is not a list of tables", format!("write [[{}]] before each", self.key(key)));
        }
        Some(taken)
    }

    /// Leaves members unread that cannot be understood for the fault of another.
    pub(crate) fn pass_over<T>(&self, keys: &[&str]) -> Option<T> {
        for key in keys {
            self.member(key);
        }
        None
    }

    /// Notes every member that nobody asked for.
    pub(crate) fn close(&self) {
        let read = self.read.take();
        for (name, _) in self.table.iter().filter(|(name, _)| !read.iter().any(|key| key == name.get_ref().as_ref())) {
            let key = name.get_ref().as_ref();
            self.fault(key, "is not a member of this form", format!("remove it, or write one of: {}", sorted(&read)));
        }
        self.read.set(read);
    }

    /// Splits the sentence of an error, `why; remedy`, and notes it.
    fn told(&self, key: &str, error: &impl fmt::Display) {
        let sentence = error.to_string();
        let (why, remedy) = sentence.split_once("; ").unwrap_or((&sentence, "correct it"));
        self.fault(key, why, remedy);
    }
}

fn sorted(keys: &[String]) -> String {
    let keys: std::collections::BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    keys.into_iter().collect::<Vec<_>>().join(", ")
}

/// What stands in the form, for showing.
fn written(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(_) => "[…]".to_owned(),
        DeValue::Table(_) => String::new(),
    }
}

#[cfg(test)]
mod tests;
