//! What a backup says of itself: where its journal ends, and every file by length and SHA-256.
//! It is no proof of who made it; the sealed head beside it is.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use attesto_credential::Timestamp;
use attesto_issuer::Head;
use attesto_securing::{Digest, Digesting};
use serde::{Deserialize, Serialize};

use super::damaged;
use crate::fault::{Failure, Fault};
use crate::world::files;

pub(super) const NAME: &str = "manifest.json";

/// A manifest.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    made: String,
    program: String,
    head: WrittenHead,
    persons_keys: String,
    files: Vec<WrittenFile>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenHead {
    seq: u64,
    hash: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    path: String,
    bytes: u64,
    sha256: String,
}

impl Manifest {
    /// Sums up every file of a folder.
    pub(super) fn of(folder: &Path, head: &Head, at: Timestamp) -> Result<Self, Failure> {
        let mut all = Vec::new();
        gather(folder, folder, &mut all)?;
        Ok(Self {
            format: 1,
            made: at.to_string(),
            program: format!("attesto {}", env!("CARGO_PKG_VERSION")),
            head: WrittenHead { seq: head.seq, hash: head.hash.to_hex() },
            persons_keys: "not in this backup; `restore` takes them from the register or from the copy".to_owned(),
            files: all,
        })
    }

    pub(super) fn to_text(&self) -> String {
        // Cannot fail: texts, numbers and lists only.
        format!("{}\n", serde_json::to_string_pretty(self).unwrap_or_default())
    }

    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let text = files::read_text(&folder.join(NAME))?;
        let manifest: Self = serde_json::from_str(&text).map_err(|error| damaged(folder, error))?;
        if manifest.format == 1 {
            return Ok(manifest);
        }
        let sentence = format!(
            "the backup {} has format {}; this release knows 1: use the release that wrote it, or a later one",
            folder.display(),
            manifest.format
        );
        Err(Failure::new(Fault::Config, "register-newer", sentence))
    }

    /// Holds every file against its length and sum; a file more or less is told.
    pub(super) fn hold(&self, folder: &Path) -> Result<(), Failure> {
        let mut there = Vec::new();
        gather(folder, folder, &mut there)?;
        for file in &self.files {
            let found = there.iter().find(|found| found.path == file.path);
            let found = found.ok_or_else(|| damaged(folder, format!("{} is missing", file.path)))?;
            if (found.bytes, &found.sha256) != (file.bytes, &file.sha256) {
                return Err(damaged(folder, format!("{} is not what was saved", file.path)));
            }
        }
        match there.iter().find(|found| !self.files.iter().any(|file| file.path == found.path)) {
            Some(stray) => Err(damaged(folder, format!("{} does not belong to it", stray.path))),
            None => Ok(()),
        }
    }

    pub(super) fn names(&self, head: &Head) -> bool {
        self.head.seq == head.seq && self.head.hash == head.hash.to_hex()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    pub(super) fn made(&self) -> &str {
        &self.made
    }
}

fn gather(root: &Path, folder: &Path, all: &mut Vec<WrittenFile>) -> Result<(), Failure> {
    for path in files::list(folder)? {
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        if name != NAME {
            let (bytes, sum) = summed(&path).map_err(|error| damaged(root, format!("{name}: {error}")))?;
            all.push(WrittenFile { path: name, bytes, sha256: sum.to_hex() });
        }
    }
    files::folders(folder)?.iter().try_for_each(|inner| gather(root, inner, all))
}

fn summed(path: &Path) -> std::io::Result<(u64, Digest)> {
    let (mut file, mut digesting, mut bytes) = (File::open(path)?, Digesting::default(), 0);
    let mut chunk = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            return Ok((bytes, digesting.finish()));
        }
        digesting.update(chunk.get(..read).unwrap_or(&[]));
        bytes += u64::try_from(read).unwrap_or(0);
    }
}
