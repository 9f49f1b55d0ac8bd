//! The event list, the filter over it, and the pages that open from it.

use proptest::prelude::*;
use trailsift::record::field::Column;
use trailsift::store::Event;
use trailsift::tui::app::Focus;
use trailsift::tui::panes::list::pane::ListLine;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

fn current(screen: &Screen) -> Event {
    screen.app.list.current().unwrap()
}

#[test]
fn first_screens() {
    for (columns, rows) in [(120, 40), (80, 24), (200, 60), (40, 12)] {
        let mut screen = Screen::sample(columns, rows);
        screen.shows("sample-logs").shows("714 events").shows("GetBucketAcl");
        assert_eq!(screen.cells()[(0, screen.bar())].symbol(), "▌", "the bar is seen without colour, too");
        same_text(&format!("first_{columns}x{rows}"), &screen);
    }
    same_styles("first_80x24", &Screen::sample(80, 24));
}

#[test]
fn a_filter_is_answered_as_it_is_typed_and_kept_with_enter() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/accden").shows("❯ accden").shows("67 of 714");
    same_text("filter_typing", &screen);
    screen.keys("<enter>").shows("❯ accden").shows("67 of 714");
    same_text("filter_kept", &screen);
    screen.keys("<esc>").lacks("accden").lacks("67 of 714");
}

#[test]
fn errors_are_failed_and_matched_letters_are_marked() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/accden<enter>");
    let (column, heading) = screen.find("error");
    for y in heading + 1..heading + 12 {
        let line = screen.line(y);
        if line.starts_with("──") {
            continue;
        }
        assert!(line.chars().skip(usize::from(column)).collect::<String>().starts_with("AccessD"), "{line}");
        assert_eq!(screen.cells()[(1, y)].symbol(), "!", "a failed call has its mark: {line}");
        let expected = if y == screen.bar() {
            ["selected underlined", "selected", "selected underlined"]
        } else {
            ["matched", "failed", "matched"]
        };
        assert_eq!([0, 4, 6].map(|at| screen.meaning(column + at, y)), expected, "{line}");
    }
    same_styles("filter_kept_80x24", &screen);
}

