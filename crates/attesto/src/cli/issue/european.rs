//! European Digital Credentials: one beside each badge, where the configuration names the body's law and its seal.
//! The same record, worded for European wallets and viewers; asking again issues nothing twice.

use std::path::Path;

use attesto_credential::{Credential, CredentialId, Format, Iri, Secured, Timestamp, lint, urn_uuid};
use attesto_issuer::{
    Abroad, Certification, Copy, CopySecret, OfficerId, Register, Reserved, Scheme, Stamping, State, Wanted, european,
    issue, known_copies, known_keys, living_copy, open_intents, void,
};
use attesto_securing::{Contexts, Entropy, draw};

use super::desk::{self, Bench, Finished, Persons, Seal};
use crate::fault::{Failure, Fault};
use crate::world::abroad::Leaves;
use crate::world::config::{European, Installation};
use crate::world::entropy::System;
use crate::world::fetch::{Gate, Reach};
use crate::world::files::{self, Audience};
use crate::world::ledger;
use crate::world::seals::{self, SealKey};
use crate::world::time_stamps::stamped;

/// The name of a copy's file in the folder of its certificate.
const FILE: &str = "european.jsonld";

/// So many are sealed and written at a time: each carries its pages.
const STEP: usize = 64;

/// What European copies are made with.
pub(super) struct Abroads<'i> {
    installation: &'i Installation,
    european: &'i European,
    scheme: &'i Scheme,
    seal: Seal,
    leaves: Leaves,
    asked_at: Iri,
    authority: Option<(Gate, &'i str)>,
}

/// A European copy that is there.
pub(super) struct There {
    pub(super) id: CredentialId,
    pub(super) number: String,
}

impl<'i> Abroads<'i> {
    /// Reads the seal's key and draws the leaves; nothing where the body issues none.
    pub(super) fn of(
        installation: &'i Installation,
        scheme: &'i Scheme,
        at: Timestamp,
    ) -> Result<Option<Self>, Failure> {
        let Some(european) = installation.european() else { return Ok(None) };
        let key = SealKey::ready(installation, european, at)?.into_signer();
        let keys = crate::world::did_document::keys(installation)?;
        let config = |fault: &dyn std::fmt::Display| Failure::new(Fault::Config, "config", fault);
        let asked_at = Iri::parse(&format!("{}/status-of", installation.base_url())).map_err(|fault| config(&fault))?;
        let gate = |address: &'i String| Ok::<_, Failure>((installation.gate(Reach::Online)?, address.as_str()));
        Ok(Some(Self {
            installation,
            european,
            scheme,
            seal: Seal::new(Box::new(key), keys, Contexts::pinned()),
            leaves: Leaves::draw(european, scheme)?,
            asked_at,
            authority: european.rules().time_stamp.as_ref().map(gate).transpose()?,
        }))
    }

    /// Whether a copy could be sealed under this scheme at all; told before anything is issued.
    pub(super) fn holds(
        &self,
        (certifications, persons): (&[Certification], &Persons),
        at: Timestamp,
    ) -> Result<(), Failure> {
        let Some(one) = certifications.iter().find(|one| one.state() == State::Certified) else { return Ok(()) };
        let (id, subject) = (CredentialId::from_random(draw(&mut System)), urn_uuid(draw(&mut System)));
        let worded =
            self.worded(one, persons, (id, subject, at)).map_err(|why| Failure::new(Fault::Bug, "issue", why))?;
        lint(worded, Format::EUROPEAN).map(drop).map_err(|fault| {
            let why: Vec<String> = fault.faults().iter().map(|one| one.why().to_owned()).collect();
            let sentence = format!(
                "no European credential can be made under this scheme, and nothing was issued: {}; complete the scheme, or take [european] out of the configuration",
                why.join("; ")
            );
            Failure::new(Fault::Config, "european-scheme", sentence)
        })
    }

    fn worded(
        &self,
        certification: &Certification,
        persons: &Persons,
        (id, subject, at): (CredentialId, Iri, Timestamp),
    ) -> Result<Credential, String> {
        let person = persons.get(&certification.person()).ok_or("its person is not here")?;
        let pages = self.leaves.pages(certification, person).map_err(|failure| failure.to_string())?;
        let body = self.european.organisation(self.installation.did());
        let abroad = Abroad { id, subject, at, body, asked_at: self.asked_at.clone(), pages };
        european(certification, self.scheme, person, abroad).map_err(|fault| fault.to_string())
    }

