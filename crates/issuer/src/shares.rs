//! Much of the same, share by share on the hands that the roof lends; what comes of it stands in the order of the things.
//! How many hands there are never changes what comes of it.

use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::issue::Hands;

/// So many things are a share: enough to be worth the way, and few enough for the last hand to be done with the others.
pub(crate) const SHARE: usize = 64;

/// What comes of each share of things, in their order.
pub fn each_share<T: Sync, R: Send + Sync>(things: &[T], hands: &dyn Hands, work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let shares: Vec<&[T]> = things.chunks(SHARE).collect();
    each(&shares, hands, |share| work(share))
}

/// What comes of each thing, in their order, where a thing is worth the way.
pub(crate) fn each<T: Sync, R: Send + Sync>(things: &[T], hands: &dyn Hands, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let done: Vec<OnceLock<R>> = things.iter().map(|_| OnceLock::new()).collect();
    hands.each(things.len(), &|number| {
        if let Some((thing, done)) = things.get(number).zip(done.get(number)) {
            done.get_or_init(|| work(thing));
        }
    });
    // What hands left undone is done here.
    let done = done.into_iter().zip(things);
    done.map(|(done, thing)| done.into_inner().unwrap_or_else(|| work(thing))).collect()
}

/// The same of things that are given away.
pub(crate) fn each_taken<T: Send, R: Send + Sync>(
    things: Vec<T>,
    hands: &dyn Hands,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let given: Vec<Mutex<Option<T>>> = things.into_iter().map(|thing| Mutex::new(Some(thing))).collect();
    let take = |thing: &Mutex<Option<T>>| thing.lock().unwrap_or_else(PoisonError::into_inner).take();
    each(&given, hands, |thing| take(thing).map(&work)).into_iter().flatten().collect()
}

/// Hands as they are lent to an act.
#[derive(Clone, Copy)]
pub(crate) struct Lent<'h>(pub(crate) &'h dyn Hands);

impl fmt::Debug for Lent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lent")
    }
}

#[cfg(test)]
mod tests;
