//! The connections that are open, at most so many: when all seats are taken, whoever keeps one longest without a
//! whole request gives it up. Knows nothing of what is asked.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// All seats.
#[derive(Debug)]
pub(super) struct Seats {
    most: usize,
    taken: Mutex<(u64, BTreeMap<u64, Held>)>,
}

/// What is known of a seat from outside.
#[derive(Clone, Debug)]
struct Held {
    busy: Arc<AtomicBool>,
    leave: Arc<Notify>,
}

/// One connection's seat, free again when it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    seats: Arc<Seats>,
    number: u64,
    held: Held,
}

/// Whether somebody had to leave for a new connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// There was a seat.
    Free,
    /// Somebody idle or slow was sent away.
    Made,
}

impl Seats {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most: most.max(1), taken: Mutex::default() })
    }

    /// Takes a seat; none if all are taken by requests that are being answered.
    pub(super) fn take(self: &Arc<Self>) -> Option<(Seat, Room)> {
        let mut taken = self.lock();
        let room = if taken.1.len() < self.most { Room::Free } else { send_away(&mut taken.1)? };
        let (number, held) = (taken.0, Held { busy: Arc::default(), leave: Arc::default() });
        taken.0 += 1;
        taken.1.insert(number, held.clone());
        Some((Seat { seats: Arc::clone(self), number, held }, room))
    }

    /// How many are taken.
    pub(super) fn open(&self) -> usize {
        self.lock().1.len()
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Held>)> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Seats are numbered as they are taken, so the first idle one was taken first.
fn send_away(taken: &mut BTreeMap<u64, Held>) -> Option<Room> {
    let idle = taken.iter().find(|(_, held)| !held.busy.load(Ordering::Acquire)).map(|(number, _)| *number)?;
    let held = taken.remove(&idle)?;
    held.leave.notify_one();
    Some(Room::Made)
}

impl Seat {
    /// Is done when the seat must be given up.
    pub(super) async fn must_leave(&self) {
        self.held.leave.notified().await;
    }

    /// A whole request came: while it is answered nobody is sent away.
    pub(super) fn busy(&self) -> Busy {
        self.held.busy.store(true, Ordering::Release);
        Busy(Arc::clone(&self.held.busy))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.lock().1.remove(&self.number);
    }
}

/// While it lives, a request is being answered.
#[derive(Debug)]
pub(super) struct Busy(Arc<AtomicBool>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_all_seats_are_taken_the_oldest_idle_one_is_given_up() {
        let seats = Seats::new(2);
        let (first, _) = seats.take().unwrap();
        let (_second, _) = seats.take().unwrap();
        let busy = first.busy();
        let (third, room) = seats.take().unwrap();
        assert_eq!((room, seats.open()), (Room::Made, 2));

        let _also = third.busy();
        assert!(seats.take().is_none());
        drop(busy);
        assert!(seats.take().is_some());
    }

    #[test]
    fn a_seat_that_is_left_is_free() {
        let seats = Seats::new(1);
        drop(seats.take());
        assert_eq!((seats.open(), seats.take().unwrap().1), (0, Room::Free));
    }
}
