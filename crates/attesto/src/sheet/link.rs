//! The link code: a QR of a link, as an SVG of one path or a PNG of whole pixels per module.
//! Decides nothing about what the link says or whether it may be given away.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode, Version};

use super::{
    font::{Face, Place},
    raster::{self, NotDrawn},
    text::{escaped, plain},
};

const QUIET_ZONE: u32 = 4;
/// Picture units in a module: fine enough for the letters of a caption.
const MODULE: u32 = 10;
const CAPTION_MODULES: u32 = 5;
/// Of the size of its letters: so far the line of a caption stands below the quiet zone, which marks above capitals
/// do not reach either.
const CAPTION_RISE: f64 = 0.975;

/// A link as a QR at error correction level M, with its quiet zone.
#[derive(Clone, Debug)]
pub struct LinkCode {
    link: String,
    caption: Option<String>,
    side: u32,
    dark: Vec<bool>,
    version: i16,
}

/// A link that cannot become a code that any phone reads.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALinkCode {
    /// The code would have more modules than cheap cameras tell apart.
    #[error(
        "the link has {bytes} bytes, too long for a QR of version {limit}; shorten the base URL or the names in it"
    )]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The largest version that may be used.
        limit: i16,
    },
    /// Not a link: nothing, or a character that a URL writes as an escape.
    #[error("{found:?} is not a link; give a URL with all unusual characters escaped")]
    NotALink {
        /// What was given.
        found: String,
    },
}

impl LinkCode {
    /// A code of at most version 15, which any phone reads.
    ///
    /// # Errors
    /// The link is no URL in visible ASCII, or too long.
    pub fn of_link(link: &str) -> Result<Self, NotALinkCode> {
        Self::up_to(15, link)
    }

    /// A code of at most version 18, for a link with a signed stub of the longest names.
    ///
    /// # Errors
    /// The link is no URL in visible ASCII, or too long.
    pub fn of_stub(link: &str) -> Result<Self, NotALinkCode> {
        Self::up_to(18, link)
    }

