//! Every key in every context.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use trailsift::tui::input::action::{Action, TreeAction};
use trailsift::tui::input::keymap::{BINDINGS, Context, Keymap};
use trailsift::tui::input::look_up::look_up;
use trailsift::tui::message::Msg;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};

/// The way into the pane of the selected group, which needs a wide screen.
const IN_PORTRAIT: &str = "p<tab>";

/// Ways into every context.
pub(crate) const WAYS: [&str; 33] = [
    "I",
    "Q",
    "mC",
    "m#a<enter>b",
    "o",
    "a",
    "R",
    "*",
    "x",
    "@",
    "Z",
    "O",
    "/<c-r>",
    "%j~",
    "",
    "T",
    "p",
    "e",
    "p<enter>",
    "p<enter><enter>",
    "<enter>",
    "/ab",
    "<enter>/ab",
    "b",
    "Y",
    "<enter>Y",
    "?",
    "i",
    ":",
    "<enter>:co",
    "c",
    "crequestParameters.x",
    IN_PORTRAIT,
];

/// Every key that a keyboard has, and with Control every letter.
fn keyboard() -> Vec<KeyEvent> {
    let plain = (' '..='~').chain(['é', '漢', '\u{7f}']).map(KeyCode::Char);
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Insert,
        KeyCode::Null,
        KeyCode::CapsLock,
    ];
    let codes = plain.chain(named).chain((1..=12).map(KeyCode::F));
    let keys = codes.map(|code| KeyEvent::new(code, KeyModifiers::NONE));
    let with_control = ('a'..='z').map(|char| KeyEvent::new(KeyCode::Char(char), KeyModifiers::CONTROL));
    let arrows = [KeyCode::Up, KeyCode::Down, KeyCode::Left, KeyCode::Right];
    let with_shift = arrows.map(|code| KeyEvent::new(code, KeyModifiers::SHIFT));
    keys.chain(with_control).chain(with_shift).collect()
}

/// Three events, of which one failed and one changes something.
fn few() -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let line = |(at, error): (usize, &str)| {
        let nested = r#"{"a":{"b":[1,2,{"c":"{\"d\":1}"}]}}"#;
        format!(
            r#"{{"eventTime":"2026-03-10T12:00:0{at}Z","eventName":"Call{at}","eventSource":"s3.amazonaws.com","errorCode":"{error}","readOnly":false,"userIdentity":{{"accessKeyId":"AKIAQ7LKSPRBDEXAMPLE"}},"requestParameters":{nested},"eventID":"id-{at}"}}{}"#,
            "\n"
        )
    };
    let lines: String = ["AccessDenied", "", ""].into_iter().enumerate().map(line).collect();
    std::fs::write(folder.path().join("few.jsonl"), lines).unwrap();
    let loaded = Loaded::of(&[folder.path()]);
    (folder, loaded)
}

#[test]
fn every_key_works_in_every_context() {
    let (_folder, few) = few();
    let empty = tempfile::tempdir().unwrap();
    let none = Loaded::of(&[empty.path()]);
    assert_eq!((few.store.len(), none.store.len()), (3, 0));
    let mut done: Vec<(Context, Action)> = Vec::new();
    for loaded in [&few, &none] {
        for way in WAYS {
            let there = || {
                let size = match way {
                    "T" => (60, 20),
                    IN_PORTRAIT => (110, 16),
                    _ => (60, 16),
                };
                let mut screen = Screen::of(loaded, ThemeName::Terminal, size);
                screen.keys(way);
                screen
            };
            let mut all = there();
            let context = all.app.context();
            for key in keyboard() {
                let Some(action) = look_up(&Keymap::default(), context, &key) else {
                    // Keys without a meaning are pressed one after another.
                    all.send(Msg::Key(key)).drawn();
                    continue;
                };
                done.push((context, action));
                let mut screen = there();
                screen.send(Msg::Key(key)).drawn().send(Msg::Key(key)).keys("j<enter>").drawn();
            }
        }
    }
    for binding in BINDINGS {
        let level = matches!(binding.action, Action::Tree(TreeAction::Level(_)));
        let met = done.iter().any(|&(context, action)| {
            let same =
                action == binding.action || (level && matches!(action, Action::Tree(TreeAction::Level(_))));
            same && (context == binding.context || binding.context == Context::Anywhere)
        });
        assert!(met, "{:?} in {:?} was never done", binding.action, binding.context);
    }
}

#[test]
fn two_keys_after_each_other_work_too() {
    let (_folder, few) = few();
    let keys: Vec<KeyEvent> = keyboard();
    for (at, first) in keys.iter().enumerate().step_by(6) {
        let mut screen = Screen::of(&few, ThemeName::Terminal, (112, 9));
        screen.send(Msg::Key(*first));
        // One explorer sees all second keys in a row, beginning at another one each time.
        for second in keys.iter().cycle().skip(at).take(keys.len()) {
            screen.send(Msg::Key(*second)).drawn();
        }
    }
}
