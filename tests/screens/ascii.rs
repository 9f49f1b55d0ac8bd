//! Screens of ASCII only, for terminals without Unicode.

use trailsift::text::ascii::{show_ascii_only, sign};
use trailsift::tui::theme::ThemeName;

use crate::everywhere::WAYS;
use crate::same_text;
use crate::screen::{Loaded, Screen};

/// Overlays of their own, with what they say about a row.
pub(crate) const OVERLAYS: [&str; 17] = [
    "Q<down>",
    "*",
    "*<tab>",
    "o<down>",
    "c<down>",
    "s<down>",
    "x",
    "Z",
    "@12:00",
    "f",
    "+",
    "t",
    "mjC<down>",
    "mC#",
    "R",
    "/AKIAQ7LKSPRBDEXAMPLE<enter>a<down>",
    "/AKIAQ7LKSPRBDEXAMPLE<enter>I<down>",
];

/// Returns whether an escape begins here, behind its `<`, of a sign that the program draws.
fn is_own_sign(rest: &str) -> bool {
    let code = rest.split_once('>').map(|(code, _)| code).filter(|code| code.len() == 4);
    let char = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
    char.is_some_and(|char| sign(char).is_some())
}

fn foreign(screen: &Screen) -> Vec<String> {
    let cells = screen.cells().content.iter().map(ratatui::buffer::Cell::symbol);
    cells.filter(|symbol| !symbol.is_ascii()).map(str::to_owned).collect()
}

#[test]
fn no_cell_of_any_screen_has_another_character() {
    show_ascii_only(true);
    for size in [(120, 40), (80, 24)] {
        for way in WAYS.into_iter().chain(OVERLAYS) {
            let mut screen = Screen::of(&Loaded::sample(), ThemeName::Mono, size);
            screen.keys(way);
            assert_eq!(foreign(&screen), [""; 0], "{way} {size:?}:\n{}", screen.text());
            let text = screen.text();
            let own: Vec<&str> = text.split('<').filter(|rest| is_own_sign(rest)).collect();
            assert_eq!(own, [""; 0], "a word of the program is escaped after {way}:\n{text}");
        }
    }
}

/// In ASCII, values that differ had the sign of equal ones.
#[test]
fn what_differs_has_another_sign_than_what_is_equal() {
    show_ascii_only(true);
    let mut screen = Screen::of(&Loaded::sample(), ThemeName::Mono, (120, 40));
    screen.keys("jj~h").shows("Two events").shows("! ").shows("= ");
}

/// A sign without one in ASCII would be a question mark.
#[test]
fn every_sign_that_is_drawn_has_one_in_ascii() {
    for way in WAYS {
        let mut screen = Screen::of(&Loaded::sample(), ThemeName::Mono, (120, 40));
        screen.keys(way);
        // Escapes are made of ASCII there.
        let is_escape = |char: char| matches!(char, '\u{2400}'..='\u{2421}' | '⏎');
        let mut unknown = foreign(&screen);
        unknown.retain(|symbol| {
            let char = symbol.chars().next().unwrap();
            sign(char).is_none() && !is_escape(char)
        });
        assert_eq!(unknown, [""; 0], "{way}");
    }
}

/// The cursor stood five cells behind what was typed, and hints were taken for wider than they are: signs were measured as
/// their escapes.
#[test]
fn the_cursor_and_the_hints_are_where_they_are_with_all_signs() {
    for way in [
        "/abc",
        "/",
        ":mfa",
        "c",
        "cevent",
        "?/key",
        "<enter>/arn",
        "Q/ro",
        "b",
        "T",
        "jjs<enter>",
        "*",
        "R",
        "x",
    ] {
        for columns in [80, 120, 200] {
            let places = |ascii: bool| {
                show_ascii_only(ascii);
                let mut screen = Screen::of(&Loaded::sample(), ThemeName::Mono, (columns, 30));
                screen.keys(way);
                let hints: Vec<_> =
                    screen.app.hints(usize::from(columns)).iter().map(|hint| (hint.at, hint.words)).collect();
                // The multiplication sign of a picture's title is a letter in ASCII.
                let header = screen
                    .line(0)
                    .replace(" x ", "   ")
                    .replace(|char: char| !char.is_ascii_alphanumeric(), " ");
                (screen.cursor(), hints, header)
            };
            assert_eq!(places(true), places(false), "{way} {columns}");
        }
    }
}

#[test]
fn it_can_be_read() {
    show_ascii_only(true);
    let mut screen = Screen::sample(100, 30);
    same_text("ascii_list_100x30", &screen);
    same_text("ascii_event_100x30", screen.keys("/putuserpolicy<enter><enter>"));
    screen.keys("?").shows("collapse, or go to the parent");
}

/// Names in the ledger that differ only in a dash were shown alike.
#[test]
fn names_of_the_ledger_that_differ_look_different() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["admin-x", "admin–x", "admin‐x", "admin·x"];
    let records = names.iter().enumerate().map(|(minute, name)| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-01-01T00:0{minute}:00Z","eventID":"e{minute}","eventSource":"iam.amazonaws.com","eventName":"CreateUser","userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::1:user/{name}","userName":"{name}"}},"requestParameters":{{"userName":"{name}"}}}}"#
        )
    });
    std::fs::write(folder.path().join("x.jsonl"), records.collect::<Vec<_>>().join("\n")).unwrap();
    show_ascii_only(true);
    let mut screen = Screen::open(&[folder.path()], 120, 40);
    screen.keys("o").shows("What still stands");
    let text = screen.text();
    let rows: std::collections::HashSet<&str> =
        text.lines().filter_map(|line| line.split_once("CreateUser").map(|(_, rest)| rest.trim())).collect();
    assert_eq!(rows.len(), names.len(), "{text}");
}

/// The count of the filter, the descriptions of keys, the texts of a chain and the title of runs stood elsewhere or were
/// shorter: signs were measured as their escapes.
#[test]
fn everything_is_where_it_is_with_all_signs() {
    // Log text with signs begins behind these cells.
    const CELLS: usize = 48;
    for way in
        ["/accden<enter>", "?", "?G", "R", "*", "*<tab>", "/AKIAQ7LKSPRBDEXAMPLE<enter>a", ":", "o", "Q", "i"]
    {
        for columns in [80, 120] {
            let lines = |ascii: bool| {
                show_ascii_only(ascii);
                let mut screen = Screen::of(&Loaded::sample(), ThemeName::Mono, (columns, 30));
                screen.keys(way);
                let cells = |line: String| -> String {
                    let folded = line.chars().map(|char| sign(char).unwrap_or(char));
                    let letter = |char: char| if char.is_ascii_alphanumeric() { char } else { ' ' };
                    folded.map(letter).take(CELLS).collect()
                };
                (0..30).map(|row| cells(screen.line(row))).collect::<Vec<_>>()
            };
            assert_eq!(lines(true), lines(false), "{way} {columns}");
        }
    }
}
