//! The rendered pages of European credentials: for each language of the scheme one leaf, filled for each person.
//! Which copies there are, and what seals them, is known elsewhere.

use attesto_credential::{Language, Page, Vocabulary};
use attesto_issuer::{Calendar, Certification, Person, Scheme};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::clock::Zone;
use super::config::European;
use crate::fault::{Failure, Fault};
use crate::locale::{Tongue, Words};
use crate::sheet::{BlankLeaf, Entries, Form};

/// The leaves of a scheme, by language, still without a person.
pub(crate) struct Leaves {
    blank: Vec<(Language, &'static Words, BlankLeaf)>,
    zone: Zone,
}

impl Leaves {
    /// Draws them, in the languages that both the scheme and this program speak; in English where there is none.
    pub(crate) fn draw(european: &European, scheme: &Scheme) -> Result<Self, Failure> {
        let spoken = |tongue: &Tongue| {
            let language = Language::parse(tongue.tag()).ok();
            language.filter(|language| scheme.title().get(language).is_some())
        };
        let mut languages: Vec<(Tongue, Language)> =
            Tongue::ALL.into_iter().filter_map(|tongue| Some((tongue, spoken(&tongue)?))).collect();
        if languages.is_empty() {
            languages.extend(Language::parse(Tongue::En.tag()).ok().map(|language| (Tongue::En, language)));
        }
        let draw = |(tongue, language): (Tongue, Language)| {
            let words = Words::of(tongue);
            let leaf = blank(words, scheme.title().best(&language), european.name().best(&language))?;
            Ok((language, words, leaf))
        };
        let blank = languages.into_iter().map(draw).collect::<Result<_, Failure>>()?;
        Ok(Self { blank, zone: Zone::named(scheme.zone().as_str())? })
    }

    /// The pages of one person's credential.
    pub(crate) fn pages(&self, certification: &Certification, person: &Person) -> Result<Vec<Page>, Failure> {
        let name = person.name();
        let names: Vec<String> =
            [Some(name.native()), name.latin()].into_iter().flatten().map(ToString::to_string).collect();
        let number = certification.number().as_str();
        let page = |(language, words, leaf): &(Language, &'static Words, BlankLeaf)| {
            let day = |moment| words.day(self.zone.local_date(moment));
            let validity = certification.validity();
            let until = validity.until().map_or_else(|| words.label("card-without-end"), day);
            let period = format!("{} – {until}", day(validity.from()));
            let awarded = day(certification.approved().1);
            let entries = Entries { names: &names, rows: [&period, &awarded, number] };
            let png = leaf.filled(&entries).map_err(|fault| bug(&fault))?;
            let content_type = Vocabulary::FileType.named("png").map_err(|fault| bug(&fault))?;
            Ok(Page { language: language.clone(), number: 1, content: STANDARD.encode(png), content_type })
        };
        self.blank.iter().map(page).collect()
    }
}

fn blank(words: &Words, title: &str, body: &str) -> Result<BlankLeaf, Failure> {
    let labels = ["card-period", "leaf-awarded", "card-number"].map(|id| words.label(id));
    let [period, awarded, number] = &labels;
    let (heading, note) = (words.label("leaf-heading"), words.label("leaf-note"));
    let form = Form { heading: &heading, title, labels: [period, awarded, number], body, note: &note };
    BlankLeaf::draw(&form).map_err(|fault| bug(&fault))
}

fn bug(fault: &dyn std::fmt::Display) -> Failure {
    Failure::new(Fault::Bug, "picture", fault)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Cursor;
    use std::path::Path;

    use attesto_credential::{
        Credential, CredentialId, DataModel, Format, Iri, Statement as _, Timestamp, lint, urn_uuid,
    };
    use attesto_issuer::{Abroad, MemoryRegister, european};

    use super::*;
    use crate::world::config::Installation;
    use crate::world::store::tests::office::{Office, SCHEME};

    fn installation() -> Installation {
        let text = "format = 1\n[body]\nname = \"Demo\"\ndid = \"did:web:cert.example:demo\"\nbase_url = \"https://cert.example/demo\"\n[european]\ncountry = \"GR\"\nidentifier = \"VATEL-000000000\"\nkey = \"seal.pem\"\nauthority = \"ca.pem\"\n[european.name]\nel = \"Δοκιμαστικός φορέας\"\nen = \"Demo Body\"\n";
        Installation::from_text(Path::new("nowhere"), text, std::iter::empty()).unwrap()
    }

    /// The credential of one person with its pages, as it would be sealed.
    fn worded() -> Credential {
        let (installation, scheme) = (installation(), Scheme::parse(SCHEME).unwrap());
        let (office, mut register) = (Office::new(), MemoryRegister::new());
        let certified = office.certify(&mut register);
        let person = office.person(&certified[0]);
        let european_rules = installation.european().unwrap();
        let pages = Leaves::draw(european_rules, &scheme).unwrap().pages(&certified[0], person).unwrap();
        let abroad = Abroad {
            id: CredentialId::from_random([1; 16]),
            subject: urn_uuid([2; 16]),
            at: Timestamp::parse("2026-11-24T10:00:00Z").unwrap(),
            body: european_rules.organisation(installation.did()),
            asked_at: Iri::parse("https://cert.example/demo/status-of").unwrap(),
            pages,
        };
        european(&certified[0], &scheme, person, abroad).unwrap()
    }

    #[test]
    fn a_credential_shows_its_certificate_as_a_rendered_page_in_each_language() {
        let credential = worded();
        lint(credential.clone(), Format::EUROPEAN).unwrap();
        let document = credential.write(DataModel::Elm).unwrap();
        let mut seen = BTreeSet::new();
        for (place, code) in ["ENG", "ELL", "ITA", "RON"].into_iter().enumerate() {
            let text = |rest: &str| {
                let pointer = format!("/displayParameter/individualDisplay/{place}/{rest}");
                document.at(&pointer).and_then(|found| found.as_str()).unwrap_or_else(|| panic!("{pointer}")).to_owned()
            };
            assert!(text("language/id").ends_with(&format!("/language/{code}")), "{code}");
            assert!(text("displayDetail/0/image/contentType/id").ends_with("/file-type/PNG"), "{code}");
            let picture = STANDARD.decode(text("displayDetail/0/image/content")).unwrap();
            let mut decoder = png::Decoder::new(Cursor::new(&picture));
            decoder.set_transformations(png::Transformations::EXPAND);
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut pixels).unwrap();
            assert_eq!((frame.width, frame.height), (620, 877), "{code}");
            let inked = pixels.iter().filter(|grey| **grey < 64).count();
            assert!(inked > 5_000 && inked * 4 < pixels.len(), "{code}: a page with letters on it: {inked}");
            assert!(seen.insert(picture), "{code}: each language has a page of its own");
        }
    }
}
