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

/// A tar header with a checksum that is right.
fn tar_header(name: &[u8], kind: u8, size: usize) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name);
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    header[148..156].fill(b' ');
    header[156] = kind;
    header[157..168].copy_from_slice(b"/etc/passwd");
    header[257..263].copy_from_slice(b"ustar\0");
    header[263..265].copy_from_slice(b"00");
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

pub(crate) fn tar_of(members: &[(&[u8], u8, &[u8])]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, kind, text) in members {
        tar.extend(tar_header(name, *kind, text.len()));
        tar.extend_from_slice(text);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.extend([0; 1024]);
    tar
}

/// A zip archive: names, texts, and whether each is compressed.
pub(crate) fn zip_of(members: &[(&[u8], &[u8], bool)]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, text, packed) in members {
        let at = u32::try_from(zip.len()).unwrap();
        let data = if *packed {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(text).unwrap();
            encoder.finish().unwrap()
        } else {
            text.to_vec()
        };
        let mut crc = flate2::Crc::new();
        crc.update(text);
        let mut common = vec![20, 0, 0, 8, if *packed { 8 } else { 0 }, 0, 0, 0, 0, 0];
        for number in [crc.sum(), u32::try_from(data.len()).unwrap(), u32::try_from(text.len()).unwrap()] {
            common.extend(number.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        zip.extend(b"PK\x03\x04");
        zip.extend(&common);
        zip.extend_from_slice(name);
        zip.extend(data);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend_from_slice(name);
    }
    let (start, size) = (u32::try_from(zip.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    let count = u16::try_from(members.len()).unwrap().to_le_bytes();
    zip.extend(directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([count, count].concat());
    zip.extend(size.to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

/// Archives: intact, cut, with flipped bits, within one another, with names of every kind.
pub(crate) fn archives(add: &mut dyn FnMut(Input)) {
    let all = records(2);
    let text = log_file(&all);
    let names: [&[u8]; 12] = [
        b"a.json",
        b"../a.json",
        b"/etc/passwd",
        b"a/../../b",
        b"\x1b[31m",
        b"",
        b"con",
        b"a\\b",
        "x\u{202e}nosj".as_bytes(),
        b".",
        b"..",
        b"\xff\xfe.json",
    ];
    for name in names {
        let shown = name.escape_ascii();
        for (what, kind) in
            [("file", b'0'), ("link", b'2'), ("hard link", b'1'), ("device", b'3'), ("other", b'Z')]
        {
            let tar = tar_of(&[(name, kind, text.as_bytes())]);
            let input = Input::new("A1", format!("tar with the {what} {shown}"), tar.clone()).named("a.tar");
            // A name of nothing is none that a reader of tar accepts; the others are only shown.
            add(if kind == b'0' && !name.is_empty() { input.with(&all).exactly() } else { input });
            if kind == b'0' && !name.is_empty() {
                let packed = Input::new("A1", format!("packed tar with {shown}"), gzip(&tar));
                add(packed.with(&all).exactly().is(FileState::NotLog));
            }
        }
        for packed in [false, true] {
            let zip = zip_of(&[(name, text.as_bytes(), packed)]);
            let input = Input::new("A1", format!("zip with {shown}, compressed: {packed}"), zip);
            add(input.with(&all).exactly().is(FileState::NotLog));
        }
        // Without a directory, and with sizes that are not known.
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let start = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff";
        let zip = [&start[..], &length, &[0, 0], name, text.as_bytes()].concat();
        let input = Input::new("A1", format!("zip without a directory: {shown}"), zip).named("a.zip");
        add(input.with(&all).exactly().is(FileState::Damaged));
    }
    for magic in
        ["\u{28}", "BZh9", "PAR1", "ORC", "PK\u{5}\u{6}", "PK\u{3}\u{4}", "Rar!\u{1a}\u{7}", "Obj\u{1}"]
    {
        add(Input::new(
            "A1",
            format!("something that begins with {magic}"),
            [magic.as_bytes(), &[7; 100]].concat(),
        ));
    }
    damaged_archives(add);
}

fn damaged_archives(add: &mut dyn FnMut(Input)) {
    let all = records(3);
    let texts: Vec<String> = all.iter().map(|one| log_file(std::slice::from_ref(one))).collect();
    let packed = gzip(texts[1].as_bytes());
    let zip = zip_of(&[
        (b"1.json", texts[0].as_bytes(), true),
        (b"2.json.gz", &packed, false),
        (b"3.json", texts[2].as_bytes(), true),
    ]);
    let tar = tar_of(&[
        (b"1.json", b'0', texts[0].as_bytes()),
        (b"2.json.gz", b'0', &packed),
        (b"3.json", b'0', texts[2].as_bytes()),
    ]);
    let nested = [
        ("a zip in a zip", zip_of(&[(b"inner", &zip, true)])),
        ("a tar in a zip", zip_of(&[(b"inner", &tar, true)])),
        ("a zip in a tar", tar_of(&[(b"inner", b'0', &zip)])),
        ("a packed tar in a zip", zip_of(&[(b"inner.tar.gz", &gzip(&tar), false)])),
        ("a zip in a packed tar", gzip(&tar_of(&[(b"inner", b'0', &zip)]))),
    ];
    for (what, archive) in nested {
        add(Input::new("A1", what, archive).with(&all).exactly().is(FileState::NotLog));
    }
    for (what, archive) in [("zip", &zip), ("tar", &tar)] {
        add(Input::new("A1", format!("an intact {what}"), archive.clone()).with(&all).exactly());
        for at in (0..archive.len()).step_by(41) {
            let cut = Input::new("A1", format!("{what} cut at {at}"), archive[..at].to_vec());
            add(cut.never(FileState::Read));
            let mut flipped = archive.clone();
            flipped[at] ^= 1 << (at % 8);
            add(Input::new("A1", format!("{what} with a flipped bit at {at}"), flipped));
        }
    }
    // Without its directory a zip has all its members.
    let directory = zip.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let cut = Input::new("A1", "zip without its directory", zip[..directory].to_vec());
    add(cut.with(&all).exactly().is(FileState::Damaged));
    // The directory names one member a hundred times.
    let one = zip_of(&[(b"1.json", texts[0].as_bytes(), true)]);
    let start = one.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let end = one.windows(4).position(|four| four == b"PK\x05\x06").unwrap();
    let mut bomb = one[..start].to_vec();
    bomb.extend(one[start..end].repeat(100));
    bomb.extend(&one[end..]);
    let at = bomb.len() - 22;
    bomb[at + 8] = 100;
    bomb[at + 10] = 100;
    let size = u32::try_from((end - start) * 100).unwrap();
    bomb[at + 12..at + 16].copy_from_slice(&size.to_le_bytes());
    add(Input::new("A1", "one member named a hundred times", bomb).with(&all[..1]).exactly());
}

/// Tables: read, damaged or named, never passed over.
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
