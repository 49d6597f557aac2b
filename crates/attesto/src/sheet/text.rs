//! Texts of strangers made fit for a picture, and numbers as SVG writes them.
//! Chooses no words and no line breaks.

use unicode_normalization::UnicodeNormalization;

/// The text as it may be drawn or named: NFC, one line, no control, direction or other unseen character.
pub(super) fn plain(text: &str) -> String {
    let seen: String = text.nfc().map(|char| if char.is_whitespace() { ' ' } else { char }).filter(is_seen).collect();
    seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_seen(char: &char) -> bool {
    let unseen = matches!(char,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}');
    !unseen && !char.is_control()
}

/// The text as XML character data or attribute value.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(char),
        }
    }
    out
}

/// A coordinate: a tenth of a unit is finer than any screen shows.
pub(super) fn coordinate(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_not_drawn() {
        assert_eq!(plain("  a\u{202E}b\u{200B}\tc\n\u{0}d "), "ab c d");
        assert_eq!(plain("S\u{326}\u{3B9}\u{301}"), "Ș\u{3AF}");
    }

    #[test]
    fn markup_stays_text() {
        assert_eq!(escaped(r#"<a b="c">&'"#), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
    }

    #[test]
    fn a_coordinate_is_short() {
        assert_eq!([1.0, -0.04, 2.25, -3.16].map(coordinate), ["1", "0", "2.2", "-3.2"]);
    }
}
