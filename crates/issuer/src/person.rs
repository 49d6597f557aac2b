//! A person apart from every sheet: names, e-mail, and the salt of the commitment that stands for them.
//! Erasing this record erases the person; sheets and chain go on verifying.

use std::fmt;

use serde::{Deserialize, Serialize};

use attesto_credential::{Document, FullName, Line, PersonName};
use attesto_securing::Digest;

use crate::code::CandidateReference;
use crate::record::{self, BadRecord};
use crate::wire;

/// An e-mail address that a person can be written to; compared without regard to letter case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

/// A text that is no e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not an e-mail address; write name@domain.country")]
pub struct BadEmail {
    /// As found, cut and escaped.
    pub found: String,
}

impl Email {
    /// Reads an address: one `@`, a local part and a domain with a point, ASCII, at most 254 characters.
    ///
    /// # Errors
    /// Another form.
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let (local, domain) = text.split_once('@').unwrap_or_default();
        let local_holds = !local.is_empty()
            && !local.starts_with('.')
            && !local.ends_with('.')
            && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte));
        let label_holds =
            |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let domain_holds = domain.contains('.') && domain.split('.').all(label_holds);
        if local_holds && domain_holds && text.len() <= 254 {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadEmail { found: crate::quote::shown(text) })
        }
    }

    /// As the person writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In small letters: the form that is compared and hashed.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

wire::texted!(plain: Email);
wire::in_json!(Email);

/// A candidate by name, with the salt that makes their commitment unguessable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    candidate: CandidateReference,
    name: PersonName,
    email: Email,
    salt: [u8; 16],
    commitment: Digest,
}

impl Person {
    /// Puts a person together; the salt is 16 random bytes, drawn for this person and sheet alone.
    pub fn new(candidate: CandidateReference, name: PersonName, email: Email, salt: [u8; 16]) -> Self {
        let said = record::text(&Said::of(&name, &email));
        let commitment = Digest::of_parts(&[&salt, said.as_bytes()]);
        Self { candidate, name, email, salt, commitment }
    }

    /// How the cohort calls them.
    pub fn candidate(&self) -> &CandidateReference {
        &self.candidate
    }

    /// The name, in native script and Latin.
    pub fn name(&self) -> &PersonName {
        &self.name
    }

    /// The e-mail address.
    pub fn email(&self) -> &Email {
        &self.email
    }

    /// What stands for the person on sheets: SHA-256 of the salt and the canonical JSON of names and e-mail.
    pub fn commitment(&self) -> Digest {
        self.commitment
    }

    /// The record (`format = 1`).
    pub fn to_document(&self) -> Document {
        record::document(&self.written())
    }

    /// Its text.
    pub fn to_text(&self) -> String {
        record::text(&self.written())
    }

    /// Reads a record as [`Person::to_text`] writes it.
    ///
    /// # Errors
    /// Any other text.
    pub fn parse(text: &str) -> Result<Self, BadRecord> {
        let Written { candidate, person, salt, .. } = record::read("person record", text)?;
        let name = PersonName::new(person.native.into(), person.latin.map(Into::into));
        let salt = wire::salt_of(&salt).ok_or_else(|| BadRecord::Contradicts {
            record: "person record",
            why: "the salt is not 32 hexadecimal digits".to_owned(),
        })?;
        Ok(Self::new(candidate, name, person.email, salt))
    }

    fn written(&self) -> Written {
        let salt = format!("{:032x}", u128::from_be_bytes(self.salt));
        Written { format: 1, candidate: self.candidate.clone(), person: Said::of(&self.name, &self.email), salt }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    candidate: CandidateReference,
    person: Said,
    salt: String,
}

/// What the commitment is over.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    native: WrittenName,
    #[serde(skip_serializing_if = "Option::is_none")]
    latin: Option<WrittenName>,
    email: Email,
}

impl Said {
    fn of(name: &PersonName, email: &Email) -> Self {
        Self { native: name.native().into(), latin: name.latin().map(Into::into), email: email.clone() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenName {
    #[serde(with = "wire::text")]
    given: Line,
    #[serde(with = "wire::text")]
    family: Line,
}

impl From<&FullName> for WrittenName {
    fn from(name: &FullName) -> Self {
        Self { given: name.given().clone(), family: name.family().clone() }
    }
}

impl From<WrittenName> for FullName {
    fn from(name: WrittenName) -> Self {
        Self::new(name.given, name.family)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_person() -> Person {
        let line = |text| Line::parse(text).unwrap();
        let native = FullName::new(line("Ελένη"), line("Δοκιμάκη"));
        let latin = FullName::new(line("Eleni"), line("Dokimaki"));
        let reference = CandidateReference::parse("GR-001").unwrap();
        let email = Email::parse("Eleni.Dokimaki@grammateia.example").unwrap();
        Person::new(reference, PersonName::new(native, Some(latin)), email, [7; 16])
    }

    #[test]
    fn a_person_reads_back_as_written_with_the_same_commitment() {
        let person = a_person();
        let again = Person::parse(&person.to_text()).unwrap();
        assert_eq!((again.commitment(), &again), (person.commitment(), &person));
    }

    #[test]
    fn the_commitment_hangs_on_salt_name_and_email() {
        let person = a_person();
        let Person { candidate, name, email, salt, .. } = person.clone();
        let other_salt = Person::new(candidate.clone(), name.clone(), email, [8; 16]);
        let other_email = Person::new(candidate, name, Email::parse("e@grammateia.example").unwrap(), salt);
        assert_ne!(person.commitment(), other_salt.commitment());
        assert_ne!(person.commitment(), other_email.commitment());
    }

    #[test]
    fn a_record_in_another_text_is_refused() {
        let text = a_person().to_text();
        assert!(Person::parse(&text.replace("\"format\":1", "\"format\": 1")).is_err());
        assert!(Person::parse(&text.replace("\"format\":1", "\"format\":2")).is_err());
        assert!(Person::parse(&text.replace("\"format\":1", "\"format\":1,\"role\":\"admin\"")).is_err());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in
            ["", "a", "a@b", "a@@b.example", "a b@c.example", "@c.example", "a@.example", "é@c.example", "a@c..d"]
        {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }
}
