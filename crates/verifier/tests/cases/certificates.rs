//! Certificates that nobody honest makes, and a few that are good: by keys that everybody knows, the same every time.
//! What a chain of them proves is asked of the product; here they are only written.

use attesto_securing::{PublicKey, Signer, SigningKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType, IsCa,
    KeyUsagePurpose, PublicKeyData, SignatureAlgorithm, date_time_ymd,
};

use crate::repeating::Repeating;

/// The body that the example of the profile names as its issuer.
pub(crate) const BODY: &str = "VATIT-12345678901";

/// A key of a certificate: P-256, or Ed25519 where an authority signs by what is not judged.
pub(crate) struct Key {
    secret: Box<dyn Signer>,
    point: Vec<u8>,
    algorithm: &'static SignatureAlgorithm,
}

pub(crate) type Authority = CertifiedIssuer<'static, Key>;

impl Key {
    pub(crate) fn p256(secret: u8) -> Self {
        let secret = Repeating::of(secret);
        let point = [vec![4], coordinate(secret.public(), "x"), coordinate(secret.public(), "y")].concat();
        Self { secret: Box::new(secret), point, algorithm: &rcgen::PKCS_ECDSA_P256_SHA256 }
    }

    pub(crate) fn ed25519(secret: u8) -> Self {
        let secret = SigningKey::from_seed(&[secret; 32]).unwrap();
        let point = coordinate(secret.public(), "x");
        Self { secret: Box::new(secret), point, algorithm: &rcgen::PKCS_ED25519 }
    }

    pub(crate) fn public(&self) -> &PublicKey {
        self.secret.public()
    }

    /// The signature as JWS has it.
    pub(crate) fn signature(&self, message: &[u8]) -> Vec<u8> {
        self.secret.sign(&[message]).unwrap().remove(0).as_bytes().to_vec()
    }
}

fn coordinate(key: &PublicKey, name: &str) -> Vec<u8> {
    let jwk = key.to_jwk().to_serde();
    URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap()
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.point
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

impl rcgen::SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let plain = self.signature(message);
        let is_curve = self.algorithm == &rcgen::PKCS_ECDSA_P256_SHA256;
        Ok(if is_curve { sequence(&plain) } else { plain })
    }
}

/// Both halves of a signature as certificates have them: two numbers of a sequence.
fn sequence(plain: &[u8]) -> Vec<u8> {
    let number = |half: &[u8]| {
        let start = half.iter().position(|byte| *byte != 0).unwrap();
        let sign = if half[start] > 0x7f { &[0][..] } else { &[] };
        let bytes = [sign, &half[start..]].concat();
        [&[2, u8::try_from(bytes.len()).unwrap()][..], &bytes].concat()
    };
    let both = [number(&plain[..32]), number(&plain[32..])].concat();
    [&[0x30, u8::try_from(both.len()).unwrap()][..], &both].concat()
}

pub(crate) fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(2028, 1, 1));
    params
}

pub(crate) fn authority(name: &str) -> CertificateParams {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

/// The certificate of a body's seal, as a qualified authority writes it.
pub(crate) fn seal() -> CertificateParams {
    seal_of(BODY)
}

pub(crate) fn seal_of(body: &str) -> CertificateParams {
    let mut params = named("Demo Body seal");
    params.distinguished_name.push(DnType::CountryName, "IT");
    params.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 97]), body);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params.custom_extensions = vec![qualified_for_seals()];
    params
}

/// QcCompliance and QcType { eseal } (ETSI EN 319 412-5 4.2.1, 4.2.3).
fn qualified_for_seals() -> CustomExtension {
    let statements = [
        &[0x30, 0x1f, 0x30, 0x08, 0x06, 0x06, 0x04, 0, 0x8e, 0x46, 1, 1, 0x30, 0x13, 0x06, 0x06, 0x04, 0, 0x8e][..],
        &[0x46, 1, 6, 0x30, 0x09, 0x06, 0x07, 0x04, 0, 0x8e, 0x46, 1, 6, 2],
    ];
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 3], statements.concat())
}

/// An extension that nobody knows, and need not know.
pub(crate) fn unknown() -> CustomExtension {
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 32473, 1], vec![5, 0])
}

/// An extension that nobody knows, and without which nobody may rely on the certificate.
pub(crate) fn unknown_and_critical() -> CustomExtension {
    let mut extension = unknown();
    extension.set_criticality(true);
    extension
}

pub(crate) fn root() -> Authority {
    CertifiedIssuer::self_signed(authority("Demo root"), Key::p256(41)).unwrap()
}

pub(crate) fn under(params: CertificateParams, secret: u8, issuer: &Authority) -> Authority {
    CertifiedIssuer::signed_by(params, Key::p256(secret), issuer).unwrap()
}

/// The key of every seal here.
pub(crate) fn seal_key() -> Key {
    Key::p256(42)
}

pub(crate) fn leaf(params: &CertificateParams, issuer: &Authority) -> Vec<u8> {
    params.signed_by(&seal_key(), issuer).unwrap().der().to_vec()
}

pub(crate) fn der(authority: &Authority) -> Vec<u8> {
    authority.der().to_vec()
}

pub(crate) fn pem(der: &[u8]) -> String {
    let coded = STANDARD.encode(der);
    let lines: Vec<&str> = coded.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
