//! The published folder as it is read: which file answers a path, and what it is.
//! Writes nothing and opens nothing; a path never leads out of the folder.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;

use super::files;

/// What a name ends in, and the media type it stands for.
const MEDIA_TYPES: [(&str, &str); 16] = [
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("cwt", "application/statuslist+cwt"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("jws", "application/jose"),
    ("jwt", "application/statuslist+jwt"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("toml", "application/toml"),
    ("ttl", "text/turtle; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("xml", "application/xml"),
];

/// A published folder.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    root: PathBuf,
}

/// A file that answers a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) media_type: &'static str,
}

impl Shelf {
    /// The shelf of a folder.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The file of a path as it stands, else the path with the first of these endings that has one.
    ///
    /// The path begins with a slash and is of plain segments: letters, digits and `-._~`, none beginning with a full
    /// stop but `.well-known`. Of a folder its `index` answers.
    pub(crate) fn find(&self, path: &str, endings: &[&str]) -> Option<Found> {
        let whole = self.whole(path)?;
        let exact = Some(whole.clone()).filter(|whole| whole.is_file());
        exact.or_else(|| with_ending(&whole, endings)).map(|path| Found { media_type: media_type(&path), path })
    }

    /// The token status list of a path as it was published at a moment: the last edition that had begun by then.
    pub(crate) fn find_at(&self, path: &str, moment: Timestamp) -> Option<Found> {
        let present = self.whole(path).filter(|present| present.extension().is_some_and(|kind| kind == "jwt"))?;
        let (folder, name) = (present.parent()?, present.file_name()?);
        // Editions lie in folders named by their first moments, which sort as the moments do.
        let then = moment.to_string().replace(':', "");
        let begun = files::folders(folder).ok()?.into_iter().filter(|edition| {
            edition.file_name().and_then(|edition| edition.to_str()).is_some_and(|edition| edition <= then.as_str())
        });
        let edition = begun.map(|edition| edition.join(name)).filter(|edition| edition.is_file()).max()?;
        Some(Found { media_type: media_type(&edition), path: edition })
    }

    /// Where a path leads in the folder; what lies there, if anything does, is not looked for.
    pub(crate) fn place(&self, path: &str) -> Option<PathBuf> {
        let segments = path.strip_prefix('/')?;
        let mut place = self.root.clone();
        for segment in segments.split('/').filter(|segment| !segment.is_empty()) {
            place.push(plain(segment)?);
        }
        Some(place)
    }

    fn whole(&self, path: &str) -> Option<PathBuf> {
        let mut whole = self.place(path)?;
        if whole.is_dir() {
            whole.push("index");
        }
        Some(whole)
    }
}

/// Whether a path leads to an edition of a list: `/status/NUMBER/MOMENT/…`, the moment as folders are named by it.
pub(crate) fn is_of_an_edition(path: &str) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let numbered = |list: &str| list.bytes().all(|byte| byte.is_ascii_digit());
    let status = segments.next() == Some("status") && segments.next().is_some_and(numbered);
    status && segments.next().is_some_and(is_moment) && segments.next().is_some()
}

/// Whether a folder is named as one of 2026-11-26T16:18:54Z is, without its colons.
fn is_moment(folder: &str) -> bool {
    let signs = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    folder.bytes().map(signs).eq(*b"0000-00-00T000000Z")
}

fn plain(segment: &str) -> Option<&str> {
    let letters = segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    let open = !segment.starts_with('.') || segment == ".well-known";
    (letters && open && segment.len() <= 255).then_some(segment)
}

fn with_ending(whole: &Path, endings: &[&str]) -> Option<PathBuf> {
    let name = whole.file_name()?.to_str()?;
    endings.iter().map(|ending| whole.with_file_name(format!("{name}.{ending}"))).find(|path| path.is_file())
}

fn media_type(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    let known = MEDIA_TYPES.iter().find(|(known, _)| *known == ending);
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> (tempfile::TempDir, Shelf) {
        let folder = tempfile::tempdir().unwrap();
        let public = folder.path().join("public");
        std::fs::create_dir_all(public.join("status")).unwrap();
        std::fs::write(folder.path().join("secret.json"), b"{}").unwrap();
        for name in ["did.json", "status/1.json", "status/1.html", "index.html", ".hidden.json"] {
            std::fs::write(public.join(name), b"{}").unwrap();
        }
        (folder, Shelf::new(public))
    }

    #[test]
    fn a_path_finds_its_file_or_the_form_that_is_asked_for() {
        let (_folder, shelf) = shelf();
        let media_type = |path, endings: &[&str]| shelf.find(path, endings).map(|found| found.media_type);
        assert_eq!(media_type("/did.json", &[]), Some("application/json"));
        assert_eq!(media_type("/status/1", &["json", "html"]), Some("application/json"));
        assert_eq!(media_type("/status/1", &["html", "json"]), Some("text/html; charset=utf-8"));
        assert_eq!(media_type("/", &["html"]), Some("text/html; charset=utf-8"));
        assert_eq!(media_type("/status/1", &[]), None);
    }

    #[test]
    fn a_list_of_another_day_is_the_last_that_had_begun_by_then() {
        let (folder, shelf) = shelf();
        for edition in ["", "2026-11-25T090000Z/", "2026-11-26T090000Z/"] {
            let place = folder.path().join("public/status/1").join(edition);
            std::fs::create_dir_all(&place).unwrap();
            std::fs::write(place.join("token.jwt"), b"e30.e30.AA").unwrap();
        }
        let at = |moment: &str| {
            let found = shelf.find_at("/status/1/token.jwt", Timestamp::parse(moment).unwrap())?;
            Some(found.path.parent()?.file_name()?.to_str()?.to_owned())
        };
        assert_eq!(at("2026-11-25T08:59:59Z"), None);
        assert_eq!(at("2026-11-25T09:00:00Z").as_deref(), Some("2026-11-25T090000Z"));
        assert_eq!(at("2027-01-01T00:00:00Z").as_deref(), Some("2026-11-26T090000Z"));
        assert_eq!(shelf.find_at("/did.json", Timestamp::parse("2027-01-01T00:00:00Z").unwrap()), None);
    }

    #[test]
    fn no_path_leads_out_of_the_folder_or_to_what_is_hidden() {
        let (_folder, shelf) = shelf();
        let out = [
            "/../secret.json",
            "/status/../../secret.json",
            "/%2e%2e/secret.json",
            "/..%2fsecret.json",
            "/.hidden.json",
            "/status/..\\..\\secret.json",
            "/./did.json",
            "did.json",
            "/did.json\0",
            "/status",
            "/nothing",
        ];
        for path in out {
            assert_eq!(shelf.find(path, &["json"]), None, "{path:?}");
        }
    }

    #[test]
    fn only_what_lies_in_the_folder_of_a_moment_is_of_an_edition() {
        assert!(is_of_an_edition("/status/1/2026-11-26T161854Z/revocation.json"));
        for present in [
            "/status/1/revocation.json",
            "/status/1/2026-11-26T161854Z",
            "/status/1/2026-11-26T161854Z/",
            "/status/x/2026-11-26T161854Z/revocation.json",
            "/status/1/2026-11-26T16:18:54Z/revocation.json",
            "/status/1/latest-one-of-all/revocation.json",
            "/schemes/1/2026-11-26T161854Z/index.html",
            "/did.json",
        ] {
            assert!(!is_of_an_edition(present), "{present}");
        }
    }
}
