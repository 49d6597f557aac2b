//! What offices may send by mistake or in malice: every case is told by the name of its fault, and nothing changes.
#![cfg(test)]

mod books;
mod desk;
mod large;
mod meetings;
mod texts;

use desk::{Case, Desk};

/// Every case, by name.
fn cases() -> Vec<Case> {
    [texts::cases(), meetings::cases(), books::cases(), large::cases()].concat()
}

#[test]
fn every_bad_input_is_told_by_its_fault_with_exit_65_and_the_register_stays_as_it_was() {
    let cases = cases();
    let names: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.name).collect();
    assert!(cases.len() >= 60 && names.len() == cases.len(), "{} cases, {} names", cases.len(), names.len());
    let desk = Desk::new();
    let register = desk.register();
    let mut wrong = Vec::new();
    for case in &cases {
        match desk.told(case) {
            Ok(told) if told == case.faults => {}
            Ok(told) => wrong.push(format!("{}: told {told:?}, expected {:?}", case.name, case.faults)),
            Err(why) => wrong.push(format!("{}: {why}", case.name)),
        }
        if desk.register() != register {
            wrong.push(format!("{}: the register changed", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    let peak = desk::peak_mebibytes();
    assert!(peak < 200, "the largest process held {peak} MiB");
}

#[test]
fn good_files_of_each_kind_are_taken_where_bad_ones_are_refused() {
    let desk = Desk::new();
    let good = [texts::good(), meetings::good(), books::good()];
    for case in &good {
        assert_eq!(desk.told(case), Ok(Vec::new()), "{}", case.name);
    }
}
