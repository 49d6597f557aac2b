//! Names of things: IRIs, DIDs, credential ids, certificate numbers.
//! Only their grammar; nothing is resolved here.

use std::fmt;

/// An absolute IRI (RFC 3987), compared as text and never normalised.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Iri(String);

/// Why a text is not the name it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadId {
    /// Not an absolute IRI.
    #[error("{found:?} is not an absolute IRI; write it with its scheme, as in https://… or urn:uuid:…")]
    Iri {
        /// As found.
        found: String,
    },
    /// Not a DID.
    #[error("{found:?} is not a DID; write did:METHOD:ID without path, query or fragment")]
    Did {
        /// As found.
        found: String,
    },
    /// Not a certificate number, or its check character disagrees.
    #[error("{found:?} is not a certificate number PREFIX-YYYY-NNNNNN-C with a right check character; read it again")]
    CertificateNumber {
        /// As found.
        found: String,
    },
}

impl Iri {
    /// Reads an absolute IRI.
    ///
    /// # Errors
    /// No scheme, nothing after it, or a character that no IRI holds.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::Iri { found: text.to_owned() };
        let (scheme, rest) = text.split_once(':').ok_or_else(bad)?;
        let scheme_holds = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        // Every byte is looked at, which is quicker than looking for the first that does not hold.
        let rest_holds = !rest.is_empty() && rest.bytes().fold(true, |all, byte| all & is_iri_byte(byte));
        if scheme_holds && rest_holds { Ok(Self(text.to_owned())) } else { Err(bad()) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An IRI that a table of ours composes.
    pub(crate) fn composed(text: String) -> Self {
        Self(text)
    }

    /// Up to the last `/` and with it; without one, the whole.
    pub(crate) fn folder(&self) -> &str {
        self.0.rfind('/').and_then(|slash| self.0.get(..=slash)).unwrap_or(&self.0)
    }

    /// The IRI of another file in the same folder: the last segment of the path replaced.
    pub(crate) fn in_folder(&self, file: &'static str) -> Self {
        Self(format!("{}{file}", self.folder()))
    }

    /// The part before `#`, which names the document that a fragment lies in.
    pub fn without_fragment(&self) -> &str {
        self.0.split_once('#').map_or(self.as_str(), |(document, _)| document)
    }
}

/// All that no IRI holds is ASCII; every other character is, to its last byte, of bytes above.
fn is_iri_byte(byte: u8) -> bool {
    byte > b' ' && byte != 0x7f && !matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`')
}

impl fmt::Display for Iri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A decentralised identifier (DID Core 3.1), without path, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Did(Iri);

impl Did {
    /// Reads a DID.
    ///
    /// # Errors
    /// Not of the form `did:method:id`.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::Did { found: text.to_owned() };
        let (method, id) = text.strip_prefix("did:").and_then(|rest| rest.split_once(':')).ok_or_else(bad)?;
        let method_holds = !method.is_empty() && method.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let id_holds = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_:%".contains(&b));
        if method_holds && id_holds { Iri::parse(text).map(Self).map_err(|_| bad()) } else { Err(bad()) }
    }

    /// The method: `key`, `web`, …
    pub fn method(&self) -> &str {
        self.as_str().split(':').nth(1).unwrap_or("")
    }

    /// The part after the method.
    pub fn specific_id(&self) -> &str {
        self.as_str().splitn(3, ':').nth(2).unwrap_or("")
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The DID as an IRI.
    pub fn as_iri(&self) -> &Iri {
        &self.0
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The id of one credential: one copy of a certification, never a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CredentialId(Iri);

impl CredentialId {
    /// Makes a `urn:uuid` (RFC 9562 version 4) of 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(urn_uuid(bytes))
    }

    /// Takes an id as an issuer wrote it.
    pub fn from_iri(iri: Iri) -> Self {
        Self(iri)
    }

    /// The id as an IRI.
    pub fn as_iri(&self) -> &Iri {
        &self.0
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A `urn:uuid` version 4 of 16 random bytes (RFC 9562 section 5.4).
pub fn urn_uuid(bytes: [u8; 16]) -> Iri {
    let number = u128::from_be_bytes(bytes);
    let number = (number & !(0xf << 76) & !(0b11 << 62)) | (0x4 << 76) | (0b10 << 62);
    let hex = format!("{number:032x}");
    let mut text = String::from("urn:uuid:");
    for (index, digit) in hex.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    Iri(text)
}

/// The number people call a certification by: `PREFIX-YYYY-NNNNNN-C`.
///
/// `C` is the check character of ISO 7064 MOD 37,36 over the letters and digits before it,
/// so one wrong or two swapped characters never give another valid number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CertificateNumber(String);

impl CertificateNumber {
    /// Composes a number; the prefix is 1 to 8 of A-Z and 0-9.
    ///
    /// # Errors
    /// Another prefix, a year outside 2000 to 9999 or a counter above 999 999.
    pub fn new(prefix: &str, year: u16, counter: u32) -> Result<Self, BadId> {
        let body = format!("{prefix}-{year:04}-{counter:06}");
        let check = check_character(&body).ok_or_else(|| BadId::CertificateNumber { found: body.clone() })?;
        Self::parse(&format!("{body}-{check}"))
    }

    /// Reads a number that somebody typed; letters may be small.
    ///
    /// # Errors
    /// Not of the form, or a wrong check character.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        let number = text.trim().to_ascii_uppercase();
        let bad = || BadId::CertificateNumber { found: text.to_owned() };
        let parts: Vec<&str> = number.split('-').collect();
        let &[prefix, year, counter, check] = parts.as_slice() else { return Err(bad()) };
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let prefix_holds =
            (1..=8).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let body = number.rsplit_once('-').map_or("", |(body, _)| body);
        let check_holds = check_character(body).is_some_and(|expected| check.chars().eq([expected]));
        if prefix_holds && digits(year, 4) && year >= "2000" && digits(counter, 6) && check_holds {
            Ok(Self(number))
        } else {
            Err(bad())
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ISO 7064 MOD 37,36 over the letters and digits of `body`; other characters are skipped.
fn check_character(body: &str) -> Option<char> {
    let mut product = 36;
    for character in body.chars().filter(|c| *c != '-') {
        let value = character.to_digit(36)?;
        let sum = (product + value) % 36;
        product = (if sum == 0 { 36 } else { sum } * 2) % 37;
    }
    char::from_digit((37 - product) % 36, 36).map(|c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_needs_a_scheme_and_no_forbidden_character() {
        for good in ["https://εκπαίδευση.example/α", "urn:uuid:1", "did:key:z6Mk#z6Mk", "tag:x"] {
            assert!(Iri::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "/a", "_:b0", "https:", "https://a b", "1http://a", "http://a<b>", "a\u{0}:b"] {
            assert!(Iri::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_did_is_split_into_method_and_id() {
        let did = Did::parse("did:web:cert.example:demo").unwrap();
        assert_eq!((did.method(), did.specific_id()), ("web", "cert.example:demo"));
        assert!(Did::parse("did:web:a/b").is_err());
        assert!(Did::parse("did:key:z6Mk#a").is_err());
    }

    #[test]
    fn a_random_id_is_a_uuid_of_version_four() {
        assert_eq!(CredentialId::from_random([0xff; 16]).as_str(), "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(CredentialId::from_random([0; 16]).as_str(), "urn:uuid:00000000-0000-4000-8000-000000000000");
    }

    #[test]
    fn the_check_character_is_that_of_iso_7064_mod_37_36() {
        // Published example of the standard's MOD 37,36 as used for the global release identifier: A12425GABC1234002 -> M.
        assert_eq!(check_character("A12425GABC1234002"), Some('M'));
    }

    #[test]
    fn no_single_mistyped_or_swapped_character_gives_another_number() {
        let number = CertificateNumber::new("SIM", 2026, 417).unwrap();
        let text: Vec<char> = number.as_str().chars().collect();
        for at in 0..text.len() {
            for wrong in ('0'..='9').chain('A'..='Z') {
                let mut typed = text.clone();
                typed[at] = wrong;
                let typed: String = typed.into_iter().collect();
                assert!(typed == number.as_str() || CertificateNumber::parse(&typed).is_err(), "{typed}");
            }
            let mut swapped = text.clone();
            swapped.swap(at, (at + 1) % text.len());
            let swapped: String = swapped.into_iter().collect();
            assert!(swapped == number.as_str() || CertificateNumber::parse(&swapped).is_err(), "{swapped}");
        }
        assert_eq!(CertificateNumber::parse(&number.as_str().to_lowercase()), Ok(number));
    }
}
