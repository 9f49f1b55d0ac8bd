//! Walks over the events that are counted: which they are, where they are, and what is read of each.
//!
//! Values are IDs, and lists of all IDs are short enough, so nothing is looked up by hash. If most events are
//! counted, they are read in their order in memory and not in sort order, which is several times as fast.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::group::{BARS, failed_kinds};
use super::items::ItemsOfValues;
use crate::query::engine::filter::{FEWER, LEAST_PIECE};
use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::store::scan::bitset::{Bits, WORD, ones};
use crate::store::scan::parallel::{pieces, share_map, threads};
use crate::store::segment::ids::{Ids, OfIds};
use crate::store::segment::times::Times;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Event, MISSING, Store};

/// What is known about all events that are counted.
pub(super) struct Scan<'s> {
    pub(super) store: &'s Store,
    pub(super) scope: Scope<'s>,
    /// Where each bar begins, and where the last one ends.
    pub(super) borders: [i64; BARS + 1],
    /// For each kind, whether it failed, and its event name.
    pub(super) kinds: Vec<(bool, u32)>,
}

/// Which events are counted.
pub(super) enum Scope<'s> {
    Everything,
    Most(Cow<'s, Bits>),
    Few(&'s [Event]),
}

/// Some of them.
pub(super) enum ScanPart<'p> {
    /// Those in some segments.
    Segments(Range<usize>),
    Events(&'p [Event]),
}

/// Where an event is: its segment and the row in it.
pub(super) type Position = (usize, usize);

/// What is counted for an event.
#[derive(Clone, Copy, Default)]
pub(super) struct EventFacts {
    pub(super) value: u32,
    pub(super) address: u32,
    pub(super) call: u32,
    pub(super) failed: bool,
}

/// What counting reads from a segment.
pub(super) struct SegmentColumns<'s> {
    times: Times<'s>,
    kinds: Ids<'s>,
    addresses: Ids<'s>,
    values: Ids<'s>,
}

/// How many rows are decoded at once: they stay in the nearest cache.
const BLOCK: usize = 1024;

/// Neighbouring rows of a segment, decoded: faster than decoding each column of each row by itself.
#[derive(Default)]
struct ScanBlock {
    times: Vec<Time>,
    values: Vec<u32>,
    kinds: Vec<(bool, u32)>,
    addresses: Vec<u32>,
}

impl ScanBlock {
    /// Decodes some rows; `missing` is for rows that a column on demand does not reach.
    fn fill(
        &mut self,
        times: Times<'_>,
        (values, kinds, addresses): &(OfIds<'_, u32>, OfIds<'_, (bool, u32)>, OfIds<'_, u32>),
        rows: Range<usize>,
        missing: u32,
    ) {
        times.fill(rows.clone(), &mut self.times);
        kinds.fill(rows.clone(), &mut self.kinds);
        addresses.fill(rows.clone(), &mut self.addresses);
        values.fill(rows, &mut self.values);
        self.values.resize(self.times.len(), missing);
    }

    /// Leaves out the rows that are not in a set, of which these are the words.
    fn keep(&mut self, words: impl Iterator<Item = u64>) {
        for (values, word) in self.values.chunks_mut(WORD).zip(words.chain(std::iter::repeat(0))) {
            for bit in ones(!word) {
                if let Some(value) = values.get_mut(bit as usize) {
                    *value = NO_PLACE;
                }
            }
        }
    }

    /// Calls `each` with the rows that are counted, from 0.
    #[inline]
    fn each(&self, mut each: impl FnMut(usize, Time, EventFacts)) {
        let ids = self.values.iter().zip(&self.kinds).zip(&self.addresses);
        for (row, (((&value, &(failed, call)), &address), &time)) in ids.zip(&self.times).enumerate() {
            if value != NO_PLACE {
                each(row, time, EventFacts { value, address, call, failed });
            }
        }
    }
}

/// The values of one column by event, and what else is counted.
pub(super) struct ColumnValues<'s> {
    pub(super) segments: Vec<SegmentColumns<'s>>,
    /// The value for each kind or actor, if the column belongs to one of these.
    pub(super) table: Option<Vec<u32>>,
    /// The names in each value, if an event counts under each.
    pub(super) items: Option<ItemsOfValues>,
}

/// The bar of events without a time.
pub(super) const NO_BAR: usize = BARS;
/// Instead of the place of a value whose events are not counted.
pub(super) const NO_PLACE: u32 = u32::MAX;

fn position(event: Event) -> Position {
    (event as usize / SEGMENT_ROWS, event as usize % SEGMENT_ROWS)
}

