//! Values: literals, lists, references (JSON-LD 1.1 API sections 5.3 and 8.2 to 8.3).
//! A value that JSON-LD would drop, or that could be written in another way, is refused by name.

use std::sync::Arc;

use attesto_credential::{Json, Number, Object};

use super::super::active::{Active, Coercion, Entry, Target};
use super::super::iri::{Form, form, is_language_tag};
use super::super::quads::{self, Kind, Node};
use super::super::{Loss, Rekeying, Uncanonical};
use super::{Place, Walk, shown};

pub(in crate::canon) const RDF_FIRST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>";
pub(in crate::canon) const RDF_REST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>";
const RDF_NIL: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>";
pub(in crate::canon) const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
pub(in crate::canon) const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
pub(in crate::canon) const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";

impl<'a> Walk<'a> {
    /// One value, never null, never an array.
    pub(super) fn value(&mut self, value: &'a Json, place: Place<'_>) -> Result<Node, Uncanonical> {
        match value {
            Json::Object(object) if object.get("@value").is_some() => self.tagged(object),
            Json::Object(object) => self.inner(object, place),
            scalar => self.scalar(scalar, place),
        }
    }

    /// A string, number or boolean (section 5.3). The own context of the key comes first.
    fn scalar(&mut self, value: &Json, place: Place<'_>) -> Result<Node, Uncanonical> {
        let mut active = place.active.clone();
        if let Some(context) = place.scoped {
            active = self.application(|a| a.scoped(&active, context, Entry::Property))?;
        }
        let coercion = active.term(place.key).map_or(Coercion::None, |term| term.coercion.clone());
        match (value, coercion) {
            (Json::String(id), Coercion::Id) => Ok(Node::Written(quads::iri(self.node_iri(id, &active)?))),
            (Json::String(name), Coercion::Vocab) => {
                Ok(Node::Written(quads::iri(&self.vocabulary_iri(name, &active)?)))
            }
            (value, Coercion::Typed(datatype)) => self.literal(value, Some(&datatype)),
            (value, _) => self.literal(value, None),
        }
    }

    fn literal(&self, value: &Json, datatype: Option<&str>) -> Result<Node, Uncanonical> {
        let written = match value {
            // jsonld.js rewrites such strings and the specification does not: neither reading can be relied on.
            Json::String(text) if datatype == Some(XSD_DOUBLE) => return Err(self.dropped(Loss::WrongType, text)),
            Json::String(text) => quads::literal(text, datatype.map_or(Kind::Plain, Kind::Typed)),
            Json::Bool(value) => quads::literal(&value.to_string(), Kind::Typed(datatype.unwrap_or(XSD_BOOLEAN))),
            Json::Number(number) => self.number(number, datatype)?,
            other => return Err(self.dropped(Loss::WrongType, &shown(other))),
        };
        Ok(Node::Written(written))
    }

    fn number(&self, number: &Number, datatype: Option<&str>) -> Result<Arc<str>, Uncanonical> {
        let inexact = || Uncanonical::InexactNumber { pointer: self.pointer(), written: number.as_str().to_owned() };
        numeral(number, datatype).ok_or_else(inexact)
    }

    /// A value object; only a language tag is a reason for one (VC Data Model 2.0 section 11.1).
    fn tagged(&mut self, object: &'a Object) -> Result<Node, Uncanonical> {
        for (key, value) in object.iter() {
            match key {
                "@value" | "@language" => {}
                "@direction" => return Err(self.dropped(Loss::Direction, &shown(value))),
                other => return Err(self.rekeyed(Rekeying::Keyword, other)),
            }
        }
        match (object.get("@value"), object.get("@language")) {
            (_, None) => Err(self.rekeyed(Rekeying::Keyword, "@value")),
            (Some(Json::String(text)), Some(Json::String(tag))) if is_language_tag(tag) => {
                Ok(Node::Written(quads::literal(text, Kind::Tagged(&tag.to_ascii_lowercase()))))
            }
            (Some(Json::String(_)), Some(tag)) => Err(self.dropped(Loss::LanguageTag, &shown(tag))),
            (other, _) => Err(self.dropped(Loss::WrongType, &other.map(shown).unwrap_or_default())),
        }
    }

    /// An ordered list as RDF writes it: a chain of blank nodes, closed by `rdf:nil` (section 8.3).
    pub(super) fn list(
        &mut self,
        value: &'a Json,
        predicate: &Arc<str>,
        subject: &Node,
        place: Place<'_>,
    ) -> Result<(), Uncanonical> {
        let mut end = (subject.clone(), predicate.clone());
        self.each(value, |walk, element| {
            let object = walk.value(element, place)?;
            let link = walk.blank()?;
            walk.state(&end.0, &end.1, link.clone(), place.graph)?;
            walk.state(&link, &RDF_FIRST.into(), object, place.graph)?;
            end = (link, RDF_REST.into());
            Ok(())
        })?;
        self.state(&end.0, &end.1, Node::Written(RDF_NIL.into()), place.graph)
    }

