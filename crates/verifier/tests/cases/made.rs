//! The input files of one case, and how one differs from the plainest.

use serde_json::{Value, json};

use crate::bench::did_document;
use crate::corpus::trust;

/// The input files of one case.
pub(crate) struct Made {
    pub(crate) name: &'static str,
    pub(crate) credential: String,
    pub(crate) at: &'static str,
    pub(crate) material: Vec<(String, String)>,
    pub(crate) trust: Option<String>,
    pub(crate) policy: Option<&'static str>,
    pub(crate) asked: Option<&'static str>,
    /// Another badge that is shown too.
    pub(crate) shown: Option<String>,
}

const AT: &str = "2026-07-01T12:00:00Z";

impl Made {
    /// A case with the issuer's own document and a list that trusts it for everything.
    pub(crate) fn of(name: &'static str, credential: impl ToString) -> Self {
        let material = vec![("did.json".to_owned(), pretty(&did_document(&json!({}))))];
        Self {
            name,
            credential: credential.to_string(),
            at: AT,
            material,
            trust: Some(trust("[\"*\"]", "")),
            policy: None,
            asked: None,
            shown: None,
        }
    }

    pub(crate) fn at(self, at: &'static str) -> Self {
        Self { at, ..self }
    }

    pub(crate) fn without_material(self) -> Self {
        Self { material: Vec::new(), ..self }
    }

    pub(crate) fn with_document(self, document: &Value) -> Self {
        Self { material: vec![("did.json".to_owned(), pretty(document))], ..self }
    }

    pub(crate) fn and_material(mut self, more: Vec<(String, String)>) -> Self {
        self.material.extend(more);
        self
    }

    /// With what the issuer serves, fetched at the moment of the judgement.
    pub(crate) fn with_listed(self, served: &[(String, String)]) -> Self {
        self.with_listed_at(served, "")
    }

    /// With what the issuer serves, fetched at a moment.
    pub(crate) fn with_listed_at(self, served: &[(String, String)], fetched: &str) -> Self {
        if served.is_empty() {
            return self;
        }
        let files = served.iter().map(|(url, text)| (file(url), text.clone())).collect();
        let index = served.iter().map(|(url, _)| format!("{url} {} {fetched}", file(url)).trim_end().to_owned() + "\n");
        self.and_material(vec![("listed.txt".to_owned(), index.collect())]).and_material(files)
    }

    pub(crate) fn with_trust(self, trust: Option<String>) -> Self {
        Self { trust, ..self }
    }

    pub(crate) fn with_policy(self, policy: &'static str) -> Self {
        Self { policy: Some(policy), ..self }
    }

    pub(crate) fn beside(self, shown: &Value) -> Self {
        Self { shown: Some(shown.to_string()), ..self }
    }

    pub(crate) fn asking(self, asked: &'static str) -> Self {
        Self { asked: Some(asked), ..self }
    }
}

/// Where what lies under a URL of the test issuer lies in the folder.
fn file(url: &str) -> String {
    url.replace("https://cert.example/demo/", "")
}

pub(crate) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}
