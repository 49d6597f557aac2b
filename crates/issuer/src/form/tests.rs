use super::*;

fn read(text: &str) -> Result<(String, u32), FormFaults> {
    Form::new("specimen", text).read(|form| {
        let name = form.text("name");
        let count = form.number("count");
        let titles = form.each("titles", |title| title.text("en"));
        titles?;
        Some((name?.to_owned(), count?))
    })
}

#[test]
fn a_whole_form_is_taken() {
    let taken = read("format = 1\nname = \"A\"\ncount = 3\n[[titles]]\nen = \"T\"\n");
    assert_eq!(taken, Ok(("A".to_owned(), 3)));
}

#[test]
fn all_faults_are_told_at_once_each_with_its_line_and_key() {
    let faults =
        read("format = 1\nname = 7\nstatus = \"certified\"\n[[titles]]\nen = \"T\"\nit = \"T\"\n").unwrap_err();
    let told: Vec<(usize, &str, &str)> =
        faults.faults().iter().map(|fault| (fault.line(), fault.key(), fault.value())).collect();
    assert_eq!(told, [(1, "count", ""), (2, "name", "7"), (3, "status", "certified"), (6, "titles[1].it", "T")]);
}

#[test]
fn a_text_that_is_not_toml_is_told_with_its_line() {
    let faults = read("format = 1\nname = \"A\ncount = 3\n").unwrap_err();
    assert_eq!(faults.faults().first().map(FormFault::line), Some(2));
}

#[test]
fn a_newer_format_is_refused() {
    let faults = read("format = 2\nname = \"A\"\ncount = 3\n[[titles]]\nen = \"T\"\n").unwrap_err();
    assert_eq!(faults.faults().iter().map(FormFault::key).collect::<Vec<_>>(), ["format"]);
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    assert!(read("format = 1\nname = \"A\"\nname = \"B\"\ncount = 3\n[[titles]]\nen = \"T\"\n").is_err());
}
