//! What a sheet is about, as its officer signed it: under which scheme, of which cohort.
//! Its rows are not read for that; a sheet may have a hundred thousand.

use attesto_credential::Secured;
use attesto_securing::Digest;
use serde::Deserialize;

use super::{SchemeRef, Sheet};
use crate::code::Code;

/// A sheet without its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetHead {
    sheet: Digest,
    scheme: SchemeRef,
    cohort: Code,
}

/// The members of what the officer signed that are told here.
#[derive(Deserialize)]
struct Said {
    sheet: String,
    scheme: SchemeRef,
    cohort: Code,
}

impl SheetHead {
    /// Reads it off what the deciding officer signed; nothing if that is not about a sheet.
    pub(crate) fn of_signed(text: &str) -> Option<Self> {
        let payload = Secured::parse(text.as_bytes()).ok()?.peek_payload_unbelieved()?;
        let body = payload.root().get("body")?.as_object()?.to_serde();
        let Said { sheet, scheme, cohort } = serde_json::from_value(body).ok()?;
        Some(Self { sheet: Digest::parse_hex(&sheet)?, scheme, cohort })
    }

    /// The digest of the sheet.
    pub fn sheet(&self) -> Digest {
        self.sheet
    }

    /// The scheme.
    pub fn scheme(&self) -> &SchemeRef {
        &self.scheme
    }

    /// The cohort.
    pub fn cohort(&self) -> &Code {
        &self.cohort
    }

    /// Whether a sheet is of the same cohort under the same scheme, in whichever version.
    pub fn is_beside(&self, sheet: &Sheet) -> bool {
        self.scheme.id() == sheet.scheme().id() && self.cohort == *sheet.cohort()
    }
}
