//! One installation, one body, one folder: `attesto.toml` and where things lie.
//! Unknown fields are refused; secrets are file paths; `ATTESTO__SECTION__KEY` overrides a field.

mod european;
mod overrides;
mod web;

pub(crate) use european::{European, EuropeanRules};
pub(crate) use web::{FetchRules, ServeRules};

use std::path::{Path, PathBuf};

use attesto_credential::{BadId, Did, Iri, Line};
use serde::{Deserialize, Serialize};

use super::clock::Zone;
use super::fetch::{Gate, Home, Reach};
use super::files;
use super::keys::Ring;
use super::shelf::Shelf;
use crate::fault::{Failure, Fault};
use crate::sheet::Colour;

/// The name of the configuration file.
pub(crate) const FILE: &str = "attesto.toml";

/// The configuration as it is written.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    pub(crate) format: u32,
    pub(crate) body: Body,
    #[serde(default)]
    pub(crate) keys: Keys,
    #[serde(default)]
    pub(crate) folders: Folders,
    #[serde(default)]
    pub(crate) fetch: FetchRules,
    #[serde(default)]
    pub(crate) serve: ServeRules,
    #[serde(default)]
    pub(crate) status: StatusRules,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) european: Option<EuropeanRules>,
}

/// The certification body.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    pub(crate) name: String,
    pub(crate) did: String,
    pub(crate) base_url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) home: Option<String>,
    #[serde(default = "utc")]
    pub(crate) zone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) accent: Option<String>,
}

fn utc() -> String {
    "UTC".to_owned()
}

/// Where keys lie, relative to the installation.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Keys {
    pub(crate) answers: PathBuf,
    pub(crate) copies: PathBuf,
    pub(crate) credentials: PathBuf,
    pub(crate) officers: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) credentials_passphrase: Option<PathBuf>,
    pub(crate) journal: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) journal_passphrase: Option<PathBuf>,
    pub(crate) list: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) list_passphrase: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) persons_copy: Option<PathBuf>,
    /// For how many days a key is in use before `doctor` asks for another.
    pub(crate) renew_after_days: u32,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            answers: "keys/answers.secret".into(),
            copies: "keys/copies.secret".into(),
            credentials: "keys/credentials.key".into(),
            officers: "keys/officers".into(),
            credentials_passphrase: None,
            journal: "keys/journal.key".into(),
            journal_passphrase: None,
            list: "keys/list.key".into(),
            list_passphrase: None,
            persons_copy: None,
            renew_after_days: 2 * 365,
        }
    }
}

/// How the status lists are kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StatusRules {
    /// For how many hours an edition of a list counts.
    pub(crate) life_hours: u32,
    /// Where the public reads the lists.
    pub(crate) read_at: ReadAt,
    /// For how many seconds an act waits until the public reads it.
    pub(crate) wait_seconds: u64,
}

/// Where the public reads what was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReadAt {
    /// In the published folder itself: a web server on this machine serves it.
    Folder,
    /// At the base URL, over https: the folder is carried elsewhere.
    Web,
}

impl Default for StatusRules {
    fn default() -> Self {
        Self { life_hours: 7 * 24, read_at: ReadAt::Folder, wait_seconds: 60 }
    }
}

/// Where everything else lies, relative to the installation.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Folders {
    pub(crate) answers: PathBuf,
    pub(crate) officers: PathBuf,
    pub(crate) out: PathBuf,
    pub(crate) public: PathBuf,
    pub(crate) register: PathBuf,
    pub(crate) schemes: PathBuf,
    pub(crate) sheets: PathBuf,
}

impl Default for Folders {
    fn default() -> Self {
        Self {
            answers: "answers".into(),
            officers: "officers.toml".into(),
            out: "out".into(),
            public: "public".into(),
            register: "register".into(),
            schemes: "schemes".into(),
            sheets: "sheets".into(),
        }
    }
}

