//! What is copied, and what the screen says about it.

use serde_json::Value;

use crate::same_text;
use crate::screen::{Copied, Screen};
use trailsift::store::record_reader::RecordReader;

fn last(screen: &Screen) -> &Copied {
    screen.copied.last().unwrap_or_else(|| panic!("nothing was copied:\n{}", screen.text()))
}

/// JSON without the blanks between its tokens.
fn squeezed(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let keep = |char: &char| {
        let in_string_before = in_string;
        in_string ^= *char == '"' && !escaped;
        escaped = in_string && *char == '\\' && !escaped;
        in_string_before || !char.is_ascii_whitespace()
    };
    json.chars().filter(keep).collect()
}

/// JSON in which no printable character is written as an escape that it does not need: copies escape what shells act on.
fn plainly(json: &str) -> String {
    let mut out = String::new();
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let code = escape.strip_prefix("\\u").and_then(|code| u8::from_str_radix(&code[..4], 16).ok());
        let printable = code.map(char::from).filter(|char| matches!(char, ' '..='~'));
        let length = if printable.is_some() { 6 } else { 2 };
        if let Some(char) = printable {
            out.extend(matches!(char, '"' | '\\').then_some('\\').into_iter().chain([char]));
        } else {
            out.push_str(&escape[..length]);
        }
        rest = &escape[length..];
    }
    out + rest
}

#[test]
fn the_json_of_every_event_is_copied_in_its_own_order_and_with_its_own_numbers() {
    let mut screen = Screen::sample(40, 12);
    let events = screen.app.list.events().clone();
    for &event in events.iter() {
        screen.keys("yj");
        let copied = last(&screen);
        let record = String::from_utf8(RecordReader::once(&screen.app.store, event)).unwrap();
        assert_eq!(squeezed(&plainly(&copied.text)), squeezed(&plainly(&record)));
        let (copied, record): (Value, Value) =
            (serde_json::from_str(&copied.text).unwrap(), serde_json::from_str(&record).unwrap());
        assert_eq!(copied, record);
    }
    assert_eq!(screen.copied.len(), 714);
}

#[test]
fn the_screen_says_what_was_copied_until_the_next_key() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("y").shows("JSON").shows("bytes").shows("OSC 52");
    assert_eq!((last(&screen).what, last(&screen).to_file), ("JSON", false));
    assert!(last(&screen).text.starts_with("{\n  \"eventVersion\": \"1.11\",\n  \"userIdentity\": {\n    "));
    screen.keys("j").lacks("OSC 52");
}

#[test]
fn the_menu_copies_the_event_in_other_forms() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("Y").lacks("under the cursor");
    same_text("copy_menu_in_list", &screen);
    screen.keys("<esc>Yw");
    let record =
        String::from_utf8(RecordReader::once(&screen.app.store, screen.app.list.current().unwrap())).unwrap();
    assert_eq!((last(&screen).what, &last(&screen).text), ("JSON as written", &record));
    screen.keys("Yc");
    assert_eq!(last(&screen).text, squeezed(&record));
    screen.keys("Yr");
    assert!(
        last(&screen).text.starts_with("2026-03-10T02:05:00Z\tGetBucketAcl\ts3\t"),
        "{:?}",
        last(&screen)
    );
    screen.keys("Yf");
    assert!(last(&screen).to_file && squeezed(&last(&screen).text) == squeezed(&record));
    screen.keys("Y<down><enter>");
    assert_eq!(last(&screen).what, "JSON as written", "taken with the cursor");
}

#[test]
fn the_filter_is_copied_as_a_query_with_what_the_engine_cannot_say() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/who:backup<enter>Ye");
    same_text("engines_menu", &screen);
    screen.keys("d").shows("finds more: principal is computed");
    let copied = last(&screen);
    assert!(copied.text.starts_with("-- trailsift filter: who:backup\n"), "{}", copied.text);
    assert!(copied.text.contains("\nWHERE ") && copied.what == "query");
    // Tests that no engine knows name the loaded events.
    screen.keys("/<c-u>is:duplicate<enter>Yea").shows("query ");
    assert!(last(&screen).text.contains("eventid "), "{}", last(&screen).text);
    screen.keys("/<c-u><enter>").keys(":as a query<enter>").shows("a query needs a filter");
}

#[test]
fn in_the_tree_value_path_and_key_can_be_copied() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/putuserpolicy<enter><enter>Y").shows("under the cursor");
    same_text("copy_menu_in_detail", &screen);
    screen.keys("<esc>").seek("Action", "requestParameters.policyDocument.Statement[0].Action").keys("Yp");
    assert_eq!(last(&screen).text, "requestParameters.policyDocument.Statement[0].Action");
    screen.keys("Yn");
    assert_eq!(last(&screen).text, "Action");
    screen.keys("Yv");
    assert_eq!(squeezed(&last(&screen).text), r#"["iam:*","sts:*"]"#);
    screen.seek("readOnly", "readOnly").keys("Yv");
    assert_eq!(last(&screen).text, "false");
    screen.seek("eventID", "eventID").keys("Yv");
    assert_eq!(last(&screen).text, "125c3435-6789-4941-8711-fa9085845f7a", "a string without its quotes");
    screen.keys("y");
    assert_eq!((last(&screen).what, screen.copied.len()), ("JSON", 6));
}

