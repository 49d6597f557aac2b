//! The one table of formats: which data model is secured by which mechanism, and under which media type.
//! What a mechanism does stands in `attesto-securing`.

/// How a statement is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataModel {
    /// A signed notice of our own.
    Declaration,
    /// European Learning Model 3, EDC generic profile, on VC Data Model 1.1.
    Elm,
    /// Open Badges 3.0 on VC Data Model 2.0.
    OpenBadges,
    /// Bitstring Status List 1.0 on VC Data Model 2.0.
    StatusList,
}

/// A Data Integrity cryptosuite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suite {
    /// <https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022>
    EddsaRdfc2022,
}

impl Suite {
    /// The name a proof carries.
    pub fn name(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
        }
    }
}

/// What a JOSE header may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// `typ: attesto+jws`, `alg: EdDSA`, `kid`.
    Declaration,
}

/// How a statement is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mechanism {
    /// An embedded proof (VC Data Integrity 1.0).
    DataIntegrity(Suite),
    /// A JAdES seal around the document (ETSI TS 119 182-1), in the JSON General serialization with `b64` false.
    Jades,
    /// A compact JWS (RFC 7515).
    Jose(Profile),
}

/// A legal pair of data model and mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Format {
    model: DataModel,
    mechanism: Mechanism,
}

impl Format {
    /// An Open Badge with an embedded `eddsa-rdfc-2022` proof.
    pub const OPEN_BADGE: Self =
        Self { model: DataModel::OpenBadges, mechanism: Mechanism::DataIntegrity(Suite::EddsaRdfc2022) };
    /// A declaration as a compact JWS.
    pub const DECLARATION: Self =
        Self { model: DataModel::Declaration, mechanism: Mechanism::Jose(Profile::Declaration) };
    /// A status list with an embedded `eddsa-rdfc-2022` proof.
    pub const STATUS_LIST: Self =
        Self { model: DataModel::StatusList, mechanism: Mechanism::DataIntegrity(Suite::EddsaRdfc2022) };
    /// A European Digital Credential for Learning in its JAdES seal.
    pub const EUROPEAN: Self = Self { model: DataModel::Elm, mechanism: Mechanism::Jades };
    /// Every legal pair.
    pub const ALL: [Self; 4] = [Self::OPEN_BADGE, Self::DECLARATION, Self::STATUS_LIST, Self::EUROPEAN];

    /// How it is worded.
    pub fn model(self) -> DataModel {
        self.model
    }

    /// How it is secured.
    pub fn mechanism(self) -> Mechanism {
        self.mechanism
    }

    /// Media type on the web.
    pub fn media_type(self) -> &'static str {
        match self.mechanism {
            Mechanism::DataIntegrity(_) => "application/vc",
            Mechanism::Jades => "application/jose+json",
            Mechanism::Jose(Profile::Declaration) => "application/jose",
        }
    }

    /// Extension of a file, without the dot.
    pub fn extension(self) -> &'static str {
        match self.mechanism {
            Mechanism::DataIntegrity(_) => "json",
            Mechanism::Jades => "jsonld",
            Mechanism::Jose(Profile::Declaration) => "jws",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mechanism_has_its_own_media_type_and_extension_and_under_one_the_data_models_differ() {
        for one in Format::ALL {
            for other in Format::ALL.iter().filter(|other| **other != one) {
                let same = one.mechanism() == other.mechanism();
                assert_eq!(one.media_type() == other.media_type(), same);
                assert_eq!(one.extension() == other.extension(), same);
                assert!(!same || one.model() != other.model());
            }
        }
    }
}
