//! The texts of a backup in one file: digest, length, sum, bytes as they rest; one after the other.
//! It opens nothing; a person's text stays under its key.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use attesto_securing::Digest;

use super::unwritable;
use crate::fault::{Failure, Fault};

const MARK: &[u8] = b"attesto backup texts 1\n";
/// The largest text, in bytes: what the register takes of one.
const LIMIT_BYTES: u32 = 1 << 30;

/// Writes texts.
pub(super) struct TextsWriter {
    file: BufWriter<File>,
    path: PathBuf,
}

impl TextsWriter {
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| unwritable(path, &error);
        let mut file = BufWriter::new(File::create_new(path).map_err(failed)?);
        file.write_all(MARK).map_err(failed)?;
        Ok(Self { file, path: path.to_owned() })
    }

    pub(super) fn write(&mut self, digest: &Digest, resting: &[u8]) -> Result<(), Failure> {
        // No text of the register is longer than an act may be, far below four gigabytes.
        let length = u32::try_from(resting.len()).unwrap_or(u32::MAX).to_be_bytes();
        let sum = sum(digest, resting);
        let parts = [digest.as_bytes().as_slice(), &length, sum.as_bytes(), resting];
        let written = parts.iter().try_for_each(|part| self.file.write_all(part));
        written.map_err(|error| unwritable(&self.path, &error))
    }

    pub(super) fn finish(self) -> Result<(), Failure> {
        let failed = |error: io::Error| unwritable(&self.path, &error);
        let file = self.file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)
    }
}

/// Reads texts, each against its sum.
pub(super) struct TextsReader(BufReader<File>);

impl TextsReader {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let wrong = |why: &dyn std::fmt::Display| {
            let sentence = format!("{} cannot be read: {why}; take another backup", path.display());
            Failure::new(Fault::Config, "backup-damaged", sentence)
        };
        let mut file = BufReader::new(File::open(path).map_err(|error| wrong(&error))?);
        let mut mark = [0; MARK.len()];
        file.read_exact(&mut mark).map_err(|error| wrong(&error))?;
        if mark == *MARK { Ok(Self(file)) } else { Err(wrong(&"it holds no texts of format 1")) }
    }

    fn text(&mut self) -> io::Result<Option<(Digest, Vec<u8>)>> {
        let Some(digest) = self.digest()? else { return Ok(None) };
        let mut length = [0; 4];
        self.0.read_exact(&mut length)?;
        let (length, expected) = (u32::from_be_bytes(length), self.digest()?);
        let mut resting = Vec::new();
        let read = (&mut self.0).take(u64::from(length.min(LIMIT_BYTES))).read_to_end(&mut resting)?;
        if expected == Some(sum(&digest, &resting)) && u32::try_from(read) == Ok(length) {
            Ok(Some((digest, resting)))
        } else {
            Err(io::Error::new(ErrorKind::InvalidData, format!("text {digest} is not what was saved")))
        }
    }

    /// 32 bytes, or nothing at the end.
    fn digest(&mut self) -> io::Result<Option<Digest>> {
        let mut bytes = Vec::with_capacity(32);
        (&mut self.0).take(32).read_to_end(&mut bytes)?;
        match <[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(digest) => Ok(Some(Digest::from_bytes(digest))),
            Err(_) if bytes.is_empty() => Ok(None),
            Err(_) => Err(io::Error::new(ErrorKind::UnexpectedEof, "the texts end in the middle of one")),
        }
    }
}

impl Iterator for TextsReader {
    type Item = io::Result<(Digest, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.text().transpose()
    }
}

fn sum(digest: &Digest, resting: &[u8]) -> Digest {
    Digest::of_parts(&[digest.as_bytes(), resting])
}
