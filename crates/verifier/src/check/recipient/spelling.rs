//! A person's name as words, and the words' letters without what no office writes alike: case, marks, space.
//! Whether two names are one person's is asked in `likeness.rs`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::greek::{self, Table};

/// One word of a name in its plain spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Own script, without case and marks.
    own: String,
    /// In Latin letters by transcription; the word itself if it is not Greek.
    transcribed: String,
    /// In Latin letters by transliteration.
    transliterated: String,
}

impl Word {
    fn of(lower: &str) -> Self {
        let own = plain(lower);
        if !greek::is_greek(lower) {
            return Self { transcribed: own.clone(), transliterated: own.clone(), own };
        }
        let latin = |table| plain(&greek::in_latin(lower, table));
        Self { own, transcribed: latin(Table::Transcription), transliterated: latin(Table::Transliteration) }
    }

    /// Equal in the own script or by either table of ELOT 743.
    pub(super) fn equals(&self, other: &Self) -> bool {
        let same_script = greek::is_greek(&self.own) == greek::is_greek(&other.own);
        if same_script {
            return self.own == other.own;
        }
        self.latin().iter().any(|one| other.latin().contains(one))
    }

    /// The Latin spellings.
    pub(super) fn latin(&self) -> [&str; 2] {
        [&self.transcribed, &self.transliterated]
    }

    fn joined(words: &[Self]) -> Self {
        let join = |part: fn(&Self) -> &str| words.iter().map(part).collect::<String>();
        Self {
            own: join(|word| &word.own),
            transcribed: join(|word| &word.transcribed),
            transliterated: join(|word| &word.transliterated),
        }
    }
}

/// The spellings under which a name is looked up: as it is written, and in Latin letters by either table of ELOT 743.
///
/// Two names of one person that no office writes alike (case, marks, space, script, order of given and family name)
/// have one of them in common. Without a word in it, all are empty.
pub fn name_keys(name: &str) -> [String; 3] {
    let words = words(name);
    let key = |part: fn(&Word) -> &str| {
        let mut parts: Vec<&str> = words.iter().map(part).collect();
        parts.sort_unstable();
        parts.join(" ")
    };
    [key(|word| &word.own), key(|word| &word.transcribed), key(|word| &word.transliterated)]
}

/// The words of a name in the order written; space, hyphen, comma and full stop part them.
pub(super) fn words(name: &str) -> Vec<Word> {
    let lower = lower(name);
    let parts = lower.split(|c: char| c.is_whitespace() || is_hyphen(c) || matches!(c, ',' | '.' | ';' | '·' | '/'));
    parts.filter(|part| part.chars().any(char::is_alphanumeric)).map(Word::of).collect()
}

/// All words run together.
pub(super) fn joined(words: &[Word]) -> Word {
    Word::joined(words)
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Lower case in NFC; σ has one form, ß is ss.
fn lower(name: &str) -> String {
    let lower = name.nfkc().collect::<String>().to_lowercase();
    lower.replace('ς', "σ").replace('ß', "ss").nfc().collect()
}

/// Without marks and apostrophes; letters that decompose into none are spelled with their base.
fn plain(lower: &str) -> String {
    let mut plain = String::new();
    for character in lower.nfd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)) {
        match character {
            'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ø' => plain.push('o'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let (one, other) = (words(one), words(other));
        one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one.equals(other))
    }

    #[test]
    fn case_marks_and_the_comma_below_are_not_spelling() {
        assert!(same("ȘTEFĂNESCU", "Ştefanescu"));
        assert!(same("Ma\u{301}ria", "Mária"));
        assert!(same("Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"));
        assert!(same("D’Angelo", "D'ANGELO"));
        assert!(same("Niccolò", "Niccolo'"));
    }

    #[test]
    fn greek_equals_its_latin_by_either_table() {
        assert!(same("Άγγελος Παύλου", "Angelos Pavlou"));
        assert!(same("Άγγελος Παύλου", "Aggelos Paulou"));
        assert!(!same("Άγγελος", "Aghelos"));
    }

    #[test]
    fn a_name_is_found_under_one_of_its_keys_however_it_is_typed() {
        let meets = |one: &str, other: &str| name_keys(one).iter().any(|key| name_keys(other).contains(key));
        for typed in
            ["παπαδοπουλου  ΜΑΡΙΑ", "Papadopoulou Maria", " maria papadopoulou", "Μαρι\u{301}α Παπαδοπού\u{03bb}ου"]
        {
            assert!(meets("Μαρία Παπαδοπούλου", typed), "{typed}");
        }
        assert!(meets("Aggelos Paulou", "Άγγελος Παύλου") && meets("Angelos Pavlou", "Άγγελος Παύλου"));
        for other in ["Μαρία", "Μαρία Παπαδοπούλου Ελένη", "Mario Papadopoulou", "Μαρία Παπαδόπουλος"]
        {
            assert!(!meets("Μαρία Παπαδοπούλου", other), "{other}");
        }
        assert_eq!(name_keys(" ,. "), [String::new(), String::new(), String::new()]);
    }

    #[test]
    fn two_latin_spellings_are_one_only_if_written_alike() {
        assert!(!same("Pavlos", "Paulos"));
    }
}
