//! Policy, trust lists and material from files; what else a case needs comes through the gate.

use std::path::Path;

use attesto_credential::{Did, Document, Iri, Limits, Timestamp};
use attesto_securing::Contexts;
use attesto_verifier::{Material, Policy};

use crate::fault::{Failure, Fault};
use crate::world::trusting::{self, Trusting};
use crate::world::{files, hand_in};

use super::lists::{self, LIMIT_BYTES, list_id};

/// Reads the policy, if there is one, and every trust list.
pub(in crate::cli) fn read(policy: Option<&Path>, trusting: &Trusting<'_>) -> Result<Policy, Failure> {
    let policy = match policy {
        None => Policy::default(),
        Some(path) => Policy::from_toml(&files::read_text(path)?)
            .map_err(|bad| trusting::faults(&path.display().to_string(), bad.faults()))?,
    };
    Ok(trusting.lists()?.into_iter().fold(policy, Policy::trusting))
}

/// Reads a folder of DID documents, each filed under the DID it says it is of, and the status lists below it.
pub(super) fn material(folder: Option<&Path>, at: Timestamp) -> Result<Material, Failure> {
    let mut material = Material::new(Contexts::pinned());
    let Some(folder) = folder else { return Ok(material) };
    for path in files::list(folder)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "json")) {
        let unusable = |why: String| Failure::new(Fault::Input, "material", format!("{}: {why}", path.display()));
        let bytes = files::read(&path, LIMIT_BYTES)?;
        if list_id(&bytes).is_some() {
            continue;
        }
        let document = Document::parse(&bytes, &Limits::default()).map_err(|fault| unusable(fault.to_string()))?;
        if let Some(issuer) = document.root().text("issuer").filter(|_| document.root().get("jwks").is_some()) {
            let issuer = Iri::parse(issuer).map_err(|fault| unusable(fault.to_string()))?;
            material.add_issuer(issuer, &bytes, at).map_err(|fault| unusable(fault.to_string()))?;
            continue;
        }
        let did = Did::parse(document.root().text("id").unwrap_or("")).map_err(|fault| unusable(fault.to_string()))?;
        material = material.with_document(did, &bytes, at).map_err(|fault| unusable(fault.to_string()))?;
    }
    lists::read(folder, &mut material, at)?;
    Ok(material)
}

/// Reads a body's answer about a certificate.
pub(super) fn statement(file: &Path, material: &mut Material, now: Timestamp) -> Result<(), Failure> {
    let read = hand_in::statement(&files::read(file, LIMIT_BYTES)?);
    let none = |why| Failure::new(Fault::Input, "statement", format!("{}: {why}", file.display()));
    material.add_answer(&read.map_err(none)?, now);
    Ok(())
}
