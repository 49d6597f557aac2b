//! The journal's head as a sealed declaration: made here, and opened again when a restore is held against it.

use std::path::Path;

use attesto_credential::{Declaration, Did, Format, JournalHead, Secured, Timestamp, lint};
use attesto_issuer::{Head, Register, recorded};
use attesto_securing::{Contexts, Digest, Roll, Signer, SigningKey, open, seal};

use super::config::Installation;
use super::keys::PassphraseSource;
use super::{did_document, files, keys, ledger};
use crate::fault::{Failure, Fault};

/// A head that was sealed by the body's own journal key.
pub(crate) struct Sealed {
    pub(crate) said: JournalHead,
    /// When it was sealed.
    pub(crate) at: Timestamp,
}

/// Where the journal ends, with what commits to every copy that was recorded.
pub(crate) fn of(register: &dyn Register) -> Result<JournalHead, Failure> {
    let head = register.head();
    let copies = Roll::of(recorded(register, head.seq).map_err(|fault| ledger::refused(&fault))?).root();
    Ok(JournalHead { seq: head.seq, hash: *head.hash.as_bytes(), at: head.at, copies: Some(*copies.as_bytes()) })
}

/// The journal key, open.
pub(crate) struct HeadSigner(SigningKey);

impl HeadSigner {
    /// Opens the journal key.
    pub(crate) fn unlock(installation: &Installation, passphrase: &PassphraseSource) -> Result<Self, Failure> {
        installation.ring().unlock(&installation.path(&installation.written().keys.journal), passphrase).map(Self)
    }

    /// Seals a head.
    pub(crate) fn seal(
        &self,
        installation: &Installation,
        head: &JournalHead,
        at: Timestamp,
    ) -> Result<Secured, Failure> {
        let bug = |fault: String| Failure::new(Fault::Bug, "head", fault);
        let by = Did::parse(self.0.id().owner()).map_err(|fault| bug(fault.to_string()))?;
        let declaration = Declaration::new(JournalHead::KIND, by.as_iri().clone(), at, head.to_body());
        let linted = lint(declaration, Format::DECLARATION).map_err(|fault| bug(fault.to_string()))?;
        let sealed = seal(vec![linted], &self.0, &Contexts::empty(), at).map_err(|fault| bug(fault.to_string()))?;
        let sealed = sealed.into_iter().next().ok_or_else(|| bug("nothing was sealed".to_owned()))?;
        // Opened as others will: a head that nobody believes is worth nothing on the day it is needed.
        opened(installation, sealed.text(), at).map(|_| sealed)
    }
}

/// Reads a sealed head from a file and believes it only under the body's own journal key.
pub(crate) fn read(installation: &Installation, path: &Path, at: Timestamp) -> Result<Head, Failure> {
    let text = files::read_text(path)?;
    let sealed = opened(installation, text.trim(), at)
        .map_err(|failure| Failure::new(failure.fault(), "head", format!("{}: {failure}", path.display())))?;
    let JournalHead { seq, hash, at, .. } = sealed.said;
    Ok(Head { seq, hash: Digest::from_bytes(hash), at })
}

/// Believes a sealed head only under the body's own journal key.
pub(crate) fn opened(installation: &Installation, text: &str, at: Timestamp) -> Result<Sealed, Failure> {
    let wrong = |why: &str| {
        let sentence = format!("{why}; give the file that `attesto ledger head --out` wrote for this body");
        Failure::new(Fault::Input, "head", sentence)
    };
    let journal = keys::read(&installation.path(&installation.written().keys.journal))?;
    let keys = did_document::keys(installation)?;
    let secured = Secured::parse(text.as_bytes()).map_err(|_| wrong("it is no sealed head"))?;
    let opened = open::<Declaration>(std::slice::from_ref(&secured), &keys, &Contexts::empty(), at).pop();
    let opened = opened.and_then(Result::ok).ok_or_else(|| wrong("its seal does not hold under this body's keys"))?;
    let said = opened.said();
    if said.kind() != JournalHead::KIND || said.by().as_str() != journal.id().owner() {
        return Err(wrong("it is no journal head of this body"));
    }
    let head = JournalHead::from_body(said.body()).map_err(|_| wrong("it names no head"))?;
    Ok(Sealed { said: head, at: said.at() })
}
