//! Badges as they are given: a thousand that are really sealed, each of another person with other marks, and from
//! these as many as are asked for, with every name, number, id, salt, hash, date and signature another.

use attesto_credential::{
    CertificateNumber, Credential, DataModel, Document, Format, Iri, Json, Limits, Object, Statement, Timestamp, lint,
};
use attesto_issuer::PersonId;
use attesto_securing::{Contexts, Digest, Signer, SigningKey, seal};

const SEALED: u64 = 1_000;
/// How many results and alignments make a badge of about 8 kB.
const RESULTS: usize = 10;
const ALIGNMENTS: usize = 3;
const MOMENT: &str = "2026-11-26T09:00:00Z";

/// One badge as it is intended and recorded.
pub(super) struct Copy {
    pub(super) person: PersonId,
    pub(super) name: Digest,
    pub(super) id: String,
    pub(super) link: Digest,
    pub(super) number: String,
    pub(super) draft: String,
    pub(super) document: String,
    pub(super) sealed: String,
}

/// What all badges are made of.
pub(super) struct Badges {
    sealed: Vec<Sealed>,
}

/// A sealed badge, and those texts of it that are nobody else's.
struct Sealed {
    text: String,
    document: String,
    id: String,
    subject: String,
    number: String,
    hash: String,
    salt: String,
    proof: String,
}

impl Badges {
    /// Seals a thousand badges like one of the demo, which is shortened to 8 kB.
    pub(super) fn like(badge: &str) -> Self {
        let document = Document::parse(badge.as_bytes(), &Limits::default()).expect("the badge is a document");
        let key = SigningKey::from_seed(&[7; 32]).expect("the seed gives a key");
        let base = shortened(&document).without("proof").to_text();
        let person = Sealed::of(&base);
        let sealed = (0..SEALED).map(|number| {
            let worded = person.reworded(&person.document, number).replace("Dokimaki", &surname(number));
            sealed(&marked(&worded, number), &key)
        });
        Self { sealed: sealed.map(|text| Sealed::of(&text)).collect() }
    }

    /// How many bytes the first has.
    pub(super) fn bytes(&self) -> u64 {
        self.sealed.first().map_or(0, |badge| u64::try_from(badge.text.len()).unwrap_or(0))
    }

    /// The n-th badge, with the draft that `issue` would keep of it.
    pub(super) fn copy(&self, number: u64) -> Copy {
        let badge = self.sealed.get(usize::try_from(number % SEALED).expect("small")).expect("a thousand");
        let named = |text: &str| badge.reworded(text, number).replace(&surname(number % SEALED), &surname(number));
        let (document, sealed) = (named(&badge.document), named(&badge.text));
        let id = drawn_id("id", number);
        let draft = Object::new()
            .with("format", 1_u64)
            .with("copy", drawn("copy", number).to_hex())
            .with("person", drawn("person", number).to_hex())
            .with("number", number_of(number))
            .with("credential", id.as_str())
            .with("link", drawn("link", number).to_hex().get(..22).unwrap_or_default())
            .with("place", format!("1/{:06}", number % 131_072))
            .with("secured_as", "open-badge")
            .with("document", document.as_str());
        Copy {
            person: PersonId::new(drawn("person", number)),
            name: drawn("copy", number),
            link: drawn("link", number),
            number: number_of(number),
            draft: Document::composed(draft).to_text(),
            id,
            document,
            sealed,
        }
    }
}

impl Sealed {
    fn of(text: &str) -> Self {
        let document = Document::parse(text.as_bytes(), &Limits::default()).expect("it is a document");
        let at = |pointer: &str| document.at(pointer).and_then(Json::as_str).unwrap_or("\0").to_owned();
        let identities = document.at("/credentialSubject/identifier").and_then(Json::as_array).expect("identities");
        let email = identities.iter().filter_map(Json::as_object).find(|one| one.get("salt").is_some());
        let email = |key: &str| email.and_then(|email| email.text(key)).unwrap_or("\0").to_owned();
        Self {
            id: at("/id"),
            subject: at("/credentialSubject/id"),
            number: at("/credentialSubject/licenseNumber"),
            proof: at("/proof/proofValue"),
            hash: email("identityHash"),
            salt: email("salt"),
            document: document.clone().without("proof").to_text(),
            text: document.to_text(),
        }
    }

