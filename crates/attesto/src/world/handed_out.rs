//! A key with its certificates as an authority hands it out: PEM, or PKCS #12 under a passphrase.
//! Whether anybody trusts the authority, and whether the key is the body's, is asked elsewhere.

use std::path::Path;

use attesto_securing::{CertifiedKey, NotCertified, RsaPadding};
use zeroize::Zeroizing;

use super::files;
use crate::fault::Failure;

/// The most that is read of a file with a key and its certificates.
const LIMIT_BYTES: u64 = 256 << 10;

/// Reads a key with its certificates; the passphrase is asked for where the file is not PEM.
///
/// The outer failure is one of the file or of the passphrase's, the inner one says why the file holds no such key.
pub(crate) fn read(
    file: &Path,
    passphrase: impl FnOnce() -> Result<Zeroizing<String>, Failure>,
    padding: RsaPadding,
) -> Result<Result<CertifiedKey, NotCertified>, Failure> {
    files::must_be_private(file)?;
    let bytes = Zeroizing::new(files::read(file, LIMIT_BYTES)?);
    // PEM says so in its first line; all else is taken for PKCS #12.
    let is_pem = bytes.windows(11).any(|window| window == b"-----BEGIN ");
    Ok(match is_pem {
        true => CertifiedKey::from_pem(&bytes, padding),
        false => CertifiedKey::from_pkcs12(&bytes, &passphrase()?, padding),
    })
}
