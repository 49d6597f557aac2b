//! The register over sled 0.34.7 and a journal file, by the commit protocol of the house.
//! sled alone is not durable: the line in the journal is the commit, and its file is synced by our own hand.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::thread::{scope, sleep};
use std::time::Duration;

use ::sled::{Config, Db};
use attesto_issuer::register::{Act, Composed, Head, JournalLine, Key, Payload, PersonId, Register, RegisterFault};
use attesto_securing::Digest;

use super::big::BigTexts;
use super::creation::{Places, places};
use super::index::{Found, Index};
use super::journal_file::JournalFile;
use super::lock::Lock;
use super::packs::{Pack, Packs};
use super::person_keys::PersonKeys;
use super::replay::{belongs, replay};
use super::resting::Resting;
use super::side_by_side::in_shares;
use super::texts::{TextFault, Texts};
use super::values::{SEGMENT_BYTES, ValueFault};
use super::{Alarm, Kept, Notice, OpenFault, RESTORE, RestingTexts, give_up, unreachable};
use crate::world::entropy::System;

const CACHE_BYTES: u64 = 32 << 20;
const TEXTS: &str = "texts";
const INDEX: &str = "index";
/// The file of persons' keys, beside the data and not in it: a copy of the data holds none.
pub(super) const PERSON_KEYS: &str = "persons.keys";

/// A register in a folder.
pub(super) struct SledRegister {
    index: Index,
    texts: Texts,
    keys: PersonKeys,
    journal: JournalFile,
    engine: Engine,
    /// The act whose index could not be written: from then on the index is behind.
    behind: Option<u64>,
    // Fields go in this order: the lock is the last.
    _lock: Lock,
}

/// sled, and a second handle of its file that can really sync it.
struct Engine {
    /// There until the engine is dropped.
    db: Option<Db>,
    file: File,
    path: PathBuf,
    alarm: Alarm,
}

impl SledRegister {
    /// Opens or makes the register in a folder, and brings its index to the head of its journal.
    pub(super) fn open(
        folder: &Path,
        keys_copy: Option<&Path>,
        alarm: Alarm,
    ) -> Result<(Self, Vec<Notice>), OpenFault> {
        std::fs::create_dir_all(folder).map_err(|why| OpenFault::disk("create", folder, &why))?;
        let lock = Lock::take(folder)?;
        let places = places(folder, alarm)?;
        let mut journal = JournalFile::open(places.journal(), alarm)?;
        let engine = Engine::open(&places, alarm)?;
        let mut texts =
            Texts::new(engine.tree(TEXTS)?, BigTexts::new(places.big(), alarm), Packs::new(places.packs(), alarm));
        let (path, head) = (folder.join(PERSON_KEYS), journal.head().seq);
        // Both are read from end to end, and neither needs the other.
        let (mut keys, found) = scope(|scope| {
            let found = scope.spawn(|| {
                Index::open(engine.tree(INDEX)?, &places.index(), alarm).map_err(|fault| engine.damaged(&fault))
            });
            let keys = PersonKeys::open(path, keys_copy, head, alarm);
            let found = found.join().unwrap_or_else(|fault| resume_unwind(fault));
            Ok::<_, OpenFault>((keys?, found?))
        })?;
        let (mut index, replayed) = current_index(found, (&engine, &places), &journal, &mut texts, &mut keys)?;
        keys.settle(index.applied().person_keys, journal.head().seq)?;
        let erased = erased_again(&index, &mut keys)?;
        keys.copy_out()?;
        let torn = journal.drop_torn()?;
        engine.flush().map_err(|why| OpenFault::disk("write", &engine.path, &why))?;
        index.tidy().map_err(|why| OpenFault::disk("tidy", &places.index(), &why))?;
        texts.tidy(index.packs()).map_err(|why| OpenFault::disk("tidy", &places.packs(), &why))?;
        let notices = torn.into_iter().chain(replayed).chain(erased).collect();
        Ok((Self { index, texts, keys, journal, engine, behind: None, _lock: lock }, notices))
    }

