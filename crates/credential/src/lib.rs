//! What a credential says, how it is written, how it is carried.
//! Never crypto, async, disk, network, clock or entropy: see `docs/src/explanation/architecture.md`.

pub mod carrier;
mod competence;
mod credential;
mod declaration;
mod document;
mod format;
mod id;
mod journal_head;
mod lint;
mod model;
mod secured;
mod statement;
mod status;
mod status_answer;
mod status_list;
mod succession;
mod text;
mod time;
mod vocabulary;

pub use competence::{BadLevel, Competence, EscoLink, Level};
pub use credential::{
    Accreditation, Achievement, Alignment, AskedAt, Assessment, BadHolderKey, ClaimTerms, Credential, Criteria,
    Display, Entitlement, HolderKey, IdentityHash, Issuer, Learner, Learning, LearningOutcome, LegalIdentifier, NameIn,
    Organisation, Outcome, Page, Recipient, RecipientIdentity, Related, ResultDescription, RubricLevel, SaltSeed,
    SharedAchievement, ShownResult, Specification, SpecificationKind, Unmodelled,
};
pub use declaration::Declaration;
pub use document::{
    Composed, Document, Fillings, Flaw, Hollow, Json, JsonText, Limits, Members, NotANumber, Number, Object,
    ObjectText, Piece, SharedMembers, Unreadable,
};
pub use format::{DataModel, Format, Mechanism, Profile, Suite};
pub use id::{BadId, CertificateNumber, CredentialId, Did, Iri, urn_uuid};
pub use journal_head::JournalHead;
pub use lint::{
    Casting, LintError, LintFault, Linted, Mould, Pattern, Wording, conformance, european_duties, european_silence,
    lint,
};
pub use model::Misread;
pub use model::claims::Disclosure;
pub use secured::{Enveloping, Form, Hints, Secured, SignaturePart, Unrecognised};
pub use statement::{Matter, Statement};
pub use status::{BadPlace, Purpose, ReadEntry, StatusEntry, StatusPlace};
pub use status_answer::{AnsweredState, CertifiedScope, StatusAnswer};
pub use status_list::{
    BadEncoding, Beside, BeyondList, BitsPerCopy, Flag, Sibling, StatusBits, StatusList, TokenList, TokenStatus,
    TokenStatuses,
};
pub use succession::{Edition, ListHistory, Successor, Successors, Why};
pub use text::{BadText, FullName, Language, Line, LocalText, PersonName};
pub use time::{BadTime, Date, Timestamp, Validity};
pub use vocabulary::{Concept, UnknownWord, Vocabulary};
