//! What the tests of intake share: a scheme, officers, and the clocks of four countries.

use attesto_credential::Timestamp;

use super::super::*;
use crate::calendar::{Moments, WallTime};
use crate::officer::tests::some_officers;
use crate::scheme::tests::TEXT as SCHEME;

/// The clocks of the European Union in 2026, and UTC.
pub(crate) struct Europe;

impl Europe {
    fn standard(zone: &str) -> Option<i64> {
        match zone {
            "Europe/Athens" | "Europe/Bucharest" => Some(2),
            "Europe/Brussels" | "Europe/Rome" => Some(1),
            "UTC" => Some(0),
            _ => None,
        }
    }

    fn hours(zone: &str, moment: i64) -> Option<i64> {
        let summer = ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"].map(|at| Timestamp::parse(at).unwrap().unix());
        let is_summer = zone != "UTC" && (summer[0]..summer[1]).contains(&moment);
        Self::standard(zone).map(|hours| hours + i64::from(is_summer))
    }
}

impl Zones for Europe {
    fn knows(&self, zone: &str) -> bool {
        Self::standard(zone).is_some()
    }

    fn moments(&self, zone: &str, wall: WallTime) -> Moments {
        let (hour, minute, second) = wall.clock();
        let as_if_utc = Timestamp::parse(&format!("{}T{hour:02}:{minute:02}:{second:02}Z", wall.day())).unwrap().unix();
        let fits = [3, 2, 1, 0].into_iter().filter_map(|hours| {
            let moment = as_if_utc - hours * 3600;
            (Self::hours(zone, moment) == Some(hours)).then(|| Timestamp::from_unix(moment).unwrap())
        });
        match fits.collect::<Vec<_>>().as_slice() {
            [once] => Moments::Once(*once),
            [earlier, later] => Moments::Twice(*earlier, *later),
            _ => Moments::Never,
        }
    }
}

/// Takes the files of a cohort.
pub(crate) fn of_cohort(
    cohort: &str,
    files: &[(&str, &[u8])],
    resolutions: &Resolutions,
    limits: &IntakeLimits,
) -> Result<Intake, IntakeFaults> {
    let scheme = Scheme::parse(SCHEME).unwrap();
    let cohort = Cohort::parse(cohort).unwrap_or_else(|faults| panic!("{:#?}", faults.faults()));
    let officers = some_officers();
    let setting =
        Setting { scheme: &scheme, cohort: &cohort, officers: &officers, zones: &Europe, resolutions, limits };
    let mut given: Vec<(&str, &[u8])> = files.to_vec();
    let mut files: Vec<InputFile<'_>> = given.iter_mut().map(|(path, bytes)| InputFile { path, bytes }).collect();
    intake(&mut files, &setting)
}

#[test]
fn the_clocks_of_these_tests_go_back_and_forth() {
    let wall = |text| WallTime::parse(text).unwrap();
    let unix = |text| Timestamp::parse(text).unwrap();
    let moments = |zone, text| Europe.moments(zone, wall(text));
    let twice = Moments::Twice(unix("2026-10-25T00:30:00Z"), unix("2026-10-25T01:30:00Z"));
    assert_eq!(moments("Europe/Rome", "2026-10-25T02:30"), twice);
    assert_eq!(moments("Europe/Athens", "2026-10-25T03:30"), twice);
    assert_eq!(moments("Europe/Rome", "2026-03-29T02:30"), Moments::Never);
    assert_eq!(moments("Europe/Rome", "2026-10-25T03:00"), Moments::Once(unix("2026-10-25T02:00:00Z")));
    assert_eq!(moments("Europe/Atlantis", "2026-10-25T03:00"), Moments::Never);
}
