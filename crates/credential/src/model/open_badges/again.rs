//! Achievements that were read before: shared members are read once by each thread, however many badges have them.
//! Remembered by the members themselves and not by a name; reads nothing itself.

use std::cell::RefCell;
use std::collections::VecDeque;

use crate::credential::{Achievement, SharedAchievement};
use crate::document::SharedMembers;
use crate::model::{Misread, Node};

/// Achievements that are remembered; what comes later takes the place of the oldest.
const PLACES: usize = 16;

thread_local! {
    static READ: RefCell<VecDeque<(SharedMembers, SharedAchievement)>> = const { RefCell::new(VecDeque::new()) };
}

/// The achievement of a node, from memory or by `read`.
pub(super) fn achievement(
    node: Node<'_>,
    read: impl FnOnce(Node<'_>) -> Result<Achievement, Misread>,
) -> Result<SharedAchievement, Misread> {
    let Some(shared) = node.shared() else { return read(node).map(Into::into) };
    if let Some(known) = known(shared) {
        return Ok(known);
    }
    let achievement: SharedAchievement = read(node)?.into();
    READ.with(|all| {
        let Ok(mut all) = all.try_borrow_mut() else { return };
        if all.len() >= PLACES {
            all.pop_front();
        }
        all.push_back((shared.clone(), achievement.clone()));
    });
    Ok(achievement)
}

fn known(shared: &SharedMembers) -> Option<SharedAchievement> {
    READ.with(|all| {
        let all = all.try_borrow().ok()?;
        all.iter().find(|(known, _)| known.is(shared)).map(|(_, achievement)| achievement.clone())
    })
}
