//! The counting behind groups, on all cores: one pass over the events gives each to its group, so that what is counted
//! within a group, different addresses and calls, is counted over its own events, one group after the other.
//!
//! Nothing is looked up by hash. Values are ids, and what has been met in a group is marked with the group's number in a
//! table of all ids.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::cores::{pieces, share_map, threads};
use super::filter::LEAST_PIECE;
use super::group::{BARS, Group, failed_kinds};
use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::store::segment::Segment;
use crate::store::{Event, MISSING, Store};

/// Counts `events` by the first column, within each group by the second, and so on.
pub(super) fn counted(store: &Store, events: &[Event], columns: &[Column]) -> Vec<Group> {
    let Some((&first, inner)) = columns.split_first() else { return Vec::new() };
    let counting = Counting::new(store, events);
    let mut groups = counting.by(events, first);
    let mut outer = 0..groups.len();
    for (depth, &column) in (1..).zip(inner) {
        let path = columns.get(..depth).unwrap_or_default();
        let found = counting.within(events, path, groups.get(outer).unwrap_or_default(), column);
        outer = groups.len()..groups.len() + found.len();
        groups.extend(found);
    }
    groups
}

/// What is known of all events that are counted.
struct Counting<'s> {
    store: &'s Store,
    scale: Scale,
    /// For each kind whether it failed, and its call.
    kinds: Vec<(bool, u32)>,
}

/// An event in its group: where it came from, what was called, when, and whether it failed.
#[derive(Clone, Copy, Default)]
struct Member {
    address: u32,
    /// The call, and above it the bar and whether it failed.
    rest: u32,
}

/// Bits of a call's id: more different calls than this fit into no memory.
const CALL_BITS: u32 = 27;
const CALLS: u32 = (1 << CALL_BITS) - 1;
/// Stands for a time without a bar; bars take four bits.
const NO_BAR: u32 = 15;

/// One value in one piece of the events.
#[derive(Clone, Copy)]
struct Slot {
    count: u32,
    /// The least time, and the greatest that is one.
    first: Time,
    last: Time,
    /// Where the next of its members goes.
    next: u32,
}

/// A piece of the events, by value.
struct Part {
    /// The values in the order of their first events, each with its slot.
    values: Vec<(u32, Slot)>,
    members: Vec<Member>,
}

/// Parts put together.
struct Whole {
    parts: Vec<Part>,
    /// The values in the order of their first events, each with the place of its slot in every part.
    values: Vec<u32>,
    /// For each part where the slots of the values are; one more, so that 0 is none.
    slots: Vec<Vec<u32>>,
}

/// For each id its number in a list that is being made, and one more: 0 is none. Empty between uses.
struct Numbers(Vec<u32>);

impl Numbers {
    fn new(ids: usize) -> Self {
        Self(vec![0; ids])
    }

    /// The number of an id, which is `next` when it had none yet.
    fn number(&mut self, id: u32, next: usize) -> Option<usize> {
        let number = self.0.get_mut(id as usize)?;
        if *number == 0 {
            *number = u32::try_from(next + 1).ok()?;
        }
        Some(*number as usize - 1)
    }

    fn clear(&mut self, ids: impl Iterator<Item = u32>) {
        for id in ids {
            if let Some(number) = self.0.get_mut(id as usize) {
                *number = 0;
            }
        }
    }
}

/// Where different addresses and calls have been met, by the number of the group; and what group that is.
struct Marks {
    addresses: Vec<u32>,
    calls: Vec<u32>,
    group: u32,
}

impl Marks {
    fn new(store: &Store) -> Self {
        let none = |column| vec![0; store.dict(column).len()];
        Self { addresses: none(Column::SourceIpAddress), calls: none(Column::EventName), group: 0 }
    }

    /// Counts members into the group that is being counted.
    fn count(&mut self, members: &[Member], group: &mut Group) {
        group.events += members.len();
        for member in members {
            group.failed += (member.rest >> (CALL_BITS + 4)) as usize;
            group.addresses += Self::meet(&mut self.addresses, member.address, self.group);
            group.calls += Self::meet(&mut self.calls, member.rest & CALLS, self.group);
            if let Some(bar) = group.bars.get_mut((member.rest >> CALL_BITS & NO_BAR) as usize) {
                *bar += 1;
            }
        }
    }

    /// 1 when the id is met for the first time in this group.
    fn meet(marks: &mut [u32], id: u32, group: u32) -> usize {
        let Some(mark) = marks.get_mut(id as usize) else { return 0 };
        let new = *mark != group;
        *mark = group;
        usize::from(new)
    }
}

/// The ids of one column, by event.
enum Ids {
    Kind(Vec<u32>),
    Actor(Vec<u32>),
    Own(usize),
}

