//! Where answers lie: one file per certification, called by a keyed digest of its number, with keyed digests of the
//! names that it is asked by and the sealed answers to them. It holds no name; without the secret nobody finds one in it.

use std::path::{Path, PathBuf};

use attesto_credential::CertificateNumber;
use attesto_securing::{Digest, draw};
use attesto_verifier::name_keys;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::entropy::System;
use crate::world::files::{self, Audience};

/// The most bytes of one page.
const PAGE_BYTES: u64 = 64 << 10;

/// The folder of answers, and the file of the secret that finds them.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    folder: PathBuf,
    secret: PathBuf,
}

/// 32 bytes, without which no answer is found.
pub(super) struct Secret(Zeroizing<[u8; 32]>);

/// What lies there of one certification.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    pub(super) format: u32,
    pub(super) number: String,
    pub(super) now: Names,
    #[serde(default)]
    pub(super) formerly: Names,
}

/// Names, each as a keyed digest, and what is answered to whoever gives one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) names: Vec<String>,
    pub(super) answer: String,
}

impl Book {
    /// The book of an installation.
    pub(crate) fn of(installation: &Installation) -> Self {
        let written = installation.written();
        Self { folder: installation.path(&written.folders.answers), secret: installation.path(&written.keys.answers) }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The sealed answer to a number and a name, if they belong together; the work is the same if they do not.
    pub(crate) fn find(&self, number: &str, name: &str) -> Option<String> {
        // Before the first answer there is no secret: then there is nothing to find, by the same way.
        let secret = self.secret().unwrap_or_else(|_| Secret(Zeroizing::new([0; 32])));
        let number = CertificateNumber::parse(number).map_or_else(|_| number.to_owned(), |number| number.to_string());
        let page = self.page(&secret, &number).ok().flatten().unwrap_or_default();
        let asked = secret.names(&number, [name]);
        let answers = |names: &Names| asked.iter().any(|one| names.names.contains(one));
        [page.now, page.formerly].into_iter().find(answers).map(|names| names.answer)
    }

    /// Reads the secret.
    pub(super) fn secret(&self) -> Result<Secret, Failure> {
        files::must_be_private(&self.secret)?;
        let bytes = Zeroizing::new(files::read(&self.secret, 32)?);
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| {
            let sentence = format!(
                "{} has not 32 bytes; remove it and run `attesto publish`: it draws another",
                self.secret.display()
            );
            Failure::new(Fault::Config, "answer-secret", sentence)
        })?;
        Ok(Secret(Zeroizing::new(bytes)))
    }

    /// Reads the secret, drawn at the first use.
    pub(super) fn secret_or_new(&self) -> Result<Secret, Failure> {
        if !self.secret.exists() {
            files::create(&self.secret, &draw::<32>(&mut System), Audience::Owner)?;
        }
        self.secret()
    }

    /// What lies there of a certification.
    pub(super) fn page(&self, secret: &Secret, number: &str) -> Result<Option<Page>, Failure> {
        Self::read(&self.path(secret, number))
    }

    /// Reads a page; nothing if there is none, or none that this release wrote.
    pub(super) fn read(path: &Path) -> Result<Option<Page>, Failure> {
        if files::open(path)?.is_none() {
            return Ok(None);
        }
        let page: Option<Page> = serde_json::from_slice(&files::read(path, PAGE_BYTES)?).ok();
        Ok(page.filter(|page| page.format == 1))
    }

    /// Writes a page, whole or not at all.
    pub(super) fn write(&self, secret: &Secret, page: &Page) -> Result<(), Failure> {
        let text = serde_json::to_vec(page).map_err(|fault| Failure::new(Fault::Bug, "answers", fault))?;
        files::write_derived(&self.path(secret, &page.number), &text, Audience::Owner)
    }

    /// Every page that lies there.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut paths = Vec::new();
        for part in files::folders(&self.folder)? {
            files::sweep(&part)?;
            paths.extend(files::list(&part)?);
        }
        Ok(paths)
    }

    /// In one of 256 folders, so that none gets too long.
    pub(super) fn path(&self, secret: &Secret, number: &str) -> PathBuf {
        let name = secret.told("number", number, "");
        self.folder.join(name.get(..2).unwrap_or("00")).join(format!("{name}.json"))
    }
}

impl Secret {
    /// The keyed digests that names of a certification's person are found by.
    pub(super) fn names<'n>(&self, number: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for key in names.into_iter().flat_map(name_keys) {
            let one = self.told("name", number, &key);
            if !key.is_empty() && !told.contains(&one) {
                told.push(one);
            }
        }
        told
    }

    /// What tells one secret from another.
    pub(super) fn mark(&self) -> String {
        self.told("mark", "", "").chars().take(16).collect()
    }

    /// Each part stands behind its length, so that no two lists of parts read alike.
    fn told(&self, used_for: &str, number: &str, key: &str) -> String {
        let parts: String = [used_for, number, key].iter().map(|part| format!("{}:{part},", part.len())).collect();
        Digest::keyed(&self.0, format!("attesto-answer-1/{parts}").as_bytes()).to_hex()
    }
}
