//! Log files: where they came from and what became of them. How to cut a record out of them is left to `text`.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub use super::issue_kind::IssueKind;
use super::segment::Place;
pub use super::text::codec::spelling::Spelling;
use super::text::codec::table::TableHeading;
use super::text::source::Source;
use crate::plural::{agree, counted};

/// What became of a file. Every file has exactly one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Read to its end; it may hold no events.
    Read,
    /// Intact, but without CloudTrail records: a digest, a notification, a picture. Its issue says which.
    NotLog,
    /// Some of it could not be read; the events that could are loaded.
    Damaged,
    /// It could not be opened, or has a format that is not supported.
    Unreadable,
}

/// What was wrong with a file, or why it was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The kind of the issue.
    pub kind: IssueKind,
    /// A sentence without a full stop.
    pub reason: String,
    /// Byte offset in the decompressed text, if there is one.
    pub offset: Option<u64>,
    /// What could not be read because of it.
    pub lost: Option<Lost>,
}

/// A stretch of a file's text that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Byte offset in the decompressed text.
    pub start: u64,
    /// Its length in bytes.
    pub length: u64,
    /// Its first bytes, in quotes, with everything but plain ASCII escaped.
    pub begins: String,
}

impl Lost {
    /// Describes it, as the end of a sentence.
    pub fn words(&self) -> String {
        let Self { start, length, begins } = self;
        let begin = agree(*length, "it begins", "they begin");
        format!("{} from byte {start} on could not be read; {begin} with {begins}", counted(*length, "byte"))
    }

    /// Makes the stretch at `place` of `text`.
    pub fn new(text: &[u8], place: Range<usize>) -> Self {
        let bytes = text.get(place.clone()).unwrap_or_default();
        Self { start: place.start as u64, length: place.len() as u64, begins: beginning(bytes) }
    }
}

/// Returns the first characters of a text, quoted, with everything but plain ASCII escaped.
pub fn beginning(text: &[u8]) -> String {
    const SHOWN: usize = 40;
    format!("\"{}\"", text.get(..SHOWN).unwrap_or(text).escape_ascii())
}

impl Issue {
    /// Makes an issue without a position in the text.
    pub fn new(kind: IssueKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), offset: None, lost: None }
    }

    /// Makes an issue at a byte of the text.
    pub fn at(kind: IssueKind, offset: usize, reason: impl Into<String>) -> Self {
        Self { offset: Some(offset as u64), ..Self::new(kind, reason) }
    }
}

/// What distinguishes the content of a file from an earlier one without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileVersion {
    /// Its size in bytes.
    pub size: u64,
    /// When it was written last, if the system knows.
    pub modified: Option<SystemTime>,
}

/// Where a text was found: a file, or a member of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Found {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// The member, as named in the archive.
    pub member: Option<Box<str>>,
    /// The version of the file when it was found, before it was read.
    pub version: Option<FileVersion>,
}

impl<P: Into<PathBuf>> From<P> for Found {
    fn from(path: P) -> Self {
        Self { path: path.into(), member: None, version: None }
    }
}

/// Stands between an archive and its member in names.
const WITHIN: &str = " › ";

/// Returns the name of a member of an archive, which is itself a member of another one perhaps.
pub fn member_name(archive: Option<&str>, name: &str) -> Box<str> {
    archive.map_or_else(|| name.into(), |archive| [archive, WITHIN, name].concat().into())
}

/// Returns the path that says what a file is: its own, and for a member of an archive that of the member.
pub fn own_path<'p>(path: &'p Path, member: Option<&'p str>) -> &'p Path {
    member.map_or(path, |member| Path::new(member.rsplit(WITHIN).next().unwrap_or(member)))
}

