//! Status lists in a folder of material, with what stands beside them, each under the URL it is served at.
//! Believes none of them; a seal or its absence is the verifier's.

use std::path::{Path, PathBuf};

use attesto_credential::{Format, Iri, Limits, Secured, Timestamp};
use attesto_verifier::Material;

use crate::fault::Failure;
use crate::world::files;

/// The most that is read of one file.
pub(super) const LIMIT_BYTES: u64 = 1 << 20;

/// How deep a folder of material is looked through: `status/1/2026-11-26T090000Z/` lies three deep.
const DEPTH: usize = 5;

/// A file below the folder, by its path there.
struct Found {
    path: String,
    bytes: Vec<u8>,
}

/// What the bytes call themselves, if they are a status list.
pub(super) fn list_id(bytes: &[u8]) -> Option<Iri> {
    let secured = Secured::parse_within(bytes, &Limits::status_list()).ok()?;
    let document = secured.peek_unbelieved().filter(|_| secured.format() == Format::STATUS_LIST)?;
    Iri::parse(document.root().text("id")?).ok()
}

/// From when a status list says that it counts.
fn made(bytes: &[u8]) -> Option<Timestamp> {
    let secured = Secured::parse_within(bytes, &Limits::status_list()).ok()?;
    let document = secured.peek_unbelieved().filter(|_| secured.format() == Format::STATUS_LIST)?;
    Timestamp::parse(document.root().text("validFrom")?).ok()
}

/// Reads the lists and what stands beside them.
///
/// A list that lies where its own URL says tells where the folder is published; then every file has a URL by its path.
/// A list without such a folder is filed under the URL that it calls its own.
/// The folder is as it was at the moment asked about, or later: at the least when the youngest list in it was made.
pub(super) fn read(folder: &Path, material: &mut Material, at: Timestamp) -> Result<(), Failure> {
    let mut found = Vec::new();
    gather(folder, folder, DEPTH, &mut found)?;
    let at = found.iter().filter_map(|file| made(&file.bytes)).fold(at, Timestamp::max);
    let base = found.iter().find_map(|file| {
        let id = list_id(&file.bytes)?;
        id.as_str().strip_suffix(&file.path).filter(|base| base.ends_with('/')).map(str::to_owned)
    });
    for file in found {
        let by_path = base.as_ref().and_then(|base| Iri::parse(&format!("{base}{}", file.path)).ok());
        if let Some(url) = by_path.or_else(|| list_id(&file.bytes)) {
            material.add_listed(url, &file.bytes, at);
        }
    }
    Ok(())
}

fn gather(root: &Path, folder: &Path, depth: usize, found: &mut Vec<Found>) -> Result<(), Failure> {
    let read = |path: PathBuf| {
        let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        Ok(Found { path: inside, bytes: files::read(&path, LIMIT_BYTES)? })
    };
    let may_be_one =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json" || extension == "jws");
    let here = files::list(folder)?.into_iter().filter(may_be_one).map(read);
    found.extend(here.collect::<Result<Vec<_>, Failure>>()?);
    if depth > 0 {
        for inner in files::folders(folder)? {
            gather(root, &inner, depth - 1, found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/status-on-a-day-while-it-was-suspended");

    #[test]
    fn a_published_folder_gives_the_status_of_any_day() {
        let folder = Path::new(CASE);
        let (now, then) = ("2026-07-21T00:00:00Z", "2026-07-10T08:30:00Z");
        let moment = |text| Timestamp::parse(text).unwrap();
        let material = super::super::policy::material(Some(&folder.join("material")), moment(now)).unwrap();
        let secured = Secured::parse(&std::fs::read(folder.join("credential.json")).unwrap()).unwrap();
        let case = attesto_verifier::Case::new(secured);

        let judged = |at| {
            let report = case.judge(&material, &attesto_verifier::Policy::default(), moment(at));
            let status = report.lines().iter().find(|line| line.check().name() == "status").unwrap();
            status.finding().code().text()
        };

        assert_eq!((judged(then), judged(now)), ("status.suspended", "status.good"));
    }
}
