//! The text of a QR code in a photo or picture (JPEG, PNG), by ZXing's reader.
//! Reads no other code, believes nothing of the text, and decodes no picture above its bounds.

use std::collections::HashSet;
use std::io::Cursor;

use rxing::common::HybridBinarizer;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, Reader};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The largest picture that is decoded: what a phone's camera makes.
const LIMIT_PIXELS: usize = 24_000_000;
const LIMIT_SIDE: usize = 8192;

/// Above this many pixels a picture is looked at in half its size first: codes fill a good part of a photo.
const LARGE_PIXELS: usize = 1_500_000;

/// A picture out of which no code can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoCode {
    /// The picture itself is broken.
    #[error("the picture cannot be decoded; take the photo again, or give the file as it was issued")]
    Broken,
    /// There is none, or it is blurred or cut.
    #[error("no QR code was found in the picture; take it again, near, sharp and whole")]
    NoneFound,
    /// More pixels than are decoded.
    #[error("the picture has more than {limit} pixels; make it smaller")]
    TooLarge {
        /// How many are decoded.
        limit: usize,
    },
}

/// A picture in shades of grey.
struct Grey {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

/// Whether a file is a photo as cameras make them.
pub fn is_photo(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff])
}

/// Reads the code in a JPEG or PNG.
///
/// # Errors
/// The picture cannot be decoded or is too large, or no code is found in it.
pub fn code(bytes: &[u8]) -> Result<String, NoCode> {
    let mut grey = if is_photo(bytes) { of_jpeg(bytes)? } else { of_png(bytes)? };
    let mut sizes = Vec::new();
    while grey.shades.len() > LARGE_PIXELS {
        let half = grey.halved();
        sizes.push(grey);
        grey = half;
    }
    let half = grey.halved();
    sizes.push(grey);
    // From the size in which most codes are read, to the larger ones, then the smaller one.
    let found =
        sizes.iter().rev().chain([&half]).find_map(|size| read(size.blurred()).or_else(|| read(size.clone_of())));
    found.ok_or(NoCode::NoneFound)
}

fn read(grey: Grey) -> Option<String> {
    let (width, height) = (u32::try_from(grey.width).ok()?, u32::try_from(grey.height).ok()?);
    let source = Luma8Source::new(grey.shades, width, height).ok()?;
    let hints = DecodeHints {
        // Never all formats: digits would be read out of a page of text.
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let found = QrReader.decode_with_hints(&mut BinaryBitmap::new(HybridBinarizer::new(source)), &hints).ok()?;
    Some(found.getText().to_owned()).filter(|text| !text.is_empty())
}

fn within(width: usize, height: usize) -> Result<(), NoCode> {
    let fits = width <= LIMIT_SIDE && height <= LIMIT_SIDE && width.saturating_mul(height) <= LIMIT_PIXELS;
    if fits { Ok(()) } else { Err(NoCode::TooLarge { limit: LIMIT_PIXELS }) }
}

fn of_jpeg(bytes: &[u8]) -> Result<Grey, NoCode> {
    let options = DecoderOptions::new_safe()
        .set_max_width(LIMIT_SIDE)
        .set_max_height(LIMIT_SIDE)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| NoCode::Broken)?;
    let (width, height) = decoder.dimensions().ok_or(NoCode::Broken)?;
    within(width, height)?;
    let shades = decoder.decode().map_err(|_| NoCode::Broken)?;
    Grey::new(width, height, shades)
}

fn of_png(bytes: &[u8]) -> Result<Grey, NoCode> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: 4 * LIMIT_PIXELS });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| NoCode::Broken)?;
    let side = |length: u32| usize::try_from(length).unwrap_or(usize::MAX);
    let (width, height) = (side(reader.info().width), side(reader.info().height));
    within(width, height)?;
    let mut samples = vec![0; reader.output_buffer_size().ok_or(NoCode::Broken)?];
    let frame = reader.next_frame(&mut samples).map_err(|_| NoCode::Broken)?;
    let per_pixel = frame.color_type.samples();
    let shades = samples.chunks_exact(per_pixel).map(shade).collect();
    Grey::new(width, height, shades)
}

/// How light a pixel is on white paper (ITU-R BT.601).
fn shade(pixel: &[u8]) -> u8 {
    let (light, opaque) = match *pixel {
        [grey] => (u32::from(grey), 255),
        [grey, alpha] => (u32::from(grey), u32::from(alpha)),
        [red, green, blue] => (weighed(red, green, blue), 255),
        [red, green, blue, alpha] => (weighed(red, green, blue), u32::from(alpha)),
        _ => (255, 255),
    };
    u8::try_from((light * opaque + 255 * (255 - opaque)) / 255).unwrap_or(u8::MAX)
}

fn weighed(red: u8, green: u8, blue: u8) -> u32 {
    (u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000
}

impl Grey {
    fn new(width: usize, height: usize, shades: Vec<u8>) -> Result<Self, NoCode> {
        let whole = width > 0 && height > 0 && width.checked_mul(height) == Some(shades.len());
        if whole { Ok(Self { width, height, shades }) } else { Err(NoCode::Broken) }
    }

    fn clone_of(&self) -> Self {
        Self { width: self.width, height: self.height, shades: self.shades.clone() }
    }

    /// Half the width and height, each pixel the mean of four.
    fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let of = |row: usize, column: usize| {
            let four = [(0, 0), (0, 1), (1, 0), (1, 1)];
            let sum: u32 = four.iter().map(|(down, right)| self.at(2 * row + down, 2 * column + right)).sum();
            u8::try_from(sum / 4).unwrap_or(u8::MAX)
        };
        let shades = (0..height).flat_map(|row| (0..width).map(move |column| (row, column)));
        let shades = shades.map(|(row, column)| of(row, column)).collect();
        Self { width, height, shades }
    }

    /// The same through a binomial blur of three by three, which takes the noise of a camera away.
    fn blurred(&self) -> Self {
        let across = self.smoothed(1, self.width);
        across.smoothed(self.width, self.width)
    }

    /// Each pixel with its neighbours at a distance, weighed 1 2 1; the edge stays.
    fn smoothed(&self, step: usize, edge: usize) -> Self {
        let mut shades = self.shades.clone();
        let triples = self.shades.iter().zip(self.shades.iter().skip(step)).zip(self.shades.iter().skip(2 * step));
        let inner = shades.iter_mut().enumerate().skip(step);
        for ((place, shade), ((before, here), after)) in inner.zip(triples) {
            let column = place % edge;
            if step > 1 || (column > 0 && column + 1 < edge) {
                let sum = u32::from(*before) + 2 * u32::from(*here) + u32::from(*after);
                *shade = u8::try_from(sum / 4).unwrap_or(u8::MAX);
            }
        }
        Self { width: self.width, height: self.height, shades }
    }

    fn at(&self, row: usize, column: usize) -> u32 {
        let (row, column) = (row.min(self.height - 1), column.min(self.width - 1));
        self.shades.get(row * self.width + column).copied().map_or(255, u32::from)
    }
}

#[cfg(test)]
mod tests;
