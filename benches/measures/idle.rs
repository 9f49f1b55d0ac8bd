//! What the explorer costs while it is idle: the program in a terminal of its own, after it has loaded.

use std::io::Read;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// How long it is left alone.
const IDLE: Duration = Duration::from_secs(5);

/// Returns the processor time in those seconds, in milliseconds; `None` if the system does not report it.
pub(crate) fn measure(folder: &Path) -> Option<f64> {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).ok()?;
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trailsift"));
    command.arg(folder);
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).ok()?;
    let mut reader = pair.master.try_clone_reader().ok()?;
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while reader.read(&mut buffer).is_ok_and(|read| read > 0) {}
    });
    let process = child.process_id()?;
    // Loaded when half a second passes without work.
    let mut last = cpu(process)?;
    let started = Instant::now();
    loop {
        thread::sleep(Duration::from_millis(500));
        let now = cpu(process)?;
        if now - last < 0.005 && started.elapsed() > Duration::from_secs(1) {
            break;
        }
        last = now;
    }
    let before = cpu(process)?;
    thread::sleep(IDLE);
    let used = cpu(process)? - before;
    let _ = child.kill();
    Some(used * 1000.0)
}

fn cpu(process: u32) -> Option<f64> {
    super::process::cpu_seconds_of(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}
