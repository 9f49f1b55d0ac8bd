//! A file's bytes → text, judged by its content and never by its name.
//!
//! gzip inside gzip is written by Firehose, UTF-16 by PowerShell's `>`. `formats` names the formats that are
//! not read.

use super::formats::{Foreign, foreign, foreign_member, is_event_table};
use crate::ingest::archive::kind::{ArchiveKind, kind_of};
use crate::ingest::limits::size_advice;
use crate::json::text::looks_like_json;
use crate::plural::counted;
use crate::store::codec::allowance::{Allowance, Cut, UpTo};
use crate::store::codec::coding::{Coding, Step, decode};
use crate::store::codec::gzip;
use crate::store::codec::inflate::{Inflater, Unpacking};
use crate::store::file::{Issue, IssueKind, beginning};

/// Maximum number of layers of compression that are decompressed.
const MAX_LAYERS: usize = 3;
/// Buffers larger than this are not kept for the next file.
const KEPT_BUFFER: usize = 8 << 20;

/// Decoded text, and the steps to it.
#[derive(Debug, Default)]
pub struct Text {
    /// The text; `None` if the bytes are the text.
    unpacked: Option<Vec<u8>>,
    /// The steps from bytes to text.
    pub steps: Vec<Step>,
    /// Issues found while decoding.
    pub issues: Vec<Issue>,
    /// Why the text is cut short.
    pub cut: Option<Cut>,
    /// Where the text of the first gzip member ends, if anything follows it.
    pub first_member: Option<usize>,
    /// Where the texts of further gzip members begin.
    pub members: Vec<usize>,
    /// The kind of archive that it is, if it is not text.
    pub(in crate::ingest) archive: Option<ArchiveKind>,
}

/// Maximum number of gzip members whose format is examined.
const NAMED_MEMBERS: usize = 100;

impl Text {
    /// Returns the text of a file whose bytes are `bytes`.
    pub fn of<'a>(&'a self, bytes: &'a [u8]) -> &'a [u8] {
        self.unpacked.as_deref().unwrap_or(bytes)
    }

    /// Returns what the bytes were decompressed to, if they were.
    pub(in crate::ingest) fn into_unpacked(self) -> Option<Vec<u8>> {
        self.unpacked
    }

    /// Says what a Parquet file has in which there are no events.
    pub(in crate::ingest) fn other_table(&self, bytes: &[u8]) -> Option<Issue> {
        let heading = self.of(bytes).split(|&byte| byte == b'\n').next().unwrap_or_default();
        let reason =
            || format!("a Parquet file without CloudTrail's columns; its own are {}", beginning(heading));
        self.is_of_parquet().then(|| Issue::new(IssueKind::NoRecords, reason()))
    }

    /// Returns whether it is the table of a Parquet file.
    pub(in crate::ingest) fn is_of_parquet(&self) -> bool {
        #[cfg(feature = "parquet")]
        return self.steps.last().is_some_and(|step| step.coding == Coding::Parquet);
        #[cfg(not(feature = "parquet"))]
        return false;
    }

    /// Reports gzip members after the first that are compressed again, or have a format that is not read.
    fn other_members(&mut self, bytes: &[u8]) {
        // Parts of one table, each with a heading perhaps, are read as one.
        let is_table = !self.members.is_empty() && is_event_table(self.of(bytes));
        let starts: Vec<usize> = self.members.iter().copied().take(NAMED_MEMBERS).collect();
        for (number, start) in (2..).zip(starts) {
            let member = self.of(bytes).get(start..).unwrap_or_default();
            let form = match coding(member) {
                Some(Coding::Gzip | Coding::Zstd | Coding::Xz | Coding::Bzip2) => {
                    Some("compressed again".to_owned())
                }
                Some(Coding::Utf16Le | Coding::Utf16Be) => Some("UTF-16".to_owned()),
                #[cfg(feature = "parquet")]
                Some(Coding::Parquet) => Some("Parquet".to_owned()),
                None if looks_like_json(member) => None,
                None if kind_of(member).is_some() => kind_of(member).map(|kind| kind.name().to_owned()),
                None if is_table => foreign(member).map(|foreign| foreign.kind.to_owned()),
                None => foreign_member(member).map(|foreign| foreign.kind.to_owned()),
            };
            if let Some(form) = form {
                let reason =
                    format!("gzip member {number} is {form} and was not read; split the file to read it");
                self.issues.push(Issue::at(IssueKind::OtherMember, start, reason));
            }
        }
    }

