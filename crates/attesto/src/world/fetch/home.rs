//! Our own address, answered from the folder that we publish: a question to oneself needs no network.
//! Serves nobody else; that is `http`.

use attesto_credential::Timestamp;

use super::{FetchFault, Fetched, Target, Transport};
use crate::fault::Failure;
use crate::world::files;
use crate::world::links::{FOLDER, WITHDRAWN};
use crate::world::shelf::Shelf;

/// Where the issuer's metadata lies in the folder; its address on the web lies beside the base URL.
const METADATA_PATH: &str = "/jwt-vc-issuer.json";

/// Programs ask for these, in this order, where a name stands for several forms.
const FORMS: [&str; 3] = ["json", "jsonld", "jws"];

/// The base URL of the installation and what lies under it.
#[derive(Debug)]
pub(crate) struct Home {
    base: Target,
    shelf: Shelf,
}

impl Home {
    /// A base URL, as `https://host/body`, and the published folder.
    ///
    /// # Errors
    /// The URL cannot be read strictly.
    pub(crate) fn new(base_url: &str, shelf: Shelf) -> Result<Self, FetchFault> {
        Ok(Self { base: Target::parse(base_url)?, shelf })
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
        let found = match moment_asked(query) {
            Some(moment) => self.shelf.find_at(below, moment),
            None => self.shelf.find(below, &FORMS),
        };
        let found = found.ok_or(FetchFault::NotPublished);
        Some(found.and_then(|found| {
            let read = |_: Failure| FetchFault::NotPublished;
            let bytes = files::read(&found.path, limit_bytes).map_err(read)?;
            Ok(Fetched { bytes: bytes.into(), at: now, transport: Transport::Inside })
        }))
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

/// The moment whose list is asked for (Token Status List, 8.4): `time`, in seconds since 1970.
pub(crate) fn moment_asked(query: &str) -> Option<Timestamp> {
    let seconds = query.split('&').find_map(|part| part.strip_prefix("time="))?;
    seconds.parse().ok().and_then(|seconds| Timestamp::from_unix(seconds).ok())
}
