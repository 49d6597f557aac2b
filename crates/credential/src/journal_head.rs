//! The body of a journal's head: how many acts an issuer's journal has, and what it commits to.
//! Whoever held it at a moment knows what was recorded before; it names nobody.

use crate::document::{Json, Object};
use crate::model::{Misread, Node};
use crate::status::decimal;
use crate::time::Timestamp;

/// Where a journal ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalHead {
    /// How many acts there are.
    pub seq: u64,
    /// SHA-256 of the last line.
    pub hash: [u8; 32],
    /// When the last act was.
    pub at: Option<Timestamp>,
    /// The root over the digests of all copies that were recorded; older heads have none.
    pub copies: Option<[u8; 32]>,
}

impl JournalHead {
    /// The kind of declaration that has this body.
    pub const KIND: &'static str = "journal-head";

    /// Words the body.
    pub fn to_body(&self) -> Object {
        Object::new()
            .with("seq", self.seq)
            .with("hash", hex(&self.hash))
            .with_some("at", self.at.map(|at| at.to_string()))
            .with_some("copies", self.copies.as_ref().map(hex))
    }

    /// Reads the body.
    ///
    /// # Errors
    /// A member missing, too many, or not of its grammar.
    pub fn from_body(body: &Object) -> Result<Self, Misread> {
        let mut node = Node::of(body);
        node.skip("seq");
        let seq = match node.peek("seq") {
            Some(Json::Number(number)) => decimal(number.as_str()),
            _ => None,
        };
        let seq = seq.ok_or_else(|| Misread::new("/seq", "the number of an act is needed"))?;
        let digest =
            |text: &str, pointer| unhex(text).ok_or_else(|| Misread::new(pointer, "64 hexadecimal digits are needed"));
        let hash = digest(&node.need_text("hash")?, "/hash")?;
        let at = node.time("at")?;
        let copies = node.text("copies").map(|text| digest(&text, "/copies")).transpose()?;
        node.finished()?;
        Ok(Self { seq, hash, at, copies })
    }
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)) {
        return None;
    }
    let mut digest = [0; 32];
    for (byte, at) in digest.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_reads_back_and_nothing_else_is_one() {
        let at = Timestamp::parse("2026-11-26T09:00:00Z").unwrap();
        let head = JournalHead { seq: 42, hash: [7; 32], at: Some(at), copies: Some([9; 32]) };
        assert_eq!(JournalHead::from_body(&head.to_body()), Ok(head.clone()));
        let older = JournalHead { copies: None, ..head.clone() };
        assert_eq!(JournalHead::from_body(&older.to_body()), Ok(older));
        for bad in [
            head.to_body().with("more", 1),
            Object::new().with("hash", hex(&[7; 32])),
            Object::new().with("seq", 1).with("hash", "abc"),
            Object::new().with("seq", "1").with("hash", hex(&[7; 32])),
            Object::new().with("seq", 1).with("hash", hex(&[7; 32])).with("copies", "ABC"),
        ] {
            assert!(JournalHead::from_body(&bad).is_err(), "{bad:?}");
        }
    }
}
