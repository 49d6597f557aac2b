//! What stands beside a status list: which copies were followed by which, and which editions of the list went before.
//! Says nothing of people: a copy is a place in a list.

use std::collections::BTreeMap;

use crate::document::{Json, Object};
use crate::id::Iri;
use crate::model::{Misread, Node};
use crate::status::{StatusPlace, decimal};
use crate::status_list::{digest_of_text, digest_text};
use crate::time::Timestamp;

/// The kind of declaration whose body is [`Successors`].
pub(crate) const SUCCESSORS: &str = "status-successors";

/// The kind of declaration whose body is a [`ListHistory`].
pub(crate) const HISTORY: &str = "status-history";

/// Why another copy follows a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// An error was set right; the old copy is not to be relied on.
    Correction,
    /// The same certification for another phone or carrier; the old copy is not to be relied on.
    NewCopy,
    /// The person is called otherwise now; what the old copy says was right.
    NewName,
    /// The certification was renewed; what the old copy says was right.
    Renewal,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Correction, Self::NewCopy, Self::NewName, Self::Renewal];

    /// Its word in documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::NewCopy => "new-copy",
            Self::NewName => "new-name",
            Self::Renewal => "renewal",
        }
    }

    /// The reason of a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// The copies on a list that another copy follows, by their index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successors {
    /// The URL of the list whose indices are meant.
    pub list: Iri,
    /// By index.
    pub entries: BTreeMap<u64, Successor>,
}

/// That a copy was followed by another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub why: Why,
    /// Where the status of the copy that follows is told, if there is one yet.
    pub place: Option<StatusPlace>,
}

impl Successors {
    /// The kind of declaration that has this body.
    pub const KIND: &'static str = SUCCESSORS;

    /// Words the body.
    pub fn to_body(&self) -> Object {
        let entry = |(index, successor): (&u64, &Successor)| {
            Object::new()
                .with("index", *index)
                .with("since", successor.since.to_string())
                .with("why", successor.why.word())
                .with_some("place", successor.place.as_ref().map(ToString::to_string))
        };
        let entries: Vec<Json> = self.entries.iter().map(|entry_of| entry(entry_of).into()).collect();
        Object::new().with("format", 1).with("list", self.list.as_str()).with("entries", entries)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// Another format, a member too many or too few, an unknown reason, or an index twice.
    pub fn from_body(body: &Object) -> Result<Self, Misread> {
        let (list, elements) = parts(body, "entries")?;
        let mut entries = BTreeMap::new();
        for (pointer, mut node) in elements {
            let index = index(&mut node).ok_or_else(|| Misread::new(&pointer, "an index is needed"))?;
            let since = node.need_time("since")?;
            let why = Why::named(&node.need_text("why")?);
            let why = why.ok_or_else(|| Misread::new(&pointer, "the reason is not known here"))?;
            let place = node.text("place").map(|place| StatusPlace::parse(&place)).transpose();
            let place = place.map_err(|_| Misread::new(&pointer, "place must be a list's URL, # and an index"))?;
            node.finished()?;
            if entries.insert(index, Successor { since, why, place }).is_some() {
                return Err(Misread::new(&pointer, "an index stands twice"));
            }
        }
        Ok(Self { list, entries })
    }
}

fn index(node: &mut Node<'_>) -> Option<u64> {
    node.skip("index");
    match node.peek("index") {
        Some(Json::Number(number)) => decimal(number.as_str()),
        _ => None,
    }
}

/// The editions of a list before the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListHistory {
    /// The URL of the list.
    pub list: Iri,
    /// From the oldest to the youngest.
    pub editions: Vec<Edition>,
}

/// One edition of a list that is no longer the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// From when it counted.
    pub from: Timestamp,
    /// The last second in which it would have counted, had no other followed.
    pub until: Timestamp,
    /// The URL under which it stays published.
    pub at: Iri,
    /// SHA-256 of its bytes as they are served.
    pub sha256: [u8; 32],
}

impl ListHistory {
    /// The kind of declaration that has this body.
    pub const KIND: &'static str = HISTORY;

    /// The edition that was in force at a moment: the last that had begun, if it still counted.
    pub fn in_force_at(&self, moment: Timestamp) -> Option<&Edition> {
        let begun = self.editions.iter().take_while(|edition| edition.from <= moment);
        begun.last().filter(|edition| moment <= edition.until)
    }

    /// Words the body.
    pub fn to_body(&self) -> Object {
        let edition = |edition: &Edition| {
            Object::new()
                .with("from", edition.from.to_string())
                .with("until", edition.until.to_string())
                .with("at", edition.at.as_str())
                .with("digest", digest_text(&edition.sha256))
        };
        let editions: Vec<Json> = self.editions.iter().map(|one| edition(one).into()).collect();
        Object::new().with("format", 1).with("list", self.list.as_str()).with("editions", editions)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// Another format, a member too many or too few, or editions that do not stand in the order of time.
    pub fn from_body(body: &Object) -> Result<Self, Misread> {
        let (list, elements) = parts(body, "editions")?;
        let mut editions: Vec<Edition> = Vec::new();
        for (pointer, mut node) in elements {
            let (from, until) = (node.need_time("from")?, node.need_time("until")?);
            let at = node.need_iri("at")?;
            let sha256 = digest_of_text(&node.need_text("digest")?);
            let sha256 = sha256.ok_or_else(|| Misread::new(&pointer, "one SHA-256 digest is needed"))?;
            node.finished()?;
            if until < from || editions.last().is_some_and(|before| from <= before.from) {
                return Err(Misread::new(&pointer, "editions stand in the order of time"));
            }
            editions.push(Edition { from, until, at, sha256 });
        }
        Ok(Self { list, editions })
    }
}

/// The list that a body speaks of, and its elements with their places.
fn parts<'a>(body: &'a Object, key: &'static str) -> Result<(Iri, Vec<(String, Node<'a>)>), Misread> {
    let mut node = Node::of(body);
    node.skip("format");
    match node.peek("format") {
        Some(Json::Number(number)) if number.as_str() == "1" => {}
        _ => return Err(Misread::new("/format", "1 is needed; a newer format needs a newer program")),
    }
    let list = node.need_iri("list")?;
    node.skip(key);
    let elements = node.peek(key).and_then(Json::as_array);
    let elements = elements.ok_or_else(|| Misread::new(&format!("/{key}"), "an array is needed"))?;
    node.finished()?;
    let element = |(index, element): (usize, &'a Json)| {
        let pointer = format!("/{key}/{index}");
        let object = element.as_object().ok_or_else(|| Misread::new(&pointer, "an object is needed"))?;
        Ok((pointer, Node::of(object)))
    };
    Ok((list, elements.iter().enumerate().map(element).collect::<Result<_, Misread>>()?))
}

#[cfg(test)]
mod tests;
