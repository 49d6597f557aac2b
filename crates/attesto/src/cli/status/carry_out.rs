//! One act on a certification from the words that were typed to the public list: worked out, signed, recorded, shown.
//! What follows of it for the copies is the issuer's; the copy that follows is issued by `follow`.

use attesto_credential::{CertificateNumber, Timestamp};
use attesto_issuer::{
    Certification, ChangeRefused, CopySecret, NumbersRefused, Officer, Officers, Order, Particulars, RecordRefused,
    Records, Register, STATUS, Scheme, SignedAct, StatusChange, record_change,
};
use attesto_securing::{Digest, draw};
use serde_json::json;

use super::How;
use crate::cli::args::World;
use crate::cli::issue;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::act::{Pen, Signed};
use crate::world::config::Installation;
use crate::world::entropy::System;
use crate::world::keys::PassphraseSource;
use crate::world::lists::{self, ListSigner, Visible};
use crate::world::store::Kept;
use crate::world::{act, answers, files, ledger, links, office};

/// Where an act takes place.
pub(super) struct Scene {
    pub(super) installation: Installation,
    pub(super) officers: Officers,
    pub(super) register: Box<dyn Kept>,
    pub(super) secret: CopySecret,
    pub(super) at: Timestamp,
    /// The keys of those who sign, opened at the first act.
    pens: Vec<Pen>,
    /// The list key, being opened since the first act that is allowed.
    list_key: Option<Begun>,
}

type Begun = Box<dyn FnOnce() -> Result<ListSigner, Failure>>;

impl Scene {
    pub(super) fn set(world: &World, printer: &Printer) -> Result<Self, Failure> {
        let installation = world.installation()?;
        let officers = office::officers(&installation)?;
        let register = ledger::open(&installation, &|notice| printer.say(notice))?;
        let secret = issue::secret(&installation)?;
        let at = ledger::moment(register.as_ref(), world.moment()?);
        Ok(Self { installation, officers, register, secret, at, pens: Vec::new(), list_key: None })
    }

    /// The certification that is meant, and the scheme it was decided on.
    pub(super) fn certification(&self, number: &CertificateNumber) -> Result<(Certification, Scheme), Failure> {
        let refused = |fault| ledger::refused(&fault);
        let records = Records::of(self.register.as_ref());
        let unknown = || {
            let sentence = format!("the register has no certificate number {number}; see the badge or the sheet");
            Failure::new(Fault::NotFound, "no-certification", sentence)
        };
        let certification = records.certification(number).map_err(refused)?.ok_or_else(unknown)?;
        let scheme = ledger::scheme_named(&self.installation, certification.scheme(), &certification.sheet())?;
        Ok((certification, scheme))
    }

    /// Does what was asked for: all of it is durable when this returns; the public may not see it yet.
    pub(super) fn carry_out(
        &mut self,
        (number, how): (&CertificateNumber, &How),
        particulars: Particulars,
        scheme: &Scheme,
    ) -> Result<StatusChange, Failure> {
        let deed = particulars.deed();
        let note = how.note_file.as_deref().map(note).transpose()?;
        let order = Order {
            number: number.clone(),
            cause: how.cause(deed)?,
            particulars,
            decided: self.at,
            effective: how.effective(&self.installation, self.at),
            by: how.officer.clone(),
            second: how.second.clone(),
            note: note.as_ref().map(|text| Digest::of(text.as_bytes())),
        };
        let register: &dyn Register = self.register.as_ref();
        let change = StatusChange::of(order, (register, &self.secret), scheme, &self.officers).map_err(refused)?;
        if self.list_key.is_none() {
            let named = how.list_passphrase_file.clone();
            self.list_key = Some(Box::new(ListSigner::begin(&self.installation, named)));
        }
        let signed = self.signed(how, &change)?;
        let officers = change.officers().map(|id| act::officer(&self.officers, id));
        let officers = officers.collect::<Result<Vec<&Officer>, Failure>>()?;
        let acts = signed.iter().map(|one| SignedAct::new(&one.secured, &one.opened));
        let acts: Vec<(&Officer, SignedAct<'_>)> = officers.into_iter().zip(acts).collect();
        let recorded = record_change(self.register.as_mut(), &change, &acts, note.as_deref());
        recorded.map_err(not_recorded)?;
        Ok(change)
    }

    /// All officers sign the same words, each with their own key.
    fn signed(&mut self, how: &How, change: &StatusChange) -> Result<Vec<Signed>, Failure> {
        if self.pens.is_empty() {
            let files = [&how.passphrase_file, &how.second_passphrase_file];
            let pen = |(id, file): (_, &Option<_>)| {
                let officer = act::officer(&self.officers, id)?;
                Pen::unlock(&self.installation, officer, &PassphraseSource::from_option(file.clone()))
            };
            self.pens = change.officers().zip(files).map(pen).collect::<Result<_, Failure>>()?;
        }
        self.pens.iter().map(|pen| pen.sign((STATUS, change.body(), self.at))).collect()
    }

    /// Publishes what changed, and returns when the public reads it.
    pub(super) fn show_public(&mut self, how: &How, world: &World) -> Result<Vec<Visible>, Failure> {
        let signer = match self.list_key.take() {
            Some(begun) => begun()?,
            None => ListSigner::unlock(&self.installation, how.list_passphrase_file.clone())?,
        };
        let visible = lists::publish_due(&self.installation, self.register.as_mut(), &signer, world.clock())?;
        links::publish(&self.installation, self.register.as_ref())?;
        answers::publish(&self.installation, self.register.as_ref(), &signer, world.clock())?;
        Ok(visible)
    }
}

/// The note with 128 random bits, for its digest stays when it goes.
fn note(path: &std::path::Path) -> Result<String, Failure> {
    let text = files::read_text(path)?;
    let salt: String = draw::<16>(&mut System).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(json!({"format": 1, "note": text.trim_end(), "salt": salt}).to_string())
}

/// Says who must act when a change is not made.
pub(super) fn refused(refused: ChangeRefused) -> Failure {
    match refused {
        ChangeRefused::Register(fault) => ledger::refused(&fault),
        ChangeRefused::NotImpartial(_) | ChangeRefused::SecondNeeded { .. } => {
            Failure::new(Fault::Forbidden, "not-impartial", refused)
        }
        ChangeRefused::NoSuchCertification { .. } => Failure::new(Fault::NotFound, "no-certification", refused),
        ChangeRefused::NoSuchCopy { .. } => Failure::new(Fault::NotFound, "no-copy", refused),
        ChangeRefused::EffectiveLater { .. } => Failure::new(Fault::Input, "effective-later", refused),
        ChangeRefused::PersonErased { .. } => Failure::new(Fault::Conflict, "person-erased", refused),
        ChangeRefused::Open { .. } => Failure::new(Fault::Conflict, "intent-open", refused),
        other => Failure::new(Fault::Conflict, "no-such-turn", other),
    }
}

pub(super) fn numbers_refused(refused: NumbersRefused) -> Failure {
    match refused {
        NumbersRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Config, "numbers", other),
    }
}

fn not_recorded(refused: RecordRefused) -> Failure {
    match refused {
        RecordRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Bug, "record", other),
    }
}
