//! The status lists in the published folder: sealed by the list key, put where the public reads them, and read back.
//! What they say is the issuer's, from its register.

use std::path::{Path, PathBuf};
use std::thread::spawn;

use attesto_credential::{Iri, Matter, Secured, Timestamp};
use attesto_issuer::{
    KnownEdition, KnownKey, OfficerId, PartOfEdition, Press, PublicationFault, Register, StatusBase, TokenPress, due,
    editions, known_keys, latest, lists, publish, record_sighting,
};
use attesto_securing::{Contexts, SigningKey};

use super::clock::Clock;
use super::config::Installation;
use super::files::{self, Audience};
use super::keys::PassphraseSource;
use super::wallets::{self, WalletSigner};
use super::{ledger, public};
use crate::fault::{Failure, Fault};

/// Who publishes, in the journal: the program itself, for the list key signs unattended.
const PUBLISHER: &str = "attesto";

/// The list key, open.
pub(crate) struct ListSigner {
    badges: SigningKey,
    wallets: Option<WalletSigner>,
}

impl ListSigner {
    /// Opens the list key; a body under a did:key has one key for everything.
    pub(crate) fn unlock(installation: &Installation, named: Option<PathBuf>) -> Result<Self, Failure> {
        let (key, source) = Self::kept(installation, named);
        let badges = installation.ring().unlock(&key, &source)?;
        let own = wallets::are_there(installation);
        let own = own.then(|| wallets::unlock(installation, &wallets::lists_key(installation), &source));
        Ok(Self { badges, wallets: own.transpose()? })
    }

    /// Begins to open it beside whatever its caller does next, for stretching passphrases is most of an act's time.
    /// A person at the terminal is asked for one passphrase at a time: such a key opens when it is called for.
    pub(crate) fn begin(
        installation: &Installation,
        named: Option<PathBuf>,
    ) -> impl FnOnce() -> Result<Self, Failure> + use<> {
        let (installation, (_, source)) = (installation.clone(), Self::kept(installation, named.clone()));
        let open = move || Self::unlock(&installation, named);
        let begun = match source {
            PassphraseSource::Prompt => Err(open),
            PassphraseSource::File(_) => Ok(spawn(open)),
        };
        move || match begun {
            Err(open) => open(),
            Ok(beside) => {
                beside.join().unwrap_or_else(|_| Err(Failure::new(Fault::Bug, "key", "the list key was not opened")))
            }
        }
    }

    /// Where it lies, and who knows its passphrase.
    fn kept(installation: &Installation, named: Option<PathBuf>) -> (PathBuf, PassphraseSource) {
        let written = &installation.written().keys;
        let (key, passphrase) = match installation.did().method() {
            "key" => (&written.credentials, &written.credentials_passphrase),
            _ => (&written.list, &written.list_passphrase),
        };
        (installation.path(key), PassphraseSource::configured(named, passphrase.as_deref(), installation))
    }

    /// The key that signs what is said of badges and certifications.
    pub(crate) fn of_badges(&self) -> &SigningKey {
        &self.badges
    }
}

/// An edition that the public can read, and since when.
pub(crate) struct Visible {
    pub(crate) edition: KnownEdition,
    pub(crate) url: Iri,
    pub(crate) seen: Timestamp,
}

/// Publishes the lists that changed, or that have less than half of their life left, and reads each back.
pub(crate) fn publish_due(
    installation: &Installation,
    register: &mut dyn Register,
    signer: &ListSigner,
    clock: Clock,
) -> Result<Vec<Visible>, Failure> {
    let at = ledger::moment(register, clock.now()?);
    let half = life_seconds(installation) / 2;
    let mut due = due(register, at, half).map_err(|fault| ledger::refused(&fault))?;
    due.extend(untold(register, signer)?);
    due.extend(under_a_compromised_key(register)?);
    due.sort_unstable();
    due.dedup();
    let mut visible = Vec::new();
    for list in due {
        let edition = sealed(installation, register, signer, (list, at))?;
        put(register, &edition, &published(installation))?;
        visible.push(seen(installation, register, edition, clock)?);
    }
    Ok(visible)
}

/// The lists that wallets cannot read yet though there is a key for it, or not by the certificates that it has now.
fn untold(register: &dyn Register, signer: &ListSigner) -> Result<Vec<u32>, Failure> {
    let Some(wallets) = &signer.wallets else { return Ok(Vec::new()) };
    let is_certified = wallets.certified().is_some();
    let mut untold = Vec::new();
    for list in 1..=lists(register).map_err(|fault| ledger::refused(&fault))? {
        let edition = latest_of(register, list)?;
        let told = edition.filter(|edition| edition.parts().any(|part| part == PartOfEdition::Token));
        let told = told.map(|edition| text(register, &edition, PartOfEdition::Token)).transpose()?;
        let token = told.and_then(|text| Secured::parse(text.as_bytes()).ok());
        let fits = token.is_some_and(|token| token.hints().has_chain == is_certified);
        untold.extend((!fits).then_some(list));
    }
    Ok(untold)
}

/// The lists whose present edition was sealed by a key that was compromised since.
fn under_a_compromised_key(register: &dyn Register) -> Result<Vec<u32>, Failure> {
    let known = known_keys(register).map_err(|fault| ledger::refused(&fault))?;
    let of_lists = |known: &&KnownKey| known.of.matter() == Matter::StatusList;
    let compromised = known.iter().filter(of_lists).filter_map(|known| known.revoked_at).max();
    let Some(compromised) = compromised else { return Ok(Vec::new()) };
    let mut due = Vec::new();
    for list in 1..=lists(register).map_err(|fault| ledger::refused(&fault))? {
        let before = latest_of(register, list)?.is_some_and(|edition| edition.from() <= compromised);
        due.extend(before.then_some(list));
    }
    Ok(due)
}