impl<'s> Scan<'s> {
    pub(super) fn new(store: &'s Store, events: &'s [Event], set: Option<&'s Bits>) -> Self {
        let call = |kind: &[u32]| match Column::EventName.home() {
            Home::Kind(place) => kind.get(place).copied().unwrap_or(MISSING),
            _ => MISSING,
        };
        let calls = store.kinds().iter().map(|kind| call(kind));
        let kinds = failed_kinds(store).into_iter().zip(calls).collect();
        let scope = match events.len() {
            all if all == store.len() => Scope::Everything,
            most if most >= store.len() / FEWER => {
                Scope::Most(set.map_or_else(|| Cow::Owned(bits(store, events)), Cow::Borrowed))
            }
            _ => Scope::Few(events),
        };
        Self { store, scope, borders: borders(store, events), kinds }
    }

    /// Splits the events into as many pieces as there are threads.
    pub(super) fn pieces(&self) -> Vec<ScanPart<'_>> {
        if let Scope::Few(events) = self.scope {
            return pieces(events, LEAST_PIECE).into_iter().map(ScanPart::Events).collect();
        }
        let segments = self.store.segments().len();
        let length = segments.div_ceil(threads()).max(1);
        let piece = |start: usize| ScanPart::Segments(start..(start + length).min(segments));
        (0..segments).step_by(length).map(piece).collect()
    }

    /// Calls `each` with the rows of a segment that are counted.
    fn each_row(&self, number: usize, rows: usize, mut each: impl FnMut(usize)) {
        let Scope::Most(bits) = &self.scope else {
            return (0..rows).for_each(each);
        };
        let words = bits.words().iter().skip(number * SEGMENT_ROWS / WORD).take(rows.div_ceil(WORD));
        for (word, first) in words.zip((0..).step_by(WORD)) {
            ones(*word).for_each(|bit| each(first + bit as usize));
        }
    }

    /// Calls `each` with the values of the events of a piece.
    pub(super) fn each_value(
        &self,
        piece: &ScanPart<'_>,
        values: &ColumnValues<'_>,
        mut each: impl FnMut(u32),
    ) {
        match piece {
            ScanPart::Events(events) => events.iter().for_each(|&event| each(values.value(position(event)))),
            ScanPart::Segments(numbers) => {
                for number in numbers.clone() {
                    let Some(rows) = values.segments.get(number) else { continue };
                    let of_rows = rows.values.map(|id| values.of_id(id));
                    self.each_row(number, rows.times.len(), |row| {
                        each(of_rows.get(row).unwrap_or(MISSING));
                    });
                }
            }
        }
    }

    /// Calls `each` with the events of a piece: position, time, bar, and what is counted; several times with an event
    /// that counts under several values.
    pub(super) fn each(
        &self,
        piece: &ScanPart<'_>,
        values: &ColumnValues<'_>,
        mut each: impl FnMut(Position, Time, usize, EventFacts),
    ) {
        self.each_placed(
            piece,
            values,
            |value| value,
            |at, time, bar, found| match values.items.as_ref().map(|items| items.get(found.value)) {
                None => each(at, time, bar, found),
                Some(items) => {
                    for &value in items {
                        each(at, time, bar, EventFacts { value, ..found });
                    }
                }
            },
        );
    }

    /// Calls `each` with the events of a piece as [`Self::each`] does, but with what `place` makes of their values, and
    /// not with those of which it makes [`NO_PLACE`].
    pub(super) fn each_placed(
        &self,
        piece: &ScanPart<'_>,
        values: &ColumnValues<'_>,
        place: impl Fn(u32) -> u32,
        mut each: impl FnMut(Position, Time, usize, EventFacts),
    ) {
        // Neighbouring events mostly have the same bar.
        let mut bar = self.bar(Time::NONE);
        let mut tell = |at, time, found| {
            if !bar.has(time) {
                bar = self.bar(time);
            }
            each(at, time, bar.number, found);
        };
        let of_kind = |kind: u32| self.kinds.get(kind as usize).copied().unwrap_or_default();
        let mut block = ScanBlock::default();
        match piece {
            ScanPart::Events(events) => {
                for at @ (number, row) in events.iter().copied().map(position) {
                    let (Some(rows), value) = (values.segments.get(number), place(values.value(at))) else {
                        continue;
                    };
                    if value != NO_PLACE {
                        let (failed, call) = rows.kinds.get(row).map(of_kind).unwrap_or_default();
                        let address = rows.addresses.get(row).unwrap_or(MISSING);
                        let time = rows.times.get(row).unwrap_or(Time::NONE);
                        tell(at, time, EventFacts { value, address, call, failed });
                    }
                }
            }
            ScanPart::Segments(numbers) => {
                for number in numbers.clone() {
                    let Some(rows) = values.segments.get(number) else { continue };
                    let decoded = (
                        rows.values.map(|id| place(values.of_id(id))),
                        rows.kinds.map(of_kind),
                        rows.addresses.map(|id| id),
                    );
                    let missing = place(MISSING);
                    for first in (0..rows.times.len()).step_by(BLOCK) {
                        block.fill(
                            rows.times,
                            &decoded,
                            first..(first + BLOCK).min(rows.times.len()),
                            missing,
                        );
                        if let Scope::Most(bits) = &self.scope {
                            let words = bits.words().iter().skip((number * SEGMENT_ROWS + first) / WORD);
                            block.keep(words.copied());
                        }
                        block.each(|row, time, found| tell((number, first + row), time, found));
                    }
                }
            }
        }
    }

    /// Returns the bar of a time.
    fn bar(&self, time: Time) -> Bar {
        let begun = self.borders.partition_point(|&border| Time::from_millis(border) <= time);
        let number = if time == Time::NONE { NO_BAR } else { begun.wrapping_sub(1).min(NO_BAR) };
        match (self.borders.get(number), self.borders.get(number + 1)) {
            (Some(&first), Some(&end)) => Bar { number, first, end },
            _ => Bar { number, first: 0, end: 0 },
        }
    }
}

