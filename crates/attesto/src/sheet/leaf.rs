//! The rendered page of a European credential: one leaf per language, as a picture in greys for viewers that draw none.
//! It is for people; what counts is the text around it. What stands on it is chosen elsewhere.

use super::badge::lines::{self, Field, LEADING, Set};
use super::font::{CAPITAL, Face, Place};
use super::raster::{Ground, NotDrawn};
use super::text::{coordinate, escaped};

/// The leaf in its own units, in the proportions of A4.
const WIDTH: f64 = 620.0;
const HEIGHT: f64 = 877.0;

/// Pixels along its upper edge: letters of the smallest size can be read, and a credential stays small.
const PIXELS: u32 = 620;

const INK: &str = "#111111";
const PALE: &str = "#555555";

/// What a leaf says alike of everybody, in one language.
pub(crate) struct Form<'f> {
    /// What the leaf is.
    pub(crate) heading: &'f str,
    /// What is certified.
    pub(crate) title: &'f str,
    /// What the entries are called, from above.
    pub(crate) labels: [&'f str; 3],
    /// Who certifies.
    pub(crate) body: &'f str,
    /// What a reader should know of the leaf itself.
    pub(crate) note: &'f str,
}

/// What it says of one person.
pub(crate) struct Entries<'e> {
    /// The name, in one script or two.
    pub(crate) names: &'e [String],
    /// One for each label.
    pub(crate) rows: [&'e str; 3],
}

/// A leaf without entries, drawn once for a scheme and a language.
pub(crate) struct BlankLeaf {
    ground: Ground,
    regular: Face,
    bold: Face,
}

impl BlankLeaf {
    /// Draws it.
    ///
    /// # Errors
    /// A fault of the program.
    pub(crate) fn draw(form: &Form<'_>) -> Result<Self, NotDrawn> {
        let (regular, bold) = (Face::regular(), Face::bold());
        let frame = format!(
            r#"<rect width="{w}" height="{h}" fill="white"/><rect x="24" y="24" width="{}" height="{}" fill="none" stroke="{INK}" stroke-width="2"/><rect x="31" y="31" width="{}" height="{}" fill="none" stroke="{PALE}"/>"#,
            coordinate(WIDTH - 48.0),
            coordinate(HEIGHT - 48.0),
            coordinate(WIDTH - 62.0),
            coordinate(HEIGHT - 62.0),
            w = coordinate(WIDTH),
            h = coordinate(HEIGHT),
        );
        let field = |height, lines, largest, smallest| Field { width: 500.0, height, lines, largest, smallest };
        let mut parts = vec![
            frame,
            block(form.heading, &regular, field(30.0, 1, 18.0, 12.0), 104.0, PALE),
            block(form.title, &bold, field(130.0, 3, 38.0, 16.0), 190.0, INK),
            block(form.body, &bold, field(60.0, 2, 20.0, 12.0), 708.0, INK),
            block(form.note, &regular, field(48.0, 3, 11.5, 8.0), 792.0, PALE),
        ];
        let labels = form.labels.iter().zip(ROWS);
        parts.extend(labels.map(|(label, y)| block(label, &regular, field(20.0, 1, 13.0, 9.0), y, PALE)));
        Ok(Self { ground: Ground::of(&picture(&parts.concat()), PIXELS)?, regular, bold })
    }

    /// The leaf of one person, as PNG.
    ///
    /// # Errors
    /// A fault of the program.
    pub(crate) fn filled(&self, entries: &Entries<'_>) -> Result<Vec<u8>, NotDrawn> {
        let field = |height, lines, largest, smallest| Field { width: 520.0, height, lines, largest, smallest };
        let mut parts = Vec::new();
        for (name, (y, face, largest)) in
            entries.names.iter().zip([(322.0, &self.bold, 34.0), (376.0, &self.regular, 22.0)])
        {
            parts.push(block(name, face, field(52.0, 2, largest, 10.0), y, INK));
        }
        let rows = entries.rows.iter().zip(ROWS);
        parts.extend(rows.map(|(row, y)| block(row, &self.bold, field(26.0, 1, 19.0, 9.0), y + 27.0, INK)));
        self.ground.under(&picture(&parts.concat()))
    }
}

/// Where the labels of the entries stand.
const ROWS: [f64; 3] = [450.0, 522.0, 594.0];

fn picture(parts: &str) -> String {
    let [width, height] = [WIDTH, HEIGHT].map(coordinate);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{parts}</svg>"#
    )
}

/// A text in the middle of the leaf, its lines centred on `middle`.
fn block(text: &str, face: &Face, field: Field, middle: f64, colour: &str) -> String {
    let Set { lines, size } = lines::set(text, face, field);
    let gaps: f64 = lines.iter().skip(1).map(|_| LEADING).sum();
    let mut y = middle - (gaps - CAPITAL) * size / 2.0;
    let mut path = String::new();
    for line in &lines {
        path += &face.centred(line, Place { x: WIDTH / 2.0, y, size, spacing: 0.0 });
        y += LEADING * size;
    }
    format!(r#"<path d="{path}" fill="{}"/>"#, escaped(colour))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank() -> BlankLeaf {
        let form = Form {
            heading: "Certificate",
            title: "Διαχειριστής Κοινωνικής Καινοτομίας",
            labels: ["In force", "Awarded", "Number"],
            body: "Demo Certification Body (fictitious)",
            note: "This picture is for people; what counts is the sealed text.",
        };
        BlankLeaf::draw(&form).unwrap()
    }

    fn filled(leaf: &BlankLeaf, name: &str) -> Vec<u8> {
        let names = [name.to_owned(), "Eleni Dokimaki".to_owned()];
        let rows = ["26 November 2026 – 25 November 2029", "26 November 2026", "SIM-2026-000001-4"];
        leaf.filled(&Entries { names: &names, rows }).unwrap()
    }

    #[test]
    fn a_leaf_is_a_small_picture_that_shows_whose_it_is() {
        let leaf = blank();
        let (one, other) = (filled(&leaf, "Ελένη Δοκιμάκη"), filled(&leaf, "Άννα Κρίτου"));

        let reader = png::Decoder::new(std::io::Cursor::new(&one)).read_info().unwrap();
        assert_eq!((reader.info().width, reader.info().height), (620, 877));
        assert!(one.len() < 16 << 10, "{} bytes", one.len());
        assert_ne!(one, other);
        assert_eq!(one, filled(&leaf, "Ελένη Δοκιμάκη"));
    }

    #[test]
    fn whatever_somebody_is_called_the_leaf_is_drawn() {
        let leaf = blank();
        for name in ["", "W", "<b>&amp;", &"Παπαδοπούλου-Κωνσταντινίδου ".repeat(12)] {
            assert!(!filled(&leaf, name).is_empty(), "{name}");
        }
    }
}
