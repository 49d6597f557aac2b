//! Local midnights on the night the clocks go back: a day ends with its last second where it is asked about.
//! That these are the midnights of the zones is held at the roof, which has the zones.

use attesto_credential::{Timestamp, Why};
use attesto_verifier::Code;

use crate::lists::{INDEX, Served, State};
use crate::of_status::{foreign, listed_badge};
use crate::wrong_lists::{World, status};

/// The first second of 25, 26 and 27 October 2026: Athens and Bucharest, Rome, the Azores, New York.
const MIDNIGHTS: [[&str; 3]; 4] = [
    ["2026-10-24T21:00:00Z", "2026-10-25T22:00:00Z", "2026-10-26T22:00:00Z"],
    ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z"],
    ["2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z", "2026-10-27T01:00:00Z"],
    ["2026-10-25T04:00:00Z", "2026-10-26T04:00:00Z", "2026-10-27T04:00:00Z"],
];

const BEGIN: &str = "2026-10-01T00:00:00Z";
const END: &str = "2026-11-15T00:00:00Z";

/// What may follow a suspension, and what that day's list says then.
const DEEDS: [(Code, fn() -> State); 3] =
    [(Code::StatusGood, State::clear), (Code::StatusReplaced, corrected), (Code::StatusRevoked, State::revoked)];

fn corrected() -> State {
    State::revoked().followed(Why::Correction, Some(INDEX + 1))
}

/// Good, suspended on the 25th, and what was decided on the 26th, each from the first second of its day.
fn life(midnights: [&'static str; 3], last: State) -> [State; 3] {
    let good = State::clear().counting(BEGIN, END);
    let suspended = State::suspended().counting(midnights[0], END).after(&[&good]);
    let last = last.counting(midnights[1], END).after(&[&good, &suspended]);
    [good, suspended, last]
}

fn before(moment: &str) -> String {
    Timestamp::from_unix(Timestamp::parse(moment).unwrap().unix() - 1).unwrap().to_string()
}

fn on(world: &World, day: &str) -> Code {
    status(&world.judged(&listed_badge(), day).0).1
}

#[test]
fn the_last_second_of_a_day_has_what_was_so_on_that_day_wherever_it_is() {
    for midnights in MIDNIGHTS {
        for (code, last) in DEEDS {
            let [good, suspended, last] = life(midnights, last());
            let served: Vec<Served> = [last.published(), good.dated(), suspended.dated()].concat();
            let world = World::serving(served).fetched("2026-11-01T00:00:00Z");

            let days = midnights.map(|midnight| on(&world, &before(midnight)));

            assert_eq!(days, [Code::StatusGood, Code::StatusSuspended, code], "{midnights:?}");
            assert_eq!([on(&world, midnights[0]), on(&world, midnights[1])], [Code::StatusSuspended, code]);
        }
    }
}

#[test]
fn the_same_day_ends_elsewhere_after_it_began_here() {
    let [athens, .., new_york] = MIDNIGHTS;
    let [good, suspended, last] = life(athens, State::revoked());
    let served: Vec<Served> = [last.published(), good.dated(), suspended.dated()].concat();
    let world = World::serving(served).fetched("2026-11-01T00:00:00Z");

    assert_eq!(on(&world, &before(athens[0])), Code::StatusGood, "the 24th in Athens");
    assert_eq!(on(&world, &before(new_york[0])), Code::StatusSuspended, "the 24th in New York");
}

#[test]
fn without_history_only_the_days_of_the_present_list_can_be_told() {
    for midnights in MIDNIGHTS {
        let [.., last] = life(midnights, State::revoked());
        let bare = vec![(crate::lists::LIST.to_owned(), foreign(&State { history: Vec::new(), ..last }))];
        let world = World::serving(bare).fetched("2026-11-01T00:00:00Z");

        let days = midnights.map(|midnight| on(&world, &before(midnight)));

        assert_eq!(days, [Code::StatusNoHistory, Code::StatusNoHistory, Code::StatusRevoked], "{midnights:?}");
    }
}
