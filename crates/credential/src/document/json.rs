//! The values of a document. Numbers keep the text they were written in.

use std::str::FromStr;

use super::object::Object;
use super::text::JsonText;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(Number),
    /// A string, unescaped.
    String(JsonText),
    /// An array.
    Array(Vec<Self>),
    /// An object.
    Object(Object),
}

impl Json {
    /// The text, if this is a string.
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The members, if this is an object.
    #[inline]
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// The elements, if this is an array.
    #[inline]
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(elements) = self { Some(elements) } else { None }
    }

    /// The elements of an array, or the value itself as the only one (JSON-LD writes both alike).
    #[inline]
    pub fn as_set(&self) -> &[Self] {
        self.as_array().unwrap_or(std::slice::from_ref(self))
    }

    /// One step of a JSON Pointer.
    pub(crate) fn step(&self, step: &str) -> Option<&Self> {
        match self {
            Self::Object(object) => object.get(step),
            Self::Array(elements) => elements.get(step.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The same value for libraries that speak `serde_json`.
    pub fn to_serde(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => serde_json::from_str(number.as_str()).unwrap_or(Value::Null),
            Self::String(text) => Value::String(text.to_string()),
            Self::Array(elements) => Value::Array(elements.iter().map(Self::to_serde).collect()),
            Self::Object(object) => object.to_serde(),
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<JsonText> for Json {
    fn from(text: JsonText) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(Number(value.to_string().into()))
    }
}

impl From<Number> for Json {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Json {
    fn from(elements: Vec<T>) -> Self {
        Self::Array(elements.into_iter().map(Into::into).collect())
    }
}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(Number(number.to_string().into())),
            Value::String(text) => Self::String(text.as_str().into()),
            Value::Array(elements) => Self::Array(elements.iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|(key, value)| (key.clone(), Self::from(value))).collect())
            }
        }
    }
}

/// A JSON number in the text it was written in; always finite as an IEEE 754 double.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(pub(super) JsonText);

impl Number {
    /// One that [`is_plain_decimal`].
    pub(super) fn plain(written: &str) -> Self {
        Self(written.into())
    }

    /// As written.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest double, which is what every JSON-LD processor works with.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Whether every reader gets the same value: the double's shortest form is what was written.
    pub fn is_exact(&self) -> bool {
        is_plain_decimal(&self.0) || self.is_exact_by_writing()
    }

    pub(super) fn is_exact_by_writing(&self) -> bool {
        decimal(&self.0) == decimal(&format!("{:e}", self.as_f64()))
    }
}

/// A text that is not a JSON number, or one too large for a double.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON number within the range of a double")]
pub struct NotANumber;

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let grammatical = serde_json::from_str::<serde_json::Number>(text).is_ok();
        let finite = text.parse::<f64>().is_ok_and(f64::is_finite);
        if grammatical && finite { Ok(Self(text.into())) } else { Err(NotANumber) }
    }
}

/// Whether a text is a JSON number without exponent of at most 15 digits. No two of those are the same double, so that
/// the shortest form of the double that such a one is read as is the one that was written.
pub(super) fn is_plain_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.len() <= 16
        && whole.len() + fraction.len() <= 15
        && are_digits(whole)
        && are_digits(fraction)
        && (whole.len() == 1 || !whole.starts_with('0'))
}

/// Sign, significant digits and exponent of a decimal text, so that `1.50e1` equals `15`.
fn decimal(text: &str) -> (bool, String, i64) {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.trim_start_matches('+').parse::<i64>().unwrap_or(i64::MAX);
    let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let cut = i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX);
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return (false, String::new(), 0);
    }
    (negative, significant.to_owned(), exponent.saturating_sub(places).saturating_add(cut))
}
