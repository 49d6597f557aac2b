//! Material in, report out: checks find, the policy rules, the report tells.
//! Fetches nothing, knows no clock, and never calls what it could not check good.

mod case;
mod check;
mod content;
mod finding;
mod form;
mod hearing;
mod material;
mod memory;
mod policy;
mod report;
mod trust;

pub use case::{Case, Listed, Need};
pub use check::recipient::{Doubt, Likeness, likeness, name_keys};
pub use content::Content;
pub use finding::{Check, Code, Finding, Ruling};
pub use form::FormFault;
pub use hearing::Hearing;
pub use material::{BadMaterial, Material};
pub use policy::{Asked, BadPolicy, Policy, ShownTo};
pub use report::{Day, IssuerName, Line, Report, Shown, Subject, Verdict};
pub use trust::{BadEntities, BadSignedList, BadTrustList, Edition, TrustList, TrustedIssuer, Unpublishable};
