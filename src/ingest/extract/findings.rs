//! What was found in one text besides its events. The reader fills it in, and `outcome` derives the state of
//! the file from it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::store::codec::table::TableHeading;
use crate::store::file::{Issue, IssueKind, Layer, Stretch};

/// Everything that was found in one text.
#[derive(Debug, Default)]
pub struct Findings {
    /// Number of events.
    pub events: u32,
    /// Strings that hold texts with records.
    pub layers: Vec<Layer>,
    /// Damage, in the order of the text.
    pub issues: Vec<Issue>,
    /// How many issues were not kept.
    pub more_issues: usize,
    /// Whether a place for records was found, even an empty one.
    pub is_log: bool,
    /// What was skipped as other JSON: its kind and a sentence.
    pub skipped: Option<(IssueKind, Cow<'static, str>)>,
    /// Objects in formats that may hold events but are not read, one entry for each format.
    pub not_read: Vec<NotRead>,
    /// Rows of tables with a time that cannot be read: the place of the first, and their number.
    pub unread_times: Option<(usize, usize)>,
    /// Rows of tables with names or numbers that a spreadsheet changed: the place of the first, and their number.
    pub changed_numbers: Option<(usize, usize)>,
    /// Items of `Records` of an unknown kind: the place of the first, and their number.
    pub unrecognized: Option<(usize, usize)>,
    /// Records quoted in strings that do not carry records: the place of the first, and the number of those that
    /// are not loaded.
    pub quoted: Option<(usize, usize)>,
    /// How many such records were loaded, in addition to the events.
    pub quoted_events: u32,
    /// Whether loading them was tried.
    pub tried_quoted: bool,
    /// Where the loaded ones are.
    pub quoted_places: Vec<Stretch>,
    /// Whether any JSON value was found at all.
    pub is_json: bool,
    /// How many events were made of rows of a table, or of objects with other names.
    pub partial: u32,
    /// The heading, if rows of a table were made into events.
    pub table: Option<Arc<TableHeading>>,
    /// Where events were recovered after damage.
    pub recovered: Vec<Stretch>,
}

/// Objects in a format that may hold events but is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRead {
    /// Name of the format.
    pub kind: &'static str,
    /// Advice to the user.
    pub advice: &'static str,
    /// Place of the first one.
    pub at: usize,
    /// Number of objects.
    pub objects: usize,
}

/// A stretch of a text that quotes records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct QuotedPlace {
    /// The number of the text.
    pub(in crate::ingest) layer: u32,
    pub(in crate::ingest) place: Range<usize>,
    /// The number of the issue that reports the stretch as lost.
    pub(in crate::ingest) issue: Option<usize>,
    /// Whether it is one object in a line of text, rather than text with strings.
    pub(in crate::ingest) is_object: bool,
}

/// The first half of a record that was cut in two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Half {
    /// The number of the text that it is in.
    pub(in crate::ingest) layer: u32,
    /// Where the envelope begins.
    pub(in crate::ingest) item_at: usize,
    /// The string in it.
    pub(in crate::ingest) string: Range<usize>,
    /// How many issues there were before it was read.
    pub(in crate::ingest) issues: usize,
}

/// A format that is not read: its name and what to do.
pub(in crate::ingest) type Form = (&'static str, &'static str);
