//! Candidates, meetings and marks in files of their own, put together by person.

use super::*;
use crate::code::CandidateReference;
use crate::resolution::{Answer, Resolution, Resolutions, Stranger};

const FILES: &str = r#"
[[layouts]]
name = "meeting"
encoding = "utf-8"
separator = "tab"
[layouts.columns]
name = "Name"
email = "E-mail"
join = "Joined"
leave = "Left"

[[files]]
path = "people.csv"
kind = "candidates"
country = "IT"
language = "it"

[[files]]
path = "w1.tsv"
kind = "attendance"
unit = "W1"
country = "IT"
zone = "Europe/Rome"
layout = "meeting"

[[files]]
path = "w6.tsv"
kind = "attendance"
unit = "W6"
country = "IT"
zone = "Europe/Rome"
begins = "2026-10-25T02:00"
ends = "2026-10-25T03:00"
arrival = "awaited"
layout = "meeting"

[[files]]
path = "project.csv"
kind = "assessment"
assessment = "project"
examiner = "examine-1"
arrival = "awaited"

[[files]]
path = "interview.csv"
kind = "assessment"
assessment = "interview"
arrival = "awaited"
"#;

const PEOPLE: &str = "candidate,given_name,family_name,email,birth_date\n\
    IT-1,Giulia,Esempio,giulia@amministrazione.example,1990-01-31\n\
    IT-2,Nicolò,D'Angelo,Nicolo@Amministrazione.example,1985-12-01\n";

const W1: &str = "Name\tE-mail\tJoined\tLeft\n\
    Giulia Esempio\tgiulia@amministrazione.example\t2026-10-06 10:00\t2026-10-06 11:00\n\
    iPad\tGIULIA@amministrazione.example\t2026-10-06 10:30\t2026-10-06 12:00:00\n\
    Nicolò\tnicolo@amministrazione.example\t2026-10-06 10:00\t2026-10-06 10:10\n";

fn taken(files: &[(&str, &str)], resolutions: &Resolutions) -> Result<Intake, IntakeFaults> {
    let cohort = format!("{}{FILES}", COHORT.split_once("[[files]]").unwrap().0);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    of_cohort(&cohort, &files, resolutions, &IntakeLimits::web())
}

fn attended(intake: &Intake, index: usize, unit: &str) -> Option<Attendance> {
    intake.outcomes[index].figures().attendance(&Code::parse(unit).unwrap())
}

fn codes(faults: &IntakeFaults) -> Vec<&'static str> {
    faults.faults().iter().map(|fault| fault.why().code()).collect()
}

fn reference(text: &str) -> CandidateReference {
    CandidateReference::parse(text).unwrap()
}

fn resolved(answers: Vec<Answer>) -> Resolutions {
    let at = attesto_credential::Timestamp::parse("2026-11-01T09:00:00Z").unwrap();
    let because = attesto_credential::Line::parse("she told us").unwrap();
    let by = OfficerId::parse("decide-1").unwrap();
    Resolutions::of(
        answers.into_iter().map(|answer| Resolution::new(answer, because.clone(), by.clone(), at)).collect(),
    )
}

#[test]
fn who_joins_twice_under_two_names_is_one_and_ten_minutes_are_not_enough() {
    let intake = taken(&[("people.csv", PEOPLE), ("w1.tsv", W1)], &Resolutions::none()).unwrap();
    assert_eq!(attended(&intake, 0, "W1"), Some(Attendance::Attended));
    assert_eq!(attended(&intake, 1, "W1"), Some(Attendance::Absent));
    assert_eq!(attended(&intake, 0, "W6"), None, "its file is awaited");
    assert_eq!(intake.outstanding, ["w6.tsv", "project.csv", "interview.csv"]);
    assert_eq!(intake.questions, []);
    let minutes = intake.outcomes[0].trace().minutes().values().copied().collect::<Vec<_>>();
    assert_eq!(minutes, [120], "the hour and the hour and a half overlap");
}

