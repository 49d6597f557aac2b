//! The journal: one JSON line per act, each with the digest of the line before it.
//! No personal data and no disk; whoever keeps the lines keeps their bytes.

use attesto_credential::{Document, Json, Limits, Number, Object, Timestamp};
use attesto_securing::Digest;

use super::act::{Act, ActKind, Payload};
use super::merkle::merkle_root;
use super::piece::Piece;
use super::{Head, RegisterFault};
use crate::code::OfficerId;

const FORMAT: u64 = 1;
/// How far a clock may step back without being refused: what a time server corrects.
const CLOCK_TOLERANCE_SECONDS: i64 = 5;
const LIMITS: Limits = Limits { bytes: 1 << 20, depth: 64, members: 100_000, string_bytes: 256 << 10 };

/// One act as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLine {
    seq: u64,
    prev: Digest,
    at: Timestamp,
    by: OfficerId,
    kind: ActKind,
    body: Object,
    payload_count: u64,
    payload_root: Digest,
    pieces: Vec<Digest>,
    hash: Digest,
}

/// A line ready to be written, and the pieces that must be kept before it is.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The line.
    pub line: JournalLine,
    /// What the act does, to be kept by digest like the act's own payloads.
    pub pieces: Vec<Payload>,
}

/// Why a text is not a line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadLine {
    /// Not what [`JournalLine::to_text`] writes.
    #[error("the line is not as the journal writes it: {why}")]
    Form {
        /// What is different.
        why: String,
    },
    /// Written by a later version.
    #[error("the line has format {found}; this version knows {FORMAT}: use the version that wrote it, or a later one")]
    Newer {
        /// The format.
        found: String,
    },
}

/// A line that does not follow the one before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenChain {
    /// The digest of the line before is another.
    #[error(
        "line {seq} names {expected} as the digest of the line before it, which has {found}: one of the two was changed"
    )]
    Digest {
        /// Its number.
        seq: u64,
        /// What it says.
        expected: Digest,
        /// What there is.
        found: Digest,
    },
    /// The number is not the next.
    #[error("line {found} stands where line {expected} should")]
    Sequence {
        /// The next number.
        expected: u64,
        /// The number found.
        found: u64,
    },
}

impl Head {
    /// Takes one more line onto the chain.
    ///
    /// # Errors
    /// The line does not follow.
    pub fn follow(self, line: &JournalLine) -> Result<Self, BrokenChain> {
        self.follow_link(line.seq, line.prev)?;
        Ok(line.head())
    }

    /// Whether a line with this number and this digest of its predecessor follows.
    ///
    /// # Errors
    /// It does not.
    pub fn follow_link(&self, seq: u64, prev: Digest) -> Result<(), BrokenChain> {
        if seq != self.seq + 1 {
            return Err(BrokenChain::Sequence { expected: self.seq + 1, found: seq });
        }
        if prev != self.hash {
            return Err(BrokenChain::Digest { seq, expected: prev, found: self.hash });
        }
        Ok(())
    }
}

impl JournalLine {
    /// Composes the next line for an act.
    ///
    /// # Errors
    /// The body is too large, or the clock stands before the last act.
    pub fn compose(act: &Act, head: &Head) -> Result<Composed, RegisterFault> {
        if let Some(last) = head.at.filter(|last| last.unix() - act.at().unix() > CLOCK_TOLERANCE_SECONDS) {
            return Err(RegisterFault::ClockBackwards { at: act.at(), last });
        }
        let body_bytes = Document::composed(act.body().clone()).to_text().len();
        if body_bytes > Act::BODY_LIMIT_BYTES {
            return Err(RegisterFault::BodyTooLong { found: body_bytes, limit: Act::BODY_LIMIT_BYTES });
        }
        let pieces = Piece::write(act);
        let leaves: Vec<Digest> = act.payloads().iter().map(Payload::digest).collect();
        let line = Self {
            seq: head.seq + 1,
            prev: head.hash,
            at: act.at(),
            by: act.by().clone(),
            kind: act.kind(),
            body: act.body().clone(),
            payload_count: u64::try_from(leaves.len()).unwrap_or(u64::MAX),
            payload_root: merkle_root(&leaves),
            pieces: pieces.iter().map(Payload::digest).collect(),
            hash: head.hash,
        };
        // What is written must read back at the next start: the reader is asked before anything is.
        let line = Self::parse(&line.to_text()).map_err(|why| RegisterFault::BodyUnfit { why })?;
        Ok(Composed { line, pieces })
    }