/// Events as `(time, name, resource, error)`.
fn events(of: &[(&str, &str, &str, &str)]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let record = |(at, (time, name, bucket, error)): (usize, &(&str, &str, &str, &str))| {
        let error = if error.is_empty() { String::new() } else { format!(r#""errorCode":"{error}","#) };
        let bucket =
            if bucket.is_empty() { "null".to_owned() } else { format!(r#"{{"bucketName":"{bucket}"}}"#) };
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"{time}","eventSource":"s3.amazonaws.com","eventName":"{name}",{error}
            "requestParameters":{bucket},"eventID":"id-{at}","userIdentity":{{"type":"IAMUser","userName":"alice",
            "arn":"arn:aws:iam::111122223333:user/alice"}},"sourceIPAddress":"198.51.100.7"}}"#
        )
        .replace('\n', "")
    };
    let records: Vec<String> = of.iter().enumerate().map(record).collect();
    std::fs::write(folder.path().join("events.jsonl"), records.join("\n")).unwrap();
    Loaded::of(&[folder.path()])
}

fn of(loaded: &Loaded, size: (u16, u16)) -> Screen {
    Screen::of(loaded, ThemeName::Terminal, size)
}

/// `DescribeInstanceAttribute` read like `DescribeInstances` beside columns that were blank, and a repeated record's mark
/// touched its day: `×11 06:39:52`.
#[test]
fn names_are_whole_while_other_columns_are_blank() {
    let loaded = events(&[
        ("2026-05-05T05:05:05Z", "DescribeInstances", "", ""),
        ("2026-05-05T05:05:06Z", "DescribeInstanceAttribute", "", ""),
        ("2026-05-05T05:05:07Z", "DescribeInstanceEventNotificationAttributes", "", ""),
    ]);
    for size in [(60, 24), (80, 24), (120, 40)] {
        let mut screen = of(&loaded, size);
        screen.shows("DescribeInstanceAttribute ").shows("DescribeInstances ");
        let headings = screen.line(screen.find("   UTC ").1);
        assert!(!headings.contains("error") && !headings.contains("resource"), "{headings}");
    }
    let mut narrow = of(&loaded, (40, 12));
    narrow.shows("DescribeInstances ").shows("DescribeInstanceA");
}

/// The target of a call was no column at this size.
#[test]
fn at_120_columns_the_target_is_always_there() {
    let mut screen = of(
        &events(&[(
            "2026-05-05T05:05:05Z",
            "PutBucketPublicAccessBlockWithLongName",
            "larkspur-customer-exports-of-a-year",
            "AccessDeniedException",
        )]),
        (120, 40),
    );
    screen.shows("resource").shows("who").shows("from").shows("error").shows("year ");
    for keys in ["", "/is:failed<enter>", "/is:write<enter>", "G", "/s3<enter>"] {
        let mut screen = Screen::sample(120, 40);
        screen.keys(keys).shows(" resource ");
    }
}

/// Where the day changes there is a line, on which no cursor rests and which no click selects.
#[test]
fn days_are_lines_between_rows() {
    let times =
        ["2026-05-05T05:05:05Z", "2026-05-05T23:59:59Z", "2026-05-06T00:00:00Z", "2026-05-09T01:02:03Z", ""];
    let names = ["A", "B", "C", "D", "E"];
    let all: Vec<_> = times.iter().zip(names).map(|(&time, name)| (time, name, "bucket", "")).collect();
    let loaded = events(&all);
    let mut screen = of(&loaded, (80, 24));
    same_text("list_of_days", &screen);
    let days = |screen: &Screen| screen.lines().iter().filter(|line| line.starts_with("── ")).count();
    assert_eq!(days(&screen), 4, "{}", screen.text());
    let mut rows = vec![screen.bar()];
    for _ in 0..4 {
        screen.keys("j");
        rows.push(screen.bar());
    }
    assert_eq!(rows, [7, 8, 10, 12, 14]);
    for (y, row) in [(7, 0), (8, 1), (10, 2), (12, 3), (14, 4)] {
        screen.click(20, y);
        assert_eq!(screen.app.list.window.cursor(), row);
    }
    for y in [6, 9, 11, 13, 15, 22] {
        screen.click(20, y);
        assert_eq!((screen.app.list.window.cursor(), screen.app.focus), (4, Focus::List), "line {y}");
    }
    screen.keys("S").shows("newest first");
    let first = screen.line(6);
    assert!(first.contains(" Sat 9 May 2026 "), "{}", screen.text());
    // On the smallest screens there are rows and no days.
    let mut small = of(&loaded, (40, 6));
    small.shows("05:05:05").lacks("May 2026").keys("jjj").shows("01:02:03");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// Whatever days there are: the cursor is on the screen, the first line is the day of the row below it, rows follow
    /// each other, and every row can be reached.
    #[test]
    fn days_and_rows_stand_in_order_wherever_the_cursor_goes(
        hours in prop::collection::vec(0..200_u32, 1..60), rows in 7..30_u16,
        keys in prop::collection::vec(prop::sample::select(&["j", "k", "<c-d>", "<c-u>", "<pgdn>", "<pgup>", "G", "g", "S", "d", "D"][..]), 1..30),
    ) {
        let time = |hour: &u32| format!("2026-05-{:02}T{:02}:00:00Z", hour / 24 + 1, hour % 24);
        let times: Vec<String> = hours.iter().map(time).collect();
        let all: Vec<_> = times.iter().map(|time| (time.as_str(), "Call", "", "")).collect();
        let mut screen = of(&events(&all), (60, rows));
        for key in keys {
            screen.keys(key);
            let app = &screen.app;
            let lines = app.list.lines();
            let height = usize::from(trailsift::tui::layout::rows(app.areas().list).height);
            prop_assert!(!lines.is_empty() && lines.len() <= height, "{key} {lines:?}");
            let shown: Vec<usize> = (0..lines.len()).filter_map(|line| app.list.row_on(line)).collect();
            prop_assert!(shown.windows(2).all(|pair| pair[1] == pair[0] + 1));
            prop_assert!(shown.contains(&app.list.window.cursor()), "{key}\n{}", screen.text());
            prop_assert_eq!((shown[0], shown.len()), (app.list.window.offset(), app.list.window.height()));
            let day = |row: usize| app.store.time(app.list.event_at(row).unwrap()).day();
            for pair in lines.windows(2) {
                match pair {
                    [ListLine::Row(one), ListLine::Row(two)] => prop_assert!(height < 4 || day(*one) == day(*two)),
                    [ListLine::Day(time), ListLine::Row(row)] => prop_assert_eq!(time.day(), day(*row)),
                    [ListLine::Row(_), ListLine::Day(_)] => {}
                    _ => prop_assert!(false, "{lines:?}"),
                }
            }
            let is_full = lines.len() + 2 > height;
            prop_assert!(is_full || shown.len() == all.len() || *shown.last().unwrap() + 1 == all.len(), "{}", screen.text());
        }
        // A page down never passes a row.
        screen.keys("g");
        let mut seen = 0;
        for _ in 0..all.len() {
            let last = screen.app.list.lines().iter().rev().find_map(|line| match line { ListLine::Row(row) => Some(*row), ListLine::Day(_) => None });
            prop_assert!(screen.app.list.window.offset() <= seen + 1, "{}", screen.text());
            seen = last.unwrap();
            screen.keys("<pgdn>");
        }
        prop_assert_eq!(screen.app.list.window.cursor() + 1, all.len());
    }
}

/// The mark of hidden characters yielded to that of a damaged file.
#[test]
fn all_badges_of_a_row_are_shown_and_touch_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let record = |name: &str, who: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-05-11T06:39:52Z","eventSource":"s3.amazonaws.com","eventName":"{name}",
            "eventID":"{name}-1","userIdentity":{{"type":"IAMUser","userName":"{who}"}}}}"#
        )
    };
    let (sound, odd) = (record("Sound", "bob"), record("Odd", "al\\u200bice"));
    std::fs::write(
        folder.path().join("cut.json"),
        format!("{{\"Records\":[{sound},{odd},{{\"eventVersion\":\"1.0"),
    )
    .unwrap();
    std::fs::write(folder.path().join("whole.json"), format!("{{\"Records\":[{sound},{odd}]}}")).unwrap();
    let mut screen = Screen::open(&[folder.path()], 80, 24);
    screen.shows(" ~⚠× 06:39:52 Odd").shows(" ~×  06:39:52 Sound");
    // The title of the event lost its warnings without a mark where it was narrow.
    for columns in (110..160).step_by(5) {
        let mut screen = Screen::open(&[folder.path()], columns, 24);
        screen.keys("/Odd<enter><enter>");
        let title = screen.lines().into_iter().find(|line| line.contains("Odd s3 ")).unwrap();
        let is_whole = title.contains("⚠ 1 hidden character") && title.contains("delivered 2 times");
        assert!(is_whole || title.contains('…'), "{columns}: {title}");
        assert!(title.contains("~ "), "{columns}: {title}");
    }
}

