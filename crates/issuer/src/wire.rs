//! How the values of floor 1 and 2 stand in our JSON records: as their own text, parsed at the door again.
//! It writes no record; the records derive.

use attesto_credential::{BadLevel, CertificateNumber, Date, Iri, Language, Level, Line, Timestamp};
use attesto_securing::Digest;

/// A value with one text that reads back to the same value.
pub(crate) trait Texted: Sized {
    fn read(text: &str) -> Result<Self, String>;
    fn written(&self) -> String;
}

macro_rules! texted {
    ($($name:ty),*) => {$(
        impl Texted for $name {
            fn read(text: &str) -> Result<Self, String> {
                Self::parse(text).map_err(|error| error.to_string())
            }

            fn written(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

texted!(Date, Iri, Language, Line, Timestamp);

impl Texted for CertificateNumber {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }

    fn written(&self) -> String {
        self.as_str().to_owned()
    }
}

impl Texted for Digest {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse_hex(text).ok_or_else(|| "not a digest of 64 hexadecimal digits".to_owned())
    }

    fn written(&self) -> String {
        self.to_hex()
    }
}

impl Texted for Level {
    fn read(text: &str) -> Result<Self, String> {
        let level = text.parse().map_err(|_| BadLevel { found: 0 }.to_string())?;
        Self::new(level).map_err(|error| error.to_string())
    }

    fn written(&self) -> String {
        self.number().to_string()
    }
}

/// `#[serde(with = "wire::text")]`
pub(crate) mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::Texted;

    pub(crate) fn serialize<T: Texted, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.written())
    }

    pub(crate) fn deserialize<'de, T: Texted, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        T::read(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// `#[serde(with = "wire::text_if_any")]`
pub(crate) mod text_if_any {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::Texted;

    pub(crate) fn serialize<T: Texted, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Texted::written).serialize(to)
    }

    pub(crate) fn deserialize<'de, T: Texted, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| T::read(&text)).transpose().map_err(D::Error::custom)
    }
}

/// 16 bytes from 32 hexadecimal digits.
pub(crate) fn salt_of(hex: &str) -> Option<[u8; 16]> {
    if hex.len() != 32 {
        return None;
    }
    u128::from_str_radix(hex, 16).ok().map(u128::to_be_bytes)
}