    /// Reads a line, without its line feed.
    ///
    /// # Errors
    /// Any text that [`JournalLine::to_text`] would not write, or a later format.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let document = Document::parse(text.as_bytes(), &LIMITS).map_err(|why| form(&why.to_string()))?;
        let root = document.root();
        let number = |object: &Object, key: &str| object.get(key).and_then(as_u64).ok_or_else(|| form(key));
        let digest = |value: Option<&Json>, key| as_digest(value).ok_or_else(|| form(key));
        match root.get("format") {
            Some(Json::Number(found)) if as_number(found) != Some(FORMAT) => {
                return Err(BadLine::Newer { found: found.as_str().to_owned() });
            }
            _ => {}
        }
        let payloads = root.get("payloads").and_then(Json::as_object).ok_or_else(|| form("payloads"))?;
        let pieces = root.get("pieces").and_then(Json::as_array).ok_or_else(|| form("pieces"))?;
        let word = root.text("act").ok_or_else(|| form("act"))?;
        let line = Self {
            seq: number(root, "seq")?,
            prev: digest(root.get("prev"), "prev")?,
            at: root.text("at").and_then(|at| Timestamp::parse(at).ok()).ok_or_else(|| form("at"))?,
            by: root.text("by").and_then(|by| OfficerId::parse(by).ok()).ok_or_else(|| form("by"))?,
            kind: ActKind::parse(word).ok_or_else(|| form("an act that this version does not know"))?,
            body: root.get("body").and_then(Json::as_object).ok_or_else(|| form("body"))?.clone(),
            payload_count: number(payloads, "count")?,
            payload_root: digest(payloads.get("root"), "root")?,
            pieces: pieces.iter().map(|piece| digest(Some(piece), "pieces")).collect::<Result<_, _>>()?,
            hash: Digest::of(text.as_bytes()),
        };
        if line.to_text() == text { Ok(line) } else { Err(form("it is not in the one form")) }
    }

    /// The line without its line feed, in the one form that has this digest.
    pub fn to_text(&self) -> String {
        let payloads = Object::new().with("count", self.payload_count).with("root", self.payload_root.to_hex());
        let root = Object::new()
            .with("format", FORMAT)
            .with("seq", self.seq)
            .with("prev", self.prev.to_hex())
            .with("at", self.at.to_string())
            .with("by", self.by.as_str())
            .with("act", self.kind.as_str())
            .with("body", self.body.clone())
            .with("payloads", payloads)
            .with("pieces", self.pieces.iter().map(|piece| piece.to_hex()).collect::<Vec<_>>());
        Document::composed(root).to_text()
    }

    /// The head once this line is the last.
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash, at: Some(self.at) }
    }

    /// What faults and findings call it.
    pub fn record(&self) -> String {
        format!("journal line {} ({} by {})", self.seq, self.kind.as_str(), self.by)
    }

    /// Its number, from 1.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// When the act was.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The id of the officer.
    pub fn by(&self) -> &OfficerId {
        &self.by
    }

    /// What was done.
    pub fn kind(&self) -> ActKind {
        self.kind
    }

    /// The facts of the act.
    pub fn body(&self) -> &Object {
        &self.body
    }

    /// How many texts the act keeps.
    pub fn payload_count(&self) -> u64 {
        self.payload_count
    }

    /// The Merkle root over the texts that the act keeps.
    pub fn payload_root(&self) -> Digest {
        self.payload_root
    }

    /// The pieces that say what the act does, in order.
    pub fn pieces(&self) -> &[Digest] {
        &self.pieces
    }

    /// The digest of the line, which the next one names.
    pub fn hash(&self) -> Digest {
        self.hash
    }
}

/// Number and predecessor of a line, read off its fixed beginning; enough to follow the chain at full speed.
pub fn link(text: &str) -> Option<(u64, Digest)> {
    let rest = text.strip_prefix("{\"format\":1,\"seq\":")?;
    let (seq, rest) = rest.split_once(",\"prev\":\"")?;
    let prev = Digest::parse_hex(rest.get(..64)?)?;
    Some((seq.parse().ok()?, prev))
}

fn form(why: &str) -> BadLine {
    BadLine::Form { why: why.to_owned() }
}

fn as_u64(value: &Json) -> Option<u64> {
    if let Json::Number(number) = value { as_number(number) } else { None }
}

fn as_number(number: &Number) -> Option<u64> {
    number.as_str().parse().ok()
}

fn as_digest(value: Option<&Json>) -> Option<Digest> {
    value?.as_str().and_then(Digest::parse_hex)
}

#[cfg(test)]
mod tests;
