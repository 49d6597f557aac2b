//! A time-stamp for a European seal, asked of an authority through the way out; only a digest of the seal goes there.
//! Whether the authority is believed is found by whoever verifies.

use attesto_credential::Secured;
use attesto_securing::{BadStamp, NotStamped, REQUEST_TYPE, stamp, stamp_request};

use super::entropy::System;
use super::fetch::{FetchFault, Gate, Sent, Target};

/// The media type of an answer (RFC 3161 3.4).
const REPLY_TYPE: &str = "application/timestamp-reply";

/// Why no time-stamp was had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoStamp {
    /// The authority did not answer.
    #[error("no time-stamp was had: {0}")]
    Authority(#[from] FetchFault),
    /// The question cannot be written.
    #[error(transparent)]
    Question(#[from] BadStamp),
    /// The file is no seal to stamp, or the answer is none for it.
    #[error(transparent)]
    Seal(#[from] NotStamped),
}

/// The seal with the time-stamp of an authority.
pub(crate) fn stamped(secured: &Secured, gate: &Gate, authority: &str) -> Result<Secured, NoStamp> {
    let request = stamp_request(secured, &mut System)?;
    let question = request.to_der()?;
    let sent = Sent { kind: REQUEST_TYPE, accept: REPLY_TYPE, body: &question };
    let answer = gate.send(&Target::parse(authority)?, &sent)?;
    Ok(stamp(secured, &request, &answer)?)
}
