//! The part of JSON Schema that the official schema is written in, asked straight of our own values.
//! Says yes or no only where it is sure; whatever it is not sure of, and every fault, is for the official reader.

use std::collections::BTreeMap;

use serde_json::Value;

use super::again::{self, Asked, SchemaNumber};
use super::pattern::Pattern;
use crate::document::{Json, Object};
use crate::time::{Date, Timestamp};

/// A schema, all its parts in one row.
pub(super) struct Quick {
    number: SchemaNumber,
    parts: Vec<Part>,
    root: usize,
}

/// One schema or part of one: what it asks for. Parts are named by their places in the row.
#[derive(Default)]
struct Part {
    kind: Option<Kind>,
    reference: Option<usize>,
    /// Few enough that looking through them is quicker than any order.
    properties: Vec<(String, usize)>,
    required: Vec<String>,
    additional: Additional,
    property_names: Option<usize>,
    items: Option<usize>,
    first_items: Vec<usize>,
    further_items: Option<usize>,
    contains: Option<usize>,
    min_items: usize,
    one_of: Vec<usize>,
    any_of: Vec<usize>,
    all_of: Vec<usize>,
    words: Option<Vec<String>>,
    pattern: Option<Pattern>,
    format: Option<Format>,
}

/// What members that are not named may be.
#[derive(Default)]
enum Additional {
    #[default]
    Any,
    None,
    Like(usize),
}

/// Whether formats bind is the official reader's business.
#[derive(Clone, Copy)]
enum Format {
    Date,
    Moment,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

/// Yes, no, or nothing for sure.
type Answer = Option<bool>;

impl Quick {
    /// Reads a schema; nothing if it asks for anything that is not known here.
    pub(super) fn of(schema: &Value) -> Option<Self> {
        let mut reading = Reading { parts: Vec::new(), named: BTreeMap::new() };
        let definitions = schema.get("$defs")?.as_object()?;
        for name in definitions.keys() {
            reading.parts.push(Part::default());
            reading.named.insert(format!("#/$defs/{name}"), reading.parts.len() - 1);
        }
        for (name, definition) in definitions {
            let (part, place) = (reading.part(definition)?, *reading.named.get(&format!("#/$defs/{name}"))?);
            *reading.parts.get_mut(place)? = part;
        }
        let root = reading.place(schema)?;
        let is_plain = reading.parts.get(root)?.is_plain();
        is_plain.then_some(Self { number: SchemaNumber::next(), parts: reading.parts, root })
    }

    /// Whether an object conforms, where that is sure.
    pub(super) fn holds(&self, object: &Object) -> Answer {
        self.object(self.parts.get(self.root)?, object)
    }

    fn ask(&self, place: usize, value: &Json) -> Answer {
        match value.as_object().and_then(Object::shared) {
            Some(members) => {
                let asked = Asked { schema: self.number, part: place };
                again::answer(members, asked, || self.ask_anew(place, value))
            }
            None => self.ask_anew(place, value),
        }
    }

    fn ask_anew(&self, place: usize, value: &Json) -> Answer {
        let part = self.parts.get(place)?;
        if let Some(kind) = part.kind.filter(|kind| !kind.is_that_of(value)) {
            // A number with a fraction of zero is an integer too; who writes one so is asked elsewhere.
            return if kind == Kind::Integer && matches!(value, Json::Number(_)) { None } else { Some(false) };
        }
        let reference = part.reference.map_or(Some(true), |place| self.ask(place, value));
        let of_value = match value {
            Json::Object(object) => self.object(part, object),
            Json::Array(elements) => self.array(part, elements),
            Json::String(text) => part.text(text),
            _ => Some(true),
        };
        let words = part
            .words
            .as_ref()
            .map_or(Some(true), |words| Some(value.as_str().is_some_and(|text| words.iter().any(|word| word == text))));
        all([reference, of_value, words, self.combined(part, value)])
    }

    fn combined(&self, part: &Part, value: &Json) -> Answer {
        let one = if part.one_of.is_empty() { Some(true) } else { self.exactly_one(&part.one_of, value) };
        let any = part.any_of.iter().map(|place| self.ask(*place, value));
        let any = if part.any_of.is_empty() { Some(true) } else { any_of(any) };
        all([one, any].into_iter().chain(part.all_of.iter().map(|place| self.ask(*place, value))))
    }

    fn exactly_one(&self, places: &[usize], value: &Json) -> Answer {
        let mut found = 0;
        for place in places {
            found += usize::from(self.ask(*place, value)?);
        }
        Some(found == 1)
    }

    fn object(&self, part: &Part, object: &Object) -> Answer {
        if part.required.iter().any(|key| object.get(key).is_none()) {
            return Some(false);
        }
        all(object.iter().map(|(key, value)| self.member(part, key, value)))
    }

    fn member(&self, part: &Part, key: &str, value: &Json) -> Answer {
        let named = part.property_names.map_or(Some(true), |place| self.ask(place, &Json::from(key)));
        let of_key = part.properties.iter().find(|(name, _)| name == key).map(|(_, place)| place);
        let of_value = match (of_key, &part.additional) {
            (Some(place), _) | (None, Additional::Like(place)) => self.ask(*place, value),
            (None, Additional::Any) => Some(true),
            (None, Additional::None) => Some(false),
        };
        all([named, of_value])
    }

