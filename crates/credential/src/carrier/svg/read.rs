//! One pass over an SVG: where its root tag ends, and which credential elements are in it.
//! It keeps nothing of the drawing and judges no credential.

use std::ops::Range;

use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesDecl, BytesRef, BytesStart, Event},
    name::ResolveResult,
};

use super::{Malformed, NAMESPACE, NotUnwrapped, SVG_NAMESPACE};

const LIMIT_DEPTH: usize = 256;

/// What one pass found.
pub(super) struct Scan {
    pub(super) root: Root,
    pub(super) found: Vec<Element>,
}

/// The root's start tag; offsets are bytes.
pub(super) struct Root {
    pub(super) name: String,
    /// Where its `>` or `/>` begins.
    pub(super) tag_end: usize,
    /// Behind it.
    pub(super) after: usize,
    pub(super) is_empty: bool,
    /// What it binds the prefix `openbadges` to.
    pub(super) openbadges: Option<String>,
}

/// One credential element.
#[derive(Default)]
pub(super) struct Element {
    pub(super) span: Range<usize>,
    verify: Option<String>,
    cdata: Option<String>,
    text: String,
}

impl Element {
    pub(super) fn text(self) -> Result<String, NotUnwrapped> {
        let around = self.text.trim();
        match (self.verify, self.cdata) {
            (Some(_), Some(_)) => Err(NotUnwrapped::AttributeAndBody),
            (Some(_), None) if !around.is_empty() => Err(NotUnwrapped::AttributeAndBody),
            (None, Some(_)) if !around.is_empty() => Err(NotUnwrapped::TextBesideCdata),
            (Some(text), None) | (None, Some(text)) if !text.is_empty() => Ok(text),
            (None, None) if !around.is_empty() => Ok(around.to_owned()),
            _ => Err(NotUnwrapped::Empty),
        }
    }
}

pub(super) fn scan(xml: &str) -> Result<Scan, NotUnwrapped> {
    if xml.len() > super::LIMIT_BYTES {
        return Err(Malformed::TooBig { bytes: xml.len() }.into());
    }
    let mut reader = NsReader::from_str(xml);
    let mut pass = Pass::default();
    loop {
        let start = offset(reader.buffer_position());
        let read = reader.read_resolved_event();
        let (namespace, event) = match read {
            Ok((namespace, event)) => (bound(&namespace), event),
            Err(error) => return Err(broken(start, error).into()),
        };
        let span = start..offset(reader.buffer_position());
        if matches!(event, Event::Eof) {
            return pass.end(xml.len());
        }
        pass.take(event, &namespace, span)?;
    }
}

#[derive(Default)]
struct Pass {
    depth: usize,
    root: Option<Root>,
    found: Vec<Element>,
    /// The credential element that is open now.
    open: Option<Element>,
}

