//! The grammar of IRIs as far as RDF needs it (RFC 3987 scheme, N-Quads IRIREF), and of language tags.
//! Resolves nothing: a relative IRI has no meaning in a credential.

/// What a text is, seen as an IRI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Scheme and colon, and only characters that N-Quads writes as they are.
    Absolute,
    /// `_:` and a label.
    Blank,
    /// A scheme, but characters that no IRI has.
    IllFormed,
    /// `@` and letters, which JSON-LD reserves.
    Keyword,
    /// No scheme.
    Relative,
}

pub(super) fn form(text: &str) -> Form {
    if is_keyword_like(text) {
        return Form::Keyword;
    }
    if text.starts_with("_:") {
        return Form::Blank;
    }
    match text.split_once(':') {
        Some((scheme, _)) if is_scheme(scheme) && text.chars().all(is_iri_character) => Form::Absolute,
        Some((scheme, _)) if is_scheme(scheme) => Form::IllFormed,
        _ => Form::Relative,
    }
}

/// `@` and one or more letters, which JSON-LD 1.1 reserves for keywords.
pub(super) fn is_keyword_like(text: &str) -> bool {
    text.strip_prefix('@').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphabetic()))
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

fn is_iri_character(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(character, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\')
}

/// Language tags as jsonld.js takes them: subtags of one to eight, the first of letters only (BCP 47, loosely).
pub(super) fn is_language_tag(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(place, subtag)| {
        (1..=8).contains(&subtag.len())
            && subtag.bytes().all(|b| if place == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_an_iri_only_with_a_scheme_and_without_what_nquads_escapes() {
        for absolute in ["https://a.example/ψ?x=%20#y", "urn:uuid:1", "did:key:z6Mk", "data:,x", "xsd:dateTime"] {
            assert_eq!(form(absolute), Form::Absolute, "{absolute}");
        }
        for relative in ["", "a", "/a", "#a", "a/b:c", "1a:b", ":a", "ä:b"] {
            assert_eq!(form(relative), Form::Relative, "{relative}");
        }
        for ill_formed in ["http://a b", "http://a<b>", "urn:\u{1}", "urn:a\u{a0}b", "urn:{a}", "urn:a\\b"] {
            assert_eq!(form(ill_formed), Form::IllFormed, "{ill_formed}");
        }
        assert_eq!(form("_:b0"), Form::Blank);
        assert_eq!(form("@id"), Form::Keyword);
    }

    #[test]
    fn a_language_tag_has_short_subtags() {
        assert!(["en", "el", "ro-RO", "sr-Latn-RS", "x-1"].into_iter().all(is_language_tag));
        assert!(!["", "e1", "en-", "en_US", "englishish", "ελ"].into_iter().any(is_language_tag));
    }
}