    fn is_there(&self, key: &Key) -> Result<bool, RegisterFault> {
        self.index.find(key).map(|value| value.is_some()).map_err(|fault| in_index(key, &fault))
    }

    /// Makes the texts of an act durable, and the keys of their persons; gives the pack that they lie in, if any.
    fn keep(&mut self, act: &Act, composed: &Composed) -> Result<Vec<Pack>, RegisterFault> {
        let persons: Vec<PersonId> = act.payloads().iter().filter_map(Payload::person).collect();
        self.keys
            .ensure(&persons, composed.line.seq(), &mut System)
            .map_err(|why| unreachable("keep the persons' keys", &why))?;
        let packs = self.texts.write(act, &composed.pieces, &self.keys, &self.index);
        let packs = packs.map_err(|why| unreachable("keep a text", &why))?;
        self.engine.flush().map_err(|why| unreachable("flush the store", &why))?;
        self.index.flushed();
        Ok(packs)
    }
}

/// The index at the head of the journal, made again from its first act if it does not add up.
fn current_index(
    found: Found,
    (engine, places): (&Engine, &Places),
    journal: &JournalFile,
    texts: &mut Texts,
    keys: &mut PersonKeys,
) -> Result<(Index, Option<Notice>), OpenFault> {
    let disk = |why: std::io::Error| OpenFault::disk("read", &places.packs(), &why);
    match found {
        Found::Whole(mut index) => {
            belongs(index.applied(), journal)?;
            if let Some((path, found)) = texts.amiss(index.packs()).map_err(disk)? {
                return Err(OpenFault::Damaged { record: path.display().to_string(), found: found.to_owned() });
            }
            if index.applied().seq < journal.head().seq {
                texts.gather_loose(index.packs()).map_err(disk)?;
            }
            let replayed = replay(&mut index, journal, texts, keys)?;
            Ok((index, replayed))
        }
        Found::Broken(stood) => {
            stood.map_or(Ok(()), |applied| belongs(&applied, journal))?;
            let emptied = Index::emptied(engine.tree(INDEX)?, &places.index(), engine.alarm);
            let mut index = emptied.map_err(|fault| engine.damaged(&fault))?;
            texts.gather_loose(&[]).map_err(disk)?;
            replay(&mut index, journal, texts, keys)?;
            Ok((index, Some(Notice::IndexRebuilt { acts: journal.head().seq })))
        }
    }
}

/// Overwrites the key of every erased person once more, should an older file of keys have come back.
fn erased_again(index: &Index, keys: &mut PersonKeys) -> Result<Option<Notice>, OpenFault> {
    let damaged = |fault: ValueFault| OpenFault::Damaged { record: "the index".to_owned(), found: fault.to_string() };
    let erased = index.list(&PersonId::erased_family(), None, usize::MAX).map_err(damaged)?;
    let persons = erased.iter().filter_map(|(key, _)| PersonId::of_erased_key(key));
    let again = keys.erase(persons);
    let count = again.map_err(|why| OpenFault::disk("write", Path::new(PERSON_KEYS), &why))?;
    Ok((count > 0).then_some(Notice::ErasedAgain { count }))
}

impl Register for SledRegister {
    fn head(&self) -> Head {
        self.journal.head()
    }

