//! The section on European Digital Credentials: who the body is by law, and what it seals with.
//! Only what is written, and what it comes to as an organisation; the key and its certificate are looked at elsewhere.

use std::collections::BTreeMap;
use std::path::PathBuf;

use attesto_credential::{
    Concept, Did, Language, LegalIdentifier, Line, LocalText, Organisation, Unmodelled, Vocabulary,
};
use attesto_securing::{RsaPadding, SigningTime};
use serde::{Deserialize, Serialize};

/// What is written; without the section a body issues none.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EuropeanRules {
    /// Two letters of ISO 3166-1.
    pub(crate) country: String,
    /// The legal identifier that the certificate of the seal carries (organizationIdentifier).
    pub(crate) identifier: String,
    /// Its number in a register of its country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration: Option<String>,
    /// Its number for value added tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) vat: Option<String>,
    /// The key of the seal with its certificates, as PEM or PKCS #12, relative to the installation.
    pub(crate) key: PathBuf,
    /// A file with the passphrase of a PKCS #12 file, mode 0600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key_passphrase: Option<PathBuf>,
    /// A PEM file with the authority that the certificates lead to.
    pub(crate) authority: PathBuf,
    /// The member that says when it was sealed.
    #[serde(default)]
    pub(crate) signing_time: Time,
    /// How an RSA key signs.
    #[serde(default)]
    pub(crate) rsa: Rsa,
    /// The address of an authority that time-stamps each seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time_stamp: Option<String>,
    /// The legal name, by language.
    pub(crate) name: BTreeMap<String, String>,
}

/// In which member a seal says when it was made.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) enum Time {
    /// Since 2025-07-15.
    #[default]
    #[serde(rename = "iat")]
    Iat,
    /// What readers made before then look for.
    #[serde(rename = "sigT")]
    SigT,
}

/// How an RSA key signs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) enum Rsa {
    /// PS256.
    #[default]
    PS256,
    /// RS256, which ends on 2029-01-01.
    RS256,
}

/// A section that holds.
#[derive(Clone, Debug)]
pub(crate) struct European {
    rules: EuropeanRules,
    name: LocalText,
    country: Concept,
}

impl European {
    pub(super) fn of(rules: &EuropeanRules) -> Result<Self, String> {
        let country = Vocabulary::Country.named(&rules.country);
        let country = country.map_err(|fault| format!("[european] country: {:?} {fault}", rules.country))?;
        if !is_identifier(&rules.identifier) {
            return Err(format!(
                "[european] identifier: {:?} is no identifier of a body; write it as its certificate has it, as in VATIT-12345678901, in Latin letters",
                rules.identifier
            ));
        }
        for (field, text) in [("registration", &rules.registration), ("vat", &rules.vat)] {
            let line = text.as_deref().map(Line::parse).transpose();
            line.map_err(|fault| format!("[european] {field}: {fault}"))?;
        }
        let name = |(tag, text): (&String, &String)| {
            let wrong = |why: String| format!("[european.name] {tag}: {why}");
            let tag = Language::parse(tag).map_err(|fault| wrong(fault.to_string()))?;
            Vocabulary::Language.named(tag.as_str()).map_err(|fault| wrong(fault.to_string()))?;
            Ok((tag.clone(), Line::parse(text).map_err(|fault| wrong(fault.to_string()))?))
        };
        let names = rules.name.iter().map(name).collect::<Result<BTreeMap<_, _>, String>>()?;
        let name = LocalText::new(names).map_err(|fault| format!("[european.name]: {fault}"))?;
        Ok(Self { rules: rules.clone(), name, country })
    }

    pub(crate) fn rules(&self) -> &EuropeanRules {
        &self.rules
    }

    /// The legal name, by language.
    pub(crate) fn name(&self) -> &LocalText {
        &self.name
    }

