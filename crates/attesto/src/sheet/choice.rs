//! The languages that a page offers at its head, each with the address of the same page in it.
//! Knows no page.

use crate::locale::{Tongue, Words};

/// A language to choose.
pub(crate) struct Choice {
    pub(crate) tag: &'static str,
    pub(crate) own_name: &'static str,
    pub(crate) address: String,
    pub(crate) current: bool,
}

/// All of them, for a page in one.
pub(crate) fn choices(words: &Words, address: &dyn Fn(&str) -> String) -> Vec<Choice> {
    let choice = |tongue: Tongue| Choice {
        tag: tongue.tag(),
        own_name: tongue.own_name(),
        address: address(tongue.tag()),
        current: tongue == words.tongue(),
    };
    Tongue::ALL.map(choice).into_iter().collect()
}
