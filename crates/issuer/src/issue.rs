//! The act of issuing: reserve, project, lint, intend, seal, check oneself, record. Nothing leaves before the last.
//! Pictures and files are drawn from what is recorded, elsewhere and later.

mod complete;
mod copy;
mod draft;
mod hands;
mod intent;
mod line;
mod lookup;
mod moulds;
mod pattern;
mod specimen;
mod written;

use std::fmt::Display;

use attesto_credential::{CertificateNumber, Credential, CredentialId, Format, Iri, LintError, Secured, Timestamp};
use attesto_securing::{Broken, Contexts, Entropy, Keys, SealError, Signer};

use crate::certification::Certification;
use crate::code::OfficerId;
use crate::records::Records;
use crate::register::{MemoryRegister, Register, RegisterFault};
use crate::status::Place;

pub use copy::{BadLink, CopyKey, CopySecret, LinkCapability};
pub use hands::{Alone, Hands};
pub use intent::{IntentId, OpenIntent, finish, open_intents, void};
pub use lookup::{copies, copy_by_credential, copy_by_link};
pub use specimen::specimen;

use line::{Given, Lacking, issue_all};
pub(crate) use lookup::{
    LinkEntry, Recorded, Shown, State, copies_entry, copy_family, copy_link_family, link_entry, names_of, read_link,
    read_state, state, state_of, state_under,
};
pub(crate) use pattern::NamedPatterns;
pub(crate) use written::WrittenDraft;

/// How many copies one line of the journal takes.
pub const CHUNK: usize = 1_000;

/// What issuing works with. The secret stays the same for as long as the register lives.
pub struct Desk<'d> {
    /// Where intents and copies are kept.
    pub register: &'d mut dyn Register,
    /// The key that seals.
    pub signer: &'d dyn Signer,
    /// What the issuer's own document says of that key, for the self-check.
    pub keys: &'d Keys,
    /// The contexts to seal and open under.
    pub contexts: &'d Contexts,
    /// Ids, links and salts are drawn from here.
    pub entropy: &'d mut dyn Entropy,
    /// Names a copy so that it is never issued twice.
    pub secret: &'d CopySecret,
    /// Who issues.
    pub officer: &'d OfficerId,
    /// When.
    pub at: Timestamp,
    /// Who seals one chunk while another is recorded.
    pub hands: &'d dyn Hands,
    /// What time-stamps a seal before it is recorded; most seals have none.
    pub stamping: Option<&'d Stamping<'d>>,
}

/// Puts a time-stamp into a sealed text, or says why that was not had; only a digest of the seal may go out.
pub type Stamping<'s> = dyn Fn(Secured) -> Result<Secured, String> + 's;

/// One copy that should be there: of which certification, in which format, and the how-manieth.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The certification.
    pub certification: &'w Certification,
    /// The format.
    pub format: Format,
    /// 0 for the first copy in this format.
    pub ordinal: u32,
}

/// Words one copy, drawing what else it needs.
pub type Project<'p, E> = dyn FnMut(&Wanted<'_>, &Reserved, &mut dyn Entropy) -> Result<Credential, E> + 'p;

/// What was drawn for one copy before anything else is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// The copy's id.
    pub id: CredentialId,
    /// The id of its subject, which stands for nobody else anywhere else.
    pub subject: Iri,
    /// The link that whoever holds it may follow; none for a wallet, and none where nothing shows the copy before.
    pub link: Option<LinkCapability>,
    /// Where its status will stand.
    pub place: Place,
    /// When it is sealed.
    pub at: Timestamp,
}

/// One copy of a certification, recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Its id.
    pub id: CredentialId,
    /// The certification that it is a copy of.
    pub number: CertificateNumber,
    /// The link that shows it; none while its holder has none.
    pub link: Option<LinkCapability>,
    /// Where its status stands.
    pub place: Place,
    /// The sealed text.
    pub secured: Secured,
    /// How it came to be here.
    pub standing: Standing,
}

/// How a copy came to be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It had been issued before; these are the same bytes.
    AlreadyIssued,
    /// It was issued now.
    Issued,
    /// It was made under a key nobody trusts and is recorded nowhere.
    Rehearsed,
}

