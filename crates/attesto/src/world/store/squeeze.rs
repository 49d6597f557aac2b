//! Texts made smaller before they are sealed: by zstd, against a specimen of what they resemble where the act gave one.
//! A specimen is a text without personal data; it rests beside the texts, by its digest.

use std::cell::RefCell;
use std::io;

use attesto_securing::Digest;
use zstd::bulk::Compressor;
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::DCtx;

/// Every level reads alike; this one costs a tenth of what the seal's checks cost.
const LEVEL: i32 = 3;
/// Against a specimen nearly all is a copy of it, which the quickest search finds as well: a third of the time for the
/// same bytes. Higher levels take over tables of 400 kB for every text that is longer than 16 kB.
const LEVEL_LIKE: i32 = 1;
/// The largest text that is squeezed, in bytes; larger ones are files of their own.
pub(super) const LIMIT_BYTES: usize = 1 << 20;
const LENGTH_BYTES: usize = 4;

/// A specimen, ready to make texts smaller.
pub(super) struct Press {
    digest: Digest,
    dictionary: EncoderDictionary<'static>,
}

/// A specimen, ready to read texts that were made smaller against it.
pub(super) struct Specimen(DecoderDictionary<'static>);

impl Press {
    pub(super) fn of(specimen: &[u8]) -> Self {
        Self { digest: Digest::of(specimen), dictionary: EncoderDictionary::copy(specimen, LEVEL_LIKE) }
    }

    /// The digest of the specimen.
    pub(super) fn digest(&self) -> Digest {
        self.digest
    }
}

impl Specimen {
    pub(super) fn of(specimen: &[u8]) -> Self {
        Self(DecoderDictionary::copy(specimen))
    }
}

/// Makes one text after another smaller.
pub(super) struct Squeezer<'p>(Compressor<'p>);

impl<'p> Squeezer<'p> {
    /// Against a specimen, or against nothing.
    pub(super) fn new(press: Option<&'p Press>) -> io::Result<Self> {
        match press {
            Some(press) => Compressor::with_prepared_dictionary(&press.dictionary).map(Self),
            None => Compressor::new(LEVEL).map(Self),
        }
    }

    pub(super) fn squeeze(&mut self, text: &[u8]) -> io::Result<Vec<u8>> {
        let length = u32::try_from(text.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok([length.to_be_bytes().as_slice(), &self.0.compress(text)?].concat())
    }
}

/// The text that was squeezed against a specimen, or against nothing; `None` if the bytes give none.
pub(super) fn unsqueezed(squeezed: &[u8], specimen: Option<&Specimen>) -> Option<Vec<u8>> {
    let (length, frame) = squeezed.split_first_chunk::<LENGTH_BYTES>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|length| *length <= LIMIT_BYTES)?;
    expanded(frame, length, specimen).filter(|text| text.len() == length)
}

thread_local! {
    /// Kept, because making one takes longer than most of what it reads.
    static READER: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

/// What a frame holds, at most so many bytes; `None` if it holds more or is none.
pub(super) fn expanded(frame: &[u8], most: usize, specimen: Option<&Specimen>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most);
    let read = READER.with_borrow_mut(|reader| match specimen {
        Some(specimen) => reader.decompress_using_ddict(&mut bytes, frame, specimen.0.as_ddict()),
        None => reader.decompress(&mut bytes, frame),
    });
    read.is_ok().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn badge(name: &str) -> Vec<u8> {
        let wording: String = (0..200).map(|number| format!("\"criterion {}\":\"met\",", number * number)).collect();
        format!("{{\"name\":\"{name}\",{wording}}}").into_bytes()
    }

    #[test]
    fn a_text_comes_back_and_is_far_smaller_against_a_specimen_of_its_kind() {
        let (specimen, text) = (badge("Specimen Specimeni"), badge("Eleni Dokimaki"));
        let press = Press::of(&specimen);
        let alone = Squeezer::new(None).unwrap().squeeze(&text).unwrap();
        let against = Squeezer::new(Some(&press)).unwrap().squeeze(&text).unwrap();

        assert_eq!(unsqueezed(&alone, None), Some(text.clone()));
        assert_eq!(unsqueezed(&against, Some(&Specimen::of(&specimen))), Some(text.clone()));
        assert!(against.len() * 5 < alone.len() && alone.len() < text.len(), "{} {}", against.len(), alone.len());
    }

    #[test]
    fn bytes_that_were_cut_or_say_another_length_give_no_text() {
        let squeezed = Squeezer::new(None).unwrap().squeeze(&badge("Eleni Dokimaki")).unwrap();
        for length in 0..squeezed.len() {
            assert_eq!(unsqueezed(&squeezed[..length], None), None, "{length} bytes");
        }
        for length in [0, 1, u32::MAX] {
            assert_eq!(unsqueezed(&[&length.to_be_bytes()[..], &squeezed[4..]].concat(), None), None);
        }
    }
}
