//! Open Badges 3.0 on VC Data Model 2.0 (<https://www.imsglobal.org/spec/ob/v3p0/>).
//! Sets are always arrays, nulls and empty arrays never stand: both variants of the official schema take that.

mod again;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

/// The contexts an Open Badge of ours stands under, in this order.
pub(crate) const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
