//! The documents beside a list, named in it with their digests, so that whoever believes the list may believe them.
//! The digests are arguments: nothing is hashed on this floor.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::document::{Json, Object};
use crate::id::Iri;
use crate::model::{Misread, Node};

/// Which document stands beside a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Beside {
    /// A list of purpose `suspension` under the same indices: which set bits may clear again.
    Suspension,
    /// A declaration: which copies were followed by which ([`crate::Successors`]).
    Successors,
    /// A declaration: the editions before this one ([`crate::ListHistory`]).
    History,
}

impl Beside {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Suspension, Self::Successors, Self::History];

    /// The name of its file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Suspension => "suspension.json",
            Self::Successors => "successors.jws",
            Self::History => "history.jws",
        }
    }

    /// The URL of this document in the folder of a list or of one of its editions.
    ///
    /// Ours name those of the dated edition, which never change: nobody who keeps copies can then hold a new list
    /// beside an old sibling.
    pub fn of(self, edition: &Iri) -> Iri {
        edition.in_folder(self.file_name())
    }

    /// Which document a URL is, if it is one below the folder of a list.
    pub fn named(list: &Iri, url: &Iri) -> Option<Self> {
        let below = url.as_str().strip_prefix(list.folder())?;
        let plain = |segment: &str| !matches!(segment, "" | "." | "..") && !segment.contains(['?', '#', '%']);
        let last = below.rsplit('/').next().filter(|_| below.split('/').all(plain))?;
        Self::ALL.into_iter().find(|kind| kind.file_name() == last)
    }
}

/// A document beside a list (VC Data Model 2.0, `relatedResource`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sibling {
    /// Its URL.
    pub id: Iri,
    /// SHA-256 of its bytes as they are served.
    pub sha256: [u8; 32],
    /// Its media type.
    pub media_type: String,
}

impl Sibling {
    pub(crate) fn to_object(&self) -> Object {
        Object::new()
            .with("id", self.id.as_str())
            .with("digestSRI", digest_text(&self.sha256))
            .with("mediaType", self.media_type.as_str())
    }
}

/// The siblings that the list names; a related resource of another kind is nobody's status and is passed over.
///
/// # Errors
/// One of ours without a SHA-256 digest: it must not be mistaken for one that is not there.
pub(crate) fn siblings(node: &mut Node<'_>, list: &Iri) -> Result<Vec<Sibling>, Misread> {
    let named = node.peek("relatedResource").map_or(&[][..], Json::as_set);
    let mut siblings: Vec<Sibling> = Vec::new();
    for (index, related) in named.iter().enumerate() {
        let pointer = format!("/relatedResource/{index}");
        let object = related.as_object().ok_or_else(|| Misread::new(&pointer, "an object is needed"))?;
        let id = object.text("id").and_then(|id| Iri::parse(id).ok());
        let Some((id, kind)) = id.and_then(|id| Some((id.clone(), Beside::named(list, &id)?))) else { continue };
        let sha256 = object.text("digestSRI").and_then(digest_of_text);
        let sha256 = sha256.ok_or_else(|| Misread::new(&pointer, "digestSRI with one SHA-256 digest is needed"))?;
        let media_type = object.text("mediaType").unwrap_or("").to_owned();
        if siblings.iter().any(|other| Beside::named(list, &other.id) == Some(kind)) {
            return Err(Misread::new(&pointer, "there are two of its kind"));
        }
        siblings.push(Sibling { id, sha256, media_type });
    }
    Ok(siblings)
}

/// A digest as subresource integrity writes it: `sha256-` and base64 (<https://www.w3.org/TR/SRI/>).
pub(crate) fn digest_text(sha256: &[u8; 32]) -> String {
    format!("sha256-{}", STANDARD.encode(sha256))
}

/// Reads one SHA-256 digest and nothing beside it.
pub(crate) fn digest_of_text(text: &str) -> Option<[u8; 32]> {
    let base64 = text.strip_prefix("sha256-")?;
    STANDARD.decode(base64).ok()?.try_into().ok()
}
