//! What a credential says, how it is written, how it is carried.
//! Never crypto, async, disk, network, clock or entropy: see `docs/src/explanation/architecture.md`.

mod competence;
mod document;
mod id;
mod text;
mod time;

pub use competence::{BadLevel, Competence, EscoLink, Level};
pub use document::{Document, Flaw, Json, Limits, NotANumber, Number, Object, Unreadable};
pub use id::{BadId, CertificateNumber, CredentialId, Did, Iri, urn_uuid};
pub use text::{BadText, FullName, Language, Line, LocalText, PersonName};
pub use time::{BadTime, Date, Timestamp, Validity};
