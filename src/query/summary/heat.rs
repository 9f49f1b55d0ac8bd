//! At which hours of which days of the week the events of an answer happened, on the clock of a zone.

use super::timeline::BarCount;
use crate::query::engine::filter::LEAST_PIECE;
use crate::query::engine::stats::count_pass;
use crate::query::groups::group::failed_kinds;
use crate::record::time::zone::Zone;
use crate::store::scan::parallel::{pieces, share_map};
use crate::store::{Event, Store};

/// Days of a week.
pub const DAYS: usize = 7;
/// Hours of a day.
pub const HOURS: usize = 24;

/// Events by day of the week and hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    /// Day after day from Monday, and in each hour after hour.
    cells: Vec<BarCount>,
    /// Events that have no time.
    pub without_time: usize,
}

impl Heat {
    /// Counts events on the clock of a zone.
    pub fn of(store: &Store, events: &[Event], zone: &Zone) -> Self {
        count_pass();
        let (offsets, failed) = (zone.offsets(store.span()), failed_kinds(store));
        let count = |events: &[Event]| {
            let mut heat = Self { cells: vec![BarCount::default(); DAYS * HOURS], without_time: 0 };
            for (segment, row) in events.iter().filter_map(|&event| store.locate(event)) {
                let local = offsets.local(segment.time(row));
                let cell = local.weekday().zip(local.hour()).and_then(|(day, hour)| heat.cell_mut(day, hour));
                let kind = usize::try_from(segment.kind(row)).unwrap_or(usize::MAX);
                match cell {
                    Some(cell) if failed.get(kind).copied().unwrap_or(false) => cell.failed += 1,
                    Some(cell) => cell.ok += 1,
                    None => heat.without_time += 1,
                }
            }
            heat
        };
        let parts = share_map(pieces(events, LEAST_PIECE), count).into_iter();
        parts.reduce(Self::and).unwrap_or_else(|| count(&[]))
    }

    fn and(mut self, other: Self) -> Self {
        for (cell, other) in self.cells.iter_mut().zip(other.cells) {
            cell.ok += other.ok;
            cell.failed += other.failed;
        }
        self.without_time += other.without_time;
        self
    }

    fn cell_mut(&mut self, day: usize, hour: usize) -> Option<&mut BarCount> {
        self.cells.get_mut(day * HOURS + hour)
    }

    /// Returns the counts of an hour of a day, 0 for Monday.
    pub fn count(&self, day: usize, hour: usize) -> BarCount {
        self.cells.get(day * HOURS + hour).copied().unwrap_or_default()
    }

    /// Returns the events of a day of the week.
    pub fn of_day(&self, day: usize) -> u32 {
        (0..HOURS).map(|hour| self.count(day, hour).total()).sum()
    }

    /// Returns the events of an hour, on all days.
    pub fn of_hour(&self, hour: usize) -> u32 {
        (0..DAYS).map(|day| self.count(day, hour).total()).sum()
    }

    /// Returns the events of the fullest cell.
    pub fn most(&self) -> u32 {
        self.cells.iter().map(|cell| cell.total()).max().unwrap_or(0)
    }

    /// Returns the fullest cell: its day and its hour; the first of several.
    pub fn fullest(&self) -> Option<(usize, usize)> {
        let most = self.most();
        let at = self.cells.iter().position(|cell| cell.total() == most && most > 0)?;
        Some((at / HOURS, at % HOURS))
    }
}
