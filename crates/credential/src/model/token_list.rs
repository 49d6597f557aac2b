//! A Token Status List as the claims of a JWT (`statuslist+jwt`). Times are whole seconds since 1970.

use super::claims::{moment, seconds};
use crate::document::{Document, Json, Object};
use crate::model::{Misread, Node};
use crate::status::decimal;
use crate::status_list::{BitsPerCopy, TokenList, TokenStatuses};

pub(crate) fn write(list: &TokenList) -> Document {
    let statuses =
        Object::new().with("bits", u64::from(list.statuses.bits().number())).with("lst", list.statuses.to_lst());
    let root = Object::new()
        .with("sub", list.id.as_str())
        .with("iss", list.issuer.as_str())
        .with("iat", seconds(list.from))
        .with_some("exp", list.until.map(seconds))
        .with_some("ttl", list.ttl_seconds)
        .with("status_list", statuses);
    Document::composed(root)
}

pub(crate) fn read(document: &Document) -> Result<TokenList, Misread> {
    let mut node = Node::root(document);
    let id = node.need_iri("sub")?;
    let issuer = node.iri("iss")?.unwrap_or_else(|| id.clone());
    let from = moment(&mut node, "iat")?.ok_or_else(|| Misread::new("/iat", "the moment it was made is needed"))?;
    let until = moment(&mut node, "exp")?;
    if until.is_some_and(|until| until < from) {
        return Err(Misread::new("/exp", "it must not lie before iat"));
    }
    let ttl_seconds = ttl(&node)?;
    let list = node.need_object("status_list")?;
    Ok(TokenList { id, issuer, from, until, ttl_seconds, statuses: statuses(list)? })
}

/// A positive number of seconds.
fn ttl(node: &Node<'_>) -> Result<Option<u64>, Misread> {
    let Some(value) = node.peek("ttl") else { return Ok(None) };
    let whole = number(value).filter(|seconds| *seconds > 0);
    whole.map(Some).ok_or_else(|| Misread::new("/ttl", "a positive number of whole seconds is needed"))
}

fn number(value: &Json) -> Option<u64> {
    match value {
        Json::Number(number) => decimal(number.as_str()),
        _ => None,
    }
}

fn statuses(list: &Object) -> Result<TokenStatuses, Misread> {
    let bits = list.get("bits").and_then(number).and_then(BitsPerCopy::of_number);
    let bits = bits.ok_or_else(|| Misread::new("/status_list/bits", "1, 2, 4 or 8 is needed"))?;
    let lst = list.text("lst").ok_or_else(|| Misread::new("/status_list/lst", "a string is needed"))?;
    TokenStatuses::from_lst(bits, lst).map_err(|fault| Misread::new("/status_list/lst", fault.why()))
}
