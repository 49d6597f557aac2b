//! The officer who answers for a restore: for what is lost, and for erasures that the backup does not know.
//! Without loss and without such erasures nobody is asked.

use attesto_issuer::{
    ERASURE, Erasure, Head, OfficerId, RESTORATION, RecordRefused, Restoration, SignedAct, record_erasure,
    record_restoration,
};

use super::Restore;
use crate::cli::args::World;
use crate::fault::{Failure, Fault};
use crate::world::backup::Backup;
use crate::world::config::Installation;
use crate::world::keys::PassphraseSource;
use crate::world::restore::Loss;
use crate::world::store::Kept;
use crate::world::{act, ledger, office};

/// Who answers, and how.
pub(super) struct Answer<'a> {
    args: &'a Restore,
    installation: &'a Installation,
    now: attesto_credential::Timestamp,
}

impl<'a> Answer<'a> {
    pub(super) fn of(args: &'a Restore, installation: &'a Installation, world: &World) -> Result<Self, Failure> {
        Ok(Self { args, installation, now: world.moment()? })
    }

    /// Writes down what the restored register must know before anybody works with it; gives it in words.
    pub(super) fn given(&self, register: &mut dyn Kept, backup: &Backup, loss: Loss) -> Result<Vec<String>, Failure> {
        let mut told = Vec::new();
        if self.args.accept_loss {
            told.push(self.lost(register, backup, loss)?);
        }
        let persons = register.erased_without_act().map_err(|fault| ledger::refused(&fault))?;
        if !persons.is_empty() {
            let count = persons.len();
            let officer = self.officer(count)?;
            let at = ledger::moment(register, self.now);
            self.erased(register, &Erasure::again(persons, officer, at), at)?;
            told.push(format!("{count} record(s) of erased persons: the backup did not know it, and does now"));
        }
        Ok(told)
    }

    fn lost(&self, register: &mut dyn Kept, backup: &Backup, loss: Loss) -> Result<String, Failure> {
        let by = self.officer(0)?;
        let at = ledger::moment(register, self.now);
        let known = match loss {
            Loss::None => None,
            Loss::Until(head) => Some(head),
        };
        let restoration = Restoration::new(backup.head(), known, self.args.gap, by.clone(), at);
        let (officers, passphrase) = (office::officers(self.installation)?, self.passphrase());
        let officer = act::officer(&officers, &by)?;
        let signed = act::sign(self.installation, officer, &passphrase, (RESTORATION, restoration.body(), at))?;
        let signed = SignedAct::new(&signed.secured, &signed.opened);
        recorded(record_restoration(register, &restoration, officer, &signed))?;
        let lost = restoration.lost().map_or("an unknown number of".to_owned(), |lost| lost.to_string());
        Ok(format!(
            "{lost} act(s) lost; numbers go on {} later. Copies issued in the lost part are out and unknown here: look for them before you issue again",
            self.args.gap
        ))
    }

    fn erased(
        &self,
        register: &mut dyn Kept,
        erasure: &Erasure,
        at: attesto_credential::Timestamp,
    ) -> Result<(), Failure> {
        let officers = office::officers(self.installation)?;
        let officer = act::officer(&officers, &self.officer(1)?)?;
        let signed = act::sign(self.installation, officer, &self.passphrase(), (ERASURE, erasure.body(), at))?;
        recorded(record_erasure(register, erasure, officer, &SignedAct::new(&signed.secured, &signed.opened)))
    }

    fn officer(&self, erased: usize) -> Result<OfficerId, Failure> {
        self.args.officer.clone().ok_or_else(|| {
            let sentence = format!(
                "{erased} record(s) of persons were erased after this backup was made; name the officer whose act says so with --officer"
            );
            Failure::new(Fault::Conflict, "restore-officer", sentence)
        })
    }

    fn passphrase(&self) -> PassphraseSource {
        PassphraseSource::from_option(self.args.passphrase_file.clone())
    }
}

fn recorded(recorded: Result<Head, RecordRefused>) -> Result<(), Failure> {
    recorded.map(|_| ()).map_err(|refused| match refused {
        RecordRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Bug, "record", other),
    })
}
