//! The counting behind groups, on all cores. Columns of few values are counted in one pass (`few`); the events of others
//! are first put into heaps by value (`many`), so that each heap and what is counted over it stays in a core's memory.
//!
//! Nothing is looked up by hash: values are ids, and lists of all ids are short enough. Events come in the one order, so
//! that a place in their list says which is earlier, and between which two places the bars of the histogram change.

mod few;
mod many;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::cores::{pieces, share_map_with, threads};
use super::filter::LEAST_PIECE;
use super::group::{BARS, Group, failed_kinds};
use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Event, MISSING, Store};

/// Counts `events` by the first column, within each group by the second, and so on: groups in lists, as they came out of
/// different cores.
pub(super) fn counted(store: &Store, events: &[Event], columns: &[Column]) -> Vec<Vec<Group>> {
    let Some((&first, inner)) = columns.split_first() else { return Vec::new() };
    let counting = Counting::new(store, events);
    let groups = counting.by(first);
    if inner.is_empty() {
        return groups;
    }
    let mut groups: Vec<Group> = groups.into_iter().flatten().collect();
    let mut outer = 0..groups.len();
    for (depth, &column) in (1..).zip(inner) {
        let path = columns.get(..depth).unwrap_or_default();
        let found = counting.within(path, groups.get(outer).unwrap_or_default(), column);
        outer = groups.len()..groups.len() + found.len();
        groups.extend(found);
    }
    vec![groups]
}

/// What is known of all events that are counted.
struct Counting<'s> {
    store: &'s Store,
    events: &'s [Event],
    /// Where each bar begins among the events, and where the last one ends: there stand those without a time.
    bars: [usize; BARS + 1],
    /// For each kind whether it failed, and its call.
    kinds: Vec<(bool, u32)>,
}

/// What is counted of an event.
#[derive(Clone, Copy, Default)]
struct Found {
    value: u32,
    address: u32,
    call: u32,
    failed: bool,
}

/// What counting reads of a segment.
struct Rows<'s> {
    kinds: &'s [u32],
    addresses: &'s [u32],
    values: &'s [u32],
}

/// The values of one column by event, and what else is counted.
struct Values<'s> {
    segments: Vec<Rows<'s>>,
    /// The value of each kind or actor, where the column belongs to these.
    table: Option<Vec<u32>>,
}

/// The bar of events without a time.
const NO_BAR: usize = BARS;

impl<'s> Counting<'s> {
    fn new(store: &'s Store, events: &'s [Event]) -> Self {
        let call = |kind: &[u32]| match Column::EventName.home() {
            Home::Kind(place) => kind.get(place).copied().unwrap_or(MISSING),
            _ => MISSING,
        };
        let calls = store.kinds().iter().map(|kind| call(kind));
        let kinds = failed_kinds(store).into_iter().zip(calls).collect();
        Self { store, events, bars: bars(store, events), kinds }
    }

    /// Counts by one column, on all cores.
    fn by(&self, column: Column) -> Vec<Vec<Group>> {
        let values = Values::of(self.store, column);
        let count = self.store.dict(column).len();
        if few::are_few(self.store, count) {
            vec![few::count(self, &values, count)]
        } else {
            many::count(self, &values, count)
        }
    }

    /// The events in as many pieces as there are cores.
    fn pieces(&self) -> Vec<Range<usize>> {
        let length = self.events.len().div_ceil(threads()).max(LEAST_PIECE);
        (0..self.events.len())
            .step_by(length)
            .map(|start| start..(start + length).min(self.events.len()))
            .collect()
    }

    /// Calls `each` with the events of a piece: place, bar, and what is counted.
    fn each(&self, piece: &Range<usize>, values: &Values<'_>, mut each: impl FnMut(u32, usize, Found)) {
        let ends = self.bars.iter().skip(1).copied().chain([self.events.len()]);
        let mut start = piece.start;
        for (bar, end) in ends.enumerate() {
            let end = end.min(piece.end).max(start);
            let events = self.events.get(start..end).unwrap_or_default();
            // Places are as many as events, which are numbered in 32 bits.
            for (place, &event) in (u32::try_from(start).unwrap_or(u32::MAX)..).zip(events) {
                each(place, bar, values.get(event, &self.kinds));
            }
            start = end;
        }
    }

    fn time(&self, place: u32) -> Time {
        self.events.get(place as usize).map_or(Time::NONE, |&event| self.store.time(event))
    }

