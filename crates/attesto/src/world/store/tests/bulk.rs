//! Bulk acts: packs of texts and sealed runs of the index, what is left of them by a stop, and damage at rest.

use attesto_issuer::PersonId;

use super::*;

const NAME: &str = "Ελένη Δοκιμάκη, Eleni.Dokimaki@grammateia.example";
const PERSONS: u32 = 40;

fn somebody(act: u32, number: u32) -> PersonId {
    PersonId::new(Digest::of(format!("person {number} of {act}").as_bytes()))
}

fn wording(act: u32, number: u32) -> Payload {
    let criteria = "shown at level 5; ".repeat(40);
    let text = format!("{{\"name\":\"{NAME}\",\"n\":\"{act}/{number}\",\"criteria\":\"{criteria}\"}}");
    Payload::erasable(text.into_bytes(), somebody(act, number))
}

/// An act that keeps a text of each of forty persons, like a specimen of nobody.
fn bulk(number: u32) -> Act {
    let specimen = format!("{{\"name\":\"\",\"n\":\"\",\"criteria\":\"{}\"}}", "shown at level 5; ".repeat(40));
    let opened = act(number).with_specimen(Some(specimen.into_bytes()));
    (0..PERSONS).fold(opened, |act, person| {
        let text = wording(number, person);
        let (digest, key) = (text.digest().to_hex(), person_key(number, person));
        act.with_payload(text).with_fresh(key, digest).with_set(Key::of(&["turn", &person.to_string()]), vec![7])
    })
}

fn person_key(act: u32, person: u32) -> Key {
    Key::of(&["person", &format!("{act:04}"), &format!("{person:04}")])
}

fn with_bulk_acts(count: u32) -> Folder {
    let folder = Folder::new();
    let mut register = folder.open().register;
    for number in 0..count {
        register.commit(bulk(number)).unwrap();
    }
    folder
}

fn holds_bulk(register: &dyn Register, count: u32) {
    holds(register, count);
    for number in 0..count {
        for person in 0..PERSONS {
            let text = wording(number, person);
            assert_eq!(register.find(&person_key(number, person)).unwrap(), Some(text.digest().to_hex().into_bytes()));
            assert_eq!(register.payload(&text.digest()).unwrap().as_deref(), Some(text.bytes()));
        }
    }
    let listed = register.list(&Key::of(&["person"]), None, 100_000).unwrap();
    assert_eq!(listed.len(), usize::try_from(count * PERSONS).unwrap());
    assert!(listed.is_sorted());
}

