//! A file's bytes → text, by what they are and never by the file's name.
//!
//! gzip within gzip occurs (Firehose), UTF-16 comes from PowerShell's `>`. Forms that may well hold events but are not
//! read are named, so that nobody takes them for files without events.

use crate::json::text::start_of_text;
use crate::plural::counted;
use crate::store::allowance::Cut;
use crate::store::allowance::{Allowance, UpTo};
use crate::store::file::Issue;
use crate::store::gzip;
use crate::store::inflate::{Inflater, Unpacking};
use crate::store::source::{Coding, Step, decode};

/// Most layers of compression that are decompressed.
const MAX_LAYERS: usize = 3;
/// Buffers larger than this are not kept for the next file.
const KEPT_BUFFER: usize = 8 << 20;

/// Decoded text, and the steps to it.
#[derive(Debug, Default)]
pub struct Text {
    /// The text; `None` when the bytes are the text themselves.
    unpacked: Option<Vec<u8>>,
    /// The steps from bytes to text.
    pub steps: Vec<Step>,
    /// Issues found while decoding.
    pub issues: Vec<Issue>,
    /// Why the text is cut short.
    pub cut: Option<Cut>,
    /// Where the text of the first gzip member ends, when anything follows it.
    pub first_member: Option<usize>,
}

impl Text {
    /// The text of a file whose bytes are `bytes`.
    pub fn of<'a>(&'a self, bytes: &'a [u8]) -> &'a [u8] {
        self.unpacked.as_deref().unwrap_or(bytes)
    }

    fn note(&mut self, coding: Coding, unpacking: &Unpacking, limit: usize) {
        for flaw in &unpacking.flaws {
            let lost = match flaw.length {
                0 => String::new(),
                length => format!("; {} could not be read", counted(length, "compressed byte")),
            };
            let reason = format!("{} (byte {} of the compressed file){lost}", flaw.reason, flaw.packed_at);
            self.issues.push(Issue::at("damaged", flaw.text_at, reason));
        }
        self.cut = unpacking.cut;
        match unpacking.cut {
            Some(Cut::Size) => {
                let reason = format!(
                    "decompresses to more than {}; the rest was not read (--max-file-size)",
                    counted(limit, "byte")
                );
                self.issues.push(Issue::at("too large", limit, reason));
            }
            Some(Cut::Ratio) => {
                let reason =
                    "decompresses to far more than its own size; the rest was not read (--max-ratio)";
                let at = self.unpacked.as_ref().map_or(0, Vec::len);
                self.issues.push(Issue::at("too large", at, reason));
            }
            Some(Cut::Memory | Cut::Stopped) | None => {}
        }
        if coding == Coding::Gzip && self.steps.len() == 1 {
            self.first_member = unpacking.first_member;
        } else if self.first_member.is_some() {
            // Places in what is packed inside say nothing about the outer members.
            self.first_member = Some(0);
        }
    }
}

/// Turns the bytes of one file after another into text, with the same buffers.
#[derive(Debug, Default)]
pub struct Decoder {
    inflater: Inflater,
    buffers: Vec<Vec<u8>>,
}

impl Decoder {
    /// Unpacks `bytes` as far as `allowance` goes.
    pub fn text(&mut self, bytes: &[u8], allowance: &mut dyn Allowance) -> Result<Text, Foreign> {
        let mut text = Text::default();
        while let Some(coding) = coding(text.of(bytes)) {
            if text.steps.len() == MAX_LAYERS {
                let reason = format!(
                    "compressed in more than {}; the innermost was not read",
                    counted(MAX_LAYERS, "layer")
                );
                text.issues.push(Issue::new("damaged", reason));
                break;
            }
            let mut made = self.buffers.pop().unwrap_or_default();
            let unpacking = decode(coding, text.of(bytes), &mut made, &mut self.inflater, allowance);
            text.steps.push(Step { coding, made: made.len() });
            self.buffers.extend(text.unpacked.replace(made));
            text.note(coding, &unpacking, allowance.text_bytes());
            if text.cut.is_some() || !unpacking.flaws.is_empty() {
                break;
            }
        }
        let unsupported = if looks_like_json(text.of(bytes)) { None } else { foreign(text.of(bytes)) };
        match unsupported {
            Some(foreign) => {
                self.keep(text);
                Err(foreign)
            }
            None => Ok(text),
        }
    }

    /// Takes the buffer of a text back.
    pub fn keep(&mut self, text: Text) {
        self.buffers.extend(text.unpacked);
    }

    /// Lets go of large buffers; `true` when there is none left.
    pub fn trim(&mut self) -> bool {
        if self.buffers.iter().map(Vec::capacity).sum::<usize>() > KEPT_BUFFER {
            self.buffers.clear();
        }
        self.buffers.is_empty()
    }
}

/// A form that is recognised but not read: its name and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// Name of the format.
    pub kind: &'static str,
    /// Advice to the user.
    pub advice: &'static str,
}

