//! What stands in the published folder beside the lists: each scheme at its own address, for people and for programs.
//! It can be made again at any time from the schemes that decisions rest on.

use std::path::{Path, PathBuf};

use super::config::Installation;
use super::files::{self, Audience};
use super::office::{self, SchemeFile};
use crate::fault::{Failure, Fault};
use crate::locale::Tongue;
use crate::sheet;

/// Puts every scheme that a decision rests on into a folder, under the path of its address; gives the addresses.
///
/// A scheme whose address is not below the base URL is published by its owner, not here.
pub(crate) fn put_schemes(installation: &Installation, public: &Path) -> Result<Vec<String>, Failure> {
    let kept = installation.path(&installation.written().folders.schemes);
    let mut put = Vec::new();
    if !kept.is_dir() {
        return Ok(put);
    }
    for path in files::list(&kept)?.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "toml")) {
        let file = office::scheme(&path)?;
        let Some(folder) = folder_of(installation, public, &file) else { continue };
        put_scheme(&file, &folder)?;
        put.push(file.scheme.id().to_string());
    }
    put.sort();
    put.dedup();
    Ok(put)
}

fn folder_of(installation: &Installation, public: &Path, file: &SchemeFile) -> Option<PathBuf> {
    let below = file.scheme.id().without_fragment().strip_prefix(installation.base_url().as_str())?;
    let segments = below.strip_prefix('/')?;
    // The address of a scheme is read from its file; no segment of it leads elsewhere.
    let plain = |segment: &&str| {
        !segment.starts_with('.') && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    };
    let holds = segments.split('/').all(|segment| !segment.is_empty() && plain(&segment));
    holds.then(|| public.join(segments))
}

/// The page in each language, the first of them as the folder's own; the scheme and its competences for programs.
fn put_scheme(file: &SchemeFile, folder: &Path) -> Result<(), Failure> {
    let write = |name: &str, text: &str| files::write(&folder.join(name), text.as_bytes(), Audience::All);
    for tongue in Tongue::ALL {
        let page = sheet::scheme_page(&file.scheme, tongue);
        let page = page.map_err(|fault| Failure::new(Fault::Bug, "page", fault))?;
        write(&format!("index.{}.html", tongue.tag()), &page)?;
        if tongue == Tongue::En {
            write("index.html", &page)?;
        }
    }
    write("index.jsonld", &sheet::framework(&file.scheme))?;
    write("scheme.toml", &file.text)
}
