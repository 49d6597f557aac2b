//! Where everything stands on a badge of 1 024 units.
//! Chooses no colours and breaks no lines.

use super::{
    Badge, Level,
    colour::{Colour, Palette},
    lines::{self, Field, LEADING, Set},
    ornament::Centre,
};
use crate::sheet::{
    font::{CAPITAL, Face, Place},
    text::{coordinate, escaped, plain},
};

const MIDDLE: Centre = Centre { x: 512.0, y: 512.0 };
const EMBLEM: Centre = Centre { x: 512.0, y: 256.0 };
const BAND_LEFT: f64 = 8.0;
const BAND_RIGHT: f64 = 1016.0;
const BAND_TOP: f64 = 392.0;
const BAND_BOTTOM: f64 = 696.0;

pub(super) fn svg(badge: &Badge) -> String {
    let palette = badge.accent.map_or_else(|| Palette::of_scheme(&badge.scheme), Palette::of_accent);
    let (regular, bold) = (Face::regular(), Face::bold());
    let parts = [
        opening(badge),
        folds(palette),
        seal(palette),
        emblem(badge.level.as_ref(), palette, &bold),
        issuer(&badge.issuer, palette, &regular),
        band(palette),
        title(&badge.title, palette, &bold),
        badge.level.as_ref().map(|level| tab(&level.label, palette, &bold)).unwrap_or_default(),
        badge.watermark.as_deref().map(|word| watermark(word, &bold)).unwrap_or_default(),
    ];
    format!("{}</svg>\n", parts.concat())
}

/// The root tag, with the texts for those who hear the picture.
fn opening(badge: &Badge) -> String {
    let mut said = vec![plain(&badge.issuer)];
    said.extend(badge.level.as_ref().map(|level| plain(&level.label)));
    said.extend(badge.watermark.as_deref().map(plain));
    said.retain(|text| !text.is_empty());
    let title = escaped(&plain(&badge.title));
    let language = badge.language.as_deref().map(plain).map(|tag| format!(r#" lang="{}""#, escaped(&tag)));
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024" width="1024" height="1024" "#,
            r#"role="img" aria-label="{title}"{language}><title>{title}</title><desc>{said}</desc>"#
        ),
        title = title,
        language = language.unwrap_or_default(),
        said = escaped(&said.join(" · ")),
    )
}

fn seal(palette: Palette) -> String {
    let gold = |width: f64| Pen { colour: palette.gold, width, opacity: 1.0 };
    let lace = Pen { colour: palette.line, width: 1.5, opacity: 0.75 };
    let mut out = fill(&MIDDLE.scallops(482.0, 64), palette.deep);
    out += &circle(MIDDLE, 463.0, gold(2.5));
    for turn in 0..6 {
        let phase = std::f64::consts::TAU * f64::from(turn) / 6.0;
        out += &stroke(&MIDDLE.wave(419.0, 31.0, 22, phase), lace);
    }
    for swing in [11.0, -11.0] {
        out += &stroke(&MIDDLE.wave(419.0, swing, 66, 0.0), Pen { width: 1.0, ..lace });
    }
    out += &disc(MIDDLE, 375.0, palette.field);
    out += &stroke(&MIDDLE.rosette(120.0, 356.0, 59, 11), Pen { width: 1.2, opacity: 0.22, ..lace });
    out += &circle(MIDDLE, 375.0, gold(5.0));
    out + &circle(MIDDLE, 365.0, gold(1.5))
}

/// The level on a dial of eight; without one, a rosette.
fn emblem(level: Option<&Level>, palette: Palette, bold: &Face) -> String {
    let Some(step) = level.and_then(|level| level.step) else {
        return rosette(palette);
    };
    let mut out = disc(EMBLEM, 104.0, palette.field);
    for piece in 1..=8 {
        let path = EMBLEM.eighth(76.0, 96.0, piece);
        out += &if piece <= step { fill(&path, palette.gold) } else { faint(&path, palette.line) };
    }
    let size = 112.0;
    let place = Place { x: EMBLEM.x, y: EMBLEM.y + CAPITAL * size / 2.0, size, spacing: 0.0 };
    out + &fill(&bold.centred(&bold.line(&step.to_string()), place), palette.paper)
}

fn rosette(palette: Palette) -> String {
    let gold = Pen { colour: palette.gold, width: 1.8, opacity: 1.0 };
    let lines = stroke(&EMBLEM.rosette(24.0, 90.0, 24, 7), gold);
    let ring = circle(EMBLEM, 97.0, Pen { width: 4.0, ..gold });
    [disc(EMBLEM, 104.0, palette.field), lines, ring, disc(EMBLEM, 9.0, palette.gold)].concat()
}

fn issuer(issuer: &str, palette: Palette, regular: &Face) -> String {
    let field = Field { width: 430.0, height: 88.0, lines: 2, largest: 40.0, smallest: 22.0 };
    let set = lines::set(issuer, regular, field);
    rows(&set, regular, 757.0, 0.0, palette.paper)
}

