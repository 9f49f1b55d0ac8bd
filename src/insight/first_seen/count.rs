//! One pass over all events, by IDs: how often each subject has each value before the window and in it, and when first.
//!
//! Call, service, Region and error are decided by the kind of an event, so they are counted once for each kind that a
//! subject has, not for each event.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use super::ask::{Dimension, NewsQuestion};
use super::fold::{Folded, kind_value};
use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::store::scan::cancel::Cancelled;
use crate::store::segment::ids::Ids;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Event, MISSING, Store};

/// How often something occurs, and when first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    /// Events before the window.
    pub(super) before: u32,
    /// Events in the window, or all without one.
    pub(super) within: u32,
    /// Failed ones of those.
    pub(super) failed: u32,
    /// The first of those.
    pub(super) first: (Time, Event),
}

/// Tallies by subject and value.
pub(super) type Tallies = HashMap<(u32, u32), Tally, RandomState>;

/// What a pass counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// By subject and kind.
    pub(super) kinds: Tallies,
    /// By subject and folded address, and by subject and folded program; empty unless asked for.
    pub(super) addresses: Tallies,
    pub(super) agents: Tallies,
    /// All events before the window and in it.
    pub(super) events: (usize, usize),
    pub(super) without_time: usize,
}

/// What a pass needs to know of the store.
pub(super) struct FirstSeenPass<'s> {
    pub(super) store: &'s Store,
    /// The ID of the subject of each kind or actor, whichever has it.
    by_kind: Option<Vec<u32>>,
    by_actor: Vec<u32>,
    pub(super) addresses: Option<Folded>,
    pub(super) agents: Option<Folded>,
    /// By kind: whether its events are calls, and whether they failed.
    outcomes: Vec<(bool, bool)>,
    since: Time,
}

impl Tally {
    const NONE: Self = Self { before: 0, within: 0, failed: 0, first: (Time::NONE, Event::MAX) };

    fn join(&mut self, store: &Store, other: &Self) {
        self.before += other.before;
        self.within += other.within;
        self.failed += other.failed;
        if is_earlier(store, other.first, self.first) {
            self.first = other.first;
        }
    }
}

/// Returns whether one event is named as the first rather than another: the earlier one; in the same second the one with
/// the smaller ID, and if two records share it, the one in the file whose path sorts first. So the answer does not depend
/// on the order in which files were read.
pub(super) fn is_earlier(store: &Store, one: (Time, Event), other: (Time, Event)) -> bool {
    if one.0 != other.0 || one.0 == Time::NONE || one.1 == other.1 {
        return one.0 < other.0;
    }
    let path = |event: Event| store.file_of(event).map(|file| file.path.as_path());
    let key = |event: Event| (store.id_order(event), path(event), store.place(event));
    key(one.1) < key(other.1)
}

/// Adds tallies to those of the same subject and value.
pub(super) fn join(store: &Store, all: &mut Tallies, key: (u32, u32), tally: &Tally) {
    all.entry(key).or_insert(Tally::NONE).join(store, tally);
}

impl<'s> FirstSeenPass<'s> {
    pub(super) fn new(store: &'s Store, asked: &NewsQuestion) -> Self {
        let place = |tuple: &[u32], place: usize| tuple.get(place).copied().unwrap_or(MISSING);
        let (mut by_kind, mut by_actor) = (None, Vec::new());
        match asked.subject.column().home() {
            Home::Kind(at) => by_kind = Some(store.kinds().iter().map(|kind| place(kind, at)).collect()),
            Home::Actor(at) => by_actor = store.actors().iter().map(|actor| place(actor, at)).collect(),
            Home::Own(_) | Home::OnDemand(_) => {}
        }
        let outcome = |kind: &[u32; _]| {
            let outcome = kind_value(store, kind, Column::Outcome);
            (!outcome.is_empty(), outcome == "failed")
        };
        let folded = |dimension| asked.dimensions.contains(&dimension).then(|| Folded::of(store, dimension));
        Self {
            store,
            by_kind,
            by_actor,
            addresses: folded(Dimension::Address),
            agents: folded(Dimension::Agent),
            outcomes: store.kinds().iter().map(outcome).collect(),
            since: asked.since.unwrap_or(Time::from_millis(i64::MIN)),
        }
    }

    /// Counts all events. `None` if cancelled.
    pub(super) fn count(&self, cancelled: Cancelled<'_>) -> Option<Counted> {
        let parts = self.store.segments().par_iter().enumerate();
        let of_segment = |counted: Option<Counted>, (number, segment): (usize, &Arc<Segment>)| {
            let mut counted = counted.filter(|_| !cancelled())?;
            self.segment(number, segment, &mut counted);
            Some(counted)
        };
        let counted = parts.fold(|| Some(Counted::default()), of_segment);
        counted.reduce(|| Some(Counted::default()), |one, other| Some(one?.joined(self.store, other?)))
    }

