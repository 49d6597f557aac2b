//! CPU time of one thread, by the kernel's count; or, with `--count`, so many times and no clock, for `tests/bench/compare`.
//! Linux only, as the benches are; with the allocator of the binary, for that is what runs.

use std::hint::black_box;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub(super) const REPEATS: usize = 7;
pub(super) const LEAST_NANOSECONDS: u64 = 300_000_000;

/// The median of several runs of at least 300 ms each. With `--only=WORD` only rows that have the word are measured.
pub(super) fn row(what: &str, mut act: impl FnMut()) {
    if is_counting() {
        return count(what, 1, || (), |()| act());
    }
    if !is_asked(what) {
        return;
    }
    act();
    told(what, (0..REPEATS).map(|_| run(&mut act)).collect());
}

pub(super) fn told(what: &str, mut figures: Vec<f64>) {
    figures.sort_by(f64::total_cmp);
    let median = figures.get(REPEATS / 2).copied().unwrap_or_default();
    println!("| {what} | {median:.1} |");
}

/// Whether a row is to be timed; none is where instructions are counted.
pub(super) fn is_asked(what: &str) -> bool {
    if is_counting() {
        return false;
    }
    let only = std::env::args().find_map(|word| word.strip_prefix("--only=").map(str::to_owned));
    only.is_none_or(|only| what.contains(&only))
}

/// Whether somebody counts instructions, and time is not to decide how often anything is done.
pub(super) fn is_counting() -> bool {
    std::env::args().any(|word| word == "--count")
}

/// Done so often first: by then what is remembered comes from memory, and the key is a familiar one.
const MEETINGS: u32 = 8;

/// Counted so often.
const TIMES: u32 = 4;

/// An act on things that are made ready while nobody counts, and of how many things the count is.
pub(super) fn count<T>(what: &str, things: u32, mut ready: impl FnMut() -> T, mut act: impl FnMut(T)) {
    (0..MEETINGS).for_each(|_| act(ready()));
    let mut all = (0..TIMES).map(|_| ready()).collect::<Vec<T>>().into_iter();
    watched(&mut || all.by_ref().for_each(&mut act));
    println!("| {what} | {} |", TIMES * things);
}

/// Whoever counts does so from the beginning of this function to its end, and knows it by its name.
#[inline(never)]
fn watched(act: &mut dyn FnMut()) {
    act();
    // So that something is left to do, and the act is no tail of this function.
    black_box(());
}

fn run(act: &mut impl FnMut()) -> f64 {
    let begun = cpu_nanoseconds();
    let (mut count, mut step) = (0_u32, 1);
    loop {
        // Asking the kernel costs microseconds, so it is asked ever more seldom.
        (0..step).for_each(|_| act());
        count += step;
        step *= 2;
        let spent = cpu_nanoseconds() - begun;
        if spent >= LEAST_NANOSECONDS {
            let microseconds = f64::from(u32::try_from(spent / 1_000).unwrap_or(u32::MAX));
            return microseconds / f64::from(count);
        }
    }
}

/// CPU time of this thread, from the kernel's scheduler.
pub(super) fn cpu_nanoseconds() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("a Linux kernel");
    text.split_whitespace().next().and_then(|first| first.parse().ok()).expect("a number")
}
