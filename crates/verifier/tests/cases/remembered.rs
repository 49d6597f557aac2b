//! What was worked out for one case is lent to the next: never the answer itself, which others may have made otherwise.

use attesto_securing::Signer as _;
use attesto_verifier::{Code, Verdict};
use serde_json::json;

use crate::lists::State;
use crate::of_status::listed_badge;
use crate::wrong_lists::{World, status};

const NOW: &str = "2026-07-01T12:00:00Z";

fn judged(world: &World) -> (Verdict, Code) {
    status(&world.judged(&listed_badge(), NOW).0)
}

#[test]
fn a_list_that_took_the_place_of_another_is_read_and_not_remembered() {
    let (before, since) = (World::serving(State::clear().published()), World::serving(State::revoked().published()));
    assert_eq!(judged(&before), (Verdict::Valid, Code::StatusGood));
    assert_eq!(judged(&since), (Verdict::NotValid, Code::StatusRevoked));
    assert_eq!(judged(&before), (Verdict::Valid, Code::StatusGood), "who serves the old one still shows the old one");
}

#[test]
fn a_list_that_held_under_a_key_is_not_believed_when_the_key_may_no_longer_speak() {
    let world = |members| World::serving(State::clear().published()).with_key(&members);
    assert_eq!(judged(&world(json!({}))), (Verdict::Valid, Code::StatusGood));

    let for_badges_alone = world(json!({"urn:attesto:use": ["credential"]}));
    let given_up = world(json!({"revoked": "2026-06-01T00:00:00Z"}));
    let replaced = world(json!({"publicKeyMultibase": crate::bench::key(9).public().to_multikey()}));

    assert_eq!(judged(&for_badges_alone), (Verdict::CannotTell, Code::StatusListBroken));
    assert_eq!(judged(&given_up), (Verdict::CannotTell, Code::StatusSkipped));
    assert_eq!(judged(&replaced), (Verdict::NotValid, Code::StatusSkipped));
}

#[test]
fn a_list_that_counted_then_has_ended_now() {
    let world = World::serving(State::clear().published());
    assert_eq!(judged(&world), (Verdict::Valid, Code::StatusGood));
    assert_eq!(
        status(&world.judged(&listed_badge(), "2026-07-08T00:00:01Z").0),
        (Verdict::CannotTell, Code::StatusStale)
    );
}
