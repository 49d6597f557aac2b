//! How a value that somebody sent is quoted back to people: escaped and cut.
//! Not for machines; nothing is ever read from such a text.

/// How many characters of a value are shown.
const SHOWN: usize = 40;

/// The value in at most 40 characters; what does not show, or turns the text around, is written as `\u{…}`.
pub(crate) fn shown(value: &str) -> String {
    let mut characters = value.chars();
    let mut text: String = characters.by_ref().take(SHOWN).map(escaped).collect();
    if characters.next().is_some() {
        text.push('…');
    }
    text
}

/// The whole value, escaped.
pub(crate) fn shown_whole(value: &str) -> String {
    value.chars().map(escaped).collect()
}

fn escaped(character: char) -> String {
    let deceives = matches!(u32::from(character),
        0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff0..=0xffff
        | 0xe000..=0xf8ff | 0xe0000..=0x10ffff);
    if character.is_control() || deceives { character.escape_unicode().to_string() } else { character.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_cut_and_cannot_turn_the_terminal_around() {
        assert_eq!(shown("A\u{202e}B\u{1b}[2J"), "A\\u{202e}B\\u{1b}[2J");
        assert_eq!(shown(&"x".repeat(41)), format!("{}…", "x".repeat(40)));
        assert_eq!(shown("Ελένη Șerban"), "Ελένη Șerban");
    }
}
