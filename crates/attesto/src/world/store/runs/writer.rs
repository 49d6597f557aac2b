//! Writes a run: blocks of entries, each compressed, then where they begin and what they must read as.
//! The run is durable before its name is given.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use zstd::bulk::Compressor;

use super::super::{Alarm, give_up};
use super::bloom::{Bloom, hash};
use super::{BLOCK_BYTES, MARK, RunName, check, named, new_prefixes, path};
use crate::world::files::sync_folder;

/// Quick, and hexadecimal digits still halve.
const LEVEL: i32 = 1;

/// A run in the making; it has no name yet, and nobody knows it.
pub(in super::super) struct RunWriter {
    file: BufWriter<File>,
    folder: PathBuf,
    part: PathBuf,
    number: u32,
    compressor: Compressor<'static>,
    block: Vec<u8>,
    /// The first key of the block.
    first: Vec<u8>,
    /// The key that came last.
    last: Vec<u8>,
    fences: Vec<u8>,
    blocks: u32,
    entries: u64,
    written: u64,
    bloom: Bloom,
    alarm: Alarm,
}

impl RunWriter {
    /// Begins the run with a number, with a filter for so many hashes.
    pub(in super::super) fn begin(folder: &Path, number: u32, hashes: u64, alarm: Alarm) -> io::Result<Self> {
        let part = path(folder, number).with_extension("part");
        let mut file = BufWriter::with_capacity(256 << 10, File::create(&part)?);
        file.write_all(MARK)?;
        Ok(Self {
            file,
            folder: folder.to_owned(),
            part,
            number,
            compressor: Compressor::new(LEVEL)?,
            block: Vec::with_capacity(2 * BLOCK_BYTES),
            first: Vec::new(),
            last: Vec::new(),
            fences: Vec::new(),
            blocks: 0,
            entries: 0,
            written: length(MARK.len()),
            bloom: Bloom::for_keys(hashes),
            alarm,
        })
    }

    /// Takes the next entry; keys come in their order, each once.
    pub(in super::super) fn push(&mut self, key: &[u8], value: Option<&[u8]>) -> io::Result<()> {
        if self.block.is_empty() {
            key.clone_into(&mut self.first);
        }
        let too_long = |_| io::Error::from(io::ErrorKind::InvalidInput);
        let key_bytes = u16::try_from(key.len()).map_err(too_long)?;
        let value_bytes = value.map_or(Ok(u32::MAX), |value| u32::try_from(value.len())).map_err(too_long)?;
        self.block.extend_from_slice(&key_bytes.to_be_bytes());
        self.block.extend_from_slice(&value_bytes.to_be_bytes());
        self.block.extend_from_slice(key);
        self.block.extend_from_slice(value.unwrap_or(&[]));
        self.bloom.add(hash(key));
        new_prefixes(key, &self.last).for_each(|prefix| self.bloom.add(hash(prefix)));
        key.clone_into(&mut self.last);
        self.entries += 1;
        if self.block.len() >= BLOCK_BYTES { self.close_block() } else { Ok(()) }
    }

    fn close_block(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let stored = self.compressor.compress(&self.block)?;
        self.file.write_all(&stored)?;
        let too_long = |_| io::Error::from(io::ErrorKind::InvalidInput);
        for bytes in [stored.len(), self.block.len()] {
            self.fences.extend_from_slice(&u32::try_from(bytes).map_err(too_long)?.to_be_bytes());
        }
        self.fences.extend_from_slice(&check(&stored));
        self.fences.extend_from_slice(&u16::try_from(self.first.len()).map_err(too_long)?.to_be_bytes());
        self.fences.extend_from_slice(&self.first);
        self.written += length(stored.len());
        self.blocks += 1;
        self.block.clear();
        Ok(())
    }

    /// Makes the run durable, and gives its name.
    pub(in super::super) fn finish(mut self, level: u8) -> io::Result<RunName> {
        self.close_block()?;
        let mut footer = [self.entries.to_be_bytes().as_slice(), &self.blocks.to_be_bytes(), &self.fences].concat();
        self.bloom.write(&mut footer);
        let digest = named(&footer);
        let tail = [self.written.to_be_bytes().as_slice(), digest.as_bytes()].concat();
        self.file.write_all(&footer)?;
        self.file.write_all(&tail)?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all().unwrap_or_else(|why| give_up(self.alarm, &self.part, &why));
        fs::rename(&self.part, path(&self.folder, self.number))?;
        sync_folder(&self.folder).unwrap_or_else(|why| give_up(self.alarm, &self.folder, &why));
        let bytes = self.written + length(footer.len() + tail.len());
        Ok(RunName { number: self.number, level, bytes, digest })
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