/// Why copies were not issued. What was issued before the fault stays issued: ask again for the same and get the rest.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssueFault {
    /// The sealed text is not what was intended.
    #[error("the sealed copy of {number} failed its own check: {why}; nothing was issued, look at key and contexts")]
    SelfCheck {
        /// The certification.
        number: CertificateNumber,
        /// What was found.
        why: SelfCheck,
    },
    /// The person of a copy was erased.
    #[error("the person of {number} was erased; leave that certification out")]
    Erased {
        /// The certification.
        number: CertificateNumber,
    },
    /// Copies that no seal may stand under; all of the chunk.
    #[error("{} of the credentials may not be sealed; the first: {}", faults.len(), first(faults))]
    Lint {
        /// By certificate number.
        faults: Vec<(CertificateNumber, LintError)>,
    },
    /// An intent names no such thing, or it is not open.
    #[error("there is no open intent {intent}; list them again")]
    NoSuchIntent {
        /// The intent.
        intent: IntentId,
    },
    /// An intent is open that claims one of the copies.
    #[error("a copy of {number} is in the middle of being issued (intent {intent}); finish or void that first")]
    Open {
        /// The certification.
        number: CertificateNumber,
        /// The intent.
        intent: IntentId,
    },
    /// The intent was made for another key.
    #[error("intent {intent} was made for key {intended}; finish it with that key, or void it")]
    OtherKey {
        /// The intent.
        intent: IntentId,
        /// The key.
        intended: String,
    },
    /// No credential could be made of the certification.
    #[error("certification {number} cannot be projected: {why}")]
    Projection {
        /// The certification.
        number: CertificateNumber,
        /// What the projection says.
        why: String,
    },
    /// The register did not take it.
    #[error(transparent)]
    Register(#[from] RegisterFault),
    /// No time-stamp was had; the intent is void.
    #[error("the sealed copy of {number} got no time-stamp: {why}; nothing of its chunk was issued, issue again later")]
    NotStamped {
        /// The certification.
        number: CertificateNumber,
        /// What was found.
        why: String,
    },
    /// Nothing was sealed; the intent is void.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What a self-check found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SelfCheck {
    /// The seal does not open.
    #[error("its seal does not hold: {0}")]
    Broken(#[from] Broken),
    /// It opens, and says something else.
    #[error("it does not say what was intended")]
    SaysOther,
}

fn first(faults: &[(CertificateNumber, LintError)]) -> String {
    faults.first().map_or_else(String::new, |(number, fault)| format!("{number}: {fault}"))
}

/// Issues the copies that are not there yet, in chunks of up to [`CHUNK`], and gives all of them in their order.
///
/// Asking twice issues once: what was recorded comes back byte for byte. `project` words one copy; whatever it draws
/// is in the intent, so that an interrupted act is finished with the very same bytes.
///
/// # Errors
/// Of the first chunk that cannot be issued; the chunks before it are recorded.
pub fn issue<E: Display>(
    desk: &mut Desk<'_>,
    wanted: &[Wanted<'_>],
    project: &mut Project<'_, E>,
) -> Result<Vec<Copy>, IssueFault> {
    let mut all = Vec::with_capacity(wanted.len());
    issue_each(desk, wanted, project, &mut |place, copy| all.push((place, copy)))?;
    all.sort_by_key(|(place, _)| *place);
    Ok(all.into_iter().map(|(_, copy)| copy).collect())
}

/// Issues as [`issue`] does and gives each copy, with its place in what was asked for, as soon as it is recorded; nothing
/// of it is kept in memory.
///
/// # Errors
/// As those of [`issue`].
pub fn issue_each<E: Display>(
    desk: &mut Desk<'_>,
    wanted: &[Wanted<'_>],
    project: &mut Project<'_, E>,
    given: &mut Given<'_>,
) -> Result<(), IssueFault> {
    issue_in_chunks(desk, (wanted, CHUNK), project, given)
}

fn issue_in_chunks<E: Display>(
    desk: &mut Desk<'_>,
    (wanted, chunk): (&[Wanted<'_>], usize),
    project: &mut Project<'_, E>,
    given: &mut Given<'_>,
) -> Result<(), IssueFault> {
    let mut lacking: Vec<Lacking<'_>> = Vec::new();
    let (register, secret) = (&*desk.register, desk.secret);
    let known = Records::of(register).with_hands(desk.hands).each(wanted, |one| {
        let key = secret.copy_key(one);
        state(register, &key).map(|state| (key, state))
    })?;
    for ((place, one), (key, state)) in wanted.iter().enumerate().zip(known) {
        match state {
            Some(State::Recorded(recorded)) => {
                let erased = || IssueFault::Erased { number: one.certification.number().clone() };
                given(place, recorded.load(&*desk.register)?.ok_or_else(erased)?);
            }
            Some(State::Intended(intent)) => {
                return Err(IssueFault::Open { number: one.certification.number().clone(), intent });
            }
            None => lacking.push((place, key, one)),
        }
    }
    issue_all(desk, (&lacking, chunk), project, given)
}

/// Goes the whole way of [`issue`] with a register that is forgotten; the desk's own is not touched.
///
/// The desk's signer should be a key nobody trusts.
///
/// # Errors
/// As those of [`issue`].
pub fn rehearse<E: Display>(
    desk: &mut Desk<'_>,
    wanted: &[Wanted<'_>],
    project: &mut Project<'_, E>,
) -> Result<Vec<Copy>, IssueFault> {
    let mut forgotten = MemoryRegister::new();
    let mut apart = Desk { register: &mut forgotten, entropy: &mut *desk.entropy, stamping: None, ..*desk };
    let copies = issue(&mut apart, wanted, project)?;
    Ok(copies.into_iter().map(|copy| Copy { standing: Standing::Rehearsed, ..copy }).collect())
}

#[cfg(test)]
pub(crate) mod tests;