#[test]
fn whom_nobody_knows_is_asked_for_and_holds_up_only_whom_it_could_be() {
    let with = |row: &str| format!("{W1}{row}\n");
    let long = with("Nicolò D'Angelo\tnick@home.example\t2026-10-06 10:00\t2026-10-06 12:00");
    let intake = taken(&[("people.csv", PEOPLE), ("w1.tsv", &long)], &Resolutions::none()).unwrap();
    assert_eq!(attended(&intake, 0, "W1"), Some(Attendance::Attended));
    assert_eq!(attended(&intake, 1, "W1"), None, "it may have been him");
    assert_eq!(intake.questions.iter().map(Question::code).collect::<Vec<_>>(), ["attendee"]);

    let short = with("\t\t2026-10-06 10:00\t2026-10-06 10:20").replace("\t\t2026", "Guest\t\t2026");
    let intake = taken(&[("people.csv", PEOPLE), ("w1.tsv", &short)], &Resolutions::none()).unwrap();
    assert_eq!(attended(&intake, 1, "W1"), Some(Attendance::Absent), "twenty minutes more would not help him");
    assert_eq!(intake.questions.len(), 1);
}

#[test]
fn an_officer_says_who_it_was_and_it_holds_for_every_file() {
    let long = format!("{W1}X\tnick@home.example\t2026-10-06 10:00\t2026-10-06 12:00\n");
    let stranger = Stranger::email(&crate::person::Email::parse("Nick@home.example").unwrap());
    let files = [("people.csv", PEOPLE), ("w1.tsv", long.as_str())];
    let his = taken(&files, &resolved(vec![Answer::IsCandidate(stranger.clone(), reference("IT-2"))])).unwrap();
    assert_eq!((attended(&his, 1, "W1"), his.questions.len()), (Some(Attendance::Attended), 0));
    let nobodys = taken(&files, &resolved(vec![Answer::NoCandidate(stranger)])).unwrap();
    assert_eq!((attended(&nobodys, 1, "W1"), nobodys.questions.len()), (Some(Attendance::Absent), 0));
}

#[test]
fn minutes_are_counted_by_the_clock_of_the_zone_across_its_change() {
    let w6 = "Name\tE-mail\tJoined\tLeft\n\
        Giulia\tgiulia@amministrazione.example\t2026-10-25 01:55\t2026-10-25 03:05\n\
        Nicolò\tnicolo@amministrazione.example\t2026-10-25 01:58\t2026-10-25 02:50\n";
    let files = [("people.csv", PEOPLE), ("w1.tsv", W1), ("w6.tsv", w6)];
    let intake = taken(&files, &Resolutions::none()).unwrap();
    assert_eq!(attended(&intake, 0, "W6"), Some(Attendance::Attended), "70 minutes by the wall, 120 of the meeting");
    assert_eq!(attended(&intake, 1, "W6"), None, "50 or 110 minutes");
    assert!(
        matches!(intake.questions.as_slice(), [Question::Clock { least: 50, most: 110, .. }]),
        "{:?}",
        intake.questions
    );
    let present = Answer::Present(reference("IT-2"), Code::parse("W6").unwrap(), 100);
    let intake = taken(&files, &resolved(vec![present])).unwrap();
    assert_eq!((attended(&intake, 1, "W6"), intake.questions.len()), (Some(Attendance::Attended), 0));
}

#[test]
fn times_that_cannot_be_are_faults() {
    let row = |join: &str, leave: &str| format!("{W1}Y\ty@home.example\t{join}\t{leave}\n");
    let found =
        |text: &str| codes(&taken(&[("people.csv", PEOPLE), ("w1.tsv", text)], &Resolutions::none()).unwrap_err());
    for (join, leave, code) in [
        ("2026-03-29 02:30", "2026-03-29 04:00", "no-such-time"),
        ("2026-03-29 01:30", "2026-03-29 02:59", "no-such-time"),
        ("2026-10-06 11:00", "2026-10-06 10:00", "leaves-first"),
        ("2026-10-06", "2026-10-06 10:00", "time"),
        ("2026-10-06 25:00", "2026-10-06 10:00", "time"),
        ("2026-02-30 10:00", "2026-10-06 10:00", "time"),
        ("03/04/2026 10:00", "2026-10-06 10:00", "ambiguous-date"),
        ("", "2026-10-06 10:00", "missing-cell"),
        ("46301.4", "2026-10-06 10:00", "time"),
        ("=NOW()", "2026-10-06 10:00", "formula"),
    ] {
        assert_eq!(found(&row(join, leave)), [code], "{join} to {leave}");
    }
}