/// Where the band turns behind the seal.
fn folds(palette: Palette) -> String {
    let [bottom, deep] = [BAND_BOTTOM, BAND_BOTTOM + 52.0].map(coordinate);
    let sides = [(BAND_LEFT, BAND_LEFT + 96.0), (BAND_RIGHT, BAND_RIGHT - 96.0)];
    let fold = |(outer, inner)| format!("M{} {bottom}L{1} {deep}V{bottom}Z", coordinate(outer), coordinate(inner));
    fill(&sides.map(fold).concat(), palette.shade)
}

fn band(palette: Palette) -> String {
    let frame = |inset: f64| {
        let [left, right] = [BAND_LEFT + inset, BAND_RIGHT - inset].map(coordinate);
        let [top, bottom] = [BAND_TOP + inset, BAND_BOTTOM - inset].map(coordinate);
        format!("M{left} {top}H{right}V{bottom}H{left}Z")
    };
    let mut out = fill(&frame(0.0), palette.paper);
    out += &stroke(&frame(2.0), Pen { colour: palette.deep, width: 4.0, opacity: 1.0 });
    out + &stroke(&frame(11.0), Pen { colour: palette.gold, width: 2.0, opacity: 1.0 })
}

fn title(title: &str, palette: Palette, bold: &Face) -> String {
    let field = Field { width: 916.0, height: 226.0, lines: 4, largest: 110.0, smallest: 34.0 };
    let set = lines::set(title, bold, field);
    rows(&set, bold, (BAND_TOP + BAND_BOTTOM) / 2.0 + 7.0, 0.0, palette.ink)
}

/// The level in words, on a tab over the upper edge of the band.
fn tab(label: &str, palette: Palette, bold: &Face) -> String {
    let field = Field { width: 560.0, height: 40.0, lines: 1, largest: 40.0, smallest: 20.0 };
    let set = lines::set(label, bold, field);
    let width = set.lines.iter().map(|line| line.width(set.size, 0.02)).fold(0.0, f64::max) + 64.0;
    let (left, top) = (MIDDLE.x - width / 2.0, BAND_TOP - 32.0);
    let plate = format!(
        r#"<rect x="{}" y="{}" width="{}" height="64" rx="32" fill="{}"/>"#,
        coordinate(left),
        coordinate(top),
        coordinate(width),
        palette.gold.hex()
    );
    plate + &rows(&set, bold, BAND_TOP, 0.02, palette.shade)
}

/// A word from corner to corner, over everything.
fn watermark(word: &str, bold: &Face) -> String {
    let line = bold.line(word);
    let size = (1120.0 / line.width(1.0, 0.04).max(1.0)).min(190.0);
    let place = Place { x: 512.0, y: 512.0 + CAPITAL * size / 2.0, size, spacing: 0.04 };
    let path = bold.centred(&line, place);
    format!(
        concat!(
            r##"<g transform="rotate(-35 512 512)"><path d="{path}" fill="none" stroke="#ffffff" stroke-width="16" "##,
            r##"stroke-linejoin="round" stroke-opacity="0.8"/><path d="{path}" fill="#c4122f" fill-opacity="0.88"/></g>"##
        ),
        path = path
    )
}

/// Lines one below the other, their block centred on `middle`.
fn rows(set: &Set, face: &Face, middle: f64, spacing: f64, colour: Colour) -> String {
    let gaps: f64 = set.lines.iter().skip(1).map(|_| LEADING).sum();
    let mut y = middle - (gaps - CAPITAL) * set.size / 2.0;
    let mut path = String::new();
    for line in &set.lines {
        path += &face.centred(line, Place { x: MIDDLE.x, y, size: set.size, spacing });
        y += LEADING * set.size;
    }
    fill(&path, colour)
}

#[derive(Clone, Copy)]
struct Pen {
    colour: Colour,
    width: f64,
    opacity: f64,
}

fn fill(path: &str, colour: Colour) -> String {
    format!(r#"<path d="{path}" fill="{}"/>"#, colour.hex())
}

fn faint(path: &str, colour: Colour) -> String {
    format!(r#"<path d="{path}" fill="{}" fill-opacity="0.25"/>"#, colour.hex())
}

fn stroke(path: &str, pen: Pen) -> String {
    format!(r#"<path d="{path}" fill="none" {}/>"#, outline(pen))
}

fn disc(centre: Centre, radius: f64, colour: Colour) -> String {
    let [x, y, radius] = [centre.x, centre.y, radius].map(coordinate);
    format!(r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{}"/>"#, colour.hex())
}

fn circle(centre: Centre, radius: f64, pen: Pen) -> String {
    let [x, y, radius] = [centre.x, centre.y, radius].map(coordinate);
    format!(r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="none" {}/>"#, outline(pen))
}

fn outline(pen: Pen) -> String {
    let opacity = if pen.opacity < 1.0 { format!(r#" stroke-opacity="{}""#, pen.opacity) } else { String::new() };
    format!(r#"stroke="{}" stroke-width="{}"{opacity}"#, pen.colour.hex(), coordinate(pen.width))
}
