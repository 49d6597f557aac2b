//! Values on the fast path: names of nodes, literals, numbers.
//! What the grammar of IRIs, language tags and numbers is, is asked where the general path asks it.

use attesto_credential::{Json, Number, Object};

use super::super::context::{Meaning, Step, Strings, Table};
use super::super::general::numeral;
use super::super::iri::{Form, form, is_language_tag};
use super::super::quads::push_escaped;
use super::part::{self, Part};
use super::{About, Due, Place, Sharing, Stop, Term, Unusual, Walk};
use crate::canon::context::END;

/// Digits that every reader takes for the same whole number.
const WHOLE_DIGITS: usize = 15;

impl<'a> Walk<'a> {
    /// One value of a node, stated by the predicate of this rank.
    pub(super) fn value(&mut self, value: &'a Json, place: Place<'a>, from: (usize, usize)) -> Result<Term<'a>, Stop> {
        match value {
            Json::Object(object) => self.inner(object, place, from),
            Json::Array(_) | Json::Null => Err(Unusual::Element.into()),
            scalar => self.scalar(scalar, place),
        }
    }

    fn inner(&mut self, object: &'a Object, place: Place<'a>, from: (usize, usize)) -> Result<Term<'a>, Stop> {
        let about = About::of(object.iter())?;
        if about.is_value {
            return self.tagged(object);
        }
        let is_reference = object.len() == 1 && about.id.is_some();
        if !is_reference && about.id.is_some() && about.id == self.root {
            return Err(Unusual::Split.into());
        }
        let step = if is_reference { Step::Kept } else { Step::Inner };
        let outer = self.program.after(step(place.table, place.column))?;
        let table = self.table(outer)?;
        let active = self.typed(outer, table, about.types)?;
        let name = self.name(about.id, active)?;
        if !is_reference {
            let due = self.part(object, part::Place { outer, active })?;
            self.push(name, from, due.unwrap_or(Due::Members { object, outer: table, active }));
        }
        Ok(name)
    }

    /// What was found in shared members for other documents, if they are shared and lie apart from this one.
    fn part(&mut self, object: &Object, place: part::Place) -> Result<Option<Due<'a>>, Stop> {
        let Some(shared) = object.shared().filter(|_| self.sharing == Sharing::Heeded) else { return Ok(None) };
        let Some(part) = Part::of(shared, self, object, place)? else { return Ok(None) };
        if self.root.is_some_and(|root| part.names(root)) {
            return Err(Unusual::Split.into());
        }
        self.graph.parts.push(part);
        Ok(Some(Due::Part(self.graph.parts.len() - 1)))
    }

    /// The name of a node, or a new blank one.
    pub(super) fn name(&mut self, id: Option<&str>, active: usize) -> Result<Term<'a>, Stop> {
        match id {
            Some(id) => self.iri(id, self.table(active)?),
            None => self.blank(),
        }
    }

    fn iri(&mut self, iri: &str, table: &Table) -> Result<Term<'a>, Stop> {
        let (scheme, rest) = iri.split_once(':').ok_or(Unusual::Iri)?;
        let may_be_prefixed = !rest.starts_with("//") && table.find(scheme).is_some();
        if may_be_prefixed || !is_absolute(iri, scheme) {
            return Err(Unusual::Iri.into());
        }
        Ok(self.pushed(|text| {
            text.push('<');
            text.push_str(iri);
            text.push('>');
            text.push_str(END);
        }))
    }

    /// A string, number or boolean. The own context of the key comes first.
    fn scalar(&mut self, value: &Json, place: Place<'a>) -> Result<Term<'a>, Stop> {
        let (mut table, mut property) = (place.table, place.property);
        if place.key.own().is_some() {
            table = self.program.after(Step::Kept(place.table, place.column))?;
            property = match self.table(table)?.find(place.key.name()).map(|(_, key)| key.meaning()) {
                Some(Meaning::Property(property)) => property,
                _ => return Err(Unusual::Key.into()),
            };
        }
        match (value, &property.strings) {
            (Json::String(id), Strings::Id) => self.iri(id, self.table(table)?),
            (Json::String(text), Strings::Literal(ending)) => Ok(self.literal(text, ending)),
            (Json::String(name), Strings::Vocab) => {
                let class = self.table(table)?.find(name).and_then(|(_, column)| column.class());
                Ok(Term::Constant(class.ok_or(Unusual::Iri)?))
            }
            (Json::Bool(true), _) => Ok(self.literal("true", &property.boolean)),
            (Json::Bool(false), _) => Ok(self.literal("false", &property.boolean)),
            (Json::Number(number), _) => self.number(number, property.whole.as_deref(), property.datatype.as_deref()),
            _ => Err(Unusual::Key.into()),
        }
    }

    fn literal(&mut self, value: &str, ending: &str) -> Term<'a> {
        self.pushed(|text| {
            text.push('"');
            if is_plain(value) {
                text.push_str(value)
            } else {
                push_escaped(text, value)
            }
            text.push_str(ending);
        })
    }

    fn number(&mut self, number: &Number, whole: Option<&str>, datatype: Option<&str>) -> Result<Term<'a>, Stop> {
        if let Some(ending) = whole.filter(|_| is_plain_whole(number.as_str())) {
            return Ok(self.literal(number.as_str(), ending));
        }
        let written = numeral(number, datatype).ok_or(Unusual::Number)?;
        Ok(self.pushed(|text| {
            text.push_str(&written);
            text.push_str(END);
        }))
    }

    /// A text with its language.
    fn tagged(&mut self, object: &Object) -> Result<Term<'a>, Stop> {
        let (Some(value), Some(tag), 2) = (object.text("@value"), object.text("@language"), object.len()) else {
            return Err(Unusual::Value.into());
        };
        if !is_language_tag(tag) {
            return Err(Unusual::Value.into());
        }
        Ok(self.literal(value, &format!("\"@{}{END}", tag.to_ascii_lowercase())))
    }

    fn pushed(&mut self, write: impl FnOnce(&mut String)) -> Term<'a> {
        let start = self.graph.text.len();
        write(&mut self.graph.text);
        Term::Text { start, end: self.graph.text.len() }
    }
}

/// Whether canonical N-Quads write a literal as it is. Looks at every byte, which is quicker than looking for the first.
fn is_plain(value: &str) -> bool {
    let escaped = |byte: u8| byte < 0x20 || byte == 0x7f || byte == b'"' || byte == b'\\';
    !value.bytes().fold(false, |any, byte| any | escaped(byte))
}

/// As `iri::form` says, which is asked where a byte is not of the plainest.
fn is_absolute(iri: &str, scheme: &str) -> bool {
    let is_plain = |byte: u8| {
        byte > b' ' && byte < 0x7f && !matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\\')
    };
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_lowercase()) && !scheme.is_empty();
    (is_scheme && iri.bytes().fold(true, |all, byte| all & is_plain(byte))) || form(iri) == Form::Absolute
}

/// Whether a number is written as every reader and the canonical form write it.
fn is_plain_whole(written: &str) -> bool {
    let digits = written.strip_prefix('-').unwrap_or(written);
    digits.len() <= WHOLE_DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (!digits.starts_with('0') || written == "0")
}
