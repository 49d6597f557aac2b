//! Our own address, answered from the folder that we publish: a question to oneself needs no network.
//! Serves nobody else; that is `http`.

use attesto_credential::Timestamp;
use attesto_verifier::Content;

use super::{FetchFault, Fetched, Target, Transport};
use crate::world::files;
use crate::world::kept::Kept;
use crate::world::links::{FOLDER, WITHDRAWN};
use crate::world::shelf::{Found, Shelf};

/// Where the issuer's metadata lies in the folder; its address on the web lies beside the base URL.
const METADATA_PATH: &str = "/jwt-vc-issuer.json";

/// Programs ask for these, in this order, where a name stands for several forms.
const FORMS: [&str; 3] = ["json", "jsonld", "jws"];

/// The base URL of the installation and what lies under it.
#[derive(Debug)]
pub(crate) struct Home {
    base: Target,
    shelf: Shelf,
    /// What was asked for lately, as it lies there.
    kept: Kept<Content>,
}

impl Home {
    /// A base URL, as `https://host/body`, and the published folder.
    ///
    /// # Errors
    /// The URL cannot be read strictly.
    pub(crate) fn new(base_url: &str, shelf: Shelf) -> Result<Self, FetchFault> {
        Ok(Self { base: Target::parse(base_url)?, shelf, kept: Kept::default() })
    }

    /// What we publish under an address; nothing if it is somebody else's.
    pub(super) fn answer(
        &self,
        target: &Target,
        limit_bytes: u64,
        now: Timestamp,
    ) -> Option<Result<Fetched, FetchFault>> {
        let (path, query) = target.path().split_once('?').unwrap_or((target.path(), ""));
        let metadata = path.strip_prefix("/.well-known/jwt-vc-issuer").filter(|rest| *rest == self.base.path());
        let metadata = metadata.map(|_| METADATA_PATH);
        let below = path.strip_prefix(self.base.path()).filter(|rest| rest.starts_with('/'));
        let below = metadata.or(below).filter(|_| target.origin() == self.base.origin())?;
        let content = match moment_asked(query) {
            Some(moment) => self.shelf.find_at(below, moment).and_then(|found| self.content(&found, limit_bytes)),
            None if is_of_a_holder(below) => {
                let found = self.shelf.find(below, &FORMS);
                found.and_then(|found| files::read(&found.path, limit_bytes).map(Content::new).ok())
            }
            // A file that stands just there answers before every other form of its name.
            None => self.known(below).or_else(|| self.content(&self.shelf.find(below, &FORMS)?, limit_bytes)),
        };
        let fetched = |content| Fetched { content, at: now, transport: Transport::Inside };
        Some(content.map(fetched).ok_or(FetchFault::NotPublished))
    }

    /// What is kept of the file that stands just under a path, if it is there unchanged.
    fn known(&self, path: &str) -> Option<Content> {
        let known = self.kept.known(&self.shelf.place(path)?)?;
        Some(Content::clone(&known))
    }

    fn content(&self, found: &Found, limit_bytes: u64) -> Option<Content> {
        let content = self.kept.of(&found.path, limit_bytes, |bytes| Some(Content::new(bytes)))?;
        Some(Content::clone(&content))
    }

    /// Whether a link of ours was withdrawn by its holder, in whatever form it is asked for.
    pub(super) fn is_withdrawn(&self, target: &Target) -> bool {
        let path = target.path().split('?').next().unwrap_or("");
        let below = path.strip_prefix(self.base.path()).filter(|_| target.origin() == self.base.origin());
        let name = below.and_then(|below| below.strip_prefix('/')?.strip_prefix(FOLDER)?.strip_prefix('/'));
        let link = name.map(|name| name.split('.').next().unwrap_or(name));
        link.is_some_and(|link| self.shelf.find(&format!("/{FOLDER}/{link}.{WITHDRAWN}"), &[]).is_some())
    }
}

/// Whether a path leads behind a link: what lies there is read and not kept.
fn is_of_a_holder(path: &str) -> bool {
    path.split('/').find(|segment| !segment.is_empty()) == Some(FOLDER)
}

/// The moment whose list is asked for (Token Status List, 8.4): `time`, in seconds since 1970.
pub(crate) fn moment_asked(query: &str) -> Option<Timestamp> {
    let seconds = query.split('&').find_map(|part| part.strip_prefix("time="))?;
    seconds.parse().ok().and_then(|seconds| Timestamp::from_unix(seconds).ok())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn said(home: &Home, path: &str) -> Option<Vec<u8>> {
        let target = Target::parse(&format!("https://cert.example/body{path}")).unwrap();
        let fetched = home.answer(&target, 1 << 10, Timestamp::LAST)?;
        fetched.ok().map(|fetched| fetched.bytes().to_vec())
    }

    #[test]
    fn what_is_published_anew_is_given_at_once_and_what_is_taken_away_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let put = |path: &Path, text: &str| {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path.with_extension("new"), text).unwrap();
            std::fs::rename(path.with_extension("new"), path).unwrap();
        };
        let home = Home::new("https://cert.example/body", Shelf::new(folder.path().to_owned())).unwrap();
        for path in ["/status/1/revocation.json", "/c/5gzzzxjylrxk0aa9v0n2tqjv3e.json"] {
            let file = folder.path().join(path.trim_start_matches('/'));
            for text in ["one", "two"] {
                put(&file, text);
                // Once as it is read, once as it is kept.
                assert_eq!([said(&home, path), said(&home, path)], [(); 2].map(|()| Some(text.into())), "{path}");
                assert_eq!(said(&home, path.trim_end_matches(".json")).as_deref(), Some(text.as_bytes()));
            }
            std::fs::remove_file(&file).unwrap();
            assert_eq!(said(&home, path), None, "{path}");
        }
    }
}
