//! The published type of the flat claims of one version of a scheme (SD-JWT VC, Type Metadata): names for wallets to
//! show, in four languages. Where it is published is the roof's; here stand its address and its text.

use attesto_credential::{Disclosure, Document, Iri, Json, Language, LocalText, Object};
use attesto_securing::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::scheme::Scheme;

/// The type of a scheme's flat claims, as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeMetadata {
    vct: String,
    text: String,
}

/// A claim with its names in English, Greek, Italian and Romanian, in the order of [`LANGUAGES`].
type Named = (&'static str, [&'static str; 4]);

const LANGUAGES: [&str; 4] = ["en", "el", "it", "ro"];

const CLAIMS: [Named; 23] = [
    ("given_name", ["Given name", "Όνομα", "Nome", "Prenume"]),
    ("family_name", ["Family name", "Επώνυμο", "Cognome", "Nume"]),
    (
        "given_name_latin",
        ["Given name in Latin script", "Όνομα με λατινικά", "Nome in caratteri latini", "Prenume cu litere latine"],
    ),
    (
        "family_name_latin",
        ["Family name in Latin script", "Επώνυμο με λατινικά", "Cognome in caratteri latini", "Nume cu litere latine"],
    ),
    ("birthdate", ["Date of birth", "Ημερομηνία γέννησης", "Data di nascita", "Data nașterii"]),
    ("email", ["E-mail address", "Διεύθυνση e-mail", "Indirizzo e-mail", "Adresă de e-mail"]),
    (
        "learning_outcomes",
        ["Competences shown", "Ικανότητες που αποδείχθηκαν", "Competenze dimostrate", "Competențe demonstrate"],
    ),
    (
        "assessment_results",
        [
            "Results of the assessment",
            "Αποτελέσματα της αξιολόγησης",
            "Risultati della valutazione",
            "Rezultatele evaluării",
        ],
    ),
    ("esco_skills", ["Skills by ESCO", "Δεξιότητες κατά ESCO", "Competenze secondo ESCO", "Aptitudini după ESCO"]),
    ("expected_study_time", ["Workload", "Φόρτος εργασίας", "Carico di lavoro", "Volumul de muncă"]),
    ("level_of_learning_experience", ["Level (EQF)", "Επίπεδο (EQF)", "Livello (EQF)", "Nivel (EQF)"]),
    (
        "types_of_quality_assurance",
        ["Quality assurance", "Διασφάλιση ποιότητας", "Garanzia della qualità", "Asigurarea calității"],
    ),
    ("achievement_title", ["Certificate", "Πιστοποιητικό", "Certificato", "Certificat"]),
    ("achievement_description", ["What it is about", "Αντικείμενο", "Di che cosa si tratta", "Despre ce este vorba"]),
    (
        "certificate_number",
        ["Certificate number", "Αριθμός πιστοποιητικού", "Numero del certificato", "Numărul certificatului"],
    ),
    (
        "certification_scheme",
        ["Certification scheme", "Σχήμα πιστοποίησης", "Schema di certificazione", "Schema de certificare"],
    ),
    ("issuing_authority", ["Issued by", "Εκδόθηκε από", "Rilasciato da", "Emis de"]),
    ("date_of_issuance", ["Issued on", "Ημερομηνία έκδοσης", "Rilasciato il", "Emis la"]),
    ("date_of_expiry", ["Valid until", "Ισχύει έως", "Valido fino al", "Valabil până la"]),
    ("language_of_classes", ["Language", "Γλώσσα", "Lingua", "Limba"]),
    ("nbf", ["In force from", "Σε ισχύ από", "In vigore dal", "În vigoare din"]),
    ("exp", ["In force until", "Σε ισχύ έως", "In vigore fino al", "În vigoare până la"]),
    ("jti", ["Id of this copy", "Κωδικός αυτού του αντιγράφου", "Id di questa copia", "Id-ul acestei copii"]),
];

