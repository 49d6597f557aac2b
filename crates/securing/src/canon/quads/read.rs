//! A reader of N-Quads, for the W3C tests of RDFC-1.0 only.
//! The product never reads RDF.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Kind, Node, Quad, literal};

const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

/// The quads of a text, and the labels of its blank nodes in the order of their numbers.
pub(in crate::canon) fn quads(text: &str) -> (Vec<Quad>, Vec<String>) {
    let mut reader = Reader { rest: "", labels: HashMap::new() };
    let quads = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let quads = quads.map(|line| reader.quad(line)).collect();
    let mut labels: Vec<(String, usize)> = reader.labels.into_iter().collect();
    labels.sort_by_key(|(_, number)| *number);
    (quads, labels.into_iter().map(|(label, _)| label).collect())
}

struct Reader<'a> {
    rest: &'a str,
    labels: HashMap<String, usize>,
}

impl<'a> Reader<'a> {
    fn quad(&mut self, line: &'a str) -> Quad {
        self.rest = line;
        let subject = self.node();
        let Node::Written(predicate) = self.node() else { panic!("a blank predicate in {line}") };
        let object = self.node();
        let graph = (!self.rest.trim_start().starts_with('.')).then(|| self.node());
        Quad { subject, predicate, object, graph }
    }

    fn node(&mut self) -> Node {
        self.rest = self.rest.trim_start();
        match self.rest.chars().next().expect("a node") {
            '<' => Node::Written(format!("<{}>", self.iri()).into()),
            '_' => {
                let end = self.rest.find(|c: char| c.is_whitespace()).unwrap_or(self.rest.len());
                let (label, rest) = self.rest.split_at(end);
                self.rest = rest;
                let next = self.labels.len();
                Node::Blank(*self.labels.entry(label[2..].to_owned()).or_insert(next))
            }
            _ => Node::Written(self.literal()),
        }
    }

    fn iri(&mut self) -> String {
        let end = self.rest.find('>').expect("the end of an IRI");
        let iri = unescaped(&self.rest[1..end]);
        self.rest = &self.rest[end + 1..];
        iri
    }

    fn literal(&mut self) -> Arc<str> {
        let mut end = 1;
        while !self.rest[end..].starts_with('"') {
            end += if self.rest[end..].starts_with('\\') { 2 } else { 1 };
            while !self.rest.is_char_boundary(end) {
                end += 1;
            }
        }
        let value = unescaped(&self.rest[1..end]);
        self.rest = &self.rest[end + 1..];
        if let Some(typed) = self.rest.strip_prefix("^^") {
            self.rest = typed;
            let datatype = self.iri();
            return literal(&value, if datatype == XSD_STRING { Kind::Plain } else { Kind::Typed(&datatype) });
        }
        if let Some(tagged) = self.rest.strip_prefix('@') {
            let end = tagged.find(|c: char| c.is_whitespace()).expect("the end of a language tag");
            self.rest = &tagged[end..];
            return literal(&value, Kind::Tagged(&tagged[..end]));
        }
        literal(&value, Kind::Plain)
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        let digits = match characters.next().expect("an escape") {
            't' => "9",
            'b' => "8",
            'n' => "a",
            'r' => "d",
            'f' => "c",
            'u' => &characters.by_ref().take(4).collect::<String>(),
            'U' => &characters.by_ref().take(8).collect::<String>(),
            other => &format!("{:x}", u32::from(other)),
        };
        plain.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).expect("a character"));
    }
    plain
}
