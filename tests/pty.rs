//! The program in a real terminal: the main road, every way out, and nothing but known sequences on the line.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed test should stop")]

use common::{Said, Tui, is_hidden};
use serde_json::Value;
use vt100::Screen;

#[path = "common/pty.rs"]
mod common;

const PROGRAM: &str = env!("CARGO_BIN_EXE_trailsift");
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-logs");

/// Keys as terminals send them.
const ENTER: &str = "\r";
const ESC: &str = "\x1b";

/// What an attacker could write into a record to drive a terminal or to deceive its reader.
const HOSTILE: &str = "x\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[31m\u{1b}]0;owned\u{7}\u{9b}41m\u{9d}0;owned\u{9c}\u{202e}gpj\
    \u{2066}\u{200b}\u{feff}\u{ad}\u{e0041}\r\n\t\u{8}\u{7f}\u{85}\u{2028}\u{61c}\u{180e}\u{3164}end";

/// Starts the program and waits until everything is loaded and drawn.
fn open(path: &str, (columns, rows): (u16, u16), env: &[(&str, &str)]) -> Tui {
    let tui = Tui::start(&[path], columns, rows, env);
    tui.wait_until("all is loaded", is_loaded);
    tui.wait_until_taken();
    tui
}

fn is_loaded(screen: &Screen) -> bool {
    counted(screen) > Some(0) && !row(screen, 0).contains("loading")
}

fn quit(tui: &Tui) {
    tui.send("q");
    assert_eq!(tui.exit(), 0);
}

/// Presses keys and waits for what they bring.
#[track_caller]
fn press(tui: &Tui, keys: &str, text: &str) {
    tui.send(keys);
    tui.wait(text);
}

/// Leaves what shows a text.
#[track_caller]
fn leave(tui: &Tui, text: &str) {
    tui.send(ESC);
    tui.wait_until(&format!("{text} goes"), |screen| !screen.contents().contains(text));
}

fn row(screen: &Screen, row: u16) -> String {
    screen.contents_between(row, 0, row, screen.size().1)
}

/// How many events there are, as the second line says it; none while they are being counted.
fn counted(screen: &Screen) -> Option<usize> {
    let line = row(screen, 1);
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.windows(2).rposition(|pair| matches!(pair[1], "of" | "in" | "events"))?;
    if words.last() == Some(&"…") { None } else { words[at].parse().ok() }
}

/// The rows of the list, which have a time of day.
fn events(screen: &Screen) -> Vec<String> {
    let is_time = |word: &str| word.len() == 8 && word.split(':').filter(|part| part.len() == 2).count() == 3;
    (3..screen.size().0).map(|at| row(screen, at)).filter(|row| row.split(' ').any(is_time)).collect()
}

/// The row with most in reverse: hidden characters are in reverse elsewhere too, a few at a time.
fn selected(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let is_reverse = |row, column| screen.cell(row, column).is_some_and(vt100::Cell::inverse);
    let reversed = |at: &u16| (0..columns).filter(|&column| is_reverse(*at, column)).count();
    let at = (0..rows).filter(|at| reversed(at) > 0).max_by_key(reversed);
    at.map(|at| row(screen, at)).unwrap_or_default()
}

/// What was copied, in base64.
fn decoded(copy: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |letter| LETTERS.iter().zip(0_u32..).find(|(known, _)| **known == letter).unwrap().1;
    let values: Vec<u32> = copy.trim_end_matches('=').bytes().map(value).collect();
    let bytes = values.chunks(4).flat_map(|four| {
        let bits = (0..4).fold(0, |bits, at| bits << 6 | four.get(at).unwrap_or(&0));
        bits.to_be_bytes().into_iter().skip(1).take(four.len() * 6 / 8)
    });
    String::from_utf8(bytes.collect()).unwrap()
}

#[test]
fn from_a_folder_to_one_event_and_its_copy() {
    let tui = open(SAMPLE, (170, 60), &[]);
    let all = tui.look(counted);
    tui.send("/accden");
    let is_answer = |rows: &[String]| rows.len() > 9 && rows.iter().all(|row| row.contains("AccessD"));
    tui.wait_until("the answer", |screen| counted(screen) < all && is_answer(&events(screen)));
    let denied = tui.look(counted);
    tui.wait_until("the cursor is where one types", |screen| !screen.hide_cursor());
    tui.send(ENTER);
    tui.wait_until("typing has ended", Screen::hide_cursor);
    press(&tui, "e", "Groups by errorFamily");
    press(&tui, "p", "Groups by principal");
    tui.wait("build-deploy");
    press(&tui, ENTER, "Events of");
    tui.wait_until("the group is counted", |screen| counted(screen) > Some(0) && counted(screen) < denied);
    press(&tui, ESC, "Groups by principal");
    leave(&tui, "Groups by");
    press(&tui, ENTER, "eventVersion");
    press(&tui, "1", "▸ userIdentity");
    tui.send("jj");
    tui.wait_until("the cursor is there", |screen| selected(screen).contains("▸ userIdentity"));
    press(&tui, " ", "principalId");
    press(&tui, "y", "OSC 52");
    let shown = tui.look(Screen::contents).replace(',', "");
    quit(&tui);
    let said = Said::by(&tui);
    assert!(said.has_colours() && said.copies.len() == 1);
    let copy = decoded(&said.copies[0]);
    let event: Value = serde_json::from_str(&copy).unwrap();
    assert!(shown.contains(event["eventID"].as_str().unwrap()), "{shown}");
    assert!(shown.contains(&format!("{} bytes", copy.len())), "{shown}");
}

