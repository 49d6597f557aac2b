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
