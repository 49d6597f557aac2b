//! The owners whose lists are believed: by a DID, or by the certificate that a list of trusted entities is signed with.
//! Nobody is believed because a list says so of itself.

use std::path::Path;

use attesto_credential::{Did, Timestamp};
use attesto_securing::{Anchors, Keys};

use crate::fault::{Failure, Fault};
use crate::world::fetch::{Gate, Target};
use crate::world::files;

/// The form of a DID document.
const DID_DOCUMENT: &str = "application/did+ld+json, application/did+json, application/json";

/// Owners as they were named.
#[derive(Debug, Default)]
pub(crate) struct Owners {
    dids: Vec<Did>,
    anchors: Anchors,
}

impl Owners {
    /// Reads owners: each a DID, or a file with certificates in PEM.
    ///
    /// # Errors
    /// Neither of them.
    pub(crate) fn read(named: &[String]) -> Result<Self, Failure> {
        let mut owners = Self::default();
        for one in named {
            let wrong = |why: String| Failure::new(Fault::Input, "trust-owner", format!("--owner {one}: {why}"));
            if one.starts_with("did:") {
                owners.dids.push(Did::parse(one).map_err(|fault| wrong(fault.to_string()))?);
                continue;
            }
            let pem = files::read(Path::new(one), super::LIMIT_BYTES)?;
            let anchors = Anchors::from_pem(&pem).map_err(|bad| wrong(bad.to_string()))?;
            owners.anchors = owners.anchors.and(&anchors);
        }
        Ok(owners)
    }

    /// The certificates.
    pub(super) fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    /// The keys of an owner, if it was named: those of a did:key by its name, those of a did:web through the gate.
    pub(super) fn keys(&self, by: &str, gate: &Gate, now: Timestamp) -> Result<Keys, Failure> {
        let Some(owner) = self.dids.iter().find(|did| did.as_str() == by) else {
            let sentence = format!("it is sealed by {by}; if you know that this is its owner, say --owner {by}");
            return Err(Failure::new(Fault::Input, "trust-owner", sentence));
        };
        if owner.method() != "web" {
            return Ok(Keys::new());
        }
        let unreachable = |why: String| {
            let sentence = format!("the keys of {by} could not be had: {why}; try again online");
            Failure::new(Fault::Unavailable, "trust-owner", sentence)
        };
        let fetched = Target::of_did(owner).and_then(|target| gate.get(&target, DID_DOCUMENT, now));
        let fetched = fetched.map_err(|why| unreachable(why.to_string()))?;
        Keys::new().with_document(fetched.bytes()).map_err(|bad| unreachable(bad.to_string()))
    }
}
