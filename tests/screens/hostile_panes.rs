//! Hostile and very long texts in every pane that is reached by keys: none of them reaches a cell unspelled, moves the frame,
//! or costs more than its room.

use std::fs;

use serde_json::json;
use trailsift::tui::message::Msg;
use trailsift::tui::start::FirstView;
use trailsift::tui::theme::ThemeName;

use crate::hostile::is_harmless;
use crate::keys::WAYS as CONTEXTS;
use crate::screen::{Loaded, Screen};

/// What may be in any text of a log: controls, directions, wide and joined letters, too many marks, and what has no look.
const ATTACK: &str = "x\u{1b}]0;owned\u{7}\u{1b}[2J\r\n\t\u{9b}31m\u{202e}gpj\u{2066}\u{200b}\u{feff}\u{e0041}\
    漢字😀👨\u{200d}👩e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306} \u{301}xעברית\u{202c}\u{fffe}\u{e000}\u{2800}\u{3164}\u{fe0f}";

/// Ways into panes that came later, with something typed into each line there is.
const LATER: [&str; 31] = [
    "x",
    "xjjj",
    "<enter>x",
    "px",
    "O",
    "O<tab><tab>",
    "/<c-r>",
    "c",
    "cjj",
    "s",
    "S",
    "S<enter>",
    "Z",
    "=====",
    "@12",
    "*",
    "*<tab>",
    "*jjll",
    "p*",
    "<enter>~",
    "%j~",
    "%j~jjj",
    "vjjj",
    "vjjx",
    "<c-t>}<c-t>{",
    "z",
    "<enter>z",
    "zz|",
    "p<tab>",
    "p<tab>jjjjjj",
    "pB<enter><enter>",
];

fn loaded(attack: &str, repeat: usize) -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let text = attack.repeat(repeat);
    let record = |at: usize| {
        json!({
            "eventVersion": "1.11", "eventTime": format!("2026-03-1{at}T12:00:0{at}Z"), "eventID": format!("id-{at}{text}"),
            "eventName": format!("Get{text}{}", at / 2), "eventSource": format!("s3{text}.amazonaws.com"),
            "awsRegion": text, "sourceIPAddress": text, "userAgent": format!("{text}{at}"),
            "errorCode": format!("Denied{text}"), "errorMessage": text, "readOnly": false,
            "userIdentity": {"type": "AssumedRole", "principalId": format!("AROA:{text}"), "accountId": text,
                "arn": format!("arn:aws:sts::111122223333:assumed-role/{text}/{text}"), "accessKeyId": text},
            "requestParameters": {text.as_str(): text, "list": [text, at], "document": format!("{{\"a\":\"{at}\"}}")},
            "resources": [{"ARN": format!("arn:aws:s3:::{text}")}],
        })
        .to_string()
    };
    let lines: Vec<String> = (0..4).map(record).collect();
    let name: String = attack.chars().filter(|char| *char != '/').collect();
    fs::write(folder.path().join(format!("{name}.jsonl")), lines.join("\n")).unwrap();
    fs::write(folder.path().join(format!("{name}.json")), &lines[0].as_bytes()[..lines[0].len() - 9])
        .unwrap();
    let loaded = Loaded::of(&[folder.path()]);
    (folder, loaded)
}

/// An explorer in which everything that a person, a file of settings or an earlier run may bring is hostile too.
fn open(loaded: &Loaded, attack: &str, size: (u16, u16)) -> Screen {
    let mut screen = Screen::empty(attack, ThemeName::Terminal, size);
    screen.app.recent = vec![attack.to_owned(), attack.repeat(300)];
    screen.app.filter.line_mut().start_history(vec![
        attack.to_owned(),
        format!("who:{attack}"),
        attack.repeat(300),
    ]);
    screen.send(loaded.report());
    screen
}

/// In debug builds this takes some seconds: each way is a screen of its own, with six more keys.
#[test]
fn no_pane_lets_an_attack_through() {
    let (_folder, loaded) = loaded(ATTACK, 1);
    let sizes = [(120, 40), (80, 24), (40, 12)];
    for (way, size) in LATER.into_iter().chain(CONTEXTS).zip(sizes.into_iter().cycle()) {
        let mut screen = open(&loaded, ATTACK, size);
        screen.keys(way);
        is_harmless(&screen);
        screen.send(Msg::Paste(ATTACK.to_owned()));
        is_harmless(&screen);
        for key in ["<down>", "<enter>", "<tab>", "y", "<esc>"] {
            screen.keys(key);
            is_harmless(&screen);
        }
    }
    let mut screen = open(&loaded, ATTACK, (80, 24));
    let mistake = format!("config.toml: line 2: {ATTACK} is not a theme");
    screen.send(Msg::Started(FirstView::List, Some(mistake)));
    is_harmless(&screen);
    screen.send(Msg::Opening { name: ATTACK.to_owned(), paths: vec![ATTACK.to_owned()], adds: false });
    is_harmless(&screen);
}

/// Thousands of letters stay inside their cells and push nothing away.
#[test]
fn very_long_texts_stay_in_their_room() {
    let (_folder, loaded) = loaded("漢e\u{301}\u{202e}a ", 400);
    for way in
        ["", "<enter>9", "c", "x", "p<tab>", "*<tab>", "<enter>~", "O<tab>", "/<c-r>", "<enter>w", ":", "i"]
    {
        let mut screen = open(&loaded, "n", (80, 24));
        screen.keys(way).keys("<down><enter>");
        is_harmless(&screen);
        screen.keys("<esc><esc><esc><esc>");
        assert!(screen.line(0).contains("4 events"), "{way}:\n{}", screen.text());
    }
}