fn files(folder: &Folder, part: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.data(part)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn bulk_acts_rest_in_packs_and_runs_and_runs_are_merged() {
    let folder = with_bulk_acts(65);

    holds_bulk(&*folder.open().register, 65);

    assert_eq!(files(&folder, "packs").len(), 65);
    assert_eq!(files(&folder, "index").len(), 2, "64 became one, and one is new");
    let packed: u64 = files(&folder, "packs").iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    let texts = 65 * u64::from(PERSONS) * u64::try_from(wording(0, 0).bytes().len()).unwrap();
    assert!(packed * 2 < texts, "{packed} bytes for {texts}");
}

#[test]
fn a_bulk_act_whose_index_was_lost_is_put_into_it_again() {
    let folder = with_bulk_acts(3);
    let yesterday = RefCell::new(Vec::new());
    folder.in_engine("index", |tree| *yesterday.borrow_mut() = tree.iter().map(Result::unwrap).collect());
    let mut register = folder.open().register;
    for number in 3..7 {
        register.commit(bulk(number)).unwrap();
    }
    drop(register);
    folder.in_engine("index", |tree| {
        tree.clear().unwrap();
        yesterday.take().into_iter().for_each(|(key, value)| drop(tree.insert(key, value).unwrap()));
    });

    let opened = folder.open();

    assert_eq!(opened.notices, [Notice::Replayed { first: 4, last: 7 }]);
    holds_bulk(&*opened.register, 7);
}

#[test]
fn what_an_act_cut_short_left_of_packs_and_runs_goes() {
    let folder = with_bulk_acts(2);
    let left = with_bulk_acts(3);
    let (packs, runs) = (files(&folder, "packs"), files(&folder, "index"));
    for path in files(&left, "packs") {
        fs::copy(&path, folder.data("packs").join(path.file_name().unwrap())).unwrap();
    }
    for name in ["packs/half.part", "index/0000000002.run", "index/0000000009.part"] {
        fs::write(folder.data(name), b"left").unwrap();
    }

    let mut register = folder.open().register;

    assert_eq!((files(&folder, "packs"), files(&folder, "index")), (packs, runs));
    register.commit(bulk(2)).unwrap();
    holds_bulk(&*register, 3);
}

#[test]
fn a_run_that_is_gone_cut_or_flipped_anywhere_is_made_again() {
    let folder = with_bulk_acts(2);
    let path = files(&folder, "index").remove(0);
    let whole = fs::read(&path).unwrap();
    let flipped = (0..whole.len()).step_by(401).map(|at| {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        Some(flipped)
    });
    for damaged in flipped.chain([None, Some(whole[..whole.len() - 1].to_vec()), Some(Vec::new())]) {
        match damaged {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }

        let opened = folder.open();

        assert_eq!(opened.notices, [Notice::IndexRebuilt { acts: 2 }]);
        holds_bulk(&*opened.register, 2);
        drop(opened);
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_pack_that_is_gone_cut_or_flipped_is_refused_at_the_start_or_when_a_text_is_read() {
    let folder = with_bulk_acts(2);
    let path = files(&folder, "packs").remove(1);
    let whole = fs::read(&path).unwrap();
    let directory = 20 + 44 * 43;
    for at in (0..whole.len()).step_by(97) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, flipped).unwrap();
        if at < directory {
            let fault = folder.refused();
            assert!(fault.to_string().contains("packs/") && fault.to_string().contains("restore"), "{at}: {fault}");
            continue;
        }
        let register = folder.open().register;
        let lines = register.journal(1, 10).unwrap();
        let named = lines.iter().flat_map(|line| line.pieces().to_vec());
        let texts = (0..2).flat_map(|act| (0..PERSONS).map(move |person| wording(act, person).digest()));
        let own = (0..2).map(|act| Digest::of(&text(act)));
        let faults: Vec<_> = named.chain(texts).chain(own).filter_map(|text| register.payload(&text).err()).collect();
        assert!(matches!(&faults[..], [RegisterFault::Damaged { .. }, ..]), "byte {at}: {faults:?}");
    }
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert!(folder.refused().to_string().contains("it is not what was written"));
    fs::remove_file(&path).unwrap();
    assert!(folder.refused().to_string().contains("it is not there"));
    fs::write(&path, whole).unwrap();
    holds_bulk(&*folder.open().register, 2);
}

#[test]
fn a_pack_that_the_index_does_not_know_yet_is_missed_by_its_line() {
    let folder = with_bulk_acts(2);
    let path = files(&folder, "packs").remove(0);
    folder.in_engine("index", |tree| tree.clear().unwrap());
    let mut bytes = fs::read(&path).unwrap();
    bytes[30] ^= 1;
    fs::write(&path, bytes).unwrap();

    let fault = folder.refused();

    assert!(fault.to_string().starts_with("journal line "), "{fault}");
    assert!(path.exists());
}

#[test]
fn the_texts_of_a_bulk_act_go_with_their_person_and_with_nobody_else() {
    let folder = with_bulk_acts(1);
    for word in ["Ελένη", "Dokimaki", "grammateia.example"] {
        assert!(!persons::holds_anywhere(&folder.path, word.as_bytes()), "{word}");
    }

    folder.open().register.commit(act(1).with_erased(somebody(0, 3))).unwrap();

    let register = folder.open().register;
    let there = |person| register.payload(&wording(0, person).digest()).unwrap().is_some();
    assert!((0..PERSONS).all(|person| there(person) == (person != 3)));
}

#[test]
fn what_gathers_in_the_engine_becomes_a_run() {
    let folder = Folder::new();
    let mut register = folder.open().register;
    for number in 0..140u32 {
        let filled = (0..61).fold(act(number), |act, entry: u32| act.with_fresh(person_key(number, entry), vec![1]));
        register.commit(filled).unwrap();
    }
    drop(register);
    assert_eq!(files(&folder, "index").len(), 1);

    let register = folder.open().register;

    holds(&*register, 140);
    assert_eq!(register.list(&Key::of(&["person"]), None, 100_000).unwrap().len(), 140 * 61);
}

#[test]
fn sled_and_runs_answer_like_the_register_in_memory_whatever_is_set_and_taken_away() {
    let (folder, mut memory) = (Folder::new(), MemoryRegister::new());
    let mut register = folder.open().register;
    let mut drawn = 1_u32;
    let mut draw = |below: u32| {
        drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (drawn >> 8) % below
    };
    for number in 0..90 {
        let many = if draw(3) == 0 { 100 } else { 3 };
        let mut keys: Vec<u32> = (0..many).map(|_| draw(300)).collect();
        keys.sort_unstable();
        keys.dedup();
        let changed = keys.into_iter().fold(act(number), |act, key| {
            let key = Key::of(&["any", &key.to_string()]);
            match memory.find(&key).unwrap() {
                Some(_) if draw(2) == 0 => act.with_gone(key),
                Some(_) => act.with_set(key, number.to_string()),
                None => act.with_fresh(key, number.to_string()),
            }
        });
        memory.commit(changed.clone()).unwrap();
        register.commit(changed).unwrap();
        if draw(10) == 0 {
            drop(register);
            let opened = folder.open();
            assert_eq!(opened.notices, []);
            register = opened.register;
        }
        let any = Key::of(&["any"]);
        assert_eq!(register.list(&any, None, 1_000).unwrap(), memory.list(&any, None, 1_000).unwrap());
        let after = Key::of(&["any", "150"]);
        assert_eq!(register.list(&any, Some(&after), 7).unwrap(), memory.list(&any, Some(&after), 7).unwrap());
        for key in (0..300).map(|key: u32| Key::of(&["any", &key.to_string()])) {
            assert_eq!(register.find(&key).unwrap(), memory.find(&key).unwrap(), "{key}");
        }
    }
}

#[test]
fn a_register_of_the_first_format_is_opened_and_goes_on() {
    let folder = Folder::with_acts(3);
    // What the first format did not have: packs, runs, and the last eight bytes of where the index stands.
    fs::remove_dir(folder.data("packs")).unwrap();
    fs::remove_dir(folder.data("index")).unwrap();
    fs::write(folder.data("format"), "1\n").unwrap();
    folder.in_engine("index", |tree| {
        let applied = values::read(tree, b"\0applied").unwrap().unwrap();
        values::write(tree, b"\0applied", &applied[..88]).unwrap();
    });

    let opened = folder.open();

    assert_eq!(opened.notices, []);
    let mut register = opened.register;
    register.commit(bulk(3)).unwrap();
    drop(register);
    assert_eq!(fs::read_to_string(folder.data("format")).unwrap(), "3\n");
    holds(&*folder.open().register, 4);
}
