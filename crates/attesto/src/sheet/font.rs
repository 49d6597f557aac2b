//! Bundled Noto Sans: sets a line of text and gives it as outlines, the same on every machine.
//! Breaks no lines and asks for no installed font; a character it lacks is drawn as a box.

use harfrust::{Direction, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};

use super::text::{coordinate, plain};

const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.subset.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.subset.ttf");
const UNITS_PER_EM: f64 = 1000.0;

/// Height of a capital, as a part of the size.
pub(super) const CAPITAL: f64 = 0.714;

/// One cut of the font.
pub(super) struct Face {
    font: FontRef<'static>,
    shaping: ShaperData,
}

/// A line that was set: glyphs and where they stand, in font units from its left end.
pub(super) struct Line {
    glyphs: Vec<Glyph>,
    width: f64,
}

struct Glyph {
    id: GlyphId,
    x: f64,
    y: f64,
    advance: f64,
}

/// Where a line goes; `size` and positions in picture units, `spacing` between letters in ems.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) spacing: f64,
}

impl Face {
    pub(super) fn regular() -> Self {
        Self::of(REGULAR)
    }

    pub(super) fn bold() -> Self {
        Self::of(BOLD)
    }

    #[expect(clippy::expect_used, reason = "the file is part of the program; a test opens both")]
    fn of(file: &'static [u8]) -> Self {
        let font = FontRef::new(file).expect("the bundled font is a font");
        Self { shaping: ShaperData::new(&font), font }
    }

    /// Sets one line, kerned, left to right whatever it says about direction.
    pub(super) fn line(&self, text: &str) -> Line {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&plain(text));
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let set = self.shaping.shaper(&self.font).build().shape(buffer, ShapeOptions::new());
        let mut width = 0.0;
        let mut glyphs = Vec::with_capacity(set.len());
        for (glyph, position) in set.glyph_infos().iter().zip(set.glyph_positions()) {
            let advance = f64::from(position.x_advance);
            let (x, y) = (width + f64::from(position.x_offset), f64::from(position.y_offset));
            glyphs.push(Glyph { id: GlyphId::new(glyph.glyph_id), x, y, advance });
            width += advance;
        }
        Line { glyphs, width }
    }

    /// The outlines of a line with the middle of its base line at `place`, as SVG path data.
    pub(super) fn centred(&self, line: &Line, place: Place) -> String {
        let left = place.x - line.width(place.size, place.spacing) / 2.0;
        self.from(line, Place { x: left, ..place })
    }

    fn from(&self, line: &Line, place: Place) -> String {
        let scale = place.size / UNITS_PER_EM;
        let outlines = self.font.outline_glyphs();
        let mut path = Path { data: String::new(), x: 0.0, y: 0.0, scale };
        let mut spaced = 0.0;
        for glyph in &line.glyphs {
            path.x = place.x + glyph.x * scale + spaced;
            path.y = place.y - glyph.y * scale;
            if let Some(outline) = outlines.get(glyph.id) {
                // A glyph that cannot be drawn leaves its gap; the bundled font has none.
                let _ = outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut path);
            }
            if glyph.advance > 0.0 {
                spaced += place.spacing * place.size;
            }
        }
        path.data
    }
}

impl Line {
    /// How wide it is at a size, in the units of the size.
    pub(super) fn width(&self, size: f64, spacing: f64) -> f64 {
        let gaps = self.glyphs.iter().filter(|glyph| glyph.advance > 0.0).skip(1).map(|_| spacing).sum::<f64>();
        (self.width / UNITS_PER_EM + gaps) * size
    }
}

struct Path {
    data: String,
    x: f64,
    y: f64,
    scale: f64,
}

impl Path {
    fn write(&mut self, verb: char, points: &[(f32, f32)]) {
        self.data.push(verb);
        for (index, (x, y)) in points.iter().enumerate() {
            if index > 0 {
                self.data.push(' ');
            }
            self.data.push_str(&coordinate(self.x + f64::from(*x) * self.scale));
            self.data.push(' ');
            self.data.push_str(&coordinate(self.y - f64::from(*y) * self.scale)); // fonts count upwards
        }
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write('L', &[(x, y)]);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.write('Q', &[(cx0, cy0), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.write('C', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_four_languages_has_an_outline() {
        let letters = "AZaz09ăâîșțĂÂÎȘȚşţàèéìòùÀÈάέήίόύώϊϋΐΰΆΈΉΊΌΎΏςΩἀἁᾳῷὅ«»„”“’·–—…€№№ЖщЇ@#%&()[]/\\";
        for face in [Face::regular(), Face::bold()] {
            for letter in letters.chars() {
                let line = face.line(&letter.to_string());
                assert!(line.glyphs.iter().all(|glyph| glyph.id != GlyphId::NOTDEF), "{letter}");
                let place = Place { x: 0.0, y: 0.0, size: 100.0, spacing: 0.0 };
                assert!(face.centred(&line, place).ends_with('Z'), "{letter}");
            }
        }
    }

    #[test]
    fn a_decomposed_letter_is_set_as_the_composed_one() {
        let face = Face::bold();
        let place = Place { x: 0.0, y: 0.0, size: 50.0, spacing: 0.0 };
        let [composed, decomposed] =
            ["Ț\u{3CE}", "T\u{326}\u{3C9}\u{301}"].map(|text| face.centred(&face.line(text), place));
        assert_eq!(composed, decomposed);
    }
}
