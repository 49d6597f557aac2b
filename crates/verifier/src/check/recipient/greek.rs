//! Greek letters in Latin ones, by ELOT 743 (ISO 843): transcription as passports have it, and transliteration.
//! Habits of spelling that no standard has (`x` for χ, `h` for η) are not here: see `loose.rs`.

use unicode_normalization::UnicodeNormalization;

/// Which table of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// Type 2: by sound (αυ is `av` or `af`, initial μπ is `b`, γγ is `ng`).
    Transcription,
    /// Type 1: letter by letter (αυ is `au`, μπ is `mp`, γγ is `gg`).
    Transliteration,
}

/// A letter with the marks that decide whether it joins its neighbour.
#[derive(Clone, Copy)]
struct Letter {
    base: char,
    accented: bool,
    apart: bool,
}

const TONOS: [char; 3] = ['\u{300}', '\u{301}', '\u{342}'];
const DIAERESIS: char = '\u{308}';

/// Writes one lower-case word in Latin letters; what is not Greek stays as it is.
pub(super) fn in_latin(word: &str, table: Table) -> String {
    let letters = letters(word);
    let mut latin = String::new();
    let mut rest = letters.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        let at_start = rest.len() == letters.len();
        let (text, taken) = match pair(*first, tail, table, at_start) {
            Some(text) => (text.to_owned(), 2),
            None => (single(*first), 1),
        };
        latin.push_str(&text);
        rest = rest.get(taken..).unwrap_or(&[]);
    }
    latin
}

/// Whether a text has a Greek letter.
pub(super) fn is_greek(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
}

fn letters(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for character in word.nfd() {
        match letters.last_mut() {
            Some(letter) if is_greek_letter(letter.base) && TONOS.contains(&character) => letter.accented = true,
            Some(letter) if is_greek_letter(letter.base) && character == DIAERESIS => letter.apart = true,
            Some(letter)
                if is_greek_letter(letter.base) && unicode_normalization::char::is_combining_mark(character) => {}
            _ => letters.push(Letter { base: character, accented: false, apart: false }),
        }
    }
    letters
}

fn is_greek_letter(base: char) -> bool {
    matches!(base, 'α'..='ω')
}

/// Two letters that the standard writes together; an accent on the first or a diaeresis on the second parts them.
fn pair(first: Letter, tail: &[Letter], table: Table, at_start: bool) -> Option<&'static str> {
    let (second, after) = tail.split_first()?;
    if first.accented || second.apart {
        return None;
    }
    let voiced = after.first().is_some_and(|next| "αεηιουωβγδζλμνρ".contains(next.base));
    match (table, first.base, second.base) {
        (_, 'ο', 'υ') => Some("ou"),
        (Table::Transcription, 'α', 'υ') => Some(if voiced { "av" } else { "af" }),
        (Table::Transcription, 'ε', 'υ') => Some(if voiced { "ev" } else { "ef" }),
        (Table::Transcription, 'η', 'υ') => Some(if voiced { "iv" } else { "if" }),
        (Table::Transliteration, 'α', 'υ') => Some("au"),
        (Table::Transliteration, 'ε', 'υ') => Some("eu"),
        (Table::Transliteration, 'η', 'υ') => Some("iu"),
        (Table::Transcription, 'γ', 'γ') => Some("ng"),
        (Table::Transcription, 'γ', 'ξ') => Some("nx"),
        (Table::Transcription, 'γ', 'χ') => Some("nch"),
        (Table::Transcription, 'μ', 'π') if at_start || after.is_empty() => Some("b"),
        _ => None,
    }
}

fn single(letter: Letter) -> String {
    let latin = match letter.base {
        'α' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        other => return other.to_string(),
    };
    latin.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcription_follows_the_sound() {
        for (greek, latin) in [
            ("παύλος", "pavlos"),
            ("ευτυχία", "eftychia"),
            ("ευάγγελος", "evangelos"),
            ("αθανασίου", "athanasiou"),
            ("μπάμπης", "bampis"),
            ("λάμπρου", "lamprou"),
            ("ντίνος", "ntinos"),
            ("άγγελος", "angelos"),
            ("σφιγξ", "sfinx"),
            ("μελαγχροινός", "melanchroinos"),
            ("γκίκας", "gkikas"),
            ("τζένη", "tzeni"),
            ("ταΰγετος", "taygetos"),
            ("μαΐου", "maiou"),
            ("άυλος", "aylos"),
            ("ψυχή", "psychi"),
            ("υιός", "yios"),
            ("ξανθή", "xanthi"),
            ("αυξέντιος", "afxentios"),
        ] {
            assert_eq!(in_latin(greek, Table::Transcription), latin, "{greek}");
        }
    }

    #[test]
    fn transliteration_follows_the_letters() {
        for (greek, latin) in
            [("παύλος", "paulos"), ("άγγελος", "aggelos"), ("μπάμπης", "mpampis"), ("ευτυχία", "eutychia")]
        {
            assert_eq!(in_latin(greek, Table::Transliteration), latin, "{greek}");
        }
    }

    #[test]
    fn other_scripts_stay_as_they_are() {
        assert_eq!(in_latin("ștefan", Table::Transcription).chars().count(), 7);
        assert_eq!(in_latin("иван", Table::Transcription), "иван");
        assert!(is_greek("Ωmega") && !is_greek("Omega"));
    }
}
