//! Who works beside whoever issues: the roof's threads, or nobody. Which, never changes what is issued.

/// Hands that the roof lends.
pub trait Hands: Sync {
    /// Does both, side by side or one after the other; `here` on the thread that asks.
    fn beside(&self, away: &mut (dyn FnMut() + Send), here: &mut dyn FnMut());

    /// Does each of so many things, told by its number, in whatever order and on however many threads.
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync));
}

/// Nobody beside: first the one, then the other.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Hands for Alone {
    fn beside(&self, away: &mut (dyn FnMut() + Send), here: &mut dyn FnMut()) {
        away();
        here();
    }

    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(work);
    }
}
