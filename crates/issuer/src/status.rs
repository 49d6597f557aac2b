//! The life of a certification after it was granted: suspended, lifted, withdrawn, corrected, renewed, a copy replaced.
//! What the public reads of it is worded here; sealing it, and putting it where all can read it, is the roof's.

mod cause;
mod change;
mod copy_status;
mod deed;
mod known;
mod lists;
mod place;
mod record;

pub use cause::{BadCause, Cause};
pub use change::{ChangeRefused, Matter, Order, StatusChange};
pub(crate) use copy_status::status_family;
pub use copy_status::{CopyStatus, Replacement};
pub use deed::Deed;
pub(crate) use known::status_at;
pub use known::{KnownCopy, known_copies, promised};
pub use lists::{ListState, Succession, lists};
pub use place::{BadPlace, Place};
pub(crate) use record::note_family;
pub use record::{STATUS, record_change};
