//! Certified keys as their authorities hand them out: PEM with a PKCS #8 key.
//! Where the file lies is the roof's; PKCS #12 is read beside this.

use p256::pkcs8::DecodePrivateKey as _;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use zeroize::Zeroizing;

use super::certified::{CertifiedKey, NotCertified};
use super::{Algorithm, RsaSigningKey, SigningKey};

/// By which algorithm an RSA key seals; other keys have but one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RsaPadding {
    /// PS256: what ETSI allows without an end.
    #[default]
    Pss,
    /// RS256: for readers that know nothing else; ETSI ends it on 2029-01-01.
    Pkcs1,
}

impl CertifiedKey {
    /// Reads PEM that holds a `PRIVATE KEY` and its certificates, the key's own first.
    ///
    /// # Errors
    /// No such key, a key of another kind, or certificates that do not go with it.
    pub fn from_pem(pem: &[u8], padding: RsaPadding) -> Result<Self, NotCertified> {
        let missing = "there is no PRIVATE KEY in PKCS #8; make one with `openssl pkcs8 -topk8 -nocrypt`";
        let key = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| NotCertified::Unreadable { why: missing })?;
        let key = Zeroizing::new(key);
        let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
        let certificates =
            certificates.map_err(|_| NotCertified::Unreadable { why: "a certificate beside it is not PEM" })?;
        Self::from_pkcs8(key.secret_pkcs8_der(), &certificates, padding)
    }

    pub(super) fn from_pkcs8(
        der: &[u8],
        certificates: &[impl AsRef<[u8]>],
        padding: RsaPadding,
    ) -> Result<Self, NotCertified> {
        if let Ok(key) = p256::SecretKey::from_pkcs8_der(der) {
            return Self::new(ec(Algorithm::Es256, &Zeroizing::new(key.to_bytes().to_vec()))?, certificates);
        }
        if let Ok(key) = p384::SecretKey::from_pkcs8_der(der) {
            return Self::new(ec(Algorithm::Es384, &Zeroizing::new(key.to_bytes().to_vec()))?, certificates);
        }
        let algorithm = match padding {
            RsaPadding::Pss => Algorithm::Ps256,
            RsaPadding::Pkcs1 => Algorithm::Rs256,
        };
        let key = RsaSigningKey::from_pkcs8(der, algorithm).map_err(|_| NotCertified::Kind)?;
        Self::new(key, certificates)
    }
}

fn ec(algorithm: Algorithm, scalar: &[u8]) -> Result<SigningKey, NotCertified> {
    SigningKey::from_secret(algorithm, scalar).map_err(|_| NotCertified::Kind)
}