    fn commit(&mut self, act: Act) -> Result<Head, RegisterFault> {
        if let Some(seq) = self.behind {
            return Err(unreachable("write", &format!("the index of act {seq} is still to be written; start again")));
        }
        act.check(|keys| in_shares(keys, |keys| keys.iter().map(|key| self.is_there(key)).collect()))?;
        let composed = JournalLine::compose(&act, &self.journal.head())?;
        // 1: the texts, durable before anything names them.
        let packs = self.keep(&act, &composed)?;
        // 2: the line. This is the commit.
        self.journal.append(&composed.line).map_err(|why| unreachable("write the journal", &why))?;
        // 3: the keys of whom the act erases, then the index. What is lost of either is made good at the next start.
        let head = composed.line.head();
        let unindexed = |why: String| RegisterFault::Unindexed { seq: head.seq, why };
        let erased = self.keys.erase(act.erased()).map(|_| ()).map_err(|why| unindexed(why.to_string()));
        let person_keys = self.keys.used();
        erased
            .and_then(|()| {
                let applied = self.index.apply(&head, act.entries(), &packs, person_keys);
                applied.map_err(|fault| unindexed(fault.to_string()))
            })
            .inspect_err(|_| self.behind = Some(head.seq))?;
        Ok(head)
    }

    fn payload(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.texts.read(digest, &self.keys, &self.index).map_err(|fault| in_text(digest, &fault))
    }

    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.index.find(key).map_err(|fault| in_index(key, &fault))
    }

    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        self.index.list(prefix, after, at_most).map_err(|fault| in_index(prefix, &fault))
    }

    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault> {
        self.journal.read(from_seq, at_most).map_err(|fault| match fault {
            OpenFault::Journal(fault) => damaged("the journal".to_owned(), &fault),
            other => unreachable("read the journal", &other),
        })
    }
}

impl Kept for SledRegister {
    fn resting(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        let resting = self.texts.resting(digest, &self.index).and_then(|resting| {
            // What nobody's key is needed for is given in its full length: it must be legible without this engine.
            resting.map(|resting| resting.legible().map(Resting::into_bytes)).transpose()
        });
        resting.map_err(|fault| in_text(digest, &fault))
    }

    fn erased_without_act(&self) -> Result<Vec<PersonId>, RegisterFault> {
        let mut persons = self.keys.erased().map_err(|why| unreachable("read the persons' keys", &why))?;
        let mut told = Ok(());
        persons.retain(|person| {
            let known = self.find(&person.erased_key());
            let is_known = matches!(known, Ok(Some(_)));
            if let (Err(fault), Ok(())) = (known, &told) {
                told = Err(fault);
            }
            !is_known
        });
        told.map(|()| persons)
    }
}

impl Drop for Engine {
    /// Only saves the next start a replay: what counts is in the journal.
    fn drop(&mut self) {
        let db = self.db.take();
        if self.flushed(&db).is_ok() {
            // sled panics when its own last sync fails.
            drop(catch_unwind(AssertUnwindSafe(|| drop(db))));
        } else {
            // On such a disk that sync would fail as well. The process goes on to its end without it.
            std::mem::forget(db);
        }
    }
}

impl Engine {
    fn open(places: &Places, alarm: Alarm) -> Result<Self, OpenFault> {
        let path = places.engine_file();
        let db = start(&places.engine()).map_err(|fault| fault.at(&path))?;
        let file = File::open(&path).map_err(|why| OpenFault::disk("open", &path, &why))?;
        Ok(Self { db: Some(db), file, path, alarm })
    }

    fn tree(&self, name: &str) -> Result<::sled::Tree, OpenFault> {
        let db = self.db.as_ref().ok_or_else(|| self.damaged(&ValueFault::Engine("it is closed".to_owned())))?;
        db.open_tree(name).map_err(|why| self.damaged(&why.into()))
    }

    fn damaged(&self, fault: &ValueFault) -> OpenFault {
        OpenFault::Damaged { record: self.path.display().to_string(), found: fault.to_string() }
    }

    /// Makes what was written durable: sled's own flush leaves it to the disk's cache.
    fn flush(&self) -> Result<(), ::sled::Error> {
        self.db.as_ref().map_or(Ok(0), |db| db.flush())?;
        self.file.sync_data().unwrap_or_else(|why| give_up(self.alarm, &self.path, &why));
        Ok(())
    }