    fn note(&mut self, coding: Coding, unpacking: &Unpacking, limit: usize) {
        let (byte, file) =
            if self.is_of_parquet() { ("byte", "file") } else { ("compressed byte", "compressed file") };
        for flaw in &unpacking.flaws {
            let lost = match flaw.length {
                0 => String::new(),
                length => format!("; {} could not be read", counted(length, byte)),
            };
            let reason = format!("{} (byte {} of the {file}){lost}", flaw.reason, flaw.packed_at);
            self.issues.push(Issue::at(IssueKind::Damaged, flaw.text_at, reason));
        }
        if unpacking.lost_rows > 0 {
            let reason =
                format!("{} of the Parquet file could not be read", counted(unpacking.lost_rows, "row"));
            self.issues.push(Issue::new(IssueKind::Damaged, reason));
        }
        let (flaws, bytes) = unpacking.more_flaws;
        if flaws > 0 {
            let reason = format!(
                "{} not listed; {} could not be read",
                counted(flaws, "more damaged place"),
                counted(bytes, "compressed byte")
            );
            self.issues.push(Issue::new(IssueKind::Damaged, reason));
        }
        self.cut = unpacking.cut;
        match unpacking.cut {
            Some(Cut::Size) => {
                let reason = format!(
                    "decompresses to more than {}; the rest was not read; {}",
                    counted(limit, "byte"),
                    size_advice(limit + 1)
                );
                self.issues.push(Issue::at(IssueKind::TooLarge, limit, reason));
            }
            Some(Cut::Ratio) => {
                let reason = "decompresses to more than --max-ratio allows; the rest was not read";
                let at = self.unpacked.as_ref().map_or(0, Vec::len);
                self.issues.push(Issue::at(IssueKind::TooLarge, at, reason));
            }
            Some(Cut::Memory | Cut::Stopped) | None => {}
        }
        self.members.clone_from(&unpacking.members);
        if coding == Coding::Gzip && self.steps.len() == 1 {
            self.first_member = unpacking.first_member;
        } else if self.first_member.is_some() {
            // Places in inner compressed data say nothing about the outer members.
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
    /// Decompresses `bytes` within the limits of `allowance`.
    pub fn text(&mut self, bytes: &[u8], allowance: &mut dyn Allowance) -> Result<Text, Foreign> {
        let mut text = Text::default();
        while let Some(coding) = coding(text.of(bytes)) {
            if text.steps.len() == MAX_LAYERS {
                let reason = format!(
                    "compressed in more than {}; the innermost was not read",
                    counted(MAX_LAYERS, "layer")
                );
                text.issues.push(Issue::new(IssueKind::Damaged, reason));
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
        text.other_members(bytes);
        text.archive = kind_of(text.of(bytes)).filter(|_| !looks_like_json(text.of(bytes)));
        let is_known = text.archive.is_some() || looks_like_json(text.of(bytes));
        let unsupported = if is_known { None } else { foreign(text.of(bytes)) };
        match unsupported {
            Some(foreign) => {
                self.keep(text);
                Err(foreign)
            }
            None => Ok(text),
        }
    }

    /// Returns the decoder of compressed data, for the members of archives.
    pub(in crate::ingest) fn inflater(&mut self) -> &mut Inflater {
        &mut self.inflater
    }

    /// Takes the buffer of a text back.
    pub fn keep(&mut self, text: Text) {
        self.buffers.extend(text.unpacked);
    }

    /// Frees large buffers; returns `true` if none is left.
    pub fn trim(&mut self) -> bool {
        if self.buffers.iter().map(Vec::capacity).sum::<usize>() > KEPT_BUFFER {
            self.buffers.clear();
        }
        self.buffers.is_empty()
    }
}

/// Decompresses `bytes`, which are no archive, producing at most `limit` bytes at each step.
pub fn text(bytes: &[u8], limit: usize) -> Result<Text, Foreign> {
    let text = Decoder::default().text(bytes, &mut UpTo(limit))?;
    match text.archive {
        Some(kind) => Err(Foreign { kind: kind.name(), advice: "an archive, not a file; extract it first" }),
        None => Ok(text),
    }
}

fn coding(bytes: &[u8]) -> Option<Coding> {
    const SURE: usize = 2;
    match bytes {
        _ if gzip::is_gzip(bytes) => Some(Coding::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Coding::Zstd),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Coding::Xz),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Coding::Bzip2),
        #[cfg(feature = "parquet")]
        [b'P', b'A', b'R', b'1', ..] => Some(Coding::Parquet),
        [0xff, 0xfe, text @ ..] if is_utf16(text, 1, SURE) => Some(Coding::Utf16Le),
        [0xfe, 0xff, text @ ..] if is_utf16(text, 0, SURE) => Some(Coding::Utf16Be),
        [b'{' | b'[', 0, ..] if is_utf16(bytes, 1, 1) => Some(Coding::Utf16Le),
        [0, b'{' | b'[', ..] if is_utf16(bytes, 0, 1) => Some(Coding::Utf16Be),
        _ => None,
    }
}

/// Returns whether a text looks like UTF-16 from its beginning: JSON is mostly ASCII, so in each pair the byte
/// at `zero` is zero and the other is not. With a byte order mark one pair in `rest` is enough; zeros left by
/// damage prove nothing.
fn is_utf16(text: &[u8], zero: usize, rest: usize) -> bool {
    const PAIRS: usize = 64;
    let (pairs, _) = text.as_chunks::<2>();
    let pairs = pairs.get(..PAIRS).unwrap_or(pairs);
    let is_ascii = |pair: &&[u8; 2]| {
        let [high, low] = if zero == 0 { **pair } else { [pair[1], pair[0]] };
        high == 0 && (low.is_ascii_graphic() || low.is_ascii_whitespace())
    };
    let ascii = pairs.iter().filter(is_ascii).count();
    ascii * (1 + rest) > pairs.len() || pairs.is_empty()
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
        #[cfg(not(feature = "parquet"))]
        assert_eq!(text(&gzip(b"PAR1"), 10).unwrap_err().kind, "Parquet");
    }

    /// They were reported as "not a log", and the exit code said that nothing was left out.
    #[test]
    fn archives_that_may_hold_events_are_named() {
        for (bytes, kind) in [
            (&b"7z\xbc\xaf\x27\x1c.."[..], "7z"),
            (b"Rar!\x1a\x07\x01", "rar"),
            (b"Obj\x01..", "Avro"),
            (b"\x04\x22\x4d\x18", "lz4"),
        ] {
            assert_eq!(text(bytes, 10).unwrap_err().kind, kind);
        }
    }

    /// Zeros in damaged JSON were taken for UTF-16, and nothing was read.
    #[test]
    fn zeros_do_not_make_utf16() {
        let json = br#"{"Records":[{"eventVersion":"1.08","eventName":"A"}]}"#;
        for at in 0..json.len() {
            for length in [1, 2, 3, 4, 7, 16] {
                let mut damaged = json.to_vec();
                let end = (at + length).min(json.len());
                damaged[at..end].fill(0);
                assert_eq!(coding(&damaged), None, "{length} zeros at {at}");
            }
        }
        for mark in [[0xff, 0xfe], [0xfe, 0xff]] {
            let mut damaged = json.to_vec();
            damaged[..2].copy_from_slice(&mark);
            assert_eq!(coding(&damaged), None);
        }
    }

    /// Anything after the first member was lost silently.
    #[test]
    fn a_second_member_of_another_kind_is_named() {
        for (second, form) in [
            (gzip(b"{}"), "compressed again"),
            (b"PK\x03\x04...".to_vec(), "zip"),
            (b"{\0}\0".to_vec(), "UTF-16"),
            (b"eventID,eventTime,eventName\n".to_vec(), "CSV"),
        ] {
            let packed = [gzip(b"{\"Records\":[]}\n"), gzip(&second)].concat();
            let issues = text(&packed, 1000).unwrap().issues;
            assert_eq!(issues.len(), 1, "{form}");
            assert!(issues[0].reason.starts_with(&format!("gzip member 2 is {form}")), "{issues:?}");
        }
        let plain = [gzip(b"{}\n"), gzip(b"{}\n")].concat();
        assert!(text(&plain, 1000).unwrap().issues.is_empty());
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
