//! The OpenAPI document against the server: what it names is there, and answers as it says.

use super::place::Place;

#[test]
fn every_address_and_method_of_the_description_is_served() {
    let place = Place::serving("");
    let described = place.get("/openapi.json", &[]).json();
    assert_eq!(described["openapi"], "3.1.0");
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.len() >= 5, "{paths:?}");
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            let answer = place.ask(&method.to_uppercase(), path, &[("Content-Type", "text/plain")], b"x");
            let described = operation["responses"].as_object().unwrap();
            assert!(described.contains_key(&answer.status.to_string()), "{method} {path}: {}", answer.status);
            assert_ne!(answer.status, 404, "{method} {path}");
        }
    }
}

#[test]
fn every_status_that_the_description_names_for_verify_is_a_problem_or_a_report() {
    let place = Place::serving("");
    let described = place.get("/openapi.json", &[]).json();
    let responses = described["paths"]["/verify"]["post"]["responses"].as_object().unwrap();
    let statuses: Vec<&str> = responses.keys().map(String::as_str).collect();
    assert_eq!(statuses, ["200", "400", "404", "406", "408", "410", "411", "413", "415", "422", "429", "431", "503"]);
}
