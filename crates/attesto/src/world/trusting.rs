//! Trust lists as whoever verifies names them: files, folders and addresses; sealed ones only by owners who were named.
//! What a list says and how long it counts is the verifier's.

mod owners;
mod present;

use std::path::{Path, PathBuf};

use attesto_credential::{Declaration, Limits, Secured, Timestamp};
use attesto_securing::{Contexts, Digest, open};
use attesto_verifier::{FormFault, TrustList};

use super::fetch::{Gate, Target};
use super::files;
use crate::fault::{Failure, Fault, Place};

pub(crate) use owners::Owners;

/// The most that is read of one list.
const LIMIT_BYTES: u64 = 4 << 20;

/// The forms a published list comes in.
const PUBLISHED: &str = "application/jose, application/jwt, application/json";

/// Where lists come from, and what they are read with.
pub(crate) struct Trusting<'t> {
    pub(crate) sources: &'t [PathBuf],
    pub(crate) owners: Owners,
    pub(crate) gate: &'t Gate,
    pub(crate) now: Timestamp,
}

/// A list with where it came from.
struct Found {
    source: String,
    digest: Digest,
    list: TrustList,
}

/// Whether whoever verifies has a list in hand or had it sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Fetched,
    InHand,
}

impl Trusting<'_> {
    /// Reads every list; of each, only the present edition.
    ///
    /// # Errors
    /// A source that cannot be had, a list that does not hold, an owner who was not named, an edition that is older than
    /// another one given.
    pub(crate) fn lists(&self) -> Result<Vec<TrustList>, Failure> {
        let mut all: Vec<Found> = Vec::new();
        for source in self.sources {
            let found = if source.is_dir() { self.folder(source)? } else { vec![self.source(source)?] };
            found.into_iter().try_for_each(|one| present::add(&mut all, one))?;
        }
        Ok(all.into_iter().map(|found| found.list).collect())
    }

    /// The lists of a folder; earlier editions of the same list may lie beside the present one.
    fn folder(&self, folder: &Path) -> Result<Vec<Found>, Failure> {
        let is_list = |path: &PathBuf| {
            path.extension().and_then(|e| e.to_str()).is_some_and(|e| ["toml", "json", "jws", "jwt"].contains(&e))
        };
        let mut present = Vec::new();
        for path in files::list(folder)?.into_iter().filter(is_list) {
            present::keep_latest(&mut present, self.source(&path)?)?;
        }
        match present.is_empty() {
            true => Err(Failure::new(
                Fault::NotFound,
                "trust-none",
                format!("{} holds no trust list; give .toml, .jws, .jwt or .json files", folder.display()),
            )),
            false => Ok(present),
        }
    }

    fn source(&self, source: &Path) -> Result<Found, Failure> {
        let name = source.display().to_string();
        let (bytes, came) = match source.to_str().filter(|text| text.starts_with("https://")) {
            None => (files::read(source, LIMIT_BYTES)?, Came::InHand),
            Some(url) => (self.fetched(url)?, Came::Fetched),
        };
        let beside = |file: &str| files::read(&source.with_file_name(file), LIMIT_BYTES).ok();
        let list = self.read(&name, &bytes, came, &beside)?;
        Ok(Found { source: name, digest: Digest::of(&bytes), list })
    }

    fn fetched(&self, url: &str) -> Result<Vec<u8>, Failure> {
        let fetched = Target::parse(url).and_then(|target| self.gate.get(&target, PUBLISHED, self.now));
        let unreachable = |why| {
            let sentence = format!("the trust list {url} could not be had: {why}; give a copy of it as a file");
            Failure::new(Fault::Unavailable, "trust-unreachable", sentence)
        };
        fetched.map(|fetched| fetched.bytes().to_vec()).map_err(unreachable)
    }

    /// By what the bytes are: a JWS of ours, a JWS around a list of entities, such a list alone, or TOML.
    fn read(
        &self,
        name: &str,
        bytes: &[u8],
        came: Came,
        beside: &dyn Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<TrustList, Failure> {
        let unusable = |why: String| Failure::new(Fault::Input, "trust-list", format!("{name}: {why}"));
        let text =
            std::str::from_utf8(bytes).map_err(|_| unusable("it is not UTF-8; give the list as text".to_owned()));
        let text = text?.trim();
        let secured = Secured::parse_within(text.as_bytes(), &Limits::declaration()).ok();
        let jws = secured.filter(|secured| secured.peek_payload_unbelieved().is_some());
        if let Some(secured) = jws.filter(|secured| says(secured, "kind")) {
            return self.sealed(name, &secured);
        }
        if text.split('.').count() == 3 && !text.contains(char::is_whitespace) {
            let list = TrustList::of_signed_entities(text, self.owners.anchors(), self.now);
            return list
                .map_err(|bad| unusable(format!("{bad} (name its signer's certificate with --owner FILE.pem)")));
        }
        if came == Came::Fetched {
            let why = "nobody sealed it; fetch it yourself and give it as a file, if you answer for it".to_owned();
            return Err(unusable(why));
        }
        if text.starts_with('{') {
            return TrustList::of_entities(bytes).map_err(|bad| unusable(bad.to_string()));
        }
        TrustList::beside(text, beside).map_err(|bad| faults(name, bad.faults()))
    }

    /// Believes a sealed list only under the key of an owner who was named.
    fn sealed(&self, name: &str, secured: &Secured) -> Result<TrustList, Failure> {
        let unusable = |why: String| Failure::new(Fault::Input, "trust-list", format!("{name}: {why}"));
        let by = secured.peek_payload_unbelieved().and_then(|said| said.root().text("iss").map(str::to_owned));
        let by =
            by.ok_or_else(|| unusable("it does not say who sealed it; ask its keeper for a new one".to_owned()))?;
        let keys = self
            .owners
            .keys(&by, self.gate, self.now)
            .map_err(|failure| Failure::new(failure.fault(), "trust-owner", format!("{name}: {failure}")))?;
        let opened = open::<Declaration>(std::slice::from_ref(secured), &keys, &Contexts::empty(), self.now).pop();
        let opened = match opened {
            Some(Ok(opened)) => opened,
            Some(Err(broken)) => return Err(unusable(format!("{broken}; ask {by} for the list as it was sealed"))),
            None => return Err(unusable("it holds nothing; ask its keeper for a new one".to_owned())),
        };
        TrustList::of_declaration(&opened).map_err(|bad| unusable(bad.to_string()))
    }
}

fn says(secured: &Secured, member: &str) -> bool {
    secured.peek_payload_unbelieved().is_some_and(|said| said.root().get(member).is_some())
}

/// Every fault of a form, by its line.
pub(crate) fn faults(file: &str, faults: &[FormFault]) -> Failure {
    let place = |fault: &FormFault| Place {
        file: file.to_owned(),
        row: u64::try_from(fault.line()).ok(),
        why: fault.what().to_owned(),
        ..Place::default()
    };
    Failure::at("form", format!("{file} has {} fault(s)", faults.len()), faults.iter().map(place).collect())
}

#[cfg(test)]
mod tests;
