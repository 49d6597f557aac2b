//! Reads a run: held against its name when it is opened, block by block whenever it is read.
//! Of a run, where the blocks begin and its filter stay in memory, and a few blocks that were read last.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use attesto_securing::Digest;

use super::super::squeeze::expanded;
use super::super::values::ValueFault;
use super::bloom::{Bloom, hash};
use super::{Entries, Entry, FIRST_MARK, MARK, RunName, TAIL_BYTES, check, named, path};

/// How many blocks are read at once where all are read.
const PART_FENCES: usize = 128;

/// So many blocks stay: one that is read on and on, as numbers are that follow one another, is not driven out by each that
/// is read between, as digests are that follow nothing.
const KEPT_BLOCKS: usize = 8;

/// A block that stays, with its number.
type KeptBlock = Mutex<Option<(usize, Arc<Vec<u8>>)>>;

/// An open run.
#[derive(Debug)]
pub(in super::super) struct Run {
    name: RunName,
    path: PathBuf,
    file: File,
    mark: &'static [u8; 16],
    fences: Vec<Fence>,
    bloom: Bloom,
    kept: [KeptBlock; KEPT_BLOCKS],
}

/// Some blocks of a run that lie one behind the other, or its mark.
pub(in super::super) struct Part<'r> {
    run: &'r Run,
    fences: &'r [Fence],
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
        let mark = match name.digest {
            said if digest != said.as_bytes() => return Err(ValueFault::Damaged),
            said if named(&footer) == said => MARK,
            said if Digest::of(&footer) == said => FIRST_MARK,
            _ => return Err(ValueFault::Damaged),
        };
        let (fences, bloom) = footer_parts(&footer).ok_or(ValueFault::Damaged)?;
        let bloom = if mark == MARK { bloom } else { bloom.of_first_format() };
        Ok(Self { name, path, file, mark, fences, bloom, kept: Default::default() })
    }

    pub(in super::super) fn name(&self) -> &RunName {
        &self.name
    }

    pub(in super::super) fn path(&self) -> &Path {
        &self.path
    }

    /// For how many hashes its filter is made.
    pub(in super::super) fn hashes(&self) -> u64 {
        self.bloom.keys()
    }

    /// Its bytes in parts that can be read one without the other; the first is the mark.
    pub(in super::super) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        std::iter::once(Part { run: self, fences: &[] })
            .chain(self.fences.chunks(PART_FENCES).map(|fences| Part { run: self, fences }))
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

    /// Whether there can be a key that begins like this; a prefix ends with a slash.
    pub(in super::super) fn may_list(&self, prefix: &[u8]) -> bool {
        self.mark != MARK || self.bloom.may_hold(hash(prefix))
    }

    /// The entries from a key on.
    pub(in super::super) fn from(&self, key: &[u8]) -> Entries<'_> {
        let next = self.block_of(key).unwrap_or(0);
        Box::new(Walk { run: self, from: key.to_vec(), next, block: Vec::new(), at: 0 })
    }

    /// The block that holds a key if any does.
    fn block_of(&self, key: &[u8]) -> Option<usize> {
        self.fences.partition_point(|fence| &*fence.first <= key).checked_sub(1)
    }

    fn block(&self, number: usize) -> Result<Arc<Vec<u8>>, ValueFault> {
        let place = self.kept.get(number % KEPT_BLOCKS);
        let kept = || place.map(|place| place.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some((there, block)) = kept().as_deref().and_then(Option::as_ref)
            && *there == number
        {
            return Ok(Arc::clone(block));
        }
        // Nobody waits while it is read; two who want the same may both read it.
        let block = Arc::new(self.fences.get(number).ok_or(ValueFault::Damaged)?.read(&self.file)?);
        if let Some(mut kept) = kept() {
            *kept = Some((number, Arc::clone(&block)));
        }
        Ok(block)
    }
}

impl Part<'_> {
    /// Reads every byte of the part and holds it against the name of its run.
    pub(in super::super) fn verify(&self) -> Result<(), ValueFault> {
        let (file, mark) = (&self.run.file, self.run.mark);
        let Some(first) = self.fences.first() else {
            return if read(file, 0, mark.len())? == mark { Ok(()) } else { Err(ValueFault::Damaged) };
        };
        let bytes = self.fences.iter().map(|fence| usize::try_from(fence.stored).unwrap_or(usize::MAX)).sum();
        let all = read(file, first.at, bytes)?;
        let mut rest = all.as_slice();
        for fence in self.fences {
            let bytes = usize::try_from(fence.stored).unwrap_or(usize::MAX);
            let (block, behind) = rest.split_at_checked(bytes).ok_or(ValueFault::Damaged)?;
            if check(block) != fence.check {
                return Err(ValueFault::Damaged);
            }
            rest = behind;
        }
        Ok(())
    }
}

impl Fence {
    fn read(&self, file: &File) -> Result<Vec<u8>, ValueFault> {
        let stored = read(file, self.at, usize::try_from(self.stored).unwrap_or(usize::MAX))?;
        let raw = usize::try_from(self.raw).unwrap_or(usize::MAX);
        Some(stored)
            .filter(|stored| check(stored) == self.check)
            .and_then(|stored| expanded(&stored, raw, None))
            .ok_or(ValueFault::Damaged)
    }
}

/// A walk along the blocks of a run, from a key on.
struct Walk<'r> {
    run: &'r Run,
    from: Vec<u8>,
    next: usize,
    block: Vec<u8>,
    at: usize,
}

impl Iterator for Walk<'_> {
    type Item = Result<Entry, ValueFault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
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
            match parse(&self.block, &mut self.at) {
                Ok((key, _)) if key < self.from.as_slice() => {}
                entry => return Some(entry.map(|(key, value)| (key.to_vec(), value.map(<[u8]>::to_vec)))),
            }
        }
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

/// Where the blocks lie, and the filter, behind the number of entries, which nobody asks for.
fn footer_parts(footer: &[u8]) -> Option<(Vec<Fence>, Bloom)> {
    let (blocks, mut rest) = footer.get(8..)?.split_first_chunk()?;
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
    Some((fences, Bloom::parse(rest)?))
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