/// Puts every edition of every list into a folder, byte for byte as it was published.
pub(crate) fn put_all(register: &dyn Register, public: &Path) -> Result<usize, Failure> {
    let refused = |fault| ledger::refused(&fault);
    let mut count = 0;
    for list in 1..=lists(register).map_err(refused)? {
        let all = editions(register, list).map_err(refused)?;
        for edition in &all {
            put_dated(register, edition, public)?;
        }
        if let Some(last) = all.last() {
            put(register, last, public)?;
        }
        count += all.len();
    }
    Ok(count)
}

/// When the lists were published last, and until when they count; nothing before the first.
pub(crate) fn latest_of(register: &dyn Register, list: u32) -> Result<Option<KnownEdition>, Failure> {
    latest(register, list).map_err(|fault| ledger::refused(&fault))
}

/// When the youngest edition of any list begins, which may be a second away; nothing before the first.
pub(crate) fn latest_begin(register: &dyn Register) -> Result<Option<Timestamp>, Failure> {
    let mut latest = None;
    for list in 1..=lists(register).map_err(|fault| ledger::refused(&fault))? {
        latest = latest_of(register, list)?.map(|edition| edition.from()).max(latest);
    }
    Ok(latest)
}

pub(crate) fn life_seconds(installation: &Installation) -> u32 {
    installation.written().status.life_hours.saturating_mul(3_600)
}

fn published(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().folders.public)
}

fn sealed(
    installation: &Installation,
    register: &mut dyn Register,
    signer: &ListSigner,
    (list, at): (u32, Timestamp),
) -> Result<KnownEdition, Failure> {
    let by = OfficerId::parse(PUBLISHER).map_err(|fault| Failure::new(Fault::Bug, "publish", fault))?;
    let mut press = Press {
        register,
        signer: &signer.badges,
        contexts: &Contexts::pinned(),
        issuer: installation.did().as_iri(),
        base: &StatusBase::of(installation.base_url()),
        by: &by,
        at,
        life_seconds: life_seconds(installation),
        token: signer.wallets.as_deref().map(|signer| TokenPress { signer, issuer: installation.base_url() }),
    };
    publish(&mut press, list).map_err(|fault| match fault {
        PublicationFault::Register(fault) => ledger::refused(&fault),
        PublicationFault::Address { .. } => Failure::new(Fault::Config, "status-address", fault),
        PublicationFault::Seal(_) => Failure::new(Fault::Unavailable, "not-sealed", fault),
        other => Failure::new(Fault::Bug, "publish", other),
    })
}

/// The dated folder first, for the list names what stands in it; the list itself last, in one step.
fn put(register: &dyn Register, edition: &KnownEdition, public: &Path) -> Result<(), Failure> {
    put_dated(register, edition, public)?;
    for part in present(edition) {
        let text = text(register, edition, part)?;
        let current = folder(public, edition.list()).join(part.file());
        files::write(&current, text.as_bytes(), Audience::All)?;
    }
    Ok(())
}

/// The parts that are read under the list's own addresses, in both encodings.
fn present(edition: &KnownEdition) -> impl Iterator<Item = PartOfEdition> + '_ {
    edition.parts().filter(|part| [PartOfEdition::Revocation, PartOfEdition::Token].contains(part))
}

fn put_dated(register: &dyn Register, edition: &KnownEdition, public: &Path) -> Result<(), Failure> {
    let dated = folder(public, edition.list()).join(edition.folder());
    for part in edition.parts() {
        let text = text(register, edition, part)?;
        files::write(&dated.join(part.file()), text.as_bytes(), Audience::All)?;
    }
    Ok(())
}

fn folder(public: &Path, list: u32) -> PathBuf {
    public.join("status").join(list.to_string())
}

fn text(register: &dyn Register, edition: &KnownEdition, part: PartOfEdition) -> Result<String, Failure> {
    edition.text(register, part).map_err(|fault| ledger::refused(&fault))
}

/// Waits until the list reads as it was published, and records when it did.
fn seen(
    installation: &Installation,
    register: &mut dyn Register,
    edition: KnownEdition,
    clock: Clock,
) -> Result<Visible, Failure> {
    let base = StatusBase::of(installation.base_url());
    let wrong = |fault| Failure::new(Fault::Config, "status-address", fault);
    let url = base.list(edition.list()).map_err(wrong)?;
    for part in present(&edition) {
        let at = match part {
            PartOfEdition::Token => base.token_list(edition.list()).map_err(wrong)?,
            _ => url.clone(),
        };
        let expected = text(register, &edition, part)?;
        let current = folder(&published(installation), edition.list()).join(part.file());
        public::wait_for(installation, &at, &current, expected.as_bytes())?;
    }
    // An edition may begin with the next second: nobody may rely on it before, so nothing is told before.
    clock.reach(edition.from())?;
    let at = ledger::moment(register, clock.now()?).max(edition.from());
    let by = OfficerId::parse(PUBLISHER).map_err(|fault| Failure::new(Fault::Bug, "publish", fault))?;
    let seen = record_sighting(register, &edition, &by, at).map_err(|fault| ledger::refused(&fault))?;
    Ok(Visible { edition, url, seen })
}
