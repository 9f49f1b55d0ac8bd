//! JSON as nobody should write it: as whole files, in a record between two intact ones, deep, long, and of the
//! wrong types.

use serde_json::value::RawValue;

use crate::input::Input;

pub(crate) fn sound(number: usize) -> String {
    format!(
        r#"{{"eventVersion":"1.08","userIdentity":{{"type":"IAMUser","userName":"u{number}"}},"eventTime":"2026-03-10T12:00:{:02}Z","eventSource":"s3.amazonaws.com","eventName":"Sound{number}","awsRegion":"us-east-1","eventID":"sound-{number}"}}"#,
        number % 60
    )
}

/// Larger records are not read by default.
const LARGEST: usize = 16 << 20;

/// Makes a log file with a record between two intact ones, and returns those two.
fn between(set: &'static str, name: String, record: &[u8]) -> Input {
    let (one, two) = (sound(1), sound(2));
    let text = [b"{\"Records\":[", one.as_bytes(), b",", record, b",", two.as_bytes(), b"]}"].concat();
    let mut input = Input::new(set, name, text).with(&[&one, &two]);
    if is_json(record) && record.len() <= LARGEST {
        input.sound.push(record.to_vec());
    }
    input
}

/// Returns what another JSON reader says.
fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<&RawValue>(text).is_ok()
}

fn record_with(parameters: &[u8]) -> Vec<u8> {
    let start = br#"{"eventVersion":"1.08","eventName":"Odd","eventTime":"2026-03-10T12:00:30Z","requestParameters":"#;
    [start, parameters, b"}"].concat()
}

