//! Packs: the texts of one bulk act in one file, named by the digest of its directory, durable before the line.
//! Written once and never changed; what a text must read as stands in the directory.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use attesto_securing::Digest;

use super::side_by_side::first_answer;
use super::{Alarm, give_up};
use crate::world::files::sync_folder;

const MARK: &[u8; 16] = b"attesto pack 1\n\0";
const CHECK_BYTES: usize = 8;
/// In the directory, of each text: its digest, how many bytes rest of it, and what they must read as.
const ITEM_BYTES: usize = 32 + 4 + CHECK_BYTES;

/// The folder of packs.
#[derive(Debug)]
pub(super) struct Packs {
    folder: PathBuf,
    alarm: Alarm,
}

/// What names a pack: with its digest, every byte of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackName {
    digest: Digest,
    bytes: u64,
}

/// Where a text lies in its pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    at: u64,
    bytes: u32,
    check: [u8; CHECK_BYTES],
}

/// A pack and its directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pack {
    name: PackName,
    items: Vec<(Digest, Place)>,
}

impl PackName {
    pub(super) fn write(&self) -> Vec<u8> {
        [self.digest.as_bytes().as_slice(), &self.bytes.to_be_bytes()].concat()
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (digest, bytes) = bytes.split_first_chunk()?;
        Some(Self { digest: Digest::from_bytes(*digest), bytes: u64::from_be_bytes(bytes.try_into().ok()?) })
    }
}

impl Place {
    pub(super) fn write(&self) -> Vec<u8> {
        [self.at.to_be_bytes().as_slice(), &self.bytes.to_be_bytes(), &self.check].concat()
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (at, rest) = bytes.split_first_chunk()?;
        let (bytes, rest) = rest.split_first_chunk()?;
        Some(Self { at: u64::from_be_bytes(*at), bytes: u32::from_be_bytes(*bytes), check: rest.try_into().ok()? })
    }
}

impl Pack {
    pub(super) fn name(&self) -> PackName {
        self.name
    }

    /// Where its texts lie.
    pub(super) fn items(&self) -> &[(Digest, Place)] {
        &self.items
    }
}

impl Packs {
    pub(super) fn new(folder: PathBuf, alarm: Alarm) -> Self {
        Self { folder, alarm }
    }

    /// Makes a pack of texts as they rest, durable before this returns; of one digest, the last is kept.
    pub(super) fn write(&self, texts: &[(Digest, Vec<u8>)]) -> io::Result<Pack> {
        let last: HashMap<Digest, usize> =
            texts.iter().enumerate().map(|(place, (digest, _))| (*digest, place)).collect();
        let texts: Vec<&(Digest, Vec<u8>)> = texts
            .iter()
            .enumerate()
            .filter(|(place, (digest, _))| last.get(digest) == Some(place))
            .map(|(_, text)| text)
            .collect();
        let count = u32::try_from(texts.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut directory = [MARK.as_slice(), &count.to_be_bytes()].concat();
        for (digest, resting) in &texts {
            let bytes = u32::try_from(resting.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
            directory.extend_from_slice(digest.as_bytes());
            directory.extend_from_slice(&bytes.to_be_bytes());
            directory.extend_from_slice(&check(digest, resting));
        }
        let pack = read_directory(&directory).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let path = self.path(&pack.name.digest);
        let part = path.with_extension("part");
        let mut file = BufWriter::with_capacity(256 << 10, File::create(&part)?);
        let written = file.write_all(&directory);
        let written =
            texts.iter().fold(written, |written, (_, resting)| written.and_then(|()| file.write_all(resting)));
        let file = written.and_then(|()| file.into_inner().map_err(io::IntoInnerError::into_error));
        let file = file.inspect_err(|_| {
            // No line names it; what is left is removed at the next start.
            let _ = fs::remove_file(&part);
        })?;
        file.sync_all().unwrap_or_else(|why| give_up(self.alarm, &part, &why));
        fs::rename(&part, &path)?;
        sync_folder(&self.folder).unwrap_or_else(|why| give_up(self.alarm, &self.folder, &why));
        Ok(pack)
    }

    /// The bytes of a text as they rest, if they are those that were written.
    pub(super) fn read(&self, name: &PackName, digest: &Digest, place: &Place) -> io::Result<Vec<u8>> {
        let damaged =
            |found: &str| io::Error::new(io::ErrorKind::InvalidData, format!("its pack {} {found}", name.digest));
        let file = match File::open(self.path(&name.digest)) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Err(damaged("is not there")),
            file => file?,
        };
        let mut resting = vec![0; usize::try_from(place.bytes).unwrap_or(usize::MAX)];
        match file.read_exact_at(&mut resting, place.at) {
            Err(why) if why.kind() == io::ErrorKind::UnexpectedEof => return Err(damaged("was cut")),
            read => read?,
        }
        if check(digest, &resting) == place.check { Ok(resting) } else { Err(damaged("was changed")) }
    }

    /// The first pack that is gone, of another length, or has another directory, and what is wrong with it.
    pub(super) fn amiss(&self, names: &[PackName]) -> io::Result<Option<(PathBuf, &'static str)>> {
        let amiss = |name: &PackName| {
            let path = self.path(&name.digest);
            match head(&path) {
                Ok((head, bytes)) if bytes == name.bytes && Digest::of(&head) == name.digest => None,
                Ok(_) => Some(Ok((path, "it is not what was written"))),
                Err(why) if why.kind() == io::ErrorKind::NotFound => Some(Ok((path, "it is not there"))),
                Err(why) => Some(Err(why)),
            }
        };
        first_answer(names, amiss).transpose()
    }

    /// The packs that are there beside those given, as far as their directories can be read.
    pub(super) fn beside(&self, known: &[PackName]) -> io::Result<Vec<Pack>> {
        let known: std::collections::HashSet<PathBuf> = known.iter().map(|name| self.path(&name.digest)).collect();
        let mut packs = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !known.contains(&path) {
                // Of one that cannot be read, the line that needs it will say that its text is missing.
                packs.extend(directory(&path)?.filter(|pack| self.path(&pack.name.digest) == path));
            }
        }
        Ok(packs)
    }