    /// The body as its European credentials name it: under the id that its badges have.
    pub(crate) fn organisation(&self, did: &Did) -> Organisation {
        let given = |notation: &String| LegalIdentifier { notation: notation.clone(), country: self.country.clone() };
        Organisation {
            id: did.as_iri().clone(),
            legal_name: Some(self.name.clone()),
            legal_identifier: Some(given(&self.rules.identifier)),
            registration: self.rules.registration.as_ref().map(given),
            vat: self.rules.vat.as_ref().map(given),
            country: Some(self.country.clone()),
            others: Unmodelled::new(),
        }
    }

    pub(crate) fn signing_time(&self) -> SigningTime {
        match self.rules.signing_time {
            Time::Iat => SigningTime::Iat,
            Time::SigT => SigningTime::SigT,
        }
    }

    pub(crate) fn padding(&self) -> RsaPadding {
        match self.rules.rsa {
            Rsa::PS256 => RsaPadding::Pss,
            Rsa::RS256 => RsaPadding::Pkcs1,
        }
    }
}

/// Three letters for the kind, two for the country, a hyphen and the number (ETSI EN 319 412-1, 5.1.4); or two letters
/// and a colon for a kind of one country's own.
fn is_identifier(text: &str) -> bool {
    let Some((kind, number)) = text.split_once('-') else { return false };
    let letters = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let national = kind.split_once(':').is_some_and(|(own, country)| letters(own, 2) && letters(country, 2));
    (letters(kind, 5) || national) && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Result<European, String> {
        European::of(&toml::from_str(text).map_err(|fault| fault.to_string())?)
    }

    const TEXT: &str = "country = \"IT\"\nidentifier = \"VATIT-12345678901\"\nkey = \"keys/seal.pem\"\nauthority = \"keys/ca.pem\"\n[name]\nen = \"Demo Body\"\nit = \"Organismo demo\"\n";

    #[test]
    fn a_body_is_named_by_law_in_each_language_under_the_id_of_its_badges() {
        let european = rules(TEXT).unwrap();
        let body = european.organisation(&Did::parse("did:web:cert.example:demo").unwrap());
        assert_eq!(body.id.as_str(), "did:web:cert.example:demo");
        assert_eq!(body.legal_name.unwrap().iter().count(), 2);
        assert_eq!(body.legal_identifier.unwrap().notation, "VATIT-12345678901");
        assert!(body.country.unwrap().iri.as_str().ends_with("/country/ITA"));
        assert_eq!((european.signing_time(), european.padding()), (SigningTime::Iat, RsaPadding::Pss));
        let older = rules(&TEXT.replace("key =", "signing_time = \"sigT\"\nrsa = \"RS256\"\nkey =")).unwrap();
        assert_eq!((older.signing_time(), older.padding()), (SigningTime::SigT, RsaPadding::Pkcs1));
    }

    #[test]
    fn what_readers_would_refuse_is_told_by_its_field() {
        for (from, to, field) in [
            ("\"IT\"", "\"XX\"", "country"),
            ("VATIT-", "VATIT", "identifier"),
            ("VATIT-", "VAT\u{399}T-", "identifier"),
            ("VATIT-12345678901", "VATIT-", "identifier"),
            ("en = \"Demo Body\"\nit = \"Organismo demo\"\n", "", "name"),
            ("en = ", "xx = ", "xx"),
            ("[name]", "signing_time = \"later\"\n[name]", "signing_time"),
        ] {
            let why = rules(&TEXT.replace(from, to)).unwrap_err();
            assert!(why.contains(field), "{to}: {why}");
        }
        let numbered = rules(&TEXT.replace("key =", "vat = \"IT12345678901\"\nkey =")).unwrap();
        let body = numbered.organisation(&Did::parse("did:web:cert.example:demo").unwrap());
        assert_eq!((body.vat.unwrap().notation.as_str(), body.registration), ("IT12345678901", None));
        assert!(rules(&TEXT.replace("VATIT-12345678901", "LE:GR-1 2")).is_err());
        assert!(rules(&TEXT.replace("VATIT-12345678901", "LE:GR-12")).is_ok());
    }
}
