//! Every life of three editions, asked about on days before, in and at the edges of each: the status of then is found.

use attesto_credential::Why;
use attesto_verifier::Code;

use crate::lists::{INDEX, Served, State};
use crate::of_status::listed_badge;
use crate::wrong_lists::{World, status};

/// What may hold of a copy in an edition.
const STATES: [(Code, fn() -> State); 4] = [
    (Code::StatusGood, State::clear),
    (Code::StatusReplaced, renewed),
    (Code::StatusRevoked, State::revoked),
    (Code::StatusSuspended, State::suspended),
];

/// From when until when each edition would have counted; each begins while the one before still counts.
const EDITIONS: [(&str, &str); 3] = [
    ("2026-07-01T00:00:00Z", "2026-07-15T00:00:00Z"),
    ("2026-07-10T08:30:00Z", "2026-07-24T00:00:00Z"),
    ("2026-07-20T07:00:00Z", "2026-08-03T00:00:00Z"),
];

/// Days, and which edition was in force on each; the last is after the present one ended.
const DAYS: [(&str, Option<usize>); 8] = [
    ("2026-06-30T23:59:59Z", None),
    ("2026-07-01T00:00:00Z", Some(0)),
    ("2026-07-10T08:29:59Z", Some(0)),
    ("2026-07-10T08:30:00Z", Some(1)),
    ("2026-07-20T06:59:59Z", Some(1)),
    ("2026-07-20T07:00:00Z", Some(2)),
    ("2026-08-03T00:00:00Z", Some(2)),
    ("2026-08-03T00:00:01Z", None),
];

fn renewed() -> State {
    State::clear().followed(Why::Renewal, Some(INDEX + 1))
}

fn served(life: [usize; 3]) -> Vec<Served> {
    let mut before: Vec<State> = Vec::new();
    let mut served = Vec::new();
    for (state, (from, until)) in life.into_iter().zip(EDITIONS) {
        let edition = STATES[state].1().counting(from, until).after(&before.iter().collect::<Vec<_>>());
        before.push(edition);
    }
    let present = before.pop().unwrap();
    served.extend(present.published());
    served.extend(before.iter().flat_map(State::dated));
    served
}

#[test]
fn on_each_day_of_each_life_the_status_of_that_day_is_found() {
    // Each state follows each other one: all pairs of the first two, and of the last two.
    let pairs = (0..4).flat_map(|one| (0..4).map(move |two| (one, two)));
    for (one, two) in pairs {
        let life = [one, two, (one + two + 1) % 4];
        let world = World::serving(served(life)).fetched("2026-07-21T00:00:00Z");
        for (day, edition) in DAYS {
            let found = status(&world.judged(&listed_badge(), day).0).1;
            let expected = match edition {
                Some(edition) => STATES[life[edition]].0,
                None if day < EDITIONS[0].0 => Code::StatusNoHistory,
                None => Code::StatusStale,
            };
            assert_eq!(found, expected, "{life:?} on {day}");
        }
    }
}
