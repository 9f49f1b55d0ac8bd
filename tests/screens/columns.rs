//! Columns of the list: chosen in their menu, read where they are paths, drawn with the right values.

use std::process::Command;

use trailsift::query::engine::filter::{Filter, Searched};
use trailsift::query::engine::worker::{self, Answer, Request};
use trailsift::record::field::FIELDS;
use trailsift::record::field::list_columns::ListColumn;
use trailsift::record::on_demand::field_or_path;
use trailsift::text::plain;
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::panes::list::columns::shown_text;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen, parse};
use crate::{same_styles, same_text};

const BUCKET: &str = "requestParameters.bucketName";

/// What `list --columns eventID,NAME` prints: the value of each event.
fn headless(name: &str) -> Vec<(String, String)> {
    let columns = format!("eventID,{name}");
    let output = Command::new(env!("CARGO_BIN_EXE_trailsift"))
        .args(["list", "sample-logs", "--format", "csv", "--columns", &columns])
        .output()
        .unwrap();
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let rows = reader.records().map(|row| row.unwrap());
    // What a spreadsheet would run or change has an apostrophe before it.
    let value = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
    rows.map(|row| (row[0].to_owned(), value(&row[1]))).collect()
}

/// The value of each event in the column that the list has last.
fn last_column(screen: &Screen) -> Vec<(String, String)> {
    let app = &screen.app;
    let column = app.list.columns().last().unwrap();
    let text = |event| plain(&shown_text(&app.store, event, column)).into_owned();
    let value = |event| (app.store.event_id(event), text(event));
    app.list.events().iter().map(|&event| value(event)).collect()
}

fn headings(screen: &Screen) -> Vec<&'static str> {
    screen.app.list.columns().iter().map(|column| column.heading).collect()
}

/// The question that the last key asked, which is not answered.
fn question(screen: &mut Screen, key: &str) -> Request {
    let effects = parse(key).into_iter().flat_map(|key| screen.tell(Msg::Key(key))).collect::<Vec<_>>();
    screen.carry_out(Vec::new());
    let asked = effects.into_iter().rev().find_map(|effect| match effect {
        Effect::Ask(request) => Some(*request),
        _ => None,
    });
    asked.unwrap()
}

fn answer(request: &Request) -> Answer {
    let mut answers = Vec::new();
    worker::answer(&mut Filter::default(), request, &|| false, &mut |answer| answers.push(answer));
    answers.pop().unwrap()
}

#[test]
fn the_menu_offers_every_field_and_any_path() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut screen = Screen::sample(columns, rows);
        screen.keys("c");
        same_text(&format!("columns_menu_{columns}x{rows}"), &screen);
        screen.keys(BUCKET).shows(&format!("add {BUCKET}"));
        screen.keys(" ").shows("[x] requestParameters.bucketName").shows("events have it");
        same_text(&format!("columns_path_{columns}x{rows}"), &screen);
        screen.keys("<enter>");
        assert_eq!(headings(&screen).last(), Some(&BUCKET));
        same_text(&format!("columns_list_{columns}x{rows}"), &screen);
        same_styles(&format!("columns_list_{columns}x{rows}"), &screen);
    }
    let mut screen = Screen::sample(120, 40);
    for name in FIELDS.iter().map(|field| field.name) {
        screen.send(Msg::Keys(parse(&format!("c{name}")))).shows(&format!("] {name}")).keys("<esc>");
    }
    screen.keys("cnothing like that").shows("no matches").keys("<enter>");
    assert!(screen.app.overlay.is_none());
}

