//! Every character of a value is on the screen once it is opened, whatever it is made of and however wide the screen is.

use proptest::prelude::*;
use trailsift::text::plain;
use trailsift::tui::layout;
use trailsift::tui::panes::event::tree_text::opened_place;
use unicode_width::UnicodeWidthStr as _;

use crate::screen::{Loaded, Screen};

/// One event whose request has a `note`.
fn noted(note: &str) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let record = serde_json::json!({"Records": [{"eventVersion": "1.08", "eventTime": "2026-04-02T08:00:00Z",
        "eventSource": "ssm.amazonaws.com", "eventName": "PutParameter", "requestParameters": {"note": note}}]});
    std::fs::write(folder.path().join("one.json"), record.to_string()).unwrap();
    Loaded::of(&[folder.path()])
}

/// The cells of the opened lines of the value under the cursor, line by line.
fn opened_lines(screen: &Screen) -> Vec<String> {
    let pane = &screen.app.detail;
    let tree = layout::detail(screen.app.areas().detail, screen.app.shape().facts).tree;
    let node = pane.current().unwrap();
    let depth = pane.tree().node(node).unwrap().depth;
    let (margin, room) = opened_place(depth, usize::from(tree.width));
    let (from, to) =
        (tree.x + u16::try_from(margin).unwrap(), tree.x + u16::try_from(margin + room).unwrap());
    let rows = (0..).zip(pane.window.visible()).filter(|(_, row)| {
        let line = pane.lines()[*row];
        line.node == node && line.part > 0
    });
    let text = |y: u16| {
        let (mut x, mut text) = (from, String::new());
        while x < to {
            let symbol = screen.cells()[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        text
    };
    rows.map(|(line, _)| text(tree.y + line)).collect()
}

#[track_caller]
fn is_whole(note: &str, columns: u16) {
    let mut screen = Screen::of(&noted(note), trailsift::tui::theme::ThemeName::Terminal, (columns, 300));
    screen.keys("<enter>").seek("note", "requestParameters.note").keys("<space>");
    let lines = opened_lines(&screen);
    // Blanks at the end of a line look the same as the rest of the row.
    let seen = |text: &str| text.replace(' ', "");
    let shown = seen(&lines.concat());
    if lines.is_empty() {
        // Short values are whole in their row and do not open.
        assert!(seen(&screen.text()).contains(&seen(&plain(note))), "{columns}\n{}", screen.text());
    } else {
        assert_eq!(shown, seen(&plain(note)), "{columns}\n{}", screen.text());
    }
}

/// Each full line of an opened text hid its last two characters behind a `…`: the lines were broken for a row that is
/// one cell wider than what was drawn.
#[test]
fn an_opened_value_hides_none_of_its_characters() {
    let numbers: Vec<String> = (100..400).map(|number| format!("<{number}>")).collect();
    for columns in [20, 40, 60, 80, 109, 110, 120, 200] {
        is_whole(&numbers.concat(), columns);
    }
}

/// A short value after a long key was not visible: its key took the row, and it was too short to open.
#[test]
fn a_value_that_its_key_pushes_out_of_the_row_opens() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"eventVersion":"1.08","eventName":"PutItem","eventSource":"dynamodb.amazonaws.com","requestParameters":
        {"a-key-that-somebody-made-longer-than-the-row-of-the-pane":"short-but-telling"}}"#;
    std::fs::write(folder.path().join("one.json"), format!("[{record}]")).unwrap();
    let mut screen = Screen::open(&[folder.path()], 60, 40);
    screen
        .keys("<enter>/telling<enter>")
        .lacks("short-but-telling")
        .keys("<space>")
        .shows("short-but-telling");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_value_is_whole_at_every_width(
        parts in prop::collection::vec(prop_oneof![
            "[a-z0-9:/]{1,60}", "[漢字かな]{1,12}", "[a-c]\u{301}{1,9}", "[\u{202e}\u{200b}\t\r\n\u{1b}]{1,4}", "\\PC{1,12}", " ",
        ], 1..12),
        columns in 20..140_u16,
    ) {
        is_whole(&parts.concat(), columns);
    }
}
