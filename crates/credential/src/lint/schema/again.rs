//! What the schema said before of members that documents share: asked once by each thread for each part of a schema.
//! Remembered by the members themselves, of which the answer is a matter alone; asks nothing itself.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::document::SharedMembers;

/// Answers that are remembered; what comes later takes the place of the oldest.
const PLACES: usize = 64;

thread_local! {
    static SAID: RefCell<VecDeque<Said>> = const { RefCell::new(VecDeque::new()) };
}

/// One part of one schema.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) schema: SchemaNumber,
    pub(super) part: usize,
}

/// No two schemas of a process have the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct SchemaNumber(usize);

impl SchemaNumber {
    pub(super) fn next() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

struct Said {
    members: SharedMembers,
    asked: Asked,
    answer: Option<bool>,
}

/// The answer for shared members, from memory or by `ask`.
pub(super) fn answer(members: &SharedMembers, asked: Asked, ask: impl FnOnce() -> Option<bool>) -> Option<bool> {
    let is_it = |said: &&Said| said.asked == asked && said.members.is(members);
    let known = SAID.with(|all| all.try_borrow().ok()?.iter().find(is_it).map(|said| said.answer));
    if let Some(answer) = known {
        return answer;
    }
    let answer = ask();
    SAID.with(|all| {
        let Ok(mut all) = all.try_borrow_mut() else { return };
        if all.len() >= PLACES {
            all.pop_front();
        }
        all.push_back(Said { members: members.clone(), asked, answer });
    });
    answer
}