#[test]
fn nothing_matches() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/zzzzqq<enter>").shows("No event matches").shows("esc").shows("0 of 714");
    same_text("nothing_matches", &screen);
    screen.keys("<enter><tab>jkGyYy").shows("zzzzqq");
    screen.keys("<esc><esc><esc>").shows("GetBucketAcl");
}

/// The help could not be searched, and told of keys that had to be pressed after it was closed.
#[test]
fn the_help_is_searched_by_any_word_and_does_what_it_tells() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("?/dedupe");
    same_text("help_searched", &screen);
    screen.keys("<enter>").lacks("Keys");
    assert!(screen.app.unfolded);
    screen.keys("?/zzzz").shows("no matches").keys("<enter><esc>").shows("Keys").shows("open the event");
    screen.keys("<esc>").lacks("Keys");
    screen.keys("?/sort newest<enter>");
    assert!(screen.app.list.is_reversed());
}

#[test]
fn help_tells_the_keys_of_the_pane_first() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("?").shows("open the event");
    same_text("help_in_list", &screen);
    screen.keys("<esc><enter>?").shows("expand to this many levels");
    same_text("help_in_detail", &screen);
    screen.keys("G").lacks("expand to this many levels").shows("damaged file");
    screen.keys("q").lacks("damaged file");
    assert!(screen.effects.is_empty(), "q closes the page and nothing else");
}

#[test]
fn reversed_the_cursor_stays_on_its_event() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("jjjjjjj");
    let (event, bar) = (current(&screen), screen.bar());
    screen.keys("S").shows("newest first");
    assert_eq!(current(&screen), event);
    screen.keys("S").shows("oldest first");
    assert_eq!((current(&screen), screen.bar()), (event, bar));
    let mut untouched = Screen::sample(80, 24);
    let oldest = current(&untouched);
    untouched.keys("S");
    assert!(
        untouched.app.store.order_key(current(&untouched)) > untouched.app.store.order_key(oldest),
        "the newest"
    );
}

