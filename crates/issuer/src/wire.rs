//! How the values of floor 1 and 2 stand in our JSON records: as their own text, parsed at the door again.
//! It writes no record; the records derive.

use std::fmt;
use std::marker::PhantomData;

use attesto_credential::{BadLevel, CertificateNumber, Date, Iri, Language, Level, Line, Timestamp};
use attesto_securing::Digest;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::shared::Shared;

/// A value with one text that reads back to the same value. Neither way takes a copy of the text.
pub(crate) trait Texted: Sized {
    fn read(text: &str) -> Result<Self, String>;
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

macro_rules! texted {
    ($write:ident: $($name:ty),*) => {$(
        impl $crate::wire::Texted for $name {
            fn read(text: &str) -> Result<Self, String> {
                Self::parse(text).map_err(|error| error.to_string())
            }

            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::wire::texted!(@$write self, to)
            }
        }
    )*};
    (@plain $value:expr, $to:expr) => { $to.serialize_str($value.as_str()) };
    (@shown $value:expr, $to:expr) => { $to.collect_str($value) };
}

pub(crate) use texted;

texted!(plain: CertificateNumber, Language, Line);
texted!(shown: Date, Iri, Timestamp);

impl Texted for Digest {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse_hex(text).ok_or_else(|| "not a digest of 64 hexadecimal digits".to_owned())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_hex())
    }
}

impl Texted for Level {
    fn read(text: &str) -> Result<Self, String> {
        let level = text.parse().map_err(|_| BadLevel { found: 0 }.to_string())?;
        Self::new(level).map_err(|error| error.to_string())
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.number())
    }
}

/// A value read where its text stands; or why it is none.
pub(crate) struct Taken<T>(Result<T, String>);

impl<'de, T: Texted> Deserialize<'de> for Taken<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Reading(PhantomData))
    }
}

struct Reading<T>(PhantomData<T>);

impl<T: Texted> Visitor<'_> for Reading<T> {
    type Value = Taken<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Taken<T>, E> {
        Ok(Taken(T::read(text)))
    }
}

struct Written<'v, T>(&'v T);

impl<T: Texted> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

/// `#[serde(with = "wire::text")]`
pub(crate) mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::{Taken, Texted};

    pub(crate) fn serialize<T: Texted, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        value.write(to)
    }

    pub(crate) fn deserialize<'de, T: Texted, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        // What is no such value is told once its text is read, as it was when texts were copied first.
        Taken::deserialize(from)?.0.map_err(D::Error::custom)
    }
}

/// `#[serde(with = "wire::text_if_any")]`
pub(crate) mod text_if_any {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::{Taken, Texted, Written};

    pub(crate) fn serialize<T: Texted, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Written).serialize(to)
    }

    pub(crate) fn deserialize<'de, T: Texted, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        Option::<Taken<T>>::deserialize(from)?.map(|taken| taken.0).transpose().map_err(D::Error::custom)
    }
}

/// `#[serde(deserialize_with = "wire::exact")]`: a list that takes no more memory than it needs, for a sheet has
/// millions.
pub(crate) fn exact<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    let read = Vec::<T>::deserialize(from)?;
    let mut exact = Vec::with_capacity(read.len());
    exact.extend(read);
    Ok(exact)
}

/// The same of a list that others will have too.
pub(crate) fn exact_shared<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Shared<Vec<T>>, D::Error> {
    exact(from).map(Shared::from)
}

/// Values of ours that stand in JSON as their text.
macro_rules! in_json {
    ($($name:ty),*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::wire::text::serialize(self, to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::wire::text::deserialize(from)
            }
        }
    )*};
}

pub(crate) use in_json;

/// 16 bytes from 32 hexadecimal digits.
pub(crate) fn salt_of(hex: &str) -> Option<[u8; 16]> {
    if hex.len() != 32 {
        return None;
    }
    u128::from_str_radix(hex, 16).ok().map(u128::to_be_bytes)
}
