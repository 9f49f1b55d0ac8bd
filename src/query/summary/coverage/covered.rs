//! What is known of each account, Region and day, and of the days between without evidence.

use std::borrow::Cow;

use super::categories::Recorded;
use crate::store::Event;

/// What the files cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// A row for each account and Region: those that are met, and the Regions that only other accounts have.
    pub rows: Vec<Row>,
    /// The first and the last day that anything tells of, counted from 1970-01-01.
    pub days: Option<(i64, i64)>,
    /// Events that changed what is recorded, also those that were refused, in the one order.
    pub changes: Vec<Event>,
    /// What is recorded at all.
    pub recorded: Recorded,
    /// Files whose names tell no account, Region and day.
    pub unnamed_files: usize,
}

/// One account in one Region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The account; empty for events that name none.
    pub account: String,
    /// The Region; empty for events that name none.
    pub region: String,
    /// Regions of other accounts of which this account has nothing, where a row for each would be too many.
    pub folded: Vec<String>,
    /// Events, repeated deliveries left out.
    pub events: usize,
    /// Events without a time: they stand on no day.
    pub without_time: usize,
    /// Log files that were delivered for it, by their names.
    pub files: usize,
    /// Digest files, likewise.
    pub digests: usize,
    /// Whether all its events are of services that report to one Region whatever was done where.
    pub only_global: bool,
    /// The days that anything tells of, in order.
    pub days: Vec<(i64, Day)>,
}

/// What is known of one day of a row.
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
    /// Whether there is an event or a log file.
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
    /// The Region, or how many Regions the row stands for.
    pub fn region_label(&self) -> Cow<'_, str> {
        match self.folded.len() {
            0 => Cow::Borrowed(&self.region),
            1 => Cow::Borrowed("1 other Region"),
            count => Cow::Owned(format!("{count} other Regions")),
        }
    }

    /// Whether nothing of it is here: other accounts have this Region.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.events == 0
    }

    /// The first and the last day with an event or a log file.
    pub fn covered(&self) -> Option<(i64, i64)> {
        let mut days = self.days.iter().filter(|(_, day)| day.is_covered()).map(|(number, _)| *number);
        let first = days.next()?;
        Some((first, days.next_back().unwrap_or(first)))
    }

    /// The days in between that have neither event nor log file, as ranges.
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

    /// How many days there are in between without event and log file.
    pub fn missing(&self) -> i64 {
        self.gaps().iter().map(|(from, to)| to - from + 1).sum()
    }
}
