//! A disk that is full, and folders that may not be written any more: a clear fault, nothing lost, nothing doubled.
//! The n-th write that fails is the torture harness's; here the system itself says no.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::place::{Place, Ran, json, ran};

/// Nothing is found, and issuing goes through as if nothing had happened.
fn goes_on(place: &Place, sheet: &str) {
    let checked = place.run(&["--json", "ledger", "check"]);
    assert_eq!((checked.code, &json(&checked.stdout)["findings"]), (0, &json("[]")), "{}", checked.stderr);
    let issued = place.run(&["--json", "issue", sheet, "--officer", "issuer-1"]);
    assert_eq!((issued.code, &json(&issued.stdout)["issued"]), (0, &json("48")), "{}", issued.stderr);
    let again = place.run(&["--json", "issue", sheet, "--officer", "issuer-1"]);
    assert_eq!(json(&again.stdout)["already_issued"], 48);
}

#[test]
fn when_no_file_can_grow_the_disk_is_named_and_the_register_goes_on_afterwards() {
    let (place, sheet) = Place::approved();
    for blocks in ["0", "8", "8192"] {
        // The signal would end the process; without it the system says no, as a full disk does.
        let before = format!("trap '' XFSZ; ulimit -f {blocks}");

        let refused = ran(&mut place.shell(&before, &["issue", &sheet, "--officer", "issuer-1"]));

        assert_eq!(refused.code, 69, "{blocks}: {}", refused.stderr);
        assert!(refused.stderr.contains("see to the disk"), "{blocks}: {}", refused.stderr);
    }
    goes_on(&place, &sheet);
}

#[test]
fn a_register_that_may_not_be_written_any_more_is_told_and_goes_on_once_it_may() {
    let (place, sheet) = Place::approved();
    let nobody = Nobody::owning(&place);
    for part in ["lock", "data/sled/db", "data/journal.jsonl", "persons.keys"] {
        let path = place.path(&format!("register/{part}"));
        let mode = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();

        let refused = nobody.run(&place, &["issue", &sheet, "--officer", "issuer-1"]);

        fs::set_permissions(&path, mode).unwrap();
        assert_eq!(refused.code, 69, "{part}: {}", refused.stderr);
        assert!(refused.stderr.contains("ermission denied"), "{part}: {}", refused.stderr);
    }
    nobody.give_back(&place);
    goes_on(&place, &sheet);
}

/// Somebody whom the system's permissions bind: whoever runs the tests, and where that is root, somebody else.
struct Nobody {
    id: u32,
    owner: u32,
    program: tempfile::TempDir,
}

impl Nobody {
    fn owning(place: &Place) -> Self {
        let owner = fs::metadata(place.root()).unwrap().uid();
        let id = if owner == 0 { 65_534 } else { owner };
        let program = tempfile::tempdir().unwrap();
        fs::copy(env!("CARGO_BIN_EXE_attesto"), program.path().join("attesto")).unwrap();
        fs::set_permissions(program.path(), fs::Permissions::from_mode(0o755)).unwrap();
        give(place.root().parent().unwrap(), id);
        Self { id, owner, program }
    }

    fn run(&self, place: &Place, words: &[&str]) -> Ran {
        let mut command = Command::new(self.program.path().join("attesto"));
        command.arg("--home").arg(place.root()).args(words);
        if self.id != self.owner {
            command.uid(self.id).gid(self.id);
        }
        ran(&mut command)
    }

    fn give_back(&self, place: &Place) {
        give(place.root().parent().unwrap(), self.owner);
    }
}

fn give(path: &Path, id: u32) {
    chown(path, Some(id), None).unwrap();
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| give(&entry.unwrap().path(), id));
    }
}
