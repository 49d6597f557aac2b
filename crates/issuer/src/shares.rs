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
pub(crate) mod tests {
    use std::thread;

    use super::*;
    use crate::issue::Alone;

    /// Several hands, the last thing first.
    pub(crate) struct Several;

    impl Hands for Several {
        fn beside(&self, away: &mut (dyn FnMut() + Send), here: &mut dyn FnMut()) {
            thread::scope(|scope| {
                scope.spawn(away);
                here();
            });
        }

        fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
            thread::scope(|scope| {
                for hand in 0..3 {
                    scope.spawn(move || (0..count).rev().filter(|number| number % 3 == hand).for_each(work));
                }
            });
        }
    }

    /// Hands that do nothing of what they are asked.
    struct Idle;

    impl Hands for Idle {
        fn beside(&self, _away: &mut (dyn FnMut() + Send), _here: &mut dyn FnMut()) {}

        fn each(&self, _count: usize, _work: &(dyn Fn(usize) + Sync)) {}
    }

    #[test]
    fn whoever_works_what_comes_of_it_stands_in_order() {
        let things: Vec<usize> = (0..2 * SHARE + 7).collect();
        let all: [&dyn Hands; 3] = [&Alone, &Several, &Idle];
        for hands in all {
            let shares = each_share(&things, hands, <[usize]>::to_vec);
            assert_eq!(shares.iter().map(Vec::len).collect::<Vec<_>>(), [SHARE, SHARE, 7]);
            assert_eq!(shares.concat(), things);
            assert_eq!(each_taken(things.clone(), hands, |thing| thing), things);
            assert!(each_share(&[(); 0], hands, |_| ()).is_empty());
        }
    }
}
