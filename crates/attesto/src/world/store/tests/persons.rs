//! Persons' texts and keys on the disk: what an erasure leaves, what an older file of keys brings back.

use std::path::Path;

use super::*;
use attesto_issuer::PersonId;

const NAME: &str = "Ελένη Δοκιμάκη, Eleni.Dokimaki@grammateia.example";

fn somebody(number: u32) -> PersonId {
    PersonId::new(Digest::of(format!("person {number}").as_bytes()))
}

fn text_of(number: u32) -> Payload {
    Payload::erasable(format!("{NAME} {number} {}", "x".repeat(500)).into_bytes(), somebody(number))
}

/// Three acts, each with a text of another person.
fn with_persons() -> Folder {
    let folder = Folder::new();
    let mut register = folder.open().register;
    for number in 0..3 {
        register.commit(act(number).with_payload(text_of(number))).unwrap();
    }
    folder
}

fn erase(folder: &Folder, number: u32) {
    folder.open().register.commit(act(number + 100).with_erased(somebody(number))).unwrap();
}

fn can_be_read(register: &dyn Register, number: u32) -> bool {
    register.payload(&text_of(number).digest()).unwrap().is_some()
}

fn keys(folder: &Folder) -> PathBuf {
    folder.path.join("persons.keys")
}

/// Whether any file below a folder holds some bytes.
pub(super) fn holds_anywhere(folder: &Path, wanted: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => holds_anywhere(&path, wanted),
            false => fs::read(&path).unwrap().windows(wanted.len()).any(|bytes| bytes == wanted),
        }
    })
}

#[test]
fn no_file_of_the_register_holds_a_name_before_or_after_an_erasure() {
    let folder = with_persons();
    let large = Payload::erasable(NAME.repeat(40_000).into_bytes(), somebody(0));
    let mut register = folder.open().register;
    register.commit(act(3).with_payload(large.clone())).unwrap();
    assert_eq!(register.payload(&large.digest()).unwrap().as_deref(), Some(large.bytes()));
    drop(register);
    let words = ["Ελένη", "Δοκιμάκη", "Dokimaki", "grammateia.example"];
    assert!(words.iter().all(|word| !holds_anywhere(&folder.path, word.as_bytes())));

    let key = fs::read(keys(&folder)).unwrap()[128 + 40..128 + 72].to_vec();
    assert!(holds_anywhere(&folder.path, &key));
    erase(&folder, 0);

    assert!(!holds_anywhere(&folder.path, &key));
    let register = folder.open().register;
    assert_eq!(register.payload(&large.digest()).unwrap(), None);
    assert_eq!([0, 1, 2].map(|number| can_be_read(&*register, number)), [false, true, true]);
}

#[test]
fn an_older_file_of_keys_brings_no_erased_person_back() {
    let folder = with_persons();
    let older = fs::read(keys(&folder)).unwrap();
    erase(&folder, 1);
    fs::write(keys(&folder), &older).unwrap();

    let opened = folder.open();

    assert_eq!(opened.notices, [Notice::ErasedAgain { count: 1 }]);
    assert!(!can_be_read(&*opened.register, 1));
    assert!(!holds_anywhere(&folder.path, &older[256 + 40..256 + 72]));
}

#[test]
fn an_erasure_cut_off_between_its_line_and_its_key_is_finished_at_the_next_start() {
    let folder = with_persons();
    let before = RefCell::new(Vec::new());
    folder.in_engine("index", |tree| *before.borrow_mut() = tree.iter().map(Result::unwrap).collect());
    let older = fs::read(keys(&folder)).unwrap();
    erase(&folder, 2);
    fs::write(keys(&folder), older).unwrap();
    folder.in_engine("index", |tree| {
        tree.clear().unwrap();
        before.take().into_iter().for_each(|(key, value)| drop(tree.insert(key, value).unwrap()));
    });

    let opened = folder.open();

    assert_eq!(opened.notices, [Notice::Replayed { first: 4, last: 4 }]);
    assert!(!can_be_read(&*opened.register, 2));
}

#[test]
fn a_file_of_keys_older_than_the_journal_is_refused_and_so_is_none() {
    let folder = with_persons();
    let whole = fs::read(keys(&folder)).unwrap();
    fs::write(keys(&folder), &whole[..whole.len() - 128]).unwrap();
    assert!(folder.refused().to_string().contains("2 of 3 persons' keys are there"));
    fs::remove_file(keys(&folder)).unwrap();
    assert!(folder.refused().to_string().contains("0 of 3 persons' keys are there"));
    fs::write(keys(&folder), whole).unwrap();
    assert!(can_be_read(&*folder.open().register, 2));
}

