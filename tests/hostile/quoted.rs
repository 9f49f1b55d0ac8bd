//! Text inside a value of a record that looks like a record, in every wrapper and after every damage: it is
//! never an event. And envelopes of strings, in which damage may affect one record only.
//!
//! Numbers in the names are those of the faults that the inputs come from.

use crate::input::Input;
use crate::json::sound;
use crate::packed::gzip;
use crate::random::Random;

/// The `eventID` of the record that must never be an event.
pub(crate) const FORGED: &str = "forged-0000";

fn string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn forged() -> String {
    sound(9).replace("sound-9", FORGED)
}

/// Members that quote a record in a string.
fn quotations() -> Vec<String> {
    let (plain, list) = (string(&forged()), string(&format!("{{\"Records\":[{}]}}", forged())));
    let twice = string(&format!("{{\"Message\":{plain}}}"));
    vec![
        format!("\"userAgent\":{plain}"),
        format!("\"userAgent\":{list}"),
        format!("\"errorMessage\":{twice}"),
        format!("\"requestParameters\":{{\"userData\":{plain}}}"),
        format!("\"requestParameters\":{{\"message\":{plain},\"Body\":{twice}}}"),
        format!(
            "\"requestParameters\":{{\"entries\":[{{\"id\":1,\"message\":{plain}}},{{\"Body\":{twice}}}]}}"
        ),
        format!("\"requestParameters\":{{\"list\":[{plain},{list}]}}"),
        format!("\"requestParameters\":{{\"CloudTrailEvent\":{plain},\"_raw\":{plain}}}"),
        format!(
            "\"additionalEventData\":{{\"text\":{}}}",
            string(&format!("line\n{}\n{}", forged(), forged()))
        ),
    ]
}

fn record(number: usize, quotation: &str) -> String {
    let record = sound(number);
    let at = record.find("\"eventID\"").unwrap();
    format!("{}{quotation},{}", &record[..at], &record[at..])
}

fn wrapped(records: &[String]) -> Vec<(&'static str, String)> {
    let details = records.iter().map(|one| format!("{{\"version\":\"0\",\"detail\":{one}}}"));
    let details: Vec<String> = details.collect();
    vec![
        ("a log file", format!("{{\"Records\":[{}]}}", records.join(","))),
        ("an array", format!("[{}]", records.join(","))),
        ("lines", records.join("\n")),
        ("EventBridge lines", details.join("\n")),
        ("EventBridge in an array", format!("[{}]", details.join(","))),
    ]
}

/// One damaged place in a record that quotes another.
fn torn_records(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    let quotations = quotations();
    for number in 0..wanted {
        let quoting = record(1, &quotations[random.below(quotations.len())]);
        let records = [sound(0), quoting.clone(), sound(2)];
        let forms = wrapped(&records);
        let (form, text) = &forms[random.below(forms.len())];
        let start = text.find(&quoting).unwrap();
        let at = start + random.below(quoting.len());
        let telling = *random.pick(b"\"}, x\\");
        let (what, bytes, neighbours) = match number % 5 {
            0 | 1 => ("deleted", [&text.as_bytes()[..at], &text.as_bytes()[at + 1..]].concat(), vec![0, 2]),
            2 => {
                let mut bytes = text.clone().into_bytes();
                bytes[at] = telling;
                ("changed", bytes, vec![0, 2])
            }
            3 => ("cut", text.as_bytes()[..at].to_vec(), vec![0]),
            _ => ("without its beginning", text.as_bytes()[at..].to_vec(), vec![2]),
        };
        let sound: Vec<&String> = neighbours.into_iter().map(|at: usize| &records[at]).collect();
        let name = format!("A1 {number}: {form}, byte {at} {what}");
        add(Input::new("Q1", name, bytes).with(&sound).without(FORGED));
    }
}

/// Whole files in which others quote a record.
fn strangers(add: &mut dyn FnMut(Input)) {
    let (one, bare) = (string(&forged()), forged());
    for text in [
        format!("{{\"configurationItems\":[{{\"configuration\":{{\"content\":{one}}}}}]}}"),
        format!("{{\"level\":\"info\",\"message\":{one}}}"),
        format!("{{\"method\":\"POST\",\"path\":\"/\",\"body\":{one}}}"),
        format!("203.0.113.9 - - \"GET / HTTP/1.1\" 200 \"{bare}\"\n"),
        format!("203.0.113.9 - - \"GET / HTTP/1.1\" 200 {one}\n"),
        format!("2026-03-10 12:00:00 \"GET /?{bare}\" 200\n"),
        format!("{{\"user\":\"a\",\"note\":[{one},{one}]}}"),
        format!("[{{\"text\":{one}}},{{\"text\":{one}}}]"),
    ] {
        add(Input::new("Q1", format!("A2 {}", &text[..30]), text.clone()).without(FORGED));
        add(Input::new("Q1", format!("A2 packed {}", &text[..30]), gzip(text.as_bytes())).without(FORGED));
    }
}

