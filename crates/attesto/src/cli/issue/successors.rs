//! Copies that follow others: issued one by one, when a status act promised them.
//! Which ones, and why, is known where the act stands.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;
use attesto_issuer::{Certification, Copy, OfficerId, Register, Scheme, Wanted, issue};

use super::desk::{self, Bench, Seal};
use super::write;
use crate::fault::Failure;
use crate::world::config::Installation;
use crate::world::keys::PassphraseSource;

/// What issuing a single copy works with.
pub(in crate::cli) struct Errand<'e> {
    pub(in crate::cli) installation: &'e Installation,
    pub(in crate::cli) scheme: &'e Scheme,
    pub(in crate::cli) officer: &'e OfficerId,
    pub(in crate::cli) at: Timestamp,
    pub(in crate::cli) passphrase: Option<PathBuf>,
}

/// Issues the copies, and writes their files into a folder per certificate number, over those of older copies.
pub(in crate::cli) fn successors(
    errand: &Errand<'_>,
    register: &mut dyn Register,
    wanted: &[Wanted<'_>],
    out: &Path,
) -> Result<Vec<Copy>, Failure> {
    let configured = errand.installation.written().keys.credentials_passphrase.as_deref();
    let passphrase = PassphraseSource::configured(errand.passphrase.clone(), configured, errand.installation);
    let seal = Seal::of(errand.installation, &passphrase)?;
    let bench = Bench {
        installation: errand.installation,
        scheme: errand.scheme,
        seal: &seal,
        officer: errand.officer,
        at: errand.at,
    };
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