    fn flushed(&self, db: &Option<Db>) -> Result<(), ::sled::Error> {
        db.as_ref().map_or(Ok(0), |db| db.flush())?;
        Ok(self.file.sync_all()?)
    }
}

/// Makes an engine in a folder that nobody uses yet, with the texts given.
pub(super) fn create_engine(places: &Places, texts: RestingTexts<'_>, alarm: Alarm) -> Result<(), String> {
    let db = start(&places.engine()).map_err(|why| why.to_string())?;
    let filled = fill(&db, places, texts, alarm);
    // sled panics when its own last sync fails; what it leaves then is never moved into its place.
    let closed = catch_unwind(AssertUnwindSafe(|| drop(db)));
    filled.and(closed.map_err(|_| "the engine could not sync its file".to_owned()))
}

fn fill(db: &Db, places: &Places, texts: RestingTexts<'_>, alarm: Alarm) -> Result<(), String> {
    let tree = |name| db.open_tree(name).map_err(|why| why.to_string());
    let (big, packs) = (BigTexts::new(places.big(), alarm), Packs::new(places.packs(), alarm));
    let (kept, _) = (Texts::new(tree(TEXTS)?, big, packs), tree(INDEX)?);
    kept.keep_all(texts).map_err(|why| why.to_string())?;
    db.flush().map(|_| ()).map_err(|why| why.to_string())
}

/// Why sled does not start.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartFault {
    /// What it kept is not what it wrote.
    #[error("{0}")]
    Damaged(String),
    /// The machine does not let it: no space, no permission, a failing disk.
    #[error("{0}")]
    Disk(String),
}

impl StartFault {
    fn at(self, path: &Path) -> OpenFault {
        match self {
            Self::Damaged(found) => OpenFault::Damaged { record: path.display().to_string(), found },
            Self::Disk(why) => OpenFault::disk("open", path, &why),
        }
    }
}

impl From<::sled::Error> for StartFault {
    fn from(why: ::sled::Error) -> Self {
        use std::io::ErrorKind;
        match &why {
            // A file that ends too soon or reads as nonsense is damage; all else the system says is about the disk.
            ::sled::Error::Io(error)
                if !matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::Other | ErrorKind::UnexpectedEof) =>
            {
                Self::Disk(error.to_string())
            }
            _ => Self::Damaged(why.to_string()),
        }
    }
}

/// Starts sled. It panics on some damage, and lets its own lock go only after its threads have ended: as the
/// register's lock is ours by now, that can only be a register this very process has just closed.
pub(super) fn start(folder: &Path) -> Result<Db, StartFault> {
    let config =
        Config::new().path(folder).segment_size(SEGMENT_BYTES).cache_capacity(CACHE_BYTES).flush_every_ms(None);
    for _ in 0..200 {
        match catch_unwind(AssertUnwindSafe(|| config.open())) {
            Ok(Ok(db)) => return Ok(db),
            Ok(Err(why)) if why.to_string().contains("could not acquire lock") => sleep(Duration::from_millis(20)),
            Ok(Err(why)) => return Err(why.into()),
            Err(_) => return Err(StartFault::Damaged("the engine gave up reading it".to_owned())),
        }
    }
    Err(StartFault::Disk("the engine does not let its lock go".to_owned()))
}

fn in_index(key: &Key, fault: &ValueFault) -> RegisterFault {
    match fault {
        ValueFault::Damaged => damaged(format!("index entry {key}"), fault),
        ValueFault::Engine(_) | ValueFault::TooLarge { .. } => unreachable("read the index", fault),
    }
}

fn in_text(digest: &Digest, fault: &TextFault) -> RegisterFault {
    if fault.is_damage() { damaged(format!("text {digest}"), fault) } else { unreachable("read a text", fault) }
}

fn damaged(record: String, found: &impl ToString) -> RegisterFault {
    RegisterFault::Damaged { record, found: found.to_string(), remedy: RESTORE }
}
