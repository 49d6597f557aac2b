//! The lists as the public reads them: worded from the register, sealed with the list key, recorded before they leave.
//! An edition that was published once stays as it is, under a dated address; files are the roof's.

use attesto_credential::{
    BadId, Beside, Declaration, Edition, Flag, Format, Iri, LintError, ListHistory, Object, Purpose, Secured, Sibling,
    Statement, StatusBits, StatusList, StatusPlace, Successor, Successors, Timestamp, TokenList, TokenStatuses, lint,
};
use attesto_securing::{Contexts, Digest, SealError, Signer, seal};

use super::edition::{KnownEdition, PartOfEdition, editions, latest, with_edition};
use super::{ListState, Place};
use crate::code::OfficerId;
use crate::register::{Act, ActKind, Register, RegisterFault};

/// What publishing works with.
pub struct Press<'p> {
    /// Where the state of the lists stands.
    pub register: &'p mut dyn Register,
    /// The list key; it may sign unattended.
    pub signer: &'p dyn Signer,
    /// The contexts to seal under.
    pub contexts: &'p Contexts,
    /// Who says it: the one whose document names the list key.
    pub issuer: &'p Iri,
    /// Where the lists are published: the folder of their folders.
    pub base: &'p StatusBase,
    /// Who publishes, by the word that stands in the journal.
    pub by: &'p OfficerId,
    /// When.
    pub at: Timestamp,
    /// For how many seconds an edition counts.
    pub life_seconds: u32,
    /// What a Token Status List is sealed with; none where nobody holds a copy of flat claims.
    pub token: Option<TokenPress<'p>>,
}

/// What a Token Status List is sealed with.
#[derive(Clone, Copy)]
pub struct TokenPress<'p> {
    /// The key of its lists; it may sign unattended.
    pub signer: &'p dyn Signer,
    /// Who says it, as copies of flat claims name it.
    pub issuer: &'p Iri,
}

/// The address under which all lists of an issuer stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusBase(String);

/// Why a list was not published; what was published before stays.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublicationFault {
    /// The address cannot be made.
    #[error("no status list can be named under {base}: {why}; look at base_url in the configuration")]
    Address {
        /// Where lists are published.
        base: String,
        /// Why.
        why: BadId,
    },
    /// What was worded may not be sealed.
    #[error("list {list} may not be sealed: {why}; nothing was published")]
    Lint {
        /// Which one.
        list: u32,
        /// Why.
        why: LintError,
    },
    /// The register cannot.
    #[error(transparent)]
    Register(#[from] RegisterFault),
    /// The key did not seal.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl StatusBase {
    /// The lists of the issuer with a base URL.
    pub fn of(base_url: &Iri) -> Self {
        Self(format!("{base_url}/status"))
    }

    /// The address of a list, counted from 1.
    ///
    /// # Errors
    /// The base fits no address.
    pub fn list(&self, list: u32) -> Result<Iri, BadId> {
        Iri::parse(&format!("{}/{list}/revocation.json", self.0))
    }

    /// The address of a list in the other encoding, counted from 1.
    ///
    /// # Errors
    /// The base fits no address.
    pub fn token_list(&self, list: u32) -> Result<Iri, BadId> {
        Iri::parse(&format!("{}/{list}/token.jwt", self.0))
    }

    /// The place of a copy of flat claims as the public reads it.
    ///
    /// # Errors
    /// The base fits no address.
    pub fn token_place(&self, place: Place) -> Result<StatusPlace, BadId> {
        Ok(StatusPlace { list: self.token_list(place.list())?, index: u64::from(place.index()) })
    }

    /// The place of a copy as the public reads it.
    ///
    /// # Errors
    /// The base fits no address.
    pub fn place(&self, place: Place) -> Result<StatusPlace, BadId> {
        Ok(StatusPlace { list: self.list(place.list())?, index: u64::from(place.index()) })
    }

    /// The address under which an edition of a list stays published.
    fn dated(&self, list: u32, from: Timestamp) -> Result<Iri, BadId> {
        Iri::parse(&format!("{}/{list}/{}/revocation.json", self.0, compact(from)))
    }
}