#[test]
fn a_column_shows_the_value_of_every_event() {
    let paths = [
        BUCKET,
        "requestParameters.key",
        "userIdentity.sessionContext.attributes.creationDate",
        "responseElements.instancesSet.items.instanceId",
        "requestParameters.nothing",
        "program",
        "os",
        "bytesIn",
        "bytesOut",
        "eventID",
        "userAgent",
        "errorMessage",
    ];
    for name in paths {
        let mut screen = Screen::sample(200, 60);
        screen.send(Msg::Keys(parse(&format!("c{name}")))).keys(" <esc>");
        let (shown, expected) = (last_column(&screen), headless(name));
        let wrong = shown.iter().zip(&expected).find(|(shown, expected)| shown != expected);
        assert!(wrong.is_none() && shown.len() == expected.len(), "{name}: {wrong:?}");
        assert!(headings(&screen).len() == 9 && screen.app.overlay.is_none());
        // What is on the screen is that, as far as there is room.
        let column = *screen.app.list.columns().last().unwrap();
        for event in screen.app.list.shown_events().collect::<Vec<_>>() {
            let value = shown_text(&screen.app.store, event, &column).into_owned();
            if value.len() <= 16 && value.is_ascii() {
                screen.shows(&value);
            }
        }
    }
}

/// A word that stood in a column on the screen was said to be in no column.
#[test]
fn words_are_looked_for_in_every_column_that_is_shown() {
    for (name, word) in [("userAgent", "kali"), (BUCKET, "exports"), ("os", "linux")] {
        let mut screen = Screen::sample(160, 30);
        let typed = format!("/'{word}<esc>");
        screen.keys(&typed);
        let before: Vec<_> = screen.app.list.events().to_vec();
        screen.keys("c").keys(name).keys(" <esc>");
        let shown = last_column(&screen);
        let store = &screen.app.store;
        let values = headless(name);
        let with_word = values.iter().filter(|(_, value)| value.to_lowercase().contains(word));
        let mut expected: Vec<String> = with_word.map(|(id, _)| id.clone()).collect();
        expected.extend(before.iter().map(|&event| store.event_id(event)));
        let mut found: Vec<String> = shown.into_iter().map(|(id, _)| id).collect();
        expected.sort_unstable();
        expected.dedup();
        found.sort_unstable();
        assert_eq!(found, expected, "{name} {word}");
        assert_eq!(found.len() > before.len(), name != BUCKET, "{name} {word}: resource names buckets, too");
        screen.lacks("0 in the columns");
        let command = ["list", "sample-logs", "--format", "csv", "--columns"];
        let columns = format!("eventID,{name}");
        let filter = format!("'{word}");
        let printed = Command::new(env!("CARGO_BIN_EXE_trailsift"))
            .args(command.into_iter().chain([columns.as_str(), "-f", filter.as_str()]))
            .output()
            .unwrap();
        let rows = csv::Reader::from_reader(printed.stdout.as_slice()).records().count();
        assert_eq!(rows, found.len(), "{name} {word}: the same without a screen");
        // Without the column, words are looked for as before.
        screen.keys("c").keys(name).keys(" <esc>");
        assert_eq!(**screen.app.list.events(), before, "{name} {word}");
    }
}

#[test]
fn values_follow_the_filter_the_order_and_the_groups() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("c").keys(BUCKET).keys("<enter>/eventName:Bucket<enter>S");
    let all = headless(BUCKET);
    for (id, value) in last_column(&screen) {
        assert!(all.contains(&(id, value)));
    }
    screen.keys("p<enter>").shows("bucketName");
    assert!(last_column(&screen).iter().all(|row| all.contains(row)));
    screen.keys("<esc><esc><esc>");
    assert_eq!(last_column(&screen), all);
}

#[test]
fn while_a_column_is_read_its_cells_say_so_and_the_next_question_cancels_it() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("c").keys(BUCKET);
    let request = question(&mut screen, "<enter>");
    let path = field_or_path(BUCKET).unwrap().column();
    assert!(request.shown.contains(&path) && screen.app.list.columns().len() == 9);
    screen.shows("…bucketName");
    let unread = screen.lines().iter().filter(|line| line.ends_with('…') || line.contains(" … ")).count();
    assert!(unread > 10, "{}", screen.text());
    let whole = answer(&request);
    let searched = Some(Searched { files: 2, of: 9 });
    let part = Answer { searched, store: request.store.clone(), ..whole.clone() };
    screen.send(Msg::Answered(Box::new(part))).shows("reading 2 of 9 files").shows("02:05:00 GetBucketAcl");
    // Without the column nothing is read any more.
    screen.keys("c").keys(BUCKET);
    let later = question(&mut screen, " ");
    assert!(later.number > request.number && !later.shown.contains(&path));
    screen.send(Msg::Answered(Box::new(whole)));
    assert!(!screen.app.store.has(path), "what was cancelled is not shown");
    let again = question(&mut screen, " ");
    screen
        .send(Msg::Answered(Box::new(answer(&again))))
        .shows("136 listed events have it")
        .keys("<esc>")
        .shows("larkspur");
}