/// A configuration that was read and holds.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    root: PathBuf,
    written: Written,
    name: Line,
    did: Did,
    base_url: Iri,
    zone: Zone,
    accent: Option<Colour>,
    european: Option<European>,
    ring: Ring,
}

impl Installation {
    /// Reads `attesto.toml` of a folder, with overrides of the environment.
    pub(crate) fn open(root: &Path) -> Result<Self, Failure> {
        let path = root.join(FILE);
        if !path.is_file() {
            let sentence = format!(
                "{} has no {FILE}; make an installation with `attesto init`, or name its folder with --home",
                root.display()
            );
            return Err(Failure::new(Fault::Config, "no-installation", sentence));
        }
        let text = files::read_text(&path)?;
        Self::from_text(root, &text, std::env::vars())
    }

    /// Reads a configuration text with the overrides given.
    pub(crate) fn from_text(
        root: &Path,
        text: &str,
        overrides: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let wrong =
            |why: String| Failure::new(Fault::Config, "config", format!("{}: {why}", root.join(FILE).display()));
        let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        for (name, value) in overrides {
            overrides::take(&mut table, &name, value).map_err(&wrong)?;
        }
        let written: Written = table.try_into().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        if written.format != 1 {
            return Err(wrong(format!(
                "format = {} is newer than this release knows (1); use a later release",
                written.format
            )));
        }
        written.fetch.check().map_err(&wrong)?;
        let id = |fault: BadId| wrong(format!("[body]: {fault}"));
        let base_url = base_url(&written.body.base_url).map_err(&wrong)?;
        let name = Line::parse(&written.body.name).map_err(|fault| wrong(format!("[body] name: {fault}")))?;
        let did = Did::parse(&written.body.did).map_err(id)?;
        let zone = Zone::named(&written.body.zone)?;
        let accent = written.body.accent.as_deref().map(Colour::parse).transpose();
        let accent = accent.map_err(|fault| wrong(format!("[body] accent: {fault}")))?;
        let european = written.european.as_ref().map(European::of).transpose().map_err(&wrong)?;
        Ok(Self { root: root.to_owned(), name, did, base_url, zone, accent, european, written, ring: Ring::default() })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn written(&self) -> &Written {
        &self.written
    }

    pub(crate) fn name(&self) -> &Line {
        &self.name
    }

    pub(crate) fn did(&self) -> &Did {
        &self.did
    }

    pub(crate) fn base_url(&self) -> &Iri {
        &self.base_url
    }

    pub(crate) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The published folder.
    pub(crate) fn shelf(&self) -> Shelf {
        Shelf::new(self.path(&self.written.folders.public))
    }

    /// The path of the base URL, as `/body`.
    pub(crate) fn base_path(&self) -> &str {
        let rest = self.base_url.as_str().strip_prefix("https://").unwrap_or("");
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("")
    }

    /// The way out, with our own address answered from the published folder.
    pub(crate) fn gate(&self, reach: Reach) -> Result<Gate, Failure> {
        self.gate_to(self.shelf(), reach)
    }

    /// The same with our own address answered from another published folder.
    pub(crate) fn gate_to(&self, shelf: Shelf, reach: Reach) -> Result<Gate, Failure> {
        let home = Home::new(self.base_url.as_str(), shelf);
        let home = home.map_err(|fault| Failure::new(Fault::Config, "config", format!("[body] base_url: {fault}")))?;
        Ok(Gate::new(self.written.fetch.rules(reach), Some(home)))
    }

    /// The house colour of pictures.
    pub(crate) fn accent(&self) -> Option<Colour> {
        self.accent
    }

    /// Who the body is by law and what it seals European credentials with; nothing where it issues none.
    pub(crate) fn european(&self) -> Option<&European> {
        self.european.as_ref()
    }

    /// The passphrases of the act that this installation was opened for.
    pub(crate) fn ring(&self) -> &Ring {
        &self.ring
    }

    /// A path of the installation.
    pub(crate) fn path(&self, relative: &Path) -> PathBuf {
        self.root.join(relative)
    }

    /// The file of an officer's key.
    pub(crate) fn officer_key(&self, officer: &str) -> PathBuf {
        self.path(&self.written.keys.officers).join(format!("{officer}.key"))
    }
}

/// https, a host, and always a path: some wallets mangle bare origins.
pub(crate) fn base_url(text: &str) -> Result<Iri, String> {
    let iri = Iri::parse(text).map_err(|fault| format!("base_url: {fault}"))?;
    let (host, path) = text.strip_prefix("https://").and_then(|rest| rest.split_once('/')).unwrap_or(("", ""));
    let holds = !host.is_empty() && !path.is_empty() && !path.ends_with('/') && !text.contains(['?', '#', '@']);
    if holds {
        Ok(iri)
    } else {
        Err(format!(
            "base_url {text:?} must be https with a path and no slash at its end, as in https://cert.example/body"
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const TEXT: &str = "format = 1\n[body]\nname = \"Demo\"\ndid = \"did:web:cert.example:demo\"\nbase_url = \"https://cert.example/demo\"\n";

    fn read(text: &str, overrides: &[(&str, &str)]) -> Result<Installation, Failure> {
        let overrides = overrides.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Installation::from_text(Path::new("x"), text, overrides)
    }

    #[test]
    fn what_is_not_written_has_a_working_default() {
        let installation = read(TEXT, &[]).unwrap();
        assert_eq!(installation.officer_key("maria"), Path::new("x/keys/officers/maria.key"));
    }

    #[test]
    fn an_unknown_field_or_section_is_refused_by_name() {
        for (text, name) in [(format!("{TEXT}nane = \"x\"\n"), "nane"), (format!("{TEXT}[bodi]\nx = 1\n"), "bodi")] {
            assert!(read(&text, &[]).unwrap_err().sentence().contains(name));
        }
        assert!(read(TEXT, &[("ATTESTO__BODY__ZON", "UTC")]).is_err());
    }

    #[test]
    fn the_environment_overrides_a_field() {
        let installation = read(TEXT, &[("ATTESTO__BODY__NAME", "Other"), ("HOME", "/root")]).unwrap();
        assert_eq!(installation.name().as_str(), "Other");
    }

    #[test]
    fn the_environment_overrides_numbers_and_lists_too() {
        let overrides = [("ATTESTO__FETCH__SECONDS", "2"), ("ATTESTO__FETCH__PORTS", "[443, 8443]")];
        let fetch = read(TEXT, &overrides).unwrap().written().fetch.clone();
        assert_eq!((fetch.seconds, fetch.ports), (2, BTreeSet::from([443, 8443])));
    }

    #[test]
    fn loopback_is_this_machine_and_bounds_stay_bounds() {
        for bad in [
            "[fetch.loopback]\n\"a.example\" = \"10.0.0.1:80\"\n",
            "[fetch]\nseconds = 0\n",
            "[fetch]\nseconds = 9999\n",
        ] {
            assert!(read(&format!("{TEXT}{bad}"), &[]).is_err(), "{bad}");
        }
        assert!(read(&format!("{TEXT}[fetch.loopback]\n\"a.example\" = \"127.0.0.1:80\"\n"), &[]).is_ok());
    }

    #[test]
    fn a_base_url_needs_https_and_a_path() {
        assert!(base_url("https://cert.example/body").is_ok());
        for bad in [
            "http://cert.example/body",
            "https://cert.example",
            "https://cert.example/",
            "https://cert.example/body/",
            "https://a@b.example/c",
            "https://b.example/c?d",
        ] {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_later_format_is_refused() {
        assert!(read(&TEXT.replace("format = 1", "format = 2"), &[]).unwrap_err().sentence().contains("later release"));
    }
}
