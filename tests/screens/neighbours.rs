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

/// S4 and S12: every badge a row can have beside its others, on narrow and wide screens; none touches the time.
#[test]
fn badges_stand_apart_from_the_time_however_many_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let (sound, odd) = (call(0, "CreateUser", "bob", "x"), call(1, "CreateUser", "al\u{200b}ice", "y"));
    let twin = call(1, "CreateUser", "al\u{200b}ice", "another text");
    let whole = json!({"Records": [sound, odd, twin]}).to_string();
    let cut = format!("{},{{\"eventVersion\":\"1.0", &whole[..whole.len() - 2]);
    std::fs::write(folder.path().join("cut.json"), cut).unwrap();
    std::fs::write(folder.path().join("whole.json"), json!({"Records": [sound, odd]}).to_string()).unwrap();
    for columns in [40, 60, 80, 120, 200] {
        let mut screen = Screen::open(&[folder.path()], columns, 24);
        let mut most = 0;
        for keys in ["", "m", "#found<esc>", "j#too<tab>label<esc>"] {
            screen.keys(keys);
            for line in screen.lines().iter().filter(|line| line.contains(" 05:00:0")) {
                let before = line.split("05:00:0").next().unwrap();
                assert!(before.ends_with(' '), "{columns} {keys}: {line}\n{}", screen.text());
                most = most.max(before.chars().filter(|char| "■□~⚠×≈".contains(*char)).count());
            }
        }
        assert_eq!(most, 5, "noted, damaged, hidden, repeated, twin:\n{}", screen.text());
    }
}

/// S5: figures of ten thousand stand apart in the groups, the pane of one, and the lanes, at every width.
#[test]
fn figures_of_ten_thousand_stand_apart_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let line = |at: usize| {
        let by = if at == 0 { "other" } else { "somebody-with-a-long-name" };
        let mut call = call(at % 3_600, "GetUser", by, "x");
        call["eventID"] = json!(at.to_string());
        call.to_string()
    };
    let lines: Vec<String> = (0..12_001).map(line).collect();
    std::fs::write(folder.path().join("many.jsonl"), lines.join("\n")).unwrap();
    let loaded = Loaded::of(&[folder.path()]);
    for columns in [60, 80, 100, 120, 200] {
        for keys in ["p", "p*<tab>", "pz", "p<tab>", "*", "Q"] {
            let mut screen = of(&loaded, (columns, 40));
            let text = screen.keys(keys).text();
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once("12,000") {
                let is_apart = !before.ends_with(|char: char| char.is_alphanumeric() || char == ',');
                assert!(
                    is_apart
                        && !after.starts_with(|char: char| char.is_alphanumeric() || "%…".contains(char)),
                    "{columns} {keys}:\n{text}"
                );
                rest = after;
            }
            assert!(text.contains("12,00"), "{columns} {keys}:\n{text}");
        }
    }
}

/// S6: each kind of trouble has its number, also several of a kind, and on a narrow screen.
#[test]
fn several_troubles_of_a_kind_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    for (name, calls) in [("a.json", 1), ("b.json", 2), ("c.json", 3)] {
        let calls: Vec<Value> = (0..calls).map(|at| call(at, "CreateUser", "bob", name)).collect();
        let text = json!({"Records": calls}).to_string();
        std::fs::write(
            folder.path().join(name),
            format!("{},{{\"eventVersion\":\"1.0", &text[..text.len() - 2]),
        )
        .unwrap();
    }
    for (columns, words) in [(200, "3 files damaged"), (120, "3 files damaged"), (60, "3 files damaged")] {
        Screen::open(&[folder.path()], columns, 24).shows(words);
    }
    std::fs::remove_file(folder.path().join("a.json")).unwrap();
    Screen::open(&[folder.path()], 120, 24).shows("2 files damaged");
    std::fs::remove_file(folder.path().join("b.json")).unwrap();
    Screen::open(&[folder.path()], 120, 24).shows("1 file damaged");
}

