//! The folder of a register: how it comes to be, what is missing in it, and what an interrupted start left there.

use super::*;

#[test]
fn what_an_interrupted_first_start_left_is_made_anew() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path.join("data.tmp/sled")).unwrap();
    fs::write(folder.path.join("data.tmp/sled/db"), b"half").unwrap();

    let opened = folder.open();

    assert_eq!(opened.notices, []);
    assert!(!folder.path.join("data.tmp").exists());
}

#[test]
fn what_an_interrupted_start_left_of_a_snapshot_is_dropped() {
    let folder = Folder::with_acts(3);
    let half = folder.data("sled/snap.00000000FFFFFFFF.generating");
    fs::write(&half, b"half of a snapshot").unwrap();

    holds(&*folder.open().register, 3);

    assert!(!half.exists());
}

#[test]
fn a_part_of_the_store_that_is_gone_is_named_and_not_made_anew() {
    for part in ["journal.jsonl", "sled", "big", "packs", "index", "format"] {
        let folder = Folder::with_acts(1);
        let path = folder.data(part);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap()
        } else {
            fs::remove_file(&path).unwrap()
        }

        let fault = folder.refused();

        assert!(fault.to_string().contains(part), "{fault}");
        assert!(!path.exists());
    }
}

#[test]
fn a_store_that_is_gone_without_its_keys_is_not_made_anew_and_its_marker_says_why() {
    let folder = Folder::with_acts(1);
    fs::remove_dir_all(folder.data("")).unwrap();
    fs::remove_file(folder.path.join("persons.keys")).unwrap();

    let fault = folder.refused().to_string();

    assert!(fault.contains("register/data: it is not there, but"), "{fault}");
    assert!(fault.contains("made is") && fault.contains("restore the last backup"), "{fault}");
    assert!(!folder.data("").exists());
}

#[test]
fn a_store_without_a_marker_is_opened_and_marked() {
    let folder = Folder::with_acts(1);
    fs::remove_file(folder.path.join("made")).unwrap();

    holds(&*folder.open().register, 1);

    assert!(folder.path.join("made").exists());
}

#[test]
fn a_store_of_a_later_version_is_refused_untouched() {
    let folder = Folder::with_acts(1);
    fs::write(folder.data("format"), "4\n").unwrap();
    assert!(matches!(folder.refused(), OpenFault::Newer { .. }));
}
