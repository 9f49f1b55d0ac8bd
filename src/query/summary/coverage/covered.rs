//! What is known about each account, Region and day, and about days in between without evidence.

use std::borrow::Cow;

use super::categories::Recorded;
use crate::store::Event;

/// What the files cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// A row for each account and Region: those that occur, and the Regions that only other accounts have.
    pub rows: Vec<Row>,
    /// The first and the last day with any evidence, counted from 1970-01-01.
    pub days: Option<(i64, i64)>,
    /// Events that changed what is recorded, including denied ones, in sort order.
    pub changes: Vec<Event>,
    /// Which categories are recorded.
    pub recorded: Recorded,
    /// Files whose names have no account, Region and day.
    pub unnamed_files: usize,
}

/// One account in one Region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The account; empty for events without one.
    pub account: String,
    /// The Region; empty for events without one.
    pub region: String,
    /// Regions of other accounts in which this account has nothing, if a row for each would be too many.
    pub folded: Vec<String>,
    /// Events, without repeated deliveries.
    pub events: usize,
    /// Events without a time, which belong to no day.
    pub without_time: usize,
    /// Log files that were delivered for it, according to their names.
    pub files: usize,
    /// Digest files, in the same way.
    pub digests: usize,
    /// Whether all its events are from services that always report to one Region.
    pub only_global: bool,
    /// The days with any evidence, in order.
    pub days: Vec<(i64, Day)>,
}

/// What is known about one day of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    /// Events.
    pub events: u32,
    /// Log files that were delivered.
    pub files: u32,
    /// Digest files that were delivered.
    pub digests: u32,
    /// How many of the files are damaged or unreadable.
    pub troubled: u32,
    /// Events that changed what is recorded.
    pub changes: u32,
}

impl Day {
    /// Returns whether there is an event or a log file.
    pub fn is_covered(self) -> bool {
        self.events > 0 || self.files > 0
    }

    pub(super) fn add(&mut self, other: Self) {
        self.events = self.events.saturating_add(other.events);
        self.files = self.files.saturating_add(other.files);
        self.digests = self.digests.saturating_add(other.digests);
        self.troubled = self.troubled.saturating_add(other.troubled);
        self.changes = self.changes.saturating_add(other.changes);
    }
}

impl Row {
    /// Returns the Region, or how many Regions the row is for.
    pub fn region_label(&self) -> Cow<'_, str> {
        match self.folded.len() {
            0 => Cow::Borrowed(&self.region),
            1 => Cow::Borrowed("1 other Region"),
            count => Cow::Owned(format!("{count} other Regions")),
        }
    }

    /// Returns whether the account has nothing in this Region, while other accounts do.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.events == 0
    }

    /// Returns the first and the last day with an event or a log file.
    pub fn covered(&self) -> Option<(i64, i64)> {
        let mut days = self.days.iter().filter(|(_, day)| day.is_covered()).map(|(number, _)| *number);
        let first = days.next()?;
        Some((first, days.next_back().unwrap_or(first)))
    }

    /// Returns the days in between with neither event nor log file, as ranges.
    pub fn gaps(&self) -> Vec<(i64, i64)> {
        let mut covered = self.days.iter().filter(|(_, day)| day.is_covered()).map(|(number, _)| *number);
        let Some(mut before) = covered.next() else { return Vec::new() };
        let mut gaps = Vec::new();
        for day in covered {
            if day > before + 1 {
                gaps.push((before + 1, day - 1));
            }
            before = day;
        }
        gaps
    }

    /// Returns how many days in between have neither event nor log file.
    pub fn missing(&self) -> i64 {
        self.gaps().iter().map(|(from, to)| to - from + 1).sum()
    }
}
