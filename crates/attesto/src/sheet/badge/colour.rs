//! The colours of a badge, all from one hue, light enough or dark enough to be read.
//! Works in OKLCH, where equal lightness looks equal in every hue (<https://bottosson.github.io/posts/oklab/>).

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// A text that names no colour.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not a colour; write six hexadecimal digits, as in #1f4e79")]
pub struct NotAColour {
    found: String,
}

impl Colour {
    /// Reads `#rrggbb`.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Self, NotAColour> {
        let fault = || NotAColour { found: text.to_owned() };
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(fault)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(fault());
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).map_err(|_| fault())?.to_be_bytes();
        Ok(Self { red, green, blue })
    }

    pub(super) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// Chroma and hue in OKLCH.
    fn chroma_and_hue(self) -> (f64, f64) {
        let [red, green, blue] = [self.red, self.green, self.blue].map(linear);
        let long = (0.412_221_47 * red + 0.536_332_54 * green + 0.051_445_99 * blue).cbrt();
        let middle = (0.211_903_5 * red + 0.680_699_55 * green + 0.107_396_96 * blue).cbrt();
        let short = (0.088_302_46 * red + 0.281_718_84 * green + 0.629_978_7 * blue).cbrt();
        let a = 1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_7 * short;
        let b = 0.025_904_04 * long + 0.782_771_77 * middle - 0.808_675_77 * short;
        (a.hypot(b), b.atan2(a))
    }

    /// The relative luminance of WCAG 2.
    #[cfg(test)]
    pub(super) fn luminance(self) -> f64 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// The colours of one badge.
#[derive(Clone, Copy)]
pub(super) struct Palette {
    /// The seal.
    pub(super) deep: Colour,
    /// The folds behind the band.
    pub(super) shade: Colour,
    /// The field within the seal.
    pub(super) field: Colour,
    /// Fine lines on the seal.
    pub(super) line: Colour,
    /// The band.
    pub(super) paper: Colour,
    /// What is written on the band.
    pub(super) ink: Colour,
    /// What shines.
    pub(super) gold: Colour,
}

/// Hues that look well beside gold, in degrees: blue, indigo, violet, plum, wine, brick, olive, forest, teal, petrol.
const HUES: [f64; 10] = [255.0, 275.0, 300.0, 330.0, 10.0, 35.0, 115.0, 150.0, 190.0, 225.0];
const CHROMA: f64 = 0.105;

impl Palette {
    /// The palette that belongs to a scheme: the same one each time.
    pub(super) fn of_scheme(scheme: &str) -> Self {
        let hash = fnv1a(scheme.as_bytes());
        let hue = HUES.into_iter().cycle().nth(usize::from(hash.to_be_bytes()[0])).unwrap_or_default();
        Self::of_hue(CHROMA, hue.to_radians())
    }

    /// The palette of a house colour: its hue is kept, its lightness is not, so that texts stay readable.
    pub(super) fn of_accent(accent: Colour) -> Self {
        let (chroma, hue) = accent.chroma_and_hue();
        Self::of_hue(chroma.min(0.13), hue)
    }

    fn of_hue(chroma: f64, hue: f64) -> Self {
        Self {
            deep: oklch(0.36, chroma, hue),
            shade: oklch(0.22, chroma * 0.7, hue),
            field: oklch(0.28, chroma * 0.85, hue),
            line: oklch(0.80, chroma * 0.75, hue),
            paper: oklch(0.985, chroma * 0.06, hue),
            ink: oklch(0.25, chroma * 0.7, hue),
            gold: oklch(0.83, 0.125, 85_f64.to_radians()),
        }
    }
}

fn oklch(lightness: f64, chroma: f64, hue: f64) -> Colour {
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let long = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let middle = (lightness - 0.105_561_35 * a - 0.063_854_17 * b).powi(3);
    let short = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    Colour {
        red: encoded(4.076_741_7 * long - 3.307_711_6 * middle + 0.230_969_93 * short),
        green: encoded(-1.268_438 * long + 2.609_757_4 * middle - 0.341_319_4 * short),
        blue: encoded(-0.004_196_09 * long - 0.703_418_6 * middle + 1.707_614_7 * short),
    }
}

fn linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[expect(clippy::as_conversions, reason = "rounded and clamped to 0..=255")]
fn encoded(linear: f64) -> u8 {
    let value = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round().clamp(0.0, 255.0) as u8
}

/// Spreads scheme ids over the hues; not for anything that must withstand an adversary.
fn fnv1a(bytes: &[u8]) -> u64 {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash ^ (hash >> 32)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: Colour, other: Colour) -> f64 {
        let (one, other) = (one.luminance() + 0.05, other.luminance() + 0.05);
        (one / other).max(other / one)
    }

    #[test]
    fn every_text_has_the_contrast_that_wcag_asks_for() {
        let accents = ["#ffff00", "#ffffff", "#000000", "#808080", "#ff0000", "#00ff00", "#0000ff", "#7fffd4"];
        let palettes = HUES.iter().map(|hue| Palette::of_hue(CHROMA, hue.to_radians()));
        let given = accents.iter().map(|accent| Palette::of_accent(Colour::parse(accent).unwrap()));
        for palette in palettes.chain(given) {
            assert!(contrast(palette.ink, palette.paper) > 7.0, "title on band");
            assert!(contrast(palette.paper, palette.field) > 7.0, "issuer on field");
            assert!(contrast(palette.shade, palette.gold) > 7.0, "level on gold");
            assert!(contrast(palette.gold, palette.field) > 4.5, "emblem on field");
            assert!(contrast(palette.deep, palette.paper) > 4.5, "seal on a white page");
        }
    }

    #[test]
    fn a_scheme_keeps_its_colours_and_schemes_differ() {
        assert_eq!(Palette::of_scheme("a").deep, Palette::of_scheme("a").deep);
        let mut seen: Vec<_> = (0..60).map(|n| Palette::of_scheme(&format!("scheme-{n}")).deep.hex()).collect();
        seen.sort();
        seen.dedup();
        assert!(seen.len() >= 8, "{seen:?}");
    }

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        assert_eq!(Colour::parse("#1F4e79").unwrap().hex(), "#1f4e79");
        for text in ["1f4e79", "#1f4e7", "#1f4e799", "#+f4e79", "red", "#ééé", ""] {
            assert_eq!(Colour::parse(text), Err(NotAColour { found: text.into() }));
        }
    }
}
