//! Walks through DER one part after the other; what a part means is the caller's business.
//! Indefinite lengths (BER) are not read: two readers would see different bytes under a signature.

use attesto_credential::{Date, Timestamp};
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{Decode, Reader as _, SliceReader, Tag, TagNumber, Tagged as _};

use super::BadStamp;

/// The parts of one value, in order.
pub(super) struct Dig<'d>(SliceReader<'d>);

impl<'d> Dig<'d> {
    /// Goes through the parts of a value, its tag and length already taken off.
    pub(super) fn of(value: &'d [u8]) -> Result<Self, BadStamp> {
        SliceReader::new(value).map(Self).map_err(|_| BadStamp::Unreadable)
    }

    /// Goes into a SEQUENCE that is the whole text.
    pub(super) fn into(der: &'d [u8]) -> Result<Self, BadStamp> {
        let whole = x509_cert::der::asn1::AnyRef::from_der(der).map_err(|_| BadStamp::Unreadable)?;
        if whole.tag() == Tag::Sequence { Self::of(whole.value()) } else { Err(BadStamp::Unreadable) }
    }

    /// The next part, whatever it is.
    pub(super) fn next(&mut self) -> Result<Any, BadStamp> {
        Any::decode(&mut self.0).map_err(|_| BadStamp::Unreadable)
    }

    /// The next part if it is `[number]`, and nothing taken if it is another.
    pub(super) fn next_tagged(&mut self, number: u32) -> Option<Any> {
        let wanted = Tag::ContextSpecific { constructed: true, number: TagNumber(number) };
        if self.0.is_finished() || Tag::peek(&self.0).ok()? != wanted {
            return None;
        }
        self.next().ok()
    }

    /// The rest, part by part.
    pub(super) fn rest(mut self) -> Result<Vec<Any>, BadStamp> {
        let mut parts = Vec::new();
        while !self.0.is_finished() {
            parts.push(self.next()?);
        }
        Ok(parts)
    }

    /// The next part as an object identifier.
    pub(super) fn id(&mut self) -> Result<String, BadStamp> {
        let id: ObjectIdentifier = ObjectIdentifier::decode(&mut self.0).map_err(|_| BadStamp::Unreadable)?;
        Ok(id.to_string())
    }

    /// The next part as an AlgorithmIdentifier: its id.
    pub(super) fn algorithm(&mut self) -> Result<String, BadStamp> {
        let algorithm = self.next()?;
        Dig::of(algorithm.value())?.id()
    }

    /// The next part as a GeneralizedTime in UTC, its fraction of a second cut off (RFC 3161 2.4.2).
    pub(super) fn moment(&mut self) -> Result<Timestamp, BadStamp> {
        let part = self.next()?;
        moment(part.value()).filter(|_| part.tag() == Tag::GeneralizedTime).ok_or(BadStamp::Unreadable)
    }
}

fn moment(written: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(written).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || fraction.is_empty() || !digits(fraction) {
        return None;
    }
    let part = |from: usize, to: usize| whole.get(from..to);
    let date = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    Date::parse(&date).ok()?;
    Timestamp::parse(&format!("{date}T{}:{}:{}Z", part(8, 10)?, part(10, 12)?, part(12, 14)?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_all_its_parts_and_ends_in_z() {
        let at = |text: &str| moment(text.as_bytes()).map(|at| at.to_string());
        assert_eq!(at("20261126120000Z").as_deref(), Some("2026-11-26T12:00:00Z"));
        assert_eq!(at("20261126120000.25Z").as_deref(), Some("2026-11-26T12:00:00Z"));
        for bad in ["20261126120000", "202611261200Z", "20261126120000.Z", "20261126120000+0100", "20261326120000Z", ""]
        {
            assert_eq!(at(bad), None, "{bad}");
        }
    }
}
