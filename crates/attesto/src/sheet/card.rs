//! The page behind a link, for one phone screen: whose, what, by whom, and what its issuer says of it now.
//! It reads a report of the verifier; what the report does not say, it does not say either.

mod answer;

use askama::Template;
use attesto_credential::{Date, Timestamp};
use attesto_verifier::{Code, Finding, Report, Subject};

use super::choice::{Choice, choices};
use super::decisions::NotLaidOut;
use crate::locale::{Words, visible};
use answer::Answer;

/// Where and when a page is read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'r> {
    /// What the issuer is called.
    pub(crate) issuer: &'r str,
    /// The end of the link.
    pub(crate) link: &'r str,
    /// The address that a reader should see above the page, without what only this link has.
    pub(crate) address: &'r str,
    /// Day and time of a moment on the issuer's wall.
    pub(crate) wall: &'r dyn Fn(Timestamp) -> (Date, String),
    /// Whose wall that is.
    pub(crate) zone: &'r str,
    /// Whether the page is made for whoever reads it, or kept.
    pub(crate) made: Made,
    /// Whether a European copy lies beside it.
    pub(crate) european: bool,
}

/// For whom a page is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// For one reader, at once.
    Now,
    /// For whoever comes, until it is made again.
    ToKeep,
}

/// Why a link shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// Nobody was given it.
    Unknown,
    /// Its holder withdrew it.
    Withdrawn,
}

#[derive(Template)]
#[template(path = "card.html")]
struct Card<'w> {
    words: &'w Words,
    tag: &'static str,
    title: String,
    link: &'w str,
    address: &'w str,
    choices: Vec<Choice>,
    according: String,
    kind: &'static str,
    answer: String,
    sentences: Vec<String>,
    shown: Option<Shown>,
    european: bool,
}

/// What the credential says.
struct Shown {
    names: Vec<String>,
    title: String,
    /// Where the title is the credential's own.
    title_language: Option<String>,
    /// That of the credential.
    language: Option<String>,
    rows: Vec<(String, String)>,
    scheme: Option<String>,
    competences: Vec<(String, String)>,
    file: String,
}

#[derive(Template)]
#[template(path = "absent.html")]
struct Absent<'w> {
    words: &'w Words,
    tag: &'static str,
    title: String,
    choices: Vec<Choice>,
    sentence: String,
}

impl Card<'_> {
    /// A label of the page.
    fn label(&self, id: &str) -> String {
        self.words.label(id)
    }
}

impl Absent<'_> {
    /// A label of the page.
    fn label(&self, id: &str) -> String {
        self.words.label(id)
    }
}

/// The page of a copy, in one language.
///
/// # Errors
/// The template did not take what it was given.
pub(crate) fn card_page(report: &Report, reading: &Reading<'_>, words: &Words) -> Result<String, NotLaidOut> {
    let answer = Answer::of(report);
    let subject = report.subject();
    let number = subject.and_then(Subject::number).map_or_else(|| words.label("credential"), visible);
    let page = Card {
        words,
        tag: words.tongue().tag(),
        title: words.label_with("card-title", &[("number", number), ("answer", words.label(answer.label()))]),
        link: reading.link,
        address: reading.address,
        choices: languages(words, reading.link),
        according: words.label_with("card-according", &[("issuer", visible(reading.issuer))]),
        kind: answer.kind(),
        answer: words.label(answer.label()),
        sentences: sentences(report, answer, reading, words),
        shown: subject.map(|subject| shown(subject, reading, words)),
        european: reading.european,
    };
    Ok(page.render()?)
}

/// The page of a link that shows nothing: the same page with another word, whichever it is.
///
/// # Errors
/// The template did not take what it was given.
pub(crate) fn absent_page(absence: Absence, link: &str, words: &Words) -> Result<String, NotLaidOut> {
    let [title, sentence] = match absence {
        Absence::Unknown => ["link-unknown", "link-unknown-hint"],
        Absence::Withdrawn => ["link-withdrawn", "link-withdrawn-hint"],
    };
    let (tag, choices) = (words.tongue().tag(), languages(words, link));
    let page = Absent { words, tag, title: words.label(title), choices, sentence: words.label(sentence) };
    Ok(page.render()?)
}