const FOREIGN: [(&[u8], Foreign); 6] = [
    (
        b"PK\x03\x04",
        Foreign { kind: "zip", advice: "zip archives are not supported; extract it and open the folder" },
    ),
    (
        b"\x28\xb5\x2f\xfd",
        Foreign { kind: "zstd", advice: "zstd files are not supported; decompress it with zstd -d" },
    ),
    (b"BZh", Foreign { kind: "bzip2", advice: "bzip2 files are not supported; decompress it with bunzip2" }),
    (b"\xfd7zXZ", Foreign { kind: "xz", advice: "xz files are not supported; decompress it with unxz" }),
    (b"PAR1", Foreign { kind: "Parquet", advice: "Parquet is not supported; export the events as JSON" }),
    (b"ORC", Foreign { kind: "ORC", advice: "ORC is not supported; export the events as JSON" }),
];

const TAR: Foreign =
    Foreign { kind: "tar", advice: "tar archives are not supported; extract it and open the folder" };

const CSV: Foreign =
    Foreign { kind: "CSV", advice: "CSV exports are not supported; download the events as JSON" };

/// Unpacks `bytes`, making at most `limit` bytes at each step.
pub fn text(bytes: &[u8], limit: usize) -> Result<Text, Foreign> {
    Decoder::default().text(bytes, &mut UpTo(limit))
}

fn coding(bytes: &[u8]) -> Option<Coding> {
    match bytes {
        _ if gzip::is_gzip(bytes) => Some(Coding::Gzip),
        // Without the mark, ASCII text in UTF-16 has a zero in each unit.
        [0xff, 0xfe, ..] | [b'{' | b'[', 0, _, 0, ..] => Some(Coding::Utf16Le),
        [0xfe, 0xff, ..] | [0, b'{' | b'[', 0, _, ..] => Some(Coding::Utf16Be),
        _ => None,
    }
}

/// JSON is never taken for anything else, whatever words or magic numbers an attacker puts into its strings.
fn looks_like_json(text: &[u8]) -> bool {
    let text = text.get(start_of_text(text)..).unwrap_or_default().trim_ascii_start();
    matches!(text, [b'{' | b'[', ..] | [b'"', b'{' | b'[' | b'\\', ..])
}

fn foreign(bytes: &[u8]) -> Option<Foreign> {
    if let Some((_, foreign)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*foreign);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(TAR);
    }
    let line =
        bytes.get(..MAX_HEADING).unwrap_or(bytes).split(|&byte| byte == b'\n').next().unwrap_or_default();
    is_event_csv(line).then_some(CSV)
}

/// No heading is longer, in bytes.
const MAX_HEADING: usize = 10_000;

/// Whether a line is the heading of a CSV export of CloudTrail events, from Event history, Athena or Lake.
fn is_event_csv(line: &[u8]) -> bool {
    if line.len() >= MAX_HEADING || !line.contains(&b',') {
        return false;
    }
    let plain: Vec<u8> = line
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic() || **byte == b',')
        .map(u8::to_ascii_lowercase)
        .collect();
    let has = |name: &str| plain.split(|&byte| byte == b',').any(|cell| cell == name.as_bytes());
    has("eventname") && (has("eventtime") || has("eventsource") || has("eventid"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[track_caller]
    fn decodes(bytes: &[u8], expected: &[u8], codings: &[Coding]) {
        let text = text(bytes, 1000).unwrap();
        let steps: Vec<Coding> = text.steps.iter().map(|step| step.coding).collect();
        assert_eq!((text.of(bytes), steps.as_slice(), &text.issues[..]), (expected, codings, &[][..]));
    }

    #[test]
    fn content_decides() {
        decodes(b"{}", b"{}", &[]);
        decodes(&gzip(b"{}"), b"{}", &[Coding::Gzip]);
        decodes(&gzip(&gzip(b"{}")), b"{}", &[Coding::Gzip, Coding::Gzip]);
        decodes(b"\xff\xfe{\0}\0", b"\xef\xbb\xbf{}", &[Coding::Utf16Le]);
        decodes(b"{\0}\0", b"{}", &[Coding::Utf16Le]);
        decodes(b"\0{\0}", b"{}", &[Coding::Utf16Be]);
        decodes(b"", b"", &[]);
    }

    #[test]
    fn foreign_forms_are_named() {
        assert_eq!(text(b"PK\x03\x04...", 10).unwrap_err().kind, "zip");
        assert_eq!(text(&gzip(b"PAR1"), 10).unwrap_err().kind, "Parquet");
        let heading = b"User name,AWS access key,Event time,Event source,Event name,AWS region\n";
        assert_eq!(text(heading, 10).unwrap_err().kind, "CSV");
        assert!(text(b"name,value\n", 10).is_ok());
    }

    #[test]
    fn words_in_strings_do_not_make_json_foreign() {
        let csv = br#"{"Records":[{"eventVersion":"1","userAgent":"a,eventName,eventTime,b"}]}"#;
        assert!(text(csv, 1000).is_ok());
        let tar = format!("{{\"a\":\"{}\"}}", "ustar".repeat(100));
        assert!(text(tar.as_bytes(), 1000).is_ok());
    }

    #[test]
    fn too_much_and_too_deep_are_told() {
        let deep = (0..5).fold(b"{}".to_vec(), |text, _| gzip(&text));
        assert!(!text(&deep, 1000).unwrap().issues.is_empty());
        let bomb = gzip(&[b' '; 2000]);
        let text = text(&bomb, 1000).unwrap();
        assert_eq!(text.of(&bomb).len(), 1000);
        assert_eq!((text.cut, text.issues.len()), (Some(Cut::Size), 1));
    }
}
