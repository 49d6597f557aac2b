//! European Learning Model 3, EDC generic profile, on VC Data Model 1.1: one European Digital Credential.
//! Its context and that of VC Data Model 2.0 exclude each other, so no document is both this and an Open Badge.

mod node;
mod read;
mod read_parts;
mod write;
mod write_parts;

pub(crate) use read::read;
pub(crate) use write::write;

/// The contexts of a European Digital Credential, in this order; the second with `http`.
pub(crate) const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"];
/// Its class.
pub(crate) const CREDENTIAL: &str = "EuropeanDigitalCredential";
/// The SHACL it is held against.
pub(crate) const SCHEMA: &str = "http://data.europa.eu/snb/model/ap/edc-generic-full";
/// The concept of its profile.
pub(crate) const PROFILE: &str = "http://data.europa.eu/snb/credential/e34929035b";
/// What the certificate number is called.
const NUMBER: &str = "certificate number";
/// How the place ends where a status is asked.
const ASKED: &str = crate::status_answer::StatusAnswer::PLACE;

#[cfg(test)]
pub(crate) mod tests;
