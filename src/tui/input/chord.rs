//! A key chord, and how it is printed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key chord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    code: KeyCode,
    control: bool,
    /// Checked for named keys only; if false, the key matches with and without SHIFT.
    shift: bool,
}

pub(in crate::tui) const fn key(char: char) -> Chord {
    Chord { code: KeyCode::Char(char), control: false, shift: false }
}

pub(in crate::tui) const fn ctrl(char: char) -> Chord {
    Chord { code: KeyCode::Char(char), control: true, shift: false }
}

pub(in crate::tui) const fn ctrl_named(code: KeyCode) -> Chord {
    Chord { code, control: true, shift: false }
}

pub(in crate::tui) const fn named(code: KeyCode) -> Chord {
    Chord { code, control: false, shift: false }
}

pub(in crate::tui) const fn shift(code: KeyCode) -> Chord {
    Chord { code, control: false, shift: true }
}

impl Chord {
    /// Returns whether this key was pressed.
    pub(in crate::tui) fn is(self, event: &KeyEvent) -> bool {
        // Terminals differ in reporting SHIFT with letters; the case of the letter is reliable.
        self.code == event.code
            && self.control == event.modifiers.contains(KeyModifiers::CONTROL)
            && !event.modifiers.intersects(OTHERS)
            && (!self.shift || event.modifiers.contains(KeyModifiers::SHIFT))
    }

    /// Prints the key as in help and README.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is the terminal library's")]
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

/// Modifiers that no key of the table has; a key with one of them does not match.
const OTHERS: KeyModifiers =
    KeyModifiers::ALT.union(KeyModifiers::SUPER).union(KeyModifiers::HYPER).union(KeyModifiers::META);

/// Returns the character of a key that is pressed alone or with SHIFT.
#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is the terminal library's")]
pub(in crate::tui) fn plain_char(event: &KeyEvent) -> Option<char> {
    match event.code {
        KeyCode::Char(char) if !event.modifiers.intersects(OTHERS | KeyModifiers::CONTROL) => Some(char),
        _ => None,
    }
}

/// Corrects a key event. Windows reports AltGr as Control and Alt; the typed character is what counts.
pub(in crate::tui) fn as_meant(mut event: KeyEvent, is_windows: bool) -> KeyEvent {
    let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    let is_typed = matches!(event.code, KeyCode::Char(char) if !char.is_ascii_alphanumeric());
    if is_windows && is_typed && event.modifiers.contains(alt_gr) {
        event.modifiers.remove(alt_gr);
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_another_modifier_is_another_key() {
        let press = |char, modifiers| KeyEvent::new(KeyCode::Char(char), modifiers);
        let none = KeyModifiers::NONE;
        assert!(key('q').is(&press('q', none)) && key('Q').is(&press('Q', KeyModifiers::SHIFT)));
        for other in [KeyModifiers::ALT, KeyModifiers::SUPER, KeyModifiers::HYPER, KeyModifiers::META] {
            for held in [other, other | KeyModifiers::SHIFT, other | KeyModifiers::CONTROL] {
                assert!(!key('q').is(&press('q', held)) && !ctrl('c').is(&press('c', held)), "{held:?}");
                assert_eq!(plain_char(&press('c', held)), None);
            }
        }
        assert_eq!(plain_char(&press('c', KeyModifiers::CONTROL)), None);
        assert_eq!(plain_char(&press('C', KeyModifiers::SHIFT)), Some('C'));
    }

    /// On a German keyboard `|`, `@`, `[` and `~` are typed with AltGr.
    #[test]
    fn alt_gr_types_its_character_on_windows() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        for char in ['|', '@', '[', ']', '{', '}', '~', '\\', '€'] {
            let pressed = KeyEvent::new(KeyCode::Char(char), alt_gr);
            assert_eq!(plain_char(&as_meant(pressed, true)), Some(char));
            assert_eq!(as_meant(pressed, false), pressed, "elsewhere a terminal sends the character alone");
        }
        let chord = KeyEvent::new(KeyCode::Char('c'), alt_gr);
        assert!(!ctrl('c').is(&as_meant(chord, true)) && plain_char(&as_meant(chord, true)).is_none());
    }
}
