//! Texts that would control the terminal or deceive its reader: escaped on every screen, harmless in every
//! copy.

use std::fs;
use std::path::Path;

use serde_json::json;
use trailsift::store::record_reader::RecordReader;
use trailsift::tui::message::Msg;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

/// Controls, marks of direction, and characters without any width.
fn is_dangerous(char: char) -> bool {
    let hidden = '\u{200b}'..='\u{200f}';
    let directions = ['\u{61c}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'];
    char.is_control()
        || hidden.contains(&char)
        || directions.contains(&char)
        || ('\u{2060}'..='\u{206f}').contains(&char)
        || ('\u{e0000}'..='\u{e0fff}').contains(&char)
        || matches!(char, '\u{feff}' | '\u{ad}' | '\u{2028}' | '\u{2029}')
}

#[track_caller]
pub(crate) fn is_harmless(screen: &Screen) {
    for (at, cell) in screen.cells().content.iter().enumerate() {
        let symbol = cell.symbol();
        assert!(!symbol.chars().any(is_dangerous), "cell {at} has {symbol:?}:\n{}", screen.text());
    }
}

/// Makes a folder whose file names and records attack the reader.
fn hostile() -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let attack =
        "x\u{1b}]0;owned\u{7}\u{1b}[2J\r\n\t\u{9b}31m\u{202e}gpj.exe\u{2066}\u{200b}\u{feff}\u{e0041}";
    let record = |at: usize| {
        json!({
            "eventVersion": "1.11", "eventTime": format!("2026-03-10T12:00:0{at}Z"), "eventID": format!("id-{at}"),
            "eventName": format!("Get漢字{attack}"), "eventSource": format!("s3{attack}.amazonaws.com"),
            "awsRegion": format!("漢{attack}"), "sourceIPAddress": attack, "userAgent": attack.repeat(30),
            "errorCode": format!("Denied{attack}"), "errorMessage": format!("line\nline\r{attack}"),
            "userIdentity": {"type": "IAMUser", "userName": attack, "arn": format!("arn:aws:iam::1:user/{attack}")},
            "requestParameters": {attack: attack, "zalgo": "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
                "document": format!("{{\"{}\":[1,\"\\u001b[2J\\u202e\"]}}", "k\u{202e}")},
            "resources": [{"ARN": format!("arn:aws:s3:::{attack}")}],
        })
        .to_string()
    };
    let lines: String = (0..5).map(|at| record(at) + "\n").collect();
    fs::write(folder.path().join("evil\u{1b}]0;x\u{7}\u{202e}nosj.jsonl"), &lines).unwrap();
    fs::write(folder.path().join("torn\u{1b}[31m.json"), &lines.as_bytes()[..lines.len() - 40]).unwrap();
    fs::write(folder.path().join("other\u{200b}.txt"), "\u{1b}[2J no log").unwrap();
    let loaded = Loaded::of(&[Path::new(folder.path())]);
    (folder, loaded)
}

#[test]
fn what_cannot_be_shown_is_spelled_out_and_looks_spelled_out() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/putuserpolicy<enter><enter>").shows("␛]0;all logs");
    let (x, y) = screen.find("␛]0;");
    assert_eq!((screen.meaning(x, y), screen.meaning(x + 1, y)), ("spelled".to_owned(), "text".to_owned()));
    is_harmless(&screen);
    same_text("hostile_user_agent", &screen);
    same_styles("hostile_user_agent", &screen);
    screen.keys("/userAgent<enter><enter>j").shows("⟨202E⟩nosj");
    is_harmless(&screen);
    let mut screen = Screen::sample(120, 40);
    screen.keys("/invoices exe<enter>").shows("1 of 714").resize(200, 40);
    screen.keys("<enter>9/jpg<enter>").shows("⟨202E⟩exe.jpg␛[31m");
    is_harmless(&screen);
}

#[test]
fn no_screen_lets_an_attack_through() {
    let (_folder, loaded) = hostile();
    for size in [(120, 40), (80, 24), (40, 12), (200, 20)] {
        let mut screen = Screen::empty("evil\u{1b}[31m\u{202e}", ThemeName::Terminal, size);
        screen.send(loaded.report());
        is_harmless(&screen);
        let scripts = [
            "j", "G", "<enter>", "9", "jjjjj", "/x", "<enter>", "nnn", "<enter>", "jj", "NN", "<space>",
            "G<enter>", "kk", "<enter>", "Y", "<esc>", "<esc>", "p", "<enter>", "<esc>", "e", "<enter>",
            "<esc>", "<esc>", "b", "<esc>", "i", "G", "<esc>", "/owned", "<enter>",
        ];
        for script in scripts {
            screen.keys(script);
            is_harmless(&screen);
        }
        let fields = trailsift::record::field::FIELDS.len();
        for field in 0..fields {
            screen.keys("b").keys(&"j".repeat(field)).keys("<enter>");
            is_harmless(&screen);
            screen.keys("<enter>");
            is_harmless(&screen);
        }
        screen.keys("<esc><esc><esc>/").send(Msg::Paste("a\u{202e}b\u{1b}\u{200b}".to_owned()));
        is_harmless(&screen);
    }
}

#[test]
fn no_copy_lets_an_attack_through() {
    let (_folder, loaded) = hostile();
    let mut screen = Screen::of(&loaded, ThemeName::Terminal, (80, 24));
    screen.keys("yYcYrYf<enter>9");
    for _ in 0..screen.app.detail.lines().len() {
        screen.keys("YvYpYnj");
    }
    assert!(screen.copied.len() > 50);
    for copied in &screen.copied {
        let is_safe = |char: char| !is_dangerous(char) || (char == '\n' && copied.what.contains("JSON"));
        let only_tabs =
            copied.what == "row" && copied.text.chars().all(|char| char == '\t' || !is_dangerous(char));
        assert!(
            only_tabs
                || copied.text.chars().all(|char| is_safe(char) || (copied.what == "value" && char == '\n')),
            "{copied:?}"
        );
    }
    let record = RecordReader::once(&screen.app.store, screen.app.detail.event().unwrap());
    let (copied, record): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(&screen.copied[0].text).unwrap(), serde_json::from_slice(&record).unwrap());
    assert_eq!(copied, record, "escapes mean the same");
}
