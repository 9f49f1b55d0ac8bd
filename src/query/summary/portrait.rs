//! One group in more detail: what is most frequent in it, when it happened, and its newest events.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::timeline::{BarCount, Timeline};
use crate::query::groups::group::failed_kinds;
use crate::query::groups::members;
use crate::record::field::{Column, OnDemand};
use crate::record::on_demand::ColumnRule;
use crate::record::time::zone::Zone;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, MISSING, Store};

/// How many values of each field, and how many events are named.
pub const MOST: usize = 5;

/// The fields of which the most frequent values are named.
pub const TOP_FIELDS: [&str; 5] = ["eventName", "principal", "sourceIPAddress", "program", "errorCode"];

/// The columns of these fields.
const TOP_COLUMNS: [Column; 5] = [
    Column::EventName,
    Column::Principal,
    Column::SourceIpAddress,
    Column::OnDemand(OnDemand::PROGRAM),
    Column::ErrorCode,
];

/// A group to look at.
#[derive(Debug, Clone)]
pub struct PortraitRequest {
    /// The events are in this.
    pub store: Store,
    /// All events that were grouped, in time order.
    pub events: Arc<Vec<Event>>,
    /// The values that the events of the group share.
    pub scope: Vec<(Column, u32)>,
    /// Maximum number of columns of the histogram.
    pub columns: usize,
    /// The zone in which these begin with full hours and days.
    pub zone: Zone,
}

/// A value, and how many events of the group have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopValue {
    /// The name of its field.
    pub field: &'static str,
    /// The value.
    pub value: String,
    /// How many events have it.
    pub events: usize,
}

/// What is known about a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait {
    /// The values that the events share.
    pub scope: Vec<(Column, u32)>,
    /// How many events there are.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// The most frequent values of each field, the most frequent first; equal ones by their text.
    pub top: Vec<TopValue>,
    /// The events over time, in the columns of all events that were grouped.
    pub timeline: Timeline,
    /// The newest events, the newest first.
    pub newest: Vec<Event>,
}

impl PortraitRequest {
    /// Looks at the group. `None` if cancelled.
    pub fn look(&self, cancelled: Cancelled<'_>) -> Option<Portrait> {
        let store = &self.store;
        let events = members(store, &self.events, &self.scope);
        let mut timeline = Timeline::of(store, &self.events, self.columns, &self.zone);
        if cancelled() {
            return None;
        }
        let failed = self.count(&events, &mut timeline);
        let mut top = Vec::new();
        for (field, column) in TOP_FIELDS.into_iter().zip(TOP_COLUMNS) {
            if cancelled() {
                return None;
            }
            // All events of a group by this column have the same value.
            if !self.scope.iter().any(|(by, _)| *by == column) {
                top.extend(self.top(&events, field, column));
            }
        }
        let timed = store.timed(&events);
        let newest = events.get(..timed).unwrap_or_default().iter().rev().take(MOST).copied().collect();
        Some(Portrait { scope: self.scope.clone(), events: events.len(), failed, top, timeline, newest })
    }

    /// Counts the events of the group in the columns of a histogram; returns how many of them failed.
    fn count(&self, events: &[Event], timeline: &mut Timeline) -> usize {
        let kinds = failed_kinds(&self.store);
        let mut counts = vec![BarCount::default(); timeline.counts.len()];
        let (mut all_failed, mut without_time) = (0, 0);
        for &event in events {
            let kind = self.store.locate(event).map(|(segment, row)| segment.kind(row));
            let failed = kind.and_then(|kind| kinds.get(kind as usize)).copied().unwrap_or(false);
            all_failed += usize::from(failed);
            let column = timeline.column(self.store.time(event));
            match column.and_then(|column| counts.get_mut(column)) {
                Some(count) if failed => count.failed += 1,
                Some(count) => count.ok += 1,
                None => without_time += 1,
            }
        }
        timeline.counts = counts;
        timeline.without_time = without_time;
        all_failed
    }

    /// Returns the most frequent values of a field.
    fn top(&self, events: &[Event], field: &'static str, column: Column) -> Vec<TopValue> {
        let rule = column.on_demand().and_then(OnDemand::rule);
        let source = rule.and_then(ColumnRule::source).unwrap_or(column);
        let mut by_id: HashMap<u32, usize, RandomState> = HashMap::default();
        for &event in events {
            *by_id.entry(self.store.value_id(event, source)).or_default() += 1;
        }
        let dict = self.store.dict(source);
        let mut by_value: HashMap<Cow<'_, str>, usize, RandomState> = HashMap::default();
        for (id, events) in by_id.into_iter().filter(|(id, _)| *id != MISSING) {
            // Of the program, only the name counts: several agents are the same program.
            let value = match rule {
                Some(rule) => rule.of_value(dict.get(id)),
                None => Some(Cow::Borrowed(dict.get(id))),
            };
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                *by_value.entry(value).or_default() += events;
            }
        }
        let mut values: Vec<(Cow<'_, str>, usize)> = by_value.into_iter().collect();
        values.sort_unstable_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
        let top = values.into_iter().take(MOST);
        top.map(|(value, events)| TopValue { field, value: value.into_owned(), events }).collect()
    }
}
