//! A credential in an SVG: one `openbadges:credential` element directly after the `<svg>` tag.
//! Reads XML only as far as that needs: renders nothing, expands no entity, fetches nothing (Open Badges 3.0, 5.3.2).

mod read;

use super::LIMIT_BYTES;

pub(super) const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";
const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// An SVG that cannot be read safely, or not in one way only.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Over the size limit.
    #[error("the SVG has {bytes} bytes; at most {LIMIT_BYTES} are looked into")]
    TooBig {
        /// Its size.
        bytes: usize,
    },
    /// Another encoding than UTF-8, in fact or by its own word.
    #[error("the SVG is not UTF-8 text ({found}); save it as UTF-8")]
    NotUtf8 {
        /// What was found.
        found: String,
    },
    /// A document type declaration: the door to entities and foreign files.
    #[error("the SVG has a document type declaration at byte {at}; remove the <!DOCTYPE …>")]
    Dtd {
        /// Where.
        at: usize,
    },
    /// A reference to an entity that XML itself does not define.
    #[error("the SVG refers to the entity &{name}; which nothing defines; write the character itself")]
    Entity {
        /// Its name.
        name: String,
    },
    /// The XML breaks off or does not fit together.
    #[error("the SVG is not well-formed XML at byte {at}: {problem}; fetch the picture again")]
    Xml {
        /// Where.
        at: usize,
        /// What the reader says.
        problem: String,
    },
    /// The root is something else.
    #[error("the file is XML, but its root is <{found}> and not an <svg> of {SVG_NAMESPACE}; give an SVG picture")]
    NotSvg {
        /// The name of its root.
        found: String,
    },
    /// Over the depth limit.
    #[error("the SVG nests deeper than {limit} elements; flatten its groups")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
}

/// An SVG out of which no credential can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUnwrapped {
    /// It cannot be read.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// There is no such element.
    #[error("the SVG carries no credential; ask its holder for the original file, not a re-drawn copy")]
    Absent,
    /// Two elements; readers differ in which one they take.
    #[error("the SVG carries two credentials; ask its holder for the original file")]
    Ambiguous,
    /// One element with both an attribute and a body; readers differ in which one they take.
    #[error("the credential in the SVG has both a verify attribute and a body; ask its issuer for a correct file")]
    AttributeAndBody,
    /// The element is not a child of the root, or has elements within.
    #[error("the credential in the SVG is not a plain child of <svg> (byte {at}); ask its issuer for a correct file")]
    Nested {
        /// Where.
        at: usize,
    },
    /// An element of that name in another namespace.
    #[error(
        "the credential in the SVG is in the namespace {found:?} and not {NAMESPACE}; ask its issuer for a correct file"
    )]
    WrongNamespace {
        /// The namespace, or what stands in its place.
        found: String,
    },
    /// CDATA and other text in one body; readers differ in which they take.
    #[error("the credential in the SVG has text beside its CDATA; ask its issuer for a correct file")]
    TextBesideCdata,
    /// The element is there and holds nothing.
    #[error("the credential element in the SVG is empty; ask its issuer for a correct file")]
    Empty,
}

/// A credential that cannot be put into a picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWrapped {
    /// The picture cannot be read.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// What the picture carries already is not as the standard says, so it cannot be replaced.
    #[error("the picture cannot take a credential as it is: {0}")]
    Occupied(NotUnwrapped),
    /// The prefix is bound to something else.
    #[error("the SVG uses the prefix openbadges for {found:?}; rename that prefix")]
    PrefixTaken {
        /// What it is bound to.
        found: String,
    },
    /// There is nothing to carry.
    #[error("the credential's text is empty; give the sealed credential")]
    Empty,
    /// A character that XML 1.0 cannot carry unchanged; inside JSON strings it can be written as `\u….`.
    #[error("the credential's text has U+{code:04X} at byte {at}, which XML cannot carry; write it as a JSON escape")]
    Character {
        /// The character.
        code: u32,
        /// Where.
        at: usize,
    },
    /// The result would be over the limit.
    #[error("picture and credential have {bytes} bytes together; at most {LIMIT_BYTES} can be read again")]
    TooBig {
        /// The size of both.
        bytes: usize,
    },
}

