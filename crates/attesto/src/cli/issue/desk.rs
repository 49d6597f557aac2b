//! What issuing works with: the key, the issuer's own document, the copy secret, the persons.

use std::collections::BTreeMap;

use attesto_credential::{BadId, Credential, Iri, Issuer, Timestamp, Unmodelled};
use attesto_issuer::{
    Certification, Copy, CopySecret, Desk, Drawn, IssueFault, OfficerId, OpenIntent, Person, Projection, Records,
    Register, Reserved, Scheme, Standing, StatusBase, Wanted, finish, open_intents,
};
use attesto_securing::{Contexts, Digest, Entropy, KeyId, Keys, PublicKey, SigningKey, draw};

use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::did_document;
use crate::world::entropy::System;
use crate::world::files::{self, Audience};
use crate::world::hands::Second;
use crate::world::keys::PassphraseSource;
use crate::world::wallets::WalletSigner;
use crate::world::{ledger, links};

/// The key that seals, and what the issuer's own document says of it.
pub(super) struct Seal {
    key: WalletSigner,
    keys: Keys,
    contexts: Contexts,
}

impl Seal {
    /// The body's own.
    pub(super) fn of(installation: &Installation, passphrase: &PassphraseSource) -> Result<Self, Failure> {
        let file = installation.path(&installation.written().keys.credentials);
        Self::by(installation, Box::new(installation.ring().unlock(&file, passphrase)?))
    }

    /// One that is open.
    pub(super) fn by(installation: &Installation, key: WalletSigner) -> Result<Self, Failure> {
        Ok(Self::new(key, did_document::keys(installation)?, Contexts::pinned()))
    }

    /// Any key with what is said of it.
    pub(super) fn new(key: WalletSigner, keys: Keys, contexts: Contexts) -> Self {
        Self { key, keys, contexts }
    }

    /// A key that nobody trusts, made for this one run and forgotten after it.
    pub(super) fn rehearsal() -> Result<Self, Failure> {
        let key = SigningKey::generate(&mut System).map_err(|fault| Failure::new(Fault::Bug, "key", fault))?;
        Ok(Self::new(Box::new(key), Keys::new(), Contexts::pinned()))
    }

    /// Who speaks by this key.
    pub(super) fn speaker(&self) -> &str {
        self.key.id().owner()
    }

    /// The public half of the key.
    pub(super) fn public(&self) -> &PublicKey {
        self.key.public()
    }

    /// The name of the key.
    pub(super) fn id(&self) -> &KeyId {
        self.key.id()
    }
}

/// One run of issuing.
pub(super) struct Bench<'b> {
    pub(super) installation: &'b Installation,
    pub(super) scheme: &'b Scheme,
    pub(super) seal: &'b Seal,
    pub(super) officer: &'b OfficerId,
    pub(super) at: Timestamp,
}

impl Bench<'_> {
    /// The address that is printed as a code; a rehearsal has none, nor a copy whose holder had the link withdrawn.
    pub(super) fn link(&self, copy: &Copy) -> Option<String> {
        let is_real = copy.standing != Standing::Rehearsed;
        copy.link.filter(|_| is_real).map(|link| links::address(self.installation, link))
    }

    /// The profile that credentials show; a rehearsal says that it is one.
    fn issuer(&self) -> Result<Issuer, BadId> {
        let body = &self.installation.written().body;
        let name = match self.seal.speaker() == self.installation.did().as_str() {
            true => body.name.clone(),
            false => format!("REHEARSAL of {}", body.name),
        };
        Ok(Issuer {
            id: Iri::parse(self.seal.speaker())?,
            name: Some(name),
            url: body.home.clone(),
            others: Unmodelled::new(),
        })
    }

    pub(super) fn desk<'d>(
        &'d self,
        register: &'d mut dyn Register,
        entropy: &'d mut dyn Entropy,
        secret: &'d CopySecret,
    ) -> Desk<'d> {
        Desk {
            register,
            signer: self.seal.key.as_ref(),
            keys: &self.seal.keys,
            contexts: &self.seal.contexts,
            entropy,
            secret,
            officer: self.officer,
            at: self.at,
            hands: &Second,
            stamping: None,
        }
    }
}