#[test]
fn columns_go_and_come_back_to_their_places_and_one_stays() {
    let mut screen = Screen::sample(120, 40);
    let all = headings(&screen);
    for name in &all {
        screen.keys("c").keys(name).keys(" ");
        assert!(!headings(&screen).contains(name));
        screen.keys(" <esc>");
        assert_eq!(headings(&screen), all, "{name}");
    }
    for name in &all {
        screen.keys("c").keys(name).keys(" <esc>");
    }
    assert_eq!(headings(&screen), all[7..]);
    screen.keys("c ").shows("the list needs at least one column").keys("<esc>");
    assert_eq!(headings(&screen), all[7..]);
    // At any size, also with columns that have no room.
    for name in ["userAgent", "userIdentity.arn", BUCKET, "eventID", "sessionName"] {
        screen.keys("c").keys(name).keys("<down><up> <esc>");
    }
    for (columns, rows) in [(40, 12), (20, 5), (1, 1), (200, 60), (80, 24)] {
        screen.resize(columns, rows).keys("cx<esc>jk");
    }
    screen.resize(40, 12).shows("columns 1–2 of 5");
}

#[test]
fn a_copied_row_and_the_command_line_have_the_columns_that_are_shown() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("Yr");
    assert_eq!(screen.copied.pop().unwrap().text.split('\t').count(), 8);
    screen.keys("Yl");
    assert_eq!(screen.copied.pop().unwrap().text, "trailsift list sample-logs");
    screen.keys("/eventName=GetObject<enter>c").keys(BUCKET).keys("<enter>").keys("cregion <esc>Yr");
    let row = screen.copied.pop().unwrap().text;
    assert!(row.split('\t').count() == 8 && row.ends_with("\tlarkspur-orders"), "{row}");
    screen.keys("Yl");
    let line = screen.copied.pop().unwrap().text;
    let columns = "eventTime,eventName,resource,principal,sourceIPAddress,errorCode,service";
    assert!(line.ends_with(&format!(" --columns {columns},{BUCKET}")), "{line}");
}

/// As `--columns` gives them.
#[test]
fn the_explorer_starts_with_other_columns() {
    let named = |names: &[&str]| names.iter().map(|name| field_or_path(name).unwrap()).collect::<Vec<_>>();
    let mut screen = Screen::empty("sample-logs", ThemeName::Terminal, (100, 30));
    screen.app.list.start_with(&named(&["event", "bytesOut", BUCKET, "eventName", "time"]));
    screen.send(Loaded::sample().report()).shows("…bucketName").shows("larkspur-org-logs");
    assert_eq!(headings(&screen), ["event", "bytesOut", BUCKET, "time"]);
    screen.keys("c").shows("136  larkspur-org-logs");
    screen.app.list.start_with(&[]);
    assert_eq!(screen.app.list.columns(), ListColumn::defaults());
}

#[test]
fn the_mouse_switches_columns() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("cprogram");
    let (x, y) = screen.find("[ ] program");
    screen.click(x + 5, y).shows("[x] program");
    screen.click(x + 5, y).shows("[ ] program");
    screen.click(1, 1);
    assert!(screen.app.overlay.is_none() && screen.app.list.columns() == ListColumn::defaults());
}

/// A column of a misspelled path was empty, and nothing said why.
#[test]
fn a_column_of_a_path_that_no_event_has_is_said_with_the_nearest() {
    let mut screen = Screen::sample(160, 40);
    screen.keys("crequestParameters.bucketNam<enter>");
    screen.shows("no event has requestParameters.bucketNam; did you mean requestParameters.bucketName");
    let mut screen = Screen::sample(160, 40);
    screen.keys("c").keys(BUCKET).keys("<enter>").lacks("no event has");
}
