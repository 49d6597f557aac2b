mod bulk;
mod creation;
mod faulting;
pub(crate) mod office;
mod torture;

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;

use attesto_credential::{Object, Timestamp};
use attesto_issuer::register::contract::contract;
use attesto_issuer::register::{Act, ActKind, Head, Key, MemoryRegister, Payload};
use attesto_securing::Digest;

use super::*;

mod persons;

fn no_alarm(told: &str) {
    panic!("{told}");
}

struct Folder {
    _temporary: tempfile::TempDir,
    path: PathBuf,
}

impl Folder {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        Self { path: temporary.path().join("register"), _temporary: temporary }
    }

    fn open(&self) -> Opened {
        open(&self.path, None, no_alarm).unwrap()
    }

    fn refused(&self) -> OpenFault {
        match open(&self.path, None, no_alarm) {
            Ok(_) => panic!("the register opened"),
            Err(fault) => fault,
        }
    }

    fn data(&self, part: &str) -> PathBuf {
        self.path.join("data").join(part)
    }

    fn journal(&self) -> Vec<u8> {
        fs::read(self.data("journal.jsonl")).unwrap()
    }

    fn set_journal(&self, bytes: &[u8]) {
        fs::write(self.data("journal.jsonl"), bytes).unwrap();
    }

    /// Does something to the trees of the closed store, as a fault of the disk would.
    fn in_engine(&self, tree: &str, change: impl FnOnce(&::sled::Tree)) {
        let db = sled::start(&self.data("sled")).unwrap();
        change(&db.open_tree(tree).unwrap());
        db.flush().unwrap();
    }

    fn with_acts(count: u32) -> Self {
        let folder = Self::new();
        let mut register = folder.open().register;
        for number in 0..count {
            register.commit(act(number)).unwrap();
        }
        folder
    }
}

fn act(number: u32) -> Act {
    let at = Timestamp::parse("2026-03-31T10:00:00Z").unwrap();
    Act::new(
        ActKind::Record,
        at,
        attesto_issuer::OfficerId::parse("officer-1").unwrap(),
        Object::new().with("n", u64::from(number)),
    )
    .with_payload(Payload::lasting(text(number)))
    .with_fresh(Key::of(&["act", &number.to_string()]), Digest::of(&text(number)).to_hex())
    .with_set(Key::of(&["last"]), number.to_string())
}

fn text(number: u32) -> Vec<u8> {
    format!("text of act {number}").into_bytes()
}

fn holds(register: &dyn Register, count: u32) {
    assert_eq!(register.head().seq, u64::from(count));
    for number in 0..count {
        let key = Key::of(&["act", &number.to_string()]);
        let digest = Digest::of(&text(number));
        assert_eq!(register.find(&key).unwrap(), Some(digest.to_hex().into_bytes()), "entry {number}");
        assert_eq!(register.payload(&digest).unwrap(), Some(text(number)), "text {number}");
    }
    assert_eq!(register.list(&Key::of(&["act"]), None, 1_000).unwrap().len(), usize::try_from(count).unwrap());
    let lines = register.journal(1, usize::MAX).unwrap();
    let end = lines.iter().try_fold(Head::start(), |head, line| head.follow(line)).unwrap();
    assert_eq!(end, register.head());
}

#[test]
fn the_register_over_sled_keeps_the_contract() {
    let folder = Folder::new();
    contract(&mut || folder.open().register).unwrap();
}

#[test]
fn the_same_acts_give_the_same_head_in_memory_and_over_sled() {
    let (folder, mut memory) = (Folder::new(), MemoryRegister::new());
    let mut register = folder.open().register;
    for number in 0..5 {
        assert_eq!(register.commit(act(number)).unwrap(), memory.commit(act(number)).unwrap());
    }
}

#[test]
fn a_second_opener_is_told_the_process_that_holds_the_register() {
    let folder = Folder::new();
    let held = folder.open();

    let OpenFault::Lock(fault) = folder.refused() else { panic!("another fault") };
    assert_eq!(fault.pid, std::process::id().to_string());

    drop(held);
    folder.open();
}

#[test]
fn an_index_that_is_lost_is_made_again_from_the_journal() {
    let folder = Folder::with_acts(20);
    folder.in_engine("index", |tree| tree.clear().unwrap());

    let opened = folder.open();

    assert_eq!(opened.notices, [Notice::Replayed { first: 1, last: 20 }]);
    holds(&*opened.register, 20);
}

