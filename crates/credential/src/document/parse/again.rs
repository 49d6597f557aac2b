//! Objects that come again from one badge to the next: what an issuer says of itself and of an achievement.
//! Kept by every letter of their text, by each thread for itself, so that what is remembered changes what reading
//! costs and never what is read.

use std::cell::RefCell;
use std::collections::VecDeque;

use crate::document::Object;
use crate::document::limits::Limits;

/// Under these keys many documents say the same.
const KEYS: [&str; 2] = ["achievement", "issuer"];

/// Objects that are remembered; what comes later takes the place of the oldest.
const PLACES: usize = 16;

/// Shorter and longer texts are read each time.
const LEAST_BYTES: usize = 256;
const MOST_BYTES: usize = 16 << 10;

/// Texts of which only a mark is kept, to know one that comes a second time.
const MARKS: usize = 256;

thread_local! {
    static KNOWN: RefCell<VecDeque<Known>> = const { RefCell::new(VecDeque::new()) };
    static MET: RefCell<[u64; MARKS]> = const { RefCell::new([0; MARKS]) };
}

/// An object as it was read.
struct Known {
    text: Box<str>,
    object: Object,
    size: Size,
}

/// How large it is, and how it was written.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// Members and elements, its own and those inside.
    pub(super) members: usize,
    /// Objects and arrays inside one another, itself included.
    pub(super) depth: usize,
    /// No string is longer.
    pub(super) string_bytes: usize,
    pub(super) is_compact: bool,
}

/// An object that was read before.
pub(super) struct Again {
    pub(super) object: Object,
    pub(super) bytes: usize,
    pub(super) size: Size,
}

/// Whether an object under this key may come again.
pub(super) fn is_likely(key: &str) -> bool {
    KEYS.contains(&key)
}

/// The object that a text begins with, if it is remembered and all its strings are within the limits. No object is the
/// beginning of another one, so the whole of it is there.
pub(super) fn begins(text: &str, limits: &Limits) -> Option<Again> {
    let is_it = |known: &&Known| known.size.string_bytes <= limits.string_bytes && text.starts_with(&*known.text);
    KNOWN.with(|all| {
        let all = all.try_borrow().ok()?;
        let known = all.iter().find(is_it)?;
        Some(Again { object: known.object.clone(), bytes: known.text.len(), size: known.size })
    })
}

/// Remembers an object by its text when it comes a second time, and gives it to be shared then.
pub(super) fn keep(text: &str, object: Object, size: Size) -> Object {
    if !(LEAST_BYTES..=MOST_BYTES).contains(&text.len()) || !was_met(text) {
        return object;
    }
    let object = object.into_shared();
    KNOWN.with(|all| {
        let Ok(mut all) = all.try_borrow_mut() else { return };
        if all.len() >= PLACES {
            all.pop_front();
        }
        all.push_back(Known { text: text.into(), object: object.clone(), size });
    });
    object
}

/// Whether a text may have been met before. What comes once takes no place from what comes again.
fn was_met(text: &str) -> bool {
    let mark = mark(text);
    MET.with(|met| {
        let Ok(mut met) = met.try_borrow_mut() else { return false };
        let place = usize::try_from(mark >> 32).unwrap_or(0) % MARKS;
        met.get_mut(place).is_some_and(|place| std::mem::replace(place, mark) == mark)
    })
}

/// Equal texts have equal marks. Nothing is believed of others: a mark only decides what is kept.
fn mark(text: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let (pairs, rest) = text.as_bytes().as_chunks::<16>();
    let mut lanes = [rest.iter().fold(ODD, |all, byte| all << 8 ^ all >> 56 ^ u64::from(*byte)), ODD];
    for pair in pairs {
        let (eights, _) = pair.as_chunks::<8>();
        for (lane, eight) in lanes.iter_mut().zip(eights) {
            *lane = (lane.rotate_left(23) ^ u64::from_le_bytes(*eight)).wrapping_mul(ODD);
        }
    }
    let [one, other] = lanes;
    (one ^ other.rotate_left(32)).wrapping_mul(ODD) | 1
}