#[test]
fn without_an_event_nothing_is_copied() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("pY").shows("no event to copy");
    screen.keys("Yc<esc><esc>/zzzzqq<enter>y").shows("no event to copy");
    assert!(screen.copied.is_empty(), "{:?}", screen.copied);
}

/// Long values are cut on the screen, and no key copied them.
#[test]
fn the_value_of_a_group_is_copied_whole() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("pjy");
    assert_eq!(last(&screen).text, "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole");
    screen.keys("/!who:*<enter>");
    let copies = screen.copied.len();
    screen.keys("y").shows("nothing to copy");
    assert_eq!(screen.copied.len(), copies, "a missing value is nothing to copy");
}

/// Within a group it was the command for the list of all groups.
#[test]
fn the_command_line_prints_the_list_that_is_shown() {
    let mut screen = Screen::sample(120, 40);
    let command = |screen: &mut Screen| last(screen.keys("Yl")).text.clone();
    assert!(!command(&mut screen).contains(" -f "));
    screen.keys("/is:denied | is:root<enter>");
    assert!(command(&mut screen).ends_with(" -f 'is:denied | is:root'"), "{}", command(&mut screen));
    screen.keys("p<enter>");
    let opened = command(&mut screen);
    let filter = opened.split(" -f '").nth(1).and_then(|rest| rest.strip_suffix('\'')).unwrap_or_default();
    assert!(filter.starts_with("(is:denied | is:root) principal="), "{opened}");
    let shown = screen.app.list.events().clone();
    screen.keys("<esc><esc>/<c-u>");
    screen.keys(&format!("{filter}<enter>"));
    assert_eq!(screen.app.list.events(), &shown);
}

/// After `y` on a group the footer offered `Y f`, which then had no event to copy; on a value of the tree it would have
/// written the whole event.
#[test]
fn a_file_is_offered_only_where_it_would_hold_the_same() {
    let mut screen = Screen::sample(120, 30);
    for keys in ["y", "Yc", "Yw", "<enter>y"] {
        screen.keys(keys).shows("Y f writes a file");
    }
    for keys in ["Yr", "Yl", "jjYv", "Yp", "<esc><esc>py"] {
        screen.keys(keys).shows("sent to the terminal").lacks("Y f");
    }
}

/// A user agent ran as a command when the copy was pasted into a shell.
#[test]
fn what_shells_act_on_is_escaped_and_the_exact_bytes_are_offered() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"eventVersion":"1.08","eventName":"GetObject","userAgent":"cli $(touch x)","requestParameters":{"a":["reboot"]}}"#;
    let path = folder.path().join("log.json");
    std::fs::write(&path, record).unwrap();
    let mut screen = Screen::open(&[&path], 120, 30);
    screen.keys("y").shows("2 characters that shells act on are escaped; Y w copies the JSON as written");
    assert!(last(&screen).text.contains(r#""cli \u0024(touch x)""#), "{}", last(&screen).text);
    assert!(last(&screen).text.contains(r#""\u0072eboot""#), "{}", last(&screen).text);
    let (copied, written): (Value, Value) =
        (serde_json::from_str(&last(&screen).text).unwrap(), serde_json::from_str(record).unwrap());
    assert_eq!(copied, written);
    screen.keys("Yw");
    assert_eq!(last(&screen).text, record);
    screen.keys("Yf");
    assert!(last(&screen).to_file && last(&screen).text.contains("$(touch x)"), "a file is not pasted");
}

/// In the sample, only names are not those of documentation.
#[test]
fn pseudonyms_go_into_copies_once_they_are_switched_on_and_the_footer_says_so() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/name=CreateAccessKey<enter>g").keys("y").shows("JSON sent").lacks("redacted");
    let plain = last(&screen).text.clone();
    screen.keys("P").shows("copies and exports get pseudonyms");
    screen.keys("y").shows("JSON sent to the terminal with OSC 52, redacted:");
    let copied = last(&screen).text.clone();
    assert!(plain.contains("build-deploy") && !copied.contains("build-deploy"), "{copied}");
    assert!(
        copied.contains("user/user") && copied.contains("\"eventName\": \"CreateAccessKey\""),
        "{copied}"
    );
    assert_eq!(plain.lines().count(), copied.lines().count());
    screen.keys("Yr").shows("row sent to the terminal with OSC 52, redacted:");
    assert!(!last(&screen).text.contains("build-deploy"));
    screen.keys("P").shows("the values as they are").keys("y").lacks("redacted");
    assert_eq!(last(&screen).text, plain);
}