/// A moment as the name of a folder: `2026-11-26T090000Z`.
pub(super) fn compact(moment: Timestamp) -> String {
    moment.to_string().replace(':', "")
}

/// Words, seals and records the next edition of a list, counted from 1.
///
/// It counts from `at`, or from one second after the edition before it.
///
/// # Errors
/// What was worded may not be sealed, the key does not sign, or the register cannot.
pub fn publish(press: &mut Press<'_>, list: u32) -> Result<KnownEdition, PublicationFault> {
    let state = ListState::read(press.register, list)?;
    let before = editions(press.register, list)?;
    let last = before.last().and_then(|last| Timestamp::from_unix(last.from().unix() + 1).ok());
    let from = last.map_or(press.at, |next| next.max(press.at));
    let until = Timestamp::from_unix(from.unix() + i64::from(press.life_seconds)).unwrap_or(from);
    let wording = Wording { press, list, from, until };
    let parts = wording.parts(&state, &before)?;
    let edition = KnownEdition::new(list, (from, until), state.digest(), &parts);
    let body = Object::new()
        .with("list", u64::from(list))
        .with("from", from.to_string())
        .with("until", until.to_string())
        .with("revocation", edition.digest(PartOfEdition::Revocation).to_hex());
    let act = Act::new(ActKind::Publication, press.at, press.by.clone(), body);
    press.register.commit(with_edition(act, &edition, parts))?;
    Ok(edition)
}

/// The lists that must be published again: changed since, or with less than so many seconds to go.
///
/// # Errors
/// Damage, or the register cannot.
pub fn due(register: &dyn Register, at: Timestamp, left_seconds: u32) -> Result<Vec<u32>, RegisterFault> {
    let mut due = Vec::new();
    for list in 1..=super::lists(register)? {
        let stands = match latest(register, list)? {
            Some(latest) => {
                let left = latest.until().unix().saturating_sub(at.unix());
                left >= i64::from(left_seconds) && latest.state() == ListState::read(register, list)?.digest()
            }
            None => false,
        };
        due.extend((!stands).then_some(list));
    }
    Ok(due)
}

/// One edition in the making.
struct Wording<'w, 'p> {
    press: &'w Press<'p>,
    list: u32,
    from: Timestamp,
    until: Timestamp,
}

impl Wording<'_, '_> {
    /// The sealed texts; the list itself last, for it names the digests of the others.
    fn parts(
        &self,
        state: &ListState,
        before: &[KnownEdition],
    ) -> Result<Vec<(PartOfEdition, Secured)>, PublicationFault> {
        let url = self.address(self.press.base.list(self.list))?;
        let edition = self.address(self.press.base.dated(self.list, self.from))?;
        let suspension =
            self.bits(Beside::Suspension.of(&edition), Purpose::Suspension, state.suspended(), Vec::new())?;
        let successors = self.declared(Successors::KIND, self.successors(&url, state)?.to_body())?;
        let history = self.declared(ListHistory::KIND, self.history(&url, before)?.to_body())?;
        let beside =
            [(Beside::Suspension, &suspension), (Beside::Successors, &successors), (Beside::History, &history)];
        let siblings = beside.map(|(kind, text)| sibling(kind.of(&edition), text));
        let revocation = self.bits(url, Purpose::Revocation, state.revoked(), siblings.to_vec())?;
        let mut parts = vec![
            (PartOfEdition::Suspension, suspension),
            (PartOfEdition::Successors, successors),
            (PartOfEdition::History, history),
            (PartOfEdition::Revocation, revocation),
        ];
        if let Some(press) = self.press.token {
            parts.push((PartOfEdition::Token, self.token(press, state)?));
        }
        Ok(parts)
    }

