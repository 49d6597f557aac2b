//! Judges every folder of `tests/cases` and compares with the report that lies in it.
//! Add a folder, and there is a test more; `ATTESTO_REBUILD_CASES=1 cargo test` writes the made ones anew.
#![cfg(test)]

#[path = "cases/answered.rs"]
mod answered;
#[path = "cases/answered_corpus.rs"]
mod answered_corpus;
#[path = "cases/bench.rs"]
mod bench;
#[path = "cases/certificates.rs"]
mod certificates;
#[path = "cases/claims.rs"]
mod claims;
#[path = "cases/claims_corpus.rs"]
mod claims_corpus;
#[path = "cases/corpus.rs"]
mod corpus;
#[path = "cases/disclosing.rs"]
mod disclosing;
#[path = "cases/european_corpus.rs"]
mod european_corpus;
#[path = "cases/listed_wallets.rs"]
mod listed_wallets;
#[path = "cases/lists.rs"]
mod lists;
#[path = "cases/lives.rs"]
mod lives;
#[path = "cases/made.rs"]
mod made;
#[path = "cases/midnights.rs"]
mod midnights;
#[path = "cases/mutated.rs"]
mod mutated;
#[path = "cases/mutated_badge.rs"]
mod mutated_badge;
#[path = "cases/mutated_claims.rs"]
mod mutated_claims;
#[path = "cases/mutated_disclosures.rs"]
mod mutated_disclosures;
#[path = "cases/mutated_european.rs"]
mod mutated_european;
#[path = "cases/mutated_holder.rs"]
mod mutated_holder;
#[path = "cases/mutated_list.rs"]
mod mutated_list;
#[path = "cases/mutated_seal.rs"]
mod mutated_seal;
#[path = "cases/of_status.rs"]
mod of_status;
#[path = "cases/published_trust.rs"]
mod published_trust;
#[path = "cases/remembered.rs"]
mod remembered;
#[path = "cases/repeating.rs"]
mod repeating;
#[path = "cases/seals.rs"]
mod seals;
#[path = "cases/stolen.rs"]
mod stolen;
#[path = "cases/stolen_abroad.rs"]
mod stolen_abroad;
#[path = "cases/tree.rs"]
mod tree;
#[path = "cases/wrong_lists.rs"]
mod wrong_lists;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use attesto_credential::{Did, Secured, Timestamp};
use attesto_securing::Contexts;
use attesto_verifier::{Asked, Case, Code, Material, Policy, Report, ShownTo, TrustList, Verdict};
use serde_json::Value;

use made::Made;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn text(path: PathBuf) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// What is worked out for one case and lent to the next, in whatever order and thread the tests run.
static SHARED: LazyLock<Material> = LazyLock::new(|| Material::new(Contexts::pinned()));

fn material(folder: &Path, at: Timestamp) -> Material {
    material_beside(Material::new(Contexts::pinned()), folder, at)
}

fn material_beside(mut material: Material, folder: &Path, at: Timestamp) -> Material {
    let entries = fs::read_dir(folder.join("material")).map(|entries| entries.map(|entry| entry.unwrap().path()));
    let mut files: Vec<PathBuf> = entries.into_iter().flatten().collect();
    files.sort();
    for file in files.into_iter().filter(|file| file.is_file()) {
        let bytes = fs::read(&file).unwrap();
        if file.extension().is_some_and(|extension| extension == "json") {
            let document: Value = serde_json::from_slice(&bytes).unwrap();
            if let Some(issuer) = document["issuer"].as_str() {
                material.add_issuer(lists::iri(issuer), &bytes, at).unwrap();
                continue;
            }
            let controller = Did::parse(document["id"].as_str().unwrap()).unwrap();
            material = material.with_document(controller, &bytes, at).unwrap();
            continue;
        }
        let lines = String::from_utf8(bytes).unwrap();
        let kind = file.file_name().unwrap().to_str().unwrap().to_owned();
        lines.lines().for_each(|line| take_line(&mut material, folder, &kind, line, at));
    }
    material
}

/// One line of a text file of material.
fn take_line(material: &mut Material, folder: &Path, kind: &str, line: &str, at: Timestamp) {
    let words: Vec<&str> = line.split(' ').collect();
    match kind {
        "absent.txt" => {
            let (source, why) = line.split_once(' ').unwrap();
            match Did::parse(source) {
                Ok(did) => material.absent(did, why),
                Err(_) => material.absent_listed(lists::iri(source), why),
            }
        }
        "answers.txt" => material.add_answer(line, at),
        "insecure.txt" => material.insecure(line),
        "listed.txt" => {
            let bytes = fs::read(folder.join("material").join(words[1])).unwrap();
            let fetched = words.get(2).map_or(at, |fetched| lists::moment(fetched));
            material.add_listed(lists::iri(words[0]), &bytes, fetched);
        }
        "seen.txt" => material.seen_list(lists::iri(words[0]), lists::moment(words[1])),
        other => panic!("{other} is no material"),
    }
}

