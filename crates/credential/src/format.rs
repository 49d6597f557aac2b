//! The one table of formats: which data model is secured by which mechanism, and under which media type.
//! What a mechanism does stands in `attesto-securing`.

/// How a statement is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataModel {
    /// Flat claims with a `vct` (SD-JWT VC).
    Claims,
    /// A signed notice of our own.
    Declaration,
    /// European Learning Model 3, EDC generic profile, on VC Data Model 1.1.
    Elm,
    /// Open Badges 3.0 on VC Data Model 2.0.
    OpenBadges,
    /// Bitstring Status List 1.0 on VC Data Model 2.0.
    StatusList,
    /// The claims of a Token Status List.
    TokenList,
}

impl DataModel {
    /// What a statement of it is called in a sentence.
    pub(crate) fn named(self) -> &'static str {
        match self {
            Self::Claims => "flat claims",
            Self::Declaration => "a declaration",
            Self::Elm => "a European Digital Credential",
            Self::OpenBadges => "an Open Badge",
            Self::StatusList => "a status list",
            Self::TokenList => "a token status list",
        }
    }
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
    /// `typ: statuslist+jwt`, `alg`, and `x5c` or `kid`.
    StatusList,
}

impl Profile {
    /// The `typ` of its headers.
    pub const fn header_type(self) -> &'static str {
        match self {
            Self::Declaration => "attesto+jws",
            Self::StatusList => "statuslist+jwt",
        }
    }
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
    /// A JWT with disclosures (RFC 9901), bound to a key of its holder.
    SdJwt,
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
    /// Flat claims as a JWT with disclosures (`dc+sd-jwt`).
    pub const SD_JWT_VC: Self = Self { model: DataModel::Claims, mechanism: Mechanism::SdJwt };
    /// A status list as a JWT (`statuslist+jwt`).
    pub const TOKEN_LIST: Self = Self { model: DataModel::TokenList, mechanism: Mechanism::Jose(Profile::StatusList) };
    /// A European Digital Credential for Learning in its JAdES seal.
    pub const EUROPEAN: Self = Self { model: DataModel::Elm, mechanism: Mechanism::Jades };
    /// Every legal pair.
    pub const ALL: [Self; 6] =
        [Self::OPEN_BADGE, Self::DECLARATION, Self::STATUS_LIST, Self::SD_JWT_VC, Self::TOKEN_LIST, Self::EUROPEAN];

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
            Mechanism::Jose(Profile::StatusList) => "application/statuslist+jwt",
            Mechanism::SdJwt => "application/dc+sd-jwt",
        }
    }

    /// Extension of a file, without the dot.
    pub fn extension(self) -> &'static str {
        match self.mechanism {
            Mechanism::DataIntegrity(_) => "json",
            Mechanism::Jades => "jsonld",
            Mechanism::Jose(Profile::Declaration) => "jws",
            Mechanism::Jose(Profile::StatusList) => "jwt",
            Mechanism::SdJwt => "sdjwt",
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