impl Pass {
    fn take(&mut self, event: Event<'_>, namespace: &str, span: Range<usize>) -> Result<(), NotUnwrapped> {
        match event {
            Event::Start(tag) => {
                self.start(&tag, namespace, span.clone(), &Closing::Later)?;
                self.depth += 1;
                if self.depth > LIMIT_DEPTH {
                    return Err(Malformed::TooDeep { limit: LIMIT_DEPTH }.into());
                }
            }
            Event::Empty(tag) => self.start(&tag, namespace, span, &Closing::AtOnce)?,
            Event::End(_) => self.close(span.end),
            Event::Text(text) => self.text(&text.xml10_content(), span.start)?,
            Event::GeneralRef(name) => self.text(&resolve(&name, span.start)?, span.start)?,
            Event::CData(cdata) => match &mut self.open {
                Some(element) => element.cdata.get_or_insert_default().push_str(&cdata.xml10_content()),
                None => self.text("", span.start)?,
            },
            Event::Decl(declaration) => encoding(&declaration)?,
            Event::DocType(_) => return Err(Malformed::Dtd { at: span.start }.into()),
            Event::Comment(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn start(
        &mut self,
        tag: &BytesStart<'_>,
        namespace: &str,
        span: Range<usize>,
        closing: &Closing,
    ) -> Result<(), NotUnwrapped> {
        if self.open.is_some() {
            return Err(NotUnwrapped::Nested { at: span.start });
        }
        if self.depth == 0 {
            if self.root.is_some() {
                return Err(broken(span.start, "a second root element").into());
            }
            self.root = Some(root(tag, namespace, span, closing)?);
            return Ok(());
        }
        if !names_a_credential(tag, namespace)? {
            return Ok(());
        }
        if self.depth != 1 {
            return Err(NotUnwrapped::Nested { at: span.start });
        }
        let element = Element { verify: attribute(tag, "verify", span.start)?, span, ..Element::default() };
        match closing {
            Closing::AtOnce => self.found.push(element),
            Closing::Later => self.open = Some(element),
        }
        Ok(())
    }

    fn close(&mut self, end: usize) {
        self.depth = self.depth.saturating_sub(1);
        if let Some(mut element) = self.open.take() {
            element.span.end = end;
            self.found.push(element);
        }
    }

    fn text(&mut self, text: &str, at: usize) -> Result<(), Malformed> {
        match &mut self.open {
            Some(element) => element.text.push_str(text),
            None if self.depth == 0 && !text.trim().is_empty() => return Err(broken(at, "text outside the root")),
            None => {}
        }
        Ok(())
    }

    fn end(self, at: usize) -> Result<Scan, NotUnwrapped> {
        match self.root {
            Some(root) if self.depth == 0 => Ok(Scan { root, found: self.found }),
            Some(root) => Err(broken(at, format!("<{}> is not closed", root.name)).into()),
            None => Err(broken(at, "no element").into()),
        }
    }
}

enum Closing {
    AtOnce,
    Later,
}

fn root(tag: &BytesStart<'_>, namespace: &str, span: Range<usize>, closing: &Closing) -> Result<Root, Malformed> {
    let name = tag.name().as_ref().to_owned();
    if namespace != SVG_NAMESPACE || tag.local_name().as_ref() != "svg" {
        return Err(Malformed::NotSvg { found: name });
    }
    let (width, is_empty) = match closing {
        Closing::AtOnce => (2, true),
        Closing::Later => (1, false),
    };
    let openbadges = attribute(tag, "xmlns:openbadges", span.start)?;
    Ok(Root { name, tag_end: span.end.saturating_sub(width), after: span.end, is_empty, openbadges })
}

fn names_a_credential(tag: &BytesStart<'_>, namespace: &str) -> Result<bool, NotUnwrapped> {
    if tag.local_name().as_ref() != "credential" {
        return Ok(false);
    }
    let claims = tag.name().as_ref().starts_with("openbadges:") || namespace.contains("purl.imsglobal.org");
    match namespace {
        NAMESPACE => Ok(true),
        other if claims => Err(NotUnwrapped::WrongNamespace { found: other.to_owned() }),
        _ => Ok(false),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str, at: usize) -> Result<Option<String>, Malformed> {
    let mut value = None;
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| broken(at, error))?; // a duplicate is an error here
        if attribute.key.as_ref() == name {
            let text = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| broken(at, error))?;
            value = Some(text.into_owned());
        }
    }
    Ok(value)
}

fn resolve(name: &BytesRef<'_>, at: usize) -> Result<String, Malformed> {
    if let Some(char) = name.resolve_char_ref().map_err(|error| broken(at, error))? {
        return Ok(char.to_string());
    }
    let name = name.xml10_content();
    match quick_xml::escape::resolve_xml_entity(&name) {
        Some(text) => Ok(text.to_owned()),
        None => Err(Malformed::Entity { name: name.into_owned() }),
    }
}

fn encoding(declaration: &BytesDecl<'_>) -> Result<(), Malformed> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii") => Ok(()),
        Some(Ok(name)) => Err(Malformed::NotUtf8 { found: format!("it says {name}") }),
        Some(Err(error)) => Err(broken(0, error)),
    }
}

fn bound(namespace: &ResolveResult<'_>) -> String {
    match namespace {
        ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => format!("(undeclared prefix {prefix})"),
    }
}

fn broken(at: usize, problem: impl ToString) -> Malformed {
    Malformed::Xml { at, problem: problem.to_string() }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
