//! Outcomes in, sealed credentials out: scheme, decision, approval, register.
//! Never disk, network, clock, entropy: they are arguments, made at the roof.

pub mod register;

pub use register::{
    Act, ActKind, Entry, Head, JournalLine, Keeping, Key, MemoryRegister, Payload, Register, RegisterFault,
};
