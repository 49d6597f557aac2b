//! Forms of one name that people use for one another, in el, it, ro and en.
//! Not a dictionary of names: an absent form only means that a person looks at one line more.

use std::sync::LazyLock;

use super::loose;

/// Each line is one name with its forms, in Latin letters.
const FORMS: &[&[&str]] = &[
    &["aikaterini", "katerina", "caterina", "katia", "kaiti", "rina", "catherine", "ecaterina", "catalina"],
    &["alexandros", "alekos", "alexis", "alex", "alexandru", "sandu", "alessandro", "sandro", "alexander"],
    &["alexandra", "alessandra", "sandra", "alexia"],
    &["anastasios", "tasos", "anastasis"],
    &["anastasia", "tasoula", "natasa", "sia"],
    &["andreas", "andrei", "andrea", "andrew"],
    &["anna", "ana", "annoula", "annetta", "anne"],
    &["antonios", "antonis", "antonio", "toni", "tonino", "anton", "tonis", "anthony"],
    &["apostolos", "apostolis", "tolis"],
    &["athanasios", "thanasis", "thanos", "sakis", "nasos"],
    &["charalampos", "bampis", "haris", "lampis"],
    &["christos", "hristos", "kitsos", "cristi"],
    &["christina", "cristina", "tina", "christiana"],
    &["cristian", "cristi", "christian", "cristiano"],
    &["dimitrios", "dimitris", "mitsos", "jimmy", "dumitru", "mitica", "demetrio", "mimis"],
    &["dimitra", "mimi", "dimitroula", "dumitra"],
    &["domenico", "mimmo", "mico"],
    &["eleni", "lena", "elena", "lenuta", "nitsa", "helen", "leni", "ileana"],
    &["elisavet", "elisabetta", "betta", "betty", "elisabeta", "elizabeth", "veta", "lisa", "elsa"],
    &["emmanouil", "manolis", "manos", "emanuel", "emanuele", "manuel"],
    &["evangelos", "vangelis"],
    &["evangelia", "litsa", "lia", "eva", "vangelio"],
    &["filippos", "filippo", "philip", "filip"],
    &["fotios", "fotis"],
    &["fotini", "fofi", "foteini"],
    &["francesco", "franco", "ciccio", "checco", "francisc", "francis", "frank"],
    &["gabriele", "gabriel", "gabi"],
    &["georgios", "giorgos", "george", "gheorghe", "giorgio", "gigi", "ghita", "georgis"],
    &["georgia", "gogo", "georgeta", "gina"],
    &["gerasimos", "makis", "memas"],
    &["giacomo", "giacomino", "iacob", "iakovos", "james"],
    &["giuseppe", "beppe", "peppe", "pino", "iosif", "joseph"],
    &["giuseppina", "pina", "giusy"],
    &["grigorios", "grigoris", "grigore", "gregorio"],
    &["ilias", "ilie", "elia"],
    &["ioana", "ioanna", "gianna", "giovanna", "joanna", "oana"],
    &["ioannis", "giannis", "giannos", "ion", "ioan", "ionel", "ionut", "nelu", "giovanni", "gianni", "vanni", "john"],
    &["iulian", "giuliano", "ioulianos"],
    &["konstantinos", "kostas", "ntinos", "kostis", "constantin", "costel", "costica", "costantino", "dinu"],
    &["konstantina", "ntina", "constanta", "costantina"],
    &["kyriakos", "kiriakos", "koulis"],
    &["kyriaki", "koula", "kiki"],
    &["lorenzo", "renzo", "enzo", "laurentiu", "lavrentios"],
    &["loukas", "luca", "luke"],
    &["ludovico", "luigi", "gino", "gigi"],
    &["marios", "mario", "marius", "marin"],
    &["maria", "marika", "mara", "marioara", "maro", "mary", "roula", "mariuccia"],
    &["margarita", "rita", "margherita", "margareta"],
    &["matthaios", "matteo", "matei", "matthew"],
    &["michail", "michalis", "mihai", "mihail", "misu", "michele", "michael"],
    &["michaela", "mihaela", "michela"],
    &["nikolaos", "nikos", "nicolae", "nicu", "nicola", "nicolo", "nikolas", "nick", "nicusor"],
    &["nikoletta", "nicoleta", "niki"],
    &["oikonomou", "economou"],
    &["oikonomidis", "economidis"],
    &["panagiotis", "panos", "takis", "notis", "panagis"],
    &["panagiota", "giota", "nota"],
    &["paraskevi", "vivi", "evi", "voula", "paraschiva"],
    &["paraskevas", "paris"],
    &["pavlos", "paolo", "paul", "pavel"],
    &["petros", "pietro", "petru", "petre", "piero", "peter"],
    &["salvatore", "toto", "turi", "sotirios", "sotiris"],
    &["sofia", "sophia"],
    &["spyridon", "spyros", "spiru"],
    &["stefanos", "stefano", "stefan", "fanis", "steven"],
    &["stylianos", "stelios", "stelian"],
    &["styliani", "stella", "steliana"],
    &["theodoros", "thodoris", "teodor", "teodoro", "doru"],
    &["theodora", "dora", "teodora"],
    &["vasileios", "vasilis", "vasile", "vasilica", "basilio"],
    &["vasiliki", "vaso", "vasilica", "kiki"],
    &["vincenzo", "enzo", "vincent"],
    &["christoforos", "cristoforo", "cristofor"],
    &["zoi", "zoe"],
];

static KEYS: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| FORMS.iter().map(|forms| forms.iter().map(|form| loose::key(form)).collect()).collect());

/// Whether two words in Latin letters are forms of one name.
pub(super) fn are_forms_of_one(one: &str, other: &str) -> bool {
    let (one, other) = (loose::key(one), loose::key(other));
    KEYS.iter().any(|forms| forms.contains(&one) && forms.contains(&other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_familiar_form_belongs_to_its_name_only() {
        assert!(are_forms_of_one("nikos", "nikolaos"));
        assert!(are_forms_of_one("yannis", "ioannis"));
        assert!(!are_forms_of_one("nikos", "ioannis"));
        assert!(!are_forms_of_one("maria", "mario"));
    }
}
