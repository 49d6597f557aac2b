//! Status lists in a folder of material, with what stands beside them, each under the URL it is served at.
//! Believes none of them; a seal or its absence is the verifier's.

use std::path::{Path, PathBuf};

use attesto_credential::{Format, Iri, Json, Limits, Secured, Timestamp};
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
    list: Option<SaidList>,
}

/// What a status list says of itself.
struct SaidList {
    id: Iri,
    from: Option<Timestamp>,
}

/// What the bytes call themselves, if they are a status list in either encoding.
pub(super) fn list_id(bytes: &[u8]) -> Option<Iri> {
    said(bytes).map(|list| list.id)
}

fn said(bytes: &[u8]) -> Option<SaidList> {
    let secured = Secured::parse_within(bytes, &Limits::status_list()).ok()?;
    match secured.format() {
        Format::STATUS_LIST => {
            let root = secured.peek_unbelieved()?.root();
            let from = root.text("validFrom").and_then(|from| Timestamp::parse(from).ok());
            Some(SaidList { id: Iri::parse(root.text("id")?).ok()?, from })
        }
        Format::TOKEN_LIST => {
            let payload = secured.peek_payload_unbelieved()?;
            let seconds = match payload.root().get("iat") {
                Some(Json::Number(seconds)) => seconds.as_str().parse().ok(),
                _ => None,
            };
            let from = seconds.and_then(|seconds| Timestamp::from_unix(seconds).ok());
            Some(SaidList { id: Iri::parse(payload.root().text("sub")?).ok()?, from })
        }
        _ => None,
    }
}

/// Reads the lists and what stands beside them.
///
/// A list that lies where its own URL says tells where the folder is published; then every file has a URL by its path.
/// A list without such a folder is filed under the URL that it calls its own.
/// The folder is as it was at the moment asked about, or later: at the least when the youngest list in it was made.
/// Where a younger edition lies in the folder, an older one in the place of the present list does not pass for it.
pub(super) fn read(folder: &Path, material: &mut Material, asked: Timestamp) -> Result<(), Failure> {
    let mut found = Vec::new();
    gather(folder, folder, DEPTH, &mut found)?;
    let lists = || found.iter().filter_map(|file| Some((file, file.list.as_ref()?)));
    let at = lists().filter_map(|(_, list)| list.from).fold(asked, Timestamp::max);
    let of_then: Vec<(Iri, Vec<u8>)> = lists().filter_map(|(file, list)| of_then(file, list, asked, lists())).collect();
    let base = lists().find_map(|(file, list)| {
        list.id.as_str().strip_suffix(&file.path).filter(|base| base.ends_with('/')).map(str::to_owned)
    });
    for file in found {
        let by_path = base.as_ref().and_then(|base| Iri::parse(&format!("{base}{}", file.path)).ok());
        let own = file.list.as_ref().map(|list| list.id.clone());
        if let Some(url) = by_path.or(own) {
            material.add_listed(url, &file.bytes, at);
        }
        if let Some(SaidList { id, from: Some(from) }) = file.list {
            material.seen_list(id, from);
        }
    }
    for (url, bytes) in of_then {
        material.add_listed(url, &bytes, at);
    }
    Ok(())
}

/// A token list as the moment asked about is answered, if it is the last of its name that had begun by then.
fn of_then<'f>(
    file: &Found,
    list: &SaidList,
    asked: Timestamp,
    all: impl Iterator<Item = (&'f Found, &'f SaidList)>,
) -> Option<(Iri, Vec<u8>)> {
    let from = list.from.filter(|from| *from <= asked && file.path.ends_with(".jwt"))?;
    let later =
        |other: &SaidList| other.id == list.id && other.from.is_some_and(|later| from < later && later <= asked);
    let last = !all.map(|(_, other)| other).any(later);
    let url = Iri::parse(&format!("{}?time={}", list.id, asked.unix())).ok()?;
    last.then(|| (url, file.bytes.clone()))
}

fn gather(root: &Path, folder: &Path, depth: usize, found: &mut Vec<Found>) -> Result<(), Failure> {
    let read = |path: PathBuf| {
        let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let bytes = files::read(&path, LIMIT_BYTES)?;
        Ok(Found { path: inside, list: said(&bytes), bytes })
    };
    let may_be_one = |path: &PathBuf| {
        path.extension().is_some_and(|extension| ["json", "jws", "jwt"].iter().any(|kind| extension == *kind))
    };
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

    /// The codes of the status of the case by the material at each of the moments.
    fn judged<const N: usize>(material: &Path, now: &str, at: [&str; N]) -> [&'static str; N] {
        let moment = |text| Timestamp::parse(text).unwrap();
        let material = super::super::policy::material(Some(material), moment(now)).unwrap();
        let secured = Secured::parse(&std::fs::read(Path::new(CASE).join("credential.json")).unwrap()).unwrap();
        let case = attesto_verifier::Case::new(secured);
        at.map(|at| {
            let report = case.judge(&material, &attesto_verifier::Policy::default(), moment(at));
            let status = report.lines().iter().find(|line| line.check().name() == "status").unwrap();
            status.finding().code().text()
        })
    }

    #[test]
    fn a_published_folder_gives_the_status_of_any_day() {
        let (now, then) = ("2026-07-21T00:00:00Z", "2026-07-10T08:30:00Z");

        let codes = judged(&Path::new(CASE).join("material"), now, [then, now]);

        assert_eq!(codes, ["status.suspended", "status.good"]);
    }

    #[test]
    fn an_older_edition_put_in_the_place_of_the_present_list_is_known_by_the_younger_one_beside_it() {
        let (from, folder) = (Path::new(CASE).join("material"), tempfile::tempdir().unwrap());
        let mut all = Vec::new();
        gather(&from, &from, DEPTH, &mut all).unwrap();
        for file in &all {
            let to = folder.path().join(&file.path);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, &file.bytes).unwrap();
        }
        let (now, status) = ("2026-07-12T00:00:00Z", folder.path().join("status/1"));
        let shown = |edition: &str| {
            std::fs::copy(status.join(edition).join("revocation.json"), status.join("revocation.json")).unwrap();
            judged(folder.path(), now, [now])
        };
        std::fs::remove_dir_all(status.join("20260720T070000Z")).unwrap();

        assert_eq!(shown("20260710T083000Z"), ["status.suspended"]);
        assert_eq!(shown("20260701T000000Z"), ["status.stale"]);
        std::fs::remove_dir_all(status.join("20260710T083000Z")).unwrap();
        assert_eq!(shown("20260701T000000Z"), ["status.good"], "who never saw the younger one cannot know");
    }
}
