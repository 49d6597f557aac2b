//! Short names that people type: codes of a scheme, references of candidates, ids of officers, countries.
//! Only their grammar; what they name is known where they are used.

use std::fmt;

use compact_str::CompactString;

use crate::wire;

/// Why a text is not the short name it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadCode {
    /// Not a candidate's reference.
    #[error(
        "{found:?} is not a candidate reference; write 1 to 40 of A-Z a-z 0-9 . _ - and begin with a letter or digit"
    )]
    CandidateReference {
        /// As found.
        found: String,
    },
    /// Not a code of a scheme.
    #[error("{found:?} is not a code; write 1 to 40 of a-z A-Z 0-9 _ - and begin with a letter")]
    Code {
        /// As found.
        found: String,
    },
    /// Not a country.
    #[error("{found:?} is not a country; write the two capital letters of ISO 3166-1, as in GR")]
    Country {
        /// As found.
        found: String,
    },
    /// Not an officer's id.
    #[error("{found:?} is not an officer's id; write 1 to 40 of a-z 0-9 - and begin with a letter")]
    OfficerId {
        /// As found.
        found: String,
    },
}

// Without memory of their own up to 24 letters: a cohort of 100 000 names each unit and criterion 100 000 times, on
// every core, and a counter of who shares them would be fought over.
macro_rules! short_name {
    ($(#[$doc:meta])* $name:ident, $holds:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(CompactString);

        impl $name {
            /// Reads it.
            ///
            /// # Errors
            /// Not of its grammar.
            pub fn parse(text: &str) -> Result<Self, BadCode> {
                if $holds(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(BadCode::$name { found: crate::quote::shown(text) })
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        wire::texted!(plain: $name);
        wire::in_json!($name);
    };
}

short_name!(
    /// How a cohort calls a candidate; it stands on sheets in place of the name.
    CandidateReference,
    is_reference
);
short_name!(
    /// The short name of a part of a scheme: a rule, a unit, a criterion, a competence.
    Code,
    is_code
);
short_name!(
    /// A country by its two letters of ISO 3166-1; the form is checked, not the list.
    Country,
    is_country
);
short_name!(
    /// The id of an officer; it may stand in the journal, where names may not.
    OfficerId,
    is_officer_id
);

fn is_reference(text: &str) -> bool {
    starts(text, |first| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn is_code(text: &str) -> bool {
    starts(text, |first| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_officer_id(text: &str) -> bool {
    starts(text, |first| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn starts(text: &str, holds: impl FnOnce(char) -> bool) -> bool {
    text.len() <= 40 && text.chars().next().is_some_and(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_stands_in_json_as_its_text_and_what_is_none_is_told_where_it_stands() {
        let code = Code::parse("written-test").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"written-test\"");
        assert_eq!(serde_json::from_str::<Code>("\"written\\u002dtest\"").unwrap(), code);
        let told = |text: &str| serde_json::from_str::<[Code; 1]>(text).unwrap_err().to_string();
        assert_eq!(told("[7]"), "invalid type: integer `7`, expected a string at line 1 column 2");
        assert!(told("[\"a b\"]").starts_with("\"a b\" is not a code; write 1 to 40 of"), "{}", told("[\"a b\"]"));
    }

    #[test]
    fn a_short_name_holds_to_its_grammar() {
        assert!(CandidateReference::parse("GR-2026.001").is_ok());
        assert!(OfficerId::parse("officer-1").is_ok());
        assert!(Country::parse("GR").is_ok());
        for bad in ["", "-a", "../etc/x", "a b", "é", "a\0", "=1", &"x".repeat(41)] {
            assert!(CandidateReference::parse(bad).is_err(), "{bad}");
            assert!(Code::parse(bad).is_err(), "{bad}");
            assert!(OfficerId::parse(bad).is_err(), "{bad}");
            assert!(Country::parse(bad).is_err(), "{bad}");
        }
    }
}
