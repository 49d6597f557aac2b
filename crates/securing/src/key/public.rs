//! Public keys: read strictly, for what a lax reader takes for a key anyone may sign for.
//! For whom a key speaks is asked in `resolve`.

use attesto_credential::{Did, Object};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use rsa::pkcs1::{DecodeRsaPublicKey as _, EncodeRsaPublicKey as _};
use rsa::signature::Verifier as _;
use rsa::traits::PublicKeyParts as _;
use sha2::Sha256;
use ssi_multicodec::{ED25519_PUB, MultiEncoded, MultiEncodedBuf, P256_PUB, P384_PUB, RSA_PUB};

use super::strict::Strict;
use super::{Algorithm, BadKey, Curve, KeyId, Written};
use crate::chain::Hash;

/// A public key on the curve of its algorithm; an Ed25519 one canonical and not of small order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Point);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Point {
    Ed25519(Strict),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Rsa(Box<rsa::PublicKey>, Algorithm),
}

/// The fewest bits of an RSA modulus.
const RSA_BITS: u32 = 2048;

impl PublicKey {
    /// Takes the 32 bytes of an Ed25519 key (RFC 8032).
    ///
    /// # Errors
    /// A point that no honest key has.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, BadKey> {
        let weak = BadKey::Weak { algorithm: Algorithm::EdDsa };
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| weak.clone())?;
        let canonical = key.to_edwards().compress().to_bytes() == *bytes;
        if canonical && !key.is_weak() { Ok(Self(Point::Ed25519(Strict::new(key)))) } else { Err(weak) }
    }

    /// Takes a point of an algorithm's curve: 32 bytes for Ed25519, a SEC 1 point for the others; of RSA, the key in
    /// PKCS #1, at least 2048 bits.
    ///
    /// # Errors
    /// Not on the curve, or one that no honest key has.
    pub fn from_point(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, BadKey> {
        let weak = |_| BadKey::Weak { algorithm };
        match algorithm {
            Algorithm::EdDsa => Self::from_bytes(bytes.try_into().map_err(|_| BadKey::Weak { algorithm })?),
            Algorithm::Es256 => {
                p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes).map(|key| Self(Point::P256(key))).map_err(weak)
            }
            Algorithm::Es384 => {
                p384::ecdsa::VerifyingKey::from_sec1_bytes(bytes).map(|key| Self(Point::P384(key))).map_err(weak)
            }
            Algorithm::Ps256 | Algorithm::Rs256 => {
                let key = rsa::PublicKey::from_pkcs1_der(bytes).map_err(|_| BadKey::Weak { algorithm })?;
                let long = key.n().bit_width() >= RSA_BITS;
                if long { Ok(Self(Point::Rsa(Box::new(key), algorithm))) } else { Err(BadKey::Weak { algorithm }) }
            }
        }
    }

    /// Reads a multikey (<https://www.w3.org/TR/cid-1.0/#Multikey>): `z6Mk…`, `zDn…`, `z82…`.
    ///
    /// # Errors
    /// Another base, another codec, or a weak key.
    pub fn from_multikey(text: &str) -> Result<Self, BadKey> {
        let bad = || BadKey::Multikey { found: text.to_owned() };
        let base58 = text.strip_prefix('z').filter(|rest| rest.len() <= 128).ok_or_else(bad)?;
        let bytes = bs58::decode(base58).into_vec().map_err(|_| bad())?;
        let (codec, point) = MultiEncoded::new(&bytes).map_err(|_| bad())?.parts();
        let algorithm = match codec {
            ED25519_PUB => Algorithm::EdDsa,
            P256_PUB => Algorithm::Es256,
            P384_PUB => Algorithm::Es384,
            codec => return Err(BadKey::Codec { codec }),
        };
        // A multikey holds the compressed point only; another wording of the same key would be a second name for it.
        let key = Self::from_point(algorithm, point).map_err(|fault| match fault {
            BadKey::Weak { .. } if point.len() != Self::compressed(algorithm) => bad(),
            fault => fault,
        })?;
        if key.to_multikey() == text { Ok(key) } else { Err(bad()) }
    }

    /// Reads what [`PublicKey::to_multikey`] wrote, of an RSA key too: for whoever wrote it, as no document may name an RSA
    /// key so.
    ///
    /// # Errors
    /// As those of [`PublicKey::from_multikey`].
    pub fn from_own_multikey(text: &str) -> Result<Self, BadKey> {
        let bytes = text.strip_prefix('z').filter(|rest| rest.len() <= 1_024);
        let bytes = bytes.and_then(|base58| bs58::decode(base58).into_vec().ok()).unwrap_or_default();
        match MultiEncoded::new(&bytes).map(MultiEncoded::parts) {
            Ok((RSA_PUB, key)) => Self::from_point(Algorithm::Ps256, key),
            _ => Self::from_multikey(text),
        }
    }

    fn compressed(algorithm: Algorithm) -> usize {
        match algorithm {
            Algorithm::EdDsa => 32,
            Algorithm::Es256 => 33,
            Algorithm::Es384 => 49,
            Algorithm::Ps256 | Algorithm::Rs256 => 0,
        }
    }

    /// Reads a JWK (RFC 7517, RFC 8037).
    ///
    /// # Errors
    /// Another kind of key, a weak one, or one with its private part.
    pub fn from_jwk(jwk: &serde_json::Value) -> Result<Self, BadKey> {
        let jwk: ssi_jwk::JWK = serde_json::from_value(jwk.clone()).map_err(|_| BadKey::Jwk)?;
        match jwk.params {
            ssi_jwk::Params::OKP(okp) if okp.curve == "Ed25519" && okp.private_key.is_none() => {
                Self::from_bytes(okp.public_key.0.as_slice().try_into().map_err(|_| BadKey::Jwk)?)
            }
            ssi_jwk::Params::EC(ec) if ec.ecc_private_key.is_none() => from_coordinates(&ec),
            _ => Err(BadKey::Jwk),
        }
    }

    /// The JWK: `kty`, `crv`, `x` and, of an elliptic curve, `y`; in the order of RFC 7638.
    pub fn to_jwk(&self) -> Object {
        let coded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let of_curve = |point: &[u8]| {
            let (x, y) = point.split_at_checked(point.len() / 2).unwrap_or((point, &[]));
            Object::new()
                .with("crv", self.algorithm().curve())
                .with("kty", "EC")
                .with("x", coded(x))
                .with("y", coded(y))
        };
        match &self.0 {
            Point::Ed25519(key) => {
                Object::new().with("crv", "Ed25519").with("kty", "OKP").with("x", coded(key.as_bytes()))
            }
            Point::P256(key) => of_curve(key.to_sec1_point(false).as_bytes().get(1..).unwrap_or_default()),
            Point::P384(key) => of_curve(key.to_sec1_point(false).as_bytes().get(1..).unwrap_or_default()),
            Point::Rsa(key, _) => {
                Object::new().with("e", coded(&key.e_bytes())).with("kty", "RSA").with("n", coded(&key.n_bytes()))
            }
        }
    }

    /// How this key signs.
    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            Point::Ed25519(_) => Algorithm::EdDsa,
            Point::P256(_) => Algorithm::Es256,
            Point::P384(_) => Algorithm::Es384,
            Point::Rsa(_, algorithm) => algorithm,
        }
    }

    /// The multikey: `z6Mk…`, `zDn…`, `z82…`; that of an RSA key is a name which is never read back.
    pub fn to_multikey(&self) -> String {
        let encoded = match &self.0 {
            Point::Ed25519(key) => MultiEncodedBuf::encode_bytes(ED25519_PUB, key.as_bytes()),
            Point::P256(key) => MultiEncodedBuf::encode_bytes(P256_PUB, key.to_sec1_point(true).as_bytes()),
            Point::P384(key) => MultiEncodedBuf::encode_bytes(P384_PUB, key.to_sec1_point(true).as_bytes()),
            Point::Rsa(key, _) => MultiEncodedBuf::encode_bytes(
                RSA_PUB,
                &key.to_pkcs1_der().map_or_else(|_| Vec::new(), |der| der.as_bytes().to_vec()),
            ),
        };
        format!("z{}", bs58::encode(encoded.as_bytes()).into_string())
    }

    /// The did:key of this key, and its only key's name.
    ///
    /// # Errors
    /// There is none for a key that could be read; the texts are checked all the same.
    pub fn to_did_key(&self) -> Result<(Did, KeyId), BadKey> {
        let multikey = self.to_multikey();
        let bad = || BadKey::Id { found: multikey.clone() };
        let did = Did::parse(&format!("did:key:{multikey}")).map_err(|_| bad())?;
        let id = KeyId::parse(&format!("{did}#{multikey}"))?;
        Ok((did, id))
    }

    /// Whether signatures that were just made by this key's own other half hold, all of them; messages first. For its
    /// owner, who looks for a machine that signs wrongly: what others made is asked about one by one.
    #[cfg(feature = "seal")]
    pub(crate) fn made(&self, all: &[(&[u8], &[u8])]) -> bool {
        match &self.0 {
            Point::Ed25519(key) => key.made(all),
            _ => all.iter().all(|(message, signature)| self.verifies(message, signature)),
        }
    }

    /// Whether a signature holds. Ed25519 by the strict rules: canonical `R` and `S`, no small order.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Point::Ed25519(key) => key.verifies(message, signature),
            Point::P256(key) => {
                let point = key.to_sec1_point(false);
                Curve::P256.holds(point.as_bytes(), Hash::Sha256, message, (signature, Written::Fixed))
            }
            Point::P384(key) => {
                let point = key.to_sec1_point(false);
                Curve::P384.holds(point.as_bytes(), Hash::Sha384, message, (signature, Written::Fixed))
            }
            Point::Rsa(key, Algorithm::Rs256) => rsa::pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| {
                rsa::pkcs1v15::VerifyingKey::<Sha256>::new((**key).clone()).verify(message, &signature).is_ok()
            }),
            Point::Rsa(key, _) => rsa::pss::Signature::try_from(signature).is_ok_and(|signature| {
                rsa::pss::VerifyingKey::<Sha256>::new((**key).clone()).verify(message, &signature).is_ok()
            }),
        }
    }
}

/// Coordinates have their full length (RFC 7518, 6.2.1.2); a shorter one would be another key's.
fn from_coordinates(ec: &ssi_jwk::ECParams) -> Result<PublicKey, BadKey> {
    let (algorithm, length) = match ec.curve.as_deref() {
        Some("P-256") => (Algorithm::Es256, 32),
        Some("P-384") => (Algorithm::Es384, 48),
        _ => return Err(BadKey::Jwk),
    };
    let (Some(x), Some(y)) = (&ec.x_coordinate, &ec.y_coordinate) else { return Err(BadKey::Jwk) };
    if x.0.len() != length || y.0.len() != length {
        return Err(BadKey::Jwk);
    }
    PublicKey::from_point(algorithm, &[&[4], x.0.as_slice(), y.0.as_slice()].concat())
}
