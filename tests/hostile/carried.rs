//! Records as AWS services deliver them: base64 in Firehose, Kinesis and CloudWatch Logs (R9), messages that were cut in two (R8), cuts
//! across lines of EventBridge (A15), members in other capitals (A9), raw control characters (A17).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use trailsift::store::file::FileState;

use crate::input::Input;
use crate::json::sound;
use crate::packed::{gzip, zlib};
use crate::random::Random;

fn string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// How a list of carried texts is written by a product.
type Envelope = (&'static str, &'static str, fn(&str) -> String, &'static str);

const ENVELOPES: [Envelope; 6] = [
    (
        "Firehose",
        r#"{"invocationId":"x","records":["#,
        |data| format!(r#"{{"recordId":"1","data":"{data}"}}"#),
        "]}",
    ),
    (
        "Firehose with its time",
        r#"{"deliveryStreamArn":"a","records":["#,
        |data| format!(r#"{{"recordId":"1","approximateArrivalTimestamp":1,"data":"{data}"}}"#),
        "]}",
    ),
    (
        "Kinesis in Lambda",
        r#"{"Records":["#,
        |data| {
            format!(
                r#"{{"kinesis":{{"kinesisSchemaVersion":"1.0","partitionKey":"p","sequenceNumber":"1","data":"{data}"}},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"s:1","eventName":"aws:kinesis:record","awsRegion":"us-east-1"}}"#
            )
        },
        "]}",
    ),
    (
        "get-records",
        r#"{"Records":["#,
        |data| {
            format!(
                r#"{{"SequenceNumber":"1","ApproximateArrivalTimestamp":1.0,"Data":"{data}","PartitionKey":"p"}}"#
            )
        },
        r#"],"MillisBehindLatest":0}"#,
    ),
    ("put-records", r#"{"Records":["#, |data| format!(r#"{{"Data":"{data}","PartitionKey":"p"}}"#), "]}"),
    ("data alone", "[", |data| format!(r#"{{"data":"{data}"}}"#), "]"),
];

/// What programs make of base64 besides.
const SPELLINGS: [(&str, Spell); 4] = [
    ("without padding", |data| data.trim_end_matches('=').to_owned()),
    ("of the other alphabet", |data| data.replace('+', "-").replace('/', "_")),
    ("in lines", |data| {
        data.as_bytes()
            .chunks(76)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect::<Vec<_>>()
            .join("\\n")
    }),
    ("in lines of MIME", |data| {
        data.as_bytes()
            .chunks(64)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect::<Vec<_>>()
            .join("\\r\\n")
    }),
];

/// What a carried text may be.
fn carried(record: &str) -> Vec<(&'static str, Vec<u8>)> {
    let log = format!(r#"{{"Records":[{record}]}}"#);
    let bridge = format!(r#"{{"version":"0","detail":{record}}}"#);
    let batch = format!(
        r#"{{"messageType":"DATA_MESSAGE","logEvents":[{{"id":"1","message":{}}}]}}"#,
        string(record)
    );
    vec![
        ("a record", record.as_bytes().to_vec()),
        ("a line", format!("{record}\n").into_bytes()),
        ("a log file", log.clone().into_bytes()),
        ("a log file, packed", gzip(log.as_bytes())),
        ("EventBridge", bridge.into_bytes()),
        ("a subscription", batch.clone().into_bytes()),
        ("a subscription, packed", gzip(batch.as_bytes())),
        ("marked", format!("\u{feff}{record}").into_bytes()),
        ("a line of syslog", format!("<134>Mar 10 12:00:00 host app: {record}").into_bytes()),
        ("spaced", format!("  \n{record}\n ").into_bytes()),
    ]
}

fn base64_of_roads(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    let records: Vec<String> = (0..3).map(sound).collect();
    for (name, start, item, end) in ENVELOPES {
        for form in 0..carried(&records[0]).len() {
            let data = |record: &String| STANDARD.encode(&carried(record)[form].1);
            let what = carried(&records[0])[form].0;
            let items: Vec<String> = records.iter().map(|record| item(&data(record))).collect();
            let text = format!("{start}{}{end}", items.join(","));
            add(Input::new("B9", format!("{name}, {what}"), text.clone())
                .with(&records)
                .exactly()
                .is(FileState::Read));
            add(Input::new("B9", format!("{name}, {what}, packed"), gzip(text.as_bytes()))
                .with(&records)
                .exactly());
            let lines: Vec<String> = items.iter().map(|item| format!("{start}{item}{end}")).collect();
            add(Input::new("B9", format!("{name}, {what}, in lines"), lines.join("\n"))
                .with(&records)
                .exactly());
            for (how, spell) in SPELLINGS {
                let items: Vec<String> = records.iter().map(|record| item(&spell(&data(record)))).collect();
                let text = format!("{start}{}{end}", items.join(","));
                let input = Input::new("B9", format!("{name}, {what}, {how}"), text);
                add(input.with(&records).exactly().is(FileState::Read));
            }
            for number in 0..wanted {
                // One damaged place in the second.
                let from = text.find(&items[1]).unwrap();
                let at = from + random.below(items[1].len());
                let mut bytes = text.clone().into_bytes();
                match number % 3 {
                    0 => drop(bytes.remove(at)),
                    1 => bytes[at] = *random.pick(b"\"}x=\\ "),
                    _ => bytes.insert(at, *random.pick(b"\"{x=\\ ")),
                }
                let name = format!("{name}, {what}, damaged at {at}");
                add(Input::new("B9", name, bytes).with(&[&records[0], &records[2]]));
            }
        }
    }
}

/// Data that nobody can read, or in which a caller's text is quoted: reported, with and without others beside it.
fn unread(add: &mut dyn FnMut(Input)) {
    let record = sound(0);
    for (name, start, item, end) in &ENVELOPES[..5] {
        for (what, data) in [
            ("zlib", STANDARD.encode(zlib(record.as_bytes()))),
            ("zstd", STANDARD.encode(b"\x28\xb5\x2f\xfd\x04\x58\x01\x02\x03")),
            ("no base64", "%%%%".to_owned()),
            ("a request", STANDARD.encode(format!("203.0.113.9 \"GET /?{record}\" 200"))),
        ] {
            let text = format!("{start}{}{end}", item(&data));
            let alone = Input::new("B9", format!("{name}, {what}"), text).exactly();
            add(if what == "a request" { alone } else { alone.is(FileState::Unreadable) });
            let good = item(&STANDARD.encode(&record));
            let text = format!("{start}{},{good}{end}", item(&data));
            let input = Input::new("B9", format!("{name}, {what} and another"), text);
            add(input.with(&[&record]).exactly().is(FileState::Damaged));
        }
    }
}

fn halves(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    for number in 0..wanted {
        let records: Vec<String> = (0..4).map(sound).collect();
        let which = random.below(4);
        let at = 30 + random.below(records[which].len() - 31);
        let (head, tail) = records[which].split_at(at);
        let message = |text: &str, stream: &str| {
            format!(r#"{{"id":"1","logStreamName":"{stream}","message":{}}}"#, string(text))
        };
        let mut messages: Vec<String> = records.iter().map(|record| message(record, "s")).collect();
        let (two, joined) = match number % 4 {
            0 => (vec![message(head, "s"), message(tail, "s")], true),
            1 => (vec![message(head, "s"), message(tail, "t")], false),
            2 => (vec![message(tail, "s"), message(head, "s")], false),
            _ => (vec![message(head, "s")], false),
        };
        messages.splice(which..=which, two);
        let text = format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{}]}}"#, messages.join(","));
        let there: Vec<&String> = (0..4).filter(|&at| joined || at != which).map(|at| &records[at]).collect();
        let input =
            Input::new("B8", format!("{number}: record {which} cut at {at}"), text).with(&there).exactly();
        let input = input.is(FileState::Damaged);
        add(if joined { input.answers("is:recovered", 1) } else { input });
    }
}

/// A stretch that begins in one line and ends in the next is lost.
fn cuts_across_lines(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    let records: Vec<String> = (0..6).map(sound).collect();
    for number in 0..wanted {
        let is_bridge = number % 2 == 0;
        let line = |record: &String| {
            if is_bridge {
                format!(r#"{{"version":"0","detail":{record},"id":"1"}}"#)
            } else {
                record.clone()
            }
        };
        let lines: Vec<String> = records.iter().map(line).collect();
        let which = random.below(5);
        let text = lines.join("\n");
        let start = text.find(&lines[which]).unwrap();
        let next = text.find(&lines[which + 1]).unwrap();
        let from = start + random.below(lines[which].len());
        let to = next + 1 + random.below(lines[which + 1].len() - 1);
        let cut = format!("{}{}", &text[..from], &text[to..]);
        let there: Vec<&String> =
            (0..6).filter(|at| *at != which && *at != which + 1).map(|at| &records[at]).collect();
        add(Input::new("B5", format!("{number}: {from} to {to}"), cut).with(&there));
    }
}

/// How a name is written.
type Spell = fn(&str) -> String;

/// Athena, Panther and others write names in small letters.
fn other_capitals(add: &mut dyn FnMut(Input)) {
    let identity = [
        ("type", "AssumedRole"),
        ("arn", "arn:aws:sts::111122223333:assumed-role/admin/mia"),
        ("accountId", "111122223333"),
        ("accessKeyId", "ASIAQ7LKSPRBDEXAMPLE"),
    ];
    let change: [(&str, Spell); 4] = [
        ("as AWS writes", str::to_owned),
        ("small", str::to_lowercase),
        ("capital", str::to_uppercase),
        ("snake", |name| name.to_owned()),
    ];
    for (what, change) in change {
        for outer in [str::to_owned as Spell, str::to_lowercase] {
            let members: Vec<String> =
                identity.iter().map(|(name, value)| format!("\"{}\":\"{value}\"", change(name))).collect();
            let record = format!(
                r#"{{"{}":"1.08","{}":{{{}}},"{}":"ListBuckets","{}":"s3.amazonaws.com"}}"#,
                outer("eventVersion"),
                outer("userIdentity"),
                members.join(","),
                outer("eventName"),
                outer("eventSource")
            );
            let text = format!("[{record}]");
            let input = Input::new("B7", format!("{what}: {record}"), text).with(&[&record]).exactly();
            add(input.answers("key=ASIAQ7LKSPRBDEXAMPLE", 1).answers("mia", 1));
        }
    }
}

fn raw_controls(add: &mut dyn FnMut(Input)) {
    for byte in (0_u8..0x20).chain([0x7f]) {
        for (what, start, end) in [("a value", "\"userAgent\":\"a", "b\""), ("a name", "\"a", "b\":1")] {
            let odd = [
                br#"{"eventVersion":"1.08","eventName":"Odd","#,
                start.as_bytes(),
                &[byte],
                end.as_bytes(),
                b"}",
            ]
            .concat();
            let (one, two) = (sound(1), sound(2));
            let list = [one.as_bytes(), &odd, two.as_bytes()];
            let log = [b"{\"Records\":[", list.join(&b","[..]).as_slice(), b"]}"].concat();
            let state = if byte == 0x7f { FileState::Read } else { FileState::Damaged };
            add(Input::new("B6", format!("{what} with byte {byte}"), log.clone()).with(&list).is(state));
            add(Input::new("B6", format!("{what} with byte {byte}, packed"), gzip(&log))
                .with(&list)
                .is(state));
        }
    }
}

pub(crate) fn inputs(random: &mut Random, add: &mut dyn FnMut(Input)) {
    base64_of_roads(12, random, add);
    unread(add);
    halves(800, random, add);
    cuts_across_lines(600, random, add);
    other_capitals(add);
    raw_controls(add);
}
