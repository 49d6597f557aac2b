//! A link withdrawn on its holder's word, or renewed: the copy stays as it is, another link shows it, or none.
//! No act says in clear what a link is; whoever reads the journal has its digest.

use attesto_credential::{CertificateNumber, CredentialId, Object, Timestamp};
use attesto_securing::{Digest, Entropy, draw};
use serde::{Deserialize, Serialize};

use super::known::living;
use crate::code::OfficerId;
use crate::issue::{CopyKey, LinkCapability, State, copies_entry, copy_link_family, link_entry, state};
use crate::officer::Officer;
use crate::record::{read, text};
use crate::records::{RecordRefused, Records, SignedAct, damaged, digest, ordinal, with_signed};
use crate::register::{Act, ActKind, Head, Key, Payload, PersonId, Register, RegisterFault};

/// The kind of the declaration that an officer signs who withdraws or renews a link.
pub const LINK: &str = "link";

/// What is done to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkDeed {
    /// Another one takes its place.
    Renew,
    /// It shows nothing any more.
    Withdraw,
}

/// What should be done, to which copy, and by whom.
#[derive(Clone, Debug)]
pub struct LinkOrder {
    /// To a copy of which certification.
    pub number: CertificateNumber,
    /// Which copy, where there are several.
    pub copy: Option<CredentialId>,
    /// What.
    pub deed: LinkDeed,
    /// Who does it.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// A change of links that may be made, ready to be signed.
#[derive(Clone, Debug)]
pub struct LinkChange {
    order: LinkOrder,
    key: CopyKey,
    person: PersonId,
    withdrawn: Vec<LinkCapability>,
    given: Option<LinkCapability>,
}

/// Why a link is not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkRefused {
    /// No copy that can be read.
    #[error("{number} has no such copy that can still be read; `attesto status show {number}` lists its copies")]
    NoCopy {
        /// The number.
        number: CertificateNumber,
    },
    /// No link shows the copy.
    #[error("no link shows this copy of {number} any more; nothing was changed")]
    NoLink {
        /// The number.
        number: CertificateNumber,
    },
    /// The register cannot.
    #[error(transparent)]
    Register(#[from] RegisterFault),
    /// Which of several is not said.
    #[error("{number} has {count} copies; name one with --copy, `attesto status show {number}` lists them")]
    Several {
        /// The number.
        number: CertificateNumber,
        /// How many.
        count: usize,
    },
}

/// A link that was given later than its copy, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenLink {
    format: u32,
    link: String,
}

impl WrittenLink {
    pub(crate) fn parse(key: &Key, written: &str) -> Result<LinkCapability, RegisterFault> {
        let read: Self = read("link of a copy", written).map_err(|bad| damaged(key, bad))?;
        LinkCapability::parse(&read.link).map_err(|bad| damaged(key, bad))
    }
}

impl LinkDeed {
    /// The word of the journal and of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Renew => "renew",
            Self::Withdraw => "withdraw",
        }
    }
}

impl LinkChange {
    /// Works out what an order comes to; a new link is drawn where one is given.
    ///
    /// # Errors
    /// No such copy, several of them, no link to withdraw, or the register cannot.
    pub fn of(order: LinkOrder, register: &dyn Register, entropy: &mut dyn Entropy) -> Result<Self, LinkRefused> {
        let number = || order.number.clone();
        let mut meant = Vec::new();
        for (entry, _) in Records::of(register).all(&copies_entry(&order.number))? {
            let key = CopyKey::from_digest(digest(&entry, entry.last().as_bytes())?);
            let Some(State::Recorded(recorded)) = state(register, &key)? else { continue };
            let Some(draft) = recorded.draft(register)? else { continue };
            if order.copy.as_ref().is_none_or(|id| *id == draft.credential()) {
                meant.push((key, draft));
            }
        }
        let (key, draft) = match meant.as_slice() {
            [(key, draft)] => (*key, draft),
            [] => return Err(LinkRefused::NoCopy { number: number() }),
            several => return Err(LinkRefused::Several { number: number(), count: several.len() }),
        };
        let withdrawn = living(register, &key)?;
        if order.deed == LinkDeed::Withdraw && withdrawn.is_empty() {
            return Err(LinkRefused::NoLink { number: number() });
        }
        let given = (order.deed == LinkDeed::Renew).then(|| LinkCapability::from_random(draw(entropy)));
        Ok(Self { key, person: draft.person_id(), withdrawn, given, order })
    }

    /// What the officer signs, and what stands in the journal: digests of links, never a link.
    pub fn body(&self) -> Object {
        let digests =
            |links: &[LinkCapability]| -> Vec<String> { links.iter().map(|link| link.digest().to_hex()).collect() };
        Object::new()
            .with("deed", self.order.deed.word())
            .with("number", self.order.number.as_str())
            .with("copy", self.key.to_hex())
            .with("withdrawn", digests(&self.withdrawn))
            .with_some("given", self.given.map(|link| link.digest().to_hex()))
            .with("by", self.order.by.as_str())
            .with("at", self.order.at.to_string())
    }

    /// The link that shows the copy from now on.
    pub fn given(&self) -> Option<LinkCapability> {
        self.given
    }

    /// How many links show nothing any more.
    pub fn withdrawn(&self) -> usize {
        self.withdrawn.len()
    }
}

/// Records a change of links, in one durable act, with what its officer signed.
///
/// # Errors
/// Another act was signed, or the register cannot.
pub fn record_link(
    register: &mut dyn Register,
    change: &LinkChange,
    officer: &Officer,
    signed: &SignedAct<'_>,
) -> Result<Head, RecordRefused> {
    let body = change.body();
    signed.is(LINK, officer, &body)?;
    if *officer.id() != change.order.by {
        return Err(RecordRefused::SignedOther { officer: officer.id().to_string(), kind: LINK });
    }
    let seq = register.head().seq + 1;
    let act = Act::new(ActKind::Link, change.order.at, officer.id().clone(), body);
    let act = with_signed(act, officer, signed, seq);
    let withdrawn = format!("withdrawn {} {}", change.key.to_hex(), change.order.at);
    let act = change.withdrawn.iter().fold(act, |act, link| act.with_set(link_entry(link), withdrawn.clone()));
    Ok(register.commit(match change.given {
        Some(link) => with_link(act, change, link, seq),
        None => act,
    })?)
}

fn with_link(act: Act, change: &LinkChange, link: LinkCapability, seq: u64) -> Act {
    let written = WrittenLink { format: 1, link: link.to_text() };
    let payload = Payload::erasable(text(&written).into_bytes(), change.person);
    let kept: Digest = payload.digest();
    act.with_payload(payload)
        .with_fresh(link_entry(&link), change.key.to_hex())
        .with_fresh(copy_link_family(&change.key).under(&ordinal(seq)), format!("{kept} {}", change.person))
}
