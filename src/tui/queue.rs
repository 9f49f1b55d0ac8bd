//! Messages that arrived and were not handled yet, in the order in which they should be.
//!
//! Text that is pasted without bracketed paste arrives as thousands of keys. They are merged, so that the
//! filter is parsed once for all of them. Messages that stop the program go before them.

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::input::action::{Action, Context};
use super::input::chord::as_meant;
use super::input::keymap::Keymap;
use super::input::look_up::look_up;
use super::message::Msg;

/// Maximum number of keys that are handled as one message; a message that stops the program waits for at most
/// these.
pub const MOST_KEYS: usize = 1000;

/// Waiting messages.
#[derive(Debug, Default)]
pub struct Queue {
    first: VecDeque<Msg>,
    rest: VecDeque<Msg>,
}

impl Queue {
    /// Adds a message. Signals go first. So does Ctrl-C, which discards waiting input, as in a terminal.
    pub fn add(&mut self, msg: Msg) {
        let is_signal = matches!(msg, Msg::Signal(_) | Msg::Stop | Msg::Continued | Msg::Failed);
        let is_cancel = matches!(&msg, Msg::Key(key) if cancels(key));
        if is_cancel {
            self.rest.retain(|msg| !matches!(msg, Msg::Key(_) | Msg::Paste(_) | Msg::Mouse(_)));
        }
        if is_signal || is_cancel { self.first.push_back(msg) } else { self.rest.push_back(msg) }
    }

    /// Returns whether no message waits.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty() && self.rest.is_empty()
    }

    /// Adds new messages, and takes the next one.
    pub fn take_with(&mut self, msgs: impl Iterator<Item = Msg>) -> Option<Msg> {
        self.extend(msgs);
        self.take()
    }

    /// Takes the next message. Adjacent keys that type text form one message, of at most [`MOST_KEYS`].
    pub fn take(&mut self) -> Option<Msg> {
        let msg = self.first.pop_front().or_else(|| self.rest.pop_front())?;
        let Msg::Key(key) = msg else { return Some(msg) };
        let mut keys = vec![key];
        if types(&key) {
            while keys.len() < MOST_KEYS
                && let Some(&Msg::Key(key)) = self.rest.front().filter(|_| self.first.is_empty())
                && types(&key)
            {
                keys.push(key);
                self.rest.pop_front();
            }
        }
        Some(if keys.len() == 1 { Msg::Key(key) } else { Msg::Keys(keys) })
    }
}

impl Extend<Msg> for Queue {
    fn extend<T: IntoIterator<Item = Msg>>(&mut self, msgs: T) {
        for msg in msgs {
            self.add(msg);
        }
    }
}

/// Returns whether a key types or erases a character in a text field.
fn types(key: &KeyEvent) -> bool {
    let is_plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
    is_plain && matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace)
}

fn cancels(key: &KeyEvent) -> bool {
    // This key cannot be changed.
    look_up(&Keymap::default(), Context::Anywhere, &as_meant(*key, cfg!(windows))) == Some(Action::Cancel)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(char: char) -> Msg {
        Msg::Key(KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE))
    }

    fn control(char: char) -> Msg {
        Msg::Key(KeyEvent::new(KeyCode::Char(char), KeyModifiers::CONTROL))
    }

    /// Returns what is taken from messages that waited together.
    fn taken(msgs: Vec<Msg>) -> Vec<String> {
        let mut queue = Queue::default();
        queue.extend(msgs);
        let name = |key: KeyEvent| match (key.modifiers.contains(KeyModifiers::CONTROL), key.code) {
            (control, KeyCode::Char(char)) => format!("{}{char}", if control { "^" } else { "" }),
            (_, code) => format!("<{code}>"),
        };
        let name = |msg: Msg| {
            if let Msg::Key(key) = msg {
                name(key)
            } else if let Msg::Keys(keys) = msg {
                keys.into_iter().map(name).collect()
            } else {
                format!("{msg:?}")
            }
        };
        std::iter::from_fn(|| queue.take()).map(name).collect()
    }

    #[track_caller]
    fn gives(msgs: Vec<Msg>, expected: &[&str]) {
        assert_eq!(taken(msgs), expected);
    }

    #[test]
    fn keys_that_type_are_merged_up_to_any_other_message() {
        gives(vec![], &[]);
        gives(vec![key('a')], &["a"]);
        gives(vec![key('a'), key('b'), Msg::Resize(80, 24), key('c')], &["ab", "Resize(80, 24)", "c"]);
        let enter = Msg::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
        gives(vec![key('a'), key('b'), enter, key('c'), key('d')], &["ab", "<Enter>", "cd"]);
        gives(vec![key('a'), control('z'), key('c')], &["a", "^z", "c"]);
    }

    /// After ten thousand keys, Ctrl-C and `kill` had no effect for a minute.
    #[test]
    fn ctrl_c_and_signals_go_before_every_key() {
        let backlog = || (0..10_000).map(|_| key('a')).collect::<Vec<_>>();
        let with = |last: Msg| backlog().into_iter().chain([last]).collect::<Vec<_>>();
        assert_eq!(taken(with(Msg::Signal(15))).first().map(String::as_str), Some("Signal(15)"));
        assert_eq!(taken(with(Msg::Stop)).first().map(String::as_str), Some("Stop"));
        gives(with(control('c')), &["^c"]);
        gives(vec![key('a'), control('c'), key('b')], &["^c", "b"]);
        gives(vec![Msg::Resize(9, 9), Msg::Paste("x".into()), control('c')], &["^c", "Resize(9, 9)"]);
        gives(vec![Msg::Stop, Msg::Continued, control('c')], &["Stop", "Continued", "^c"]);
    }

    #[test]
    fn no_message_has_more_keys_than_can_be_waited_for() {
        let lengths: Vec<usize> =
            taken((0..2500).map(|_| key('a')).collect()).iter().map(String::len).collect();
        assert_eq!(lengths, [1000, 1000, 500]);
    }
}
