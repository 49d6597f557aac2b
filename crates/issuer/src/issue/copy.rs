//! The two names of a copy that are nobody's to guess: by what it is a copy of, and by its link.
//! Its third name, the credential's id, is floor 1's.

use attesto_credential::Format;
use attesto_securing::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Wanted;

/// 32 random bytes, drawn once for a register and kept with the keys: without them a copy's name tells nobody of whom
/// it is.
pub struct CopySecret([u8; 32]);

/// Names a copy by scheme, cohort, candidate, format and ordinal, so that it is issued once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CopyKey(Digest);

/// 128 random bits: whoever has them may see the copy. The journal and the index hold only their digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkCapability([u8; 16]);

/// A text that is no link's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the end of a link; it has 22 letters, digits, - or _")]
pub struct BadLink;

impl CopySecret {
    /// Takes the secret bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The name of a copy.
    pub fn copy_key(&self, wanted: &Wanted<'_>) -> CopyKey {
        let certification = wanted.certification;
        let parts = [
            certification.scheme().id().as_str(),
            certification.cohort().as_str(),
            certification.candidate().as_str(),
            format_name(wanted.format),
            &wanted.ordinal.to_string(),
        ];
        // Each part stands behind its length, so that no two lists of parts read alike.
        let told: String = parts.iter().map(|part| format!("{}:{part},", part.len())).collect();
        CopyKey(self.keyed(b"attesto-copy-1", &[told.as_bytes()]))
    }

    /// A digest that nobody without the secret can make; parts of one use have the same lengths or tell them.
    pub(crate) fn keyed(&self, used_for: &[u8], parts: &[&[u8]]) -> Digest {
        let told: Vec<&[u8]> = [self.0.as_slice(), used_for].into_iter().chain(parts.iter().copied()).collect();
        let inner = Digest::of_parts(&told);
        Digest::of_parts(&[&self.0, inner.as_bytes()])
    }
}

impl CopyKey {
    pub(crate) fn from_digest(digest: Digest) -> Self {
        Self(digest)
    }

    pub(super) fn digest(self) -> Digest {
        self.0
    }

    /// Reads 64 hexadecimal digits.
    pub(crate) fn parse_hex(text: &str) -> Option<Self> {
        Digest::parse_hex(text).map(Self)
    }

    /// 64 hexadecimal digits.
    pub fn to_hex(self) -> String {
        self.0.to_hex()
    }
}

impl LinkCapability {
    /// Takes 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads the end of a link.
    ///
    /// # Errors
    /// Not 22 characters of base64url.
    pub fn parse(text: &str) -> Result<Self, BadLink> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadLink)?;
        bytes.try_into().map(Self).map_err(|_| BadLink)
    }

    /// The end of the link: 22 characters of base64url.
    pub fn to_text(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the index knows it by.
    pub(crate) fn digest(self) -> Digest {
        Digest::of_parts(&[b"attesto-link-1", &self.0])
    }
}

impl std::fmt::Debug for LinkCapability {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkCapability(..)")
    }
}

/// The name of a format in a copy's name; it may never change, or copies would be issued again.
pub(super) fn format_name(format: Format) -> &'static str {
    if format == Format::OPEN_BADGE { "open-badge" } else { format.media_type() }
}

/// The format of a name.
pub(super) fn format_named(name: &str) -> Option<Format> {
    Format::ALL.into_iter().find(|format| format_name(*format) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_reads_back_and_does_not_show_itself_in_logs() {
        let link = LinkCapability::from_random([7; 16]);
        assert_eq!(LinkCapability::parse(&link.to_text()), Ok(link));
        assert_eq!(link.to_text().len(), 22);
        assert!(!format!("{link:?}").contains(&link.to_text()));
        for bad in ["", "BwcHBwcHBwcHBwcHBwcHB", "BwcHBwcHBwcHBwcHBwcHBw==", "BwcHBwcHBwcHBwcHBwcHB/"] {
            assert_eq!(LinkCapability::parse(bad), Err(BadLink), "{bad}");
        }
    }

    #[test]
    fn each_format_has_its_own_name() {
        for format in Format::ALL {
            assert_eq!(format_named(format_name(format)), Some(format));
        }
    }
}
