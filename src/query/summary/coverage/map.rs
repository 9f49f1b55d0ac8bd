//! Days combined into as many columns as fit, and the symbol of each.

use super::covered::{Coverage, Day, Row};
use crate::plural::counted;
use crate::record::time::Time;

/// What the symbols of the map mean.
pub const LEGEND: [(&str, &str); 7] = [
    ("▂▄▆█", "events; a higher bar means more events"),
    ("□", "log files, but no event of this account, Region and day"),
    ("◇", "digest files only: CloudTrail was running; there were no calls, or the log files are not here"),
    ("×", "missing: no event and no file, between days that have some (x: only part of the column)"),
    ("·", "before the first day or after the last day: unknown"),
    ("!", "a logging change: StopLogging, DeleteTrail, PutEventSelectors and similar calls"),
    ("~", "a file of this day is damaged or unreadable"),
];

/// The columns of a map: days, or several days each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapColumns {
    /// The first day of the first column, counted from 1970-01-01.
    pub first: i64,
    /// How many days a column has.
    pub step: i64,
    /// Number of columns.
    pub count: usize,
}

/// What a column of a row shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// All days combined.
    pub day: Day,
    /// Days without event and log file between the first and the last day of the row.
    pub missing: i64,
    /// Height of its bar, 0 to 3: powers of ten below the maximum of all columns.
    height: usize,
}

/// Round lengths in days; longer ones are doubled.
const STEPS: [i64; 6] = [1, 7, 14, 28, 91, 364];

impl Coverage {
    /// Returns the columns for a map of at most `most` columns.
    pub fn columns(&self, most: usize) -> Option<MapColumns> {
        let (first, last) = self.days?;
        let most = i64::try_from(most.max(1)).unwrap_or(i64::MAX);
        let longer = std::iter::successors(STEPS.last().copied(), |step| step.checked_mul(2));
        let step =
            STEPS.into_iter().chain(longer).find(|step| (last - first) / step < most).unwrap_or(i64::MAX);
        // Weeks begin on Mondays; day 0 was a Thursday.
        let first = if step == 1 { first } else { first - (first + 3).rem_euclid(7) };
        let count = usize::try_from((last - first) / step + 1).unwrap_or(1);
        Some(MapColumns { first, step, count })
    }

    /// Returns the cells of all rows.
    pub fn cells(&self, columns: MapColumns) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Cell>> = self.rows.iter().map(|row| row.cells(columns)).collect();
        let most = rows.iter().flatten().map(|cell| cell.day.events).max().unwrap_or(0);
        for cell in rows.iter_mut().flatten().filter(|cell| cell.day.events > 0) {
            let less = most.max(1).ilog10() - cell.day.events.ilog10();
            cell.height = 3_usize.saturating_sub(less as usize);
        }
        rows
    }
}

impl MapColumns {
    /// Returns the column of a day.
    pub fn of(&self, day: i64) -> usize {
        usize::try_from((day - self.first) / self.step.max(1)).unwrap_or(0).min(self.count.saturating_sub(1))
    }

    /// Returns the first and the last day of a column.
    pub fn days(&self, column: usize) -> (i64, i64) {
        let first = self.first.saturating_add(self.step.saturating_mul(i64::try_from(column).unwrap_or(0)));
        (first, first.saturating_add(self.step - 1))
    }

    /// Returns `1 day` or `7 days`.
    pub fn step_words(&self) -> String {
        counted(self.step, "day")
    }

    /// Returns the label above a column: month and day, or the year for long spans.
    pub fn label(&self, column: usize) -> String {
        let date = date(self.days(column).0);
        if self.step >= 364 { date.get(..4) } else { date.get(5..) }.unwrap_or_default().to_owned()
    }
}

/// Formats a day, counted from 1970-01-01, as `2026-03-10`.
pub fn date(day: i64) -> String {
    Time::from_millis(day.saturating_mul(86_400_000)).date()
}

impl Row {
    fn cells(&self, columns: MapColumns) -> Vec<Cell> {
        let mut cells = vec![Cell::default(); columns.count];
        for (number, day) in &self.days {
            if let Some(cell) = cells.get_mut(columns.of(*number)) {
                cell.day.add(*day);
            }
        }
        for (from, to) in self.gaps() {
            for column in columns.of(from)..=columns.of(to) {
                let (first, last) = columns.days(column);
                if let Some(cell) = cells.get_mut(column) {
                    cell.missing += to.min(last) - from.max(first) + 1;
                }
            }
        }
        cells
    }
}

impl Cell {
    /// Returns the symbol of the column; problems take precedence over the number of events.
    pub fn symbol(&self) -> char {
        match self.day {
            Day { changes: 1.., .. } => '!',
            Day { troubled: 1.., .. } => '~',
            day if day.is_covered() && self.missing > 0 => 'x',
            Day { events: 1.., .. } => ['▂', '▄', '▆', '█'].get(self.height).copied().unwrap_or('█'),
            Day { files: 1.., .. } => '□',
            Day { digests: 1.., .. } => '◇',
            _ if self.missing > 0 => '×',
            _ => '·',
        }
    }

    /// Describes everything in it.
    pub fn words(&self) -> String {
        let day = self.day;
        let mut parts = Vec::new();
        let mut add = |number: u32, noun: &str| {
            if number > 0 {
                parts.push(counted(number, noun));
            }
        };
        add(day.events, "event");
        add(day.files, "log file");
        add(day.digests, "digest file");
        add(day.troubled, "damaged or unreadable file");
        add(day.changes, "logging change");
        match (parts.is_empty(), self.missing) {
            (true, 0) => "unknown: no event and no file".to_owned(),
            (true, _) => "missing: no event and no file".to_owned(),
            (false, 0) => parts.join(", "),
            (false, days) => format!("{}, {} missing", parts.join(", "), counted(days, "day")),
        }
    }
}

impl Row {
    /// Describes the row, for the text beside its map.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if self.is_empty() {
            return "no event and no file here: unknown".to_owned();
        }
        match self.gaps().as_slice() {
            [] => {}
            [(from, to)] if from == to => parts.push(format!("missing {}", date(*from))),
            [(from, to)] => parts.push(format!("missing {} → {}", date(*from), date(*to))),
            many => parts.push(format!(
                "{} missing in {}",
                counted(self.missing(), "day"),
                counted(many.len(), "gap")
            )),
        }
        if self.only_global {
            parts.push("global services only".to_owned());
        }
        if self.events == 0 && self.files > 0 {
            parts.push("log files, but no event".to_owned());
        }
        if self.events == 0 && self.files == 0 && self.digests > 0 {
            parts.push("digest files only, no log file".to_owned());
        }
        if self.without_time > 0 {
            parts.push(format!("{} without a time", counted(self.without_time, "event")));
        }
        parts.join("; ")
    }
}