    /// The IRI of a node, which must be written whole.
    pub(super) fn node_iri<'t>(&self, text: &'t str, active: &Active) -> Result<&'t str, Uncanonical> {
        self.check_prefix(text, active)?;
        match form(text) {
            Form::Absolute => Ok(text),
            Form::Blank => Err(self.rekeyed(Rekeying::BlankId, text)),
            Form::IllFormed => Err(self.dropped(Loss::IllFormedIri, text)),
            Form::Keyword => Err(self.rekeyed(Rekeying::Keyword, text)),
            Form::Relative => Err(self.rekeyed(Rekeying::RelativeIri, text)),
        }
    }

    /// The IRI of a type, or of a value that names a term: the term, or an IRI that no term stands for.
    pub(super) fn vocabulary_iri(&self, text: &str, active: &Active) -> Result<String, Uncanonical> {
        match active.term(text).map(|term| &term.target) {
            Some(Target::Iri(iri, _)) => return Ok(iri.to_string()),
            Some(Target::Id | Target::Type) => return Err(self.rekeyed(Rekeying::Keyword, text)),
            Some(Target::Nothing) => return Err(self.undefined(text)),
            None => {}
        }
        match (form(text), active.vocabulary()) {
            (Form::Relative, Some(vocabulary)) => Ok(self.node_iri(&format!("{vocabulary}{text}"), active)?.to_owned()),
            (Form::Relative, None) => Err(self.undefined(text)),
            _ => {
                let iri = self.node_iri(text, active)?;
                if active.has_term_for(iri, |_| true) {
                    Err(self.rekeyed(Rekeying::IriForTerm, iri))
                } else {
                    Ok(iri.to_owned())
                }
            }
        }
    }

    fn check_prefix(&self, text: &str, active: &Active) -> Result<(), Uncanonical> {
        match text.split_once(':') {
            Some((prefix, rest)) if !rest.starts_with("//") && active.prefix(prefix).is_some() => {
                Err(self.rekeyed(Rekeying::CompactIri, text))
            }
            _ => Ok(()),
        }
    }
}

/// Object to RDF Conversion of a number (section 8.2.2, steps 10 and 11); `None` if it is not the same for every reader.
pub(in crate::canon) fn numeral(number: &Number, datatype: Option<&str>) -> Option<Arc<str>> {
    // Adding zero takes the sign off a negative zero, as every reader does.
    let value = number.as_f64() + 0.0;
    if !number.is_exact() {
        return None;
    }
    if value.fract() == 0.0 && value.abs() < 1e21 && datatype != Some(XSD_DOUBLE) {
        return Some(quads::literal(&format!("{value:.0}"), Kind::Typed(datatype.unwrap_or(XSD_INTEGER))));
    }
    let text = double(value);
    let is_same = text.parse::<f64>().is_ok_and(|read| read == value);
    let is_kept = is_same && !is_lost_by_jsonld_js(value);
    is_kept.then(|| quads::literal(&text, Kind::Typed(datatype.unwrap_or(XSD_DOUBLE))))
}

/// The canonical form of `xsd:double`: one digit, a point, up to fifteen more, and the exponent.
fn double(value: f64) -> String {
    let text = format!("{value:.15E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let digits = mantissa.trim_end_matches('0');
    let zero = if digits.ends_with('.') { "0" } else { "" };
    format!("{digits}{zero}E{exponent}")
}

/// Below 1e-6 with a single digit, jsonld.js 9 sees no fraction and writes "0".
fn is_lost_by_jsonld_js(value: f64) -> bool {
    value != 0.0 && value.abs() < 1e-6 && !format!("{value:e}").contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_written_in_their_canonical_form() {
        let written = [3.5, 48.85, 0.1, 1e21, -2.5e-7, 1.7976931348623157e308].map(double);

        assert_eq!(written, ["3.5E0", "4.885E1", "1.0E-1", "1.0E21", "-2.5E-7", "1.797693134862316E308"]);
    }

    #[test]
    fn a_number_that_the_reference_writes_as_zero_is_known() {
        assert!(is_lost_by_jsonld_js(1e-7) && is_lost_by_jsonld_js(-3e-300));
        assert!(![1.5e-7, 1e-6, 0.0, 5.0].into_iter().any(is_lost_by_jsonld_js));
    }
}
