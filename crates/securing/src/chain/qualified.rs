//! What a certificate says of being a qualified one (RFC 3739 QcStatements, ETSI EN 319 412-5).
//! That a supervised authority said so is not known from this: the anchors decide whom to believe.

use x509_cert::TbsCertificate;
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{Decode, Reader, Result};

const QC_STATEMENTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.3");
const COMPLIANCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.1862.1.1");
const DEVICE: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.1862.1.4");
const KIND: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.1862.1.6");
const FOR_SEALS: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.1862.1.6.2");

/// The statements that count for a seal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qualified {
    statements: Vec<ObjectIdentifier>,
    kinds: Vec<ObjectIdentifier>,
}

impl Qualified {
    pub(super) fn of(body: &TbsCertificate) -> Result<Self> {
        let mut extensions = body.extensions().into_iter().flatten().filter(|one| one.extn_id == QC_STATEMENTS);
        let Some(extension) = extensions.next() else { return Ok(Self::default()) };
        let mut qualified = Self::default();
        for statement in Vec::<Any>::from_der(extension.extn_value.as_bytes())? {
            let (id, content) = statement.sequence(|reader| {
                let id = ObjectIdentifier::decode(reader)?;
                let content = if reader.is_finished() { None } else { Some(Any::decode(reader)?) };
                Ok::<_, x509_cert::der::Error>((id, content))
            })?;
            if let Some(content) = content.filter(|_| id == KIND) {
                qualified.kinds.extend(content.decode_as::<Vec<ObjectIdentifier>>()?);
            }
            qualified.statements.push(id);
        }
        Ok(qualified)
    }

    /// Whether it says that it is a qualified certificate of the European Union (QcCompliance).
    pub fn is_compliant(&self) -> bool {
        self.statements.contains(&COMPLIANCE)
    }

    /// Whether it says that it is for seals (QcType eseal).
    pub fn is_for_seals(&self) -> bool {
        self.kinds.contains(&FOR_SEALS)
    }

    /// Whether it says that the key is in a qualified device (QcSSCD).
    pub fn has_device(&self) -> bool {
        self.statements.contains(&DEVICE)
    }
}
