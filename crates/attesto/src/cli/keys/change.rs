//! One key of the body given up for another, from the officer's word to the published document.
//! What is given up and why is the verb's; the order that survives an interruption is `world::key_change`'s.

use std::path::PathBuf;

use attesto_credential::{Iri, Timestamp};
use attesto_issuer::{
    BodyKey, Duty, KEY_CHANGE, KeyChange, KeyUse, Officer, Officers, RecordRefused, SignedAct, open_intents,
    record_key_change,
};

use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::act::Signed;
use crate::world::config::Installation;
use crate::world::keys::PassphraseSource;
use crate::world::store::Kept;
use crate::world::wallets::{self, Next};
use crate::world::{act, did_document, files, key_change, ledger, lists, office, public};

/// Where keys change.
pub(super) struct Scene {
    pub(super) installation: Installation,
    pub(super) officers: Officers,
    pub(super) register: Box<dyn Kept>,
    pub(super) at: Timestamp,
}

impl Scene {
    pub(super) fn set(world: &World, printer: &Printer) -> Result<Self, Failure> {
        let installation = world.installation()?;
        let officers = office::officers(&installation)?;
        let register = ledger::open(&installation, &|notice| printer.say(notice))?;
        let at = ledger::moment(register.as_ref(), world.moment()?);
        Ok(Self { installation, officers, register, at })
    }

    /// The key in use that is to be given up; whoever is its key has no other, and a body without wallets none for them.
    pub(super) fn in_use(&self, of: KeyUse) -> Result<BodyKey, Failure> {
        let installation = &self.installation;
        if of.is_for_wallets() && !wallets::are_there(installation) {
            return Err(wallets::none());
        }
        if !of.is_for_wallets() {
            self.has_document()?;
        }
        key_change::in_use(installation, of)
    }

    /// Refuses where the body is its key, and has no document in which another could stand.
    pub(super) fn has_document(&self) -> Result<(), Failure> {
        let installation = &self.installation;
        if installation.did().method() != "web" {
            let sentence = format!(
                "{} is its key: whoever has another key has another name. Make a new installation with a did:web, or for trials a new did:key",
                installation.did()
            );
            return Err(Failure::new(Fault::Conflict, "key-is-the-name", sentence));
        }
        Ok(())
    }

    /// An officer who may answer for the keys.
    pub(super) fn officer(&self, id: &attesto_issuer::OfficerId, duty: Duty) -> Result<&Officer, Failure> {
        let officer = act::officer(&self.officers, id)?;
        if officer.may(duty) {
            return Ok(officer);
        }
        let sentence = format!("officer {id} has not the duty to {}; let an officer with that duty act", duty.word());
        Err(Failure::new(Fault::Forbidden, "no-duty", sentence))
    }

    /// Refuses while copies are in the middle of being issued: their intents name the key.
    pub(super) fn nothing_open(&self) -> Result<(), Failure> {
        let open = open_intents(self.register.as_ref()).map_err(|fault| ledger::refused(&fault))?;
        let Some(first) = open.first() else { return Ok(()) };
        let sentence = format!(
            "copies are in the middle of being issued under the key (intent {}); run `attesto issue` on their sheet once more, then give the key up",
            first.id()
        );
        Err(Failure::new(Fault::Conflict, "intent-open", sentence))
    }

    /// The last moment that a key may speak of: now, or when the youngest list that it sealed begins.
    pub(super) fn last_moment(&self, of: KeyUse) -> Result<Timestamp, Failure> {
        match of {
            KeyUse::List | KeyUse::WalletList => {
                Ok(lists::latest_begin(self.register.as_ref())?.map_or(self.at, |from| from.max(self.at)))
            }
            KeyUse::Credential | KeyUse::Journal | KeyUse::Seal | KeyUse::Wallet => Ok(self.at),
        }
    }

    /// Draws the key that follows one, or takes one that an authority certified.
    pub(super) fn drawn(
        &self,
        key: &BodyKey,
        of: KeyUse,
        passphrase: Option<PathBuf>,
        next: Option<&Next>,
    ) -> Result<BodyKey, Failure> {
        let written = &self.installation.written().keys;
        let configured = match of {
            // The seal's key is never drawn here.
            KeyUse::Credential | KeyUse::Seal | KeyUse::Wallet => written.credentials_passphrase.as_deref(),
            KeyUse::Journal => written.journal_passphrase.as_deref(),
            KeyUse::List => written.list_passphrase.as_deref(),
            KeyUse::WalletList => wallets::lists_passphrase(&self.installation),
        };
        let source = PassphraseSource::configured(passphrase, configured, &self.installation);
        let name = key_change::next_name(&self.installation, key, of)?;
        let passphrase = source.ask_new(&format!("the new {of} key"))?;
        key_change::draw(&self.installation, of, name, &passphrase, next)
    }

    /// Has the officers sign, records it, and puts the new key into the old one's place.
    pub(super) fn carry_out(&mut self, change: &KeyChange, files: [Option<PathBuf>; 2]) -> Result<(), Failure> {
        let recorded = self.signed(change, files).and_then(|signed| self.record(change, &signed));
        // Whatever came of it: a key that was drawn is in use from now on, or it is gone.
        let settled = key_change::settle(&self.installation, self.register.as_ref());
        recorded?;
        settled?;
        key_change::publish(&self.installation, self.register.as_ref(), self.at).map(drop)
    }

    fn signed(&self, change: &KeyChange, files: [Option<PathBuf>; 2]) -> Result<Vec<Signed>, Failure> {
        let sign = |(id, file): (_, Option<PathBuf>)| {
            let officer = act::officer(&self.officers, id)?;
            let said = (KEY_CHANGE, change.body(), change.at);
            act::sign(&self.installation, officer, &PassphraseSource::from_option(file), said)
        };
        change.officers().zip(files).map(sign).collect()
    }

    fn record(&mut self, change: &KeyChange, signed: &[Signed]) -> Result<(), Failure> {
        let mut acts = Vec::new();
        for (id, one) in change.officers().zip(signed) {
            acts.push((act::officer(&self.officers, id)?, SignedAct::new(&one.secured, &one.opened)));
        }
        let recorded = record_key_change(self.register.as_mut(), change, &acts);
        recorded.map(drop).map_err(|refused| match refused {
            RecordRefused::Register(fault) => ledger::refused(&fault),
            other => Failure::new(Fault::Bug, "record", other),
        })
    }

    /// Where the document lies in which a key is published, and under which address.
    pub(super) fn document(&self, of: KeyUse) -> (PathBuf, String) {
        let installation = &self.installation;
        match of.is_for_wallets() {
            true => (wallets::metadata_file(installation), wallets::address(installation)),
            false => (did_document::path(installation), format!("{}/did.json", installation.base_url())),
        }
    }

    /// Returns when the public reads the document as it is now.
    pub(super) fn document_is_public(&self, of: KeyUse) -> Result<(), Failure> {
        let (path, url) = self.document(of);
        let text = files::read_text(&path)?;
        let url = Iri::parse(&url);
        let url = url.map_err(|fault| Failure::new(Fault::Config, "config", fault))?;
        public::wait_for(&self.installation, &url, &path, text.as_bytes())
    }
}

/// What whoever pins keys in a trust list must add.
pub(super) fn pinned(key: &BodyKey, of: KeyUse) -> String {
    let word = of.matter().word();
    format!(
        "[[issuer.key]]\n  id = \"{}\"\n  multikey = \"{}\"\n  uses = [\"{word}\"]",
        key.id,
        key.public.to_multikey()
    )
}
