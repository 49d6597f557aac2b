//! Copies for wallets: one per certificate whose holder gave a key as a file, bound to that key.
//! Asking again issues nothing twice; another key is another copy.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use attesto_credential::{Credential, Document, HolderKey, Iri, Issuer, Limits, SaltSeed, Unmodelled};
use attesto_issuer::{
    Certification, Copy, CopySecret, DrawnClaims, Register, Reserved, StatusBase, TypeMetadata, Wanted, bound_copy,
    issue, project_claims,
};
use attesto_securing::{Entropy, PublicKey, draw};

use super::desk::{self, Bench, Finished, Persons, Seal};
use crate::fault::{Failure, Fault, Place};
use crate::world::config::Installation;
use crate::world::entropy::System;
use crate::world::files::{self, Audience};
use crate::world::keys::PassphraseSource;
use crate::world::{ledger, wallets};

/// The name of a copy's file in the folder of its certificate.
const FILE: &str = "wallet.sdjwt";

/// The most that is read of a holder's key.
const KEY_BYTES: u64 = 16 << 10;

const NOBODY: &str = "no certification in force on this sheet has this number; take the file away or correct its name";

/// Holders' keys by certificate number.
pub(in crate::cli) type Holders = BTreeMap<String, HolderKey>;

/// Reads a folder of public JWKs, each named by its certificate number, as in `SIM-2026-000417-A.jwk`.
pub(super) fn holders(folder: &Path, certifications: &[Certification]) -> Result<Holders, Failure> {
    let (mut holders, mut faults) = (Holders::new(), Vec::new());
    for path in files::list(folder)?.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "jwk")) {
        let number = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let one = certifications.iter().find(|one| one.number().as_str() == number);
        match one.map_or_else(|| Err(NOBODY.to_owned()), not_renewed).and_then(|()| holder(&path)) {
            Ok(key) => drop(holders.insert(number, key)),
            Err(why) => faults.push(Place { file: path.display().to_string(), why, ..Place::default() }),
        }
    }
    if !faults.is_empty() {
        let sentence = format!("{} of the holders' keys cannot be used; nothing was issued", faults.len());
        return Err(Failure::at("holder-key", sentence, faults));
    }
    if holders.is_empty() {
        let sentence = format!("{} has no key: put in NUMBER.jwk, the public JWK of each holder", folder.display());
        return Err(Failure::new(Fault::Input, "holder-key", sentence));
    }
    Ok(holders)
}

/// The key of one holder, whatever its file is called.
pub(in crate::cli) fn holder_of(file: &Path, certification: &Certification) -> Result<Holders, Failure> {
    let key = holder(file).map_err(|why| {
        let place = Place { file: file.display().to_string(), why, ..Place::default() };
        Failure::at("holder-key", "the holder's key cannot be used; nothing was issued for a wallet", vec![place])
    })?;
    Ok(Holders::from([(certification.number().to_string(), key)]))
}

/// The next copy of what was renewed is promised to what follows it.
fn not_renewed(certification: &Certification) -> Result<(), String> {
    let Some(renewed) = certification.renewed_as() else { return Ok(()) };
    Err(format!(
        "it was renewed as {renewed}; take the file away and run `attesto status issue {renewed} --holder-key` with it"
    ))
}

fn holder(path: &Path) -> Result<HolderKey, String> {
    let bytes = files::read(path, KEY_BYTES).map_err(|failure| failure.to_string())?;
    let document = Document::parse(&bytes, &Limits::default()).map_err(|fault| fault.to_string())?;
    let key = HolderKey::of(document.root()).map_err(|fault| fault.to_string())?;
    PublicKey::from_jwk(&key.jwk().to_serde()).map_err(|fault| fault.to_string())?;
    Ok(key)
}

/// Issues the copies, writes each into the folder of its certificate, and publishes the type they name.
pub(super) fn copies(
    bench: &Bench<'_>,
    register: &mut dyn Register,
    (certifications, persons): (&[Certification], &Persons),
    holders: &Holders,
    out: &Path,
) -> Result<Vec<Copy>, Failure> {
    let secret = desk::secret(bench.installation)?;
    let mut project = projection(bench, persons, holders);
    let mut entropy = System;
    let finished = desk::finish_open(&mut bench.desk(register, &mut entropy, &secret))?;
    let wanted = wanted((&*register, &finished), &secret, certifications, holders)?;
    let mut desk = bench.desk(register, &mut entropy, &secret);
    let copies = issue(&mut desk, &wanted, &mut project).map_err(desk::failure)?;
    put_type(bench)?;
    copies.iter().try_for_each(|copy| write(copy, &out.join(copy.number.as_str())))?;
    Ok(copies)
}

/// The copies that should be there, once nothing is open any more.
fn wanted<'c>(
    (register, _): (&dyn Register, &Finished),
    secret: &CopySecret,
    certifications: &'c [Certification],
    holders: &Holders,
) -> Result<Vec<Wanted<'c>>, Failure> {
    let bound = certifications.iter().filter_map(|one| Some((one, holders.get(one.number().as_str())?)));
    let wanted = bound.map(|(one, holder)| bound_copy(register, secret, one, holder));
    wanted.collect::<Result<_, _>>().map_err(|fault| ledger::refused(&fault))
}

fn write(copy: &Copy, folder: &Path) -> Result<(), Failure> {
    files::private_folder(folder)?;
    files::write_derived(&folder.join(FILE), copy.secured.text().as_bytes(), Audience::Owner)
}

fn put_type(bench: &Bench<'_>) -> Result<(), Failure> {
    let public: PathBuf = bench.installation.path(&bench.installation.written().folders.public);
    let metadata = TypeMetadata::of(bench.scheme, bench.installation.base_url());
    files::write(&public.join(TypeMetadata::path(bench.scheme)), metadata.text().as_bytes(), Audience::All)
}

fn projection<'b>(
    bench: &'b Bench<'b>,
    persons: &'b Persons,
    holders: &'b Holders,
) -> impl FnMut(&Wanted<'_>, &Reserved, &mut dyn Entropy) -> Result<Credential, String> + 'b {
    let metadata = TypeMetadata::of(bench.scheme, bench.installation.base_url());
    let kind = (metadata.vct().to_owned(), metadata.integrity());
    move |wanted, reserved, entropy| {
        let certification = wanted.certification;
        let person = persons.get(&certification.person()).ok_or("its person is not here")?;
        let holder = holders.get(certification.number().as_str()).ok_or("its holder gave no key")?.clone();
        let status = StatusBase::of(bench.installation.base_url()).token_place(reserved.place);
        let status = status.map_err(|fault| fault.to_string())?;
        let seed = SaltSeed::from_random(draw(entropy));
        let drawn = DrawnClaims { id: reserved.id.clone(), seed, status, kind: kind.clone(), holder };
        let issuer = issuer(bench.installation);
        project_claims(certification, bench.scheme, person, (&issuer, bench.installation.zone()), drawn)
            .map_err(|fault| fault.to_string())
    }
}

/// The body as its copies for wallets name it: by its base URL, for SD-JWT VC knows no DIDs.
fn issuer(installation: &Installation) -> Issuer {
    let id: Iri = installation.base_url().clone();
    Issuer { id, name: Some(installation.written().body.name.clone()), url: None, others: Unmodelled::new() }
}

/// The key that seals copies for wallets.
pub(super) fn seal(installation: &Installation, passphrase: &PassphraseSource) -> Result<Seal, Failure> {
    if !wallets::are_there(installation) {
        return Err(wallets::none());
    }
    Seal::by(installation, wallets::unlock(installation, &wallets::copies_key(installation), passphrase)?)
}
