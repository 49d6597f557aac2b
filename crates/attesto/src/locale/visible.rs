//! Text from outside as it may be shown: on a terminal, on a page.
//! Escapes nothing for HTML; the template does.

/// Text from outside, with what would move the cursor or turn the text around made visible.
pub(crate) fn visible(text: &str) -> String {
    let hostile = |c: char| {
        (c.is_control() && c != '\n') || matches!(u32::from(c), 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069)
    };
    text.chars().map(|c| if hostile(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn escapes_that_could_steer_a_terminal_are_shown() {
        assert_eq!(visible("a\u{1b}]0;b\u{7}\u{202e}c\nd"), "a\\u{1b}]0;b\\u{7}\\u{202e}c\nd");
    }
}
