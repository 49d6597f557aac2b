//! Countries and languages of the Union's authority tables, by the short codes people write.
//! Members of the European Economic Area only; a country that is not here is told with those that are.

use super::Row;

const fn english(word: &'static str, code: &'static str, label: &'static str) -> Row {
    (word, code, [label, "", "", ""])
}

pub(super) const COUNTRY: [Row; 30] = [
    english("AT", "AUT", "Austria"),
    ("BE", "BEL", ["Belgium", "Βέλγιο", "Belgio", "Belgia"]),
    english("BG", "BGR", "Bulgaria"),
    ("CY", "CYP", ["Cyprus", "Κύπρος", "Cipro", "Cipru"]),
    english("CZ", "CZE", "Czechia"),
    english("DE", "DEU", "Germany"),
    english("DK", "DNK", "Denmark"),
    english("EE", "EST", "Estonia"),
    english("ES", "ESP", "Spain"),
    english("FI", "FIN", "Finland"),
    english("FR", "FRA", "France"),
    ("GR", "GRC", ["Greece", "Ελλάδα", "Grecia", "Grecia"]),
    english("HR", "HRV", "Croatia"),
    english("HU", "HUN", "Hungary"),
    english("IE", "IRL", "Ireland"),
    english("IS", "ISL", "Iceland"),
    ("IT", "ITA", ["Italy", "Ιταλία", "Italia", "Italia"]),
    english("LI", "LIE", "Liechtenstein"),
    english("LT", "LTU", "Lithuania"),
    english("LU", "LUX", "Luxembourg"),
    english("LV", "LVA", "Latvia"),
    english("MT", "MLT", "Malta"),
    english("NL", "NLD", "Netherlands"),
    english("NO", "NOR", "Norway"),
    english("PL", "POL", "Poland"),
    english("PT", "PRT", "Portugal"),
    ("RO", "ROU", ["Romania", "Ρουμανία", "Romania", "România"]),
    english("SE", "SWE", "Sweden"),
    english("SI", "SVN", "Slovenia"),
    english("SK", "SVK", "Slovakia"),
];

pub(super) const LANGUAGE: [Row; 24] = [
    english("bg", "BUL", "Bulgarian"),
    english("cs", "CES", "Czech"),
    english("da", "DAN", "Danish"),
    english("de", "DEU", "German"),
    ("el", "ELL", ["Greek", "ελληνικά", "greco", "greacă"]),
    ("en", "ENG", ["English", "αγγλικά", "inglese", "engleză"]),
    english("es", "SPA", "Spanish"),
    english("et", "EST", "Estonian"),
    english("fi", "FIN", "Finnish"),
    english("fr", "FRA", "French"),
    english("ga", "GLE", "Irish"),
    english("hr", "HRV", "Croatian"),
    english("hu", "HUN", "Hungarian"),
    ("it", "ITA", ["Italian", "ιταλικά", "italiano", "italiană"]),
    english("lt", "LIT", "Lithuanian"),
    english("lv", "LAV", "Latvian"),
    english("mt", "MLT", "Maltese"),
    english("nl", "NLD", "Dutch"),
    english("pl", "POL", "Polish"),
    english("pt", "POR", "Portuguese"),
    ("ro", "RON", ["Romanian", "ρουμανικά", "rumeno", "română"]),
    english("sk", "SLK", "Slovak"),
    english("sl", "SLV", "Slovenian"),
    english("sv", "SWE", "Swedish"),
];
