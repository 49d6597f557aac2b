//! How a certification stands by its own record, for each turn of its life.

use attesto_credential::AnsweredState;

use super::*;

fn told(life: &Life, called: Called) -> (AnsweredState, Timestamp) {
    let asked_at = Iri::parse("https://cert.example/body/status-of").unwrap();
    let answer = answer(&life.certification(), (life.office.scheme(), called), &asked_at, at(NOW));
    assert_eq!((&answer.number, answer.until), (&life.number(), at(NOW)));
    (answer.state, answer.since)
}

#[test]
fn each_turn_of_a_life_is_answered_with_its_first_moment() {
    let mut life = Life::begun();
    let granted = life.certification().validity().from();
    assert_eq!(told(&life, Called::Now), (AnsweredState::InForce, granted));
    life.done(Particulars::Suspend, Cause::Complaint);
    assert_eq!(told(&life, Called::Now), (AnsweredState::Suspended, at(NOW)));
    life.done(Particulars::Lift, Cause::Cleared);
    assert_eq!(told(&life, Called::Now), (AnsweredState::InForce, at(NOW)));
    let person = life.renamed();
    life.done(Particulars::Correct(Box::new(person)), Cause::NewName);
    assert_eq!(told(&life, Called::Now).0, AnsweredState::InForce);
    assert_eq!(told(&life, Called::Formerly), (AnsweredState::Replaced, at(NOW)));
    life.done(Particulars::Suspend, Cause::Complaint);
    assert_eq!(told(&life, Called::Formerly).0, AnsweredState::Replaced);
    life.done(Particulars::Withdraw, Cause::Unresolved);
    for called in [Called::Now, Called::Formerly] {
        assert_eq!(told(&life, called).0, AnsweredState::Withdrawn);
    }
}

#[test]
fn what_was_renewed_is_replaced_and_what_follows_it_is_in_force() {
    let mut life = Life::begun();
    let next = CertificateNumber::new("SIM", 2029, 1).unwrap();
    let validity = Validity::new(at(NOW), Some(at("2029-11-24T21:59:59Z"))).unwrap();
    life.done(Particulars::Renew(next.clone(), validity), Cause::Recertified);
    assert_eq!(told(&life, Called::Now).0, AnsweredState::Replaced);
    let follower = Records::of(&life.register).certification(&next).unwrap().unwrap();
    let asked_at = Iri::parse("https://cert.example/body/status-of").unwrap();
    let of_follower = answer(&follower, (life.office.scheme(), Called::Now), &asked_at, at(NOW));
    assert_eq!((of_follower.state, of_follower.validity), (AnsweredState::InForce, validity));
}

#[test]
fn which_certifications_an_act_touched_is_read_off_the_journal() {
    let mut life = Life::begun();
    let all = answer_news(&life.register, 0).unwrap();
    let granted = Records::of(&life.register).certifications(&life.certification().sheet()).unwrap();
    assert_eq!((all.numbers().count(), all.erasures()), (granted.len(), 0));
    let before = life.register.head().seq;
    life.done(Particulars::Suspend, Cause::Complaint);
    let news = answer_news(&life.register, before).unwrap();
    assert_eq!(news.numbers().collect::<Vec<_>>(), [&life.number()]);
    assert_eq!(answer_news(&life.register, life.register.head().seq).unwrap(), AnswerNews::default());
}