#[test]
fn a_copy_is_made_though_the_program_is_left_at_once() {
    let tui = open(SAMPLE, (120, 30), &[]);
    press(&tui, ENTER, "eventVersion");
    tui.send("yq");
    assert_eq!(tui.exit(), 0);
    let said = Said::by(&tui);
    assert_eq!(said.copies.len(), 1);
    let event: Value = serde_json::from_str(&decoded(&said.copies[0])).unwrap();
    assert!(event["eventVersion"].is_string());
}

#[test]
fn no_color_leaves_no_colour_and_shows_what_is_selected() {
    let tui = open(SAMPLE, (120, 30), &[("NO_COLOR", "1")]);
    tui.wait_until("an event is selected", |screen| selected(screen).contains('▌'));
    press(&tui, "/accden", "AccessD");
    tui.send(ENTER);
    press(&tui, "e", "Groups by errorFamily");
    tui.wait_until("a group is selected", |screen| selected(screen).contains('%'));
    press(&tui, ENTER, "Events of");
    press(&tui, ENTER, "eventVersion");
    press(&tui, "y", "OSC 52");
    quit(&tui);
    assert!(!Said::by(&tui).has_colours());
}

/// A folder whose name, files and records try everything: in JSON escapes, raw, in damaged files, in what is no log.
fn hostile() -> (tempfile::TempDir, String) {
    let record = r#"{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:00Z","eventSource":"@","eventName":"Get@",
        "awsRegion":"@","sourceIPAddress":"@","userAgent":"@","errorCode":"@","errorMessage":"@","eventID":"@",
        "userIdentity":{"type":"@","userName":"@","arn":"@"},"resources":[{"ARN":"@"}],"@":{"@":{"@":1}},
        "requestParameters":{"@":"@","text":"{\"@\":[\"@\"]}"}}"#;
    let escaped = HOSTILE.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat();
    let allowed: String = HOSTILE.chars().filter(|char| !char.is_ascii_control()).collect();
    let records = |texts: &[&str]| {
        let records: Vec<_> = texts.iter().map(|text| record.replace('@', text)).collect();
        format!("{{\"Records\":[{}]}}", records.join(",")).into_bytes()
    };
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join(HOSTILE);
    std::fs::create_dir(&inner).unwrap();
    let broken = [records(&[&escaped, HOSTILE]), b"\x9b31m\xff{\"Records\":[{\"\x9b".to_vec()].concat();
    for (number, text) in [records(&[&escaped, &allowed]), broken, HOSTILE.into()].iter().enumerate() {
        std::fs::write(inner.join(format!("{HOSTILE}{number}")), text).unwrap();
    }
    (folder, inner.to_str().unwrap().to_owned())
}

#[test]
fn records_and_file_names_cannot_drive_the_terminal() {
    let (_folder, path) = hostile();
    let tui = open(&path, (140, 50), &[]);
    tui.wait("Getx␛]52");
    for (at, title) in [("iG", "Files"), ("?G", "Keys"), ("b", "Group by"), ("Y", "Copy"), (":", "Palette")] {
        press(&tui, at, title);
        leave(&tui, title);
    }
    for group in ["e", "p"] {
        press(&tui, group, "Groups by");
        tui.wait_until("they are counted", |screen| selected(screen).contains('%'));
        press(&tui, ENTER, "Events of");
        press(&tui, ESC, "Groups by");
        leave(&tui, "Groups by");
    }
    // One line: several lines are several texts to look for.
    let line = HOSTILE.replace(['\r', '\n'], "");
    press(&tui, &format!("/\x1b[200~zzqq {line}\x1b[201~"), "No event matches");
    tui.send("\x15\r");
    tui.wait_until("the filter is empty", |screen| counted(screen) > Some(0) && screen.hide_cursor());
    press(&tui, ENTER, "▸");
    tui.send("9Gl");
    tui.wait_until("all is unfolded", |screen| !screen.contents().contains('▸'));
    press(&tui, "y", "JSON sent");
    press(&tui, "Yp", "path sent");
    press(&tui, "Yr", "row sent");
    press(&tui, "Jy", "JSON sent");
    quit(&tui);
    let copies: Vec<String> = Said::by(&tui).copies.iter().map(|copy| decoded(copy)).collect();
    assert!(!copies.concat().replace(['\n', '\t'], "").contains(is_hidden), "{copies:?}");
    let event: Value = serde_json::from_str(&copies[0]).unwrap();
    assert_eq!(event["userAgent"], HOSTILE);
}

