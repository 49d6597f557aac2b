//! An officer's act, signed with the officer's own key and opened again before anyone relies on it.
//! What is signed, and who may, is asked elsewhere.

use attesto_credential::{Declaration, Format, Iri, Object, Secured, Timestamp, lint};
use attesto_issuer::{Officer, OfficerId, Officers};
use attesto_securing::{Authentic, Contexts, Keys, Signer, SigningKey, open, seal};

use super::config::Installation;
use super::keys::PassphraseSource;
use crate::fault::{Failure, Fault};

/// What an officer signed, and what it says.
pub(crate) struct Signed {
    pub(crate) secured: Secured,
    pub(crate) opened: Authentic<Declaration>,
}

/// Finds an officer.
pub(crate) fn officer<'o>(officers: &'o Officers, id: &OfficerId) -> Result<&'o Officer, Failure> {
    let unknown = || {
        let sentence = format!("there is no officer {id}; `attesto officer list` shows who there is");
        Failure::new(Fault::NotFound, "no-officer", sentence)
    };
    officers.find(id).ok_or_else(unknown)
}

/// An officer's open key.
pub(crate) struct Pen {
    by: Iri,
    key: SigningKey,
}

impl Pen {
    /// Opens an officer's key.
    pub(crate) fn unlock(
        installation: &Installation,
        officer: &Officer,
        passphrase: &PassphraseSource,
    ) -> Result<Self, Failure> {
        let key = installation.ring().unlock(&installation.officer_key(officer.id().as_str()), passphrase)?;
        if key.id().owner() != officer.did().as_str() {
            let sentence = format!(
                "the key file of {} is not the key that the officers file names; put the right file back",
                officer.id()
            );
            return Err(Failure::new(Fault::Config, "key-of-another", sentence));
        }
        Ok(Self { by: officer.did().as_iri().clone(), key })
    }

    /// Signs an act, and opens what was signed.
    pub(crate) fn sign(&self, (kind, body, at): (&str, Object, Timestamp)) -> Result<Signed, Failure> {
        let bug = |fault: String| Failure::new(Fault::Bug, "sign", fault);
        let declaration = Declaration::new(kind, self.by.clone(), at, body);
        let linted = lint(declaration, Format::DECLARATION).map_err(|fault| bug(fault.to_string()))?;
        let contexts = Contexts::empty();
        let mut sealed = seal(vec![linted], &self.key, &contexts, at).map_err(|fault| bug(fault.to_string()))?;
        let secured = sealed.pop().ok_or_else(|| bug("nothing was sealed".to_owned()))?;
        let mut opened = open(std::slice::from_ref(&secured), &Keys::new(), &contexts, at);
        let opened = opened.pop().ok_or_else(|| bug("nothing was opened".to_owned()))?;
        Ok(Signed { opened: opened.map_err(|broken| bug(broken.to_string()))?, secured })
    }
}

/// Has an officer sign one act.
pub(crate) fn sign(
    installation: &Installation,
    officer: &Officer,
    passphrase: &PassphraseSource,
    said: (&str, Object, Timestamp),
) -> Result<Signed, Failure> {
    Pen::unlock(installation, officer, passphrase)?.sign(said)
}
