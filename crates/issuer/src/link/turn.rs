//! A link withdrawn on its holder's word, or renewed: the copy stays as it is, another link shows it, or none.
//! No act says in clear what a link is; whoever reads the journal has its digest.

use attesto_credential::{Object, Secured};
use attesto_securing::{Digest, Entropy, draw};

use super::given::WrittenLink;
use super::known::{LinkedCopy, linked_copies};
use super::order::{LinkDeed, LinkOrder, LinkRefused};
use crate::issue::{LinkCapability, copy_link_family, link_entry};
use crate::officer::Officer;
use crate::record::text;
use crate::records::{RecordRefused, SignedAct, ordinal, with_signed};
use crate::register::{Act, ActKind, Head, Payload, Register};

/// The kind of the declaration that an officer signs who withdraws or renews a link.
pub const LINK: &str = "link";

/// A change of links that may be made, ready to be signed.
#[derive(Clone, Debug)]
pub struct LinkChange {
    order: LinkOrder,
    copy: LinkedCopy,
    given: Option<LinkCapability>,
}

impl LinkChange {
    /// Works out what an order comes to; a new link is drawn where one is given.
    ///
    /// # Errors
    /// No such copy, several of them, no link to withdraw, or the register cannot.
    pub fn of(order: LinkOrder, register: &dyn Register, entropy: &mut dyn Entropy) -> Result<Self, LinkRefused> {
        let copies = linked_copies(register, &order.number)?;
        let copy = meant(&order, &copies)?.clone();
        let given = match order.deed {
            LinkDeed::Renew => Some(LinkCapability::from_random(draw(entropy))),
            LinkDeed::Withdraw if copy.showing().next().is_none() => {
                return Err(LinkRefused::NoLink { number: order.number });
            }
            LinkDeed::Withdraw => None,
        };
        Ok(Self { order, copy, given })
    }

    /// What the officer signs, and what stands in the journal: digests of links, never a link.
    pub fn body(&self) -> Object {
        let withdrawn: Vec<String> = self.copy.showing().map(|link| link.digest().to_hex()).collect();
        Object::new()
            .with("deed", self.order.deed.word())
            .with("reason", self.order.reason.word())
            .with("number", self.order.number.as_str())
            .with("copy", self.copy.key().to_hex())
            .with("withdrawn", withdrawn)
            .with_some("given", self.given.map(|link| link.digest().to_hex()))
            .with("by", self.order.by.as_str())
            .with("at", self.order.at.to_string())
    }

    /// The link that shows the copy from now on.
    pub fn given(&self) -> Option<LinkCapability> {
        self.given
    }

    /// The links that show nothing any more.
    pub fn withdrawn(&self) -> impl Iterator<Item = LinkCapability> {
        self.copy.showing()
    }

    /// The sealed text of the copy.
    pub fn secured(&self) -> &Secured {
        self.copy.secured()
    }
}

/// The copy that is meant: the one that is named, else the only one that is shown, else the only one there is.
fn meant<'c>(order: &LinkOrder, copies: &'c [LinkedCopy]) -> Result<&'c LinkedCopy, LinkRefused> {
    let named = |copy: &&LinkedCopy| order.copy.as_ref().is_none_or(|id| id == copy.id());
    let named: Vec<&LinkedCopy> = copies.iter().filter(named).collect();
    let shown: Vec<&LinkedCopy> = named.iter().copied().filter(|copy| copy.showing().next().is_some()).collect();
    let number = order.number.clone();
    match (shown.as_slice(), named.as_slice(), order.deed) {
        (_, [], _) => Err(LinkRefused::NoCopy { number }),
        ([one], ..) | ([], [one], _) => Ok(one),
        ([], _, LinkDeed::Withdraw) => Err(LinkRefused::NoLink { number }),
        ([], several, LinkDeed::Renew) | (several, ..) => Err(LinkRefused::Several { number, count: several.len() }),
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
    let withdrawn = format!("withdrawn {} {}", change.copy.key().to_hex(), change.order.at);
    let act = change.withdrawn().fold(act, |act, link| act.with_set(link_entry(&link), withdrawn.clone()));
    Ok(register.commit(match change.given {
        Some(link) => with_link(act, change, link, seq),
        None => act,
    })?)
}

fn with_link(act: Act, change: &LinkChange, link: LinkCapability, seq: u64) -> Act {
    let person = change.copy.person();
    let payload = Payload::erasable(text(&WrittenLink::of(link)).into_bytes(), person);
    let kept: Digest = payload.digest();
    let key = change.copy.key();
    act.with_payload(payload)
        .with_fresh(link_entry(&link), key.to_hex())
        .with_fresh(copy_link_family(&key).under(&ordinal(seq)), format!("{kept} {person}"))
}
