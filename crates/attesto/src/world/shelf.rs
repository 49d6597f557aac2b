//! The published folder as it is read: which file answers a path, and what it is.
//! Writes nothing and opens nothing; a path never leads out of the folder.

use std::path::{Path, PathBuf};

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

    fn whole(&self, path: &str) -> Option<PathBuf> {
        let segments = path.strip_prefix('/')?;
        let mut whole = self.root.clone();
        for segment in segments.split('/').filter(|segment| !segment.is_empty()) {
            whole.push(plain(segment)?);
        }
        if whole.is_dir() {
            whole.push("index");
        }
        Some(whole)
    }
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
}
