//! The short vocabularies of the European Learning Model: assessments, modes, quality, entitlements, outcomes, media.
//! Codes are the Union's; the words are ours.

use super::Row;

pub(super) const ACCREDITATION: [Row; 4] = [
    (
        "institutional-licence",
        "003293d2ce",
        ["institutional licence", "άδεια ιδρύματος", "autorizzazione dell'istituzione", "autorizare instituțională"],
    ),
    (
        "institutional-quality-assurance",
        "bb4618238e",
        [
            "institutional quality assurance",
            "διασφάλιση ποιότητας ιδρύματος",
            "assicurazione della qualità dell'istituzione",
            "asigurarea calității instituționale",
        ],
    ),
    (
        "programme-licence",
        "e57dddfcf3",
        ["programme licence", "άδεια προγράμματος", "autorizzazione del programma", "autorizare de program"],
    ),
    (
        "programme-quality-assurance",
        "820101cba6",
        [
            "programme quality assurance",
            "διασφάλιση ποιότητας προγράμματος",
            "assicurazione della qualità del programma",
            "asigurarea calității programului",
        ],
    ),
];

pub(super) const ASSESSMENT: [Row; 12] = [
    ("artefact", "de4d165a6c", ["artefact", "τεχνούργημα", "artefatto", "artefact"]),
    ("attendance", "7331eb4762", ["attendance", "παρακολούθηση", "frequenza", "participare"]),
    (
        "continuous",
        "3484bd7e51",
        ["continuous evaluation", "συνεχής αξιολόγηση", "valutazione continua", "evaluare continuă"],
    ),
    ("group", "56539a6507", ["group assessment", "ομαδική αξιολόγηση", "valutazione di gruppo", "evaluare de grup"]),
    (
        "marked-assignment",
        "2939dae15f",
        ["marked assignment", "βαθμολογημένη εργασία", "compito valutato", "lucrare notată"],
    ),
    ("oral", "d30284d7df", ["oral examination", "προφορική εξέταση", "esame orale", "examen oral"]),
    ("portfolio", "4f03b91c0e", ["portfolio", "φάκελος εργασιών", "portfolio", "portofoliu"]),
    ("practical", "6a4db9f11d", ["practical assessment", "πρακτική εξέταση", "prova pratica", "probă practică"]),
    (
        "problem-based",
        "c4256a2726",
        [
            "problem-based assessment",
            "αξιολόγηση επίλυσης προβλημάτων",
            "valutazione basata su problemi",
            "evaluare bazată pe probleme",
        ],
    ),
    ("project-work", "795dac4096", ["project work", "εργασία έργου", "lavoro di progetto", "lucrare de proiect"]),
    ("quiz", "b1b68f6735", ["quiz", "κουίζ", "quiz", "chestionar"]),
    ("written", "6e6cb2cc78", ["written examination", "γραπτή εξέταση", "esame scritto", "examen scris"]),
];

pub(super) const ENCODING: [Row; 1] = [("base64", "6146cde7dd", ["base64", "base64", "base64", "base64"])];

pub(super) const ENTITLEMENT: [Row; 3] = [
    ("membership", "bebd32e8e6", ["membership", "ιδιότητα μέλους", "appartenenza", "calitate de membru"]),
    ("occupation", "52f62180c2", ["occupation", "επάγγελμα", "professione", "ocupație"]),
    (
        "opportunity",
        "64aad92881",
        ["learning opportunity", "ευκαιρία μάθησης", "opportunità di apprendimento", "oportunitate de învățare"],
    ),
];

pub(super) const ENTITLEMENT_STATUS: [Row; 2] = [
    ("actual", "b7015a8a8c", ["actual", "υφιστάμενο", "effettivo", "efectiv"]),
    ("prospective", "5b8d6b34fb", ["prospective", "μελλοντικό", "prospettico", "potențial"]),
];

pub(super) const FILE_TYPE: [Row; 3] = [
    ("jpeg", "JPEG", ["JPEG", "JPEG", "JPEG", "JPEG"]),
    ("pdf", "PDF", ["PDF", "PDF", "PDF", "PDF"]),
    ("png", "PNG", ["PNG", "PNG", "PNG", "PNG"]),
];

pub(super) const MODE: [Row; 5] = [
    ("blended", "e92d221e4d", ["blended", "μικτή", "mista", "mixtă"]),
    ("online", "920fbb3cbe", ["online", "διαδικτυακή", "online", "online"]),
    ("presential", "9191af2ed9", ["presential", "διά ζώσης", "in presenza", "cu prezență fizică"]),
    ("project-based", "7813801c77", ["project-based", "βασισμένη σε έργο", "basata su progetti", "bazată pe proiecte"]),
    ("work-based", "729f3bed4b", ["work-based", "στον χώρο εργασίας", "sul lavoro", "la locul de muncă"]),
];

pub(super) const PROFILE: [Row; 1] = [("generic", "e34929035b", ["Generic", "Γενικό", "Generico", "Generic"])];

pub(super) const REUSE: [Row; 4] = [
    (
        "cross-sector",
        "cross-sector",
        [
            "cross-sector skills and competences",
            "διατομεακές δεξιότητες και ικανότητες",
            "abilità e competenze intersettoriali",
            "aptitudini și competențe intersectoriale",
        ],
    ),
    (
        "occupation-specific",
        "occupation-specific",
        [
            "occupation specific skills and competences",
            "δεξιότητες και ικανότητες ειδικές για επάγγελμα",
            "abilità e competenze specifiche per professione",
            "aptitudini și competențe specifice unei ocupații",
        ],
    ),
    (
        "sector-specific",
        "sector-specific",
        [
            "sector specific skills and competences",
            "δεξιότητες και ικανότητες ειδικές για τομέα",
            "abilità e competenze specifiche per settore",
            "aptitudini și competențe specifice unui sector",
        ],
    ),
    (
        "transversal",
        "transversal",
        [
            "transversal skills and competences",
            "οριζόντιες δεξιότητες και ικανότητες",
            "abilità e competenze trasversali",
            "aptitudini și competențe transversale",
        ],
    ),
];

pub(super) const SETTING: [Row; 2] = [
    ("formal", "6fd4685715", ["formal learning", "τυπική μάθηση", "apprendimento formale", "învățare formală"]),
    (
        "non-formal",
        "e207a81fc7",
        ["non-formal learning", "μη τυπική μάθηση", "apprendimento non formale", "învățare nonformală"],
    ),
];

pub(super) const SKILL_TYPE: [Row; 2] = [
    ("knowledge", "knowledge", ["knowledge", "γνώση", "conoscenza", "cunoștințe"]),
    ("skill", "skill", ["skill", "δεξιότητα", "abilità", "aptitudine"]),
];

/// The only code of this vocabulary that was seen in use; the others are added once they are.
pub(super) const SUPERVISION: [Row; 1] = [(
    "supervised-with-id",
    "70be69aaf9",
    [
        "Supervised with ID verification",
        "Με επιτήρηση και έλεγχο ταυτότητας",
        "Con supervisione e verifica dell'identità",
        "Supravegheat, cu verificarea identității",
    ],
)];
