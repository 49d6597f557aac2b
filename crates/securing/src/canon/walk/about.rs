//! What is looked for in a node object before its members are walked: its name, its types, whether it is a value.
//! Says nothing of what they mean.

use attesto_credential::Json;

use super::Unusual;

/// What must be known of a node object before its members.
#[derive(Default)]
pub(super) struct About<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) types: Option<&'a Json>,
    /// It has a `@value`.
    pub(super) is_value: bool,
}

impl<'a> About<'a> {
    pub(super) fn of(members: impl Iterator<Item = (&'a str, &'a Json)>) -> Result<Self, Unusual> {
        let mut about = Self::default();
        for (key, value) in members {
            match key {
                "id" if about.id.is_some() => return Err(Unusual::Key),
                "id" => about.id = Some(value.as_str().ok_or(Unusual::Iri)?),
                "type" if about.types.is_some() => return Err(Unusual::Key),
                "type" => about.types = Some(value),
                "@value" => about.is_value = true,
                "@context" => return Err(Unusual::Contexts),
                _ => {}
            }
        }
        Ok(about)
    }
}
