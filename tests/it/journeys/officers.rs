//! Who may not approve: who decided, examined or trained, who lacks the duty, whom nobody knows.
//! What each is told names the clause.

use attesto_issuer::{ApprovalRefused, NotImpartial, Register};

use crate::office::Office;

#[test]
fn only_an_officer_without_a_part_in_it_approves_and_a_refusal_leaves_no_trace() {
    let mut office = Office::new();
    let sheet = office.decide(&office.outcomes(&[]), "decider-2", "2026-11-24T09:00:00Z");
    let head = office.register.head();

    let mut refused = |officer: &str| office.approve(&sheet, officer, "2026-11-24T10:00:00Z").unwrap_err();

    assert!(matches!(refused("decider-2"), ApprovalRefused::DecidedItself { .. }));
    assert!(matches!(refused("examiner-2"), ApprovalRefused::NotImpartial(NotImpartial::Examined { .. })));
    assert!(matches!(refused("trainer-1"), ApprovalRefused::NotImpartial(NotImpartial::Trained { .. })));
    assert!(matches!(refused("issuer-1"), ApprovalRefused::NotImpartial(NotImpartial::NotAuthorised { .. })));
    assert!(matches!(refused("stranger"), ApprovalRefused::NotImpartial(NotImpartial::Unknown { .. })));
    for officer in ["decider-2", "examiner-2", "trainer-1", "issuer-1", "stranger"] {
        let told = refused(officer);
        assert!(told.clause().is_some() && told.to_string().contains(officer), "{told}");
    }
    assert_eq!(office.register.head(), head);
    assert_eq!(office.approve(&sheet, "approver-1", "2026-11-24T10:00:00Z").unwrap().len(), 47);
}

#[test]
fn an_approval_dated_before_the_decision_is_refused() {
    let mut office = Office::new();
    let sheet = office.decide(&office.outcomes(&[]), "decider-1", "2026-11-24T09:00:00Z");

    let refused = office.approve(&sheet, "approver-1", "2026-11-24T08:59:59Z").unwrap_err();

    assert!(matches!(refused, ApprovalRefused::BeforeDecision { .. }));
}
