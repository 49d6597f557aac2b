//! What can be typed. Each verb's own arguments stand in its file.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;
use clap::{Args, Parser, Subcommand};

use super::{
    approve, backup, check_config, cohort, decide, demo, doctor, export, init, issue, keys, ledger, link, officer,
    person, present, publish, restore, scheme, serve, stamp, status, trust, verify,
};
use crate::fault::{Failure, Fault};
use crate::locale::{Tongue, Words};
use crate::world::clock::{self, Clock};
use crate::world::config::{self, FetchRules, Installation};
use crate::world::fetch::{Gate, Reach};

/// Issue and verify credentials of certified people.
///
/// Answers of `verify`: VALID 0, NOT VALID 1, CANNOT TELL 3. Faults: 65 input, 66 not found, 69 unavailable,
/// 70 bug, 73 conflict, 77 forbidden, 78 configuration; 2 is a mistyped command.
#[derive(Debug, Parser)]
#[command(name = "attesto", version, propagate_version = true, max_term_width = 110)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) world: World,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What every verb takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct World {
    /// Folder of the installation.
    #[arg(long, global = true, default_value = ".", value_name = "FOLDER")]
    pub(crate) home: PathBuf,
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The moment to work at, instead of now.
    #[arg(long, global = true, value_name = "MOMENT", value_parser = moment)]
    pub(crate) at: Option<Timestamp>,
    /// Language of reports for people; by default that of the environment. JSON is never translated.
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub(crate) language: Option<Tongue>,
}

/// Text or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// For programs.
    Json,
    /// For people.
    Text,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Approve(approve::Args),
    Backup(backup::Args),
    CheckConfig(check_config::Args),
    Cohort(cohort::Args),
    Decide(decide::Args),
    Demo(demo::Args),
    Doctor(doctor::Args),
    Export(export::Args),
    Init(init::Args),
    Issue(issue::Args),
    Keys(keys::Args),
    Ledger(ledger::Args),
    Link(link::Args),
    Officer(officer::Args),
    Person(person::Args),
    Present(present::Args),
    Publish(publish::Args),
    Restore(restore::Args),
    Scheme(scheme::Args),
    Serve(serve::Args),
    Stamp(stamp::Args),
    Status(status::Args),
    Trust(trust::Args),
    Verify(verify::Args),
}

impl Cli {
    pub(crate) fn output(&self) -> Output {
        if self.world.json { Output::Json } else { Output::Text }
    }
}

impl World {
    /// The moment to work at.
    pub(crate) fn moment(&self) -> Result<Timestamp, Failure> {
        self.at.map_or_else(clock::now, Ok)
    }

    /// The clock to work by.
    pub(crate) fn clock(&self) -> Clock {
        self.at.map_or(Clock::Running, Clock::Stopped)
    }

    /// The words to speak to people in: as asked for, else as `LC_ALL`, `LC_MESSAGES` or `LANG` say.
    pub(crate) fn words(&self) -> &'static Words {
        let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let environment = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
        Words::of(self.language.unwrap_or_else(|| Tongue::of_environment(&environment())))
    }

    /// The installation to work in.
    pub(crate) fn installation(&self) -> Result<Installation, Failure> {
        Installation::open(&self.home)
    }

    /// The way out by the rules of the installation that stands here, if one does.
    pub(crate) fn gate(&self, reach: Reach) -> Result<Gate, Failure> {
        if self.home().join(config::FILE).is_file() {
            return self.installation()?.gate(reach);
        }
        Ok(Gate::new(FetchRules::default().rules(reach), None))
    }

    /// The folder of the installation.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }
}

fn moment(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).map_err(|fault| fault.to_string())
}

impl From<super::print::Misprint> for Failure {
    fn from(misprint: super::print::Misprint) -> Self {
        Self::new(Fault::Bug, "print", misprint)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_verb_has_an_example() {
        fn walk(command: &clap::Command) {
            let leaf = command.get_subcommands().next().is_none();
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(!leaf || command.get_name() == "help" || help.contains("attesto "), "{}", command.get_name());
            command.get_subcommands().for_each(walk);
        }
        walk(&Cli::command());
    }
}