fn policy(folder: &Path) -> Policy {
    let policy =
        text(folder.join("policy.toml")).map_or_else(Policy::default, |text| Policy::from_toml(&text).unwrap());
    let asked = text(folder.join("asked.txt")).unwrap_or_default();
    let line = |key: &str| asked.lines().find_map(|line| line.strip_prefix(key)).map(|rest| rest.trim().to_owned());
    let shown = line("audience ").zip(line("nonce ")).map(|(audience, nonce)| ShownTo { audience, nonce });
    let policy = policy.asking(Asked { name: line("name "), email: line("email "), shown });
    match text(folder.join("trust.toml")) {
        Some(text) => policy.trusting(TrustList::from_toml(&text).unwrap()),
        None => policy,
    }
}

fn judged(folder: &Path) -> Report {
    judged_beside(Material::new(Contexts::pinned()), folder)
}

fn judged_beside(material: Material, folder: &Path) -> Report {
    let (case, material, policy, at) = laid_before(material, folder);
    case.judge(&material, &policy, at)
}

/// What a case is judged by.
fn laid_before(material: Material, folder: &Path) -> (Case, Material, Policy, Timestamp) {
    let at = Timestamp::parse(fs::read_to_string(folder.join("at.txt")).unwrap().trim()).unwrap();
    let case = |file: &str| Some(Case::new(Secured::parse(&fs::read(folder.join(file)).ok()?).unwrap()));
    let mut material = material_beside(material, folder, at);
    if let Some(shown) = case("shown.json").map(|shown| shown.judge(&material, &policy(folder), at)) {
        material.shows(&shown);
    }
    (case("credential.json").unwrap(), material, policy(folder), at)
}

/// Every folder with its report, judged once for all tests that only look.
static JUDGED: LazyLock<Vec<(PathBuf, Report)>> = LazyLock::new(|| {
    if option_env!("ATTESTO_REBUILD_CASES").is_some() {
        rebuild();
    }
    folders().into_iter().map(|folder| (folder.clone(), judged(&folder))).collect()
});

