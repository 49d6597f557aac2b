//! A credential in a PNG: one uncompressed `iTXt` chunk with the keyword `openbadgecredential`.
//! Walks chunks only: no pixel is decoded and nothing is inflated (Open Badges 3.0, section 5.3.1).

use super::LIMIT_BYTES;

pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1A\n";
const KEYWORD: &[u8] = b"openbadgecredential";
const LIMIT_CHUNKS: usize = 1_000;

/// A PNG that cannot be walked from its first chunk to its last.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Another file, or none.
    #[error("the file does not begin as a PNG; give the picture as it was issued")]
    NotPng,
    /// Over the size limit.
    #[error("the PNG has {bytes} bytes; at most {LIMIT_BYTES} are looked into")]
    TooBig {
        /// Its size.
        bytes: usize,
    },
    /// Over the chunk limit.
    #[error("the PNG has more than {LIMIT_CHUNKS} chunks; save it with bigger ones")]
    TooManyChunks,
    /// The header is not the first chunk.
    #[error("the PNG does not begin with its header chunk (IHDR); give the picture as it was issued")]
    NoHeader,
    /// A chunk claims more bytes than follow.
    #[error("the PNG ends inside the chunk at byte {at}, which claims {claimed} bytes; fetch the picture again")]
    Truncated {
        /// Offset of the chunk.
        at: usize,
        /// Its length field.
        claimed: u32,
    },
    /// The file stops between two chunks, before the last one.
    #[error("the PNG stops at byte {at} without its end chunk (IEND); fetch the picture again")]
    NoEnd {
        /// Where it stops.
        at: usize,
    },
    /// A chunk was changed after it was written.
    #[error("the checksum of the PNG's chunk at byte {at} does not fit its content; fetch the picture again")]
    Checksum {
        /// Offset of the chunk.
        at: usize,
    },
    /// Something follows the picture; readers differ in whether they look there.
    #[error("{bytes} bytes follow the end of the PNG; cut them off")]
    AfterEnd {
        /// How many.
        bytes: usize,
    },
}

/// A PNG out of which no credential can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUnwrapped {
    /// It cannot be walked.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// No chunk has the keyword.
    #[error("the PNG carries no credential; ask its holder for the original file, not a screenshot or a re-saved copy")]
    Absent,
    /// Two chunks have the keyword; readers differ in which one they take.
    #[error("the PNG carries two credentials; ask its holder for the original file")]
    Ambiguous,
    /// The text is compressed, which the standard forbids; it is not inflated.
    #[error(
        "the credential in the PNG is compressed, which Open Badges 3.0 forbids; ask its issuer for a correct file"
    )]
    Compressed,
    /// The keyword stands in a chunk of another kind (`tEXt`, `zTXt`).
    #[error("the credential in the PNG stands in a {chunk} chunk instead of iTXt; ask its issuer for a correct file")]
    WrongChunk {
        /// The kind of chunk.
        chunk: &'static str,
    },
    /// The fields of the chunk do not end, or a flag has no meaning.
    #[error("the credential chunk at byte {at} of the PNG is not laid out as iTXt; ask its issuer for a correct file")]
    Layout {
        /// Offset of the chunk.
        at: usize,
    },
    /// The text is not UTF-8.
    #[error("the credential in the PNG is not UTF-8 text; ask its issuer for a correct file")]
    NotText,
    /// The chunk is there and holds nothing.
    #[error("the credential chunk in the PNG is empty; ask its issuer for a correct file")]
    Empty,
}

/// A credential that cannot be put into a picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWrapped {
    /// The picture cannot be walked.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// There is nothing to carry.
    #[error("the credential's text is empty; give the sealed credential")]
    Empty,
    /// The result would be over the limit.
    #[error("picture and credential have {bytes} bytes together; at most {LIMIT_BYTES} can be read again")]
    TooBig {
        /// The size of both.
        bytes: usize,
    },
}

/// Puts a credential's text into a PNG, in place of one that is there; all other bytes stay as they are.
///
/// # Errors
/// The picture is broken, the text is empty, or the two together are over [`LIMIT_BYTES`].
pub fn wrap(picture: &[u8], credential_text: &str) -> Result<Vec<u8>, NotWrapped> {
    if credential_text.is_empty() {
        return Err(NotWrapped::Empty);
    }
    let chunks = walk(picture)?;
    let chunk = credential_chunk(credential_text).ok_or(NotWrapped::TooBig { bytes: credential_text.len() })?;
    let mut out = Vec::with_capacity(picture.len() + chunk.len());
    out.extend_from_slice(&SIGNATURE);
    for (index, old) in chunks.iter().filter(|old| !old.has_keyword()).enumerate() {
        out.extend_from_slice(old.whole);
        if index == 0 {
            out.extend_from_slice(&chunk); // the header is first: `walk` has seen to it
        }
    }
    if out.len() > LIMIT_BYTES {
        return Err(NotWrapped::TooBig { bytes: out.len() });
    }
    Ok(out)
}

