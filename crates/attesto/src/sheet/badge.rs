//! The badge picture: a seal with a band that bears the title, the same for each person of a scheme.
//! Names no person and carries no credential; `attesto_credential::carrier` puts one into its bytes.

mod colour;
mod compose;
pub(super) mod lines;
mod ornament;
#[cfg(test)]
mod tests;

pub use colour::{Colour, NotAColour};

use super::{raster, raster::NotDrawn};

/// What a badge picture shows.
///
/// Any text is taken: what cannot be seen is left out, what is too long is set smaller and at last cut.
#[derive(Clone, Debug)]
pub struct Badge {
    scheme: String,
    title: String,
    issuer: String,
    level: Option<Level>,
    accent: Option<Colour>,
    language: Option<String>,
    watermark: Option<String>,
}

#[derive(Clone, Debug)]
struct Level {
    label: String,
    step: Option<u8>,
}

/// A badge that was composed; from it come the bytes, once, for as many credentials as there are.
#[derive(Clone, Debug)]
pub struct BadgePicture {
    svg: String,
}

impl Badge {
    /// A badge of a scheme; the id of the scheme gives the colours.
    pub fn new(scheme: &str, title: &str, issuer: &str) -> Self {
        let [scheme, title, issuer] = [scheme, title, issuer].map(str::to_owned);
        Self { scheme, title, issuer, level: None, accent: None, language: None, watermark: None }
    }

    /// Shows a level in words, such as "EQF level 5"; a `step` of 1 to 8 is shown on a dial of eight too.
    #[must_use]
    pub fn level(mut self, label: &str, step: Option<u8>) -> Self {
        self.level = Some(Level { label: label.to_owned(), step: step.filter(|step| (1..=8).contains(step)) });
        self
    }

    /// Takes the hue of a house colour instead of the scheme's own.
    #[must_use]
    pub fn accent(mut self, accent: Colour) -> Self {
        self.accent = Some(accent);
        self
    }

    /// Says in which language the texts are (BCP 47), for screen readers.
    #[must_use]
    pub fn language(mut self, tag: &str) -> Self {
        self.language = Some(tag.to_owned());
        self
    }

    /// Writes a word across the whole picture, such as "REHEARSAL", so that nobody takes it for a real one.
    #[must_use]
    pub fn watermark(mut self, word: &str) -> Self {
        self.watermark = Some(word.to_owned());
        self
    }

    /// Composes the picture: the same badge, the same bytes.
    pub fn draw(&self) -> BadgePicture {
        BadgePicture { svg: compose::svg(self) }
    }
}

impl BadgePicture {
    /// The picture as an SVG of 1 024 units; all letters are outlines, the texts are in its title and description.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The picture as a square PNG with a transparent ground.
    ///
    /// # Errors
    /// A width below 16 or above 4 096 pixels.
    pub fn png(&self, width: u32) -> Result<Vec<u8>, NotDrawn> {
        raster::png(&self.svg, width)
    }
}
