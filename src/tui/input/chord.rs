//! A key chord, and how it is printed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key chord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    code: KeyCode,
    control: bool,
    /// Checked for named keys only; without it the key matches with and without SHIFT.
    shift: bool,
}

pub(in crate::tui) const fn key(char: char) -> Chord {
    Chord { code: KeyCode::Char(char), control: false, shift: false }
}

pub(in crate::tui) const fn ctrl(char: char) -> Chord {
    Chord { code: KeyCode::Char(char), control: true, shift: false }
}

pub(in crate::tui) const fn named(code: KeyCode) -> Chord {
    Chord { code, control: false, shift: false }
}

pub(in crate::tui) const fn shift(code: KeyCode) -> Chord {
    Chord { code, control: false, shift: true }
}

impl Chord {
    /// Whether this key was pressed.
    pub(in crate::tui) fn is(self, event: &KeyEvent) -> bool {
        // Terminals disagree about SHIFT on letters: the letter itself tells.
        self.code == event.code
            && self.control == event.modifiers.contains(KeyModifiers::CONTROL)
            && (!self.shift || event.modifiers.contains(KeyModifiers::SHIFT))
    }

    /// Prints the key as in help and README.
    pub fn label(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "space".to_owned(),
            KeyCode::Char(char) => char.to_string(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            KeyCode::Enter => "enter".to_owned(),
            KeyCode::Esc => "esc".to_owned(),
            KeyCode::Tab => "tab".to_owned(),
            KeyCode::BackTab => "S-tab".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::F(number) => format!("F{number}"),
            other => format!("{other:?}"),
        };
        match (self.control, self.shift) {
            (true, _) => format!("C-{name}"),
            (false, true) => format!("S-{name}"),
            (false, false) => name,
        }
    }
}
