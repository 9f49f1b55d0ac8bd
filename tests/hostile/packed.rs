//! Compressed files, damaged compressed files, bombs, archives and tables, and texts in other encodings.

use std::io::{Read as _, Write as _};

use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use flate2::{Compression, GzBuilder};
use trailsift::store::file::FileState;

use crate::input::Input;
use crate::json::sound;
use crate::random::Random;

pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zlib(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn records(count: usize) -> Vec<String> {
    (0..count).map(sound).collect()
}

fn log_file(records: &[String]) -> String {
    format!("{{\"Records\":[{}]}}", records.join(","))
}

pub(crate) fn gzip_inputs(random: &mut Random, add: &mut dyn FnMut(Input)) {
    members(add);
    after_the_end(add);
    headers(add);
    damage(random, add);
    other_packings(add);
    bombs(add);
}

fn members(add: &mut dyn FnMut(Input)) {
    for count in [2, 100, 10_000] {
        let all = records(count);
        let packed: Vec<u8> = all.iter().flat_map(|record| gzip(format!("{record}\n").as_bytes())).collect();
        add(Input::new("G1", format!("{count} members"), packed).with(&all));
    }
    let two = records(2);
    let empty = gzip(b"");
    let line = |at: usize| gzip(format!("{}\n", two[at]).as_bytes());
    add(Input::new("G1", "empty members", [empty.clone(), line(0), empty.clone(), line(1), empty].concat())
        .with(&two));
    add(Input::new("G1", "an empty member alone", gzip(b"")).is(FileState::NotLog));
    let text = log_file(&two);
    let halves = [gzip(&text.as_bytes()[..150]), gzip(&text.as_bytes()[150..])].concat();
    add(Input::new("G1", "a record over two members", halves).with(&two));
}

fn after_the_end(add: &mut dyn FnMut(Input)) {
    let all = records(20);
    let packed = gzip(log_file(&all).as_bytes());
    for (what, tail) in [
        ("garbage", b"garbage".to_vec()),
        ("zeros", vec![0; 512]),
        ("a zero", vec![0]),
        ("half a header", b"\x1f\x8b".to_vec()),
        ("a header", b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec()),
        ("JSON", b"{\"Records\":[]}".to_vec()),
        ("another form", b"PK\x03\x04".to_vec()),
    ] {
        add(Input::new("G1", format!("{what} after the end"), [packed.clone(), tail].concat()).with(&all));
    }
    let half = &gzip(log_file(&records(3)).as_bytes())[..60];
    add(Input::new("G1", "half a member after the end", [&packed, half].concat()).with(&all));
}

fn headers(add: &mut dyn FnMut(Input)) {
    let all = records(5);
    let text = log_file(&all);
    let build = |builder: GzBuilder| {
        let mut encoder = builder.write(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    for (what, builder) in [
        ("a name", GzBuilder::new().filename("a.json")),
        ("a name that drives terminals", GzBuilder::new().filename("\u{1b}]0;x\u{7}\u{1b}[2J")),
        ("a path as a name", GzBuilder::new().filename("../../../../tmp/x")),
        ("a long name", GzBuilder::new().filename("n".repeat(60_000))),
        ("a comment", GzBuilder::new().comment("\u{1b}[31m")),
        ("an extra field", GzBuilder::new().extra(vec![0xff; 60_000])),
        ("everything", GzBuilder::new().filename("n").comment("c").extra(vec![1, 2, 3]).mtime(u32::MAX)),
    ] {
        add(Input::new("G1", what, build(builder)).with(&all).is(FileState::Read));
    }
    let plain = build(GzBuilder::new());
    for (at, flag) in [(3, 0x02), (3, 0xe0), (2, 9), (8, 4)] {
        let mut bytes = plain.clone();
        bytes[at] = flag;
        add(Input::new("G1", format!("byte {at} of the header is {flag}"), bytes));
    }
}

fn damage(random: &mut Random, add: &mut dyn FnMut(Input)) {
    let all = records(200);
    let text = log_file(&all);
    let packed = gzip(text.as_bytes());
    let end = packed.len();
    let changed = |at: usize| {
        let mut bytes = packed.clone();
        bytes[at] ^= 1 << (at % 8);
        bytes
    };
    for at in end - 8..end {
        let what = if at < end - 4 { "checksum" } else { "size" };
        add(Input::new("G1", format!("a wrong {what}, byte {at}"), changed(at))
            .with(&all)
            .is(FileState::Damaged));
    }
    for cut in [1, 4, 7, 8] {
        let bytes = &packed[..end - cut];
        add(Input::new("G1", format!("{cut} bytes are missing"), bytes).with(&all).is(FileState::Damaged));
    }
    for _ in 0..20 {
        let at = 20 + random.below(end - 40);
        let bytes = &packed[..at];
        let there = readable(bytes);
        add(Input::new("G1", format!("cut at {at}"), bytes)
            .with(&whole(&all, &there))
            .is(FileState::Damaged));
    }
    for _ in 0..20 {
        let at = 10 + random.below(end - 20);
        let there = readable(&changed(at));
        let same = there.iter().zip(text.as_bytes()).take_while(|(one, two)| one == two).count();
        let before = whole(&all, &there[..same]);
        add(Input::new("G1", format!("a bit of byte {at} is turned"), changed(at))
            .with(&before)
            .is(FileState::Damaged));
    }
    let mut stored = GzEncoder::new(Vec::new(), Compression::none());
    stored.write_all(text.as_bytes()).unwrap();
    add(Input::new("G1", "stored blocks", stored.finish().unwrap()).with(&all).is(FileState::Read));
}

/// What comes out of deflated data, byte by byte, before it ends or is found to be damaged.
fn readable(gzip: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut decoder = flate2::read::DeflateDecoder::new(gzip.get(10..).unwrap_or_default());
    let mut byte = [0];
    while matches!(decoder.read(&mut byte), Ok(1)) {
        out.push(byte[0]);
    }
    out
}

/// Returns the records that a text contains completely.
fn whole<'r>(records: &'r [String], text: &[u8]) -> Vec<&'r String> {
    let mut rest = text;
    let mut found = Vec::new();
    for record in records {
        let Some(at) = rest.windows(record.len()).position(|part| part == record.as_bytes()) else { break };
        rest = &rest[at + record.len()..];
        found.push(record);
    }
    found
}

fn other_packings(add: &mut dyn FnMut(Input)) {
    let all = records(5);
    let text = log_file(&all).into_bytes();
    let packed = gzip(&text);
    add(Input::new("G1", "packed twice", gzip(&packed)).with(&all).is(FileState::Read));
    add(Input::new("G1", "packed three times", gzip(&gzip(&packed))).with(&all).is(FileState::Read));
    let many = (0..12).fold(packed.clone(), |inner, _| gzip(&inner));
    add(Input::new("G1", "packed thirteen times", many));
    add(Input::new("G1", "packed and not called so", packed.clone())
        .named("a.txt")
        .with(&all)
        .is(FileState::Read));
    add(Input::new("G1", "called packed and not so", text.clone())
        .named("a.json.gz")
        .with(&all)
        .is(FileState::Read));
    add(Input::new("G1", "zlib", zlib(&text)));
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(&text).unwrap();
    add(Input::new("G1", "deflate", deflate.finish().unwrap()));
}

fn bombs(add: &mut dyn FnMut(Input)) {
    let one = sound(1);
    for (what, size) in [("10 MB", 10 << 20), ("300 MB", 300 << 20)] {
        let blanks = vec![b' '; size];
        let text = [format!("{one}\n").as_bytes(), &blanks].concat();
        add(Input::new("G1", format!("{what} of blanks behind a record"), gzip(&text)).with(&[&one]));
        add(Input::new("G1", format!("{what} of blanks"), gzip(&blanks)));
        add(Input::new("G1", format!("{what} of blanks packed twice"), gzip(&gzip(&blanks))));
    }
    let mut lying = gzip(one.as_bytes());
    let end = lying.len();
    lying[end - 4..].copy_from_slice(&[0xff; 4]);
    add(Input::new("G1", "a size of 4 GB that is not so", lying).with(&[&one]).is(FileState::Damaged));
}

/// Archives are named, not opened.
pub(crate) fn archives(add: &mut dyn FnMut(Input)) {
    let text = log_file(&records(2));
    let names = [
        "a.json",
        "../a.json",
        "/etc/passwd",
        "a/../../b",
        "\u{1b}[31m",
        "",
        "con",
        "a\\b",
        "x\u{202e}nosj",
        ".",
        "..",
    ];
    for name in names {
        let mut header = vec![0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[257..262].copy_from_slice(b"ustar");
        for (what, kind) in [("file", b'0'), ("link", b'2'), ("device", b'3')] {
            header[156] = kind;
            let tar = [&header, text.as_bytes(), &[0; 1024]].concat();
            let input = Input::new("A1", format!("tar with the {what} {name:?}"), tar.clone());
            add(input.named("a.tar").is(FileState::Unreadable));
            if kind == b'0' {
                add(Input::new("A1", format!("packed tar with {name:?}"), gzip(&tar))
                    .is(FileState::Unreadable));
            }
        }
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let start = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff";
        let zip = [&start[..], &length, &[0, 0], name.as_bytes(), text.as_bytes()].concat();
        add(Input::new("A1", format!("zip with {name:?}"), zip).named("a.zip").is(FileState::Unreadable));
    }
    for magic in ["\u{28}", "BZh9", "PAR1", "ORC", "PK\u{5}\u{6}", "Rar!\u{1a}\u{7}", "Obj\u{1}"] {
        add(Input::new(
            "A1",
            format!("something that begins with {magic}"),
            [magic.as_bytes(), &[7; 100]].concat(),
        ));
    }
}

/// Tables are named, not read.
pub(crate) fn tables(add: &mut dyn FnMut(Input)) {
    let headings = [
        "User name,AWS access key,Event time,Event source,Event name,AWS region",
        "\"eventVersion\",\"eventTime\",\"eventName\",\"eventSource\"",
        "eventTime;eventName;eventSource",
        "eventTime\teventName\teventSource",
        "EVENTNAME,EVENTTIME",
        "\u{feff}eventID,eventTime,eventName",
    ];
    let rows = [
        "a,b,c,d,e,f".to_owned(),
        "\"unbalanced,b,c\n".to_owned(),
        "\"a\nb\",\"c\"\"d\",{\"eventName\":1}".to_owned(),
        format!("{},b", "x".repeat(1 << 20)),
        "=cmd|' /C calc'!A0,@x,+1,-1".to_owned(),
        format!("\"{}\"", sound(1).replace('"', "\"\"")),
    ];
    for (number, heading) in headings.iter().enumerate() {
        for (at, row) in rows.iter().enumerate() {
            let input =
                Input::new("C2", format!("heading {number}, row {at}"), format!("{heading}\r\n{row}\r\n"));
            // R4: AWS's own names make a table of events, whatever separates them. It is read, damaged or named.
            add(input.named("events.csv").never(FileState::NotLog));
        }
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

pub(crate) fn encodings(add: &mut dyn FnMut(Input)) {
    let all = records(3);
    let text = log_file(&all);
    let lines = all.join("\n");
    for (what, text) in [("a log file", &text), ("lines", &lines)] {
        let (little, big) = (utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes));
        let forms = [
            ("a byte order mark", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
            ("UTF-16 LE with a mark", [b"\xff\xfe".to_vec(), little.clone()].concat()),
            ("UTF-16 BE with a mark", [b"\xfe\xff".to_vec(), big.clone()].concat()),
            ("UTF-16 LE", little),
            ("UTF-16 BE", big),
        ];
        for (how, bytes) in forms {
            add(Input::new("J6", format!("{what} in {how}"), bytes.clone()).with(&all).is(FileState::Read));
            let mut odd = bytes.clone();
            odd.push(b'\n');
            add(Input::new("J6", format!("{what} in {how}, a byte too long"), odd).with(&all));
            add(Input::new("J6", format!("{what} in {how}, packed"), gzip(&bytes))
                .with(&all)
                .is(FileState::Read));
        }
        let wide: Vec<u8> = text.chars().flat_map(|char| u32::from(char).to_le_bytes()).collect();
        add(Input::new("J6", format!("{what} in UTF-32"), wide));
    }
    let values: [&[u8]; 20] = [
        b"\xe9t\xe9",
        b"\xff",
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xed\xa0\xbd\xed\xb8\x80",
        b"\xf4\x90\x80\x80",
        b"\0",
        b"a\0b",
        b"\x1b[31m",
        b"\\ud800",
        b"\\udfff\\ud800",
        b"\\ud83d\\ude00",
        b"\\uD83D\\uDE00",
        b"\\ud83d\\u0041",
        b"\\ud83d\\\\",
        b"\xf0\x9f\x98\x80",
        b"\xef\xbf\xbe",
        b"\xe2\x80\xa8",
        b"\x7f",
        b"\xc2\x9b31m",
    ];
    for value in values {
        for (what, start, end) in [("a value", "\"userAgent\":\"", "\""), ("a name", "\"", "\":1")] {
            let odd = [
                br#"{"eventVersion":"1.08","eventName":"Odd","#,
                start.as_bytes(),
                value,
                end.as_bytes(),
                b"}",
            ]
            .concat();
            let list = [all[0].as_bytes(), &odd, all[1].as_bytes()];
            let bytes = [b"{\"Records\":[", list.join(&b","[..]).as_slice(), b"]}"].concat();
            add(Input::new("J6", format!("{what} with {}", value.escape_ascii()), bytes).with(&list));
        }
    }
}
