//! The catalogue of what can be wrong with a register; codes are for good, never renamed, only added.
//! Each has a line in `docs/src/reference/register.md`.

use std::fmt;

/// Something that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    code: FlawCode,
    record: String,
    found: String,
}

impl Flaw {
    pub(super) fn new(code: FlawCode, record: String, found: String) -> Self {
        Self { code, record, found }
    }

    /// What kind of flaw.
    pub fn code(&self) -> FlawCode {
        self.code
    }

    /// Which record; never a person's name.
    pub fn record(&self) -> &str {
        &self.record
    }

    /// What was found there.
    pub fn found(&self) -> &str {
        &self.found
    }
}

macro_rules! flaw_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal,)*) => {
        /// What does not hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FlawCode {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl FlawCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as it is written, for good.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

flaw_codes! {
    /// An officer's act does not open under the officer's key, or says something else than the journal.
    ActSeal = "act.seal",
    /// A decision or an approval that nobody signed.
    ActUnsigned = "act.unsigned",
    /// Two lines do not follow one another.
    ChainBroken = "chain.broken",
    /// A certification is not the one of its number, or its sheet is not approved.
    CertificationDiffers = "certification.differs",
    /// A copy's draft is not what was sealed, or its names lead elsewhere.
    CopyDiffers = "copy.differs",
    /// A sealed copy does not open.
    CopySeal = "copy.seal",
    /// A number was given that its counter has not reached.
    CounterBehind = "counter.behind",
    /// What an erased person left can still be read.
    ErasureUndone = "erasure.undone",
    /// The index holds something else than the journal says.
    IndexDiffers = "index.differs",
    /// The index holds what no act put there.
    IndexExtra = "index.extra",
    /// The index lacks what an act put there.
    IndexMissing = "index.missing",
    /// An intent ended twice, or ended and was never made.
    IntentEnd = "intent.end",
    /// An intent is open in the index and not by the journal, or the other way round.
    IntentOpen = "intent.open",
    /// An act takes a key away that is not there.
    KeyGone = "key.gone",
    /// An act takes a fresh key that another has: a number, an id or a copy given twice.
    KeyTwice = "key.twice",
    /// A link was given by no act that gives any, withdrawn twice, or changed otherwise than was signed.
    LinkDiffers = "link.differs",
    /// A piece that says what an act does is no piece.
    PieceUnreadable = "piece.unreadable",
    /// Two copies have the same place in a status list.
    PlaceTwice = "place.twice",
    /// A record is not what was written.
    RecordDamaged = "record.damaged",
    /// The texts of an act do not add up to the root in its line.
    RootDiffers = "root.differs",
    /// The status of a copy is not that of its certification, or of no copy at all.
    StatusDiffers = "status.differs",
    /// A text that an act keeps is gone.
    TextMissing = "text.missing",
}

impl fmt::Display for FlawCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