impl TypeMetadata {
    /// The type of a scheme's claims, published by the issuer with a base URL.
    pub fn of(scheme: &Scheme, base_url: &Iri) -> Self {
        let vct = format!("{base_url}/{}", Self::path(scheme));
        let display: Vec<Json> = scheme.title().iter().map(|(language, _)| display(scheme, language).into()).collect();
        let claims: Vec<Json> = CLAIMS.iter().flat_map(|claim| claims(*claim)).map(Json::from).collect();
        let document = Object::new()
            .with("vct", vct.as_str())
            .with("name", plain(scheme.title()))
            .with("description", plain(scheme.description()))
            .with("display", display)
            .with("claims", claims);
        Self { vct, text: Document::composed(document).to_text() }
    }

    /// Where it lies below the base URL: code and version, each in characters that need no escape.
    pub fn path(scheme: &Scheme) -> String {
        let safe = |text: &str| -> String {
            let kept = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '-' };
            text.chars().map(kept).collect()
        };
        format!("vct/{}/{}/vct.json", safe(scheme.code()), safe(scheme.version().as_str()))
    }

    /// The URL, which is the type (`vct`).
    pub fn vct(&self) -> &str {
        &self.vct
    }

    /// The text to publish, to the byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The digest of the text (`vct#integrity`), as subresource integrity writes it.
    pub fn integrity(&self) -> String {
        format!("sha256-{}", STANDARD.encode(Digest::of(self.text.as_bytes()).as_bytes()))
    }
}

/// English where there is any, else the first language.
fn plain(text: &LocalText) -> &str {
    let english = text.iter().find(|(language, _)| language.as_str() == "en");
    english.or_else(|| text.iter().next()).map_or("", |(_, line)| line.as_str())
}

fn display(scheme: &Scheme, language: &Language) -> Object {
    Object::new()
        .with("locale", language.as_str())
        .with("name", scheme.title().best(language))
        .with("description", scheme.description().best(language))
}

/// A claim, and for an array each of its elements: those are what is disclosed.
fn claims((claim, names): Named) -> Vec<Object> {
    let display: Vec<Json> = LANGUAGES
        .iter()
        .zip(names)
        .map(|(locale, label)| Object::new().with("locale", *locale).with("label", label).into())
        .collect();
    let (of_claim, of_elements) = match Disclosure::of(claim) {
        Disclosure::Never => ("never", None),
        Disclosure::Whole => ("always", None),
        Disclosure::Elements => ("never", Some("always")),
    };
    let path = vec![Json::from(claim)];
    let elements = [path.clone(), vec![Json::Null]].concat();
    let one = |path: Vec<Json>, sd| Object::new().with("path", path).with("display", display.clone()).with("sd", sd);
    std::iter::once(one(path, of_claim)).chain(of_elements.map(|sd| one(elements, sd))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::the_scheme;

    fn metadata() -> TypeMetadata {
        TypeMetadata::of(&the_scheme(), &Iri::parse("https://body.example/b").unwrap())
    }

    #[test]
    fn the_type_is_named_in_every_language_of_the_scheme_and_lies_under_its_own_address() {
        let text: serde_json::Value = serde_json::from_str(metadata().text()).unwrap();
        assert_eq!(text["vct"], metadata().vct());
        assert!(metadata().vct().starts_with("https://body.example/b/vct/") && metadata().vct().ends_with("/vct.json"));
        let locales: Vec<&str> =
            text["display"].as_array().unwrap().iter().map(|one| one["locale"].as_str().unwrap()).collect();
        assert_eq!(locales.len(), the_scheme().title().iter().count());
    }

    #[test]
    fn every_claim_that_may_be_held_back_has_a_label_in_four_languages_and_says_so() {
        let text: serde_json::Value = serde_json::from_str(metadata().text()).unwrap();
        let claims = text["claims"].as_array().unwrap();
        for claim in Disclosure::claims() {
            let all: Vec<_> = claims.iter().filter(|one| one["path"][0] == claim).collect();
            let last = all.last().unwrap();
            assert_eq!(last["sd"], "always", "{claim}");
            assert_eq!(last["display"].as_array().unwrap().len(), 4, "{claim}");
        }
        for never in ["certificate_number", "nbf", "exp"] {
            assert!(claims.iter().any(|one| one["path"][0] == never && one["sd"] == "never"), "{never}");
        }
    }

    #[test]
    fn the_digest_is_of_the_very_bytes_that_are_published() {
        let digest = Digest::of(metadata().text().as_bytes());
        assert_eq!(metadata().integrity(), format!("sha256-{}", STANDARD.encode(digest.as_bytes())));
    }
}
