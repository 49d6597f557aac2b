//! Where credentials are judged: at once where nothing must be waited for, else so many at a time on threads of their own;
//! so many in line, the rest sent away.
//! Judges as `attesto verify` does, by the same functions; keeps nothing of what it judged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use attesto_credential::{Secured, Timestamp};
use attesto_securing::Contexts;
use attesto_verifier::{Asked, Case, Day, Material, Policy, Report};
use tokio::sync::Semaphore;

use super::problem::Problem;
use crate::serving::Verifying;
use crate::sheet::NoCode;
use crate::world::fetch::Gate;
use crate::world::hand_in::{self, NotHandedIn};
use crate::world::{clock, gather};

/// What was handed in.
#[derive(Debug, Default)]
pub(super) struct Handed {
    pub(super) file: Vec<u8>,
    pub(super) asked: Asked,
    /// What its body answered when it was asked by number and name, if somebody did.
    pub(super) statement: Option<String>,
    /// The moment that is asked about; now if none is.
    pub(super) at: Option<Timestamp>,
}

/// The desk.
#[derive(Debug)]
pub(super) struct Desk {
    bench: Arc<Bench>,
    turns: Arc<Semaphore>,
    line: Arc<Semaphore>,
}

/// Judgements of all desks on the threads that serve connections; some threads are left free for whoever only reads.
static HERE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(cores()));

/// Larger texts are judged on a thread of their own, as are pictures.
const SMALL_BYTES: usize = 32 << 10;

/// Whether a judgement may wait for what lies elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    Allowed,
    Never,
}

/// What every case is judged with.
#[derive(Debug)]
struct Bench {
    policy: Policy,
    gate: Gate,
    /// Vocabularies, lists and keys are read once and lent to every case; nothing else of a case stays.
    lent: Mutex<Lent>,
}

/// What is lent, with the number of cases that it was lent to.
#[derive(Debug)]
struct Lent {
    material: Material,
    cases: u32,
}

/// After so many cases everything is read anew, so that no sequence of cases can make it grow for ever.
const CASES: u32 = 20_000;

impl Lent {
    fn anew() -> Self {
        Self { material: Material::new(Contexts::pinned()), cases: 0 }
    }
}

impl Desk {
    pub(super) fn new(verifying: Verifying, judges: usize, waiting: usize) -> Self {
        let Verifying { policy, gate } = verifying;
        Self {
            bench: Arc::new(Bench { policy, gate, lent: Mutex::new(Lent::anew()) }),
            turns: Arc::new(Semaphore::new(judges.max(1))),
            line: Arc::new(Semaphore::new(judges.max(1) + waiting)),
        }
    }

    /// Judges what was handed in, when its turn comes.
    pub(super) async fn judge(&self, handed: Handed) -> Result<Report, Problem> {
        let _in_line = Arc::clone(&self.line).try_acquire_owned().map_err(|_| Problem::busy())?;
        if is_small(&handed.file) {
            let _here = HERE.acquire().await.map_err(|_| Problem::bug())?;
            // As on a thread of its own, a fault of ours ends this judgement and not the connection.
            let judged = catch_unwind(AssertUnwindSafe(|| self.bench.judge(&handed, Waiting::Never)));
            if let Some(report) = judged.unwrap_or_else(|_| Err(Problem::bug()))? {
                return Ok(report);
            }
        }
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Problem::bug())?;
        let bench = Arc::clone(&self.bench);
        let judged = tokio::task::spawn_blocking(move || {
            // The turn ends with the judgement, also when whoever asked has gone.
            let _turn = turn;
            bench.judge(&handed, Waiting::Allowed)
        });
        judged.await.unwrap_or_else(|_| Err(Problem::bug()))?.ok_or_else(Problem::bug)
    }
}

/// A text that is judged in less time than it takes to hand it over.
fn is_small(file: &[u8]) -> bool {
    file.len() <= SMALL_BYTES && file.trim_ascii_start().starts_with(b"{")
}

impl Bench {
    /// Nothing if it would have to wait and may not.
    fn judge(&self, handed: &Handed, waiting: Waiting) -> Result<Option<Report>, Problem> {
        let now = clock::now().map_err(|_| Problem::bug())?;
        let text = hand_in::text(&handed.file, &self.gate, now).map_err(|fault| not_handed_in(&fault))?;
        let secured = Secured::parse(text.as_bytes()).map_err(|fault| Problem::unreadable(&fault.to_string()))?;
        let (at, day) = handed.at.map_or((now, Day::Now), |at| (at, Day::Asked));
        let (case, policy) = (Case::new(secured), self.policy.clone().asking(handed.asked.clone()));
        let mut material = self.material();
        handed.statement.iter().for_each(|statement| material.add_answer(statement, now));
        let hearing = match waiting {
            Waiting::Allowed => Some(gather::gather(&case, &mut material, &policy, at, &self.gate, now)),
            Waiting::Never => gather::at_hand(&case, &mut material, &policy, at, &self.gate, now),
        };
        Ok(hearing.map(|mut hearing| hearing.judge(&material).about(day)))
    }

    /// Nothing but what is lent.
    fn material(&self) -> Material {
        let mut lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner);
        if lent.cases >= CASES {
            *lent = Lent::anew();
        }
        lent.cases += 1;
        lent.material.beside()
    }
}

/// Cores that this process may use.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// A link that leads nowhere is not found, and whoever scans goes on where no code was seen; the rest cannot be read.
fn not_handed_in(fault: &NotHandedIn) -> Problem {
    let why = fault.to_string();
    match fault {
        NotHandedIn::Code(NoCode::NoneFound) => Problem::no_code(&why),
        NotHandedIn::LinkUnknown => Problem::link_unknown(),
        NotHandedIn::LinkWithdrawn => Problem::link_withdrawn(),
        NotHandedIn::OfOthers { host } => Problem::link_of_others(&why, host),
        _ => Problem::unreadable(&why),
    }
}
