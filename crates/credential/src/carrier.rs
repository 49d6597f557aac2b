//! What carries a credential's text: a PNG, an SVG, or nothing but the text itself.
//! Moves text in and out; decodes no picture, renders none, and believes nothing of what it finds.

pub mod png;
pub mod svg;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// The largest picture that is looked into, in bytes (10 MiB).
pub const LIMIT_BYTES: usize = 10 * 1024 * 1024;

/// What a file looks like from its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A PNG picture.
    Png,
    /// An XML text, which can only be an SVG picture here.
    Svg,
    /// The credential itself: JSON, a JWS, or anything else that is text.
    Text,
}

/// A file out of which no credential text can be taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUnwrapped {
    /// A PNG that carries none, or not as the standard says.
    #[error(transparent)]
    Png(#[from] png::NotUnwrapped),
    /// An SVG that carries none, or not as the standard says.
    #[error(transparent)]
    Svg(#[from] svg::NotUnwrapped),
    /// Neither a picture nor text.
    #[error("the file is not UTF-8 text from byte {at} on, and not a PNG or SVG; give the credential as it was issued")]
    NotText {
        /// Offset of the first byte that is not UTF-8.
        at: usize,
    },
}

/// Says what a file looks like; the name of the file is not asked.
///
/// A credential's text begins with `{` or a base64url letter, so that `<` tells an SVG, also in UTF-16,
/// which is then refused by name.
pub fn sniff(bytes: &[u8]) -> Carrier {
    if bytes.starts_with(&png::SIGNATURE) {
        return Carrier::Png;
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match text.trim_ascii_start() {
        [b'<', ..] | [0xFF, 0xFE, b'<', 0, ..] | [0xFE, 0xFF, 0, b'<', ..] | [0, b'<', ..] => Carrier::Svg,
        _ => Carrier::Text,
    }
}

/// Takes the credential's text out of whatever carries it; text is given back as it is.
///
/// # Errors
/// The picture carries none, carries it in a way that readers may take differently, or is broken.
pub fn unwrap(bytes: &[u8]) -> Result<Cow<'_, str>, NotUnwrapped> {
    match sniff(bytes) {
        Carrier::Png => Ok(Cow::Owned(png::unwrap(bytes)?)),
        Carrier::Svg => Ok(Cow::Owned(svg::unwrap(bytes)?)),
        Carrier::Text => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(NotUnwrapped::NotText { at: error.valid_up_to() }),
        },
    }
}
