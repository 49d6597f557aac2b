//! A certification follows from an approval, or is read from the record.

use attesto_credential::Validity;
use attesto_issuer::Certification;

fn main() {}

pub fn prolonged(certification: Certification, validity: Validity) -> Certification {
    Certification { validity, ..certification }
}
