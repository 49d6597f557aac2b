//! Goes through a document node by node and holds each against the shapes of its class.
//! Two lists come of it: what the SHACL refuses, and what it lets pass.

use super::super::LintFault;
use super::literal::{self, Flaw};
use super::nodes::{Nodes, is_bare};
use super::shapes::{self, Kind, Member, Repeats};
use super::terms;
use super::told::{escaped, types};
use crate::document::{Json, Object};
use crate::model::elm::CREDENTIAL;
use crate::text::Language;

/// The faults found on the way.
pub(super) struct Walk<'d> {
    nodes: &'d Nodes<'d>,
    pub(super) refused: Vec<LintFault>,
    pub(super) silent: Vec<LintFault>,
}

impl<'d> Walk<'d> {
    pub(super) fn over(root: &'d Object, nodes: &'d Nodes<'d>) -> Self {
        let mut walk = Self { nodes, refused: Vec::new(), silent: Vec::new() };
        walk.members(root, CREDENTIAL, "");
        let issuer = root.get("issuer").and_then(Json::as_object);
        if issuer.is_some_and(|issuer| issuer.get("eIDASIdentifier").is_none() && !is_bare(issuer)) {
            walk.missing("Organisation", "eIDASIdentifier", "/issuer");
        }
        walk
    }

    fn refuse(&mut self, rule: &'static str, pointer: &str, why: String) {
        self.refused.push(LintFault::new(rule, pointer, why));
    }

    fn missing(&mut self, class: &str, term: &str, pointer: &str) {
        self.refuse("elm-missing", &format!("{pointer}/{term}"), format!("{class}.{term} is missing; write it"));
    }

    /// Holds a node against its class; a node without one of its own may have it elsewhere, under the same id.
    fn node(&mut self, value: &'d Json, wanted: &[&str], owner: &str, pointer: &str) {
        let listed = wanted.join(" or ");
        let id = value.as_str().or_else(|| value.as_object()?.text("id"));
        let own = value.as_object().map(types).unwrap_or_default();
        let merged = id.map_or(&[][..], |id| self.nodes.classes(id));
        let class = own.iter().chain(merged).find(|class| wanted.contains(class));
        if class.is_none() {
            let why = format!("{owner} is no {listed}; write a node with that type");
            self.refuse("elm-class", pointer, why);
        }
        if own.is_empty() && class.is_some() {
            let why = format!("{owner} only points at a node, or lacks its type; write the whole node, with its type");
            self.silent.push(LintFault::new("elm-bare", pointer, why));
        }
        if own.len() > 1 {
            let why = format!("{owner} has several types; write {listed} alone");
            self.silent.push(LintFault::new("elm-types", format!("{pointer}/type"), why));
        }
        let known = |class: &&&str| shapes::members(class).is_some();
        let class = class.or_else(|| own.iter().find(known)).copied();
        if let (Some(object), Some(class)) = (value.as_object(), class) {
            self.members(object, class, pointer);
        }
    }

    /// Every member of a node, and every one that lacks.
    fn members(&mut self, object: &'d Object, class: &str, pointer: &str) {
        let Some(shape) = shapes::members(class) else { return };
        for (key, value) in object.iter().filter(|(key, _)| !matches!(*key, "@context" | "id" | "type")) {
            let at = format!("{pointer}/{}", escaped(key));
            match shape.iter().find(|member| member.term == key) {
                Some(member) => self.member(class, member, value, &at),
                None => self.strange(class, key, &at),
            }
        }
        if is_bare(object) && !pointer.is_empty() {
            return;
        }
        for member in shape.iter().filter(|member| member.least > 0) {
            if object.get(member.term).is_none_or(|value| count(value, &member.kind) == 0) {
                self.missing(class, member.term, pointer);
            }
        }
    }

    /// A key that the class does not have.
    fn strange(&mut self, class: &str, key: &str, pointer: &str) {
        if key == "proof" {
            let why = format!("{class}.proof cannot stand here; leave it out, the seal is around the document");
            return self.refuse("elm-never", pointer, why);
        }
        let (rule, why) = if terms::is_known(key) {
            let classes = shapes::classes_with(key).join(", ");
            ("elm-member", format!("{class} has no {key}; it belongs to {classes}"))
        } else {
            ("elm-term", format!("{class}.{key} is no term of the context and is dropped; {}", terms::remedy(key)))
        };
        self.silent.push(LintFault::new(rule, pointer, why));
    }

