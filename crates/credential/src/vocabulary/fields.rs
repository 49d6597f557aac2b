//! Fields of study of ISCED-F 2013 that certifications of administrations and businesses fall under.
//! Not the whole classification; a field that is not here is told with those that are.

use super::Row;

const fn field(code: &'static str, label: &'static str) -> Row {
    (code, code, [label, "", "", ""])
}

pub(super) const ISCED_F: [Row; 33] = [
    field("0031", "Personal skills and development"),
    field("0111", "Education science"),
    field("0113", "Teacher training without subject specialisation"),
    field("0231", "Language acquisition"),
    field("0311", "Economics"),
    (
        "0312",
        "0312",
        [
            "Political sciences and civics",
            "Πολιτικές επιστήμες και αγωγή του πολίτη",
            "Scienze politiche ed educazione civica",
            "Științe politice și educație civică",
        ],
    ),
    field("0313", "Psychology"),
    (
        "0314",
        "0314",
        [
            "Sociology and cultural studies",
            "Κοινωνιολογία και πολιτισμικές σπουδές",
            "Sociologia e studi culturali",
            "Sociologie și studii culturale",
        ],
    ),
    field("0321", "Journalism and reporting"),
    field("0322", "Library, information and archival studies"),
    field("0411", "Accounting and taxation"),
    field("0412", "Finance, banking and insurance"),
    (
        "0413",
        "0413",
        [
            "Management and administration",
            "Διοίκηση και διαχείριση",
            "Gestione e amministrazione",
            "Management și administrație",
        ],
    ),
    field("0414", "Marketing and advertising"),
    field("0415", "Secretarial and office work"),
    field("0416", "Wholesale and retail sales"),
    field("0417", "Work skills"),
    field("0421", "Law"),
    field("0521", "Environmental sciences"),
    field("0542", "Statistics"),
    field("0611", "Computer use"),
    field("0612", "Database and network design and administration"),
    field("0613", "Software and applications development and analysis"),
    field("0712", "Environmental protection technology"),
    field("0715", "Mechanics and metal trades"),
    field("0732", "Building and civil engineering"),
    field("0913", "Nursing and midwifery"),
    field("0921", "Care of the elderly and of disabled adults"),
    field("0922", "Child care and youth services"),
    (
        "0923",
        "0923",
        [
            "Social work and counselling",
            "Κοινωνική εργασία και συμβουλευτική",
            "Assistenza sociale e consulenza",
            "Asistență socială și consiliere",
        ],
    ),
    field("1015", "Travel, tourism and leisure"),
    field("1022", "Occupational health and safety"),
    field("1041", "Transport services"),
];
