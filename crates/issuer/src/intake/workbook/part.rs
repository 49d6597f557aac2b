//! One XML part of a package, inflated within bounds and read once; document types and foreign entities are refused.
//! It knows no workbook, only XML.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Error, Read, Result as Io};
use std::rc::Rc;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Package;
use crate::intake::fault::Why;

/// Bytes of one tag or one piece of text.
const TOKEN_BYTES: usize = 16 << 20;

/// What reads a part.
pub(super) trait Visitor {
    /// An element begins.
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Why>;
    /// Text within an element.
    fn text(&mut self, text: &str);
    /// An element ends.
    fn close(&mut self, name: &str) -> Result<(), Why>;
}

/// The tag that begins an element.
pub(super) struct Tag<'t>(&'t BytesStart<'t>);

impl Tag<'_> {
    /// Its name without a prefix.
    pub(super) fn is(&self, name: &str) -> bool {
        self.0.local_name().as_ref() == name
    }

    /// An attribute by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name)?;
        found.normalized_value(XmlVersion::Explicit1_0).ok().map(|value| value.into_owned())
    }
}

/// Reads a part; one that is not there is read as if it were empty.
pub(super) fn each(package: &mut Package, path: &str, limit: usize, visitor: &mut dyn Visitor) -> Result<(), Why> {
    let Some(index) = package.index_for_name(path) else { return Ok(()) };
    let file =
        package.by_index(index).map_err(|_| Why::NotWorkbook { found: "a package with a part nobody can open" })?;
    if usize::try_from(file.size()).unwrap_or(usize::MAX) > limit {
        return Err(Why::Inflates { limit });
    }
    let token = Rc::new(Cell::new(0));
    let over = Rc::new(Cell::new(false));
    let mut bounded = Bounded { inner: BufReader::new(file), left: limit, token: token.clone(), over: over.clone() };
    let head = bounded.fill_buf().map_err(|_| Why::BrokenXml)?;
    if head.iter().take(4).any(|byte| matches!(byte, 0 | 0xfe | 0xff)) {
        // UTF-16, which XML allows and no spreadsheet writes; read as UTF-8 its tags would be none that we know.
        return Err(Why::BrokenXml);
    }
    let mut reader = Reader::from_reader(bounded);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        token.set(0);
        let event = reader.read_event_into(&mut buffer);
        let event = event.map_err(|_| if over.get() { Why::Inflates { limit } } else { Why::BrokenXml })?;
        match event {
            Event::Start(tag) => visitor.open(&Tag(&tag))?,
            Event::End(tag) => visitor.close(tag.local_name().as_ref())?,
            Event::Text(text) => visitor.text(&text.xml10_content()),
            Event::CData(text) => visitor.text(&text.xml10_content()),
            Event::GeneralRef(name) => visitor.text(&resolved(&name)?),
            Event::DocType(_) => return Err(Why::Dtd),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::Empty(_) | Event::PI(_) => {}
        }
    }
}

fn resolved(name: &BytesRef<'_>) -> Result<String, Why> {
    if let Some(character) = name.resolve_char_ref().map_err(|_| Why::BrokenXml)? {
        return Ok(character.to_string());
    }
    quick_xml::escape::resolve_xml_entity(&name.xml10_content()).map(str::to_owned).ok_or(Why::Dtd)
}

/// Inflated bytes, counted: the part's, and those of one token.
struct Bounded<R> {
    inner: BufReader<R>,
    left: usize,
    token: Rc<Cell<usize>>,
    over: Rc<Cell<bool>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Io<usize> {
        let filled = self.fill_buf()?;
        let taken = filled.len().min(buffer.len());
        for (into, from) in buffer.iter_mut().zip(filled) {
            *into = *from;
        }
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: Read> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> Io<&[u8]> {
        if self.token.get() > TOKEN_BYTES || self.left == 0 {
            self.over.set(true);
            return Err(Error::other("over the limit"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
        self.token.set(self.token.get() + bytes);
        self.inner.consume(bytes);
    }
}