/// One text with what became of it: a file, standard input, or a member of an archive.
///
/// Each member of an archive is a separate log file, with its own state and issues.
#[derive(Debug, Clone)]
pub struct LogFile {
    /// Where it was found; `-` for standard input.
    pub path: PathBuf,
    /// The member of the archive at that path.
    pub member: Option<Box<str>>,
    /// The version of the file when it was found, before it was read.
    pub version: Option<FileVersion>,
    /// What became of it.
    pub state: FileState,
    /// Everything that was wrong, in the order of the text. At most [`MAX_ISSUES`] are kept; the last one says
    /// how many more there were.
    pub issues: Vec<Issue>,
    /// How many events were read from it.
    pub events: u32,
    /// Its bytes, if it holds events or is one of CloudTrail's files without any.
    pub source: Option<Source>,
    /// The texts with records inside JSON strings: the place of each string, and the text that contains it.
    pub layers: Vec<Layer>,
    /// Where events were recovered after damage: sorted, without overlap.
    pub recovered: Vec<Stretch>,
    /// Where records quoted in other text were loaded: sorted, without overlap.
    pub quoted: Vec<Stretch>,
    /// How many of its events are quoted.
    pub quoted_events: u32,
    /// How many of its events are not records but were made of rows, or of objects with other names.
    pub partial_events: u32,
    /// Where the text that CloudTrail signs ends, if bytes were appended to a log file of a trail.
    pub signed_end: Option<u32>,
    /// The heading of its rows, if it is a table of events that have only what the columns hold.
    pub table: Option<Arc<TableHeading>>,
}

/// Bytes `start .. end` of a text of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Which text, numbered as in [`Place::layer`].
    pub layer: u32,
    /// First byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// Maximum number of issues kept for one file, so that issues of a hostile file do not fill the memory.
pub const MAX_ISSUES: usize = 1000;

/// A JSON string whose content is a text with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// The text that contains the string, numbered as in [`Place::layer`].
    pub parent: u32,
    /// Where the string begins, at its quote.
    pub start: u32,
    /// Its length, quotes included.
    pub length: u32,
    /// How the string encodes the text.
    pub spelling: Spelling,
}

impl LogFile {
    /// Makes a file without events and bytes.
    pub fn without_events(found: Found, state: FileState, issue: Issue) -> Self {
        Self { issues: vec![issue], ..Self::empty(found, state) }
    }

    /// Makes a file of which nothing is known yet.
    pub fn empty(found: Found, state: FileState) -> Self {
        let Found { path, member, version } = found;
        Self {
            path,
            member,
            version,
            state,
            issues: Vec::new(),
            events: 0,
            source: None,
            layers: Vec::new(),
            recovered: Vec::new(),
            quoted: Vec::new(),
            quoted_events: 0,
            partial_events: 0,
            signed_end: None,
            table: None,
        }
    }

