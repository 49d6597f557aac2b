//! The contract that every engine of the register must pass.
//! It says nothing of power loss: that is proved on each engine by its own torture.

use attesto_credential::{Object, Timestamp};
use attesto_securing::Digest;

use super::act::{Act, ActKind, Entry, Payload};
use super::key::Key;
use super::merkle::merkle_root;
use super::person_id::PersonId;
use super::{Head, Register, RegisterFault};
use crate::code::OfficerId;

/// A clause that an engine does not keep.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("clause {clause:?}: {found}")]
pub struct Breach {
    /// The clause.
    pub clause: &'static str,
    /// What the engine did.
    pub found: String,
}

type Open<'a> = &'a mut dyn FnMut() -> Box<dyn Register>;
type Clause = (&'static str, fn(Open<'_>) -> Result<(), String>);

const CLAUSES: [Clause; 16] = [
    ("a new register stands at its start", starts_empty),
    ("an act is acknowledged with the next head", numbers_acts),
    ("an empty act stands in the journal", takes_an_empty_act),
    ("a payload is found by its digest", keeps_payloads),
    ("a value as large as allowed is kept, a larger one refused", bounds_values),
    ("a text of several megabytes is kept", keeps_big_payloads),
    ("a taken key refuses the whole act", refuses_taken_keys),
    ("a missing key refuses the whole act", refuses_missing_keys),
    ("a key named twice refuses the whole act", refuses_a_key_twice),
    ("a key is set, taken away and fresh again", changes_keys),
    ("a list is in the order of the keys and below the prefix only", lists_in_order),
    ("an act of a thousand entries is one act", takes_bulk),
    ("a clock that runs backwards is refused", refuses_an_old_clock),
    ("what an erased person left is gone, and nothing else is", erases),
    ("nothing is kept for a person who was erased", refuses_the_erased),
    ("reopening keeps everything", reopens),
];

/// Holds an engine against every clause, then its journal against its chain.
///
/// `open` gives the same register each time, new and empty the first; the register it gave before is gone by then.
///
/// # Errors
/// The first clause that the engine does not keep.
pub fn contract(open: Open<'_>) -> Result<(), Breach> {
    for (clause, hold) in CLAUSES {
        hold(open).map_err(|found| Breach { clause, found })?;
    }
    chain_holds(&*open()).map_err(|found| Breach { clause: "the chain holds from the first act to the head", found })
}

fn starts_empty(open: Open<'_>) -> Result<(), String> {
    let register = open();
    same("head", &register.head(), &Head::start())?;
    same("journal", &told(register.journal(1, 10))?.len(), &0)?;
    same("payload", &told(register.payload(&Digest::of(b"nothing")))?, &None)?;
    same("find", &told(register.find(&key("nothing")))?, &None)
}

fn numbers_acts(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let before = register.head();
    let head = told(register.commit(act()?.with_fresh(key("numbers-acts"), b"1".to_vec())))?;
    same("number", &head.seq, &(before.seq + 1))?;
    same("head", &register.head(), &head)?;
    let lines = told(register.journal(head.seq, 10))?;
    same("digest of the last line", &lines.first().map(|line| line.hash()), &Some(head.hash))
}

fn takes_an_empty_act(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let head = told(register.commit(act()?))?;
    let lines = told(register.journal(head.seq, 1))?;
    let line = lines.first().ok_or("no line")?;
    same("pieces", &line.pieces().len(), &0)?;
    same("payload root", &line.payload_root(), &merkle_root(&[]))
}

fn keeps_payloads(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let payloads =
        [Payload::lasting(b"lasting".to_vec()), Payload::erasable(b"of somebody".to_vec(), person("keeps-payloads"))];
    let acted = payloads.iter().cloned().fold(act()?, Act::with_payload);
    let head = told(register.commit(acted))?;
    for payload in &payloads {
        same("text", &told(register.payload(&payload.digest()))?.as_deref(), &Some(payload.bytes()))?;
    }
    let lines = told(register.journal(head.seq, 1))?;
    let root = merkle_root(&payloads.each_ref().map(Payload::digest));
    same("payload root", &lines.first().map(|line| line.payload_root()), &Some(root))
}

fn bounds_values(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let longest = key(&"k".repeat(Key::LIMIT_BYTES));
    told(register.commit(act()?.with_fresh(longest.clone(), vec![7; Entry::LIMIT_BYTES])))?;
    same("value", &told(register.find(&longest))?, &Some(vec![7; Entry::LIMIT_BYTES]))?;
    let too_large = act()?.with_fresh(key("too-large"), vec![7; Entry::LIMIT_BYTES + 1]);
    let too_long = act()?.with_fresh(key(&"k".repeat(Key::LIMIT_BYTES + 1)), b"".to_vec());
    for refused in [too_large, too_long] {
        untouched(&mut *register, refused, |fault| matches!(fault, RegisterFault::TooLong { .. }))?;
    }
    Ok(())
}