#[test]
fn any_size_will_do() {
    let tui = open(SAMPLE, (80, 24), &[]);
    for (columns, rows, shown) in [(1, 1, "t"), (5, 3, "the\ntermi\nmust")] {
        tui.resize(columns, rows);
        tui.wait_until(shown, |screen| screen.contents() == shown);
    }
    for (columns, rows) in [(30, 8), (200, 60), (80, 24)] {
        tui.resize(columns, rows);
        tui.wait_until("all rows are used", |screen| events(screen).len() + 12 > usize::from(rows));
    }
    // Not with a key: crossterm keeps one that comes together with another size until the next.
    tui.signal("TERM");
    assert_eq!(tui.exit(), 143);
}

#[test]
#[cfg(target_os = "linux")]
fn no_size_is_missed() {
    let tui = open(SAMPLE, (80, 24), &[]);
    tui.signal("STOP");
    tui.wait_until_stopped();
    // Away and back: what the terminal has lost meanwhile must be drawn again.
    tui.resize(20, 5);
    tui.resize(80, 24);
    tui.signal("CONT");
    tui.wait_until("all is back", |screen| events(screen).len() > 14 && row(screen, 0).contains("events"));
    tui.signal("STOP");
    tui.wait_until_stopped();
    // A key at the same moment: crossterm loses the message about the size.
    tui.send("j");
    tui.resize(100, 40);
    tui.signal("CONT");
    tui.wait_until("all rows are used", |screen| events(screen).len() > 24);
    tui.signal("TERM");
    assert_eq!(tui.exit(), 143);
}

#[test]
fn signals_end_it_with_their_number() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let tui = open(SAMPLE, (80, 24), &[]);
        tui.signal(signal);
        assert_eq!(tui.exit(), code, "{signal}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn it_is_painted_anew_by_key_and_after_sleep() {
    let tui = open(SAMPLE, (80, 24), &[]);
    press(&tui, "\x0cj", " 2 of ");
    for rows in [24, 20] {
        tui.send("\x1a");
        tui.wait_until_stopped();
        tui.wait_until_restored();
        tui.resize(80, rows);
        tui.signal("CONT");
        tui.wait_until_taken();
        tui.wait_until("the screen is back", |screen| events(screen).len() > 9);
    }
    tui.signal("TERM");
    assert_eq!(tui.exit(), 143);
}

#[test]
#[cfg(target_os = "linux")]
fn a_stop_from_outside_gives_the_terminal_back_until_it_goes_on() {
    let tui = open(SAMPLE, (80, 24), &[]);
    for _ in 0..2 {
        tui.signal("TSTP");
        tui.wait_until_stopped();
        tui.wait_until_restored();
        tui.signal("CONT");
        tui.wait_until_taken();
        tui.wait_until("the screen is back", |screen| events(screen).len() > 9);
    }
    press(&tui, "j", " 2 of ");
    quit(&tui);
}

#[test]
fn two_columns_of_letters_are_enough_to_be_told_so_and_to_leave() {
    for (columns, rows) in [(20, 5), (1, 1)] {
        let tui = Tui::start(&[SAMPLE], columns, rows, &[]);
        tui.wait_until_taken();
        tui.signal("TERM");
        assert_eq!(tui.exit(), 143, "{columns}x{rows}");
    }
}

