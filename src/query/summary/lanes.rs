//! Who was active when: the largest groups of an answer, each over the same columns of time.

use super::timeline::{BarCount, Timeline};
use crate::query::engine::filter::LEAST_PIECE;
use crate::query::engine::stats::count_pass;
use crate::query::groups::group::{GroupOrder, failed_kinds};
use crate::query::groups::sorted::Groups;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::store::scan::parallel::{pieces, share_map};
use crate::store::{Event, Store};

/// One group over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// The ID of its value; the missing value counts as a value.
    pub value: u32,
    /// How many events it has.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// The time of its first event.
    pub first: Time,
    /// The time of its last event that has one.
    pub last: Time,
    /// Its events in each column of time.
    pub bars: Vec<BarCount>,
}

/// The largest groups over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lanes {
    /// All events over the same columns.
    pub all: Timeline,
    /// The groups, largest first.
    pub lanes: Vec<Lane>,
    /// How many groups there are, with those that have no lane.
    pub groups: usize,
}

/// Marks values that have no lane.
const NO_LANE: u32 = u32::MAX;

impl Lanes {
    /// Counts events, which are in sort order, by `column`, for at most `most` groups in at most `columns` columns
    /// that begin with full hours and days of a zone.
    pub fn of(
        store: &Store,
        events: &[Event],
        column: Column,
        (most, columns): (usize, usize),
        zone: &Zone,
    ) -> Self {
        count_pass();
        let all = Timeline::of(store, events, columns, zone);
        let groups = Groups::count(store, events, &[column], GroupOrder::Count);
        let none = vec![BarCount::default(); all.counts.len()];
        let mut lanes: Vec<Lane> = groups
            .iter()
            .take(most)
            .map(|group| Lane {
                value: group.value,
                events: group.events,
                failed: group.failed,
                first: group.first,
                last: group.last,
                bars: none.clone(),
            })
            .collect();
        let mut lane_of = vec![NO_LANE; store.dict(column).len()];
        for (number, lane) in (0..).zip(&lanes) {
            if let Some(slot) = lane_of.get_mut(lane.value as usize) {
                *slot = number;
            }
        }
        let failed = failed_kinds(store);
        let width = none.len();
        let count = |events: &[Event]| {
            let mut cells = vec![BarCount::default(); lanes.len() * width];
            for &event in events {
                let lane = lane_of.get(store.value_id(event, column) as usize).copied();
                let Some(lane) = lane.filter(|lane| *lane != NO_LANE) else { continue };
                let Some((segment, row)) = store.locate(event) else { continue };
                let cell = all.column(segment.time(row)).map(|bar| lane as usize * width + bar);
                let Some(cell) = cell.and_then(|cell| cells.get_mut(cell)) else { continue };
                match failed.get(segment.kind(row) as usize) {
                    Some(true) => cell.failed += 1,
                    Some(false) | None => cell.ok += 1,
                }
            }
            cells
        };
        for cells in share_map(pieces(events, LEAST_PIECE), count) {
            let parts = cells.chunks(width.max(1));
            for (lane, cells) in lanes.iter_mut().zip(parts) {
                for (bar, cell) in lane.bars.iter_mut().zip(cells) {
                    bar.ok += cell.ok;
                    bar.failed += cell.failed;
                }
            }
        }
        Self { all, lanes, groups: groups.len() }
    }
}