    fn up_to(limit: i16, link: &str) -> Result<Self, NotALinkCode> {
        if link.is_empty() || !link.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NotALinkCode::NotALink { found: link.to_owned() });
        }
        let too_long = || NotALinkCode::TooLong { bytes: link.len(), limit };
        let code = QrCode::with_error_correction_level(link, EcLevel::M).map_err(|_| too_long())?;
        let version = match code.version() {
            Version::Normal(version) if version <= limit => version,
            _ => return Err(too_long()),
        };
        let side = u32::try_from(code.width()).map_err(|_| too_long())?;
        let dark = code.into_colors().into_iter().map(|module| module == Color::Dark).collect();
        Ok(Self { link: link.to_owned(), caption: None, side, dark, version })
    }

    /// Writes a short text below, such as the certificate number.
    #[must_use]
    pub fn caption(mut self, text: &str) -> Self {
        self.caption = Some(plain(text)).filter(|text| !text.is_empty());
        self
    }

    /// The version of the code, 1 to 18: its side has 17 + 4 × version modules.
    pub fn version(&self) -> i16 {
        self.version
    }

    /// How many modules wide the picture is, quiet zone included.
    pub fn modules(&self) -> u32 {
        self.side + 2 * QUIET_ZONE
    }

    /// The code as an SVG: dark on light, all modules one path.
    pub fn svg(&self) -> String {
        let width = self.modules() * MODULE;
        let below = if self.caption.is_some() { CAPTION_MODULES * MODULE } else { 0 };
        format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" "#,
                r#"height="{height}" role="img" aria-label="{link}"><title>{link}</title>"#,
                r##"<path d="M0 0H{width}V{height}H0Z" fill="#ffffff"/>"##,
                r##"<path d="{dark}" fill="#000000" shape-rendering="crispEdges"/>{caption}</svg>"##,
                "\n"
            ),
            width = width,
            height = width + below,
            link = escaped(&self.link),
            dark = self.runs(),
            caption = self.caption.as_deref().map(|text| self.below(text)).unwrap_or_default(),
        )
    }

    /// The code as a grey PNG with `scale` whole pixels to a module.
    ///
    /// # Errors
    /// The picture would be narrower than 16 or wider than 4 096 pixels.
    pub fn png(&self, scale: u32) -> Result<Vec<u8>, NotDrawn> {
        let width = self.modules().saturating_mul(scale);
        if width > raster::WIDEST {
            return Err(NotDrawn::Width { width });
        }
        let mut greys = self.greys(scale);
        match &self.caption {
            Some(text) => greys.extend(raster::greys(&self.foot(text), width)?),
            None => greys.resize(greys.len() + pixels(width, QUIET_ZONE * scale), u8::MAX),
        }
        raster::grey_png(&greys, width)
    }

    /// The code row by row to its last modules, which are whole pixels and need no drawing.
    fn greys(&self, scale: u32) -> Vec<u8> {
        let pixels = |modules: u32| pixels(modules, scale);
        let blank = vec![u8::MAX; pixels(self.modules())];
        let mut greys = blank.repeat(pixels(QUIET_ZONE));
        for row in self.dark.chunks(usize::try_from(self.side).unwrap_or(usize::MAX)) {
            let mut line = vec![u8::MAX; pixels(QUIET_ZONE)];
            for run in row.chunk_by(|one, next| one == next) {
                let shade = if run.first() == Some(&true) { 0 } else { u8::MAX };
                line.resize(line.len() + run.len() * pixels(1), shade);
            }
            line.resize(blank.len(), u8::MAX);
            greys.extend(line.repeat(pixels(1)));
        }
        greys
    }

    /// The drawing below the last modules: the quiet zone, then the caption.
    fn foot(&self, text: &str) -> String {
        let (width, height) = (self.modules() * MODULE, (QUIET_ZONE + CAPTION_MODULES) * MODULE);
        let top = width - QUIET_ZONE * MODULE;
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top} {width} {height}" width="{width}" height="{height}"><path d="M0 {top}H{width}v{height}H0Z" fill="#ffffff"/>{}</svg>"##,
            self.below(text)
        )
    }

    /// The code in letters, two modules one above the other in each: dark on light, as a terminal can be told to show.
    pub fn blocks(&self) -> String {
        let dark = |x: u32, y: u32| {
            let inside = |at: u32| at.checked_sub(QUIET_ZONE).filter(|at| *at < self.side);
            let place = inside(x).zip(inside(y)).and_then(|(x, y)| usize::try_from(y * self.side + x).ok());
            place.and_then(|place| self.dark.get(place)).is_some_and(|dark| *dark)
        };
        let letter = |x, y| match (dark(x, y), dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        let line = |y| (0..self.modules()).map(|x| letter(x, y)).collect::<String>();
        (0..self.modules()).step_by(2).map(line).collect::<Vec<_>>().join("\n")
    }

    /// Each run of dark modules in a row as one rectangle.
    fn runs(&self) -> String {
        let mut path = String::new();
        let rows = self.dark.chunks(usize::try_from(self.side).unwrap_or(usize::MAX));
        for (row, y) in rows.zip(QUIET_ZONE..) {
            let mut x = QUIET_ZONE;
            for run in row.chunk_by(|one, next| one == next) {
                let length = u32::try_from(run.len()).unwrap_or_default();
                if run.first() == Some(&true) {
                    let (x, y, length) = (x * MODULE, y * MODULE, length * MODULE);
                    // A String takes all that is written.
                    let _ = write!(path, "M{x} {y}h{length}v{MODULE}h-{length}z");
                }
                x += length;
            }
        }
        path
    }

    fn below(&self, text: &str) -> String {
        let face = Face::regular();
        let line = face.line(text);
        let room = f64::from(self.side * MODULE);
        let size = (room / line.width(1.0, 0.0).max(f64::MIN_POSITIVE)).min(f64::from(4 * MODULE));
        let middle = f64::from(self.modules() * MODULE) / 2.0;
        let y = f64::from(self.modules() * MODULE) + CAPTION_RISE * size;
        let path = face.centred(&line, Place { x: middle, y, size, spacing: 0.0 });
        format!(r##"<path d="{path}" fill="#000000"/><desc>{}</desc>"##, escaped(text))
    }
}

fn pixels(width: u32, height: u32) -> usize {
    usize::try_from(width.saturating_mul(height)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_for_a_terminal_hold_every_module_of_the_picture() {
        let code = LinkCode::of_link("https://cert.example/body/c/4fzzzxjylrxk0aa9v0n2tqjv3e").unwrap();
        let blocks = code.blocks();
        let width = usize::try_from(code.modules()).unwrap();
        let mut read = vec![false; width * (width + 1)];
        for (y, line) in blocks.lines().enumerate() {
            for (x, letter) in line.chars().enumerate() {
                read[2 * y * width + x] = "█▀".contains(letter);
                read[(2 * y + 1) * width + x] = "█▄".contains(letter);
            }
        }
        let (side, quiet) = (usize::try_from(code.side).unwrap(), usize::try_from(QUIET_ZONE).unwrap());
        let inner: Vec<bool> = (0..side)
            .flat_map(|y| (0..side).map(move |x| (x, y)))
            .map(|(x, y)| read[(y + quiet) * width + x + quiet])
            .collect();
        assert_eq!(inner, code.dark);
        assert_eq!(read.iter().filter(|dark| **dark).count(), code.dark.iter().filter(|dark| **dark).count());
    }

    const LINK: &str = "https://cert.example/body/c/4fzzzxjylrxk0aa9v0n2tqjv3e#q1ZKLC5RslIqTi0uzszPU9JRyk5VslIqSy0qBgA";

    #[test]
    fn a_link_is_drawn_with_a_quiet_zone_of_four_modules() {
        let code = LinkCode::of_link(LINK).unwrap();
        let svg = code.svg();

        assert_eq!(code.modules(), u32::try_from(17 + 4 * code.version()).unwrap() + 8);
        assert!(svg.contains(r##"fill="#000000""##) && svg.contains("M40 40h70v10h-70z"), "finder at four modules");
        assert!(!svg.contains("<text") && svg.matches("<path").count() == 2);
    }

    #[test]
    fn the_largest_link_of_each_version_is_taken_and_one_more_byte_is_not() {
        let link = |bytes: usize| format!("https://x.example/{}", "a".repeat(bytes - 18));
        assert_eq!(LinkCode::of_link(&link(412)).unwrap().version(), 15);
        assert_eq!(LinkCode::of_link(&link(413)).unwrap_err(), NotALinkCode::TooLong { bytes: 413, limit: 15 });
        assert_eq!(LinkCode::of_stub(&link(560)).unwrap().version(), 18);
        assert_eq!(LinkCode::of_stub(&link(561)).unwrap_err(), NotALinkCode::TooLong { bytes: 561, limit: 18 });
        assert!(LinkCode::of_link(&link(9_000)).is_err());
    }

    #[test]
    fn what_no_url_contains_is_refused() {
        for text in ["", "https://a.example/ș", "https://a.example/a b", "https://a.example/\u{202E}", "a\n"] {
            assert_eq!(LinkCode::of_link(text).unwrap_err(), NotALinkCode::NotALink { found: text.into() });
        }
    }

    #[test]
    fn a_png_has_whole_pixels_and_only_black_and_white() {
        let code = LinkCode::of_link(LINK).unwrap();
        let bytes = code.png(3).unwrap();

        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        let side = code.modules() * 3;
        assert_eq!((frame.width, frame.height, frame.color_type), (side, side, png::ColorType::Grayscale));
        assert!(pixels.iter().all(|grey| matches!(grey, 0 | 255)));
        assert_eq!(
            pixels.iter().filter(|grey| **grey == 0).count(),
            code.dark.iter().filter(|dark| **dark).count() * 9
        );
        assert_eq!(bytes, code.png(3).unwrap());
    }

    #[test]
    fn the_picture_shows_what_the_drawing_does() {
        for code in [LinkCode::of_link(LINK).unwrap(), LinkCode::of_link(LINK).unwrap().caption("SIM-2026-000001-4")] {
            let (drawn, picture) = (raster::greys(&code.svg(), code.modules() * 8).unwrap(), code.png(8).unwrap());
            let mut reader = png::Decoder::new(std::io::Cursor::new(&picture)).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            reader.next_frame(&mut pixels).unwrap();
            let of_code = usize::try_from(code.modules() * 8 * (QUIET_ZONE + code.side) * 8).unwrap();
            assert!(pixels.len() == drawn.len() && pixels[..of_code] == drawn[..of_code]);
            // Edges of letters fall between pixels, and where exactly depends on how far down they are drawn.
            let far = pixels.iter().zip(&drawn).filter(|(one, other)| one.abs_diff(**other) > 32).count();
            assert!(far * 1000 < drawn.len(), "{far} of {}", drawn.len());
        }
    }

    #[test]
    fn a_caption_stands_below_the_quiet_zone_and_inside_the_picture() {
        for caption in ["SIM-2026-000001-4", "ΆΈÂÎŞ ĂȘȚ gjpqy", &"SIM ".repeat(40)] {
            let code = LinkCode::of_link(LINK).unwrap().caption(caption);
            let mut reader = png::Decoder::new(std::io::Cursor::new(code.png(8).unwrap())).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut pixels).unwrap();
            let inked = |rows: std::ops::Range<u32>| {
                let row = |row: u32| usize::try_from(row * frame.width).unwrap();
                pixels[row(rows.start)..row(rows.end)].iter().any(|grey| *grey < 250)
            };
            let (last_module, end) = ((QUIET_ZONE + code.side) * 8, code.modules() * 8);
            assert!(inked(last_module - 8..last_module) && !inked(last_module..end), "{caption}");
            assert!(inked(end..frame.height - 1) && !inked(frame.height - 1..frame.height), "{caption}");
        }
    }

    #[test]
    fn a_hostile_caption_is_text_and_never_wider_than_the_code() {
        let hostile = "<script>&\"'</script>\u{202E}".repeat(9);
        let code = LinkCode::of_link("https://a.example/?a=1&b=<").unwrap().caption(&hostile);
        let svg = code.svg();
        assert!(!svg.contains("<script") && svg.contains("a=1&amp;b=&lt;"), "{svg}");
        assert!(code.png(4).is_ok());
    }

    #[test]
    fn a_picture_of_no_size_is_refused() {
        let code = LinkCode::of_link(LINK).unwrap();
        assert_eq!(code.png(0).unwrap_err(), NotDrawn::Width { width: 0 });
        assert!(matches!(code.png(u32::MAX), Err(NotDrawn::Width { .. })));
    }
}