/// The name of an envelope, and how it wraps a record.
type Form<'f> = (&'static str, &'f dyn Fn(&str) -> String);

/// One damaged place in one of several envelopes of strings.
fn envelopes(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    let records: Vec<String> = (0..6).map(sound).collect();
    let bridge = |one: &str| format!("{{\"version\":\"0\",\"detail\":{one}}}");
    let sqs = |one: &str| format!("{{\"MessageId\":\"m\",\"Body\":{}}}", string(&bridge(one)));
    let sns = |one: &str| {
        let message = format!("{{\"Type\":\"Notification\",\"Message\":{}}}", string(one));
        format!("{{\"MessageId\":\"m\",\"Body\":{}}}", string(&message))
    };
    let lookup = |one: &str| format!("{{\"EventId\":\"e\",\"CloudTrailEvent\":{}}}", string(one));
    let subscription = |one: &str| format!("{{\"id\":\"1\",\"message\":{}}}", string(one));
    let forms: [Form<'_>; 4] =
        [("SQS", &sqs), ("SNS", &sns), ("lookup-events", &lookup), ("a subscription", &subscription)];
    for number in 0..wanted {
        let (form, wrap) = forms[number % forms.len()];
        let items: Vec<String> = records.iter().map(|one| wrap(one)).collect();
        let text = match random.below(3) {
            0 => format!("{{\"Messages\":[{}]}}", items.join(",")),
            1 => format!("[{}]", items.join(",")),
            _ => items.join("\n"),
        };
        let which = 1 + random.below(items.len() - 1);
        let starts: Vec<usize> = text.match_indices(&items[which]).map(|(at, _)| at).collect();
        let at = starts[0] + random.below(items[which].len());
        let bytes = [&text.as_bytes()[..at], &text.as_bytes()[at + 1..]].concat();
        let sound: Vec<&String> =
            records.iter().enumerate().filter(|(place, _)| *place != which).map(|(_, one)| one).collect();
        add(Input::new("Q2", format!("A6 {number}: {form}, byte {at} deleted"), bytes).with(&sound));
    }
}

/// Records with sorted or shuffled members after a cut in a file that began as AWS writes.
fn other_orders(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    for number in 0..wanted {
        let shuffled: Vec<String> = (2..5).map(|number| shuffle(number, random)).collect();
        let cut = &sound(1)[..30 + random.below(100)];
        let text = match number % 3 {
            0 => format!("{{\"Records\":[{},{cut}{{\"Records\":[{}]}}", sound(0), shuffled.join(",")),
            1 => format!("{{\"Records\":[{},{cut},{}]}}", sound(0), shuffled.join(",")),
            _ => format!("{}\n{cut}\n{}", sound(0), shuffled.join("\n")),
        };
        let all: Vec<&String> = shuffled.iter().collect();
        add(Input::new("Q3", format!("A13 {number}"), text.clone()).with(&all));
    }
}

fn shuffle(number: usize, random: &mut Random) -> String {
    let mut members = vec![
        "\"eventVersion\":\"1.08\"".to_owned(),
        "\"userIdentity\":{\"type\":\"IAMUser\"}".to_owned(),
        "\"eventSource\":\"s3.amazonaws.com\"".to_owned(),
        format!("\"eventName\":\"Shuffled{number}\""),
        "\"awsRegion\":\"us-east-1\"".to_owned(),
        format!("\"eventID\":\"shuffled-{number}\""),
    ];
    let mut shuffled = Vec::new();
    while !members.is_empty() {
        shuffled.push(members.remove(random.below(members.len())));
    }
    format!("{{{}}}", shuffled.join(","))
}

/// Zeros anywhere in a log file: no byte order follows from them.
fn zeros(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    let records: Vec<String> = (0..4).map(sound).collect();
    let text = format!("{{\"Records\":[{}]}}", records.join(","));
    for number in 0..wanted {
        let mut bytes = text.clone().into_bytes();
        let at = if number % 2 == 0 { random.below(12) } else { random.below(bytes.len()) };
        let end = (at + 1 + random.below(64)).min(bytes.len());
        bytes[at..end].fill(0);
        let place = |one: &str| text.find(one).unwrap();
        let sound: Vec<&String> =
            records.iter().filter(|one| place(one) >= end || place(one) + one.len() <= at).collect();
        add(Input::new("Q4", format!("A14 {number}: zeros from {at} to {end}"), bytes).with(&sound));
    }
}

/// Many damaged gzip members before an intact one.
pub(crate) fn members(add: &mut dyn FnMut(Input)) {
    let last = sound(7);
    let tail = gzip(format!("{last}\n").as_bytes());
    let one = gzip(format!("{}\n", sound(1)).as_bytes());
    for count in [1, 63, 64, 65, 70, 200] {
        for damage in 0..4 {
            let mut member = one.clone();
            let end = member.len();
            match damage {
                0 => member[end - 5] ^= 1,
                1 => member.truncate(end - 20),
                2 => member[30] ^= 0x10,
                _ => member[3] = 0xe0,
            }
            let bytes = [member.repeat(count), tail.clone()].concat();
            add(Input::new("Q5", format!("R5 A19 {count} members, damage {damage}"), bytes).with(&[&last]));
        }
    }
}

/// Lines of logs that hold what a caller sent as it came, `@` being that.
const LINES: [&str; 24] = [
    "203.0.113.9 - - [10/Mar/2026:12:00:00 +0000] \"GET /?@ HTTP/1.1\" 200 12 \"-\" \"curl\"",
    "203.0.113.9 - - [10/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"@\"",
    "203.0.113.9 - - [10/Mar/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 @",
    "2026/03/10 12:00:00 [error] 12#12: *34 open() failed, client: 203.0.113.9, request: \"GET /?@ HTTP/1.1\"",
    "[2026-03-10 12:00:00] production.INFO: GET /?@",
    "[Tue Mar 10 12:00:00 2026] [error] [client 203.0.113.9] File does not exist: /@",
    "2026-03-10 12:00:00,123 INFO [main] c.e.App - body=@",
    "2026-03-10T12:00:00Z host app: GET /?@ 200",
    "Mar 10 12:00:00 host sshd[7]: Invalid user @ from 203.0.113.9",
    "Mar 10 12:00:00 host app: user=a agent=@",
    "<134>Mar 10 12:00:00 host nginx: 203.0.113.9 GET /?@ 200",
    "time=\"2026-03-10\" level=info msg=\"@\" status=200",
    "level=info ts=1 body=@ status=200",
    "1773144000.123 203.0.113.9 TCP_MISS/200 GET http://x/?@ - DIRECT",
    "{\"ts\":1} GET /?@ 200",
    "\"10/Mar/2026\" \"GET /?@\" \"200\"",
    "10/Mar/2026,GET,/?@,200",
    "a;b;@;c",
    "a\tb\tc\t@\td",
    "I0310 12:00:00.000000 1 server.go:1] body: @ done",
    "W, [2026-03-10T12:00:00] WARN -- : @ (text)",
    "123 INFO text: a, b, [@]",
    "user 1: {a: 1, b: @}",
    "* @ done",
];

/// What a caller sends to pass for JSON.
const BAITS: [&str; 9] =
    ["@", "a:@", "a,@", "},@", "]},@,{", "\",@,\"", "{\"Records\":[@]}", "[@,@]", "{\"detail\":@}"];

fn lines(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    for number in 0..wanted {
        let bait = random.pick(&BAITS).replace('@', &forged());
        let line = random.pick(&LINES).replace('@', &bait);
        let (one, two) = (sound(0), sound(1));
        let (text, there) = match number % 5 {
            0 => (format!("a line\n{line}\nanother line\n"), vec![]),
            1 => (format!("a line\n{line}\n{line}\n{line}"), vec![]),
            2 => (format!("{one}\n{line}\n{two}\n"), vec![&one, &two]),
            3 => (format!("a line\r\n{line}\r\n{one}\r\n"), vec![&one]),
            _ => (format!("2026-03-10T12:00:00Z host app: {one}\n{line}\n"), vec![&one]),
        };
        let name = format!("A2 {number}: {}", line.chars().take(60).collect::<String>());
        let bytes = if number % 7 == 0 { gzip(text.as_bytes()) } else { text.into_bytes() };
        add(Input::new("Q6", name, bytes).named("access.log").with(&there).without(FORGED));
    }
}

pub(crate) fn inputs(wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    torn_records(wanted / 2, random, add);
    strangers(add);
    envelopes(wanted / 4, random, add);
    other_orders(wanted / 8, random, add);
    zeros(wanted / 8, random, add);
    members(add);
    lines(wanted / 8, random, add);
}
