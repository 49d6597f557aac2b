//! An achievement that is said of many people: kept once, however many credentials say it, and worded once.
//! Reads as the achievement that it is; nothing tells it from one that is said once.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::Achievement;
use crate::document::Object;

/// What many credentials say alike; clones are one and the same until one is changed.
#[derive(Clone)]
pub struct SharedAchievement(Arc<Said>);

struct Said {
    achievement: Achievement,
    badge: OnceLock<Object>,
}

impl SharedAchievement {
    /// The same with something changed; what others say stays as it is.
    #[must_use]
    pub fn changed(self, change: impl FnOnce(&mut Achievement)) -> Self {
        let said = Arc::try_unwrap(self.0);
        let mut own = said.map_or_else(|said| said.achievement.clone(), |said| said.achievement);
        change(&mut own);
        own.into()
    }

    /// Its wording in a badge, which `word` is asked for once.
    pub(crate) fn in_badge(&self, word: impl FnOnce(&Achievement) -> Object) -> Object {
        self.0.badge.get_or_init(|| word(&self.0.achievement).into_shared()).clone()
    }
}

impl From<Achievement> for SharedAchievement {
    fn from(achievement: Achievement) -> Self {
        Self(Arc::new(Said { achievement, badge: OnceLock::new() }))
    }
}

impl Deref for SharedAchievement {
    type Target = Achievement;

    fn deref(&self) -> &Achievement {
        &self.0.achievement
    }
}

impl fmt::Debug for SharedAchievement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.achievement.fmt(f)
    }
}

impl PartialEq for SharedAchievement {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for SharedAchievement {}
