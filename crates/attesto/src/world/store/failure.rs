//! Who must act when the register does not do as asked.
//! The sentences are the faults' own.

use attesto_issuer::RegisterFault;

use super::OpenFault;
use crate::fault::{Failure, Fault};

impl From<OpenFault> for Failure {
    fn from(fault: OpenFault) -> Self {
        let (class, code) = match &fault {
            OpenFault::Damaged { .. } | OpenFault::Journal(_) | OpenFault::Replay(_) => {
                (Fault::Config, "register-damaged")
            }
            OpenFault::Disk { .. } => (Fault::Unavailable, "register-disk"),
            OpenFault::Lock(_) => (Fault::Unavailable, "register-busy"),
            OpenFault::Newer { .. } => (Fault::Config, "register-newer"),
        };
        Self::new(class, code, fault)
    }
}

/// The failure of a verb whose act the open register did not take.
pub(crate) fn refused(fault: &RegisterFault) -> Failure {
    let (class, code) = match fault {
        RegisterFault::Damaged { .. } => (Fault::Config, "register-damaged"),
        RegisterFault::Missing { .. } | RegisterFault::Taken { .. } => (Fault::Conflict, "register-taken"),
        RegisterFault::ClockBackwards { .. } => (Fault::Unavailable, "clock-backwards"),
        RegisterFault::Unindexed { .. } | RegisterFault::Unreachable { .. } => (Fault::Unavailable, "register-disk"),
        // What our own code composed too large, twice or illegibly; later faults too, until they are placed.
        _ => (Fault::Bug, "register-act"),
    };
    Failure::new(class, code, fault)
}

#[cfg(test)]
mod tests {
    use super::super::{JournalFault, LockFault};
    use super::*;

    #[test]
    fn a_busy_register_asks_to_wait_and_a_damaged_one_the_operator() {
        let busy = LockFault { folder: "register".to_owned(), pid: "17".to_owned() };
        let busy = Failure::from(OpenFault::from(busy));
        assert_eq!(busy.fault().exit(), 69);
        assert!(busy.sentence().contains("process 17"));

        let why = attesto_issuer::register::BadLine::Form { why: "prev".to_owned() };
        let damaged = Failure::from(OpenFault::from(JournalFault::Line { place: 4, why }));
        assert_eq!(damaged.fault().exit(), 78);
        assert!(damaged.sentence().contains("journal line 4"));
    }
}
