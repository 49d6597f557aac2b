//! Reads a run: held against its name when it is opened, block by block whenever it is read.
//! Of a run, where the blocks begin and its filter stay in memory, and the block that was read last.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use attesto_securing::Digest;
use zstd::bulk::Decompressor;

use super::super::values::ValueFault;
use super::bloom::Bloom;
use super::{Entries, Entry, MARK, RunName, TAIL_BYTES, check, path};

/// An open run.
#[derive(Debug)]
pub(in super::super) struct Run {
    name: RunName,
    path: PathBuf,
    file: File,
    fences: Vec<Fence>,
    bloom: Bloom,
    entries: u64,
    last: Mutex<Option<(usize, Arc<Vec<u8>>)>>,
}

/// Where a block lies, what it must be, and its first key.
#[derive(Debug)]
struct Fence {
    at: u64,
    stored: u32,
    raw: u32,
    check: [u8; super::CHECK_BYTES],
    first: Box<[u8]>,
}

impl Run {
    /// Opens the run with a name; damaged if it is not there, or its end is another.
    pub(in super::super) fn open(folder: &Path, name: RunName) -> Result<Self, ValueFault> {
        let path = path(folder, name.number);
        let file = File::open(&path).map_err(missing)?;
        if file.metadata().map_err(engine)?.len() != name.bytes {
            return Err(ValueFault::Damaged);
        }
        let tail_at = name.bytes.checked_sub(as_u64(TAIL_BYTES)).ok_or(ValueFault::Damaged)?;
        let tail = read(&file, tail_at, TAIL_BYTES)?;
        let (footer_at, digest) = tail.split_first_chunk().ok_or(ValueFault::Damaged)?;
        let footer_at = u64::from_be_bytes(*footer_at);
        let footer_bytes = tail_at.checked_sub(footer_at).and_then(|bytes| usize::try_from(bytes).ok());
        let footer = read(&file, footer_at, footer_bytes.ok_or(ValueFault::Damaged)?)?;
        if digest != name.digest.as_bytes() || Digest::of(&footer) != name.digest {
            return Err(ValueFault::Damaged);
        }
        let (entries, fences, bloom) = footer_parts(&footer).ok_or(ValueFault::Damaged)?;
        Ok(Self { name, path, file, fences, bloom, entries, last: Mutex::default() })
    }

    pub(in super::super) fn name(&self) -> &RunName {
        &self.name
    }

    pub(in super::super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many entries it has, those that say that a key was taken away among them.
    pub(in super::super) fn entries(&self) -> u64 {
        self.entries
    }

    /// Reads every byte and holds it against the name.
    pub(in super::super) fn verify(&self) -> Result<(), ValueFault> {
        if read(&self.file, 0, MARK.len())? != MARK {
            return Err(ValueFault::Damaged);
        }
        let mut block = Vec::new();
        self.fences.iter().try_for_each(|fence| fence.stored(&self.file, &mut block))
    }

    /// What the run says of a key, whose hash is given; nothing if it does not know it.
    pub(in super::super) fn find(&self, key: &[u8], hash: u64) -> Result<Option<Option<Vec<u8>>>, ValueFault> {
        if !self.bloom.may_hold(hash) {
            return Ok(None);
        }
        let Some(number) = self.block_of(key) else { return Ok(None) };
        let block = self.block(number)?;
        let mut at = 0;
        while at < block.len() {
            let (found, value) = parse(&block, &mut at)?;
            if found == key {
                return Ok(Some(value.map(<[u8]>::to_vec)));
            }
            if found > key {
                break;
            }
        }
        Ok(None)
    }

    /// The entries from a key on.
    pub(in super::super) fn from(&self, key: &[u8]) -> Entries<'_> {
        let walk = Walk { run: self, next: self.block_of(key).unwrap_or(0), block: Vec::new(), at: 0 };
        let key = key.to_vec();
        Box::new(walk.skip_while(move |entry| entry.as_ref().is_ok_and(|(found, _)| *found < key)))
    }

    /// The block that holds a key if any does.
    fn block_of(&self, key: &[u8]) -> Option<usize> {
        self.fences.partition_point(|fence| &*fence.first <= key).checked_sub(1)
    }

    fn block(&self, number: usize) -> Result<Arc<Vec<u8>>, ValueFault> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((there, block)) if *there == number => Ok(Arc::clone(block)),
            _ => {
                let block = Arc::new(self.fences.get(number).ok_or(ValueFault::Damaged)?.read(&self.file)?);
                *last = Some((number, Arc::clone(&block)));
                Ok(block)
            }
        }
    }
}