/// A bar, and the times in it, in milliseconds: kept, so that they need not be looked up for each event. [`NO_BAR`] has none,
/// so that it is looked for with each event.
struct Bar {
    number: usize,
    first: i64,
    end: i64,
}

impl Bar {
    #[inline]
    fn has(&self, time: Time) -> bool {
        Time::from_millis(self.first) <= time && time < Time::from_millis(self.end)
    }
}

impl<'s> ColumnValues<'s> {
    pub(super) fn of(store: &'s Store, column: Column) -> Self {
        let table = match column.home() {
            Home::Kind(place) => {
                Some(store.kinds().iter().map(|kind| kind.get(place).copied().unwrap_or(MISSING)).collect())
            }
            Home::Actor(place) => Some(
                store.actors().iter().map(|actor| actor.get(place).copied().unwrap_or(MISSING)).collect(),
            ),
            Home::Own(_) | Home::OnDemand(_) => None,
        };
        let rows = |(number, segment): (usize, &'s Arc<Segment>)| SegmentColumns {
            times: segment.times(),
            kinds: segment.kinds(),
            addresses: match Column::SourceIpAddress.home() {
                Home::Own(place) => segment.own_column(place),
                _ => Ids::Plain(&[]),
            },
            values: match column.home() {
                Home::Kind(_) => segment.kinds(),
                Home::Actor(_) => segment.actors(),
                Home::Own(place) => segment.own_column(place),
                Home::OnDemand(column) => {
                    store.derived(column).map_or(Ids::Plain(&[]), |derived| derived.segment(number))
                }
            },
        };
        let segments = store.segments().iter().enumerate().map(rows).collect();
        Self { segments, table, items: ItemsOfValues::of(store, column) }
    }

    pub(super) fn value(&self, (segment, row): Position) -> u32 {
        let id = self.segments.get(segment).and_then(|rows| rows.values.get(row));
        id.map_or(MISSING, |id| self.of_id(id))
    }

    /// Returns the value for an ID of the column itself, or of a kind or an actor.
    #[inline]
    fn of_id(&self, id: u32) -> u32 {
        self.table.as_ref().map_or(id, |table| table.get(id as usize).copied().unwrap_or(MISSING))
    }
}

/// Returns the events as a set.
pub(super) fn bits(store: &Store, events: &[Event]) -> Bits {
    let parts = share_map(pieces(events, LEAST_PIECE), |events| {
        let mut bits = Bits::none(store.len());
        bits.extend(events.iter().copied());
        bits
    });
    let whole = parts.into_iter().reduce(|mut bits, other| {
        bits.words_mut().iter_mut().zip(other.words()).for_each(|(word, other)| *word |= other);
        bits
    });
    whole.unwrap_or_default()
}

/// Returns where equal parts of the time between the first and the last event begin, and where the last one
/// ends.
pub(super) fn borders(store: &Store, events: &[Event]) -> [i64; BARS + 1] {
    let timed = store.timed(events);
    let time =
        |at: Option<usize>| at.and_then(|at| events.get(at)).and_then(|&event| store.time(event).millis());
    let first = time(Some(0)).unwrap_or_default();
    let last = time(timed.checked_sub(1)).unwrap_or(first);
    let (length, bars) = (last - first + 1, i64::try_from(BARS).unwrap_or(1));
    let mut borders = [first; BARS + 1];
    for (border, bar) in borders.iter_mut().zip(0..) {
        *border += (bar * length + bars - 1).div_euclid(bars);
    }
    borders
}

/// Combines two time spans. "No time" sorts after all other times, and ends a span only if nothing else does.
pub(super) fn span(one: (Time, Time), other: (Time, Time)) -> (Time, Time) {
    let last = match (one.1 == Time::NONE, other.1 == Time::NONE) {
        (true, _) => other.1,
        (_, true) => one.1,
        _ => one.1.max(other.1),
    };
    (one.0.min(other.0), last)
}
