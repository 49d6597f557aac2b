//! Only `approve` asks whether the officer may.

use attesto_credential::Timestamp;
use attesto_issuer::{Approval, OfficerId, Sheet};

fn main() {}

pub fn approved(sheet: &Sheet, officer: OfficerId, at: Timestamp) -> Approval<'_> {
    Approval { digest: sheet.digest(), sheet, officer, at }
}
