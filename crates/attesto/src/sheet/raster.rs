//! An SVG of ours as a PNG: the same bytes for the same SVG and width.
//! Never given a stranger's SVG: what is drawn here was composed here.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg,
};

/// A picture that is wider has no place in memory.
pub(super) const WIDEST: u32 = 4096;

const WIDTHS: std::ops::RangeInclusive<u32> = 16..=WIDEST;

/// A picture that was not drawn.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawn {
    /// Too small to be seen, or too big for memory.
    #[error("a picture cannot be {width} pixels wide; ask for {} to {}", WIDTHS.start(), WIDTHS.end())]
    Width {
        /// In pixels.
        width: u32,
    },
    /// Our own SVG or PNG was refused by the drawing library: a fault of the program.
    #[error("the picture could not be drawn: {problem}; report this as a fault of the program")]
    Library {
        /// What the library says.
        problem: String,
    },
}

/// The picture in colours, on a transparent ground.
pub(super) fn png(svg: &str, width: u32) -> Result<Vec<u8>, NotDrawn> {
    let pixels = pixels(svg, width)?;
    let (width, height) = (pixels.width(), pixels.height());
    // Areas of one colour repeat as they stand: unfiltered they come out a third smaller than by any filter.
    encoded((width, height), (png::ColorType::Rgba, png::Filter::NoFilter), &pixels.take_demultiplied())
}

/// The picture in greys, row by row; it must have a white ground.
pub(super) fn greys(svg: &str, width: u32) -> Result<Vec<u8>, NotDrawn> {
    Ok(pixels(svg, width)?.pixels().iter().map(|pixel| pixel.green()).collect())
}

/// Greys, row by row, as a picture.
pub(super) fn grey_png(greys: &[u8], width: u32) -> Result<Vec<u8>, NotDrawn> {
    if !WIDTHS.contains(&width) {
        return Err(NotDrawn::Width { width });
    }
    let pixels = u32::try_from(greys.len()).map_err(library)?;
    encoded((width, pixels / width), (png::ColorType::Grayscale, png::Filter::Adaptive), greys)
}

/// A picture that stays the same under many others: it is drawn once.
pub(super) struct Ground {
    pixels: Pixmap,
    scale: f32,
}

impl Ground {
    /// Draws it; it must be opaque.
    pub(super) fn of(svg: &str, width: u32) -> Result<Self, NotDrawn> {
        let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(library)?;
        let scale = narrow(f64::from(width) / f64::from(tree.size().width()));
        Ok(Self { pixels: pixels(svg, width)?, scale })
    }

    /// Another SVG of the same size over it, in four greys, which is enough for letters.
    pub(super) fn under(&self, svg: &str) -> Result<Vec<u8>, NotDrawn> {
        let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(library)?;
        let mut pixels = self.pixels.clone();
        resvg::render(&tree, Transform::from_scale(self.scale, self.scale), &mut pixels.as_mut());
        let row_bytes = usize::try_from(pixels.width()).map_err(library)? * CHANNELS;
        let rows = pixels.data().chunks(row_bytes);
        let packed: Vec<u8> = rows.flat_map(|row| row.chunks(4 * CHANNELS).map(four_greys)).collect();
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, pixels.width(), pixels.height());
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Two);
        // A compression brings a filter of its own, so ours is named behind it.
        encoder.set_compression(png::Compression::Balanced);
        encoder.set_filter(png::Filter::NoFilter); // packed greys have no neighbours to be told by
        let mut writer = encoder.write_header().map_err(library)?;
        writer.write_image_data(&packed).map_err(library)?;
        writer.finish().map_err(library)?;
        Ok(out)
    }
}

/// Red, green, blue and how opaque.
const CHANNELS: usize = 4;

/// Four pixels beside each other, or those that are left of a row, as one byte.
fn four_greys(pixels: &[u8]) -> u8 {
    let grey = |place: usize| pixels.get(place).map_or(0, |green| green.saturating_add(42) / 85);
    (grey(1) << 6) | (grey(5) << 4) | (grey(9) << 2) | grey(13)
}

fn pixels(svg: &str, width: u32) -> Result<Pixmap, NotDrawn> {
    if !WIDTHS.contains(&width) {
        return Err(NotDrawn::Width { width });
    }
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(library)?;
    let scale = narrow(f64::from(width) / f64::from(tree.size().width()));
    let size = tree.size().to_int_size().scale_to_width(width).ok_or(NotDrawn::Width { width })?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(NotDrawn::Width { width })?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels)
}

fn encoded(
    (width, height): (u32, u32),
    (colours, filter): (png::ColorType, png::Filter),
    samples: &[u8],
) -> Result<Vec<u8>, NotDrawn> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(colours);
    // What the highest compression would still take off is a hundredth, for three times the work. A compression brings a
    // filter of its own, so ours is named behind it.
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(filter);
    let mut writer = encoder.write_header().map_err(library)?;
    writer.write_image_data(samples).map_err(library)?;
    writer.finish().map_err(library)?;
    Ok(out)
}

fn library(problem: impl ToString) -> NotDrawn {
    NotDrawn::Library { problem: problem.to_string() }
}

#[expect(clippy::as_conversions, reason = "a scale needs no more digits than f32 has")]
fn narrow(value: f64) -> f32 {
    value as f32
}
