//! The life of a certification after it was granted: suspended, lifted, withdrawn, corrected, renewed, a copy replaced.
//! What the public reads of it is worded here; sealing it, and putting it where all can read it, is the roof's.

mod answer;
mod cause;
mod change;
mod copy_status;
mod deed;
mod edition;
mod known;
mod lists;
mod place;
mod publication;
mod record;

pub use answer::{AnswerNews, Called, answer, answer_news};
pub use cause::{BadCause, Cause};
pub use change::{ChangeRefused, Order, Particulars, StatusChange};
pub use copy_status::CopyStatus;
pub(crate) use copy_status::status_family;
pub use deed::Deed;
pub use edition::{KnownEdition, PartOfEdition, editions, latest, record_sighting, seen};
pub(crate) use known::status_at;
pub use known::{KnownCopy, bound_copy, known_copies, living_copy, promised};
pub use lists::{ListState, Succession, lists};
pub use place::{BadPlace, Place};
pub use publication::{Press, PublicationFault, StatusBase, TokenPress, due, publish};
pub(crate) use record::note_family;
pub use record::{STATUS, record_change};

#[cfg(test)]
mod tests;
