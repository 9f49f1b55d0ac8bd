//! What went wrong on one screen once, looked for on the others: values of other kinds, names in other scripts, other panes,
//! other widths.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde_json::{Value, json};
use trailsift::tui::app::Overlay;
use trailsift::tui::message::Msg;
use trailsift::tui::theme::ThemeName;
use trailsift::tui::window::Window;

use crate::keys::WAYS as CONTEXTS;
use crate::screen::{Loaded, Screen};

fn loaded(records: &[Value]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.json"), json!({"Records": records}).to_string()).unwrap();
    Loaded::of(&[folder.path()])
}

fn of(loaded: &Loaded, size: (u16, u16)) -> Screen {
    Screen::of(loaded, ThemeName::Terminal, size)
}

/// A call of IAM by somebody, about a user.
fn call(second: usize, name: &str, by: &str, user: &str) -> Value {
    json!({"eventVersion": "1.08", "eventTime": format!("2026-05-05T05:{:02}:{:02}Z", second / 60, second % 60),
        "eventSource": "iam.amazonaws.com", "eventName": name, "eventID": format!("{name}-{second}"), "readOnly": false,
        "awsRegion": "us-east-1", "recipientAccountId": "111122223333", "sourceIPAddress": "198.51.100.7",
        "userIdentity": {"type": "IAMUser", "userName": by, "arn": format!("arn:aws:iam::111122223333:user/{by}"),
            "accessKeyId": "AKIAQ7LKSPRBDEXAMPLE"},
        "requestParameters": {"userName": user},
        "responseElements": {"accessKey": {"userName": user, "accessKeyId": format!("AKIA{second:09}EXAMPLE"), "status": "Active"}}})
}

/// Names that are the same but for one letter in their middle, in four scripts.
fn alike() -> Vec<[String; 2]> {
    ["a", "漢", "е\u{301}", "ש"]
        .map(|letter| ["1", "2"].map(|mark| format!("{}{mark}{}", letter.repeat(40), letter.repeat(40))))
        .into()
}

/// Returns the lines of the screen with one of some words in them, without a bar and without their last column.
fn lines_with(screen: &Screen, word: &str) -> Vec<String> {
    screen.lines().into_iter().filter(|line| line.contains(word)).collect()
}

/// S1: only texts were tried. Numbers, lists and keys are whole, too: in the tree, wrapped, and as written.
#[test]
fn values_of_every_kind_are_whole_once_they_are_opened() {
    let number = "123456789".repeat(40);
    let list: Vec<String> = (0..90).map(|at| format!("item-{at:03}")).collect();
    let long_key = format!("key-{}", "k".repeat(150));
    let text = format!(
        r#"{{"Records":[{{"eventVersion":"1.08","eventTime":"2026-04-02T08:00:00Z","eventSource":"ssm.amazonaws.com","eventName":"Put",
        "requestParameters":{{"number":{number},"list":{},"nothing":null,"yes":true,"{long_key}":{{"in":"עברית-{}"}}}},"eventID":"one"}}]}}"#,
        serde_json::to_string(&list).unwrap(),
        "ש".repeat(90),
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.json"), text).unwrap();
    let all = Loaded::of(&[folder.path()]);
    for columns in [40, 120] {
        for way in ["<enter>9w", "<enter>r", "<enter>rw"] {
            let mut screen = of(&all, (columns, 24));
            screen.keys("<enter>z").keys(way.trim_start_matches("<enter>")).keys("g");
            let mut seen = String::new();
            let mut before = String::new();
            for _ in 0..600 {
                let line = screen.line(screen.bar());
                seen.extend(
                    line.trim_end_matches('┃').chars().filter(|char| !char.is_whitespace() && *char != '│'),
                );
                screen.keys("j");
                let now = format!("{:?}", (screen.bar(), screen.text()));
                if now == before {
                    break;
                }
                before = now;
            }
            let wanted =
                [number.clone(), "item-089".to_owned(), "null".to_owned(), "true".to_owned(), "ש".repeat(90)];
            for whole in wanted.iter().chain([&long_key]) {
                let is_cut = way == "<enter>r" || whole == &long_key && way != "<enter>rw";
                assert!(is_cut || seen.contains(whole.as_str()), "{columns} {way}: {whole}\n{seen}");
            }
        }
    }
}

/// S2: it was mended in groups. Lines of the ledger, and values in the pane of a group, were alike as well.
#[test]
fn names_that_differ_in_their_middle_look_different_in_every_pane() {
    for [one, other] in alike() {
        let calls = [call(0, "CreateAccessKey", "admin", &one), call(1, "CreateAccessKey", "admin", &other)];
        let made = loaded(&calls);
        let by = loaded(&[call(0, "CreateUser", &one, "x"), call(1, "CreateUser", &other, "x")]);
        for columns in [60, 80, 120] {
            let mut ledger = of(&made, (columns, 30));
            let rows = lines_with(ledger.keys("o/createaccesskey"), "  stands");
            let rows: BTreeSet<String> =
                rows.iter().map(|row| row.replace("05:00", "").replace("05:01", "")).collect();
            assert!(rows.len() > 1, "{columns}:\n{}", ledger.text());
            let mut list = of(&made, (columns, 30));
            let rows = lines_with(list.keys("z"), "CreateAcc");
            let rows: BTreeSet<&str> = rows.iter().map(|row| &row[row.find("Create").unwrap()..]).collect();
            assert!(columns < 80 || rows.len() > 1, "{columns}:\n{}", list.text());
            let mut groups = of(&by, (columns, 30));
            let rows = lines_with(groups.keys("p"), "100.0%");
            assert!(rows.is_empty() || rows.len() == 2, "{rows:?}");
            let lanes = of(&by, (columns, 30)).keys("p*<tab>").text();
            assert!(lanes.contains('1') && lanes.contains('2'), "{columns}:\n{lanes}");
        }
    }
}