fn keeps_big_payloads(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    for size in [100_000, 130_000, 3 << 20] {
        let text: Vec<u8> = (0..size).map(|n: u32| n.to_be_bytes()).map(|[.., low]| low).collect();
        told(register.commit(act()?.with_payload(Payload::lasting(text.clone()))))?;
        let found = told(register.payload(&Digest::of(&text)))?;
        same("the text is the same", &(found == Some(text)), &true)?;
    }
    Ok(())
}

fn refuses_taken_keys(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    told(register.commit(act()?.with_fresh(key("taken"), b"first".to_vec())))?;
    let refused = act()?
        .with_fresh(key("taken-beside"), b"never".to_vec())
        .with_set(key("taken-set"), b"never".to_vec())
        .with_fresh(key("taken"), b"second".to_vec())
        .with_payload(Payload::lasting(b"never kept".to_vec()));
    untouched(&mut *register, refused, |fault| *fault == RegisterFault::Taken { key: key("taken") })?;
    same("value", &told(register.find(&key("taken")))?, &Some(b"first".to_vec()))?;
    same("key beside", &told(register.find(&key("taken-beside")))?, &None)?;
    same("set beside", &told(register.find(&key("taken-set")))?, &None)
}

fn refuses_missing_keys(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let refused = act()?.with_fresh(key("missing-beside"), b"never".to_vec()).with_gone(key("missing"));
    untouched(&mut *register, refused, |fault| *fault == RegisterFault::Missing { key: key("missing") })?;
    same("key beside", &told(register.find(&key("missing-beside")))?, &None)
}

fn refuses_a_key_twice(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let refused = act()?.with_fresh(key("twice"), b"1".to_vec()).with_set(key("twice"), b"2".to_vec());
    untouched(&mut *register, refused, |fault| *fault == RegisterFault::Twice { key: key("twice") })
}

fn changes_keys(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let changing = key("changing");
    told(register.commit(act()?.with_set(changing.clone(), b"1".to_vec())))?;
    told(register.commit(act()?.with_set(changing.clone(), b"2".to_vec())))?;
    same("set", &told(register.find(&changing))?, &Some(b"2".to_vec()))?;
    told(register.commit(act()?.with_gone(changing.clone())))?;
    same("gone", &told(register.find(&changing))?, &None)?;
    told(register.commit(act()?.with_fresh(changing.clone(), b"3".to_vec())))?;
    same("fresh again", &told(register.find(&changing))?, &Some(b"3".to_vec()))
}

fn lists_in_order(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let below = |name: &str| key("list").under(name);
    let mut filled = act()?.with_set(key("list"), b"above".to_vec()).with_set(key("list-beside"), b"beside".to_vec());
    for name in ["c", "a", "b", "a-", "B"] {
        filled = filled.with_fresh(below(name), name.as_bytes().to_vec());
    }
    told(register.commit(filled))?;
    let names = |after: Option<Key>, at_most| -> Result<Vec<String>, String> {
        let entries = told(register.list(&key("list"), after.as_ref(), at_most))?;
        Ok(entries.into_iter().map(|(_, value)| String::from_utf8_lossy(&value).into_owned()).collect())
    };
    same("all", &names(None, 10)?, &["B", "a", "a-", "b", "c"].map(str::to_owned).to_vec())?;
    same("after", &names(Some(below("a")), 10)?, &["a-", "b", "c"].map(str::to_owned).to_vec())?;
    same("at most", &names(Some(below("B")), 2)?, &["a", "a-"].map(str::to_owned).to_vec())?;
    same("none", &names(None, 0)?, &Vec::new())
}

fn takes_bulk(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let before = register.head().seq;
    let mut bulk = act()?;
    for number in 0..1_000u32 {
        let text = format!("sealed {number}").into_bytes();
        bulk = bulk.with_fresh(key("bulk").under(&format!("{number:04}")), Digest::of(&text).to_hex());
        bulk = bulk.with_payload(Payload::lasting(text));
    }
    let head = told(register.commit(bulk))?;
    same("one line", &head.seq, &(before + 1))?;
    same("entries", &told(register.list(&key("bulk"), None, 2_000))?.len(), &1_000)?;
    same("text", &told(register.payload(&Digest::of(b"sealed 999")))?, &Some(b"sealed 999".to_vec()))
}

