use std::collections::BTreeMap;
use std::fs;

use super::*;

type Model = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

fn no_alarm(told: &str) {
    panic!("{told}");
}

fn key(number: u32) -> Vec<u8> {
    format!("copy/{:08x}", number.wrapping_mul(2_654_435_761)).into_bytes()
}

/// Entries, each seventh taken away.
fn entries(numbers: std::ops::Range<u32>, word: &str) -> Model {
    let value = |number: u32| (!number.is_multiple_of(7)).then(|| format!("{word} {number}").into_bytes());
    numbers.map(|number| (key(number), value(number))).collect()
}

fn written(folder: &Path, number: u32, entries: &Model) -> RunName {
    let mut writer = RunWriter::begin(folder, number, 5_000, no_alarm).unwrap();
    entries.iter().for_each(|(key, value)| writer.push(key, value.as_deref()).unwrap());
    writer.finish(0).unwrap()
}

fn verify(run: &Run) -> Result<(), ValueFault> {
    run.parts().try_for_each(|part| part.verify())
}

#[test]
fn a_run_gives_back_what_was_written_and_knows_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let model = entries(0..3_000, "value");
    let run = Run::open(folder.path(), written(folder.path(), 1, &model)).unwrap();

    verify(&run).unwrap();
    assert_eq!(run.from(b"").count(), 3_000);
    for number in 0..4_000 {
        let key = key(number);
        assert_eq!(run.find(&key, hash(&key)).unwrap(), model.get(&key).cloned());
    }
    for number in [0, 17, 2_999, 3_500] {
        let from = key(number);
        let read: Vec<Entry> = run.from(&from).map(Result::unwrap).collect();
        let expected: Vec<Entry> = model.range(from..).map(|(key, value)| (key.clone(), value.clone())).collect();
        assert_eq!(read, expected);
    }
}

#[test]
fn several_who_look_up_at_once_are_each_told_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let model = entries(0..3_000, "value");
    let run = &Run::open(folder.path(), written(folder.path(), 1, &model)).unwrap();

    let look_up = |step: u32| {
        // Each goes another way through the blocks, so that they drive out what others keep.
        for number in (0..3_500).map(|place| place * step % 3_500) {
            let key = key(number);
            assert_eq!(run.find(&key, hash(&key)).unwrap(), model.get(&key).cloned());
        }
    };
    std::thread::scope(|scope| [1, 3, 11, 1_013].into_iter().for_each(|step| drop(scope.spawn(move || look_up(step)))));
}

/// The same run as the format before wrote it.
fn as_before(folder: &Path, name: &RunName) -> RunName {
    let path = path(folder, name.number);
    let mut bytes = fs::read(&path).unwrap();
    let tail_at = bytes.len() - TAIL_BYTES;
    let footer_at = u64::from_be_bytes(bytes[tail_at..tail_at + 8].try_into().unwrap());
    let digest = Digest::of(&bytes[usize::try_from(footer_at).unwrap()..tail_at]);
    bytes[..MARK.len()].copy_from_slice(FIRST_MARK);
    bytes[tail_at + 8..].copy_from_slice(digest.as_bytes());
    fs::write(&path, bytes).unwrap();
    RunName { digest, ..name.clone() }
}

#[test]
fn a_filter_knows_what_can_be_listed_and_one_of_the_format_before_denies_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let model: Model = (0..500_u32).map(|number| (format!("copies/{number}/name").into_bytes(), None)).collect();
    let name = written(folder.path(), 1, &model);
    let run = Run::open(folder.path(), name.clone()).unwrap();
    let prefix = |number: u32| format!("copies/{number}/").into_bytes();

    assert!(run.may_list(b"copies/") && (0..500).all(|number| run.may_list(&prefix(number))));
    assert!((500..1_500).filter(|number| run.may_list(&prefix(*number))).count() < 50);

    let before = Run::open(folder.path(), as_before(folder.path(), &name)).unwrap();
    verify(&before).unwrap();
    assert!((0..1_500).all(|number| before.may_list(&prefix(number))));
    assert_eq!(before.from(b"").map(Result::unwrap).collect::<Model>(), model);
    assert!(Run::open(folder.path(), name).is_err(), "one name is one format");
}

#[test]
fn of_merged_runs_the_newest_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (entries(0..2_000, "old"), entries(1_000..3_000, "new"));
    let runs = [(1, &new), (2, &old)]
        .map(|(number, model)| Run::open(folder.path(), written(folder.path(), number, model)).unwrap());

    let merged: Model = Merged::of(runs.iter().map(|run| run.from(b"")).collect()).map(Result::unwrap).collect();

    let mut expected = old;
    expected.extend(new);
    assert_eq!(merged, expected);
}

#[test]
fn a_run_changed_or_cut_anywhere_is_told_and_so_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let name = written(folder.path(), 1, &entries(0..400, "value"));
    let path = path(folder.path(), 1);
    let whole = fs::read(&path).unwrap();
    let found = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        Run::open(folder.path(), name.clone()).and_then(|run| verify(&run))
    };
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        assert_eq!(found(&changed), Err(ValueFault::Damaged), "byte {at}");
    }
    for bytes in (0..whole.len()).step_by(97) {
        assert_eq!(found(&whole[..bytes]), Err(ValueFault::Damaged), "{bytes} bytes");
    }
    assert_eq!(found(&whole), Ok(()));
    fs::remove_file(&path).unwrap();
    assert_eq!(Run::open(folder.path(), name).map(|_| ()), Err(ValueFault::Damaged));
}

#[test]
fn names_of_runs_read_back() {
    let names: Vec<RunName> =
        (0..3).map(|number| RunName { number, level: 2, bytes: 1 << 40, digest: Digest::of(&[1]) }).collect();
    let mut bytes = Vec::new();
    names.iter().for_each(|name| name.write(&mut bytes));
    assert_eq!(RunName::parse_all(&bytes), Some(names));
    assert_eq!(RunName::parse_all(&bytes[1..]), None);
}
