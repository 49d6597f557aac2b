//! The body's own keys as the register knows them: which one followed which, and which fell into wrong hands.
//! Names, public halves and moments only; secrets and the published document are the roof's.

use std::fmt;

use attesto_credential::{Matter, Object, Timestamp};
use attesto_securing::{KeyId, PublicKey};
use serde::{Deserialize, Serialize};

use crate::code::OfficerId;
use crate::officer::Officer;
use crate::record::{read, text};
use crate::records::{RecordRefused, Records, SignedAct, damaged, with_signed};
use crate::register::{Act, ActKind, Head, Key, Register, RegisterFault};
use crate::wire;

/// The kind of the declaration that an officer signs who gives up a key of the body.
pub const KEY_CHANGE: &str = "key-change";

/// What a key of the body is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyUse {
    /// It seals credentials.
    Credential,
    /// It seals the journal's head.
    Journal,
    /// It seals the status lists, unattended.
    List,
    /// It seals European credentials; an authority certified it, and the configuration names it.
    Seal,
    /// It seals copies for wallets.
    Wallet,
    /// It seals the status lists that wallets read, unattended.
    WalletList,
}

/// A key by its name and its public half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyKey {
    /// Its name in the body's document.
    pub id: KeyId,
    /// Its public half.
    pub public: PublicKey,
}

/// Why a key is given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// It was in wrong hands, as two officers say.
    Compromised {
        /// Since when.
        since: Timestamp,
        /// The second officer.
        second: OfficerId,
    },
    /// Its time was over.
    Retired,
}

/// What became of the secret half of a key that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OldSecret {
    /// It was overwritten.
    Destroyed,
    /// It was put aside.
    Kept,
}

/// That a key is given up, and which one takes its place.
#[derive(Clone, Debug)]
pub struct KeyChange {
    /// What both are for.
    pub of: KeyUse,
    /// The key that is given up.
    pub key: BodyKey,
    /// Why.
    pub given_up: GivenUp,
    /// The last moment that it may speak of.
    pub expires: Timestamp,
    /// The key in its place; none where another had taken it before.
    pub successor: Option<BodyKey>,
    /// What becomes of its secret.
    pub secret: OldSecret,
    /// Who gives it up.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// A key that the register knows of, because it was given up or took another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// Name and public half.
    pub key: BodyKey,
    /// What it is for.
    pub of: KeyUse,
    /// Since when it is in use; nothing of the body's first keys.
    pub since: Option<Timestamp>,
    /// The last moment that it may speak of; nothing while it is in use.
    pub expires: Option<Timestamp>,
    /// Since when it was in wrong hands.
    pub revoked: Option<Timestamp>,
    /// When that was recorded.
    pub revoked_at: Option<Timestamp>,
    /// What became of its secret when it was given up.
    pub secret: Option<OldSecret>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    id: String,
    public: String,
    #[serde(rename = "use")]
    of: KeyUse,
    #[serde(with = "wire::text_if_any")]
    since: Option<Timestamp>,
    #[serde(with = "wire::text_if_any")]
    expires: Option<Timestamp>,
    #[serde(with = "wire::text_if_any")]
    revoked: Option<Timestamp>,
    #[serde(with = "wire::text_if_any")]
    revoked_at: Option<Timestamp>,
    secret: Option<OldSecret>,
}

impl KeyUse {
    /// Every use of a key that is drawn here, or taken in: all but the seal's, whose file the configuration names.
    pub const ALL: [Self; 5] = [Self::Credential, Self::Journal, Self::List, Self::Wallet, Self::WalletList];

    /// The uses whose keys stand in the body's DID document; those for wallets stand in metadata of their own.
    pub const IN_DOCUMENT: [Self; 3] = [Self::Credential, Self::Journal, Self::List];

    /// Whether such a key is named under the base URL, where wallets look for it.
    pub fn is_for_wallets(self) -> bool {
        matches!(self, Self::Wallet | Self::WalletList)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Journal => "journal",
            Self::List => "list",
            Self::Seal => "seal",
            Self::Wallet => "wallet",
            Self::WalletList => "wallet-list",
        }
    }

    /// Whether such a key seals copies: what a head proves of them outlives it.
    pub fn seals_copies(self) -> bool {
        matches!(self, Self::Credential | Self::Seal | Self::Wallet)
    }

    /// The matter in which such a key speaks.
    pub fn matter(self) -> Matter {
        match self {
            Self::Credential | Self::Seal | Self::Wallet => Matter::Credential,
            Self::Journal => Matter::Declaration,
            Self::List | Self::WalletList => Matter::StatusList,
        }
    }

    /// How the names of such keys begin, before a hyphen and a number.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Credential => "credentials",
            Self::Journal | Self::List | Self::Seal | Self::Wallet | Self::WalletList => self.word(),
        }
    }
}

impl fmt::Display for KeyUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl BodyKey {
    /// The part of its name behind `#`.
    pub fn fragment(&self) -> &str {
        self.id.as_str().split_once('#').map_or("", |(_, fragment)| fragment)
    }

    fn index(&self) -> Key {
        family().under(self.fragment())
    }
}

