//! One piece of work on many things, on all cores at once.
//! Nothing is kept from one to the next, and no thread outlives the call.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{available_parallelism, scope};

/// More threads than this only wait for the disk.
const MOST_THREADS: usize = 4;

/// Fewer things than this are not worth a thread.
const FEW: usize = 64;

fn threads() -> usize {
    available_parallelism().map_or(1, usize::from).min(MOST_THREADS)
}

/// Works on things share by share, and gives what comes of them in their order.
pub(super) fn in_shares<T: Sync, R: Send, E: Send>(
    things: &[T],
    work: impl Fn(&[T]) -> Result<Vec<R>, E> + Sync,
) -> Result<Vec<R>, E> {
    if things.len() < FEW {
        return work(things);
    }
    let ended: Result<Vec<Vec<R>>, E> = scope(|scope| {
        let shares = things.chunks(things.len().div_ceil(threads()));
        let working: Vec<_> = shares.map(|share| scope.spawn(|| work(share))).collect();
        working.into_iter().map(|share| share.join().unwrap_or_else(|fault| resume_unwind(fault))).collect()
    });
    Ok(ended?.into_iter().flatten().collect())
}

/// Asks things in their order until one answers; gives the answer of the foremost.
pub(super) fn first_answer<T: Sync, A: Send>(things: &[T], ask: impl Fn(&T) -> Option<A> + Sync) -> Option<A> {
    let (next, foremost) = (AtomicUsize::new(0), Mutex::new(None::<(usize, A)>));
    let answered = || foremost.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || {
        while answered().is_none() {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(place) else { return };
            let Some(answer) = ask(thing) else { continue };
            // What stands before it was asked before it, perhaps on a thread that is still at it.
            let mut answered = answered();
            if answered.as_ref().is_none_or(|(other, _)| place < *other) {
                *answered = Some((place, answer));
            }
        }
    };
    scope(|scope| {
        (1..threads().min(things.len())).for_each(|_| drop(scope.spawn(work)));
        work();
    });
    foremost.into_inner().unwrap_or_else(PoisonError::into_inner).map(|(_, answer)| answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_back_in_their_order_and_the_first_fault_is_told() {
        for count in [0, 1, 63, 64, 1_001] {
            let numbers: Vec<u32> = (0..count).collect();
            let doubled = in_shares(&numbers, |share| Ok::<_, u32>(share.iter().map(|number| number * 2).collect()));
            assert_eq!(doubled, Ok(numbers.iter().map(|number| number * 2).collect()));
        }
        let numbers: Vec<u32> = (0..1_000).collect();
        let failing = |number: &u32| if *number % 300 == 299 { Err(*number) } else { Ok(*number) };
        assert_eq!(in_shares(&numbers, |share| share.iter().map(failing).collect()), Err(299));
    }

    #[test]
    fn the_foremost_answer_counts_and_all_are_asked_if_none_answers() {
        let numbers: Vec<u32> = (0..10_000).collect();
        let asked = AtomicUsize::new(0);
        let silent = first_answer(&numbers, |_| {
            asked.fetch_add(1, Ordering::Relaxed);
            None::<u32>
        });
        assert_eq!((silent, asked.into_inner()), (None, 10_000));
        for from in [0, 1, 700, 9_999] {
            assert_eq!(first_answer(&numbers, |number| (*number >= from).then_some(*number)), Some(from));
        }
        assert_eq!(first_answer(&[], |()| Some(())), None);
    }
}