    /// Issues what is wanted and writes each into the folder of its certificate.
    pub(super) fn issue(
        &self,
        (officer, at): (&OfficerId, Timestamp),
        register: &mut dyn Register,
        (wanted, persons): (&[Wanted<'_>], &Persons),
        out: &Path,
    ) -> Result<Vec<There>, Failure> {
        self.may_seal(register)?;
        let bench = self.bench(officer, at);
        let (secret, mut entropy, stamping) = (desk::secret(self.installation)?, System, self.stamping());
        let mut project = |wanted: &Wanted<'_>, reserved: &Reserved, _: &mut dyn Entropy| {
            self.worded(wanted.certification, persons, (reserved.id.clone(), reserved.subject.clone(), reserved.at))
        };
        let mut there = Vec::with_capacity(wanted.len());
        for step in wanted.chunks(STEP) {
            let mut desk = bench.desk(register, &mut entropy, &secret);
            desk.stamping = stamping.as_ref().map(any);
            for copy in issue(&mut desk, step, &mut project).map_err(desk::failure)? {
                write(&copy, &out.join(copy.number.as_str()))?;
                let number = copy.number.as_str().to_owned();
                there.push(There { id: copy.id, number });
            }
        }
        Ok(there)
    }

    /// Finishes what an interrupted run left open. What was intended for a certificate that is no longer the seal's is
    /// void: nothing of it ever left.
    pub(super) fn finish(
        &self,
        (officer, at): (&OfficerId, Timestamp),
        register: &mut dyn Register,
    ) -> Result<Finished, Failure> {
        self.may_seal(register)?;
        let own = self.seal.id().as_str();
        for intent in open_intents(register).map_err(|fault| ledger::refused(&fault))? {
            if desk::is_for_seal(&intent) && intent.key() != own {
                void(register, intent.id(), officer, at).map_err(desk::failure)?;
            }
        }
        let (secret, mut entropy, stamping) = (desk::secret(self.installation)?, System, self.stamping());
        let bench = self.bench(officer, at);
        let mut desk = bench.desk(register, &mut entropy, &secret);
        desk.stamping = stamping.as_ref().map(any);
        desk::finish_open(&mut desk)
    }

    /// Refuses while the configuration names a key that was in wrong hands.
    fn may_seal(&self, register: &dyn Register) -> Result<(), Failure> {
        let known = known_keys(register).map_err(|fault| ledger::refused(&fault))?;
        seals::must_not_be_compromised(self.seal.public(), &known)
    }

    fn bench<'b>(&'b self, officer: &'b OfficerId, at: Timestamp) -> Bench<'b> {
        Bench { installation: self.installation, scheme: self.scheme, seal: &self.seal, officer, at }
    }

    fn stamping(&self) -> Option<impl Fn(Secured) -> Result<Secured, String> + '_> {
        let (gate, address) = self.authority.as_ref()?;
        Some(move |secured: Secured| stamped(&secured, gate, address).map_err(|why| why.to_string()))
    }
}

fn any<'s>(stamping: &'s impl Fn(Secured) -> Result<Secured, String>) -> &'s Stamping<'s> {
    stamping
}

/// The copies that should be there, once nothing is open any more: of what is in force, and of what has one from when
/// it was.
pub(super) fn wanted<'c>(
    (register, _): (&dyn Register, &Finished),
    secret: &CopySecret,
    certifications: &'c [Certification],
) -> Result<Vec<Wanted<'c>>, Failure> {
    let mut all = Vec::with_capacity(certifications.len());
    for one in certifications {
        let known = known_copies(register, secret, one).map_err(|fault| ledger::refused(&fault))?;
        if one.state() == State::Certified || known.iter().any(|copy| copy.format() == Format::EUROPEAN) {
            let living = living_copy(register, secret, one, Format::EUROPEAN);
            all.push(living.map_err(|fault| ledger::refused(&fault))?);
        }
    }
    Ok(all)
}

fn write(copy: &Copy, folder: &Path) -> Result<(), Failure> {
    files::private_folder(folder)?;
    files::write_derived(&folder.join(FILE), copy.secured.text().as_bytes(), Audience::Owner)
}
