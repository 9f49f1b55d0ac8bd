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

    /// Reads a key as it is written in the configuration: `x`, `C-x`, `enter`, `S-left`.
    pub fn read(text: &str) -> Result<Self, String> {
        let unknown = || {
            format!(
                "{text:?} is not a key; write a character, C- and a letter, F1 to F12, or enter, esc, tab, S-tab, space, \
                     up, down, left, right, home, end, pgup, pgdn, insert, delete, backspace"
            )
        };
        let prefixed = |prefixes: [&str; 3]| {
            prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).filter(|rest| !rest.is_empty())
        };
        if let Some(rest) = prefixed(["C-", "ctrl-", "ctrl+"]) {
            let mut chars = rest.chars();
            return match (chars.next(), chars.next()) {
                (Some(letter), None) if !is_arrow(letter) => Ok(ctrl(letter.to_ascii_lowercase())),
                _ => named_code(rest).map(|code| Self { control: true, ..named(code) }).ok_or_else(unknown),
            };
        }
        let (name, is_shifted) = match prefixed(["S-", "shift-", "shift+"]) {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let mut chars = name.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(char), None) if !is_arrow(char) && !is_shifted => return Ok(key(char)),
            _ => named_code(name).ok_or_else(unknown)?,
        };
        Ok(match (code, is_shifted) {
            (KeyCode::Char(_), true) => return Err(unknown()),
            (KeyCode::Tab, true) => named(KeyCode::BackTab),
            (code, true) => shift(code),
            (code, false) => named(code),
        })
    }

    /// Returns how the key is written in the configuration.
    pub fn name(self) -> String {
        let label = self.label();
        let arrows = [("↑", "up"), ("↓", "down"), ("←", "left"), ("→", "right")];
        arrows.iter().fold(label, |label, (sign, word)| label.replace(sign, word))
    }

    /// Returns whether it types a character.
    pub fn is_text(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.control
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

fn is_arrow(char: char) -> bool {
    matches!(char, '↑' | '↓' | '←' | '→')
}

/// Returns the key with a name.
fn named_code(name: &str) -> Option<KeyCode> {
    Some(match name.to_lowercase().as_str() {
        "space" => KeyCode::Char(' '),
        "enter" | "return" => KeyCode::Enter,
        "esc" | "escape" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "up" | "↑" => KeyCode::Up,
        "down" | "↓" => KeyCode::Down,
        "left" | "←" => KeyCode::Left,
        "right" | "→" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" | "pageup" => KeyCode::PageUp,
        "pgdn" | "pagedown" => KeyCode::PageDown,
        "insert" => KeyCode::Insert,
        "delete" | "del" => KeyCode::Delete,
        "backspace" => KeyCode::Backspace,
        other => {
            KeyCode::F(other.strip_prefix('f')?.parse().ok().filter(|number| (1..=12).contains(number))?)
        }
    })
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

    #[test]
    fn keys_are_read_as_they_are_written() {
        for (text, chord) in [
            ("x", key('x')),
            ("X", key('X')),
            ("-", key('-')),
            ("C-x", ctrl('x')),
            ("ctrl-X", ctrl('x')),
            ("ctrl+x", ctrl('x')),
            ("C-up", Chord { code: KeyCode::Up, control: true, shift: false }),
            ("space", key(' ')),
            ("Enter", named(KeyCode::Enter)),
            ("S-tab", named(KeyCode::BackTab)),
            ("S-left", shift(KeyCode::Left)),
            ("shift+up", shift(KeyCode::Up)),
            ("↑", named(KeyCode::Up)),
            ("F5", named(KeyCode::F(5))),
            ("PgDn", named(KeyCode::PageDown)),
        ] {
            assert_eq!(Chord::read(text), Ok(chord), "{text}");
            assert_eq!(Chord::read(&chord.name()), Ok(chord), "{}", chord.name());
        }
        for text in ["", "C-", "C-xy", "foo", "S-x", "F13", "M-x", "S-space"] {
            assert!(Chord::read(text).is_err(), "{text}");
        }
        let all = super::super::keymap::BINDINGS.iter().flat_map(|binding| binding.keys);
        for chord in all {
            assert_eq!(Chord::read(&chord.name()).as_ref(), Ok(chord), "{}", chord.name());
        }
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
