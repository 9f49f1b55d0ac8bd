//! The thread that reads keys. It stops reading before the terminal is given to a shell; otherwise it could
//! take keys that are typed for the shell, until the program is stopped or has ended.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{io, thread};

use crossterm::event::{self, Event, KeyEventKind};

use crate::tui::message::Msg;

/// Maximum time that pausing waits for the reader, which cannot be woken in the middle of an escape sequence.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

#[derive(Debug, Default)]
struct State {
    is_paused: bool,
    /// Whether the thread may be reading the terminal.
    is_reading: bool,
}

/// The reader of keys, shared by its thread and those that pause it.
#[derive(Debug, Clone, Default)]
pub(in crate::tui) struct Keyboard {
    shared: Arc<(Mutex<State>, Condvar)>,
}

impl Keyboard {
    /// Starts the thread that reads keys.
    pub(in crate::tui) fn start(&self, sender: &Sender<Msg>) -> io::Result<()> {
        // Sets up crossterm's reader, so that it can be woken. Errors are reported when it is read.
        let _ = event::poll(Duration::ZERO);
        let (keyboard, to_loop) = (self.clone(), sender.clone());
        let work = move || keyboard.read(event::read, |msg| to_loop.send(msg).is_ok());
        thread::Builder::new().name("trailsift-keys".into()).spawn(work).map(drop)
    }

    /// Makes the thread stop reading, and waits until it has.
    pub(in crate::tui) fn pause(&self) {
        self.pause_with(wake);
    }

    /// Lets the thread read again.
    pub(in crate::tui) fn resume(&self) {
        self.state().is_paused = false;
        self.shared.1.notify_all();
    }

    fn pause_with(&self, wake: impl FnOnce()) {
        let mut state = self.state();
        state.is_paused = true;
        if state.is_reading {
            wake();
            let waits = |state: &mut State| state.is_reading;
            drop(self.shared.1.wait_timeout_while(state, LONGEST_WAIT, waits));
        }
    }

    /// Reads events and sends them, until there are no more or nothing receives them.
    fn read(&self, mut next: impl FnMut() -> io::Result<Event>, mut send: impl FnMut(Msg) -> bool) {
        let _ended = Ended(self);
        loop {
            self.wait_while_paused();
            let event = next();
            let lost = event.is_err();
            let msg = event.map_or(Some(Msg::InputLost), message);
            if msg.is_some_and(|msg| !send(msg)) || lost {
                return;
            }
        }
    }

    fn wait_while_paused(&self) {
        let mut state = self.state();
        while state.is_paused {
            state.is_reading = false;
            self.shared.1.notify_all();
            state = self.shared.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_reading = true;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reports to those that pause the reader that its thread has ended, for whatever reason.
struct Ended<'a>(&'a Keyboard);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.state().is_reading = false;
        self.0.shared.1.notify_all();
    }
}

/// Returns the message for an event.
fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Mouse(mouse) => Some(Msg::Mouse(mouse)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Wakes the reader: it takes this signal for a resize, and returns.
#[cfg(unix)]
fn wake() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH);
}

/// Consoles are not given to a shell while the program runs.
#[cfg(not(unix))]
fn wake() {}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    fn key(char: char) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE))
    }

    /// Makes a keyboard whose events come from a channel; what it sends goes into another.
    fn keyboard() -> (Keyboard, Sender<io::Result<Event>>, std::sync::mpsc::Receiver<Msg>) {
        let keyboard = Keyboard::default();
        let (typed, events) = channel::<io::Result<Event>>();
        let (sender, messages) = channel();
        let reader = keyboard.clone();
        thread::spawn(move || {
            reader.read(
                || events.recv().unwrap_or_else(|_| Err(io::ErrorKind::UnexpectedEof.into())),
                |msg| sender.send(msg).is_ok(),
            );
        });
        (keyboard, typed, messages)
    }

    #[test]
    fn nothing_is_read_while_it_is_paused() {
        let (keyboard, typed, messages) = keyboard();
        for round in 0..100 {
            typed.send(Ok(key('a'))).unwrap();
            assert!(matches!(messages.recv(), Ok(Msg::Key(_))), "{round}");
            keyboard.pause_with(|| typed.send(Ok(Event::Resize(1, 1))).unwrap());
            assert!(!keyboard.state().is_reading, "{round}");
            typed.send(Ok(Event::Paste("typed for the shell".into()))).unwrap();
            // If the reader was not waiting for a key, the signal that should wake it is read after the pause.
            let woken = |msg: &Msg| matches!(msg, Msg::Resize(..));
            assert!(messages.try_iter().all(|msg| woken(&msg)), "{round}");
            keyboard.resume();
            let next = messages.iter().find(|msg| !woken(msg));
            assert!(matches!(next, Some(Msg::Paste(_))), "{round}");
        }
    }

    #[test]
    fn pausing_does_not_wait_for_a_reader_that_is_not_there() {
        Keyboard::default().pause_with(|| panic!("nobody reads"));
        let (keyboard, typed, messages) = keyboard();
        drop(typed);
        assert!(matches!(messages.recv(), Ok(Msg::InputLost)));
        assert!(messages.recv().is_err());
        keyboard.pause_with(|| ());
        assert!(!keyboard.state().is_reading);
    }
}
