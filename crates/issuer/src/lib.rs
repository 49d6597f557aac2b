//! Outcomes in, sealed credentials out: scheme, decision, approval, register.
//! Never disk, network, clock, entropy: they are arguments, made at the roof.

mod issue;
mod records;
pub mod register;

pub use issue::{
    Alone, BadLink, CHUNK, Copy, CopyKey, CopySecret, Desk, Hands, IntentId, IssueFault, LinkCapability, OpenIntent,
    Project, Reserved, SelfCheck, Stamping, Standing, Wanted, copies, copy_by_credential, copy_by_link, finish, issue,
    issue_each, open_intents, rehearse, specimen, void,
};
pub use records::{
    APPROVAL, DECISION, ERASURE, NumbersRefused, RESTORATION, RecordRefused, Records, SignedAct, record_approval,
    record_decision,
};
pub use register::{
    Act, ActKind, Entry, Head, JournalLine, Keeping, Key, MemoryRegister, Payload, PersonId, Register, RegisterFault,
};

mod approve;
mod audit;
mod body_key;
mod calendar;
mod certification;
mod code;
mod cohort;
mod decide;
mod erase;
mod form;
mod intake;
mod link;
mod mark;
mod officer;
mod outcome;
mod person;
mod project;
mod prospect;
mod quote;
mod record;
mod recorded;
mod resolution;
mod restoration;
mod scheme;
mod shared;
mod shares;
mod sheet;
mod status;
mod type_metadata;
mod wire;

pub use approve::{Approval, ApprovalRefused, NotGranted, NotImpartial, approve};
pub use audit::{Audit, Counts, Eye, Flaw, FlawCode, audit};
pub use body_key::{
    BodyKey, GivenUp, KEY_CHANGE, KeyChange, KeyUse, KnownKey, OldSecret, compromised, known_keys, record_key_change,
};
pub use calendar::{Calendar, Moments, WallTime, Zones};
pub use certification::{Certification, Event, Happening, State, TurnRefused};
pub use code::{BadCode, CandidateReference, Code, Country, OfficerId};
pub use cohort::{
    Arrival, Cohort, CohortFile, DateOrder, Decimal, Encoding, FileKind, Group, Layout, Meeting, Separator,
};
pub use decide::{CompetenceResult, Decision, Evidence, Holding, Proposal, Reason, Showing, decide};
pub use erase::{Candidacy, Erasure, ErasureReason, Held, candidacies, held, record_erasure, same_email};
pub use form::{FormFault, FormFaults};
pub use intake::{
    FIXED_COLUMNS, InputFile, Intake, IntakeFault, IntakeFaults, IntakeLimits, Question, Setting, Why, intake,
};
pub use link::{
    KnownLink, LINK, LinkChange, LinkDeed, LinkNews, LinkOrder, LinkReason, LinkRefused, LinkStanding, LinkedCopy,
    link_news, link_standing, linked, linked_copies, record_link,
};
pub use mark::{BadMark, Mark};
pub use officer::{Duty, Officer, OfficerTaken, Officers};
pub use outcome::{Achieved, Attendance, Figures, Outcome, Trace};
pub use person::{BadEmail, Email, Person};
pub use project::{Abroad, Drawn, DrawnClaims, NotProjected, Projection, european, project, project_claims};
pub use prospect::{Prospect, prospect};
pub use record::BadRecord;
pub use recorded::{Again, Sealed, recorded, sealed_by};
pub use resolution::{
    Answer, RESOLUTION, Resolution, Resolutions, ResolutionsRefused, Stranger, resolution_act, signature_line,
};
pub use restoration::{Restoration, record_restoration};
pub use scheme::{
    Accreditation, Agent, Ask, Assessment, Criterion, Demand, Entitlement, Learning, Levelled, Measure, Method, Owner,
    Rubric, RubricLevel, Rule, Scale, Scheme, Term, Topic, Unit, UnitKind,
};
pub use shares::each_share;
pub use sheet::{Change, Input, SchemeRef, Sheet, SheetHead, SheetRefused, SheetRow, Sitting};
pub use status::{
    AnswerNews, BadCause, BadPlace, Called, Cause, ChangeRefused, CopyStatus, Deed, KnownCopy, KnownEdition, ListState,
    Order, PartOfEdition, Particulars, Place, Press, PublicationFault, STATUS, StatusBase, StatusChange, Succession,
    TokenPress, answer, answer_news, bound_copy, due, editions, known_copies, latest, lists, living_copy, promised,
    publish, record_change, record_sighting, seen,
};
pub use type_metadata::TypeMetadata;
