//! The official JSON Schema of an AchievementCredential, compiled once; it never fetches.
//! What our own reader of it is sure to conform is not asked twice; every fault is told by the official one.

mod again;
mod pattern;
mod quick;

use std::sync::OnceLock;

use jsonschema::Validator;

use super::LintFault;
use crate::document::Document;
use quick::Quick;

const SCHEMA: &str = include_str!("../../../../contexts/schemas/ob_v3p0_achievementcredential_schema.json");

pub(super) fn achievement_credential(document: &Document) -> Vec<LintFault> {
    if quick().is_some_and(|quick| document.flaws().is_empty() && quick.holds(document.root()) == Some(true)) {
        return Vec::new();
    }
    let Some(validator) = validator() else {
        return vec![LintFault::new("schema", "", "the official schema could not be compiled; this build is broken")];
    };
    let instance = document.root().to_serde();
    let fault = |error: jsonschema::ValidationError<'_>| {
        LintFault::new("schema", error.instance_path().to_string(), short(&error.to_string()))
    };
    validator.iter_errors(&instance).map(fault).collect()
}

fn validator() -> Option<&'static Validator> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    let compile = || jsonschema::validator_for(&serde_json::from_str(SCHEMA).ok()?).ok();
    VALIDATOR.get_or_init(compile).as_ref()
}

fn quick() -> Option<&'static Quick> {
    static QUICK: OnceLock<Option<Quick>> = OnceLock::new();
    QUICK.get_or_init(|| Quick::of(&serde_json::from_str(SCHEMA).ok()?)).as_ref()
}

/// The library quotes the whole instance; a person needs the end of the sentence.
fn short(message: &str) -> String {
    let length = message.chars().count();
    if length <= 160 {
        message.to_owned()
    } else {
        format!("…{}", message.chars().skip(length - 120).collect::<String>())
    }
}

#[cfg(test)]
mod tests;