fn languages(words: &Words, link: &str) -> Vec<Choice> {
    choices(words, &|tag| format!("{link}.{tag}.html"))
}

/// What the answer means, how old it is, and how long it may be relied on.
fn sentences(report: &Report, answer: Answer, reading: &Reading<'_>, words: &Words) -> Vec<String> {
    let day = |moment: Option<Timestamp>| moment.map_or_else(String::new, |moment| words.day((reading.wall)(moment).0));
    let subject = report.subject();
    let (from, until) = (subject.map(Subject::since), subject.and_then(Subject::until));
    let facts = [("from", day(from)), ("until", day(until)), ("issuer", visible(reading.issuer))];
    let meaning = answer.hint().map(|hint| words.label_with(hint, &facts));
    let against = answer.against(report).map(|finding| visible(&words.sentence(finding)));
    let [age, kept] = age(report, reading, words);
    meaning.into_iter().chain(against).chain(age).chain(kept).collect()
}

/// Of when the answer is, by which list; and of a page that is kept, that it is.
fn age(report: &Report, reading: &Reading<'_>, words: &Words) -> [Option<String>; 2] {
    let told = |moment: Timestamp| {
        let (day, clock) = (reading.wall)(moment);
        words.label_with("card-moment", &[("day", words.day(day)), ("clock", clock), ("zone", reading.zone.to_owned())])
    };
    let lists = report.lines().iter().map(|line| line.finding());
    let list = lists.filter_map(|finding| Some((finding, moment(finding, "made")?))).next_back();
    let age = match list {
        Some((list, made)) => {
            let age = list.facts().iter().find(|(name, _)| *name == "age").map(|(_, age)| age.clone());
            words.label_with("card-list", &[("made", told(made)), ("age", age.unwrap_or_else(|| "?".to_owned()))])
        }
        None => words.label_with("card-asked", &[("moment", told(report.at()))]),
    };
    let kept = (reading.made == Made::ToKeep).then(|| match list.and_then(|(list, _)| moment(list, "until")) {
        Some(until) => words.label_with("card-kept-until", &[("moment", told(report.at())), ("until", told(until))]),
        None => words.label_with("card-kept", &[("moment", told(report.at()))]),
    });
    [Some(age), kept]
}

fn moment(finding: &Finding, fact: &str) -> Option<Timestamp> {
    let of_list =
        [Code::StatusGood, Code::StatusReplaced, Code::StatusRevoked, Code::StatusStale, Code::StatusSuspended];
    let fact = finding.facts().iter().find(|(name, _)| of_list.contains(&finding.code()) && *name == fact)?;
    Timestamp::parse(&fact.1).ok()
}

fn shown(subject: &Subject, reading: &Reading<'_>, words: &Words) -> Shown {
    let day = |moment| words.day((reading.wall)(moment).0);
    let number = subject.number().map(|number| (words.label("card-number"), visible(number)));
    let until = subject.until().map_or_else(|| words.label("card-without-end"), day);
    let period = (words.label("card-period"), format!("{} – {until}", day(subject.since())));
    let title = subject.title().map_or_else(|| words.label("credential"), visible);
    let competences = subject.shown().iter().filter(|shown| shown.kind == "RubricCriterionLevel");
    let reached = |shown: &attesto_verifier::Shown| {
        let value = shown.level.as_ref().or(shown.value.as_ref())?;
        Some((visible(&shown.title), visible(value)))
    };
    let language = subject.language().map(str::to_owned);
    Shown {
        names: subject.names().iter().map(|name| visible(name)).collect(),
        title,
        title_language: language.clone().filter(|_| subject.title().is_some()),
        language,
        rows: [period].into_iter().chain(number).collect(),
        scheme: subject.certificate().filter(|id| id.starts_with("https://")).map(str::to_owned),
        competences: competences.filter_map(reached).collect(),
        file: subject.number().unwrap_or("badge").to_owned(),
    }
}