    fn segment(&self, number: usize, segment: &Segment, counted: &mut Counted) {
        let own = |column: Column| match column.home() {
            Home::Own(place) => segment.own_column(place),
            Home::Kind(_) | Home::Actor(_) | Home::OnDemand(_) => Ids::Plain(&[]),
        };
        let (addresses, agents) = (own(Column::SourceIpAddress), own(Column::UserAgent));
        let folds = self.store.folds();
        let has_folds = folds.count() > 0;
        let rows = segment.kinds().iter().zip(segment.actors().iter()).enumerate();
        for (row, (kind, actor)) in rows {
            let time = segment.time(row);
            let Ok(event) = Event::try_from(number * SEGMENT_ROWS + row) else { continue };
            let (is_call, failed) = self.outcomes.get(kind as usize).copied().unwrap_or_default();
            if has_folds && folds.is_folded(event) {
                continue;
            }
            if time == Time::NONE {
                counted.without_time += 1;
                continue;
            }
            let stretch = if time < self.since { &mut counted.events.0 } else { &mut counted.events.1 };
            *stretch += 1;
            let subject = self.subject(kind, actor);
            if !is_call || subject == MISSING {
                continue;
            }
            let tally = self.tally(time, event, failed);
            join(self.store, &mut counted.kinds, (subject, kind), &tally);
            let values = [
                (&self.addresses, addresses, &mut counted.addresses),
                (&self.agents, agents, &mut counted.agents),
            ];
            for (folded, ids, tallies) in values {
                let value = folded.as_ref().zip(ids.get(row)).map_or(MISSING, |(folded, id)| folded.id(id));
                if value != MISSING {
                    join(self.store, tallies, (subject, value), &tally);
                }
            }
        }
    }

    /// Returns the subject of an event by its kind and actor.
    pub(super) fn subject(&self, kind: u32, actor: u32) -> u32 {
        let subject = match &self.by_kind {
            Some(subjects) => subjects.get(kind as usize),
            None => self.by_actor.get(actor as usize),
        };
        subject.copied().unwrap_or(MISSING)
    }

    /// Returns whether the events of a kind are calls.
    pub(super) fn is_call(&self, kind: u32) -> bool {
        self.outcomes.get(kind as usize).is_some_and(|(is_call, _)| *is_call)
    }

    /// Calls `tell` for each event of `firsts`, which are in sort order, with the number of calls that its subject
    /// made earlier: not in the same second. `None` if cancelled.
    pub(super) fn earlier(
        &self,
        firsts: &[Event],
        cancelled: Cancelled<'_>,
        mut tell: impl FnMut(usize),
    ) -> Option<()> {
        const AT_ONCE: usize = 1 << 16;
        let mut firsts = firsts.iter().peekable();
        let mut earlier: HashMap<u32, usize, RandomState> = HashMap::default();
        let mut now: (Time, Vec<u32>) = (Time::NONE, Vec::new());
        for events in self.store.order().chunks(AT_ONCE) {
            if cancelled() {
                return None;
            }
            for &event in events {
                if firsts.peek().is_none() {
                    return Some(());
                }
                let Some((segment, row)) = self.store.locate(event) else { continue };
                let (kind, time) = (segment.kind(row), segment.time(row));
                if time != now.0 {
                    now.1.drain(..).for_each(|subject| *earlier.entry(subject).or_default() += 1);
                    now.0 = time;
                }
                let subject = self.subject(kind, segment.actor(row));
                while firsts.next_if(|first| **first == event).is_some() {
                    tell(earlier.get(&subject).copied().unwrap_or_default());
                }
                let (is_call, _) = self.outcomes.get(kind as usize).copied().unwrap_or_default();
                if is_call && subject != MISSING && !self.store.folds().is_folded(event) {
                    now.1.push(subject);
                }
            }
        }
        Some(())
    }

    fn tally(&self, time: Time, event: Event, failed: bool) -> Tally {
        if time < self.since {
            return Tally { before: 1, ..Tally::NONE };
        }
        Tally { before: 0, within: 1, failed: u32::from(failed), first: (time, event) }
    }
}

impl Counted {
    fn joined(mut self, store: &Store, other: Self) -> Self {
        let pairs = [
            (&mut self.kinds, other.kinds),
            (&mut self.addresses, other.addresses),
            (&mut self.agents, other.agents),
        ];
        for (all, more) in pairs {
            if all.is_empty() {
                *all = more;
            } else {
                for (key, tally) in &more {
                    join(store, all, *key, tally);
                }
            }
        }
        self.events = (self.events.0 + other.events.0, self.events.1 + other.events.1);
        self.without_time += other.without_time;
        self
    }
}
