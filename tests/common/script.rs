//! Keys written down as a script: letters as they are, other keys by name, as in `jj/del<enter><c-d>`.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The keys of a script.
#[track_caller]
pub(crate) fn parse(script: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(char) = rest.chars().next() {
        let name = if char == '<' { &rest[1..rest.find('>').expect("a key name ends with >")] } else { "" };
        rest = &rest[if name.is_empty() { char.len_utf8() } else { name.len() + 2 }..];
        keys.push(if name.is_empty() { letter(char) } else { named(name) });
    }
    keys
}

fn letter(char: char) -> KeyEvent {
    let shift = if char.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(char), shift)
}

fn named(name: &str) -> KeyEvent {
    if let Some(rest) = name.strip_prefix("c-") {
        let code = if rest.chars().count() == 1 {
            KeyCode::Char(rest.chars().next().unwrap())
        } else {
            named(rest).code
        };
        return KeyEvent::new(code, KeyModifiers::CONTROL);
    }
    if let Some(arrow) = name.strip_prefix("s-").filter(|rest| *rest != "tab") {
        return KeyEvent::new(named(arrow).code, KeyModifiers::SHIFT);
    }
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "s-tab" => KeyCode::BackTab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "f5" => KeyCode::F(5),
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "space" => KeyCode::Char(' '),
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "lt" => KeyCode::Char('<'),
        "f1" => KeyCode::F(1),
        _ => panic!("no key is called <{name}>"),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}
