//! Breaks a text into lines so that it stands in a box as large as it can.
//! Draws nothing.

use crate::sheet::{
    font::{Face, Line},
    text::plain,
};

/// Line to line, as a part of the size.
pub(in crate::sheet) const LEADING: f64 = 1.2;
const LIMIT_WORDS: usize = 24;
/// A fourth line must win this much in size.
const WORTH_A_LINE: f64 = 1.08;
/// What a line that ends in a word like "de" or "και" is taken to be longer.
const HANGING: f64 = 1.12;

/// The box a text must stand in; picture units.
#[derive(Clone, Copy)]
pub(in crate::sheet) struct Field {
    pub(in crate::sheet) width: f64,
    pub(in crate::sheet) height: f64,
    pub(in crate::sheet) lines: usize,
    pub(in crate::sheet) largest: f64,
    pub(in crate::sheet) smallest: f64,
}

/// A text broken into lines at a size.
pub(in crate::sheet) struct Set {
    pub(in crate::sheet) lines: Vec<Line>,
    pub(in crate::sheet) size: f64,
}

/// Breaks `text` for `field`; what has no room at the smallest size is cut with an ellipsis.
pub(in crate::sheet) fn set(text: &str, face: &Face, field: Field) -> Set {
    let text = plain(text);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).take(LIMIT_WORDS).collect();
    let mut best: Option<(f64, Vec<String>)> = None;
    for count in 1..=field.lines.min(words.len()) {
        let widths = |part: &str| face.line(part).width(1.0, 0.0);
        let (widest, lines) = evenly(&words, count, &widths);
        let rows = (1..count).map(|_| LEADING).sum::<f64>() + 1.0;
        let size = (field.width / widest).min(field.height / rows).min(field.largest);
        if best.as_ref().is_none_or(|(other, _)| size > other * WORTH_A_LINE) {
            best = Some((size, lines));
        }
    }
    match best {
        Some((size, lines)) if size >= field.smallest && words.join(" ") == text => {
            Set { lines: lines.iter().map(|line| face.line(line)).collect(), size }
        }
        _ => {
            let lines = cut(&text, face, field);
            Set { lines: lines.iter().map(|line| face.line(line)).collect(), size: field.smallest }
        }
    }
}

/// The break into `count` lines whose widest is narrowest, and that width in ems.
fn evenly(words: &[&str], count: usize, width: &impl Fn(&str) -> f64) -> (f64, Vec<String>) {
    let whole = words.join(" ");
    if count <= 1 || words.len() <= 1 {
        return (width(&whole).max(f64::MIN_POSITIVE), vec![whole]);
    }
    let mut best = (f64::INFINITY, f64::INFINITY, vec![whole]);
    for at in 1..words.len() {
        let Some((head, tail)) = words.split_at_checked(at) else { continue };
        let first = head.join(" ");
        let hanging = head.last().is_some_and(|word| word.chars().count() <= 3);
        let own = width(&first);
        let felt = if hanging { own * HANGING } else { own };
        if felt >= best.0 {
            continue;
        }
        let (rest, lines) = evenly(tail, count - 1, width);
        let cost = felt.max(rest);
        if cost < best.0 {
            best = (cost, own.max(rest), [vec![first], lines].concat());
        }
    }
    (best.1, best.2)
}

/// As many letters as there is room for at the smallest size.
fn cut(text: &str, face: &Face, field: Field) -> Vec<String> {
    let fits = |line: &str| face.line(line).width(field.smallest, 0.0) <= field.width;
    let mut full: Vec<String> = Vec::new();
    let mut line = String::new();
    for char in text.chars() {
        if fits(&format!("{line}{char}…")) {
            line.push(char);
        } else if full.len() + 1 >= field.lines {
            line = format!("{}…", line.trim_end());
            break;
        } else {
            // A broken word goes along to the next line, unless it fills this one alone.
            let (kept, moved) = line.rsplit_once(' ').unwrap_or((&line, ""));
            let next = format!("{moved}{char}").trim_start().to_owned();
            full.push(kept.to_owned());
            line = next;
        }
    }
    full.push(line);
    full
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: Field = Field { width: 916.0, height: 226.0, lines: 4, largest: 110.0, smallest: 34.0 };

    fn fits(set: &Set) -> bool {
        let rows = (1..set.lines.len()).map(|_| LEADING).sum::<f64>() + 1.0;
        let wide = set.lines.iter().all(|line| line.width(set.size, 0.0) <= FIELD.width + 0.01);
        wide && set.lines.len() <= FIELD.lines && rows * set.size <= FIELD.height + 0.01
    }

    #[test]
    fn the_longest_titles_stand_in_two_or_three_large_lines() {
        for title in [
            "Διαχειριστής Κοινωνικής Καινοτομίας",
            "Manager de inovare socială în administrația publică",
            "Responsabile dell'innovazione sociale nella pubblica amministrazione",
        ] {
            let set = set(title, &Face::bold(), FIELD);
            assert!(fits(&set) && (2..=3).contains(&set.lines.len()) && set.size > 60.0, "{title} {}", set.size);
        }
    }

    #[test]
    fn no_text_leaves_its_field() {
        let face = Face::bold();
        for text in [
            String::new(),
            " ".into(),
            "Ω".into(),
            "W".repeat(500),
            "Überaus lange Bezeichnungen ".repeat(40),
            "a ".repeat(400),
            "漢字".repeat(60),
            format!("kurz {} kurz", "Donaudampfschifffahrtsgesellschaft".repeat(8)),
            "\u{301}\u{301}".repeat(90),
        ] {
            let set = set(&text, &face, FIELD);
            assert!(fits(&set), "{text:?} {} lines at {}", set.lines.len(), set.size);
        }
    }

    #[test]
    fn a_line_does_not_end_in_a_small_word_when_another_break_is_nearly_as_good() {
        let widths = |part: &str| Face::bold().line(part).width(1.0, 0.0);
        let words = ["Manager", "de", "inovare", "socială", "în", "administrația", "publică"];
        let (_, lines) = evenly(&words, 2, &widths);
        assert_eq!(lines, ["Manager de inovare socială", "în administrația publică"]);
    }

    #[test]
    fn what_has_no_room_ends_in_an_ellipsis_and_what_has_room_does_not() {
        let lines = cut(&"Bezeichnung ".repeat(90), &Face::bold(), FIELD);
        assert_eq!(lines.len(), 4);
        assert_eq!(lines.first().unwrap(), "Bezeichnung Bezeichnung Bezeichnung");
        assert!(lines.last().unwrap().ends_with('…'), "{lines:?}");
        assert_eq!(cut("kurz", &Face::bold(), FIELD), ["kurz"]);
    }
}