#[test]
fn an_entry_lost_or_changed_in_the_index_is_noticed_and_made_again() {
    let changes: [fn(&::sled::Tree); 3] = [
        |tree| drop(tree.remove(b"act/3").unwrap().unwrap()),
        |tree| {
            let mut value = tree.get(b"act/3").unwrap().unwrap().to_vec();
            *value.last_mut().unwrap() ^= 1;
            tree.insert(b"act/3", value).unwrap();
        },
        |tree| drop(tree.insert(b"act/99", values::stored(b"act/99", b"slipped in").unwrap()).unwrap()),
    ];
    for change in changes {
        let folder = Folder::with_acts(9);
        folder.in_engine("index", change);

        let opened = folder.open();

        assert_eq!(opened.notices, [Notice::IndexRebuilt { acts: 9 }]);
        holds(&*opened.register, 9);
    }
}

#[test]
fn yesterdays_index_is_brought_to_the_head_of_the_journal() {
    let folder = Folder::with_acts(3);
    let yesterday = RefCell::new(Vec::new());
    folder.in_engine("index", |tree| *yesterday.borrow_mut() = tree.iter().map(Result::unwrap).collect());
    let mut register = folder.open().register;
    for number in 3..8 {
        register.commit(act(number)).unwrap();
    }
    drop(register);
    folder.in_engine("index", |tree| {
        tree.clear().unwrap();
        yesterday.take().into_iter().for_each(|(key, value)| drop(tree.insert(key, value).unwrap()));
    });

    let opened = folder.open();

    assert_eq!(opened.notices, [Notice::Replayed { first: 4, last: 8 }]);
    holds(&*opened.register, 8);
}

#[test]
fn a_last_line_torn_anywhere_before_its_index_is_dropped_and_told() {
    let folder = Folder::with_acts(2);
    let before = folder.journal();
    let three = Folder::with_acts(3).journal();
    let line = &three[before.len()..];
    for kept in 1..line.len() {
        folder.set_journal(&[&before, &line[..kept]].concat());

        let opened = folder.open();

        let bytes = u64::try_from(kept).unwrap();
        assert_eq!(opened.notices, [Notice::TornLine { seq: 3, bytes }]);
        assert_eq!(folder.journal(), before);
        if kept % 100 == 0 {
            holds(&*opened.register, 2);
        }
    }
    let mut register = folder.open().register;
    register.commit(act(2)).unwrap();
    holds(&*register, 3);
}

#[test]
fn a_last_line_with_holes_of_unwritten_sectors_is_dropped_and_told() {
    let folder = Folder::with_acts(2);
    let before = folder.journal();
    let mut line = Folder::with_acts(3).journal()[before.len()..].to_vec();
    line[100..200].fill(0);
    folder.set_journal(&[before.clone(), line].concat());

    let opened = folder.open();

    assert!(matches!(opened.notices[..], [Notice::TornLine { seq: 3, .. }]));
    holds(&*opened.register, 2);
}

#[test]
fn a_last_line_torn_after_its_act_was_acknowledged_is_refused() {
    let folder = Folder::with_acts(3);
    let journal = folder.journal();
    folder.set_journal(&journal[..journal.len() - 1]);

    let fault = folder.refused();

    assert!(matches!(fault, OpenFault::Replay(ReplayFault::Beyond { applied: 3, head: 2 })), "{fault}");
    assert_eq!(folder.journal(), journal[..journal.len() - 1], "nothing was changed");
}

#[test]
fn a_bit_flipped_anywhere_in_the_journal_is_never_silent() {
    let folder = Folder::with_acts(3);
    let journal = folder.journal();
    for at in 0..journal.len() {
        let mut flipped = journal.clone();
        flipped[at] ^= 1 << (at % 8);
        folder.set_journal(&flipped);

        let fault = folder.refused();

        assert!(fault.to_string().contains("act") || fault.to_string().contains("journal line"), "byte {at}: {fault}");
        assert!(fault.to_string().contains("restore the last backup"), "byte {at}: {fault}");
    }
    folder.set_journal(&journal);
    holds(&*folder.open().register, 3);
}

