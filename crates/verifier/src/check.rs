//! The checks: each finds, none rules. Those that need the truth ask for an opened seal.

pub(crate) mod conformance;
pub(crate) mod evidence;
pub(crate) mod issuer;
pub(crate) mod proof;
pub(crate) mod recipient;
pub(crate) mod seal;
pub(crate) mod shown;
pub(crate) mod status;
pub(crate) mod validity;
