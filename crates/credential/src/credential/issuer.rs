//! Who speaks. What an issuer says of itself is shown, never taken as fact.

use super::Unmodelled;
use crate::id::Iri;

/// The profile of an issuer, as the credential states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// What keys must be bound to.
    pub id: Iri,
    /// Name to display.
    pub name: Option<String>,
    /// Home page.
    pub url: Option<String>,
    /// Other members.
    pub others: Unmodelled,
}
