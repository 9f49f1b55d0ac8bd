//! A thread that watches: if one input takes minutes, it names the input and ends the run, which would never
//! end itself.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any input may take by far.
const PATIENCE: Duration = Duration::from_secs(180);

static NOW: LazyLock<Mutex<Option<(String, Instant)>>> = LazyLock::new(Mutex::default);

/// Records what is tried from here on.
pub(crate) fn now(name: &str) {
    *NOW.lock().unwrap_or_else(PoisonError::into_inner) = Some((name.to_owned(), Instant::now()));
}

/// Watches until the end of the process.
pub(crate) fn start() {
    thread::spawn(|| {
        loop {
            thread::park_timeout(Duration::from_secs(1));
            let now = NOW.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some((name, since)) = now.filter(|(_, since)| since.elapsed() > PATIENCE) {
                eprintln!("a hang: {name} for {:?}", since.elapsed());
                std::process::exit(1);
            }
        }
    });
}
