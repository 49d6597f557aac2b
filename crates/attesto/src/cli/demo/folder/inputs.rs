//! The files that the demo's offices send, and when each of them comes.
//! How they were made stands in the README beside them.

/// When a file comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::demo) enum Arrives {
    /// With the fourth webinar.
    First,
    /// When the webinars are over and most interviews held.
    Autumn,
    /// After the first decision.
    Late,
}

/// One file.
pub(super) struct InputBytes {
    pub(super) arrives: Arrives,
    pub(super) path: &'static str,
    pub(super) bytes: &'static [u8],
}

const fn input(arrives: Arrives, path: &'static str, bytes: &'static [u8]) -> InputBytes {
    InputBytes { arrives, path, bytes }
}

pub(super) const INPUTS: [InputBytes; 40] = [
    input(Arrives::First, "README.md", include_bytes!("../../../../demo/README.md")),
    input(Arrives::First, "cohort.toml", include_bytes!("../../../../demo/cohort.toml")),
    input(Arrives::First, "scheme.toml", include_bytes!("../../../../demo/scheme.toml")),
    input(Arrives::First, "greece/candidates.csv", include_bytes!("../../../../demo/greece/candidates.csv")),
    input(Arrives::First, "greece/W1.tsv", include_bytes!("../../../../demo/greece/W1.tsv")),
    input(Arrives::First, "greece/W2.tsv", include_bytes!("../../../../demo/greece/W2.tsv")),
    input(Arrives::First, "greece/W3.tsv", include_bytes!("../../../../demo/greece/W3.tsv")),
    input(Arrives::First, "greece/W4.tsv", include_bytes!("../../../../demo/greece/W4.tsv")),
    input(Arrives::Autumn, "greece/W5.tsv", include_bytes!("../../../../demo/greece/W5.tsv")),
    input(Arrives::Autumn, "greece/W6.tsv", include_bytes!("../../../../demo/greece/W6.tsv")),
    input(Arrives::Autumn, "greece/W7.tsv", include_bytes!("../../../../demo/greece/W7.tsv")),
    input(Arrives::Autumn, "greece/W8.tsv", include_bytes!("../../../../demo/greece/W8.tsv")),
    input(Arrives::Autumn, "greece/written.csv", include_bytes!("../../../../demo/greece/written.csv")),
    input(Arrives::Autumn, "greece/project.csv", include_bytes!("../../../../demo/greece/project.csv")),
    input(Arrives::Autumn, "greece/interview.csv", include_bytes!("../../../../demo/greece/interview.csv")),
    input(Arrives::First, "italy/candidates.csv", include_bytes!("../../../../demo/italy/candidates.csv")),
    input(Arrives::First, "italy/W1.tsv", include_bytes!("../../../../demo/italy/W1.tsv")),
    input(Arrives::First, "italy/W2.tsv", include_bytes!("../../../../demo/italy/W2.tsv")),
    input(Arrives::First, "italy/W3.tsv", include_bytes!("../../../../demo/italy/W3.tsv")),
    input(Arrives::First, "italy/W4.tsv", include_bytes!("../../../../demo/italy/W4.tsv")),
    input(Arrives::Autumn, "italy/W5.tsv", include_bytes!("../../../../demo/italy/W5.tsv")),
    input(Arrives::Autumn, "italy/W6.tsv", include_bytes!("../../../../demo/italy/W6.tsv")),
    input(Arrives::Autumn, "italy/W7.tsv", include_bytes!("../../../../demo/italy/W7.tsv")),
    input(Arrives::Autumn, "italy/W8.tsv", include_bytes!("../../../../demo/italy/W8.tsv")),
    input(Arrives::Autumn, "italy/written.csv", include_bytes!("../../../../demo/italy/written.csv")),
    input(Arrives::Autumn, "italy/project.csv", include_bytes!("../../../../demo/italy/project.csv")),
    input(Arrives::Autumn, "italy/interview.csv", include_bytes!("../../../../demo/italy/interview.csv")),
    input(Arrives::First, "romania/candidates.xlsx", include_bytes!("../../../../demo/romania/candidates.xlsx")),
    input(Arrives::First, "romania/W1.tsv", include_bytes!("../../../../demo/romania/W1.tsv")),
    input(Arrives::First, "romania/W2.tsv", include_bytes!("../../../../demo/romania/W2.tsv")),
    input(Arrives::First, "romania/W3.tsv", include_bytes!("../../../../demo/romania/W3.tsv")),
    input(Arrives::First, "romania/W4.tsv", include_bytes!("../../../../demo/romania/W4.tsv")),
    input(Arrives::Autumn, "romania/W5.tsv", include_bytes!("../../../../demo/romania/W5.tsv")),
    input(Arrives::Autumn, "romania/W6.tsv", include_bytes!("../../../../demo/romania/W6.tsv")),
    input(Arrives::Autumn, "romania/W7.tsv", include_bytes!("../../../../demo/romania/W7.tsv")),
    input(Arrives::Autumn, "romania/W8.tsv", include_bytes!("../../../../demo/romania/W8.tsv")),
    input(Arrives::Autumn, "romania/written.xlsx", include_bytes!("../../../../demo/romania/written.xlsx")),
    input(Arrives::Autumn, "romania/project.xlsx", include_bytes!("../../../../demo/romania/project.xlsx")),
    input(Arrives::Autumn, "romania/interview-1.xlsx", include_bytes!("../../../../demo/romania/interview-1.xlsx")),
    input(Arrives::Late, "romania/interview-2.xlsx", include_bytes!("../../../../demo/romania/interview-2.xlsx")),
];
