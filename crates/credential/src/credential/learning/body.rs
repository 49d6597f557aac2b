//! Who awards, issues or accredits, as the European Learning Model words an organisation.
//! Keys and certificates are bound to it elsewhere.

use super::super::Unmodelled;
use crate::id::Iri;
use crate::text::LocalText;
use crate::vocabulary::Concept;

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its name in the web.
    pub id: Iri,
    /// Its legal name.
    pub legal_name: Option<LocalText>,
    /// Its identifier for eIDAS: the one that the certificate of its seal carries.
    pub legal_identifier: Option<LegalIdentifier>,
    /// Its number in a register of companies or bodies.
    pub registration: Option<LegalIdentifier>,
    /// Its number for value added tax.
    pub vat: Option<LegalIdentifier>,
    /// The country it sits in.
    pub country: Option<Concept>,
    /// Other members.
    pub others: Unmodelled,
}

/// An identifier that a country gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalIdentifier {
    /// As in `VATIT-12345678901` (ETSI EN 319 412-1, `organizationIdentifier`).
    pub notation: String,
    /// The country that gave it.
    pub country: Concept,
}
