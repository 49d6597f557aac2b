//! The name of whoever a certificate is for or by: the parts of it that are compared and shown.
//! Paths are built over the whole name, not over this.

use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::ext::pkix::name::DirectoryString;
use x509_cert::name::Name;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const ORGANIZATION_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.97");

/// A name with the parts that people and the eIDAS rules go by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    common_name: Option<String>,
    country: Option<String>,
    organization: Option<String>,
    organization_identifier: Option<String>,
    whole: String,
}

impl Subject {
    pub(super) fn of(name: &Name) -> Self {
        Self {
            common_name: part(name, COMMON_NAME),
            country: part(name, COUNTRY),
            organization: part(name, ORGANIZATION),
            organization_identifier: part(name, ORGANIZATION_IDENTIFIER),
            whole: name.to_string(),
        }
    }

    /// `CN`.
    pub fn common_name(&self) -> Option<&str> {
        self.common_name.as_deref()
    }

    /// `C`, two letters.
    pub fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// `O`.
    pub fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// `organizationIdentifier` (2.5.4.97), as in `VATIT-12345678901` (ETSI EN 319 412-1).
    pub fn organization_identifier(&self) -> Option<&str> {
        self.organization_identifier.as_deref()
    }

    /// The name to people: `CN`, else `O`, else all of it (RFC 4514).
    pub fn told(&self) -> String {
        self.common_name().or(self.organization()).unwrap_or(&self.whole).to_owned()
    }
}

/// The only value of its kind; of several none, for two readers would pick different ones.
fn part(name: &Name, kind: ObjectIdentifier) -> Option<String> {
    let mut values = name.iter().filter(|part| part.oid == kind);
    let (first, second) = (values.next()?, values.next());
    let text = DirectoryString::try_from(&first.value).ok().filter(|_| second.is_none())?;
    Some(text.value().into_owned())
}
