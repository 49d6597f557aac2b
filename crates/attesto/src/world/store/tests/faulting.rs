//! A register whose n-th call fails; what it is put around does the work.
//! It knows no engine: whatever stands behind the port can be made to fail so.

use std::sync::atomic::{AtomicU32, Ordering};

use attesto_issuer::register::{Act, Head, JournalLine, Key, Register, RegisterFault};
use attesto_securing::Digest;

/// Which call fails, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failing {
    /// The n-th of all calls alone is refused, and nothing of it is done: a disk that was full for a moment.
    Once,
    /// The n-th act and whatever comes after it is refused: the disk is gone, or the process.
    CommitsFromThenOn,
    /// The n-th act is written and its answer lost; whatever comes after it is refused.
    Unanswered,
}

/// A register that fails at one call.
pub(super) struct Faulting {
    inner: Box<dyn Register + Send>,
    failing: Failing,
    at: u32,
    calls: AtomicU32,
    acts: u32,
    acknowledged: u64,
}

impl Faulting {
    pub(super) fn new(inner: Box<dyn Register + Send>, failing: Failing, at: u32) -> Self {
        Self { inner, failing, at, calls: AtomicU32::new(0), acts: 0, acknowledged: 0 }
    }

    /// Whether the call that should fail was reached.
    pub(super) fn reached(&self) -> bool {
        self.counted() >= self.at
    }

    /// The number of the last act that was acknowledged.
    pub(super) fn acknowledged(&self) -> u64 {
        self.acknowledged
    }

    fn counted(&self) -> u32 {
        if self.failing == Failing::Once { self.calls.load(Ordering::Relaxed) } else { self.acts }
    }

    /// Counts a call; an error if it must not be done.
    fn call(&self) -> Result<(), RegisterFault> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let fails = match self.failing {
            Failing::Once => call == self.at,
            Failing::CommitsFromThenOn => self.counted() >= self.at,
            Failing::Unanswered => self.counted() > self.at || self.lost(),
        };
        let why = || format!("call {call} fails");
        if fails { Err(RegisterFault::Unreachable { doing: "do as asked", why: why() }) } else { Ok(()) }
    }

    /// Whether the act whose answer is lost was written.
    fn lost(&self) -> bool {
        self.acts == self.at && self.inner.head().seq > self.acknowledged
    }
}

impl Register for Faulting {
    fn head(&self) -> Head {
        self.inner.head()
    }

    fn commit(&mut self, act: Act) -> Result<Head, RegisterFault> {
        self.acts += 1;
        self.call()?;
        let head = self.inner.commit(act)?;
        if self.failing == Failing::Unanswered && self.acts == self.at {
            return Err(RegisterFault::Unindexed { seq: head.seq, why: "its answer is lost".to_owned() });
        }
        self.acknowledged = head.seq;
        Ok(head)
    }

    fn payload(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.call()?;
        self.inner.payload(digest)
    }

    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.call()?;
        self.inner.find(key)
    }

    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        self.call()?;
        self.inner.list(prefix, after, at_most)
    }

    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault> {
        self.call()?;
        self.inner.journal(from_seq, at_most)
    }
}