/// Puts a credential's text into an SVG, in place of one that is there; all other text stays as it is.
///
/// A compact JWS goes into the attribute `verify`, everything else into CDATA.
///
/// # Errors
/// The picture cannot be read, the text is empty or has characters that XML cannot carry, or both are too big.
pub fn wrap(picture: &str, credential_text: &str) -> Result<String, NotWrapped> {
    if credential_text.is_empty() {
        return Err(NotWrapped::Empty);
    }
    if let Some((at, found)) = credential_text.char_indices().find(|(_, char)| !survives_xml(*char)) {
        return Err(NotWrapped::Character { code: u32::from(found), at });
    }
    let (mark, xml) = split_mark(picture);
    let scan = read::scan(xml).map_err(|fault| match fault {
        NotUnwrapped::Malformed(malformed) => NotWrapped::Malformed(malformed),
        other => NotWrapped::Occupied(other),
    })?;
    let out = format!("{mark}{}", splice(xml, &scan, &element(credential_text))?);
    if out.len() > LIMIT_BYTES {
        return Err(NotWrapped::TooBig { bytes: out.len() });
    }
    Ok(out)
}

/// Takes the credential's text out of an SVG.
///
/// CDATA and escaped character data are the same text to XML and are taken alike: drawing programs turn one into
/// the other when they save.
///
/// # Errors
/// None or two are there, it stands where or how readers may differ, or the SVG cannot be read safely.
pub fn unwrap(bytes: &[u8]) -> Result<String, NotUnwrapped> {
    if bytes.len() > LIMIT_BYTES {
        return Err(Malformed::TooBig { bytes: bytes.len() }.into());
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Malformed::NotUtf8 { found: format!("byte {}", error.valid_up_to()) })?;
    let mut found = read::scan(split_mark(text).1)?.found.into_iter();
    let element = found.next().ok_or(NotUnwrapped::Absent)?;
    if found.next().is_some() {
        return Err(NotUnwrapped::Ambiguous);
    }
    element.text()
}

/// The picture with every credential it had taken out and `element` put directly after its root tag.
fn splice(xml: &str, scan: &read::Scan, element: &str) -> Result<String, NotWrapped> {
    let root = &scan.root;
    let binding = match root.openbadges.as_deref() {
        None => format!(r#" xmlns:openbadges="{NAMESPACE}""#),
        Some(NAMESPACE) => String::new(),
        Some(other) => return Err(NotWrapped::PrefixTaken { found: other.to_owned() }),
    };
    let close = if root.is_empty { format!("</{}>", root.name) } else { String::new() };
    let head = xml.get(..root.tag_end).unwrap_or_default();
    let mut out = format!("{head}{binding}>{element}{close}");
    let mut from = root.after;
    for old in &scan.found {
        out.push_str(xml.get(from..old.span.start).unwrap_or_default());
        from = old.span.end;
    }
    out.push_str(xml.get(from..).unwrap_or_default());
    Ok(out)
}

fn element(text: &str) -> String {
    if is_compact_jws(text) {
        return format!(r#"<openbadges:credential verify="{text}"/>"#); // base64url and dots: nothing to escape
    }
    let text = text.replace("]]>", "]]]]><![CDATA[>");
    format!("<openbadges:credential><![CDATA[{text}]]></openbadges:credential>")
}

fn is_compact_jws(text: &str) -> bool {
    let base64url = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.split('.').count() == 3 && text.split('.').all(base64url)
}

/// XML 1.0 has no other control characters, and turns a carriage return into a line feed.
fn survives_xml(char: char) -> bool {
    matches!(char, '\t' | '\n' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

fn split_mark(text: &str) -> (&str, &str) {
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => ("\u{FEFF}", rest),
        None => ("", text),
    }
}