/// The secret that names copies, drawn at the first use and kept with the keys.
pub(in crate::cli) fn secret(installation: &Installation) -> Result<CopySecret, Failure> {
    let path = installation.path(&installation.written().keys.copies);
    if !path.exists() {
        files::create(&path, &draw::<32>(&mut System), Audience::Owner)?;
    }
    files::must_be_private(&path)?;
    let bytes = files::read(&path, 32)?;
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| {
        let sentence = format!(
            "{} has not 32 bytes; restore it from the backup, without it copies would be issued again",
            path.display()
        );
        Failure::new(Fault::Config, "copy-secret", sentence)
    })?;
    Ok(CopySecret::new(bytes))
}

/// Persons by their commitment.
pub(super) type Persons = BTreeMap<Digest, Person>;

/// The persons of certifications, by their commitment, without those who were erased.
pub(super) fn persons(register: &dyn Register, certifications: &[Certification]) -> Result<Persons, Failure> {
    let commitments: Vec<Digest> = certifications.iter().map(Certification::person).collect();
    let persons = Records::of(register).with_hands(&Second).persons(&commitments);
    let persons = persons.map_err(|fault| ledger::refused(&fault))?;
    Ok(commitments.into_iter().zip(persons).filter_map(|(commitment, person)| Some((commitment, person?))).collect())
}

/// Words one copy of a certification; its salt is drawn with the copy.
pub(super) fn projection<'b>(
    bench: &'b Bench<'b>,
    persons: &'b Persons,
) -> impl FnMut(&Wanted<'_>, &Reserved, &mut dyn Entropy) -> Result<Credential, String> + 'b {
    let mut projection = bench.issuer().map(|issuer| Projection::of(bench.scheme, issuer));
    move |wanted, reserved, entropy| {
        let projection = projection.as_mut().map_err(|fault| fault.to_string())?;
        let person = persons.get(&wanted.certification.person()).ok_or("its person is not here")?;
        let base = StatusBase::of(bench.installation.base_url());
        let status = base.place(reserved.place).map_err(|fault| fault.to_string())?;
        let drawn = Drawn { id: reserved.id.clone(), subject: reserved.subject.clone(), salt: draw(entropy), status };
        projection.project(wanted.certification, person, &drawn).map_err(|fault| fault.to_string())
    }
}

/// That nothing is open any more which the key at hand seals. Only then is it known which copies are wanting: a copy in
/// the middle of being issued is neither there nor to be issued once more.
pub(super) struct Finished(());

/// Finishes what an interrupted run left open, with the very bytes that were intended.
///
/// What waits for a key of another kind (badges, wallets, seals) is finished where that key is open.
pub(super) fn finish_open(desk: &mut Desk<'_>) -> Result<Finished, Failure> {
    let own = Kind::of(desk.signer.id().as_str());
    for intent in open_intents(desk.register).map_err(|fault| ledger::refused(&fault))? {
        if Kind::of(intent.key()) != own {
            continue;
        }
        finish(desk, intent.id()).map_err(failure)?;
    }
    Ok(Finished(()))
}

/// What a key seals, as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Badges,
    European,
    Wallets,
}

impl Kind {
    fn of(key: &str) -> Self {
        match KeyId::parse(key) {
            Ok(id) if id.is_certified() => Self::European,
            _ if key.starts_with("https://") => Self::Wallets,
            _ => Self::Badges,
        }
    }
}

/// Whether an intent waits for the key of a European seal.
pub(super) fn is_for_seal(intent: &OpenIntent) -> bool {
    Kind::of(intent.key()) == Kind::European
}

/// Says who must act when copies were not issued.
pub(super) fn failure(fault: IssueFault) -> Failure {
    match fault {
        IssueFault::Register(fault) => ledger::refused(&fault),
        IssueFault::OtherKey { .. } | IssueFault::Open { .. } => Failure::new(Fault::Conflict, "intent-open", fault),
        IssueFault::NotStamped { .. } => Failure::new(Fault::Unavailable, "time-stamp", fault),
        IssueFault::Seal(_) => Failure::new(Fault::Unavailable, "not-sealed", fault),
        other => Failure::new(Fault::Bug, "issue", other),
    }
}