#[test]
fn a_bit_flipped_anywhere_in_the_file_of_keys_is_refused() {
    let folder = with_persons();
    let whole = fs::read(keys(&folder)).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(keys(&folder), flipped).unwrap();

        let fault = folder.refused();

        assert!(fault.to_string().contains("persons.keys"), "byte {at}: {fault}");
        assert_eq!(fault.to_string().matches("restore the last backup").count(), 1);
    }
}

#[test]
fn a_key_given_for_an_act_that_was_never_acknowledged_goes() {
    let folder = with_persons();
    let whole = fs::read(keys(&folder)).unwrap();
    let left = Folder::new();
    left.open().register.commit(act(0).with_payload(text_of(9))).unwrap();
    let orphan = fs::read(keys(&left)).unwrap()[128..].to_vec();
    fs::write(keys(&folder), [whole.clone(), orphan, vec![0; 77]].concat()).unwrap();

    let mut register = folder.open().register;

    assert_eq!(fs::read(keys(&folder)).unwrap(), whole);
    register.commit(act(4).with_payload(text_of(9))).unwrap();
    assert!(can_be_read(&*register, 9));
}

#[test]
fn the_copy_of_the_keys_follows_the_original_and_is_erased_with_it() {
    let folder = with_persons();
    let copy = folder.path.join("..").join("copy.keys");
    let open = || open(&folder.path, Some(&copy), no_alarm).unwrap().register;
    let mut register = open();
    assert_eq!(fs::read(&copy).unwrap(), fs::read(keys(&folder)).unwrap());
    register.commit(act(4).with_payload(text_of(4))).unwrap();
    assert_eq!(fs::read(&copy).unwrap(), fs::read(keys(&folder)).unwrap());

    register.commit(act(5).with_erased(somebody(4))).unwrap();

    drop(register);
    assert_eq!(fs::read(&copy).unwrap(), fs::read(keys(&folder)).unwrap());
    fs::remove_file(&copy).unwrap();
    let register = open();
    assert_eq!(fs::read(&copy).unwrap(), fs::read(keys(&folder)).unwrap());
    assert_eq!([0, 4].map(|number| can_be_read(&*register, number)), [true, false]);
}

#[test]
fn a_register_whose_copy_of_keys_cannot_be_reached_is_not_opened() {
    let folder = with_persons();
    let unreachable = folder.path.join("no-such-folder/copy.keys");
    let refused = open(&folder.path, Some(&unreachable), no_alarm).map(|_| ()).unwrap_err();
    assert!(matches!(refused, OpenFault::Disk { doing: "open", .. }), "{refused}");
}

#[test]
fn yesterdays_store_and_journal_beside_todays_keys_are_refused() {
    let folder = with_persons();
    let yesterday = folder.path.join("yesterday");
    copy(&folder.path.join("data"), &yesterday);
    let mut register = folder.open().register;
    for number in 3..6 {
        register.commit(act(number).with_payload(text_of(number))).unwrap();
    }
    drop(register);
    let keys_today = fs::read(keys(&folder)).unwrap();
    fs::remove_dir_all(folder.path.join("data")).unwrap();
    fs::rename(&yesterday, folder.path.join("data")).unwrap();

    let fault = folder.refused();

    assert!(fault.to_string().contains("a key given by act 5, but the journal ends at act 3"), "{fault}");
    assert_eq!(fs::read(keys(&folder)).unwrap(), keys_today, "no key was lost");
}

#[test]
fn a_store_that_is_gone_is_not_made_anew_beside_keys() {
    let folder = with_persons();
    let keys_before = fs::read(keys(&folder)).unwrap();
    fs::remove_dir_all(folder.path.join("data")).unwrap();

    let fault = folder.refused();

    assert!(fault.to_string().contains("data: it is not there"), "{fault}");
    assert_eq!(fs::read(keys(&folder)).unwrap(), keys_before);
}

#[test]
fn keys_are_gathered_from_every_file_and_an_erasure_in_one_counts() {
    let folder = with_persons();
    let before = folder.path.join("before.keys");
    fs::copy(keys(&folder), &before).unwrap();
    erase(&folder, 1);
    let (first, second) = (folder.path.join("first.keys"), folder.path.join("second.keys"));

    person_keys::gather(&[before.clone(), keys(&folder)], 3, &first).unwrap();
    person_keys::gather(&[keys(&folder), before], 1, &second).unwrap();

    let live = |path: &Path| fs::read(path).unwrap().chunks(128).filter(|slot| slot.starts_with(b"live")).count();
    let erased = |path: &Path| fs::read(path).unwrap().chunks(128).filter(|slot| slot.starts_with(b"erased")).count();
    assert_eq!((live(&first), erased(&first)), (2, 1));
    assert_eq!((live(&second), erased(&second)), (1, 0), "only what the first act gave");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