pub(crate) fn inputs(add: &mut dyn FnMut(Input)) {
    for (number, case) in torture().into_iter().enumerate() {
        add(Input::new("J1", format!("{number}: {}", short(&case)), case.clone()));
        add(between("J2", format!("{number}: {}", short(&case)), &record_with(&case)));
    }
    for (number, value) in spellings().into_iter().enumerate() {
        let parameters = format!(r#"{{"value":{value},"list":[{value}, {value} ],"value":{value}}}"#);
        add(between(
            "J3",
            format!("{number}: {}", short(value.as_bytes())),
            &record_with(parameters.as_bytes()),
        ));
    }
    large(add);
    wrong_types(add);
}

fn short(text: &[u8]) -> String {
    text.iter().copied().take(40).collect::<Vec<_>>().escape_ascii().to_string()
}

const NUMBERS: [&str; 48] = [
    "0",
    "-0",
    "1",
    "-1",
    "12345678901234567890",
    "1.5",
    "-1.5",
    "1e5",
    "1E5",
    "1e+5",
    "1e-5",
    "1.5e400",
    "-1e400",
    "1e-400",
    "9007199254740993",
    "18446744073709551616",
    "0.1000000000000000055511151231257827",
    "-0.0",
    "0e0",
    "00",
    "01",
    "-01",
    "+1",
    ".5",
    "-.5",
    "1.",
    "1.e1",
    "1e",
    "1e+",
    "1e-",
    "--1",
    "-",
    "1a",
    "0x10",
    "0b1",
    "1_000",
    "Infinity",
    "-Infinity",
    "NaN",
    "-NaN",
    "1.5.5",
    "1e5e5",
    "1 000",
    "\u{ff11}",
    "1,000",
    "- 1",
    "0.e",
    "2.e3",
];

const STRINGS: [&str; 56] = [
    r#""""#,
    r#""a""#,
    r#""\"""#,
    r#""\\""#,
    r#""\/""#,
    r#""\b\f\n\r\t""#,
    r#""\u0000""#,
    r#""\u001b[31m""#,
    r#""\u00e9\u00E9""#,
    r#""\ud83d\ude00""#,
    r#""\ud800""#,
    r#""\udc00""#,
    r#""\udc00\ud800""#,
    r#""\ud800\ud800""#,
    r#""\ud800a""#,
    r#""\uD834\uDd1e""#,
    r#""\uffff""#,
    r#""\ufdd0""#,
    r#""\u202e""#,
    r#""\u2028\u2029""#,
    "\"\u{2028}\u{2029}\"",
    "\"\u{7f}\"",
    "\"é漢😀\"",
    "\"\u{feff}\"",
    r#""\\u0041""#,
    r#""\\\"""#,
    r#""{\"a\":1}""#,
    r#""]}""#,
    r#""},{""#,
    r#""{\"eventVersion\":\"1\"}""#,
    r#""\"eventVersion\"""#,
    r#""\u007b\u0022eventVersion\u0022:1}""#,
    r#""%7B%22a%22%3A1%7D""#,
    r#""%7B%22a"#,
    r#""a"#,
    r#"""#,
    r#""\"#,
    r#""\""#,
    r#""\u"#,
    r#""\u1""#,
    r#""\u12""#,
    r#""\u123""#,
    r#""\u12G4""#,
    r#""\x41""#,
    r#""\a""#,
    r#""\'""#,
    r#""\U0041""#,
    r#""\ ""#,
    "'a'",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"a\u{0}b\"",
    "\"a\u{1b}[2Jb\"",
    "\"a\rb\"",
    "`a`",
    "\u{201c}a\u{201d}",
];

const STRUCTURES: [&str; 62] = [
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "{\"a\":{}}",
    "{\"\":0}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"A\":2,\"a\":null}",
    " [ ] ",
    "\t{\r\n}\t",
    "[1,2]",
    "[null,true,false]",
    "null",
    "true",
    "false",
    "{\"\\u0000\":1}",
    "{\"\\ud800\":1}",
    "{\"a\\\"b\":[]}",
    "{\"__proto__\":{}}",
    "{\"a\":[{\"b\":[{\"c\":[]}]}]}",
    "[",
    "]",
    "{",
    "}",
    "[]]",
    "{}}",
    "[}",
    "{]",
    "[,]",
    "[1,]",
    "[,1]",
    "[1,,2]",
    "[1 2]",
    "[1;2]",
    "{,}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\",1}",
    "{\"a\" 1}",
    "{\"a\":1,}",
    "{\"a\":1,,\"b\":2}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1;\"b\":2}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{null:1}",
    "{[]:1}",
    "{\"a\"::1}",
    "{\"a\":1}}",
    "nul",
    "nulll",
    "True",
    "FALSE",
    "undefined",
    "[1]//x",
    "/*x*/[1]",
    "[1]#x",
    "<a/>",
    "\u{feff}[]",
    "[\u{a0}1]",
    "{\"a\":\u{0}1}",
];

/// Returns short texts, valid and invalid, that JSON readers are known to disagree about.
fn torture() -> Vec<Vec<u8>> {
    let mut cases: Vec<Vec<u8>> = Vec::new();
    for text in NUMBERS.iter().chain(&STRINGS).chain(&STRUCTURES) {
        cases.push(text.as_bytes().to_vec());
        cases.push(format!("[{text}]").into_bytes());
    }
    for bytes in BYTES {
        cases.push([&b"[\""[..], bytes, b"\"]"].concat());
        cases.push([&b"{\""[..], bytes, b"\":1}"].concat());
        cases.push(bytes.to_vec());
    }
    for text in ["", " ", "\n", "\u{0}", "\u{1f}"] {
        cases.push(text.as_bytes().to_vec());
    }
    cases
}

/// Bytes that are not UTF-8, each for a different reason.
const BYTES: [&[u8]; 14] = [
    b"\xff",
    b"\xfe",
    b"\x80",
    b"\xbf",
    b"\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\xed\xa0\x80",
    b"\xed\xa0\xbd\xed\xb8\x80",
    b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80",
    b"\xe9t\xe9",
];

/// Returns values that must be shown exactly as written.
fn spellings() -> Vec<String> {
    let numbers = NUMBERS.iter().chain(&STRINGS).chain(&STRUCTURES).filter(|text| is_json(text.as_bytes()));
    numbers.map(ToString::to_string).chain(["9".repeat(400), format!("-0.{}", "1".repeat(400))]).collect()
}

fn large(add: &mut dyn FnMut(Input)) {
    for depth in [126, 127, 128, 129, 1000, 100_000, 1_000_000] {
        let nested = |open: &str, close: &str| open.repeat(depth) + "1" + &close.repeat(depth);
        let cases = [
            ("arrays", nested("[", "]")),
            ("objects", nested("{\"a\":", "}")),
            ("mixed", nested("[{\"a\":", "}]")),
            ("unclosed", "[{\"a\":".repeat(depth)),
        ];
        for (what, case) in cases {
            add(between("J4", format!("{what} {depth} deep"), &record_with(case.as_bytes())));
        }
        add(Input::new("J4", format!("arrays alone {depth} deep"), "[".repeat(depth)));
    }
    let many =
        |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(",");
    for (what, case) in [
        ("a string of 50 MB", format!("\"{}\"", "a".repeat(50 << 20))),
        ("a string of escapes", format!("\"{}\"", "\\u001b".repeat(1 << 20))),
        ("a million members", format!("{{{}}}", many(1_000_000, &|at| format!("\"k{at}\":{at}")))),
        ("a million items", format!("[{}]", many(1_000_000, &|at| at.to_string()))),
        ("the same name 10,000 times", format!("{{{}}}", many(10_000, &|at| format!("\"a\":{at}")))),
        ("a name of 1 MB", format!("{{\"{}\":1}}", "k".repeat(1 << 20))),
        ("JSON in strings in strings", strings_in_strings(12)),
    ] {
        add(between("J4", what.to_owned(), &record_with(case.as_bytes())));
    }
}

fn strings_in_strings(depth: usize) -> String {
    (0..depth)
        .fold("[1]".to_owned(), |inner, _| serde_json::to_string(&format!("{{\"a\":{inner}}}")).unwrap())
}

const FIELDS: [&str; 25] = [
    "eventVersion",
    "userIdentity",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "requestID",
    "eventID",
    "readOnly",
    "resources",
    "eventType",
    "managementEvent",
    "recipientAccountId",
    "eventCategory",
    "sharedEventID",
    "serviceEventDetails",
    "tlsDetails",
    "sessionCredentialFromConsole",
];

fn wrong_types(add: &mut dyn FnMut(Input)) {
    let huge = format!("\"{}\"", "x".repeat(1 << 16));
    for field in FIELDS {
        for value in ["null", "\"\"", "[]", "{}", "0", "true", &huge, r#"{"a":{"b":[1,"x"]}}"#] {
            let base = [
                ("eventVersion", "\"1.08\""),
                ("eventName", "\"N\""),
                ("eventSource", "\"s\""),
                ("eventTime", "\"t\""),
            ];
            let mut members: Vec<(&str, &str)> =
                base.iter().copied().filter(|(name, _)| *name != field).collect();
            members.push((field, value));
            let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            let record = format!("{{{}}}", members.join(","));
            add(between("J5", format!("{field} is {}", short(value.as_bytes())), record.as_bytes()));
        }
    }
}