    /// Returns its name: the path, and for a member of an archive the name of the member behind it.
    pub fn name(&self) -> Cow<'_, Path> {
        let Some(member) = self.member.as_deref() else { return Cow::Borrowed(&self.path) };
        let mut name = self.path.clone().into_os_string();
        name.push(WITHIN);
        name.push(member);
        Cow::Owned(name.into())
    }

    /// Returns the path that says what it is: its own, and for a member of an archive that of the member.
    pub fn own_path(&self) -> &Path {
        own_path(&self.path, self.member.as_deref())
    }

    /// Returns whether it was found but not read, for lack of memory or because loading was stopped.
    pub fn is_left_out(&self) -> bool {
        self.issues.first().is_some_and(|issue| issue.kind == IssueKind::NotRead)
    }

    /// Returns whether the record at a place was recovered after damage, or contains bytes that are not UTF-8.
    pub fn is_recovered(&self, place: Place) -> bool {
        !self.recovered.is_empty() && self.outwards(place).any(|place| overlaps(&self.recovered, place))
    }

    /// Returns whether the record at a place is quoted in other text.
    pub fn is_quoted(&self, place: Place) -> bool {
        !self.quoted.is_empty() && self.outwards(place).any(|place| is_within(&self.quoted, place))
    }

    /// Returns whether the event at a place is not a record but was made of a row of a table, or of an object with other
    /// names, which has less.
    pub fn is_partial(&self, place: Place) -> bool {
        let is_made =
            |layer: Layer| matches!(layer.spelling, Spelling::Row | Spelling::AnswerRow | Spelling::Renamed);
        self.partial_events > 0 && self.layer(place.layer).is_some_and(is_made)
    }

    /// Returns the byte of the file's own text where the string with a place begins, or the record itself.
    pub fn outermost_start(&self, place: Place) -> u32 {
        self.outwards(place).last().unwrap_or(place).start
    }

    /// Returns the number of its events that are not quoted.
    pub fn own_events(&self) -> u32 {
        self.events.saturating_sub(self.quoted_events)
    }

    /// Returns whether the record at a place is outside the part that CloudTrail signs.
    pub fn is_unsigned(&self, place: Place) -> bool {
        self.signed_end.is_some_and(|signed| self.outermost_end(place) > signed as usize)
    }

    /// Returns how much memory is held for the file, without the bytes of its source.
    pub fn held_bytes(&self) -> usize {
        let issues = self.issues.iter().map(|issue| size_of::<Issue>() + issue.reason.len() + 64);
        size_of::<Self>()
            + self.path.as_os_str().len()
            + self.member.as_deref().map_or(0, str::len)
            + self.layers.len() * size_of::<Layer>()
            + (self.recovered.len() + self.quoted.len()) * size_of::<Stretch>()
            + issues.sum::<usize>()
            + OVERHEAD
    }

    /// Returns the layer of that number, counted as in [`Place::layer`].
    pub(super) fn layer(&self, number: u32) -> Option<Layer> {
        self.layers.get(number.checked_sub(1)? as usize).copied()
    }

    /// Iterates over a place and the strings that contain it. A layer is inside earlier ones only, so this
    /// ends.
    pub(super) fn outwards(&self, place: Place) -> impl Iterator<Item = Place> {
        std::iter::successors(Some(place), |place| Some(layer_place(place.file, self.layer(place.layer)?)))
    }

    /// Returns the place of the string that a place is in; nothing in the file's own text.
    pub(super) fn string_around(&self, place: Place) -> Option<Place> {
        self.outwards(place).nth(1)
    }

    /// Returns the end, in the file's own text, of the string that contains a place.
    pub(super) fn outermost_end(&self, place: Place) -> usize {
        let outermost = self.outwards(place).last().unwrap_or(place);
        outermost.start as usize + outermost.length as usize
    }
}

/// Bytes that the allocator and the lists of files need for each file in addition: measured, not computed.
const OVERHEAD: usize = 160;

/// Returns whether a place overlaps one of some stretches.
fn overlaps(stretches: &[Stretch], place: Place) -> bool {
    let end = place.start.saturating_add(place.length);
    let before = stretches.partition_point(|one| (one.layer, one.start) < (place.layer, end));
    let last = before.checked_sub(1).and_then(|at| stretches.get(at));
    last.is_some_and(|last| last.layer == place.layer && place.start < last.end)
}

/// Returns whether a place is inside one of some stretches. A record around one is not.
fn is_within(stretches: &[Stretch], place: Place) -> bool {
    let end = place.start.saturating_add(place.length);
    let before = stretches.partition_point(|one| (one.layer, one.start) <= (place.layer, place.start));
    let last = before.checked_sub(1).and_then(|at| stretches.get(at));
    last.is_some_and(|last| last.layer == place.layer && end <= last.end)
}

fn layer_place(file: u32, layer: Layer) -> Place {
    Place { file, layer: layer.parent, start: layer.start, length: layer.length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_for_a_string_holds_for_the_records_in_it() {
        let outer = Layer { parent: 0, start: 5, length: 24, spelling: Spelling::Plain };
        let inner = Layer { parent: 1, start: 5, length: 11, spelling: Spelling::Plain };
        let file = LogFile {
            layers: vec![outer, inner],
            signed_end: Some(20),
            recovered: vec![Stretch { layer: 1, start: 4, end: 9 }],
            ..LogFile::empty("x".into(), FileState::Damaged)
        };
        let place = |layer, start| Place { file: 0, layer, start, length: 2 };
        let flags = |place| (file.is_recovered(place), file.is_unsigned(place));
        assert_eq!(flags(place(0, 0)), (false, false));
        assert_eq!(flags(place(1, 0)), (false, true), "the string ends behind what is signed");
        assert_eq!(flags(place(2, 3)), (true, true), "its string came after damage");
    }
}
