//! The formats that records are wrapped in, each compressed, with a byte order mark, with white space, misnamed
//! and cut.

use trailsift::store::file::FileState;

use crate::input::Input;
use crate::json::sound;
use crate::packed::gzip;
use crate::random::Random;

fn string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Returns each format's name, its text for some records, and whether they are inside strings.
fn forms(records: &[String]) -> Vec<(&'static str, String, bool)> {
    let list = records.join(",");
    let strings = records.iter().map(|record| string(record)).collect::<Vec<_>>();
    let each = |wrap: &dyn Fn(&str) -> String, between: &str| {
        records.iter().map(|record| wrap(record)).collect::<Vec<_>>().join(between)
    };
    let quoted = |wrap: &dyn Fn(&str) -> String, between: &str| {
        strings.iter().map(|record| wrap(record)).collect::<Vec<_>>().join(between)
    };
    let log = format!("{{\"Records\":[{list}]}}");
    vec![
        ("a log file", log.clone(), false),
        ("a log file with more behind", format!("{{\"Records\":[{list}],\"x\":{{\"y\":1}}}}"), false),
        ("a log file with more before", format!("{{\"x\":1,\"Records\":[{list}]}}"), false),
        ("a log file in small letters", format!("{{\"records\":[{list}]}}"), false),
        ("an array", format!("[{list}]"), false),
        ("arrays in an array", format!("[{}]", each(&|record| format!("[{record}]"), ",")), false),
        ("lines", each(&str::to_owned, "\n"), false),
        ("one after another", each(&str::to_owned, ""), false),
        ("log files on lines", each(&|record| format!("{{\"Records\":[{record}]}}"), "\n"), false),
        (
            "lines with a time before",
            each(&|record| format!("2026-03-10T12:00:00Z host app: {record}"), "\n"),
            false,
        ),
        (
            "EventBridge",
            each(
                &|record| {
                    format!(
                        "{{\"version\":\"0\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":{record}}}"
                    )
                },
                "\n",
            ),
            false,
        ),
        (
            "EventBridge in an array",
            format!("[{}]", each(&|record| format!("{{\"detail\":{record},\"id\":1}}"), ",")),
            false,
        ),
        (
            "a search result",
            format!(
                "{{\"hits\":{{\"hits\":[{}]}}}}",
                each(&|record| format!("{{\"_source\":{record}}}"), ",")
            ),
            false,
        ),
        ("bulk lines", each(&|record| format!("{{\"index\":{{\"_id\":\"1\"}}}}\n{record}"), "\n"), false),
        ("a list by another name", format!("{{\"data\":{{\"events\":[{list}]}}}}"), false),
        (
            "members by number",
            format!("{{{}}}", each(&|record| format!("\"{}\":{record}", record.len()), ",")),
            false,
        ),
        ("a log file in a log file", format!("{{\"Records\":[{log}]}}"), false),
        ("a table", format!("{{\"rows\":[{}]}}", each(&|record| format!("[1,{record},null]"), ",")), false),
        (
            "lookup-events",
            format!(
                "{{\"Events\":[{}]}}",
                quoted(&|text| format!("{{\"EventId\":\"x\",\"CloudTrailEvent\":{text}}}"), ",")
            ),
            true,
        ),
        (
            "a subscription",
            format!(
                "{{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{}]}}",
                quoted(&|text| format!("{{\"id\":\"1\",\"message\":{text}}}"), ",")
            ),
            true,
        ),
        (
            "filter-log-events",
            format!(
                "{{\"events\":[{}],\"searchedLogStreams\":[]}}",
                quoted(&|text| format!("{{\"message\":{text}}}"), ",")
            ),
            true,
        ),
        ("SNS", quoted(&|text| format!("{{\"Type\":\"Notification\",\"Message\":{text}}}"), "\n"), true),
        ("SQS", format!("{{\"Messages\":[{}]}}", quoted(&|text| format!("{{\"Body\":{text}}}"), ",")), true),
        ("Splunk", quoted(&|text| format!("{{\"result\":{{\"_raw\":{text}}}}}"), "\n"), true),
        ("Filebeat", quoted(&|text| format!("{{\"event\":{{\"original\":{text}}}}}"), "\n"), true),
        ("message lines", quoted(&|text| format!("{{\"@timestamp\":\"x\",\"message\":{text}}}"), "\n"), true),
        ("strings", format!("[{}]", strings.join(",")), true),
        ("string lines", strings.join("\n"), true),
        ("a log file in a string", format!("{{\"body\":{}}}", string(&log)), true),
        (
            "strings in strings",
            quoted(&|text| format!("{{\"Message\":{}}}", string(&format!("{{\"Message\":{text}}}"))), "\n"),
            true,
        ),
    ]
}

pub(crate) fn inputs(random: &mut Random, add: &mut dyn FnMut(Input)) {
    let records: Vec<String> = (0..6).map(sound).collect();
    for (name, text, in_strings) in forms(&records) {
        let bytes = text.as_bytes();
        let whole = |what: &str, bytes: Vec<u8>| {
            Input::new("C1", format!("{name}, {what}"), bytes).with(&records).is(FileState::Read)
        };
        add(whole("plain", bytes.to_vec()));
        add(whole("packed", gzip(bytes)).named("a.json.gz"));
        add(whole("marked", [b"\xef\xbb\xbf", bytes].concat()));
        add(whole("with returns", text.replace('\n', "\r\n").into_bytes()));
        add(whole("misnamed", bytes.to_vec()).named("a.png"));
        add(whole("with blanks around", format!("\n\n  {text}  \n\n").into_bytes()));
        let spaced = spaced(&text);
        let spaced_records: Vec<String> = records
            .iter()
            .map(|record| if in_strings { record.clone() } else { spaced_text(record) })
            .collect();
        // A line that begins with a time is a line.
        if !name.contains("time before") {
            add(Input::new("C1", format!("{name}, spaced"), spaced)
                .with(&spaced_records)
                .is(FileState::Read));
        }
        for _ in 0..5 {
            let cut = random.below(bytes.len());
            let kept = &text[..cut];
            // If records share a string, what remains of it after a cut is not a string.
            let shared = name == "a log file in a string";
            let there = records.iter().filter(|record| {
                let doubly = name == "strings in strings";
                let once = string(record);
                let twice = string(&format!("{{\"Message\":{once}}}"));
                let spelled = if doubly {
                    twice
                } else if in_strings {
                    once
                } else {
                    (*record).clone()
                };
                !shared && kept.contains(&spelled)
            });
            let there: Vec<&String> = there.collect();
            add(Input::new("C1", format!("{name}, cut at {cut}"), kept).with(&there));
        }
    }
}

fn spaced(text: &str) -> Vec<u8> {
    spaced_text(text).into_bytes()
}

/// White space after each mark outside strings.
fn spaced_text(text: &str) -> String {
    let mut out = String::new();
    let (mut in_string, mut escaped) = (false, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        out.push(char);
        if in_string {
            in_string = escaped || char != '"';
            escaped = char == '\\' && !escaped;
        } else if char == '"' {
            in_string = true;
        } else if matches!(char, '{' | '[' | ',' | ':') && chars.peek().is_some() {
            out.push_str("\n  ");
        }
    }
    out
}
