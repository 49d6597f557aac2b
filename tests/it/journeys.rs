//! The main job below the roof, with the real crates: from outcomes to a verdict, and what must hold a year later.
//! What a terminal shows of it is tested in `cli`.

mod a_year_later;
mod carriers;
mod cut_off;
mod from_outcomes_to_verdict;
mod officers;
