//! Several sources of entries read as one, in the order of the keys; of one key, the newest source counts.
//! A key that was taken away comes out as such: who merges decides whether that must still be said.

use std::iter::Peekable;

use super::super::values::ValueFault;
use super::{Entries, Entry};

/// Sources read as one.
pub(in super::super) struct Merged<'r> {
    /// The newest first.
    sources: Vec<Peekable<Entries<'r>>>,
}

impl<'r> Merged<'r> {
    /// Merges sources, the newest first.
    pub(in super::super) fn of(sources: Vec<Entries<'r>>) -> Self {
        Self { sources: sources.into_iter().map(Iterator::peekable).collect() }
    }

    /// The source whose next entry comes next: a fault, else the smallest key, of equal ones the newest.
    fn foremost(&mut self) -> Option<usize> {
        let mut foremost: Option<(usize, &[u8])> = None;
        for (place, source) in self.sources.iter_mut().enumerate() {
            match source.peek() {
                Some(Err(_)) => return Some(place),
                Some(Ok((key, _))) if foremost.is_none_or(|(_, least)| key.as_slice() < least) => {
                    foremost = Some((place, key));
                }
                Some(Ok(_)) | None => {}
            }
        }
        foremost.map(|(place, _)| place)
    }
}

impl Iterator for Merged<'_> {
    type Item = Result<Entry, ValueFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let place = self.foremost()?;
        let entry = self.sources.get_mut(place)?.next()?;
        if let Ok((key, _)) = &entry {
            for older in self.sources.iter_mut().skip(place + 1) {
                older.next_if(|other| other.as_ref().is_ok_and(|(other, _)| other == key));
            }
        }
        Some(entry)
    }
}
