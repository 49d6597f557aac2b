//! Policy, trust lists and material from files; what else a case needs comes through the gate.

use std::path::{Path, PathBuf};

use attesto_credential::{Did, Document, Iri, Limits, Timestamp};
use attesto_securing::Contexts;
use attesto_verifier::{FormFault, Material, Policy, TrustList};

use crate::fault::{Failure, Fault, Place};
use crate::world::files;

use super::lists::{self, LIMIT_BYTES, list_id};

/// Reads the policy, if there is one, and every trust list.
pub(in crate::cli) fn read(policy: Option<&Path>, trust: &[PathBuf]) -> Result<Policy, Failure> {
    let policy = match policy {
        None => Policy::default(),
        Some(path) => Policy::from_toml(&files::read_text(path)?).map_err(|bad| faults(path, bad.faults()))?,
    };
    trust.iter().try_fold(policy, |policy, path| {
        let beside = |name: &str| files::read(&path.with_file_name(name), LIMIT_BYTES).ok();
        let list = TrustList::beside(&files::read_text(path)?, &beside).map_err(|bad| faults(path, bad.faults()))?;
        Ok(policy.trusting(list))
    })
}

fn faults(path: &Path, faults: &[FormFault]) -> Failure {
    let file = path.display().to_string();
    let place = |fault: &FormFault| Place {
        file: file.clone(),
        row: u64::try_from(fault.line()).ok(),
        why: fault.what().to_owned(),
        ..Place::default()
    };
    Failure::at("form", format!("{file} has {} fault(s)", faults.len()), faults.iter().map(place).collect())
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

/// Reads a body's answer about a certificate: the signed text, or the JSON in which `status-of` gives it.
pub(super) fn statement(file: &Path, material: &mut Material, now: Timestamp) -> Result<(), Failure> {
    let text = String::from_utf8_lossy(&files::read(file, LIMIT_BYTES)?).into_owned();
    let told: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let inside = told.as_ref().and_then(|told| told.get("statement")).and_then(serde_json::Value::as_str);
    material.add_answer(inside.unwrap_or(&text), now);
    Ok(())
}