    /// A text of this badge with the n-th person's own texts in it, and sealed at another moment.
    fn reworded(&self, text: &str, number: u64) -> String {
        let moment = 1_780_000_000 + i64::try_from(number / SEALED * 3_600).unwrap_or(0);
        let moment = Timestamp::from_unix(moment).expect("a moment").to_string();
        let proof = format!("z{}", drawn("proof", number).to_hex().repeat(2).get(..87).unwrap_or_default());
        text.replace(&self.id, &drawn_id("id", number))
            .replace(&self.subject, &drawn_id("subject", number))
            .replace(&self.number, &number_of(number))
            .replace(&self.hash, &format!("sha256${}", drawn("hash", number).to_hex()))
            .replace(&self.salt, drawn("salt", number).to_hex().get(..32).unwrap_or_default())
            .replace(&self.proof, &proof)
            .replace(MOMENT, &moment)
    }
}

fn shortened(document: &Document) -> Document {
    let mut root = document.root().clone();
    let mut subject = root.get("credentialSubject").and_then(Json::as_object).expect("a subject").clone();
    let mut achievement = subject.get("achievement").and_then(Json::as_object).expect("an achievement").clone();
    let first = |object: &Object, key: &str, most: usize| {
        let all = object.get(key).and_then(Json::as_array).unwrap_or(&[]);
        all.iter().take(most).cloned().collect::<Vec<Json>>()
    };
    achievement.set("resultDescription", first(&achievement, "resultDescription", RESULTS));
    achievement.set("alignment", first(&achievement, "alignment", ALIGNMENTS));
    subject.set("result", first(&subject, "result", RESULTS));
    subject.set("achievement", achievement);
    root.set("credentialSubject", subject);
    ["validFrom", "awardedDate"].into_iter().for_each(|key| root.set(key, MOMENT));
    Document::composed(root)
}

/// Other marks for each: digits between quotes after `value`.
fn marked(text: &str, number: u64) -> String {
    let mut parts = text.split("\"value\":\"");
    let mut marked = parts.next().unwrap_or_default().to_owned();
    for (place, part) in (0..).zip(parts) {
        let (_, rest) = part.split_once('"').expect("a value ends");
        let mark = (number * 31 + place * 17 + number / 7) % 101;
        marked.push_str(&format!("\"value\":\"{mark}\"{rest}"));
    }
    marked
}

fn sealed(text: &str, key: &SigningKey) -> String {
    let document = Document::parse(text.as_bytes(), &Limits::default()).expect("it is a document");
    let mut credential = Credential::read(&document, DataModel::OpenBadges).expect("it reads");
    credential.issuer.id = Iri::parse(key.id().owner()).expect("a DID is an IRI");
    let linted = lint(credential, Format::OPEN_BADGE).expect("it conforms");
    let at = Timestamp::parse(MOMENT).expect("a moment");
    let secured = seal(vec![linted], key, &Contexts::pinned(), at).expect("it is sealed");
    secured.first().expect("one came").text().to_owned()
}

fn surname(number: u64) -> String {
    let ends = ["akis", "opoulou", "escu", "etti", "idis", "aru", "ini", "ou"];
    let drawn = drawn("surname", number);
    let letter = |byte: &u8| char::from(b'a' + byte % 26);
    let stem: String = drawn.as_bytes().iter().take(6).map(letter).collect();
    let end = ends.get(usize::try_from(number % 8).unwrap_or(0)).unwrap_or(&"");
    format!("X{stem}{end}")
}

fn number_of(number: u64) -> String {
    let (year, counter) = (2026 + number / 900_000, number % 900_000 + 1);
    let number = CertificateNumber::new("SIM", u16::try_from(year).unwrap_or(0), u32::try_from(counter).unwrap_or(0));
    number.expect("a number").as_str().to_owned()
}

fn drawn_id(what: &str, number: u64) -> String {
    let hex = drawn(what, number).to_hex();
    let part = |from, to| hex.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

fn drawn(what: &str, number: u64) -> Digest {
    Digest::of(format!("{what} {number}").as_bytes())
}
