//! A document of ours beside its text, which is written once and measured while it is.
//! Reads nothing: what others wrote is parsed.

use super::limits::{Limits, Measure};
use super::{Document, Json, write};

/// A document that our own code composed, its compact text, and how large it is.
#[derive(Clone, Debug)]
pub struct Composed {
    document: Document,
    text: String,
    measure: Measure,
}

impl Composed {
    /// Writes a document down.
    pub fn of(document: Document) -> Self {
        let (text, measure) = write::measured(document.root());
        Self { document, text, measure }
    }

    /// The same with one more member at its end; one of that name that stands there already is replaced.
    #[must_use]
    pub fn with_last(self, key: &str, value: Json) -> Self {
        let Self { document, mut text, mut measure } = self;
        if document.root().is_empty() || document.root().get(key).is_some() || text.pop() != Some('}') {
            return Self::of(document.without(key).with(key, value));
        }
        text.push(',');
        write::push_member(&mut text, &mut measure, key, &value);
        text.push('}');
        Self { document: document.with(key, value), text, measure }
    }

    /// Writes the same with one more text at its end, as the last member of an object that has others and ends here.
    pub(crate) fn push_as_last(&self, text: &mut String, name: &str, (key, value): (&str, &str)) {
        let open = self.text.strip_suffix('}').unwrap_or_default();
        text.push(',');
        write::string(text, name);
        text.push(':');
        text.push_str(open);
        text.push(',');
        write::string(text, key);
        text.push(':');
        write::string(text, value);
        text.push_str("}}");
    }

    /// Whether its text would be read within these limits.
    pub(crate) fn is_within(&self, limits: &Limits) -> bool {
        self.measure.hold(limits).is_ok()
    }

    pub(crate) fn into_parts(self) -> (Document, String, Measure) {
        (self.document, self.text, self.measure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, Object};

    #[test]
    fn a_member_that_is_added_later_is_written_and_measured_as_if_it_had_been_there() {
        let nested = |depth: usize| (0..depth).fold(Json::from("\"Ψ\n"), |inner, _| Json::from(vec![inner]));
        for root in [r#"{}"#, r#"{"a":1}"#, r#"{"proof":1,"b":[{"c":"\u0001"}]}"#, r#"{"b":[[[["deep"]]]]}"#] {
            for added in [Json::from("z"), Object::new().with("value", "long enough").into(), nested(6)] {
                let document = Document::parse(root.as_bytes(), &Limits::default()).unwrap();
                let (later, text, measure) =
                    Composed::of(document.clone()).with_last("proof", added.clone()).into_parts();
                let (_, at_once, expected) = Composed::of(document.without("proof").with("proof", added)).into_parts();
                assert_eq!((&text, &later.to_text()), (&at_once, &at_once), "{root}");
                assert_eq!(measure, expected, "{root}");
            }
        }
    }
}
