use proptest::prelude::*;

use super::*;
use crate::approve::approve;
use crate::calendar::tests::Utc;
use crate::decide::tests::the_scheme;
use crate::issue::Alone;
use crate::officer::tests::some_officers;
use crate::sheet::tests::{a_sheet, at, id};

pub(crate) fn a_certification() -> Certification {
    let sheet = a_sheet();
    let officers = some_officers();
    let approval =
        approve(&sheet, &the_scheme(), &id("approve-1"), &officers, at("2026-11-24T10:00:00Z"), &Alone).unwrap();
    let numbers = [CertificateNumber::new("SIM", 2026, 417).unwrap()];
    approval.certifications(&the_scheme(), &numbers, &Utc).unwrap().remove(0)
}

fn turn(event: Event, decided: i64) -> Happening {
    let decided = Timestamp::from_unix(decided).unwrap();
    Happening::new(event, decided, at("2026-01-01T00:00:00Z"), id("decide-1"))
}

/// Seconds after every approval of these tests.
const AFTER: i64 = 1_800_000_000;

#[test]
fn a_certification_reads_back_as_written() {
    let certification = a_certification();
    assert_eq!(Certification::parse(&certification.to_text()).as_ref(), Ok(&certification));
    assert_eq!((certification.state(), certification.history().len()), (State::Certified, 1));
}

#[test]
fn a_certification_in_another_text_or_with_a_made_up_history_is_refused() {
    let text = a_certification().to_text();
    for (from, to) in [
        ("\"format\":1", "\"format\":3"),
        ("\"event\":\"granted\"", "\"event\":\"withdrawn\""),
        ("\"valid_until\":\"2029", "\"valid_until\":\"2019"),
        ("\"number\":\"SIM-2026-000417", "\"number\":\"SIM-2026-000418"),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(Certification::parse(&text.replacen(from, to, 1)).is_err(), "{from} -> {to}");
    }
}

#[test]
fn a_suspension_may_hold_from_the_past_and_be_lifted() {
    let suspended = a_certification().turned(turn(Event::Suspended, AFTER)).unwrap();
    let lifted = suspended.turned(turn(Event::Lifted, AFTER + 1)).unwrap();
    assert_eq!((lifted.state(), lifted.history().len()), (State::Certified, 3));
    assert_eq!(Certification::parse(&lifted.to_text()), Ok(lifted));
}

#[test]
fn what_was_decided_later_cannot_come_earlier() {
    let suspended = a_certification().turned(turn(Event::Suspended, AFTER)).unwrap();
    let refused = suspended.turned(turn(Event::Withdrawn, AFTER - 1));
    assert!(matches!(refused, Err(TurnRefused::BackInTime { .. })));
}

proptest! {
    #[test]
    fn a_history_holds_exactly_if_every_step_is_an_edge(steps in proptest::collection::vec(0usize..6, 0..8)) {
        use Event::{Corrected, Lifted, Renewed, Suspended, Withdrawn};
        let edges = [
            (State::Certified, Suspended, State::Suspended),
            (State::Certified, Withdrawn, State::Withdrawn),
            (State::Certified, Corrected, State::Certified),
            (State::Certified, Renewed, State::Certified),
            (State::Suspended, Lifted, State::Certified),
            (State::Suspended, Withdrawn, State::Withdrawn),
        ];
        let mut here = State::Certified;
        let mut certification = a_certification();
        for (index, step) in steps.into_iter().enumerate() {
            let event = Event::ALL[step];
            let edge = edges.iter().find(|(from, by, _)| (*from, *by) == (here, event));
            match (certification.clone().turned(turn(event, AFTER + i64::try_from(index).unwrap())), edge) {
                (Ok(turned), Some((_, _, to))) => {
                    here = *to;
                    certification = turned;
                }
                (Err(TurnRefused::NoSuchTurn { .. }), None) => {}
                (other, _) => prop_assert!(false, "{other:?}"),
            }
            prop_assert_eq!(certification.state(), here);
        }
    }
}
