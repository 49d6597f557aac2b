//! Candidates, meetings and marks in files of their own.

use super::desk::{Case, Content, cohort};

const PEOPLE: &str = "candidate,given_name,family_name,email\nIT-1,Giulia,Esempio,giulia@amministrazione.example\n\
    IT-2,Nicolò,D'Angelo,nicolo@amministrazione.example\n";
const MEETING: &str = "email,join,leave\ngiulia@amministrazione.example,2026-10-06 10:00,2026-10-06 12:00\n";
const MARKS: &str = "candidate,P1\nIT-1,4\n";

fn case(name: &'static str, meeting: &str, marks: &str, faults: &[&str]) -> Case {
    let files = "[[files]]\npath = \"people.csv\"\nkind = \"candidates\"\ncountry = \"IT\"\nlanguage = \"it\"\n\
        [[files]]\npath = \"w1.csv\"\nkind = \"attendance\"\nunit = \"W1\"\nzone = \"Europe/Rome\"\n\
        [[files]]\npath = \"project.csv\"\nkind = \"assessment\"\nassessment = \"project\"\nexaminer = \"examiner-1\"\n";
    let texts = [("people.csv", PEOPLE), ("w1.csv", meeting), ("project.csv", marks)];
    Case {
        name,
        cohort: cohort(files),
        files: texts.map(|(path, text)| (path.to_owned(), Content::Bytes(text.as_bytes().to_vec()))).into(),
        faults: faults.iter().map(|fault| (*fault).to_owned()).collect(),
    }
}

pub(crate) fn good() -> Case {
    case("good-meeting", MEETING, MARKS, &[])
}

/// The good case with another text in the cohort's file.
fn described(name: &'static str, from: &str, to: &str, faults: &[&str]) -> Case {
    let case = case(name, MEETING, MARKS, faults);
    assert!(case.cohort.contains(from), "{from}");
    Case { cohort: case.cohort.replace(from, to), ..case }
}

pub(crate) fn cases() -> Vec<Case> {
    let stay = |name, join: &str, leave: &str, faults: &[&str]| {
        case(name, &format!("email,join,leave\ngiulia@amministrazione.example,{join},{leave}\n"), MARKS, faults)
    };
    vec![
        stay("time-that-no-clock-showed", "2026-03-29 02:30", "2026-03-29 04:00", &["no-such-time 2 join"]),
        stay("leaving-before-joining", "2026-10-06 12:00", "2026-10-06 10:00", &["leaves-first 2 leave"]),
        stay("time-of-25-hours", "2026-10-06 25:00", "2026-10-06 10:00", &["time 2 join"]),
        stay("meeting-on-an-ambiguous-date", "03/04/2026 10:00", "2026-10-06 10:00", &["ambiguous-date 2 join"]),
        case("marks-that-differ", MEETING, "candidate,P1\nIT-1,4\nIT-1,5\n", &["mark-twice 3 P1"]),
        case(
            "reference-of-one-and-e-mail-of-another",
            MEETING,
            "candidate,email,P1\nIT-1,nicolo@amministrazione.example,4\n",
            &["two-candidates 2 email"],
        ),
        case("criterion-of-another-assessment", MEETING, "candidate,P1,test\nIT-1,4,60\n", &["unknown-column 1 test"]),
        case(
            "meeting-without-times",
            "email\ngiulia@amministrazione.example\n",
            MARKS,
            &["missing-column 1 join", "missing-column 1 leave"],
        ),
        described("zone-that-is-nowhere", "Europe/Rome", "Europe/Atlantis", &["unknown-zone"]),
        described("unit-that-the-scheme-lacks", "unit = \"W1\"", "unit = \"W9\"", &["unknown-unit"]),
        described(
            "assessment-that-the-scheme-lacks",
            "assessment = \"project\"",
            "assessment = \"essay\"",
            &["unknown-assessment"],
        ),
        described("examiner-of-a-file-who-may-not", "examiner-1", "decider-1", &["unknown-examiner"]),
        described("path-out-of-the-folder", "people.csv", "../people.csv", &["form 8 files[1].path"]),
    ]
}