fn erases(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let of = |name: &str, text: &str| Payload::erasable(text.as_bytes().to_vec(), person(name));
    let texts = [of("erased", "a name"), of("erased", "a badge"), of("stays", "another name")];
    told(register.commit(texts.iter().cloned().fold(act()?, Act::with_payload)))?;
    let before = told(register.journal(1, usize::MAX))?;
    told(register.commit(act()?.with_erased(person("erased"))))?;
    for reopened in [false, true] {
        if reopened {
            drop(register);
            register = open();
        }
        let found = texts.iter().map(|text| Ok(told(register.payload(&text.digest()))?.is_some()));
        same("texts there", &found.collect::<Result<Vec<_>, String>>()?, &vec![false, false, true])?;
        let after = told(register.journal(1, before.len()))?;
        same("lines before", &after, &before)?;
    }
    let twice = act()?.with_erased(person("erased"));
    untouched(&mut *register, twice, |fault| matches!(fault, RegisterFault::Taken { .. }))
}

fn refuses_the_erased(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    told(register.commit(act()?.with_erased(person("refused"))))?;
    let text = Payload::erasable(b"anew".to_vec(), person("refused"));
    untouched(&mut *register, act()?.with_payload(text.clone()), |fault| {
        *fault == RegisterFault::Erased { person: person("refused") }
    })?;
    same("text", &told(register.payload(&text.digest()))?, &None)
}

fn refuses_an_old_clock(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let old = Timestamp::from_unix(MOMENT - 60).map_err(|fault| fault.to_string())?;
    let refused = Act::new(ActKind::Decision, old, officer()?, Object::new());
    untouched(&mut *register, refused, |fault| matches!(fault, RegisterFault::ClockBackwards { .. }))
}

fn reopens(open: Open<'_>) -> Result<(), String> {
    let mut register = open();
    let text = b"kept over a restart".to_vec();
    let kept = act()?.with_fresh(key("kept"), b"kept".to_vec()).with_payload(Payload::lasting(text.clone()));
    let head = told(register.commit(kept))?;
    let lines = told(register.journal(1, usize::MAX))?;
    drop(register);

    let mut register = open();
    same("head", &register.head(), &head)?;
    same("lines", &told(register.journal(1, usize::MAX))?, &lines)?;
    same("entry", &told(register.find(&key("kept")))?, &Some(b"kept".to_vec()))?;
    same("text", &told(register.payload(&Digest::of(&text)))?, &Some(text))?;
    let again = act()?.with_fresh(key("kept"), b"again".to_vec());
    untouched(&mut *register, again, |fault| *fault == RegisterFault::Taken { key: key("kept") })
}

fn chain_holds(register: &dyn Register) -> Result<(), String> {
    let lines = told(register.journal(1, usize::MAX))?;
    let end =
        lines.iter().try_fold(Head::start(), |head, line| head.follow(line)).map_err(|fault| fault.to_string())?;
    same("head", &register.head(), &end)?;
    let middle = end.seq / 2;
    let part = told(register.journal(middle, 3))?;
    same("part", &part.iter().map(|line| line.seq()).collect::<Vec<_>>(), &(middle..middle + 3).collect())
}

/// Commits an act that must be refused for the right reason and change nothing.
fn untouched(
    register: &mut dyn Register,
    refused: Act,
    is_right: impl Fn(&RegisterFault) -> bool,
) -> Result<(), String> {
    let before = register.head();
    match register.commit(refused) {
        Ok(_) => return Err("the act was taken".to_owned()),
        Err(fault) if !is_right(&fault) => return Err(format!("refused for another reason: {fault}")),
        Err(_) => {}
    }
    same("head", &register.head(), &before)
}

const MOMENT: i64 = 1_775_000_000;

fn act() -> Result<Act, String> {
    let at = Timestamp::from_unix(MOMENT).map_err(|fault| fault.to_string())?;
    Ok(Act::new(ActKind::Decision, at, officer()?, Object::new().with("contract", true)))
}

fn officer() -> Result<OfficerId, String> {
    OfficerId::parse("officer-1").map_err(|fault| fault.to_string())
}

fn person(name: &str) -> PersonId {
    PersonId::new(Digest::of(name.as_bytes()))
}

fn key(name: &str) -> Key {
    Key::of(&[name])
}

fn told<T>(answer: Result<T, RegisterFault>) -> Result<T, String> {
    answer.map_err(|fault| fault.to_string())
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what} is {found:?}, should be {expected:?}")) }
}