    /// Removes every file that is no pack of those given: it was left by an act cut short.
    pub(super) fn tidy(&self, known: &[PackName]) -> io::Result<()> {
        let known: std::collections::HashSet<PathBuf> = known.iter().map(|name| self.path(&name.digest)).collect();
        let mut removed = false;
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !known.contains(&path) {
                fs::remove_file(&path)?;
                removed = true;
            }
        }
        if removed { sync_folder(&self.folder) } else { Ok(()) }
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.folder.join(digest.to_hex())
    }
}

/// The directory of a pack on the disk, if the file is whole as far as that can be seen without its texts.
fn directory(path: &Path) -> io::Result<Option<Pack>> {
    let (head, bytes) = head(path)?;
    Ok(read_directory(&head).filter(|pack| pack.name.bytes == bytes))
}

/// What should be the directory, and how many bytes the whole file has.
fn head(path: &Path) -> io::Result<(Vec<u8>, u64)> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let mut head = Vec::new();
    let begins = MARK.len() + 4;
    (&file).take(as_u64(begins)).read_to_end(&mut head)?;
    let count = head.get(MARK.len()..).and_then(|count| count.try_into().ok()).map_or(0, u32::from_be_bytes);
    (&file).take(u64::from(count) * as_u64(ITEM_BYTES)).read_to_end(&mut head)?;
    Ok((head, bytes))
}

fn read_directory(directory: &[u8]) -> Option<Pack> {
    let rest = directory.strip_prefix(MARK)?;
    let (count, rest) = rest.split_first_chunk()?;
    let (items, rest) = rest.as_chunks::<ITEM_BYTES>();
    if !rest.is_empty() || u32::try_from(items.len()) != Ok(u32::from_be_bytes(*count)) {
        return None;
    }
    let (mut at, mut places) = (as_u64(directory.len()), Vec::with_capacity(items.len()));
    for item in items {
        let (digest, rest) = item.split_first_chunk()?;
        let (bytes, check) = rest.split_first_chunk()?;
        let bytes = u32::from_be_bytes(*bytes);
        places.push((Digest::from_bytes(*digest), Place { at, bytes, check: check.try_into().ok()? }));
        at += u64::from(bytes);
    }
    Some(Pack { name: PackName { digest: Digest::of(directory), bytes: at }, items: places })
}

/// What the bytes of a text must read as.
fn check(digest: &Digest, resting: &[u8]) -> [u8; CHECK_BYTES] {
    Digest::of_parts(&[digest.as_bytes(), resting]).as_bytes().first_chunk().copied().unwrap_or_default()
}

fn as_u64(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_alarm(told: &str) {
        panic!("{told}");
    }

    fn texts() -> Vec<(Digest, Vec<u8>)> {
        (0..50u8).map(|number| (Digest::of(&[number]), vec![number; usize::from(number) * 3])).collect()
    }

    #[test]
    fn a_pack_gives_back_every_text_and_reads_back_from_its_directory() {
        let folder = tempfile::tempdir().unwrap();
        let packs = Packs::new(folder.path().to_owned(), no_alarm);
        let twice = [texts(), texts()].concat();

        let pack = packs.write(&twice).unwrap();

        assert_eq!(pack.items().len(), 50);
        for ((digest, place), (_, text)) in pack.items().iter().zip(texts()) {
            assert_eq!(packs.read(&pack.name(), digest, place).unwrap(), text);
        }
        assert_eq!(packs.beside(&[]).unwrap(), std::slice::from_ref(&pack));
        assert_eq!(packs.beside(&[pack.name()]).unwrap(), []);
        assert_eq!(packs.amiss(&[pack.name()]).unwrap(), None);
        packs.tidy(&[pack.name()]).unwrap();
        assert_eq!(packs.beside(&[]).unwrap().len(), 1);
        packs.tidy(&[]).unwrap();
        assert_eq!(packs.amiss(&[pack.name()]).unwrap().unwrap().1, "it is not there");
    }

    #[test]
    fn a_pack_changed_anywhere_is_told_by_its_directory_or_by_the_text() {
        let folder = tempfile::tempdir().unwrap();
        let packs = Packs::new(folder.path().to_owned(), no_alarm);
        let pack = packs.write(&texts()).unwrap();
        let path = packs.path(&pack.name.digest);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            fs::write(&path, changed).unwrap();
            let text_told = pack.items().iter().any(|(digest, place)| packs.read(&pack.name(), digest, place).is_err());
            assert!(text_told || packs.beside(&[]).unwrap().is_empty(), "byte {at}");
        }
        fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(packs.amiss(&[pack.name()]).unwrap().unwrap().1, "it is not what was written");
        assert!(packs.beside(&[]).unwrap().is_empty());
    }
}