    /// Counts by `column` the events of each of the `outer` groups, which are by the columns of `path`.
    fn within(&self, path: &[Column], outer: &[Group], column: Column) -> Vec<Group> {
        let of_path: Vec<Values<'_>> = path.iter().map(|&column| Values::of(self.store, column)).collect();
        let numbers: HashMap<Vec<u32>, usize, RandomState> = outer.iter().map(Group::path).zip(0..).collect();
        let mut members: Vec<Vec<many::Member>> =
            outer.iter().map(|group| Vec::with_capacity(group.events)).collect();
        let values = Values::of(self.store, column);
        let mut key = Vec::with_capacity(path.len());
        self.each(&(0..self.events.len()), &values, |place, bar, found| {
            let Some(&event) = self.events.get(place as usize) else { return };
            key.clear();
            key.extend(of_path.iter().map(|values| values.value(event)));
            if let Some(members) = numbers.get(key.as_slice()).and_then(|&number| members.get_mut(number)) {
                members.push(many::Member::new(self.time(place), bar, found));
            }
        });
        let all: Vec<(&Group, Vec<many::Member>)> = outer.iter().zip(members).collect();
        let count = self.store.dict(column).len();
        let counted = share_map_with(
            pieces(&all, 1),
            || (many::Marks::new(self.store), many::Numbers::new(count)),
            |(marks, numbers), groups| {
                let inner = |(group, members): &(&Group, Vec<many::Member>)| {
                    let inner = many::inner(members, numbers, marks).into_iter();
                    let within = group.path();
                    inner.map(|inner| Group { within: within.clone(), ..inner }).collect::<Vec<_>>()
                };
                groups.iter().flat_map(inner).collect::<Vec<_>>()
            },
        );
        counted.into_iter().flatten().collect()
    }
}

impl<'s> Values<'s> {
    fn of(store: &'s Store, column: Column) -> Self {
        let table = match column.home() {
            Home::Kind(place) => {
                Some(store.kinds().iter().map(|kind| kind.get(place).copied().unwrap_or(MISSING)).collect())
            }
            Home::Actor(place) => Some(
                store.actors().iter().map(|actor| actor.get(place).copied().unwrap_or(MISSING)).collect(),
            ),
            Home::Own(_) => None,
        };
        let rows = |segment: &'s Arc<Segment>| Rows {
            kinds: segment.kinds(),
            addresses: match Column::SourceIpAddress.home() {
                Home::Own(place) => segment.own_column(place),
                _ => &[],
            },
            values: match column.home() {
                Home::Kind(_) => segment.kinds(),
                Home::Actor(_) => segment.actors(),
                Home::Own(place) => segment.own_column(place),
            },
        };
        Self { segments: store.segments().iter().map(rows).collect(), table }
    }

    fn value(&self, event: Event) -> u32 {
        self.rows(event).map_or(MISSING, |(rows, row)| self.value_at(rows, row))
    }

    fn rows(&self, event: Event) -> Option<(&Rows<'s>, usize)> {
        let event = event as usize;
        Some((self.segments.get(event / SEGMENT_ROWS)?, event % SEGMENT_ROWS))
    }

    fn value_at(&self, rows: &Rows<'_>, row: usize) -> u32 {
        let id = rows.values.get(row).copied().unwrap_or(MISSING);
        self.table.as_ref().map_or(id, |table| table.get(id as usize).copied().unwrap_or(MISSING))
    }

    fn get(&self, event: Event, kinds: &[(bool, u32)]) -> Found {
        let Some((rows, row)) = self.rows(event) else { return Found::default() };
        let kind = rows.kinds.get(row).and_then(|&kind| kinds.get(kind as usize));
        let (failed, call) = kind.copied().unwrap_or_default();
        let address = rows.addresses.get(row).copied().unwrap_or(MISSING);
        Found { value: self.value_at(rows, row), address, call, failed }
    }
}

/// Where equal parts of the time between the first and the last event begin among the events, and where the last ends.
fn bars(store: &Store, events: &[Event]) -> [usize; BARS + 1] {
    let timed = events.partition_point(|&event| store.time(event) != Time::NONE);
    let time =
        |at: Option<usize>| at.and_then(|at| events.get(at)).and_then(|&event| store.time(event).millis());
    let first = time(Some(0)).unwrap_or_default();
    let last = time(timed.checked_sub(1)).unwrap_or(first);
    let (length, bars) = (last - first + 1, i64::try_from(BARS).unwrap_or(1));
    let mut places = [timed; BARS + 1];
    for (place, bar) in places.iter_mut().take(BARS).zip(0..) {
        let border = Time::from_millis(first + (bar * length + bars - 1).div_euclid(bars));
        *place = events.partition_point(|&event| store.time(event) < border).min(timed);
    }
    places
}