impl Fence {
    /// The bytes of the block as they are stored.
    fn stored(&self, file: &File, into: &mut Vec<u8>) -> Result<(), ValueFault> {
        into.resize(usize::try_from(self.stored).unwrap_or(usize::MAX), 0);
        file.read_exact_at(into, self.at).map_err(short)?;
        if check(into) == self.check { Ok(()) } else { Err(ValueFault::Damaged) }
    }

    fn read(&self, file: &File) -> Result<Vec<u8>, ValueFault> {
        let mut stored = Vec::new();
        self.stored(file, &mut stored)?;
        let raw = usize::try_from(self.raw).unwrap_or(usize::MAX);
        let block = Decompressor::new().and_then(|mut reader| reader.decompress(&stored, raw));
        block.map_err(|_| ValueFault::Damaged)
    }
}

/// A walk along the blocks of a run.
struct Walk<'r> {
    run: &'r Run,
    next: usize,
    block: Vec<u8>,
    at: usize,
}

impl Iterator for Walk<'_> {
    type Item = Result<Entry, ValueFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at >= self.block.len() {
            let fence = self.run.fences.get(self.next)?;
            match fence.read(&self.run.file) {
                Ok(block) => (self.block, self.at, self.next) = (block, 0, self.next + 1),
                Err(fault) => {
                    self.next = usize::MAX;
                    return Some(Err(fault));
                }
            }
        }
        let entry = parse(&self.block, &mut self.at);
        Some(entry.map(|(key, value)| (key.to_vec(), value.map(<[u8]>::to_vec))))
    }
}

/// The entry at a place of a block, which then moves behind it.
fn parse<'b>(block: &'b [u8], at: &mut usize) -> Result<(&'b [u8], Option<&'b [u8]>), ValueFault> {
    let rest = block.get(*at..).ok_or(ValueFault::Damaged)?;
    let (key_bytes, rest) = rest.split_first_chunk().ok_or(ValueFault::Damaged)?;
    let (value_bytes, rest) = rest.split_first_chunk().ok_or(ValueFault::Damaged)?;
    let (key, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*key_bytes))).ok_or(ValueFault::Damaged)?;
    let value = match u32::from_be_bytes(*value_bytes) {
        u32::MAX => None,
        bytes => Some(rest.get(..usize::try_from(bytes).unwrap_or(usize::MAX)).ok_or(ValueFault::Damaged)?),
    };
    *at += 6 + key.len() + value.map_or(0, <[u8]>::len);
    Ok((key, value))
}

fn footer_parts(footer: &[u8]) -> Option<(u64, Vec<Fence>, Bloom)> {
    let (entries, rest) = footer.split_first_chunk()?;
    let (blocks, mut rest) = rest.split_first_chunk()?;
    let (mut fences, mut at) = (Vec::new(), as_u64(MARK.len()));
    for _ in 0..u32::from_be_bytes(*blocks) {
        let (stored, after) = rest.split_first_chunk()?;
        let (raw, after) = after.split_first_chunk()?;
        let (check, after) = after.split_first_chunk()?;
        let (key_bytes, after) = after.split_first_chunk()?;
        let (first, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*key_bytes)))?;
        let (stored, raw) = (u32::from_be_bytes(*stored), u32::from_be_bytes(*raw));
        fences.push(Fence { at, stored, raw, check: *check, first: first.into() });
        at += u64::from(stored);
        rest = after;
    }
    Some((u64::from_be_bytes(*entries), fences, Bloom::parse(rest)?))
}

fn read(file: &File, at: u64, bytes: usize) -> Result<Vec<u8>, ValueFault> {
    let mut read = vec![0; bytes];
    file.read_exact_at(&mut read, at).map_err(short)?;
    Ok(read)
}

fn missing(why: io::Error) -> ValueFault {
    if why.kind() == io::ErrorKind::NotFound { ValueFault::Damaged } else { engine(why) }
}

fn short(why: io::Error) -> ValueFault {
    if why.kind() == io::ErrorKind::UnexpectedEof { ValueFault::Damaged } else { engine(why) }
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands the error over")]
fn engine(why: io::Error) -> ValueFault {
    ValueFault::Engine(why.to_string())
}

fn as_u64(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
