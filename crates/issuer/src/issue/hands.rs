//! Who works beside whoever issues: the roof's threads, or nobody. Which, never changes what is issued.

/// Hands that the roof lends.
pub trait Hands {
    /// Does both, side by side or one after the other; `here` on the thread that asks.
    fn beside(&self, away: &mut (dyn FnMut() + Send), here: &mut dyn FnMut());
}

/// Nobody beside: first the one, then the other.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Hands for Alone {
    fn beside(&self, away: &mut (dyn FnMut() + Send), here: &mut dyn FnMut()) {
        away();
        here();
    }
}
