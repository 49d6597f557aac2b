//! What is known of a seal that holds: whose, by whom certified, when at the latest, to which level.
//! How that weighs is the verifier's.

use attesto_credential::Timestamp;

use super::header::{Header, SigningTime};
use super::unsigned::Unsigned;
use crate::chain::Leaf;
use crate::key::Algorithm;
use crate::time_stamp::{BadStamp, Stamped};

/// The parts of the level LT and above, by their names in `etsiU`.
const LASTING: [&str; 2] = ["xVals", "rVals"];

/// How long a seal can be judged by itself (ETSI TS 119 182-1, 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The seal alone.
    BaselineB,
    /// With a time-stamp that holds.
    BaselineT,
    /// With all that was needed to judge it; not judged here.
    BaselineLt,
    /// With an archive's time-stamp over that; not judged here.
    BaselineLta,
}

/// The record of one seal that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealRecord {
    leaf: Leaf,
    algorithm: Algorithm,
    claimed: Timestamp,
    time: SigningTime,
    stamp: Option<Result<Stamped, BadStamp>>,
    content: Option<bool>,
    parts: Vec<String>,
    best: Timestamp,
}

impl SealRecord {
    pub(super) fn new(
        leaf: Leaf,
        header: Header,
        stamp: Option<Result<Stamped, BadStamp>>,
        content: Option<bool>,
        unsigned: Unsigned,
        best: Timestamp,
    ) -> Self {
        let Header { algorithm, claimed, time, .. } = header;
        Self { leaf, algorithm, claimed, time, stamp, content, parts: unsigned.names().to_vec(), best }
    }

    /// The certificate, and the authority that it leads to.
    pub fn leaf(&self) -> &Leaf {
        &self.leaf
    }

    /// How it was signed.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// When it says that it was sealed.
    pub fn claimed(&self) -> Timestamp {
        self.claimed
    }

    /// In which member it says so.
    pub fn time(&self) -> SigningTime {
        self.time
    }

    /// When it existed at the latest: by its time-stamp, else when it was judged.
    pub fn best(&self) -> Timestamp {
        self.best
    }

    /// The time-stamp of the seal, or why it proves nothing.
    pub fn stamp(&self) -> Option<&Result<Stamped, BadStamp>> {
        self.stamp.as_ref()
    }

    /// Whether the time-stamps of what was sealed hold, where there are any.
    pub fn content_stamps(&self) -> Option<bool> {
        self.content
    }

    /// The level that it is at, as far as it is judged, else as it is written.
    pub fn level(&self) -> Level {
        let has = |name: &str| self.parts.iter().any(|part| part == name);
        match () {
            () if has("arcTst") => Level::BaselineLta,
            () if LASTING.into_iter().any(has) => Level::BaselineLt,
            () if matches!(self.stamp, Some(Ok(_))) => Level::BaselineT,
            () => Level::BaselineB,
        }
    }
}

impl Level {
    /// Its name in ETSI's words.
    pub fn name(self) -> &'static str {
        match self {
            Self::BaselineB => "B-B",
            Self::BaselineT => "B-T",
            Self::BaselineLt => "B-LT",
            Self::BaselineLta => "B-LTA",
        }
    }

    /// Whether all of it is judged here.
    pub fn is_judged(self) -> bool {
        self <= Self::BaselineT
    }
}