impl Ids {
    fn of(store: &Store, column: Column) -> Self {
        match column.home() {
            Home::Kind(place) => Self::Kind(
                store.kinds().iter().map(|kind| kind.get(place).copied().unwrap_or(MISSING)).collect(),
            ),
            Home::Actor(place) => Self::Actor(
                store.actors().iter().map(|actor| actor.get(place).copied().unwrap_or(MISSING)).collect(),
            ),
            Home::Own(place) => Self::Own(place),
        }
    }

    fn get(&self, segment: &Segment, row: usize) -> u32 {
        match self {
            Self::Kind(ids) => ids.get(segment.kind(row) as usize).copied().unwrap_or(MISSING),
            Self::Actor(ids) => ids.get(segment.actor(row) as usize).copied().unwrap_or(MISSING),
            Self::Own(place) => segment.own(*place, row),
        }
    }
}

impl<'s> Counting<'s> {
    fn new(store: &'s Store, events: &[Event]) -> Self {
        let call = |kind: &[u32]| match Column::EventName.home() {
            Home::Kind(place) => kind.get(place).copied().unwrap_or(MISSING).min(CALLS),
            _ => MISSING,
        };
        let calls = store.kinds().iter().map(|kind| call(kind));
        let kinds = failed_kinds(store).into_iter().zip(calls).collect();
        Self { store, scale: Scale::of(store, events), kinds }
    }

    /// Counts events by one column, on all cores.
    fn by(&self, events: &[Event], column: Column) -> Vec<Group> {
        let ids = Ids::of(self.store, column);
        let values = self.store.dict(column).len();
        let parts = share_map(pieces(events, LEAST_PIECE), |events| {
            self.part(events, &ids, &mut Numbers::new(values))
        });
        let whole = Whole::new(parts, &mut Numbers::new(values));
        let groups = |places| Self::groups(&whole, places, &mut Marks::new(self.store));
        let mut counted = share_map(whole.shares(), groups).into_iter();
        // There may be a million: the first list is lengthened, not all are copied.
        let mut all = counted.next().unwrap_or_default();
        counted.for_each(|groups| all.extend(groups));
        all
    }

    /// Gives the events of a piece to their values.
    fn part(&self, events: &[Event], ids: &Ids, numbers: &mut Numbers) -> Part {
        let mut values: Vec<(u32, Slot)> = Vec::new();
        let mut of_event: Vec<u32> = Vec::with_capacity(events.len());
        for &event in events {
            let found =
                self.store.locate(event).map(|(segment, row)| (ids.get(segment, row), segment.time(row)));
            let (value, time) = found.unwrap_or((MISSING, Time::NONE));
            let Some(number) = numbers.number(value, values.len()) else { continue };
            of_event.push(u32::try_from(number).unwrap_or(u32::MAX));
            if number == values.len() {
                values.push((value, Slot { count: 0, first: time, last: time, next: 0 }));
            }
            let Some((_, slot)) = values.get_mut(number) else { continue };
            slot.count += 1;
            slot.first = slot.first.min(time);
            slot.last = later(slot.last, time);
        }
        numbers.clear(values.iter().map(|(value, _)| *value));
        let mut next = 0;
        for (_, slot) in &mut values {
            slot.next = next;
            next += slot.count;
        }
        let mut members = vec![Member::default(); of_event.len()];
        for (&event, number) in events.iter().zip(of_event) {
            let Some((_, slot)) = values.get_mut(number as usize) else { continue };
            if let Some(member) = members.get_mut(slot.next as usize) {
                *member = self.member(event);
            }
            slot.next += 1;
        }
        Part { values, members }
    }

    fn member(&self, event: Event) -> Member {
        let Some((segment, row)) = self.store.locate(event) else { return Member::default() };
        let address = match Column::SourceIpAddress.home() {
            Home::Own(place) => segment.own(place, row),
            _ => self.store.value_id(event, Column::SourceIpAddress),
        };
        let (failed, call) = self.kinds.get(segment.kind(row) as usize).copied().unwrap_or_default();
        let bar = self.scale.bar(segment.time(row)).unwrap_or(NO_BAR);
        Member { address, rest: call | bar << CALL_BITS | u32::from(failed) << (CALL_BITS + 4) }
    }

    /// The groups of the values at some places.
    fn groups(whole: &Whole, places: Range<usize>, marks: &mut Marks) -> Vec<Group> {
        let values = whole.values.get(places.clone()).unwrap_or_default();
        places.zip(values).filter_map(|(place, &value)| Self::group(whole, place, value, marks)).collect()
    }

    fn group(whole: &Whole, place: usize, value: u32, marks: &mut Marks) -> Option<Group> {
        marks.group += 1;
        let mut found: Option<Group> = None;
        for (part, slots) in whole.parts.iter().zip(&whole.slots) {
            let slot = slots.get(place).and_then(|slot| part.values.get((*slot as usize).checked_sub(1)?));
            let Some((_, slot)) = slot else { continue };
            let group =
                found.get_or_insert_with(|| Group { last: slot.last, ..Group::new(value, slot.first) });
            group.first = group.first.min(slot.first);
            group.last = later(group.last, slot.last);
            let members = part.members.get((slot.next - slot.count) as usize..slot.next as usize);
            marks.count(members.unwrap_or_default(), group);
        }
        found
    }

