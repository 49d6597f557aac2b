//! Copies that follow others: issued one by one, when a status act promised them.
//! Which ones, and why, is known where the act stands.

use std::path::{Path, PathBuf};

use attesto_credential::{CredentialId, Format, Timestamp};
use attesto_issuer::{Certification, Copy, OfficerId, Register, Scheme, Wanted, issue, open_intents};

use super::desk::{self, Bench, Seal};
use super::european::Abroads;
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
/// those of older copies; gives their ids.
pub(in crate::cli) fn successors(
    errand: &Errand<'_>,
    register: &mut dyn Register,
    wanted: &[Wanted<'_>],
    out: &Path,
) -> Result<Vec<CredentialId>, Failure> {
    let of = |format: Format| wanted.iter().filter(|one| one.format == format).copied().collect::<Vec<_>>();
    let mut ids = badges(errand, register, &of(Format::OPEN_BADGE), out)?;
    ids.extend(abroad(errand, register, &of(Format::EUROPEAN), out)?);
    Ok(ids)
}

fn badges(
    errand: &Errand<'_>,
    register: &mut dyn Register,
    wanted: &[Wanted<'_>],
    out: &Path,
) -> Result<Vec<CredentialId>, Failure> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
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
    Ok(copies.into_iter().map(|copy| copy.id).collect())
}

/// Nothing where the body issues none any more: what was promised then waits.
fn abroad(
    errand: &Errand<'_>,
    register: &mut dyn Register,
    wanted: &[Wanted<'_>],
    out: &Path,
) -> Result<Vec<CredentialId>, Failure> {
    let abroads = Some(wanted).filter(|wanted| !wanted.is_empty());
    let abroads = abroads.map(|_| Abroads::of(errand.installation, errand.scheme, errand.at)).transpose()?.flatten();
    let Some(abroads) = abroads else { return Ok(Vec::new()) };
    let certifications: Vec<Certification> = wanted.iter().map(|one| one.certification.clone()).collect();
    let persons = desk::persons(register, &certifications)?;
    abroads.finish((errand.officer, errand.at), register)?;
    let there = abroads.issue((errand.officer, errand.at), register, (wanted, &persons), out)?;
    Ok(there.into_iter().map(|there| there.id).collect())
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

/// Finishes badges and European copies that an interrupted run left between intent and record.
pub(in crate::cli) fn finish_interrupted(errand: &Errand<'_>, register: &mut dyn Register) -> Result<(), Failure> {
    if open_intents(register).map_err(|fault| ledger::refused(&fault))?.is_empty() {
        return Ok(());
    }
    let seal = Seal::of(errand.installation, &errand.passphrase())?;
    let (mut entropy, secret) = (crate::world::entropy::System, desk::secret(errand.installation)?);
    desk::finish_open(&mut errand.bench(&seal).desk(register, &mut entropy, &secret))?;
    let abroads = Abroads::of(errand.installation, errand.scheme, errand.at)?;
    abroads.map_or(Ok(()), |abroads| abroads.finish((errand.officer, errand.at), register).map(drop))
}