    fn member(&mut self, class: &str, member: &Member, value: &'d Json, pointer: &str) {
        let owner = format!("{class}.{}", member.term);
        let (found, most) = (count(value, &member.kind), member.most.unwrap_or(usize::MAX));
        if found > most {
            let why = format!("{owner} stands {found} times; write it at most {most} time(s), a text in one language");
            self.refuse("elm-many", pointer, why);
        }
        if member.kind == Kind::Never {
            let why = format!("{owner} cannot be said: context and SHACL contradict each other; leave it out");
            return self.refuse("elm-never", pointer, why);
        }
        for (index, one) in value.as_set().iter().enumerate() {
            let at = if value.as_array().is_some() { format!("{pointer}/{index}") } else { pointer.to_owned() };
            match &member.kind {
                Kind::Any | Kind::Never => {}
                Kind::Concept(scheme) => self.concept(one, *scheme, &owner, &at),
                Kind::Literal(datatype) => self.literal(datatype, one, &owner, &at),
                Kind::Node(classes) => self.node(one, classes, &owner, &at),
                Kind::Text(repeats) => self.text(one, *repeats, &owner, &at),
            }
        }
    }

    fn concept(&mut self, value: &'d Json, scheme: Option<&str>, owner: &str, pointer: &str) {
        self.node(value, &["Concept"], owner, pointer);
        let (Some(scheme), Some(object)) = (scheme, value.as_object()) else { return };
        let mut named = object.get("inScheme").map_or(&[][..], Json::as_set).iter();
        let within = named.any(|one| one.as_str().or_else(|| one.as_object()?.text("id")) == Some(scheme));
        if !within {
            let why =
                format!("{owner} is not in its vocabulary; write inScheme with the id {scheme}, as it stands here");
            self.refuse("elm-concept", &format!("{pointer}/inScheme"), why);
        }
    }

    fn literal(&mut self, datatype: &str, value: &Json, owner: &str, pointer: &str) {
        match literal::flaw(datatype, value) {
            Some(Flaw::Refused(remedy)) => {
                self.refuse("elm-literal", pointer, format!("{owner} is no {datatype}; {remedy}"))
            }
            Some(Flaw::Silent(rule, remedy)) => {
                self.silent.push(LintFault::new(rule, pointer, format!("{owner} is no full {datatype}; {remedy}")));
            }
            None => {}
        }
    }

    fn text(&mut self, value: &Json, repeats: Repeats, owner: &str, pointer: &str) {
        let remedy = "write texts by language, as in {\"en\": \"…\"}";
        let Some(object) = value.as_object() else {
            return self.refuse("elm-text", pointer, format!("{owner} is in no language; {remedy}"));
        };
        for (tag, texts) in object.iter() {
            let at = format!("{pointer}/{}", escaped(tag));
            let holds = Language::parse(tag).is_ok() && texts.as_set().iter().all(|text| text.as_str().is_some());
            if !holds {
                self.refuse("elm-text", &at, format!("{owner} has something that is no text in a language; {remedy}"));
            } else if repeats == Repeats::Refused && texts.as_set().len() > 1 {
                self.refuse("elm-text", &at, format!("{owner} has several texts in one language; write one"));
            }
        }
    }
}

/// How many values stand there: of texts each one in each language, of others each that differs.
fn count(value: &Json, kind: &Kind) -> usize {
    let values = value.as_set();
    match kind {
        Kind::Text(_) => {
            let texts = |object: &Object| object.iter().map(|(_, texts)| texts.as_set().len()).sum();
            values.iter().map(|value| value.as_object().map_or(1, texts)).sum()
        }
        _ => {
            let mut seen: Vec<&Json> = Vec::new();
            for value in values.iter().filter(|value| **value != Json::Null) {
                if !seen.contains(&value) {
                    seen.push(value);
                }
            }
            seen.len()
        }
    }
}
