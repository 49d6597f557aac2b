//! Whether the public reads what was published: in the published folder itself, or at the base URL where it is carried.
//! What it says is asked elsewhere; this compares bytes.

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use attesto_credential::Iri;

use super::clock;
use super::config::{Installation, ReadAt};
use super::fetch::{Gate, Reach, Target};
use super::files;
use crate::fault::{Failure, Fault};

/// Waits until a file of the published folder reads at its address as it was published.
///
/// # Errors
/// It did not within `wait_seconds`.
pub(crate) fn wait_for(installation: &Installation, url: &Iri, path: &Path, expected: &[u8]) -> Result<(), Failure> {
    let seconds = installation.written().status.wait_seconds;
    let until = Instant::now() + Duration::from_secs(seconds);
    while !reads_back(installation, url, path, expected)? {
        if Instant::now() >= until {
            return Err(not_visible(url, seconds));
        }
        sleep(Duration::from_millis(500));
    }
    Ok(())
}

fn not_visible(url: &Iri, seconds: u64) -> Failure {
    let sentence = format!(
        "the act stands and is published, but {url} did not show it within {seconds} s; bring the published folder to its web server, then run `attesto publish`"
    );
    Failure::new(Fault::Unavailable, "not-visible", sentence)
}

fn reads_back(installation: &Installation, url: &Iri, path: &Path, expected: &[u8]) -> Result<bool, Failure> {
    match installation.written().status.read_at {
        ReadAt::Folder => files::read(path, 16 << 20).map(|found| found == expected),
        ReadAt::Web => {
            // A gate of its own each time: nothing that was remembered counts as seen.
            let gate = Gate::new(installation.written().fetch.rules(Reach::Online), None);
            let target =
                Target::parse(url.as_str()).map_err(|fault| Failure::new(Fault::Config, "status-address", fault))?;
            let fetched =
                gate.get(&target, "application/vc, application/statuslist+jwt, application/json", clock::now()?);
            Ok(fetched.is_ok_and(|fetched| fetched.bytes() == expected))
        }
    }
}