    fn array(&self, part: &Part, elements: &[Json]) -> Answer {
        if elements.len() < part.min_items {
            return Some(false);
        }
        let each = elements.iter().enumerate().map(|(index, element)| {
            let further = part.further_items.filter(|_| !part.first_items.is_empty());
            let place = part.items.or_else(|| part.first_items.get(index).copied()).or(further);
            place.map_or(Some(true), |place| self.ask(place, element))
        });
        let contains = part.contains.map(|place| any_of(elements.iter().map(|element| self.ask(place, element))));
        all([contains.unwrap_or(Some(true))].into_iter().chain(each))
    }
}

impl Part {
    /// Whether it asks of an object only what stands in its members.
    fn is_plain(&self) -> bool {
        let combined = [&self.one_of, &self.any_of, &self.all_of].into_iter().any(|parts| !parts.is_empty());
        self.kind == Some(Kind::Object) && self.reference.is_none() && self.words.is_none() && !combined
    }

    fn text(&self, text: &str) -> Answer {
        let pattern = self.pattern.map_or(Some(true), |pattern| pattern.is_in(text));
        // Only what passes whether formats bind or not is sure.
        let format = match self.format {
            None => Some(true),
            Some(Format::Date) => Date::parse(text).is_ok().then_some(true),
            Some(Format::Moment) => Timestamp::parse(text).is_ok().then_some(true),
        };
        all([pattern, format])
    }
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "array" => Self::Array,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "object" => Self::Object,
            "string" => Self::String,
            _ => return None,
        })
    }

    fn is_that_of(self, value: &Json) -> bool {
        match (self, value) {
            (Self::Array, Json::Array(_))
            | (Self::Boolean, Json::Bool(_))
            | (Self::Number, Json::Number(_))
            | (Self::Object, Json::Object(_))
            | (Self::String, Json::String(_)) => true,
            (Self::Integer, Json::Number(number)) => number.as_str().bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        }
    }
}

/// No if any is no, else unsure if any is, else yes.
fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut sum = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => sum = None,
        }
    }
    sum
}

/// Yes if any is yes, else unsure if any is, else no.
fn any_of(answers: impl IntoIterator<Item = Answer>) -> Answer {
    all(answers.into_iter().map(|answer| answer.map(|yes| !yes))).map(|none| !none)
}

/// A schema being read.
struct Reading {
    parts: Vec<Part>,
    named: BTreeMap<String, usize>,
}

impl Reading {
    fn place(&mut self, schema: &Value) -> Option<usize> {
        let part = self.part(schema)?;
        self.parts.push(part);
        Some(self.parts.len() - 1)
    }

    fn places(&mut self, schemas: &Value) -> Option<Vec<usize>> {
        schemas.as_array()?.iter().map(|schema| self.place(schema)).collect()
    }

    /// Every keyword must be known, or the whole schema is not.
    fn part(&mut self, schema: &Value) -> Option<Part> {
        let mut part = Part::default();
        for (keyword, value) in schema.as_object()? {
            match keyword.as_str() {
                "$comment" | "$defs" | "$id" | "$schema" | "description" | "title" => {}
                "$ref" => part.reference = Some(*self.named.get(value.as_str()?)?),
                "additionalItems" => part.further_items = Some(self.place(value)?),
                "additionalProperties" => part.additional = self.additional(value)?,
                "allOf" => part.all_of = self.places(value)?,
                "anyOf" => part.any_of = self.places(value)?,
                "contains" => part.contains = Some(self.place(value)?),
                "enum" => part.words = Some(words(value)?),
                "format" => part.format = Some(format(value.as_str()?)?),
                "items" if value.is_array() => part.first_items = self.places(value)?,
                "items" => part.items = Some(self.place(value)?),
                "minItems" => part.min_items = usize::try_from(value.as_u64()?).ok()?,
                "oneOf" => part.one_of = self.places(value)?,
                "pattern" => part.pattern = Some(Pattern::of(value.as_str()?)?),
                "properties" => part.properties = self.members(value)?,
                "propertyNames" => part.property_names = Some(self.place(value)?),
                "required" => part.required = words(value)?,
                "type" => part.kind = Some(Kind::named(value.as_str()?)?),
                _ => return None,
            }
        }
        Some(part)
    }

    fn additional(&mut self, value: &Value) -> Option<Additional> {
        match value {
            Value::Bool(true) => Some(Additional::Any),
            Value::Bool(false) => Some(Additional::None),
            schema => self.place(schema).map(Additional::Like),
        }
    }

    fn members(&mut self, value: &Value) -> Option<Vec<(String, usize)>> {
        let members = value.as_object()?.iter();
        members.map(|(key, schema)| Some((key.clone(), self.place(schema)?))).collect()
    }
}

fn format(name: &str) -> Option<Format> {
    match name {
        "date" => Some(Format::Date),
        "date-time" => Some(Format::Moment),
        _ => None,
    }
}

fn words(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect()
}
