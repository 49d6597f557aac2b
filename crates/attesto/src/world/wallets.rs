//! The keys of copies for wallets: P-256, named under the base URL, published where SD-JWT VC looks for them.
//! Badges have keys of their own; who holds a copy has a key that is never here.

mod certificates;

use std::path::{Path, PathBuf};

use attesto_credential::Matter;
use attesto_securing::{Algorithm, CertifiedKey, KeyFile, KeyId, Keys, Passphrase, Signer};
use serde_json::{Value, json};

use super::config::Installation;
use super::files::{self, Audience};
use super::keys::{self, PassphraseSource};
use crate::fault::{Failure, Fault};

/// The issuer's metadata in the published folder; on the web it lies at `/.well-known/jwt-vc-issuer` and the path of
/// the base URL.
pub(crate) const METADATA: &str = "jwt-vc-issuer.json";

pub(crate) use certificates::{Given, Standing, standing};

/// What signs for wallets: a key, with its certificates where it has some.
pub(crate) type WalletSigner = Box<dyn Signer + Send + Sync>;

/// The keys of a body that issues to wallets.
pub(crate) struct Made {
    pub(crate) copies: KeyFile,
    pub(crate) lists: KeyFile,
}

/// Where the key lies that seals copies, beside the key of the badges.
pub(crate) fn copies_key(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().keys.credentials.with_file_name("wallet.key"))
}

/// Where the key lies that signs their lists, beside the key of the badges' lists.
pub(crate) fn lists_key(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().keys.list.with_file_name("wallet-list.key"))
}

/// Whether the body has keys for copies in wallets.
pub(crate) fn are_there(installation: &Installation) -> bool {
    copies_key(installation).exists()
}

/// Opens a key of copies for wallets or of their lists; where it has certificates, what it signs carries them.
pub(crate) fn unlock(
    installation: &Installation,
    path: &Path,
    source: &PassphraseSource,
) -> Result<WalletSigner, Failure> {
    let key = keys::unlock(path, source)?;
    match certificates::of(path)? {
        None => Ok(Box::new(key)),
        Some(chain) => {
            certificates::stands_for(&chain, installation, path)?;
            let certified = CertifiedKey::of_chain(key, &chain);
            Ok(Box::new(certified.map_err(|fault| certificates::unusable(path, &fault))?))
        }
    }
}

/// Draws both keys, each under its passphrase, or takes those that an authority certified, and publishes their public
/// halves.
pub(crate) fn make(
    installation: &Installation,
    copies: &Passphrase,
    lists: &Passphrase,
    given: Option<&Given>,
) -> Result<Made, Failure> {
    if are_there(installation) || lists_key(installation).exists() {
        let sentence = "this installation has keys for wallets already; nothing was changed";
        return Err(Failure::new(Fault::Conflict, "exists", sentence));
    }
    let taken = given.map(|given| certificates::taken(given, installation)).transpose()?;
    let name = |name: &str| {
        let name = KeyId::parse(&format!("{}#{name}", installation.base_url()));
        name.map_err(|fault| Failure::new(Fault::Config, "key", fault))
    };
    let (copies_at, lists_at) = (copies_key(installation), lists_key(installation));
    let made = match taken {
        None => Made {
            lists: keys::make_for(Algorithm::Es256, &lists_at, Some(name("wallet-list-1")?), lists)?,
            copies: keys::make_for(Algorithm::Es256, &copies_at, Some(name("wallet-1")?), copies)?,
        },
        Some(taken) => {
            certificates::put_authority(&taken, installation)?;
            Made {
                lists: certificates::put(taken.lists, &lists_at, name("wallet-list-1")?, lists)?,
                copies: certificates::put(taken.copies, &copies_at, name("wallet-1")?, copies)?,
            }
        }
    };
    let public = installation.path(&installation.written().folders.public);
    files::write(&public.join(METADATA), metadata(installation, &made).as_bytes(), Audience::All)?;
    Ok(made)
}

/// The JWT VC Issuer Metadata; each key says what it is for.
fn metadata(installation: &Installation, made: &Made) -> String {
    let jwk = |(key, matter): (&KeyFile, Matter)| -> Value {
        let mut jwk = key.public().to_jwk().to_serde();
        if let Some(members) = jwk.as_object_mut() {
            members.insert("kid".to_owned(), key.id().as_str().into());
            members.insert("use".to_owned(), "sig".into());
            members.insert("alg".to_owned(), key.public().algorithm().name().into());
            members.insert("urn:attesto:use".to_owned(), json!([matter.word()]));
        }
        jwk
    };
    let keys = [(&made.copies, Matter::Credential), (&made.lists, Matter::StatusList)].map(jwk);
    let document = json!({"issuer": installation.base_url().as_str(), "jwks": {"keys": keys}});
    format!("{document:#}\n")
}

/// What the body's own metadata says of its keys, and the authority behind them, added to others; nothing where it
/// issues to no wallets.
pub(crate) fn with_keys(installation: &Installation, keys: Keys) -> Result<Keys, Failure> {
    let path = installation.path(&installation.written().folders.public).join(METADATA);
    if !path.exists() {
        return Ok(keys);
    }
    let bytes = files::read(&path, 1 << 20)?;
    let wrong = |fault| Failure::new(Fault::Config, "issuer-metadata", format!("{}: {fault}", path.display()));
    let keys = keys.with_issuer_metadata(&bytes).map_err(wrong)?;
    Ok(match certificates::authority(installation)? {
        None => keys,
        Some(anchors) => keys.trusting_for(installation.base_url().as_str(), &anchors),
    })
}
