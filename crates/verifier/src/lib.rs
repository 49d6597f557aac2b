//! Material in, report out: checks find, the policy rules, the report tells.
//! Fetches nothing, knows no clock, and never calls what it could not check good.

mod check;
mod finding;
mod form;
mod material;
mod policy;
mod trust;

pub use check::recipient::{Doubt, Likeness, likeness};
pub use finding::{Check, Code, Finding, Ruling};
pub use form::FormFault;
pub use material::{BadMaterial, Material};
pub use policy::{Asked, BadPolicy, Policy};
pub use trust::{BadTrustList, TrustList, TrustedIssuer};