fn report(report: &Report) -> Value {
    serde_json::from_str(&report.to_document().to_text()).unwrap()
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn what_was_looked_at_while_more_was_fetched_counts_only_as_long_as_nothing_more_came() {
    let mut differing = 0;
    for (folder, judged) in JUDGED.iter() {
        let (case, mut material, policy, at) = laid_before(Material::new(Contexts::pinned()), folder);
        let mut hearing = case.hearing(&policy, at);
        hearing.missing(&material);
        assert_eq!(hearing.judge(&material), *judged, "{}", name(folder));

        hearing.missing(&material);
        for line in text(folder.join("material/listed.txt")).iter().flat_map(|listed| listed.lines()) {
            // Another list was seen there before, of later than this one.
            material.seen_list(lists::iri(line.split(' ').next().unwrap()), Timestamp::LAST);
        }
        let changed = hearing.judge(&material);
        assert_eq!(changed, case.judge(&material, &policy, at), "{}", name(folder));
        differing += usize::from(changed != *judged);
    }
    assert!(differing > 10, "{differing}");
}

#[test]
fn a_report_is_written_at_once_as_its_tree_is() {
    for (folder, judged) in JUDGED.iter() {
        assert_eq!(judged.to_text(), judged.to_document().to_text(), "{}", name(folder));
    }
}

#[test]
fn each_case_is_judged_as_the_report_in_its_folder_says() {
    for (folder, judged) in JUDGED.iter() {
        let committed: Value = serde_json::from_str(&fs::read_to_string(folder.join("report.json")).unwrap()).unwrap();
        assert_eq!(report(judged), committed, "{}", name(folder));
    }
}

/// Every case that is made here; the others were laid by hand.
fn all_made() -> impl Iterator<Item = Made> {
    [corpus::all(), claims_corpus::all(), european_corpus::all(), answered_corpus::all()].into_iter().flatten()
}

fn rebuild() {
    for made in all_made() {
        let folder = root().join(made.name);
        let _ = fs::remove_dir_all(&folder);
        for (file, text) in inputs(&made) {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::write(folder.join("report.json"), made::pretty(&report(&judged(&folder)))).unwrap();
    }
    // A folder that was laid by hand is given its report once; whoever lays it reads what it says.
    for folder in folders().into_iter().filter(|folder| !folder.join("report.json").exists()) {
        fs::write(folder.join("report.json"), made::pretty(&report(&judged(&folder)))).unwrap();
    }
}

fn inputs(made: &Made) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([
        ("credential.json".to_owned(), format!("{}\n", made.credential)),
        ("at.txt".to_owned(), format!("{}\n", made.at)),
    ]);
    let optional = [("trust.toml", made.trust.as_deref()), ("policy.toml", made.policy), ("asked.txt", made.asked)];
    files.extend(optional.into_iter().filter_map(|(file, text)| Some((file.to_owned(), text?.to_owned()))));
    files.extend(made.shown.iter().map(|shown| ("shown.json".to_owned(), format!("{shown}\n"))));
    files.extend(made.material.iter().map(|(file, text)| (format!("material/{file}"), text.clone())));
    files
}

#[test]
fn the_made_cases_lie_in_their_folders_as_they_are_made() {
    for made in all_made() {
        for (file, made_text) in inputs(&made) {
            let lies = text(root().join(made.name).join(&file));
            assert_eq!(lies.as_deref(), Some(made_text.as_str()), "{}/{file}", made.name);
        }
    }
}

#[test]
fn a_case_is_valid_only_where_its_folder_says_so() {
    let said: BTreeSet<String> = JUDGED
        .iter()
        .filter(|(_, report)| report.verdict() == Verdict::Valid)
        .map(|(folder, _)| name(folder))
        .collect();
    let may: BTreeSet<String> = [
        "asked-by-e-mail",
        "asked-by-hashed-name",
        "asked-by-name",
        "asked-by-name-in-capitals-and-latin",
        "listed-for-this-certificate",
        "not-by-the-schema-but-tolerated",
        "of-nobody-in-particular",
        "without-end",
    ]
    .map(str::to_owned)
    .into();
    let unexpected: Vec<&String> =
        said.iter().filter(|name| !name.starts_with("valid-") && !may.contains(*name)).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    assert!(may.is_subset(&said), "{:?}", may.difference(&said));
}

#[test]
fn every_check_has_a_line_in_order_and_every_line_the_facts_of_its_code() {
    for (folder, judged) in JUDGED.iter() {
        let checks: BTreeSet<_> = judged.lines().iter().map(|line| line.check()).collect();
        assert_eq!(checks.len(), 6, "{}", name(folder));
        assert!(judged.lines().is_sorted_by_key(|line| line.check()), "{}", name(folder));
        for line in judged.lines() {
            let facts: Vec<&str> = line.finding().facts().iter().map(|(fact, _)| *fact).collect();
            assert_eq!(facts, line.finding().code().fact_names(), "{} {}", name(folder), line.finding().code());
        }
    }
}

#[test]
fn nothing_of_a_credential_is_shown_unless_its_seal_held() {
    for (folder, judged) in JUDGED.iter() {
        let held = judged.lines().iter().any(|line| line.finding().code() == Code::ProofHolds);
        assert_eq!(judged.subject().is_some(), held, "{}", name(folder));
    }
}

#[test]
fn the_corpus_shows_every_code_that_pinned_vocabularies_can_bring() {
    let shown: BTreeSet<Code> =
        JUDGED.iter().flat_map(|(_, report)| report.lines().iter().map(|line| line.finding().code())).collect();
    let missing: BTreeSet<Code> = Code::ALL.iter().copied().filter(|code| !shown.contains(code)).collect();
    assert_eq!(missing, BTreeSet::from([Code::ConformanceContextUnusable]));
}

#[test]
fn no_flipped_bit_of_a_sealed_badge_is_valid_unless_nothing_else_is_said() {
    let folder = root().join("valid-did-web");
    let at = Timestamp::parse(fs::read_to_string(folder.join("at.txt")).unwrap().trim()).unwrap();
    let (material, policy) = (material(&folder, at), policy(&folder));
    let sealed = fs::read(folder.join("credential.json")).unwrap();
    let original = Secured::parse(&sealed).unwrap();
    let mut judged = 0;
    for position in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[position] ^= 1 << (position % 7);
        let Ok(secured) = Secured::parse(&flipped) else { continue };
        if secured.text() == original.text() {
            continue;
        }
        let report = Case::new(secured).judge(&material, &policy, at);
        assert_ne!(report.verdict(), Verdict::Valid, "byte {position}: {}", report.to_document().to_text());
        judged += 1;
    }
    assert!(judged > sealed.len() / 2, "{judged} of {} were judged", sealed.len());
}

#[test]
fn the_same_case_gives_the_same_report_whatever_was_worked_out_for_others() {
    // Each case twice, so that the second time everything was worked out before, under other keys and on other days.
    for (folder, first) in JUDGED.iter().chain(JUDGED.iter()) {
        assert_eq!(judged_beside(SHARED.beside(), folder), *first, "{}", name(folder));
    }
}

#[test]
fn a_vocabulary_that_cannot_be_used_leaves_it_open() {
    let contexts =
        Contexts::pinned().with("https://vocabulary.example/v1", r#"{"@context": {"@import": "other.json"}}"#);
    let at = Timestamp::parse("2026-07-01T12:00:00Z").unwrap();
    let material = material_beside(Material::new(contexts), &root().join("unknown-context"), at);
    let secured = Secured::parse(&fs::read(root().join("unknown-context/credential.json")).unwrap()).unwrap();

    let report = Case::new(secured).judge(&material, &policy(&root().join("unknown-context")), at);

    assert_eq!(report.lines()[0].finding().code(), Code::ConformanceContextUnusable);
    assert_eq!(report.verdict(), Verdict::CannotTell);
}
