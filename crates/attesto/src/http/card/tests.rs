//! An unknown link and a withdrawn one cost the same, and a link is asked for in every form.

use super::*;

const LINK: &str = "BwcHBwcHBwcHBwcHBwcHBw";

/// What was looked for, where some of it is there.
fn looked(there: &[&str]) -> (Vec<String>, Behind) {
    let mut asked = Vec::new();
    let behind = Behind::look(LINK, &mut |name| {
        asked.push(name.to_owned());
        let found = there.iter().any(|form| name.ends_with(&format!(".{form}")));
        found.then(|| Found { path: name.into(), media_type: "application/json" })
    });
    (asked, behind)
}

#[test]
fn an_unknown_link_a_withdrawn_one_and_one_that_shows_a_copy_are_looked_for_in_the_same_places() {
    let [unknown, withdrawn, shows] = [&[][..], &[WITHDRAWN][..], &FORMS[..]].map(looked);
    assert_eq!(unknown.0, withdrawn.0);
    assert_eq!(unknown.0, shows.0);
    assert_eq!(
        [unknown.1, withdrawn.1, shows.1].map(|behind| behind.absence()),
        [Some(Absence::Unknown), Some(Absence::Withdrawn), None]
    );
}

#[test]
fn where_the_mark_and_the_files_lie_side_by_side_the_link_is_withdrawn() {
    assert_eq!(looked(&["json", WITHDRAWN]).1.absence(), Some(Absence::Withdrawn));
}

#[test]
fn both_absences_are_the_same_page_with_other_words() {
    for tongue in Tongue::ALL {
        let words = Words::of(tongue);
        let page = |absence| absent_page(absence, LINK, words).unwrap();
        let markup = |page: String| {
            let mut inside = true;
            page.chars()
                .filter(|c| {
                    match c {
                        '<' => inside = true,
                        '>' => inside = false,
                        _ => {}
                    }
                    inside
                })
                .collect::<String>()
        };
        let (unknown, withdrawn) = (page(Absence::Unknown), page(Absence::Withdrawn));
        assert_ne!(unknown, withdrawn);
        assert_eq!(markup(unknown), markup(withdrawn), "{tongue:?}");
    }
}

#[test]
fn a_path_names_a_link_and_how_it_is_wanted() {
    let form = |path| Asked::of(path).form;
    assert_eq!(form(LINK), Form::Any);
    assert_eq!(form("x.json"), Form::File("json"));
    assert_eq!(form("x.html"), Form::Page(None));
    assert_eq!(form("x.el.html"), Form::Page(Some(Tongue::El)));
    for none in ["x.withdrawn", "x.fr.html", "x.json.html", "x.", ".follows", "x.elhtml"] {
        assert_eq!(Asked::of(none), Asked { link: none, form: Form::Any }, "{none}");
    }
}
