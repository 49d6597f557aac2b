//! Of the editions of one list, the present one: an older one is refused where a younger one is at hand.
//! A list that says no edition is its reader's own and stands as it is.

use super::Found;
use crate::fault::{Failure, Fault};

/// How one edition stands to another of the same list.
enum Other {
    None,
    Older,
    Same,
    Younger,
}

/// Adds a list from another source: an older edition, or another list under the same number, is refused.
pub(super) fn add(all: &mut Vec<Found>, new: Found) -> Result<(), Failure> {
    for other in &*all {
        match compared(&new, other)? {
            Other::None => {}
            Other::Same => return Ok(()),
            Other::Older => return Err(older(&new, other)),
            Other::Younger => return Err(older(other, &new)),
        }
    }
    all.push(new);
    Ok(())
}

/// Keeps the younger of two editions from one folder.
pub(super) fn keep_latest(all: &mut Vec<Found>, new: Found) -> Result<(), Failure> {
    for other in all.iter_mut() {
        match compared(&new, other)? {
            Other::None => {}
            Other::Same | Other::Older => return Ok(()),
            Other::Younger => {
                *other = new;
                return Ok(());
            }
        }
    }
    all.push(new);
    Ok(())
}

/// What the first is to the second.
fn compared(one: &Found, other: &Found) -> Result<Other, Failure> {
    let same_list = one.list.keeper() == other.list.keeper() && one.list.name() == other.list.name();
    let (Some(edition), Some(before), true) = (one.list.edition(), other.list.edition(), same_list) else {
        return Ok(Other::None);
    };
    if edition.number() != before.number() {
        return Ok(if edition.number() < before.number() { Other::Older } else { Other::Younger });
    }
    if one.digest == other.digest {
        return Ok(Other::Same);
    }
    let sentence = format!(
        "{} and {} differ and are both number {} of the trust list {}; ask its keeper which one holds",
        one.source,
        other.source,
        edition.number(),
        one.list.name()
    );
    Err(Failure::new(Fault::Input, "trust-two", sentence))
}

fn older(old: &Found, young: &Found) -> Failure {
    let number = |found: &Found| found.list.edition().map_or(0, attesto_verifier::Edition::number);
    let sentence = format!(
        "{} is number {} of the trust list {}, and {} is number {}; leave the older one out, and ask why it is still given",
        old.source,
        number(old),
        old.list.name(),
        young.source,
        number(young)
    );
    Failure::new(Fault::Input, "trust-older", sentence)
}
