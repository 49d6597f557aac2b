//! What the kernel says of this process and of a folder.
//! Linux only, as the benches are.

use std::path::Path;

/// Resident memory now, in MB.
pub(super) fn resident() -> f64 {
    status("VmRSS:") / 1e3
}

/// Resident memory at its peak, in MB.
pub(super) fn peak() -> f64 {
    status("VmHWM:") / 1e3
}

/// CPU time of all threads, in seconds.
pub(super) fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = text.rsplit(')').next().unwrap_or("").split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The parts of a register and of its data, and all of it, in MB of disk.
pub(super) fn parts(folder: &Path) -> Vec<(String, f64)> {
    let output = std::process::Command::new("du").args(["-k", "--max-depth=2", "-a"]).arg(folder).output();
    let text = String::from_utf8_lossy(&output.expect("du is there").stdout).into_owned();
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    let parts = lines.filter_map(|(kilobytes, path)| {
        let name = Path::new(path).strip_prefix(folder).ok()?.display().to_string();
        let name = if name.is_empty() { "all".to_owned() } else { name };
        Some((name, kilobytes.parse::<f64>().ok()? / 1e3)).filter(|(_, megabytes)| *megabytes >= 0.1)
    });
    parts.collect()
}

fn status(line: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = text.lines().find_map(|found| found.strip_prefix(line)).unwrap_or("0");
    found.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0)
}