/// Takes the credential's text out of a PNG.
///
/// # Errors
/// None or two are there, it is carried in another way than the standard says, or the PNG is broken.
pub fn unwrap(bytes: &[u8]) -> Result<String, NotUnwrapped> {
    let chunks = walk(bytes)?;
    let mut found = chunks.iter().filter(|chunk| chunk.has_keyword());
    let chunk = found.next().ok_or(NotUnwrapped::Absent)?;
    if found.next().is_some() {
        return Err(NotUnwrapped::Ambiguous);
    }
    match &chunk.kind {
        b"iTXt" => text_of(chunk),
        b"tEXt" => Err(NotUnwrapped::WrongChunk { chunk: "tEXt" }),
        _ => Err(NotUnwrapped::WrongChunk { chunk: "zTXt" }),
    }
}

struct Chunk<'a> {
    at: usize,
    kind: [u8; 4],
    content: &'a [u8],
    whole: &'a [u8],
}

impl Chunk<'_> {
    fn has_keyword(&self) -> bool {
        let textual = matches!(&self.kind, b"iTXt" | b"tEXt" | b"zTXt");
        textual && self.content.split(|byte| *byte == 0).next() == Some(KEYWORD)
    }
}

fn walk(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Malformed> {
    if bytes.len() > LIMIT_BYTES {
        return Err(Malformed::TooBig { bytes: bytes.len() });
    }
    let mut rest = bytes.strip_prefix(&SIGNATURE).ok_or(Malformed::NotPng)?;
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    loop {
        let (chunk, after) = next(rest, bytes.len() - rest.len())?;
        if chunks.is_empty() && (&chunk.kind != b"IHDR" || chunk.content.len() != 13) {
            return Err(Malformed::NoHeader);
        }
        if chunks.len() == LIMIT_CHUNKS {
            return Err(Malformed::TooManyChunks);
        }
        rest = after;
        let last = &chunk.kind == b"IEND";
        chunks.push(chunk);
        if last {
            break;
        }
    }
    if rest.is_empty() { Ok(chunks) } else { Err(Malformed::AfterEnd { bytes: rest.len() }) }
}

/// The chunk that `rest` begins with, and what follows it; `at` is its offset in the file.
fn next(rest: &[u8], at: usize) -> Result<(Chunk<'_>, &[u8]), Malformed> {
    let (length, body) = rest.split_first_chunk::<4>().ok_or(Malformed::NoEnd { at })?;
    let claimed = u32::from_be_bytes(*length);
    let truncated = Malformed::Truncated { at, claimed };
    // The standard keeps lengths below 2^31; more than the file has is refused either way.
    let size = usize::try_from(claimed).ok().filter(|size| *size <= LIMIT_BYTES).ok_or(truncated.clone())?;
    let (kind, body) = body.split_first_chunk::<4>().ok_or(truncated.clone())?;
    let (content, body) = body.split_at_checked(size).ok_or(truncated.clone())?;
    let (checksum, after) = body.split_first_chunk::<4>().ok_or(truncated.clone())?;
    if sum(kind, content) != u32::from_be_bytes(*checksum) {
        return Err(Malformed::Checksum { at });
    }
    let (whole, _) = rest.split_at_checked(size + 12).ok_or(truncated)?;
    Ok((Chunk { at, kind: *kind, content, whole }, after))
}

/// Keyword, flag, method, language, translated keyword, text: PNG, section 11.3.3.4.
fn text_of(chunk: &Chunk<'_>) -> Result<String, NotUnwrapped> {
    let layout = NotUnwrapped::Layout { at: chunk.at };
    let fields = chunk.content.get(KEYWORD.len()..).and_then(|rest| rest.strip_prefix(b"\0"));
    let ([flag, _method], rest) = fields.and_then(<[u8]>::split_first_chunk::<2>).ok_or(layout.clone())?;
    match flag {
        0 => {}
        1 => return Err(NotUnwrapped::Compressed),
        _ => return Err(layout),
    }
    // The language tag and the translated keyword ought to be empty; what they hold changes nothing.
    let text = rest.splitn(3, |byte| *byte == 0).nth(2).ok_or(layout)?;
    if text.is_empty() {
        return Err(NotUnwrapped::Empty);
    }
    String::from_utf8(text.to_vec()).map_err(|_| NotUnwrapped::NotText)
}

fn credential_chunk(text: &str) -> Option<Vec<u8>> {
    let content = [KEYWORD, b"\0\0\0\0\0", text.as_bytes()].concat(); // no compression, no language, no translation
    let length = u32::try_from(content.len()).ok()?;
    let checksum = sum(b"iTXt", &content);
    Some([&length.to_be_bytes()[..], b"iTXt", &content, &checksum.to_be_bytes()[..]].concat())
}

fn sum(kind: &[u8; 4], content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(kind);
    hasher.update(content);
    hasher.finalize()
}
