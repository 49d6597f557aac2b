//! A certification becomes what one copy of it says: the credential of one person, in the language of the group.
//! Nothing is typed twice and nothing drawn here: ids and salts come in as arguments.

mod achievement;
mod claims;
mod european;
mod grade;
mod result;

pub use european::{Abroad, european};

use attesto_credential::{
    BadId, Credential, CredentialId, IdentityHash, Iri, Issuer, Language, Object, Outcome, Purpose, Recipient,
    RecipientIdentity, SharedAchievement, StatusEntry, StatusPlace,
};
use attesto_securing::Digest;

pub use claims::{DrawnClaims, project_claims};

use crate::certification::{Certification, State};
use crate::code::CandidateReference;
use crate::person::Person;
use crate::scheme::Scheme;
use result::Told;

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

/// What is said under one scheme by one issuer. What all of a group have in common is composed once.
#[derive(Debug)]
pub struct Projection<'s> {
    scheme: &'s Scheme,
    issuer: Issuer,
    said: Vec<Said<'s>>,
}

/// What everybody is told of whom the same was measured, in one language.
#[derive(Debug)]
struct Said<'s> {
    language: Language,
    told: Vec<Told<'s>>,
    achievement: SharedAchievement,
}

/// So many are remembered at most; a scheme has few languages, and few certifications lack a figure.
const MOST: usize = 16;

impl<'s> Projection<'s> {
    /// Of one scheme, by one issuer.
    pub fn of(scheme: &'s Scheme, issuer: Issuer) -> Self {
        Self { scheme, issuer, said: Vec::new() }
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
        &mut self,
        certification: &Certification,
        person: &Person,
        drawn: &Drawn,
    ) -> Result<Credential, NotProjected> {
        let (scheme, language) = (self.scheme, certification.language());
        fits(certification, scheme, person)?;
        let (told, came_out): (Vec<_>, Vec<_>) = result::told(certification, scheme).into_iter().unzip();
        let achievement = self.achievement(told, language)?;
        let each = came_out.into_iter().zip(&achievement.result_descriptions).zip(1..);
        let outcomes = each.map(|((came_out, description), n)| {
            let outcome = result::outcome(came_out, description, (scheme, language))?;
            let id = Iri::parse(&format!("{}#result-{n}", drawn.id.as_str()))?;
            Ok(Outcome { id: Some(id), ..outcome })
        });
        Ok(Credential {
            id: drawn.id.clone(),
            name: Some(scheme.title().best(language).to_owned()),
            issuer: self.issuer.clone(),
            recipient: recipient(person, drawn),
            outcomes: outcomes.collect::<Result<_, BadId>>()?,
            achievement: Some(achievement),
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

    fn achievement(&mut self, told: Vec<Told<'s>>, language: &Language) -> Result<SharedAchievement, BadId> {
        if let Some(known) = self.said.iter().find(|said| said.language == *language && said.told == told) {
            return Ok(known.achievement.clone());
        }
        let described = told.iter().map(|told| result::described(*told, self.scheme, language));
        let descriptions = described.collect::<Result<_, _>>()?;
        let achievement = SharedAchievement::from(achievement::of(self.scheme, language, descriptions)?);
        if self.said.len() >= MOST {
            self.said.remove(0);
        }
        self.said.push(Said { language: language.clone(), told, achievement: achievement.clone() });
        Ok(achievement)
    }
}

/// Words what one copy of a certification says, as [`Projection::project`] does.
///
/// # Errors
/// As those of [`Projection::project`].
pub fn project(
    certification: &Certification,
    scheme: &Scheme,
    person: &Person,
    issuer: &Issuer,
    drawn: &Drawn,
) -> Result<Credential, NotProjected> {
    Projection::of(scheme, issuer.clone()).project(certification, person, drawn)
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

/// The name of a part of a scheme: a fragment under the published id of the version.
fn part(scheme: &Scheme, fragment: &str) -> Result<Iri, BadId> {
    let joint = if scheme.id().as_str().contains('#') { "-" } else { "#" };
    Iri::parse(&format!("{}{joint}{fragment}", scheme.id()))
}

#[cfg(test)]
pub(crate) mod tests;