fn window(screen: &mut Screen) -> Window {
    match &mut screen.app.overlay {
        Some(overlay) => *overlay.pane_mut().window(),
        None => screen.app.list.window,
    }
}

/// S8: pages and ends of every list of lines, from the first key on; the cursor is always on the screen.
#[test]
fn pages_move_pages_and_ends_are_ends_in_every_overlay() {
    for way in [
        "Q",
        "o",
        "i",
        "c",
        "?",
        ":",
        "Z",
        "b",
        "/AKIAQ7LKSPRBDEXAMPLE<enter>a",
        "/AKIAQ7LKSPRBDEXAMPLE<enter>I",
    ] {
        for size in [(80, 24), (120, 16), (60, 40)] {
            let mut screen = Screen::sample(size.0, size.1);
            screen.keys(way);
            let start = window(&mut screen);
            if start.total() <= start.height() {
                continue;
            }
            // The help has no cursor.
            let place = |window: &Window| (window.offset(), if way == "?" { 0 } else { window.cursor() });
            let there = |screen: &mut Screen, keys: &str| place(&window(screen.keys(keys)));
            let paged = there(&mut screen, "<pgdn>");
            assert!(paged > place(&start), "{way} {size:?}: {paged:?}\n{}", screen.text());
            let moved = paged.0.max(paged.1) - start.offset().max(start.cursor());
            assert!(
                moved + 4 >= start.height().min(start.total() - start.height()),
                "{way} {size:?}: by {moved}"
            );
            assert!(there(&mut screen, "<pgup>") < paged, "{way} {size:?}");
            for _ in 0..200 {
                screen.keys("<pgdn>");
                let now = window(&mut screen);
                assert!(
                    now.visible().contains(&now.cursor()) || way == "?",
                    "{way} {size:?}\n{}",
                    screen.text()
                );
            }
            let end = place(&window(&mut screen));
            assert_eq!(there(&mut screen, "<end>"), end, "{way} {size:?}");
            for _ in 0..200 {
                screen.keys("<pgup>");
            }
            assert_eq!(there(&mut screen, "<home>"), place(&start), "{way} {size:?}");
        }
    }
}

/// S11: it was tried in the list. In every other place a key with ALT does nothing either, besides moving in typed text.
#[test]
fn a_key_with_alt_does_nothing_in_any_context() {
    for way in CONTEXTS {
        let mut screen = Screen::sample(120, 40);
        screen.keys(way);
        // A notice ends with the next key, whatever that is.
        let there = screen.app.context();
        screen.send(Msg::Key(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::ALT)));
        assert_eq!(screen.app.context(), there, "{way}");
        let (text, before) = (screen.text(), (there, screen.copied.len(), screen.effects.len()));
        for letter in (' '..='~').filter(|letter| !"bfd".contains(*letter)) {
            screen.send(Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::ALT)));
            let after = (screen.app.context(), screen.copied.len(), screen.effects.len());
            assert_eq!(after, before, "ALT and {letter:?} after {way}");
        }
        assert_eq!(screen.text(), text, "{way}");
    }
}

/// S14: a mistake is told to its end in every line that is typed into.
#[test]
fn mistakes_in_typed_lines_are_whole() {
    let ways = ["O<c-u>/no/such/folder/anywhere<enter>", "@never<enter>", "/time~x<enter>"];
    for way in ways {
        for columns in [40, 60, 80, 120] {
            let mut screen = Screen::sample(columns, 24);
            let text = screen.keys(way).text();
            assert!(!text.lines().any(|line| line.contains("such…")), "{way} {columns}:\n{text}");
        }
    }
}

/// S13: what a notice offers works: keys that it names do something else than saying that there is nothing.
#[test]
fn what_a_notice_offers_can_be_done() {
    for way in CONTEXTS {
        for key in ["y", "m", "V", "v", "R"] {
            let mut screen = Screen::sample(120, 40);
            screen.keys(way);
            if matches!(screen.app.overlay, Some(Overlay::Palette(_) | Overlay::Note(_))) {
                continue;
            }
            screen.keys(key);
            let Some(notice) = screen.app.notice.as_ref().map(|notice| notice.text.clone()) else { continue };
            if notice.contains("Y f") {
                screen.keys("Yf").lacks("no event to copy");
            }
            if notice.contains("Y w") {
                screen.keys("Yw").lacks("no event to copy");
            }
            if notice.contains("C shows") {
                screen.keys("C").shows("Case");
            }
        }
    }
}