#[test]
fn marks_come_by_reference_or_e_mail_with_who_gave_them() {
    let project = "candidate,P1,P2\nIT-1,4,3.5\nit-2,5,\n";
    let interview = "email,defends,examiner,assessed_on\nNICOLO@amministrazione.example,yes,all-round,2026-11-10\n";
    let files = [("people.csv", PEOPLE), ("w1.tsv", W1), ("project.csv", project), ("interview.csv", interview)];
    let intake = taken(&files, &Resolutions::none()).unwrap();
    let achieved = |index: usize, code: &str| {
        intake.outcomes[index].figures().achieved(&Code::parse(code).unwrap()).map(|achieved| achieved.to_string())
    };
    assert_eq!(
        (achieved(0, "P2").as_deref(), achieved(1, "P1").as_deref(), achieved(1, "P2")),
        (Some("3.5"), Some("5"), None)
    );
    assert_eq!(achieved(1, "defends").as_deref(), Some("shown"));
    let examiners: Vec<&str> = intake.outcomes[1].examiners().iter().map(OfficerId::as_str).collect();
    assert_eq!(examiners, ["examine-1", "all-round"]);
    let by: Vec<(&str, &str)> =
        intake.outcomes[1].trace().examiners().iter().map(|(c, by)| (c.as_str(), by[0].as_str())).collect();
    assert_eq!(by, [("P1", "examine-1"), ("defends", "all-round")]);
    assert_eq!(intake.outcomes[1].assessed_on().unwrap().to_string(), "2026-11-10");
}

#[test]
fn marks_of_nobody_wait_and_marks_that_differ_are_a_fault() {
    let with = |project: &str| {
        taken(&[("people.csv", PEOPLE), ("w1.tsv", W1), ("project.csv", project)], &Resolutions::none())
    };
    let intake = with("candidate,P1\nIT-9,4\n").unwrap();
    assert_eq!(intake.questions.iter().map(Question::code).collect::<Vec<_>>(), ["marks"]);
    assert_eq!(codes(&with("candidate,P1\nIT-1,4\nIT-1,5\n").unwrap_err()), ["mark-twice"]);
    assert!(with("candidate,P1\nIT-1,4\nIT-1,4\n").is_ok());
    assert_eq!(
        codes(&with("candidate,email,P1\nIT-1,nicolo@amministrazione.example,4\n").unwrap_err()),
        ["two-candidates"]
    );
    assert_eq!(codes(&with("candidate,test\nIT-1,4\n").unwrap_err()), ["unknown-column", "missing-column"]);
    assert_eq!(codes(&with("P1\n4\n").unwrap_err()), ["missing-column"]);
}

#[test]
fn one_name_and_birth_date_twice_wait_for_an_officer() {
    let twin = format!("{PEOPLE}IT-3,Giulia,ESEMPIO,g.esempio@amministrazione.example,1990-01-31\n");
    let with = |resolutions: &Resolutions| taken(&[("people.csv", &twin), ("w1.tsv", W1)], resolutions);
    assert_eq!(codes(&with(&Resolutions::none()).unwrap_err()), ["possible-duplicate"]);
    let two = with(&resolved(vec![Answer::TwoPersons(reference("IT-1"), reference("IT-3"))])).unwrap();
    assert_eq!(two.outcomes.len(), 3);
    let one = with(&resolved(vec![Answer::OnePerson(reference("IT-1"), reference("IT-3"))])).unwrap();
    assert_eq!(one.outcomes.iter().map(|outcome| outcome.candidate().as_str()).collect::<Vec<_>>(), ["IT-1", "IT-2"]);
    let gone = resolved(vec![Answer::OnePerson(reference("IT-9"), reference("IT-3"))]);
    assert_eq!(codes(&with(&gone).unwrap_err()), ["unknown-candidate"]);
    let unknown = twin.replace("g.esempio@amministrazione.example,1990-01-31", "g.esempio@amministrazione.example,");
    let asked = taken(&[("people.csv", &unknown), ("w1.tsv", W1)], &Resolutions::none()).unwrap();
    assert_eq!(asked.questions.iter().map(Question::code).collect::<Vec<_>>(), ["same-name"]);
}
