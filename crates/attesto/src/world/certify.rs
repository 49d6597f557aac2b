//! A throw-away authority with a seal certificate and an access certificate, for trials and for the demo.
//! Nobody trusts it but who configures it; real certificates come from a trust service provider, as PEM.

use std::path::Path;

use attesto_credential::{Date, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, SanType,
};

use super::files::{self, Audience};
use crate::fault::{Failure, Fault};

/// For so many years the certificates hold.
const YEARS: i32 = 20;

/// The attribute that names a body for eIDAS (organizationIdentifier).
const ORGANIZATION_IDENTIFIER: [u64; 4] = [2, 5, 4, 97];

/// Whom the certificates name.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// Its name.
    pub(crate) name: String,
    /// Its identifier, as in `VATIT-12345678901`.
    pub(crate) identifier: String,
    /// Two letters.
    pub(crate) country: String,
    /// The host that it publishes at.
    pub(crate) host: String,
}

/// Makes `ca.pem`, and `seal.pem`, `access.pem` and `lists.pem` each with its key, in a folder.
pub(crate) fn make(body: &Body, into: &Path, now: Timestamp) -> Result<(), Failure> {
    let bug = |fault: rcgen::Error| Failure::new(Fault::Input, "certificate", fault);
    let authority = CertifiedIssuer::self_signed(authority(now), key()?).map_err(bug)?;
    let (seal_key, access_key, lists_key) = (key()?, key()?, key()?);
    let seal = named(body, "seal", now).signed_by(&seal_key, &authority).map_err(bug)?;
    let for_wallets = |what: &str, key: &KeyPair| {
        let mut params = named(body, what, now);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.subject_alt_names = alternative(body)?;
        params.signed_by(key, &authority)
    };
    let access = for_wallets("access", &access_key).map_err(bug)?;
    let lists = for_wallets("lists", &lists_key).map_err(bug)?;
    files::create(&into.join("ca.pem"), pem("CERTIFICATE", authority.der()).as_bytes(), Audience::All)?;
    let all = [("seal.pem", seal_key, seal), ("access.pem", access_key, access), ("lists.pem", lists_key, lists)];
    for (name, key, certificate) in all {
        let key = zeroize::Zeroizing::new(key.serialize_der());
        let both = zeroize::Zeroizing::new(pem("PRIVATE KEY", &key) + &pem("CERTIFICATE", certificate.der()));
        files::create(&into.join(name), both.as_bytes(), Audience::Owner)?;
    }
    Ok(())
}

fn key() -> Result<KeyPair, Failure> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(|fault| Failure::new(Fault::Bug, "key", fault))
}

fn authority(now: Timestamp) -> CertificateParams {
    let mut params = lasting(now);
    params.distinguished_name.push(DnType::CommonName, "Throw-away authority, never trust it");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn named(body: &Body, what: &str, now: Timestamp) -> CertificateParams {
    let mut params = lasting(now);
    params.distinguished_name.push(DnType::CountryName, body.country.as_str());
    params.distinguished_name.push(DnType::OrganizationName, body.name.as_str());
    params.distinguished_name.push(DnType::CustomDnType(ORGANIZATION_IDENTIFIER.to_vec()), body.identifier.as_str());
    params.distinguished_name.push(DnType::CommonName, format!("{} {what}", body.name));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params
}

fn alternative(body: &Body) -> Result<Vec<SanType>, rcgen::Error> {
    let host = body.host.as_str();
    Ok(vec![SanType::DnsName(host.try_into()?), SanType::URI(format!("https://{host}").as_str().try_into()?)])
}

/// From the day before, so that no clock that is a little behind finds them not yet valid.
fn lasting(now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    let today = now.to_string().get(..10).and_then(|day| Date::parse(day).ok()).unwrap_or(Date::LAST);
    let (year, month, day) = today.yesterday().parts();
    let (year, month, day) = (i32::from(year), month.unsigned_abs(), day.unsigned_abs());
    params.not_before = rcgen::date_time_ymd(year, month, day);
    params.not_after = rcgen::date_time_ymd(year + YEARS, month, day.min(28));
    params
}

/// One object in PEM.
pub(super) fn pem(label: &str, der: &[u8]) -> String {
    let coded = STANDARD.encode(der);
    let lines: Vec<&str> = coded.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use attesto_securing::{Anchors, CertifiedKey, Chain, RsaPadding, Signer, Use};

    use super::*;

    #[test]
    fn the_certificates_lead_to_their_authority_and_name_the_body() {
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp::parse("2026-11-26T12:00:00Z").unwrap();
        let body = Body {
            name: "Demo Body".to_owned(),
            identifier: "VATIT-12345678901".to_owned(),
            country: "IT".to_owned(),
            host: "cert.example".to_owned(),
        };
        make(&body, folder.path(), now).unwrap();

        let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        let anchors = Anchors::from_pem(&read("ca.pem")).unwrap();
        for (name, purpose) in [("seal.pem", Use::Seal), ("access.pem", Use::Attestation)] {
            let key = CertifiedKey::from_pem(&read(name), RsaPadding::Pss).unwrap();
            let der: Vec<&[u8]> = key.certified().unwrap().chain().certificates().map(|one| one.der()).collect();
            let leaf = Chain::verify(&der, &anchors, now, purpose).unwrap();
            let subject = leaf.certificate().subject();
            assert_eq!(subject.organization_identifier(), Some("VATIT-12345678901"), "{name}");
            assert!(files::must_be_private(&folder.path().join(name)).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_example_certificates_go_with_their_keys() {
        let anchors = Anchors::from_pem(include_bytes!("../../../../keys.example/ca.pem")).unwrap();
        let now = Timestamp::parse("2036-01-01T00:00:00Z").unwrap();
        for pem in [
            include_bytes!("../../../../keys.example/seal.pem").as_slice(),
            include_bytes!("../../../../keys.example/access.pem").as_slice(),
        ] {
            let key = CertifiedKey::from_pem(pem, RsaPadding::Pss).unwrap();
            let der: Vec<&[u8]> = key.certified().unwrap().chain().certificates().map(|one| one.der()).collect();
            assert!(Chain::verify(&der, &anchors, now, Use::Attestation).is_ok());
        }
    }
}
