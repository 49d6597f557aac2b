//! Text that people read: one line, in a language, and the names of persons.
//! Everything is Unicode NFC; what could deceive the eye is refused at the door.

use std::collections::BTreeMap;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// One line of text in NFC: trimmed, not empty, at most 1 000 characters, no control or bidi characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Line(String);

/// Why a text cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadText {
    /// Nothing but space.
    #[error("the text is empty; write it")]
    Empty,
    /// A character that does not show, or turns the direction of others.
    #[error("character {position} is U+{code:04X}, which does not show or turns the text around; remove it")]
    Forbidden {
        /// Counted from 1.
        position: usize,
        /// The code point.
        code: u32,
    },
    /// Too long.
    #[error("the text has {found} characters; at most {limit} are taken")]
    TooLong {
        /// How many.
        found: usize,
        /// How many at most.
        limit: usize,
    },
    /// Not a language tag.
    #[error("{found:?} is not a language; write en, el, it, ro or another tag of BCP 47 such as pt-BR")]
    Language {
        /// As found.
        found: String,
    },
}

const LINE_LIMIT: usize = 1_000;

impl Line {
    /// Takes one line, folding runs of space to one.
    ///
    /// # Errors
    /// Empty, too long, or with a character that does not show.
    pub fn parse(text: &str) -> Result<Self, BadText> {
        if let Some((index, character)) = text.chars().enumerate().find(|(_, c)| is_forbidden(*c)) {
            return Err(BadText::Forbidden { position: index + 1, code: u32::from(character) });
        }
        let folded: Vec<&str> = text.split_whitespace().collect();
        let line: String = folded.join(" ").nfc().collect();
        match line.chars().count() {
            0 => Err(BadText::Empty),
            found if found > LINE_LIMIT => Err(BadText::TooLong { found, limit: LINE_LIMIT }),
            _ => Ok(Self(line)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Controls, bidi marks, zero-width and other format characters, U+FFFD, private use, noncharacters.
fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character),
            0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff
            | 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xfff0..=0xffff | 0xe0000..=0x10ffff)
}

/// A language tag (BCP 47, lower-case language, optional script and region).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(String);

impl Language {
    /// Reads a tag such as `el`, `sr-Latn` or `pt-BR`.
    ///
    /// # Errors
    /// Not of that form.
    pub fn parse(text: &str) -> Result<Self, BadText> {
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or("");
        let primary_holds = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        let rest_holds =
            parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if primary_holds && rest_holds {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadText::Language { found: text.to_owned() })
        }
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The same text in one or more languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalText {
    texts: BTreeMap<Language, Line>,
}

impl LocalText {
    /// Takes texts by language.
    ///
    /// # Errors
    /// There is none.
    pub fn new(texts: BTreeMap<Language, Line>) -> Result<Self, BadText> {
        if texts.is_empty() { Err(BadText::Empty) } else { Ok(Self { texts }) }
    }

    /// The text in a language, if it is there.
    pub fn get(&self, language: &Language) -> Option<&Line> {
        self.texts.get(language)
    }

    /// The text in a language, else in English, else in the first there is.
    pub fn best(&self, language: &Language) -> &str {
        let english = self.texts.iter().find(|(tag, _)| tag.as_str() == "en").map(|(_, text)| text);
        let any = self.texts.values().next();
        self.get(language).or(english).or(any).map_or("", Line::as_str)
    }

    /// All texts, by language.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &Line)> {
        self.texts.iter()
    }
}

/// Given and family name in one script.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FullName {
    given: Line,
    family: Line,
}

impl FullName {
    /// Puts the two together.
    pub fn new(given: Line, family: Line) -> Self {
        Self { given, family }
    }

    /// Given names.
    pub fn given(&self) -> &Line {
        &self.given
    }

    /// Family name.
    pub fn family(&self) -> &Line {
        &self.family
    }
}

impl fmt::Display for FullName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.given, self.family)
    }
}

/// The name of a person as they write it, and in Latin letters where that differs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonName {
    native: FullName,
    latin: Option<FullName>,
}

impl PersonName {
    /// Takes the native name and, if it is not the same, the Latin one.
    pub fn new(native: FullName, latin: Option<FullName>) -> Self {
        let latin = latin.filter(|latin| *latin != native);
        Self { native, latin }
    }

    /// As the person writes it.
    pub fn native(&self) -> &FullName {
        &self.native
    }

    /// In Latin letters, if the native one is in others.
    pub fn latin(&self) -> Option<&FullName> {
        self.latin.as_ref()
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.native.fmt(f)?;
        match &self.latin {
            Some(latin) => write!(f, " ({latin})"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_composed_and_folded() {
        let decomposed = "  Ma\u{0301}ria \t Ionescu ";
        assert_eq!(Line::parse(decomposed), Err(BadText::Forbidden { position: 10, code: 9 }));
        assert_eq!(Line::parse(&decomposed.replace('\t', " ")).unwrap().as_str(), "Mária Ionescu");
    }

    #[test]
    fn what_does_not_show_is_refused() {
        for code in [0x0, 0x7f, 0x9b, 0x200b, 0x200e, 0x202e, 0x2066, 0xfeff, 0xfffd, 0xe000] {
            let text = format!("A{}B", char::from_u32(code).unwrap());
            assert_eq!(Line::parse(&text), Err(BadText::Forbidden { position: 2, code }));
        }
        assert!(Line::parse("D'Angelo-Șerban Ζαχαρίας ’ ·").is_ok());
    }

    #[test]
    fn the_best_text_falls_back_to_english() {
        let language = |tag| Language::parse(tag).unwrap();
        let texts =
            [("en", "Manager"), ("it", "Responsabile")].map(|(tag, text)| (language(tag), Line::parse(text).unwrap()));
        let title = LocalText::new(texts.into_iter().collect()).unwrap();
        assert_eq!((title.best(&language("it")), title.best(&language("ro"))), ("Responsabile", "Manager"));
    }
}
