//! A sealed text read as far as neither keys nor a moment are needed, so that its cost is paid once however often it is
//! opened. Nothing of it is believed: whose key it was, and whether that key still speaks, is asked at each `settle`.

use attesto_credential::{Mechanism, Secured, Statement, Timestamp};

use crate::authentic::{Authentic, Broken};
use crate::canon::Contexts;
use crate::resolve::Keys;
use crate::{data_integrity, jades, jose, sd_jwt};

/// A sealed text, read.
#[derive(Debug)]
pub struct Prepared<T: Statement>(Way<T>);

#[derive(Debug)]
enum Way<T: Statement> {
    Compact(Box<jose::Prepared<T>>),
    Embedded(data_integrity::Prepared<T>),
    /// What certificates stand behind is opened as a whole, each time.
    Whole(Box<Secured>),
}

impl<T: Statement> Prepared<T> {
    /// Reads a text under the contexts given; what is wrong with it is told when it is settled.
    pub fn of(secured: &Secured, contexts: &Contexts) -> Self {
        Self(match secured.format().mechanism() {
            Mechanism::DataIntegrity(_) => Way::Embedded(data_integrity::Prepared::of(secured, contexts)),
            Mechanism::Jose(profile) => Way::Compact(Box::new(jose::Prepared::of(secured, profile))),
            Mechanism::Jades | Mechanism::SdJwt => Way::Whole(Box::new(secured.clone())),
        })
    }

    /// Opens it: the statement that its speaker's own key sealed, or why there is none; as [`crate::open`] does.
    ///
    /// # Errors
    /// It does not hold, or that cannot be told.
    pub fn settle(&self, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
        match &self.0 {
            Way::Compact(prepared) => prepared.settle(keys, at),
            Way::Embedded(prepared) => prepared.settle(keys, at),
            Way::Whole(secured) => whole(secured, keys, at),
        }
    }
}

/// Opens what certificates stand behind.
pub(crate) fn whole<T: Statement>(secured: &Secured, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
    match secured.format().mechanism() {
        Mechanism::Jades => jades::open(secured, keys, at),
        _ => sd_jwt::open(secured, keys, at),
    }
}
