//! A certification becomes what one copy of it says: the credential of one person, in the language of the group.
//! Nothing is typed twice and nothing drawn here: ids and salts come in as arguments.

mod achievement;
mod claims;
mod european;
mod grade;
mod result;

pub use european::{Abroad, european};

use attesto_credential::{
    BadId, Credential, CredentialId, IdentityHash, Iri, Issuer, Object, Outcome, Purpose, Recipient, RecipientIdentity,
    StatusEntry, StatusPlace,
};
use attesto_securing::Digest;

pub use claims::{DrawnClaims, project_claims};

use crate::certification::{Certification, State};
use crate::code::CandidateReference;
use crate::person::Person;
use crate::scheme::Scheme;

/// What was drawn for one copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The id of the copy.
    pub id: CredentialId,
    /// The id of its subject, which stands for nobody else anywhere else.
    pub subject: Iri,
    /// 16 random bytes; the salt of the e-mail's hash.
    pub salt: [u8; 16],
    /// Where its status is told.
    pub status: StatusPlace,
}

/// Why no credential is made of a certification.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotProjected {
    /// No ids can be made under the scheme's own.
    #[error("no part of the scheme can be named under its id: {0}")]
    Id(#[from] BadId),
    /// Not in force.
    #[error("the certification of {candidate} is {state}; only one that is in force gets a credential")]
    NotInForce {
        /// Whose.
        candidate: CandidateReference,
        /// Where it stands.
        state: State,
    },
    /// Another person.
    #[error("the person given is not {candidate} of the certification; give the person record of the same sheet")]
    PersonDiffers {
        /// Whose certification it is.
        candidate: CandidateReference,
    },
    /// Another scheme or version.
    #[error("the certification is under {certified}, the scheme given is {given}; give that version")]
    SchemeDiffers {
        /// Of the certification.
        certified: String,
        /// As given.
        given: String,
    },
}

/// Words what one copy of a certification says, as an achievement with results, alignments and recipient.
///
/// Names stand in plain text, in native script and Latin; the e-mail is hashed with its salt
/// (`sha256$`, Open Badges 3.0 `IdentityHash`), folded to small letters. The achievement has the published id of the
/// scheme version; its parts are named by fragments under it, outcomes by fragments under the id of the copy. Only
/// identities are not named: the schema of Open Badges lets them have no id.
///
/// # Errors
/// The scheme, or the person, is not that of the certification; it is not in force.
pub fn project(
    certification: &Certification,
    scheme: &Scheme,
    person: &Person,
    issuer: &Issuer,
    drawn: &Drawn,
) -> Result<Credential, NotProjected> {
    fits(certification, scheme, person)?;
    let results = result::all(certification, scheme)?;
    let (descriptions, outcomes): (_, Vec<_>) = results.into_iter().unzip();
    let outcomes = outcomes.into_iter().enumerate().map(|(place, outcome)| named(outcome, place, &drawn.id));
    let language = certification.language();
    Ok(Credential {
        id: drawn.id.clone(),
        name: Some(scheme.title().best(language).to_owned()),
        issuer: issuer.clone(),
        recipient: recipient(person, drawn),
        achievement: Some(achievement::of(scheme, language, descriptions)?.into()),
        outcomes: outcomes.collect::<Result<_, _>>()?,
        number: Some(certification.number().as_str().to_owned()),
        validity: certification.validity(),
        awarded: Some(certification.approved().1),
        status: vec![StatusEntry::bitstring(&drawn.status, &Purpose::Revocation)],
        learning: None,
        others: Object::new(),
        subject_others: Object::new(),
        terms: None,
    })
}

fn fits(certification: &Certification, scheme: &Scheme, person: &Person) -> Result<(), NotProjected> {
    let certified = certification.scheme();
    let candidate = || certification.candidate().clone();
    if certified.id() != scheme.id() || certified.version() != scheme.version() {
        let named = |id: &Iri, version: &str| format!("{id} (version {version})");
        return Err(NotProjected::SchemeDiffers {
            certified: named(certified.id(), certified.version().as_str()),
            given: named(scheme.id(), scheme.version().as_str()),
        });
    }
    if person.candidate() != certification.candidate() || person.commitment() != certification.person() {
        return Err(NotProjected::PersonDiffers { candidate: candidate() });
    }
    match certification.state() {
        State::Certified => Ok(()),
        state => Err(NotProjected::NotInForce { candidate: candidate(), state }),
    }
}

fn recipient(person: &Person, drawn: &Drawn) -> Recipient {
    let identity = |kind: &str, value| RecipientIdentity { kind: kind.to_owned(), value, others: Object::new() };
    let name = |name: String| identity("name", IdentityHash::Plain(name));
    let salt: String = drawn.salt.iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = Digest::of_parts(&[person.email().folded().as_bytes(), salt.as_bytes()]);
    let email = IdentityHash::Hashed { hash: format!("sha256${}", digest.to_hex()), salt: Some(salt) };
    let mut identities = vec![name(person.name().native().to_string())];
    identities.extend(person.name().latin().map(|latin| name(latin.to_string())));
    identities.push(identity("emailAddress", email));
    Recipient { id: Some(drawn.subject.clone()), identities }
}

/// An outcome with its name under the copy that it stands in: nothing else may be said of it elsewhere.
fn named(outcome: Outcome, place: usize, copy: &CredentialId) -> Result<Outcome, BadId> {
    Ok(Outcome { id: Some(Iri::parse(&format!("{}#result-{}", copy.as_str(), place + 1))?), ..outcome })
}

/// The name of a part of a scheme: a fragment under the published id of the version.
fn part(scheme: &Scheme, fragment: &str) -> Result<Iri, BadId> {
    let joint = if scheme.id().as_str().contains('#') { "-" } else { "#" };
    Iri::parse(&format!("{}{joint}{fragment}", scheme.id()))
}

#[cfg(test)]
pub(crate) mod tests;
