//! Copies that follow others: issued one by one, when a status act promised them.
//! Which ones, and why, is known where the act stands.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;
use attesto_issuer::{Certification, Copy, OfficerId, Register, Scheme, Wanted, issue, open_intents};

use super::desk::{self, Bench, Seal};
use super::wallets::{self, Holders};
use super::write;
use crate::fault::Failure;
use crate::world::config::Installation;
use crate::world::keys::PassphraseSource;
use crate::world::ledger;

/// What issuing a single copy works with.
pub(in crate::cli) struct Errand<'e> {
    pub(in crate::cli) installation: &'e Installation,
    pub(in crate::cli) scheme: &'e Scheme,
    pub(in crate::cli) officer: &'e OfficerId,
    pub(in crate::cli) at: Timestamp,
    pub(in crate::cli) passphrase: Option<PathBuf>,
}

impl Errand<'_> {
    fn passphrase(&self) -> PassphraseSource {
        let configured = self.installation.written().keys.credentials_passphrase.as_deref();
        PassphraseSource::configured(self.passphrase.clone(), configured, self.installation)
    }

    fn bench<'b>(&'b self, seal: &'b Seal) -> Bench<'b> {
        Bench { installation: self.installation, scheme: self.scheme, seal, officer: self.officer, at: self.at }
    }
}

/// Issues the copies that are not there yet, and writes the files of all into a folder per certificate number, over
/// those of older copies.
pub(in crate::cli) fn successors(
    errand: &Errand<'_>,
    register: &mut dyn Register,
    wanted: &[Wanted<'_>],
    out: &Path,
) -> Result<Vec<Copy>, Failure> {
    let seal = Seal::of(errand.installation, &errand.passphrase())?;
    let bench = errand.bench(&seal);
    let certifications: Vec<Certification> = wanted.iter().map(|one| one.certification.clone()).collect();
    let persons = desk::persons(register, &certifications)?;
    let mut project = desk::projection(&bench, &persons);
    let mut entropy = crate::world::entropy::System;
    let secret = desk::secret(errand.installation)?;
    let copies =
        issue(&mut bench.desk(register, &mut entropy, &secret), wanted, &mut project).map_err(desk::failure)?;
    write(&bench, &copies, &certifications, out)?;
    Ok(copies)
}

/// Issues a copy for the wallet of each holder whose key is here, bound to that key.
pub(in crate::cli) fn for_wallets(
    errand: &Errand<'_>,
    register: &mut dyn Register,
    (certifications, holders): (&[Certification], &Holders),
    out: &Path,
) -> Result<Vec<Copy>, Failure> {
    let seal = wallets::seal(errand.installation, &errand.passphrase())?;
    let persons = desk::persons(register, certifications)?;
    wallets::copies(&errand.bench(&seal), register, (certifications, &persons), holders, out)
}

/// Finishes badges that an interrupted run left between intent and record.
pub(in crate::cli) fn finish_interrupted(errand: &Errand<'_>, register: &mut dyn Register) -> Result<(), Failure> {
    if open_intents(register).map_err(|fault| ledger::refused(&fault))?.is_empty() {
        return Ok(());
    }
    let seal = Seal::of(errand.installation, &errand.passphrase())?;
    let (mut entropy, secret) = (crate::world::entropy::System, desk::secret(errand.installation)?);
    desk::finish_open(&mut errand.bench(&seal).desk(register, &mut entropy, &secret))
}