#[test]
fn mistakes_in_arguments_cannot_drive_the_terminal() {
    for arguments in [
        &["list", HOSTILE][..],
        // Several lines are several texts to look for; a mistake is made in one.
        &["list", SAMPLE, "-f", &format!("nosuch:{}", HOSTILE.replace(['\r', '\n'], ""))],
        &["list", SAMPLE, "--columns", HOSTILE],
        &["list", SAMPLE, &format!("--{HOSTILE}")],
        &["list", SAMPLE, "--format", HOSTILE],
        &["list", SAMPLE, "-o", &format!("{SAMPLE}/{HOSTILE}")],
        &["group", SAMPLE, "--by", HOSTILE],
        &["summary", &format!("{SAMPLE}/{HOSTILE}")],
        &[HOSTILE, "--theme", HOSTILE],
    ] {
        let tui = Tui::start(arguments, 120, 40, &[]);
        let code = tui.exit();
        assert!(matches!(code, 1..=3), "{arguments:?}: {code}");
        let text = String::from_utf8(tui.raw()).unwrap();
        // clap colours its own words.
        let text = text.replace(['\r', '\n'], "").replace("\u{1b}[", "");
        assert!(!text.contains(is_hidden), "{arguments:?}: {text:?}");
        assert!(text.contains("␛]52;c;"), "{arguments:?}: {text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_told_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let record = b"{\"eventVersion\":\"1.08\",\"eventName\":\"X\",\"userAgent\":\"a\xff\xfe\"}";
    std::fs::write(folder.path().join("x.json"), record).unwrap();
    let tui = Tui::start(&["list", folder.path().to_str().unwrap(), "--format", "jsonl"], 160, 40, &[]);
    // Such a file counts as damaged.
    assert_eq!(tui.exit(), 3);
    let text = String::from_utf8(tui.raw()).unwrap();
    assert!(text.contains("a⟨\\\\xFF⟩⟨\\\\xFE⟩"), "{text}");
    assert!(text.contains("2 bytes are not valid UTF-8 and are written as ⟨\\xFF⟩"), "{text}");
}

/// What is typed for the shell is the shell's, from the moment that its screen is back.
#[test]
fn a_shell_gets_its_terminal_and_gives_it_back() {
    let script = "set -m; \"$0\" \"$1\"; echo in the shell; read line; fg; echo left with $?";
    for at_once in [false, true] {
        let tui = Tui::start_command(&["sh", "-c", script, PROGRAM, SAMPLE], 80, 24, &[]);
        tui.wait_until("all is loaded", is_loaded);
        tui.send("\x1a");
        tui.wait_until("the shell's screen", |screen| !screen.alternate_screen());
        if !at_once {
            tui.wait("in the shell");
        }
        tui.wait_until_restored();
        tui.send(ENTER);
        tui.wait_until("the screen is back", |screen| events(screen).len() > 9);
        press(&tui, "q", "left with 0");
        tui.wait_until_restored();
    }
}

#[test]
fn keys_work_while_records_come_from_a_pipe() {
    let file = format!("{SAMPLE}/services/monitron.json");
    for (stdin, end) in [("-", "q"), ("", "\x03")] {
        let script = format!("cat \"$0\" | \"$1\" {stdin}");
        let tui = Tui::start_command(&["sh", "-c", &script, &file, PROGRAM], 80, 24, &[]);
        tui.wait("standard input");
        tui.wait_until("all is loaded", is_loaded);
        tui.send(end);
        assert_eq!(tui.exit(), 0);
    }
}

#[test]
fn it_ends_with_its_terminal() {
    let mut tui = open(SAMPLE, (80, 24), &[]);
    tui.hang_up();
    assert_eq!(tui.exit(), 129);
    // Only the first process of a terminal is told that it is gone; where that goes on, no other ever is. Without an
    // end-of-file character the harness presses no last keys.
    let script = "trap '' HUP; stty eof undef; \"$0\" \"$1\"; exit $?";
    let mut tui = Tui::start_command(&["sh", "-c", script, PROGRAM, SAMPLE], 80, 24, &[]);
    tui.wait_until("all is loaded", is_loaded);
    tui.hang_up();
    assert_eq!(tui.exit(), 129);
}

#[test]
fn filters_are_remembered_for_the_next_run_unless_that_is_switched_off() {
    let state = tempfile::tempdir().unwrap();
    let home = ("XDG_STATE_HOME", state.path().to_str().unwrap());
    let apply = |env: &[(&str, &str)]| {
        let tui = open(SAMPLE, (100, 30), env);
        press(&tui, "/accessdenied", "of 714");
        press(&tui, ENTER, "enter open");
        quit(&tui);
    };
    apply(&[home, ("TRAILSIFT_NO_STATE", "1")]);
    assert_eq!(std::fs::read_dir(state.path()).unwrap().count(), 0);
    apply(&[home]);
    let remembered = |name: &str| std::fs::read_to_string(state.path().join("trailsift").join(name)).unwrap();
    assert_eq!(remembered("filters"), "accessdenied\n");
    assert_eq!(remembered("folders"), format!("{SAMPLE}\n"));
    let tui = open(SAMPLE, (100, 30), &[home]);
    press(&tui, "/\x1b[A", "accessdenied");
    // Sent together, ESC and q would be M-q. The last line is drawn last, and may still be that of the list.
    tui.wait("enter apply");
    press(&tui, ESC, "enter open");
    quit(&tui);
}