/// They were above the newest events, and `list --reverse -n 20` printed them as the newest.
#[test]
fn events_without_a_time_are_last_whichever_way_the_list_is_turned() {
    let folder = tempfile::tempdir().unwrap();
    let record = |name: &str, time: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"{time}","eventSource":"s3.amazonaws.com","eventName":"{name}"}}"#
        )
    };
    let times = ["2026-03-10T12:00:00Z", "2026-03-11T12:00:00Z", "2026-03-12T12:00:00Z", "some day", "soon"];
    let records: Vec<String> =
        ["A", "B", "C", "X", "Y"].into_iter().zip(times).map(|(a, b)| record(a, b)).collect();
    std::fs::write(folder.path().join("events.jsonl"), records.join("\n")).unwrap();
    let mut screen = Screen::open(&[folder.path()], 80, 24);
    let names = |screen: &Screen| {
        let name = |row| {
            let event = screen.app.list.event_at(row).unwrap();
            screen.app.store.value(event, Column::EventName).to_owned()
        };
        (0..5).map(name).collect::<String>()
    };
    assert_eq!(names(&screen), "ABCXY");
    screen.keys("S");
    assert_eq!((names(&screen), screen.app.list.window.cursor()), ("CBAXY".to_owned(), 0));
    // From day to day downwards, and back.
    let mut rows = Vec::new();
    for key in ["d", "d", "d", "d", "D", "D", "D", "D"] {
        screen.keys(key);
        rows.push(screen.app.list.window.cursor());
    }
    assert_eq!(rows, [1, 2, 3, 3, 2, 1, 0, 0]);
    screen.keys("Gk");
    let event = current(&screen);
    screen.keys("S");
    assert_eq!((names(&screen), current(&screen)), ("ABCXY".to_owned(), event));
}

#[test]
fn the_cursor_stays_on_its_event_when_the_filter_changes() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/accden<enter>jjjjjjj");
    let (event, line) = (current(&screen), screen.bar());
    for script in ["/<bs>", "<bs><bs>", "<bs><bs><bs>", "<esc>"] {
        screen.keys(script);
        assert_eq!((current(&screen), screen.bar()), (event, line), "{script}");
    }
    screen.keys("/accden<enter>");
    assert_eq!(current(&screen), event);
}

#[test]
fn a_cursor_whose_event_is_gone_goes_to_the_next_in_time() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/createpolicyver<enter>j<esc>k");
    let key = |screen: &Screen| screen.app.store.order_key(current(screen));
    let before = key(&screen);
    screen.keys("/putuserpol<enter>");
    assert!(key(&screen) > before);
    screen.shows("1 of 2");
}

#[test]
fn an_untouched_cursor_stays_at_the_top_of_every_answer() {
    let mut screen = Screen::sample(80, 24);
    let top = screen.bar();
    screen.keys("/den");
    assert_eq!((screen.app.list.window.cursor(), screen.bar()), (0, top));
    screen.keys("<bs><bs><bs>");
    assert_eq!((screen.app.list.window.cursor(), screen.bar()), (0, top));
}

#[test]
fn repeated_deliveries_can_be_shown() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("U").shows("723 events");
    screen.keys("U").shows("714 events").lacks("723 events");
}

/// The cursor went on to the next event, and a copy was then of another record.
#[test]
fn the_cursor_goes_to_the_delivery_that_stands_for_a_folded_one() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("U");
    let all = screen.app.list.events().clone();
    let folds = screen.app.store.folds().clone();
    let mut folded = 0;
    for &event in all.iter().filter(|&&event| folds.is_folded(event)) {
        while screen.app.list.current() != Some(event) {
            screen.keys("j");
        }
        screen.keys("U");
        let current = screen.app.list.current().unwrap();
        assert!(folds.copies(event).contains(&current), "{event} {current}");
        screen.keys("U");
        folded += 1;
    }
    assert_eq!(folded, 9);
}

#[test]
fn earlier_filters_come_back() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/accden<enter><esc>/putuser<enter><esc>/<up>").shows("❯ putuser");
    screen.keys("<up>").shows("❯ accden").shows("67 of 714");
    screen.keys("<down>").shows("❯ putuser").shows("2 of 714");
}