    /// Counts by `column` the events of each of the `outer` groups, which are by the columns of `path`.
    fn within(&self, events: &[Event], path: &[Column], outer: &[Group], column: Column) -> Vec<Group> {
        let ids: Vec<Ids> = path.iter().map(|&column| Ids::of(self.store, column)).collect();
        let places: HashMap<Vec<u32>, usize, RandomState> = outer.iter().map(Group::path).zip(0..).collect();
        let mut members: Vec<Vec<Event>> =
            outer.iter().map(|group| Vec::with_capacity(group.events)).collect();
        let mut values = Vec::with_capacity(path.len());
        for &event in events {
            let Some((segment, row)) = self.store.locate(event) else { continue };
            values.clear();
            values.extend(ids.iter().map(|ids| ids.get(segment, row)));
            if let Some(members) = places.get(values.as_slice()).and_then(|&place| members.get_mut(place)) {
                members.push(event);
            }
        }
        self.inner(outer, &members, column)
    }

    /// Counts the members of each of the outer groups; on all cores, since there may be many of either.
    fn inner(&self, outer: &[Group], members: &[Vec<Event>], column: Column) -> Vec<Group> {
        let ids = Ids::of(self.store, column);
        let values = self.store.dict(column).len();
        let all: Vec<(&Group, &Vec<Event>)> = outer.iter().zip(members).collect();
        let counted = share_map(pieces(&all, 1), |groups| {
            let (mut marks, mut numbers) = (Marks::new(self.store), Numbers::new(values));
            let mut found = Vec::new();
            for (group, members) in groups {
                let parts = vec![self.part(members, &ids, &mut numbers)];
                let whole = Whole::new(parts, &mut numbers);
                let inner = Self::groups(&whole, 0..whole.values.len(), &mut marks).into_iter();
                found.extend(inner.map(|inner| Group { within: group.path(), ..inner }));
            }
            found
        });
        counted.into_iter().flatten().collect()
    }
}

impl Whole {
    fn new(parts: Vec<Part>, numbers: &mut Numbers) -> Self {
        let mut values = Vec::new();
        let mut slots = Vec::with_capacity(parts.len());
        for part in &parts {
            let mut of_part = vec![0; values.len()];
            for (slot, (value, _)) in (1..).zip(&part.values) {
                let Some(number) = numbers.number(*value, values.len()) else { continue };
                if number == values.len() {
                    values.push(*value);
                    of_part.push(slot);
                } else if let Some(place) = of_part.get_mut(number) {
                    *place = slot;
                }
            }
            slots.push(of_part);
        }
        numbers.clear(values.iter().copied());
        Self { parts, values, slots }
    }

    /// The places of values in shares of about as many events each, one for each core.
    fn shares(&self) -> Vec<Range<usize>> {
        let all: usize = self.parts.iter().map(|part| part.members.len()).sum();
        let share = all.div_ceil(threads()).max(LEAST_PIECE);
        let (mut shares, mut start, mut taken) = (Vec::new(), 0, 0);
        for place in 0..self.values.len() {
            let slots =
                self.parts.iter().zip(&self.slots).filter_map(|(part, slots)| {
                    part.values.get((*slots.get(place)? as usize).checked_sub(1)?)
                });
            taken += slots.map(|(_, slot)| slot.count as usize).sum::<usize>();
            if taken >= share {
                shares.push(start..place + 1);
                (start, taken) = (place + 1, 0);
            }
        }
        shares.push(start..self.values.len());
        shares
    }
}

/// Equal parts of the time between the first and the last event: where each begins, and where the last ends.
struct Scale {
    borders: [i64; BARS + 1],
}

impl Scale {
    fn of(store: &Store, events: &[Event]) -> Self {
        let timed = events.partition_point(|&event| store.time(event) != Time::NONE);
        let time = |at: Option<usize>| {
            at.and_then(|at| events.get(at)).and_then(|&event| store.time(event).millis())
        };
        let first = time(Some(0)).unwrap_or_default();
        let last = time(timed.checked_sub(1)).unwrap_or(first);
        let (length, bars) = (last - first + 1, i64::try_from(BARS).unwrap_or(1));
        let mut borders = [first; BARS + 1];
        for (border, bar) in borders.iter_mut().zip(0..) {
            *border += (bar * length + bars - 1).div_euclid(bars);
        }
        Self { borders }
    }

    fn bar(&self, time: Time) -> Option<u32> {
        let millis = time.millis()?;
        let ended = self.borders.iter().skip(1).filter(|&&end| end <= millis).count();
        u32::try_from(ended).ok().filter(|_| ended < BARS)
    }
}

/// The later of two times; no time is earlier than any.
fn later(one: Time, other: Time) -> Time {
    match (one == Time::NONE, other == Time::NONE) {
        (true, _) => other,
        (_, true) => one,
        _ => one.max(other),
    }
}
