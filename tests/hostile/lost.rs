//! Files that have lost something which nothing in them points to: the beginning of a record, a second gzip member of
//! another kind, or all events of a log file. None of them may pass for a file without events.
//!
//! Numbers in the names are those of the faults that the inputs come from.

use trailsift::store::file::FileState;

use crate::input::Input;
use crate::json::sound;
use crate::packed::gzip;
use crate::random::Random;

/// The name of a log file, as CloudTrail gives it.
const NAME: &str = "111122223333_CloudTrail_us-east-1_20260310T0005Z_Ab0005CdEfGhIjKl.json";

/// Log files that hold nothing of one, by their name, and log files that were cut before their first event.
fn emptied(add: &mut dyn FnMut(Input)) {
    let log = format!("{{\"Records\":[{},{}]}}", sound(0), sound(1));
    let head = log.find(",\"userIdentity\"").unwrap();
    let pretty = "{\n  \"Records\": [\n    {\n      \"eventVersion\":";
    for text in [log.get(..head).unwrap(), pretty] {
        for at in 0..text.len() {
            let cut = text.get(..at).unwrap();
            let named = Input::new("L1", format!("a log file by name, cut at {at}"), cut).named(NAME);
            let packed = Input::new("L1", format!("{at} bytes of a log file, packed"), gzip(cut.as_bytes()))
                .named(format!("{NAME}.gz"));
            for input in [named, packed] {
                add(if at < 10 { input.is(FileState::Unreadable) } else { input.never(FileState::NotLog) });
            }
            if cut.trim_end().len() >= "{\n  \"Records\"".len() {
                add(Input::new("L1", format!("cut at {at}"), cut).is(FileState::Damaged));
            }
        }
    }
    for text in [
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
        "{\"message\":\"Forbidden\"}",
        "\0\0\0\0",
        " \n",
    ] {
        add(Input::new("L1", format!("{text:?} as a log file"), text).named(NAME).is(FileState::Unreadable));
        add(Input::new("L1", format!("{text:?} as another file"), text)
            .named("note.json")
            .is(FileState::NotLog));
    }
}

/// The second half of a record that CloudWatch Logs cut in two, whose first half is elsewhere.
fn second_halves(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    for number in 0..wanted {
        let records: Vec<String> = (0..3).map(sound).collect();
        let which = random.below(records.len());
        let last = records[which].find("\"awsRegion\"").unwrap();
        let at = 30 + random.below(last - 30);
        let half = &records[which][at..];
        let texts: Vec<&str> =
            (0..3).map(|place| if place == which { half } else { &records[place] }).collect();
        let message = |text: &&str| {
            format!(r#"{{"id":"1","logStreamName":"s","message":{}}}"#, serde_json::to_string(text).unwrap())
        };
        let messages: Vec<String> = texts.iter().map(message).collect();
        let text = format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{}]}}"#, messages.join(","));
        let there: Vec<&String> =
            (0..3).filter(|place| *place != which).map(|place| &records[place]).collect();
        let bytes = if number % 2 == 0 { text.into_bytes() } else { gzip(text.as_bytes()) };
        let input = Input::new("B8", format!("{number}: the end of record {which} from {at}"), bytes);
        add(input.with(&there).exactly().is(FileState::Damaged));
    }
}

/// A gzip member of another kind behind one with events.
fn other_members(add: &mut dyn FnMut(Input)) {
    let first = gzip(format!("{}\n", sound(0)).as_bytes());
    let parquet = [&b"PAR1"[..], &[7; 90], b"PAR1"].concat();
    for (what, second) in [
        ("a zip archive", gzip(b"PK\x03\x04xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")),
        ("CSV", gzip(b"eventTime,eventName,eventSource\n2026-03-10,X,s3.amazonaws.com\n")),
        ("Parquet", gzip(&parquet)),
        ("a picture", gzip(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")),
        ("text", gzip(b"these are not the records\n")),
        ("gzip data", gzip(&gzip(sound(1).as_bytes()))),
        ("zstd, not packed again", b"\x28\xb5\x2f\xfd\x04\x58xxxxxxxxxxxxxxxxxxxx".to_vec()),
    ] {
        for behind in [false, true] {
            let third = gzip(format!("{}\n", sound(2)).as_bytes());
            let (bytes, there) = if behind {
                ([first.clone(), second.clone(), third].concat(), vec![sound(0), sound(2)])
            } else {
                ([first.clone(), second.clone()].concat(), vec![sound(0)])
            };
            add(Input::new("Q7", format!("{what} behind events, more behind it: {behind}"), bytes)
                .with(&there)
                .is(FileState::Damaged));
        }
    }
}

pub(crate) fn inputs(random: &mut Random, add: &mut dyn FnMut(Input)) {
    emptied(add);
    second_halves(300, random, add);
    other_members(add);
}