/// S7: a match is seen wherever it is: in other scripts, in numbers, in items of lists, and in keys.
#[test]
fn a_match_is_lit_in_every_script_and_kind_of_value() {
    let long = |needle: &str| format!("{}{needle}{}", "x".repeat(400), "y".repeat(400));
    let mut record = call(0, "PutParameter", "bob", "x");
    record["requestParameters"] = json!({"cjk": long("漢字"), "rtl": long("שלום"), "marks": long("é"),
        "list": ["a", long("needle"), 3], "odd-key-of-it": {"in": true}, "number": 987_654_321_012_345_u64});
    let loaded = loaded(&[record]);
    for columns in [60, 80, 120] {
        for needle in ["漢字", "שלום", "é", "needle", "odd-key", "654321"] {
            let mut screen = of(&loaded, (columns, 40));
            screen
                .keys("<enter>")
                .keys("/")
                .send(Msg::Paste(needle.to_owned()))
                .keys("<enter>")
                .shows(" 1 of 1 ");
            let y = screen.bar();
            let is_lit = |x: &u16| screen.meaning(*x, y).contains("underlined");
            let lit: String = (0..columns)
                .filter(is_lit)
                .map(|x| screen.cells()[(x, y)].symbol())
                .filter(|symbol| *symbol != " ")
                .collect();
            assert_eq!(lit, needle, "{columns}:\n{}", screen.text());
        }
    }
}

/// S10: the menus of sorting, sums and themes, which came later.
#[test]
fn later_menus_keep_the_keys_that_move_and_leave() {
    let free =
        trailsift::tui::input::look_up::menu_letters(&trailsift::tui::input::keymap::Keymap::default());
    for keys in ["s", "pS", ":theme<enter>", "/who:backup<enter>Ye"] {
        let mut screen = Screen::sample(80, 24);
        screen.keys(keys);
        let cursor = |screen: &Screen| match &screen.app.overlay {
            Some(Overlay::Menu(menu)) => Some(menu.window.cursor()),
            _ => None,
        };
        let Some(Overlay::Menu(menu)) = &screen.app.overlay else { panic!("{keys}\n{}", screen.text()) };
        let letters: Vec<char> =
            menu.items.iter().map(|item| item.letter).filter(|letter| *letter != ' ').collect();
        assert!(letters.iter().all(|letter| free.contains(letter)), "{keys}: {letters:?}");
        assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), letters.len(), "{keys}: {letters:?}");
        let (start, copied) = (cursor(&screen).unwrap(), screen.copied.len());
        if !menu.narrowing.is_typing() {
            assert_eq!(
                (cursor(screen.keys("j")), cursor(screen.keys("k"))),
                (Some(start + 1), Some(start)),
                "{keys}"
            );
        }
        assert_eq!(
            (cursor(screen.keys("<down>")), cursor(screen.keys("<up>"))),
            (Some(start + 1), Some(start)),
            "{keys}"
        );
        assert_eq!((cursor(screen.keys("<c-c>")), screen.copied.len()), (None, copied), "{keys}");
    }
}

/// S16: no key of any context waits for a packed file; `Screen::tell` fails where one unpacks.
#[test]
fn no_key_in_any_context_waits_for_a_packed_file() {
    let folder = crate::detail::large_file(40);
    let large = Loaded::of(&[folder.path()]);
    for way in CONTEXTS {
        let mut screen = of(&large, (120, 40));
        screen.keys("jjj").keys(way);
        for key in ["y", "Y", "<esc>", "f", "<esc>", "+", "<esc>", "J", "x", "<esc>", "~"] {
            screen.keys(key);
        }
    }
}

/// S15: more words that people use, from any context; the first row is what they mean.
#[test]
fn words_of_other_programs_lead_to_what_they_mean() {
    for (typed, meant) in [
        ("bookmark", "mark this event"),
        ("zoom", "zoom: give this pane"),
        ("fullscreen", "zoom: give this pane"),
        ("timezone", "show times in"),
        ("heatmap", "show pictures"),
        ("persistence", "show open changes"),
        ("anonymize", "put pseudonyms"),
        ("annotate", "write a note"),
    ] {
        for way in ["", "<enter>", "p"] {
            let mut screen = Screen::sample(100, 30);
            screen.keys(way).keys(":").send(Msg::Paste(typed.to_owned()));
            let Some(Overlay::Palette(palette)) = &screen.app.overlay else { panic!("{}", screen.text()) };
            let label = palette.row(0).map(|(entry, _)| entry.label.clone()).unwrap_or_default();
            assert!(label.starts_with(meant), "{typed} after {way:?} leads to {label:?}");
        }
    }
}
