//! What the pages say of the verifier's own cases: in force only where everything was seen to be so.

use std::path::PathBuf;

use super::*;

const LINK: &str = "BwcHBwcHBwcHBwcHBwcHBw";

/// The pages of one case, written into a folder that is published as the case's material is.
struct Pages(tempfile::TempDir);

impl Pages {
    fn of(case: &str, at: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let case = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases").join(case);
        let read = |name: &str| std::fs::read_to_string(case.join(name)).unwrap();
        copy(&case.join("material"), folder.path());
        std::fs::create_dir(folder.path().join(FOLDER)).unwrap();
        std::fs::write(folder.path().join(FOLDER).join(format!("{LINK}.json")), read("credential.json")).unwrap();
        let at = at.map_or_else(|| read("at.txt"), str::to_owned);
        put_pages(&installation(), folder.path(), Timestamp::parse(at.trim()).unwrap()).unwrap();
        Self(folder)
    }

    fn page(&self, ending: &str) -> String {
        std::fs::read_to_string(self.0.path().join(FOLDER).join(format!("{LINK}.{ending}"))).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn installation() -> Installation {
    let text = "format = 1\n[body]\nname = \"Demo\"\ndid = \"did:web:cert.example:demo\"\nbase_url = \"https://cert.example/demo\"\nzone = \"Europe/Athens\"\n";
    Installation::from_text(Path::new("x"), text, std::iter::empty()).unwrap()
}

fn heading(page: &str) -> &str {
    page.split("<h1 id=\"answer\">").nth(1).unwrap().split("</h1>").next().unwrap()
}

#[test]
fn every_case_is_told_by_its_word_and_in_force_only_where_the_list_was_seen_to_say_so() {
    for (case, word) in [
        ("valid-status-good", "in force"),
        ("valid-status-on-the-day-it-was-in-force-again", "in force"),
        ("status-suspended", "suspended"),
        ("status-revoked", "withdrawn"),
        ("status-renewed", "replaced"),
        ("status-corrected", "replaced"),
        ("expired-a-second-ago", "expired"),
        ("not-yet", "not in force yet"),
        ("status-list-withheld", "could not be checked"),
        ("status-list-ended", "could not be checked"),
        ("status-list-cut-off", "could not be checked"),
        ("status-list-of-another-key", "could not be checked"),
        ("status-list-of-another-issuer", "could not be checked"),
        ("status-successors-withheld", "could not be checked"),
        ("status-that-cannot-be-asked", "could not be checked"),
        ("valid-did-web", "could not be checked"),
        ("changed-name", "could not be checked"),
        ("key-compromised", "could not be checked"),
    ] {
        let page = Pages::of(case, None).page("html");
        assert_eq!(heading(&page), word, "{case}");
        assert_eq!(page.contains("class=\"verdict valid\""), word == "in force", "{case}");
    }
}

#[test]
fn a_list_that_is_older_than_its_life_makes_no_page_green() {
    let page = Pages::of("valid-status-good", Some("2027-01-01T00:00:00Z")).page("html");
    assert_eq!(heading(&page), "could not be checked");
}

#[test]
fn of_a_credential_whose_seal_is_broken_nothing_is_said() {
    let (whole, changed) = (Pages::of("valid-status-good", None), Pages::of("changed-name", None));
    assert!(whole.page("html").contains("class=\"whose\""));
    assert!(!changed.page("html").contains("class=\"whose\""));
}

#[test]
fn a_page_tells_of_when_its_answer_is_in_each_language_and_names_no_newer_copy() {
    let good = Pages::of("valid-status-good", None);
    for (tongue, day) in
        [("en", "1 July 2026"), ("el", "1 Ιουλίου 2026"), ("it", "1 luglio 2026"), ("ro", "1 iulie 2026")]
    {
        let page = good.page(&format!("{tongue}.html"));
        assert!(page.contains(&format!("<html lang=\"{tongue}\">")) && page.contains(day), "{page}");
        assert!(page.contains("noindex") && page.contains("no-referrer") && !page.contains("<script"), "{tongue}");
    }
    let renewed = Pages::of("status-renewed", None).page("html");
    assert!(renewed.contains("There is a newer copy. Ask the holder for it."), "{renewed}");
    let links = renewed.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links: Vec<&str> = links.filter(|link| !link.starts_with("data:") && !link.contains("/schemes/")).collect();
    assert!(links.iter().all(|link| link.starts_with(LINK)), "{links:?}");
}

#[test]
fn a_withdrawn_link_has_a_page_that_shows_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(FOLDER)).unwrap();
    std::fs::write(folder.path().join(FOLDER).join(format!("{LINK}.{WITHDRAWN}")), "").unwrap();
    put_pages(&installation(), folder.path(), Timestamp::parse("2026-07-01T00:00:00Z").unwrap()).unwrap();
    let page = std::fs::read_to_string(folder.path().join(FOLDER).join(format!("{LINK}.it.html"))).unwrap();
    assert_eq!(heading(&page), "Ritirato dal titolare");
}
