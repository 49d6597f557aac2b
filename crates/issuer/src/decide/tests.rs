use std::collections::BTreeMap;

use super::*;
use crate::outcome::Attendance;
use crate::scheme::tests::TEXT;

pub(crate) fn the_scheme() -> Scheme {
    Scheme::parse(TEXT).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

/// Good figures under every unit and criterion, with some replaced; an empty one is missing.
pub(crate) fn figures(replaced: &[(&str, &str)]) -> Figures {
    let scheme = the_scheme();
    let text = |of: &Code, otherwise: &str| -> String {
        replaced.iter().find(|(code, _)| *code == of.as_str()).map_or(otherwise, |(_, text)| text).to_owned()
    };
    let mut attendance = BTreeMap::new();
    for unit in scheme.curriculum() {
        match text(unit.code(), "yes").as_str() {
            "" => {}
            "yes" => drop(attendance.insert(unit.code().clone(), Attendance::Attended)),
            _ => drop(attendance.insert(unit.code().clone(), Attendance::Absent)),
        }
    }
    let mut assessment = BTreeMap::new();
    for criterion in scheme.all_criteria() {
        let good = if matches!(criterion.scale(), crate::scheme::Scale::Shown) { "shown" } else { "4" };
        let good = if criterion.code().as_str() == "test" { "80" } else { good };
        let found = text(criterion.code(), good);
        if !found.is_empty() {
            assessment.insert(criterion.code().clone(), Achieved::parse(&found).unwrap());
        }
    }
    Figures::new(attendance, assessment)
}

fn decided(replaced: &[(&str, &str)]) -> Decision {
    weigh_up(&the_scheme(), &figures(replaced), &[OfficerId::parse("examine-1").unwrap()])
}

fn sentence(decision: &Decision, rule: &str) -> String {
    decision.reasons().iter().find(|reason| reason.rule().as_str() == rule).unwrap().to_string()
}

#[test]
fn who_meets_every_rule_is_certified() {
    let decision = decided(&[]);
    assert_eq!(decision.proposal(), Proposal::Certify);
    assert_eq!(decision.reasons().len(), 6);
}

#[test]
fn a_reason_tells_figure_rule_and_clause() {
    let decision = decided(&[("W1", "no"), ("W2", "no"), ("W3", "no"), ("test", "48"), ("P3", "1.5")]);
    assert_eq!(decision.proposal(), Proposal::Refuse);
    for (rule, told) in [
        ("attendance", "attended 5 of 8 webinars; the scheme asks for 6, rule `attendance`, clause 4.2"),
        ("written-test", "marked 48 of 100 (test); the scheme asks for 60, rule `written-test`, clause 4.3"),
        ("project-criteria", "marked 1.5 of 5 (P3); the scheme asks for 2, rule `project-criteria`, clause 4.4"),
        ("project-total", "reached 70 percent; the scheme asks for 55 percent, rule `project-total`, clause 4.5"),
        ("interview", "showed 1 of 1 in the interview; the scheme asks for 1, rule `interview`, clause 4.6"),
        ("competences", "shows 4 of 6 competences (C1, C3); the scheme asks for 5, rule `competences`, clause 4.7"),
    ] {
        assert_eq!(sentence(&decision, rule), told);
    }
}

#[test]
fn a_figure_at_its_minimum_is_enough_and_just_below_is_not() {
    for (column, enough, below) in [("test", "60", "59.99"), ("P4", "2", "1.99")] {
        assert_eq!(decided(&[(column, enough)]).proposal(), Proposal::Certify, "{column}");
        assert_eq!(decided(&[(column, below)]).proposal(), Proposal::Refuse, "{column}");
    }
}

#[test]
fn a_late_file_never_refuses_anybody() {
    let scheme = the_scheme();
    let columns = scheme.curriculum().iter().map(|unit| unit.code());
    let columns: Vec<&Code> = columns.chain(scheme.all_criteria().map(|criterion| criterion.code())).collect();
    for column in columns {
        let failed = if column.as_str() == "test" { ("P1", "0") } else { ("test", "0") };
        for replaced in [vec![(column.as_str(), "")], vec![(column.as_str(), ""), failed]] {
            let decision = decided(&replaced);
            assert_eq!(decision.proposal(), Proposal::Undecided, "{column}");
            assert_eq!(decision.missing(), std::slice::from_ref(column));
        }
    }
}

#[test]
fn without_an_examiner_nothing_is_decided() {
    let decision = weigh_up(&the_scheme(), &figures(&[]), &[]);
    assert_eq!((decision.proposal(), decision.missing()), (Proposal::Undecided, [code("examiner")].as_slice()));
}

#[test]
fn what_is_missing_is_named_in_the_reason() {
    let decision = decided(&[("W3", ""), ("W5", "")]);
    let told = "not known yet: W3, W5; the scheme asks for 6, rule `attendance`, clause 4.2";
    assert_eq!(sentence(&decision, "attendance"), told);
}

#[test]
fn a_competence_is_shown_at_the_highest_level_whose_demands_are_met() {
    let showing = |replaced: &[(&str, &str)]| decided(replaced).competences()[1].showing();
    let level = |number| Showing::Shown { level: Level::new(number).unwrap() };
    assert_eq!(showing(&[]), level(6));
    assert_eq!(showing(&[("defends", "not-shown")]), level(5));
    assert_eq!(showing(&[("P2", "3.99")]), level(5));
    assert_eq!(showing(&[("P2", "2.99")]), Showing::NotShown);
    assert_eq!(showing(&[("defends", "")]), Showing::Missing);
}
