//! Work done by several hands at once: files, for writing waits for the disk more than for a core, and seals.
//! What is done, and in which order the parts of one thing are, is the caller's.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use attesto_issuer::Hands;

use crate::fault::{Failure, Fault};

/// Does something with each of many things, with more hands than cores; the first failure is told.
pub(crate) fn each<T: Sync>(things: &[T], act: &(dyn Fn(&T) -> Result<(), Failure> + Sync)) -> Result<(), Failure> {
    let hands = 2 * thread::available_parallelism().map_or(1, usize::from);
    let share = things.len().div_ceil(hands).max(1);
    thread::scope(|scope| {
        let hands: Vec<_> =
            things.chunks(share).map(|some| scope.spawn(move || some.iter().try_for_each(act))).collect();
        hands.into_iter().try_for_each(|hand| hand.join().map_err(|_| stopped())?)
    })
}

/// A second hand, on a thread of its own; and as many as there are cores where there is much of the same.
pub(crate) struct Second;

impl Hands for Second {
    fn beside(&self, away: &mut (dyn FnMut() + Send), here: &mut dyn FnMut()) {
        thread::scope(|scope| {
            scope.spawn(away);
            here();
        });
    }

    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        let one_by_one = || {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return;
                }
                work(number);
            }
        };
        thread::scope(|scope| {
            let hands = thread::available_parallelism().map_or(1, usize::from);
            (1..hands.min(count)).for_each(|_| drop(scope.spawn(one_by_one)));
            one_by_one();
        });
    }
}

fn stopped() -> Failure {
    Failure::new(Fault::Bug, "hands", "a thread that writes files stopped; run `attesto publish`, nothing is lost")
}
