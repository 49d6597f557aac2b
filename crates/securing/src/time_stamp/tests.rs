//! A token of `openssl ts` (in `tests/vectors/jades/es256-b-t.json`), and what is no token for this.

use attesto_credential::{Document, Limits};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn read(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/jades").join(name);
    std::fs::read(path).unwrap()
}

fn anchors() -> Anchors {
    Anchors::from_pem(&read("anchors.pem")).unwrap()
}

/// The text of the signature, and the token over it.
fn stamped() -> (String, Vec<u8>) {
    let document = Document::parse(&read("es256-b-t.json"), &Limits::status_list()).unwrap();
    let text = |pointer: &str| document.at(pointer).unwrap().as_str().unwrap().to_owned();
    let part = URL_SAFE_NO_PAD.decode(text("/signatures/0/header/etsiU/0")).unwrap();
    let part = Document::parse(&part, &Limits::default()).unwrap();
    let token = STANDARD.decode(part.at("/sigTst/tstTokens/0/val").unwrap().as_str().unwrap()).unwrap();
    (text("/signatures/0/signature"), token)
}

struct Zeros;

impl Entropy for Zeros {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

#[test]
fn a_token_proves_that_its_message_existed_and_no_other() {
    let (message, token) = stamped();
    let token = Token::read(&token).unwrap();
    let proves = |message: &str, at| token.proves(message.as_bytes(), &anchors(), at);

    let found = proves(&message, at("2030-01-01T00:00:00Z")).unwrap();

    assert_eq!(found.at(), token.peek_unbelieved());
    assert_eq!(found.authority().certificate().subject().common_name(), Some("Demo time"));
    assert_eq!(proves("another message", at("2030-01-01T00:00:00Z")), Err(BadStamp::Imprint));
    let too_early = proves(&message, at("2026-11-26T00:00:00Z"));
    assert!(matches!(too_early, Err(BadStamp::FromFuture { .. })));
    let gone = proves(&message, at("2057-01-01T00:00:00Z"));
    assert!(matches!(gone, Err(BadStamp::Chain(BadChain::Expired { .. }))));
    let nobody = token.proves(message.as_bytes(), &Anchors::none(), at("2030-01-01T00:00:00Z"));
    assert!(matches!(nobody, Err(BadStamp::Chain(BadChain::NoAnchor { .. }))));
}

#[test]
fn no_changed_byte_of_a_token_changes_what_it_proves() {
    let (message, good) = stamped();
    let anchors = anchors();
    let moment = Token::read(&good).unwrap().peek_unbelieved();
    for index in (0..good.len()).step_by(3) {
        let mut changed = good.clone();
        changed[index] ^= 1 << (index % 8);
        let found = Token::read(&changed)
            .and_then(|token| token.proves(message.as_bytes(), &anchors, at("2030-01-01T00:00:00Z")));
        assert!(found.as_ref().map_or(true, |found| found.at() == moment), "byte {index}: {found:?}");
    }
    for length in 0..good.len() {
        assert!(Token::read(&good[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_question_has_the_digest_of_its_message_and_wants_the_certificate() {
    let der = StampRequest::new(b"abc", &mut Zeros).to_der().unwrap();
    let hex: String = der.iter().map(|byte| format!("{byte:02x}")).collect();
    let imprint =
        "3031300d060960864801650304020105000420ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hex, format!("3043020101{imprint}02084000000000000000") + "0101ff");
}

#[test]
fn an_answer_that_is_refused_or_answers_another_question_is_no_token() {
    let (message, token) = stamped();
    let answer = |status: u8, token: &[u8]| {
        let status = sequence(&[vec![2, 1, status]]).unwrap();
        sequence(&[status, token.to_vec()]).unwrap()
    };
    let question = StampRequest::new(message.as_bytes(), &mut Zeros);
    // The token on file answers a nonce that openssl drew.
    assert_eq!(question.token(&answer(0, &token)), Err(BadStamp::Nonce));
    assert_eq!(question.token(&answer(2, &token)), Err(BadStamp::Refused { status: 2 }));
    assert_eq!(StampRequest::new(b"abc", &mut Zeros).token(&answer(0, &token)), Err(BadStamp::Imprint));
    assert_eq!(question.token(b"<html>"), Err(BadStamp::Unreadable));
    assert_eq!(question.token(&answer(0, &[])), Err(BadStamp::Unreadable));
}
