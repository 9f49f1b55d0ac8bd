//! What this process has used so far, as reported by Linux; zero elsewhere.

use std::fs;

/// Resident memory now and at most, in bytes.
pub(crate) fn resident() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kib.unwrap_or(0) * 1024
    };
    (field("VmRSS:"), field("VmHWM:"))
}

/// Processor time of all threads, in seconds, to a hundredth.
pub(crate) fn cpu_seconds() -> f64 {
    cpu_seconds_of(&fs::read_to_string("/proc/self/stat").unwrap_or_default()).unwrap_or(0.0)
}

/// Returns the processor time from the line that Linux reports for a process.
pub(crate) fn cpu_seconds_of(stat: &str) -> Option<f64> {
    // The name of the program is in brackets and may have spaces; utime and stime are fields 14 and 15, in
    // ticks.
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// Processor time of all threads of this process so far, in milliseconds, as exactly as Linux counts it; 0 elsewhere. Unlike
/// the time on the clock, it means something on a busy machine.
pub(crate) fn processor_ms() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of_thread = |thread: std::fs::DirEntry| -> Option<f64> {
        let counted = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        counted.split(' ').next()?.parse().ok()
    };
    threads.filter_map(of_thread).sum::<f64>() / 1e6
}
