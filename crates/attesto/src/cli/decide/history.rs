//! What earlier sheets of the same cohort and scheme say: who is settled, who comes back, and whether anything is new.
//! It decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use attesto_issuer::{
    CandidateReference, Change, Code, Person, Proposal, Records, RegisterFault, Scheme, Sheet, SheetRow,
};

/// The sheets of one cohort under one scheme, the latest first.
pub(in crate::cli) struct History {
    sheets: Vec<Past>,
}

struct Past {
    sheet: Sheet,
    standing: Standing,
}

/// Whether a second officer approved a sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// One did.
    Approved,
    /// Nobody did yet.
    Open,
}

impl History {
    /// Reads it from the register.
    pub(in crate::cli) fn of(
        records: &Records<'_>,
        scheme: &attesto_credential::Iri,
        cohort: &Code,
    ) -> Result<Self, RegisterFault> {
        let mut sheets = Vec::new();
        for digest in records.latest_sheets(usize::MAX)? {
            // Of other cohorts there may be many, each of a hundred thousand rows; what they are of says their head.
            let head = records.sheet_head(&digest)?;
            if !head.is_some_and(|head| head.scheme().id() == scheme && head.cohort() == cohort) {
                continue;
            }
            let Some(sheet) = records.sheet(&digest)? else { continue };
            let approved = records.approval(&digest)?.is_some();
            sheets.push(Past { sheet, standing: if approved { Standing::Approved } else { Standing::Open } });
        }
        Ok(Self { sheets })
    }

    /// Whom an approved sheet certified or refused.
    pub(super) fn settled(&self) -> BTreeSet<CandidateReference> {
        let approved = self.sheets.iter().filter(|past| past.standing == Standing::Approved);
        let rows = approved.flat_map(|past| past.sheet.rows());
        let decided = rows.filter(|row| row.decision().proposal() != Proposal::Undecided);
        decided.map(|row| row.candidate().clone()).collect()
    }

    /// What changed for each candidate of a sheet since the latest one before it that has them; nothing for new ones.
    pub(in crate::cli) fn changes(&self, sheet: &Sheet, scheme: &Scheme) -> Vec<Option<Vec<Change>>> {
        let mut latest = BTreeMap::<&CandidateReference, &SheetRow>::new();
        let stands = self.sheets.iter().position(|past| past.sheet.digest() == sheet.digest());
        let earlier = self.sheets.iter().skip(stands.map_or(0, |place| place + 1));
        for row in earlier.flat_map(|past| past.sheet.rows()) {
            latest.entry(row.candidate()).or_insert(row);
        }
        let change = |row: &SheetRow| latest.get(row.candidate()).map(|earlier| row.changes_since(earlier, scheme));
        sheet.rows().iter().map(change).collect()
    }

    /// The latest sheet, if a new one would say of the same persons what it says already.
    pub(super) fn says_already(
        &self,
        new: &Sheet,
        persons: &[Person],
        records: &Records<'_>,
    ) -> Result<Option<(&Sheet, Standing)>, RegisterFault> {
        let Some(Past { sheet, standing }) = self.sheets.first() else { return Ok(None) };
        let approved = *standing == Standing::Approved;
        let open = |row: &&SheetRow| !approved || row.decision().proposal() == Proposal::Undecided;
        let rows: Vec<&SheetRow> = sheet.rows().iter().filter(open).collect();
        let same = rows.len() == new.rows().len()
            && rows.iter().zip(new.rows()).all(|(old, new)| new.says_the_same_as(old))
            && sheet.scheme() == new.scheme()
            && sheet.trainers() == new.trainers()
            && (approved || sheet.decided_by() == new.decided_by());
        if !same {
            return Ok(None);
        }
        for (row, person) in rows.iter().zip(persons) {
            let known = records.person(&row.person())?;
            if !known.is_some_and(|known| known.name() == person.name() && known.email() == person.email()) {
                return Ok(None);
            }
        }
        Ok(Some((sheet, *standing)))
    }

    /// A later sheet of the same cohort and scheme that decides on one of its candidates again; earlier ones are not read.
    pub(in crate::cli) fn later_than(records: &Records<'_>, sheet: &Sheet) -> Result<Option<Sheet>, RegisterFault> {
        let candidates: BTreeSet<&CandidateReference> = sheet.rows().iter().map(SheetRow::candidate).collect();
        let own = sheet.digest();
        for digest in records.latest_sheets(usize::MAX)?.into_iter().take_while(|digest| *digest != own) {
            if !records.sheet_head(&digest)?.is_some_and(|head| head.is_beside(sheet)) {
                continue;
            }
            let Some(later) = records.sheet(&digest)? else { continue };
            if later.rows().iter().any(|row| candidates.contains(row.candidate())) {
                return Ok(Some(later));
            }
        }
        Ok(None)
    }
}
