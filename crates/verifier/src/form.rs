//! A TOML text read member by member: every fault with its line, none left for the next try.
//! Knows no policy and no trust list; they say which members there are.

use std::collections::BTreeSet;

use attesto_credential::Timestamp;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One fault of a policy or trust list, with its line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct FormFault {
    line: usize,
    what: String,
}

impl FormFault {
    /// Counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong and what should stand there.
    pub fn what(&self) -> &str {
        &self.what
    }
}

/// The faults met so far.
pub(crate) struct Faults<'t> {
    text: &'t str,
    found: Vec<FormFault>,
}

impl<'t> Faults<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, found: Vec::new() }
    }

    pub(crate) fn at(&mut self, offset: usize, what: impl Into<String>) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        self.found.push(FormFault { line: before.matches('\n').count() + 1, what: what.into() });
    }

    pub(crate) fn into_found(mut self) -> Vec<FormFault> {
        self.found.sort_by_key(FormFault::line);
        self.found
    }
}

/// Reads a text as TOML; syntax faults are told with their lines.
pub(crate) fn table<'t>(text: &'t str, faults: &mut Faults<'_>) -> Spanned<DeTable<'t>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        faults.at(error.span().map_or(0, |span| span.start), error.message());
    }
    table
}

/// One table whose members are taken one by one; what nobody took is a fault.
pub(crate) struct Form<'t, 'f> {
    table: &'f DeTable<'t>,
    start: usize,
    taken: BTreeSet<&'static str>,
}

impl<'t, 'f> Form<'t, 'f> {
    pub(crate) fn of(table: &'f DeTable<'t>, start: usize) -> Self {
        Self { table, start, taken: BTreeSet::new() }
    }

    /// Where it stands in the text.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'f Spanned<DeValue<'t>>> {
        self.taken.insert(key);
        self.table.get(key)
    }

    /// Whether a member is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text, if the member is there.
    pub(crate) fn text(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<(usize, &'f str)> {
        let value = self.take(key)?;
        let text = value.get_ref().as_str().map(|text| (value.span().start, text));
        if text.is_none() {
            faults.at(value.span().start, format!("{key} must be a text in quotes"));
        }
        text
    }

    /// A text that must be there.
    pub(crate) fn need_text(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<(usize, &'f str)> {
        if !self.table.contains_key(key) {
            faults.at(self.start, format!("{key} is missing; write {key} = \"…\""));
        }
        self.text(key, faults)
    }

    /// A whole number from 0 on, if the member is there.
    pub(crate) fn whole(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<u64> {
        let value = self.take(key)?;
        let whole = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if whole.is_none() {
            faults.at(value.span().start, format!("{key} must be a whole number, as in {key} = 7"));
        }
        whole
    }

    /// A moment, written as a TOML date-time with offset or as the same text in quotes.
    pub(crate) fn moment(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Timestamp> {
        let value = self.take(key)?;
        let written = match value.get_ref() {
            DeValue::Datetime(moment) => moment.to_string(),
            other => other.as_str().unwrap_or("").to_owned(),
        };
        match Timestamp::parse(&written) {
            Ok(moment) => Some(moment),
            Err(_) => {
                faults.at(
                    value.span().start,
                    format!("{key} must be a moment with Z or an offset, as in 2026-01-31T00:00:00Z"),
                );
                None
            }
        }
    }

    /// A list of texts, empty if the member is not there.
    pub(crate) fn texts(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<(usize, &'f str)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            faults.at(value.span().start, format!("{key} must be a list of texts, as in {key} = [\"…\"]"));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for element in array.iter() {
            match element.get_ref().as_str() {
                Some(text) => texts.push((element.span().start, text)),
                None => faults.at(element.span().start, format!("{key} must hold texts in quotes only")),
            }
        }
        texts
    }

    /// The tables written as `[[key]]`.
    pub(crate) fn forms(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<Self> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            faults.at(value.span().start, format!("{key} must be written as [[{key}]]"));
            return Vec::new();
        };
        let mut forms = Vec::new();
        for element in array.iter() {
            match element.get_ref().as_table() {
                Some(table) => forms.push(Self::of(table, element.span().start)),
                None => faults.at(element.span().start, format!("{key} must be written as [[{key}]]")),
            }
        }
        forms
    }

    /// The table written as `[key]`: none or one.
    pub(crate) fn form(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Self> {
        let value = self.take(key)?;
        let form = value.get_ref().as_table().map(|table| Self::of(table, value.span().start));
        if form.is_none() {
            faults.at(value.span().start, format!("{key} must be a table, as in [{key}]"));
        }
        form
    }

    /// The members of a table whose keys are free, as texts.
    pub(crate) fn pairs(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<(usize, &'f str, &'f str)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            faults.at(value.span().start, format!("{key} must be a table, as in [{key}]"));
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, value) in table.iter() {
            match value.get_ref().as_str() {
                Some(text) => pairs.push((name.span().start, name.get_ref().as_ref(), text)),
                None => faults.at(name.span().start, format!("{} must be a text in quotes", name.get_ref())),
            }
        }
        pairs
    }

    /// The format version, of which there is one.
    pub(crate) fn format_one(&mut self, faults: &mut Faults<'_>) {
        let value = self.take("format");
        let one = value.and_then(|value| value.get_ref().as_integer()).is_some_and(|number| number.as_str() == "1");
        if !one {
            let at = value.map_or(self.start, |value| value.span().start);
            faults.at(at, "format = 1 is needed; a newer format needs a newer program");
        }
    }

    /// Every member that was not taken is a fault.
    pub(crate) fn finished(self, faults: &mut Faults<'_>) {
        for (name, _) in self.table.iter().filter(|(name, _)| !self.taken.contains(name.get_ref().as_ref())) {
            let known: Vec<&str> = self.taken.iter().copied().collect();
            faults
                .at(name.span().start, format!("{} is not known here; known are {}", name.get_ref(), known.join(", ")));
        }
    }
}

/// The faults as one sentence per line.
pub(crate) fn told(faults: &[FormFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
