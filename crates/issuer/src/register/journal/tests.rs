use super::super::key::Key;
use super::*;

fn act(at: &str) -> Act {
    let body = Object::new().with("sheet", "Η πρώτη \"φουρνιά\"").with("rows", 3u64);
    Act::new(ActKind::Decision, Timestamp::parse(at).unwrap(), OfficerId::parse("officer-1").unwrap(), body)
        .with_payload(Payload::lasting(b"sheet".to_vec()))
        .with_fresh(Key::of(&["sheet", "1"]), b"x".to_vec())
}

fn two_lines() -> (JournalLine, JournalLine) {
    let first = JournalLine::compose(&act("2026-03-31T10:00:00Z"), &Head::start()).unwrap().line;
    let second = JournalLine::compose(&act("2026-03-31T10:00:01Z"), &first.head()).unwrap().line;
    (first, second)
}

#[test]
fn a_line_reads_back_as_it_was_written() {
    let (first, second) = two_lines();
    for line in [first, second] {
        let text = line.to_text();
        assert!(!text.contains('\n'));
        assert_eq!(JournalLine::parse(&text), Ok(line.clone()));
        assert_eq!(link(&text), Some((line.seq, line.prev)));
    }
}

#[test]
fn a_chain_holds_only_in_order_and_unchanged() {
    let (first, second) = two_lines();

    let head = Head::start().follow(&first).unwrap();
    assert_eq!(head.follow(&second).unwrap(), second.head());

    assert!(matches!(Head::start().follow(&second), Err(BrokenChain::Sequence { .. })));
    let changed = JournalLine::parse(&first.to_text().replace("officer-1", "officer-2")).unwrap();
    assert!(matches!(changed.head().follow(&second), Err(BrokenChain::Digest { .. })));
}

#[test]
fn no_line_with_a_changed_byte_has_the_same_digest() {
    let (first, _) = two_lines();
    let text = first.to_text();
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let changed = String::from_utf8(bytes).ok().and_then(|text| JournalLine::parse(&text).ok());
        assert!(changed.is_none_or(|line| line.hash() != first.hash()), "byte {at}");
    }
}

#[test]
fn a_line_in_another_form_is_refused_even_if_it_says_the_same() {
    let text = two_lines().0.to_text();
    for other in [text.replace(",\"seq\":1", ", \"seq\":1"), text.replace("\"rows\":3", "\"rows\":3,\"rows\":3")] {
        assert_ne!(other, text);
        let read = JournalLine::parse(&other);
        assert!(read.is_err() || read.unwrap().hash() != Digest::of(text.as_bytes()));
    }
    assert!(JournalLine::parse(&text.replace(",\"seq\":1", ", \"seq\":1")).is_err());
}

#[test]
fn a_later_format_is_named_as_such() {
    let text = two_lines().0.to_text().replace("\"format\":1", "\"format\":2");
    assert_eq!(JournalLine::parse(&text), Err(BadLine::Newer { found: "2".to_owned() }));
}

#[test]
fn a_clock_that_runs_backwards_is_refused_beyond_five_seconds() {
    let head = two_lines().0.head();
    assert!(JournalLine::compose(&act("2026-03-31T09:59:55Z"), &head).is_ok());
    let refused = JournalLine::compose(&act("2026-03-31T09:59:54Z"), &head);
    assert!(matches!(refused, Err(RegisterFault::ClockBackwards { .. })));
}

#[test]
fn a_body_that_would_not_read_back_is_refused_before_it_is_written() {
    let at = Timestamp::parse("2026-03-31T10:00:00Z").unwrap();
    let body = Object::new().with("text", "x".repeat(LIMITS.string_bytes + 1));
    let act = Act::new(ActKind::Record, at, OfficerId::parse("officer-1").unwrap(), body);
    assert!(matches!(JournalLine::compose(&act, &Head::start()), Err(RegisterFault::BodyUnfit { .. })));
}

#[test]
fn a_body_too_large_for_one_line_is_refused() {
    let body = Object::new().with("text", "x".repeat(Act::BODY_LIMIT_BYTES));
    let at = Timestamp::parse("2026-03-31T10:00:00Z").unwrap();
    let act = Act::new(ActKind::Record, at, OfficerId::parse("officer-1").unwrap(), body);
    assert!(matches!(JournalLine::compose(&act, &Head::start()), Err(RegisterFault::BodyTooLong { .. })));
}
