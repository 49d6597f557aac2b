//! The five patterns of the official schema, each by hand; a sixth would leave the schema to the official reader.
//! A text whose answer could depend on how an engine counts lines or letters gets none.

/// One of the patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    CompactJws,
    Context,
    Extension,
    Language,
    LanguageOfName,
}

const CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context";

impl Pattern {
    pub(super) fn of(text: &str) -> Option<Self> {
        Some(match text {
            r"^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$" => Self::CompactJws,
            r"^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$" => Self::Context,
            r"(ext:)[a-z|A-Z|0-9|.|-|_]+" => Self::Extension,
            r"^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$" => Self::Language,
            r"^[a-z]{2}(-[A-Z]{2})?$" => Self::LanguageOfName,
            _ => return None,
        })
    }

    /// Whether the pattern is in a text, where that is sure.
    pub(super) fn is_in(self, text: &str) -> Option<bool> {
        if !text.is_ascii() || text.contains(['\n', '\r']) {
            return None;
        }
        match self {
            Self::CompactJws => Some(is_jws(text)),
            Self::Context => Some(is_context(text)),
            Self::Extension => is_extension(text),
            Self::Language => Some(is_language(text)),
            Self::LanguageOfName => Some(is_shaped(text, "aa") || is_shaped(text, "aa-AA")),
        }
    }
}

fn is_jws(text: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let mut parts = text.split('.');
    let (Some(header), Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    letters(header) && letters(payload) && letters(signature) && !header.is_empty() && !signature.is_empty()
}

fn is_context(text: &str) -> bool {
    let versions = text.strip_prefix(CONTEXT).and_then(|rest| rest.strip_suffix(".json"));
    versions.is_some_and(|versions| {
        versions.as_bytes().chunks(6).all(|version| std::str::from_utf8(version).is_ok_and(|v| is_shaped(v, "-3.9.9")))
    })
}

/// Which signs may follow is a matter of reading the pattern; a letter or digit may, and where `ext:` is not, nothing is.
fn is_extension(text: &str) -> Option<bool> {
    let mut after = text.split("ext:").skip(1).peekable();
    match after.peek() {
        None => Some(false),
        Some(_) => after.any(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric())).then_some(true),
    }
}

fn is_language(text: &str) -> bool {
    const TAILS: [&str; 6] = ["", "-Aaaa", "-AA", "-999", "-Aaaa-AA", "-Aaaa-999"];
    ["aa", "aaa", "aaaa"].iter().any(|head| {
        text.split_at_checked(head.len())
            .is_some_and(|(start, tail)| is_shaped(start, head) && TAILS.iter().any(|shape| is_shaped(tail, shape)))
    })
}

/// `a` stands for a small letter, `A` for a capital, `9` for a digit; every other sign for itself.
fn is_shaped(text: &str, shape: &str) -> bool {
    let fits = |(byte, sign): (u8, u8)| match sign {
        b'a' => byte.is_ascii_lowercase(),
        b'A' => byte.is_ascii_uppercase(),
        b'9' => byte.is_ascii_digit(),
        _ => byte == sign,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of up to six signs of a small alphabet, and what lies near real ones, against the published pattern.
    #[test]
    fn where_an_answer_is_sure_it_is_that_of_the_pattern() {
        let published = [
            r"^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$",
            r"^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$",
            r"(ext:)[a-z|A-Z|0-9|.|-|_]+",
            r"^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$",
            r"^[a-z]{2}(-[A-Z]{2})?$",
        ];
        let mut texts: Vec<String> = vec![String::new()];
        let mut last = texts.clone();
        for _ in 0..5 {
            last = last.iter().flat_map(|text| ["a", "B", "-", ".", "3"].map(|sign| format!("{text}{sign}"))).collect();
            texts.extend(last.iter().cloned());
        }
        for text in ["el", "el-GR", "zh-Hant-TW", "es-419", "ext:a", "ext:-", "xext:|", "ext:", "é", "el\n"] {
            texts.extend([text.to_owned(), format!("{text}-"), format!("x{text}")]);
        }
        for version in ["", "-3.0.3", "-3.0", "-3.0.3-3.0.1", "-3.0.33", "-4.0.3", "-3x0.3", "-3.0.3-"] {
            texts.push(format!("{CONTEXT}{version}.json"));
        }
        for written in published {
            let schema = serde_json::json!({"type": "string", "pattern": written});
            let (official, pattern) = (jsonschema::validator_for(&schema).unwrap(), Pattern::of(written).unwrap());
            let mut sure = 0;
            for text in &texts {
                let Some(answer) = pattern.is_in(text) else { continue };
                assert_eq!(answer, official.is_valid(&serde_json::json!(text)), "{text:?} by {written}");
                sure += 1;
            }
            assert!(sure > 3_000, "{sure} by {written}");
        }
    }
}
