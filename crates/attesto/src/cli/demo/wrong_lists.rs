//! Lists that are not what they should be, each made from the folder that the demo's body publishes.
//! No reader calls anything valid by one of them.

use std::path::{Path, PathBuf};

use attesto_credential::{DataModel, Document, Format, Limits, Statement, StatusList, lint};
use attesto_securing::{Contexts, KeyId, SigningKey, seal};

use crate::fault::{Failure, Fault};
use crate::world::entropy::System;
use crate::world::files::{self, Audience};

/// The list as readers ask for it, below the published folder.
const PRESENT: &str = "status/1/revocation.json";

/// How deep the lists of a published folder are copied; dated editions lie two deep.
const DEPTH: usize = 3;

/// The published folder as somebody would serve it who puts the first edition back in the place of the present one.
pub(super) fn replayed(public: &Path, folder: PathBuf) -> Result<PathBuf, Failure> {
    copy_said(public, &folder)?;
    let editions = files::folders(&public.join("status/1"))?;
    let first = editions.first().ok_or_else(|| bug("the body published no list"))?;
    files::write(&folder.join(PRESENT), &read(&first.join("revocation.json"))?, Audience::All)?;
    Ok(folder)
}

/// The published folder with the present list word for word, sealed by a key of somebody else's under the name of the
/// body's own.
pub(super) fn of_another_key(public: &Path, folder: PathBuf, issuer: &str) -> Result<PathBuf, Failure> {
    copy_said(public, &folder)?;
    let document = Document::parse(&read(&public.join(PRESENT))?, &Limits::status_list()).map_err(bug)?;
    let list = StatusList::read(&document, DataModel::StatusList).map_err(bug)?;
    let from = list.from.ok_or_else(|| bug("a list of ours says from when it counts"))?;
    let name = KeyId::parse(&format!("{issuer}#list-1")).map_err(bug)?;
    let key = SigningKey::generate(&mut System).map_err(bug)?.named(name);
    let linted = lint(list, Format::STATUS_LIST).map_err(bug)?;
    let sealed = seal(vec![linted], &key, &Contexts::pinned(), from).map_err(bug)?;
    let text = sealed.first().ok_or_else(|| bug("nothing was sealed"))?.text();
    files::write(&folder.join(PRESENT), text.as_bytes(), Audience::All)?;
    Ok(folder)
}

/// Keys and lists; what lies behind links is the holders' and no part of it.
fn copy_said(public: &Path, folder: &Path) -> Result<(), Failure> {
    files::write(&folder.join("did.json"), &read(&public.join("did.json"))?, Audience::All)?;
    copy(&public.join("status"), &folder.join("status"), DEPTH)
}

fn copy(from: &Path, to: &Path, depth: usize) -> Result<(), Failure> {
    let name = |path: &Path| path.file_name().map(|name| to.join(name)).ok_or_else(|| bug("a file without a name"));
    for file in files::list(from)? {
        files::write(&name(&file)?, &read(&file)?, Audience::All)?;
    }
    if depth > 0 {
        for folder in files::folders(from)? {
            copy(&folder, &name(&folder)?, depth - 1)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    files::read(path, 1 << 20)
}

fn bug(why: impl std::fmt::Display) -> Failure {
    Failure::new(Fault::Bug, "demo", why)
}
