//! Removes unfinished files if a signal ends the program, and makes writes fail at a size limit instead of
//! ending it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::{fs, io};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// The files that are being written.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Whether a caller handles signals itself.
static LEFT_TO_CALLER: AtomicBool = AtomicBool::new(false);

/// A file that is removed if a signal ends the program before this is dropped.
#[derive(Debug)]
pub(in crate::export) struct RemovedBySignal(PathBuf);

impl RemovedBySignal {
    pub(in crate::export) fn new(path: PathBuf) -> io::Result<Self> {
        watch()?;
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        Ok(Self(path))
    }
}

impl Drop for RemovedBySignal {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != self.0);
    }
}

/// Makes a write beyond a size limit an error of that write.
pub fn fail_at_size_limit() -> io::Result<()> {
    static WATCHED: OnceLock<()> = OnceLock::new();
    if WATCHED.set(()).is_ok() {
        // A signal with a handler does not end the program; the failed write reports the limit.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    }
    Ok(())
}

/// Leaves signals to the caller, which calls [`remove_unfinished`] before the program ends.
pub fn leave_signals_to_caller() {
    LEFT_TO_CALLER.store(true, Ordering::Relaxed);
}

/// Removes every unfinished file, because the program ends. No further file is started after it.
pub fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for path in unfinished.iter() {
        // A file that cannot be removed stays under its temporary name.
        let _ = fs::remove_file(path);
    }
    // The lock is not released: the program ends here.
    std::mem::forget(unfinished);
}

/// Starts the thread that waits for signals, once.
fn watch() -> io::Result<()> {
    static WATCHED: OnceLock<()> = OnceLock::new();
    if LEFT_TO_CALLER.load(Ordering::Relaxed) || WATCHED.set(()).is_err() {
        return Ok(());
    }
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let wait = move || {
        for signal in signals.forever() {
            remove_unfinished();
            let _ = emulate_default_handler(signal);
        }
    };
    std::thread::Builder::new().name("trailsift-unfinished".into()).spawn(wait).map(drop)
}