impl KeyChange {
    /// What the officers sign, and what stands in the journal.
    pub fn body(&self) -> Object {
        let (event, since, second) = match &self.given_up {
            GivenUp::Compromised { since, second } => ("compromised", Some(since.to_string()), Some(second.as_str())),
            GivenUp::Retired => ("retired", None, None),
        };
        let secret = match self.secret {
            OldSecret::Destroyed => "destroyed",
            OldSecret::Kept => "kept",
        };
        Object::new()
            .with("event", event)
            .with("use", self.of.word())
            .with("key", self.key.id.as_str())
            .with("public", self.key.public.to_multikey())
            .with("expires", self.expires.to_string())
            .with_some("since", since)
            .with_some("second", second)
            .with("secret", secret)
            .with_some("successor", self.successor.as_ref().map(|key| key.id.as_str()))
            .with_some("successor_public", self.successor.as_ref().map(|key| key.public.to_multikey()))
    }

    /// The officers who sign, the first one first.
    pub fn officers(&self) -> impl Iterator<Item = &OfficerId> {
        let second = match &self.given_up {
            GivenUp::Compromised { second, .. } => Some(second),
            GivenUp::Retired => None,
        };
        std::iter::once(&self.by).chain(second)
    }

    /// What is known of the key from then on.
    fn given_up(&self, known: Option<KnownKey>) -> KnownKey {
        let known = known.unwrap_or_else(|| KnownKey::first(self.key.clone(), self.of));
        let expires = known.expires.map_or(self.expires, |before| before.min(self.expires));
        let (revoked, revoked_at) = match self.given_up {
            GivenUp::Compromised { since, .. } => (Some(since), Some(self.at)),
            GivenUp::Retired => (known.revoked, known.revoked_at),
        };
        KnownKey { expires: Some(expires), revoked, revoked_at, secret: Some(self.secret), ..known }
    }
}

impl KnownKey {
    fn first(key: BodyKey, of: KeyUse) -> Self {
        Self { key, of, since: None, expires: None, revoked: None, revoked_at: None, secret: None }
    }

    fn value(&self) -> String {
        text(&Written {
            format: 1,
            id: self.key.id.as_str().to_owned(),
            public: self.key.public.to_multikey(),
            of: self.of,
            since: self.since,
            expires: self.expires,
            revoked: self.revoked,
            revoked_at: self.revoked_at,
            secret: self.secret,
        })
    }

    fn parse(key: &Key, value: &[u8]) -> Result<Self, RegisterFault> {
        let written = std::str::from_utf8(value).map_err(|_| damaged(key, "it is not text"))?;
        let written: Written = read("key of the body", written).map_err(|bad| damaged(key, bad))?;
        let id = KeyId::parse(&written.id).map_err(|bad| damaged(key, bad))?;
        let public = PublicKey::from_own_multikey(&written.public).map_err(|bad| damaged(key, bad))?;
        Ok(Self {
            key: BodyKey { id, public },
            of: written.of,
            since: written.since,
            expires: written.expires,
            revoked: written.revoked,
            revoked_at: written.revoked_at,
            secret: written.secret,
        })
    }
}

/// The keys that were given up or took another's place, by name.
///
/// # Errors
/// Damage, or the register cannot.
pub fn known_keys(register: &dyn Register) -> Result<Vec<KnownKey>, RegisterFault> {
    let entries = Records::of(register).all(&family())?;
    entries.iter().map(|(key, value)| KnownKey::parse(key, value)).collect()
}

/// The key among those known that was in wrong hands and is this one, whatever name or certificate it has now.
pub fn compromised<'k>(known: &'k [KnownKey], public: &PublicKey) -> Option<&'k KnownKey> {
    let multikey = public.to_multikey();
    known.iter().find(|one| one.revoked.is_some() && one.key.public.to_multikey() == multikey)
}

/// Records that a key is given up, with what each officer signed; the name of its successor is taken for good.
///
/// # Errors
/// Another act was signed, the successor's name is taken, or the register cannot.
pub fn record_key_change(
    register: &mut dyn Register,
    change: &KeyChange,
    signed: &[(&Officer, SignedAct<'_>)],
) -> Result<Head, RecordRefused> {
    let body = change.body();
    let unsigned = |officer: &OfficerId| RecordRefused::SignedOther { officer: officer.to_string(), kind: KEY_CHANGE };
    let seq = register.head().seq + 1;
    let mut act = Act::new(ActKind::Key, change.at, change.by.clone(), body.clone());
    for id in change.officers() {
        let (officer, one) = signed.iter().find(|(officer, _)| officer.id() == id).ok_or_else(|| unsigned(id))?;
        one.is(KEY_CHANGE, officer, &body)?;
        act = with_signed(act, officer, one, seq);
    }
    let key = change.key.index();
    let known = register.find(&key)?.map(|value| KnownKey::parse(&key, &value)).transpose()?;
    act = act.with_set(key, change.given_up(known).value());
    if let Some(successor) = &change.successor {
        let known = KnownKey { since: Some(change.at), ..KnownKey::first(successor.clone(), change.of) };
        act = act.with_fresh(successor.index(), known.value());
    }
    Ok(register.commit(act)?)
}

fn family() -> Key {
    Key::of(&["body-key"])
}

#[cfg(test)]
mod tests;
