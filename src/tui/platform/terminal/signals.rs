//! Signals that suspend, continue or end the program. Only Unix has them: elsewhere Ctrl-C is reported as a
//! key, and closing the console ends the program.

use std::io;
use std::sync::mpsc::Sender;

use crate::tui::message::Msg;

/// Starts the thread that waits for signals. Call it before the terminal is set up, so that no signal is
/// missed.
#[cfg(unix)]
pub(in crate::tui) fn watch(sender: &Sender<Msg>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};

    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let to_loop = sender.clone();
    std::thread::Builder::new().name("trailsift-signals".into()).spawn(move || {
        for signal in signals.forever() {
            let msg = match signal {
                SIGTSTP => Msg::Stop,
                SIGCONT => Msg::Continued,
                other => Msg::Signal(other),
            };
            if to_loop.send(msg).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// There are no signals to wait for.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "watching may fail elsewhere")]
pub(in crate::tui) fn watch(_: &Sender<Msg>) -> io::Result<()> {
    Ok(())
}

/// Suspends the program until it is continued. SIGTSTP would be ignored in a process group without a shell that
/// manages it.
#[cfg(unix)]
pub(in crate::tui) fn stop() -> io::Result<()> {
    signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)
}

/// Programs cannot be suspended here.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "stopping may fail elsewhere")]
pub(in crate::tui) fn stop() -> io::Result<()> {
    Ok(())
}