#[test]
fn a_line_taken_out_of_the_middle_is_refused_by_its_place() {
    let folder = Folder::with_acts(3);
    let journal = String::from_utf8(folder.journal()).unwrap();
    let lines: Vec<&str> = journal.lines().collect();
    folder.set_journal(format!("{}\n{}\n", lines[0], lines[2]).as_bytes());

    let fault = folder.refused();

    assert!(matches!(fault, OpenFault::Journal(JournalFault::Chain { place: 2, .. })), "{fault}");
}

#[test]
fn a_flipped_text_is_refused_when_it_is_read() {
    let folder = Folder::with_acts(3);
    let digest = Digest::of(&text(1));
    folder.in_engine("texts", |tree| {
        let mut value = tree.get(digest.as_bytes()).unwrap().unwrap().to_vec();
        *value.last_mut().unwrap() ^= 1;
        tree.insert(digest.as_bytes(), value).unwrap();
    });

    let fault = folder.open().register.payload(&digest).unwrap_err();

    assert!(matches!(fault, RegisterFault::Damaged { .. }), "{fault}");
}

#[test]
fn a_text_missing_or_flipped_in_the_tail_stops_the_start_and_names_the_line() {
    let changes: [fn(&::sled::Tree); 2] = [
        |tree| drop(tree.remove(Digest::of(&text(1)).as_bytes()).unwrap().unwrap()),
        |tree| drop(tree.insert(Digest::of(&text(1)).as_bytes(), b"flipped").unwrap().unwrap()),
    ];
    for change in changes {
        let folder = Folder::with_acts(3);
        folder.in_engine("index", |tree| tree.clear().unwrap());
        folder.in_engine("texts", change);

        let fault = folder.refused();

        assert!(fault.to_string().starts_with("journal line 2 (record by officer-1): text "), "{fault}");
    }
}

#[test]
fn a_flipped_file_of_a_large_text_is_refused_when_it_is_read() {
    let folder = Folder::new();
    let large = vec![7; 3 << 20];
    let digest = Digest::of(&large);
    folder.open().register.commit(act(0).with_payload(Payload::lasting(large))).unwrap();
    let path = folder.data("big").join(digest.to_hex());
    let mut bytes = fs::read(&path).unwrap();
    bytes[1 << 20] ^= 1;
    fs::write(&path, bytes).unwrap();

    let fault = folder.open().register.payload(&digest).unwrap_err();

    assert!(matches!(fault, RegisterFault::Damaged { .. }), "{fault}");
}

#[test]
fn a_large_text_rests_as_it_is_behind_its_sum_alone_or_beside_many() {
    for beside in [0, 40_u8] {
        let folder = Folder::new();
        let large = vec![7; 3 << 20];
        let digest = Digest::of(&large);
        let opened = act(0).with_payload(Payload::lasting(large.clone()));
        let opened = (0..beside).fold(opened, |act, text| act.with_payload(Payload::lasting(vec![text])));
        folder.open().register.commit(opened).unwrap();

        let bytes = fs::read(folder.data("big").join(digest.to_hex())).unwrap();

        let resting = [&[0], large.as_slice()].concat();
        assert_eq!(&bytes[..32], values::digest(digest.as_bytes(), &resting).as_bytes());
        assert!(bytes[32..] == resting, "another text rests there");
        assert!(folder.open().register.payload(&digest).unwrap() == Some(large), "it does not read back");
    }
}

#[test]
fn a_store_beside_another_journal_is_refused() {
    let (folder, other) = (Folder::with_acts(2), Folder::new());
    let mut register = other.open().register;
    for number in 5..8 {
        register.commit(act(number)).unwrap();
    }
    drop(register);
    folder.set_journal(&other.journal());

    let fault = folder.refused();

    assert!(matches!(fault, OpenFault::Replay(ReplayFault::Hash { seq: 2, .. })), "{fault}");
}

#[test]
fn no_text_of_any_allowed_size_makes_the_engine_write_a_blob() {
    let folder = Folder::new();
    let mut register = folder.open().register;
    for number in 0..40u8 {
        let text = vec![number; values::CONTENT_LIMIT_BYTES - usize::from(number)];
        register.commit(act(u32::from(number)).with_payload(Payload::lasting(text))).unwrap();
    }
    assert_eq!(fs::read_dir(folder.data("sled/blobs")).unwrap().count(), 0);
}