    /// The same state once more, in the order and the packing of a Token Status List.
    fn token(&self, press: TokenPress<'_>, state: &ListState) -> Result<Secured, PublicationFault> {
        let followed = state.successors().iter().map(|one| u64::from(one.index));
        let list = TokenList {
            id: self.address(self.press.base.token_list(self.list))?,
            issuer: press.issuer.clone(),
            from: self.from,
            until: Some(self.until),
            ttl_seconds: Some(TTL_SECONDS.min(u64::from(self.press.life_seconds))),
            statuses: TokenStatuses::told_by(&set(state.revoked()), &set(state.suspended()), followed),
        };
        self.sealed_by(press.signer, list, Format::TOKEN_LIST)
    }

    fn bits(
        &self,
        id: Iri,
        purpose: Purpose,
        indices: &[u32],
        siblings: Vec<Sibling>,
    ) -> Result<Secured, PublicationFault> {
        let list = StatusList {
            id,
            issuer: self.press.issuer.clone(),
            purposes: vec![purpose],
            from: Some(self.from),
            until: Some(self.until),
            ttl_seconds: Some(TTL_SECONDS.min(u64::from(self.press.life_seconds))),
            bits: set(indices),
            siblings,
        };
        self.sealed(list, Format::STATUS_LIST)
    }

    fn declared(&self, kind: &str, body: Object) -> Result<Secured, PublicationFault> {
        let declaration = Declaration::new(kind, self.press.issuer.clone(), self.from, body);
        self.sealed(declaration, Format::DECLARATION)
    }

    fn sealed<T: Statement>(&self, said: T, format: Format) -> Result<Secured, PublicationFault> {
        self.sealed_by(self.press.signer, said, format)
    }

    fn sealed_by<T: Statement>(
        &self,
        signer: &dyn Signer,
        said: T,
        format: Format,
    ) -> Result<Secured, PublicationFault> {
        let linted = lint(said, format).map_err(|why| PublicationFault::Lint { list: self.list, why })?;
        let mut sealed = seal(vec![linted], signer, self.press.contexts, self.from)?;
        sealed.pop().ok_or(PublicationFault::Seal(SealError::Count { asked: 1, given: 0 }))
    }

    fn successors(&self, url: &Iri, state: &ListState) -> Result<Successors, PublicationFault> {
        let mut successors = Successors { list: url.clone(), entries: Default::default() };
        for one in state.successors() {
            let place = one.place.map(|place| self.address(self.press.base.place(place))).transpose()?;
            successors.entries.insert(u64::from(one.index), Successor { since: one.since, why: one.why, place });
        }
        Ok(successors)
    }

    fn history(&self, url: &Iri, before: &[KnownEdition]) -> Result<ListHistory, PublicationFault> {
        let edition = |known: &KnownEdition| {
            Ok(Edition {
                from: known.from(),
                until: known.until(),
                at: self.address(self.press.base.dated(self.list, known.from()))?,
                sha256: *known.digest(PartOfEdition::Revocation).as_bytes(),
            })
        };
        let editions = before.iter().map(edition).collect::<Result<_, PublicationFault>>()?;
        Ok(ListHistory { list: url.clone(), editions })
    }

    fn address<T>(&self, made: Result<T, BadId>) -> Result<T, PublicationFault> {
        made.map_err(|why| PublicationFault::Address { base: self.press.base.0.clone(), why })
    }
}

fn set(indices: &[u32]) -> StatusBits {
    let mut bits = StatusBits::clear();
    for index in indices {
        // Every index is below the length of a list: it was read as a place.
        let _ = bits.set(u64::from(*index), Flag::Set);
    }
    bits
}

/// How long readers may keep a list without asking again.
const TTL_SECONDS: u64 = 300;

fn sibling(id: Iri, text: &Secured) -> Sibling {
    let sha256 = *Digest::of(text.text().as_bytes()).as_bytes();
    Sibling { id, sha256, media_type: text.format().media_type().to_owned() }
}
