//! In what one event is the first of its principal, and how many events came before: read behind the screen while the event
//! is shown. It answers for one event what `judge` answers for all, without counting all.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::ask::{Dimension, DimensionSet, NewsQuestion};
use super::count::{FirstSeenPass, is_earlier};
use super::fold::value_of;
use super::judge::region_of;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, MISSING, Store};

/// A question about one event, asked behind the screen.
#[derive(Debug, Clone)]
pub struct EventNewsRequest {
    /// What is loaded.
    pub store: Store,
    /// The event.
    pub event: Event,
    /// Where the window begins, if there is one.
    pub since: Option<Time>,
}

/// In what an event is the first of its principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventNews {
    /// The event.
    pub event: Event,
    /// Where the window begins, if there is one.
    pub since: Option<Time>,
    /// In what it is new; nothing for most events.
    pub dimensions: Vec<Dimension>,
    /// How many events the principal has before the window; without one, before this event. None of them has the values.
    pub before: usize,
}

/// How many events are looked at between two questions whether all is cancelled.
const AT_ONCE: usize = 1 << 14;

impl EventNewsRequest {
    /// Looks back from the event. `None` if cancelled.
    pub fn look(&self, cancelled: Cancelled<'_>) -> Option<EventNews> {
        let none = EventNews { event: self.event, since: self.since, dimensions: Vec::new(), before: 0 };
        let asked = NewsQuestion { dimensions: Vec::new(), ..NewsQuestion::default() };
        let looking = Looking {
            asked: self,
            event: self.shown(),
            time: self.store.time(self.event),
            counting: FirstSeenPass::new(&self.store, &asked),
        };
        let Some((subject, kind)) = looking.call(looking.event) else { return Some(none) };
        if looking.time == Time::NONE || self.since.is_some_and(|since| looking.time < since) {
            return Some(none);
        }
        let LookedBack::New(mut new, before) = looking.back(subject, cancelled)? else { return Some(none) };
        if before == 0 {
            // Without a window every principal begins somewhere.
            let dimensions = if self.since.is_some() { Dimension::ALL.to_vec() } else { Vec::new() };
            return Some(EventNews { dimensions, ..none });
        }
        if new & Dimension::Region.bit() != 0 && !looking.is_known_region(kind, cancelled)? {
            new &= !Dimension::Region.bit();
        }
        let is_new = |dimension: &Dimension| new & dimension.bit() != 0;
        Some(EventNews { dimensions: Dimension::ALL.into_iter().filter(is_new).collect(), before, ..none })
    }

    /// Returns the delivery that is listed among all deliveries of the event.
    fn shown(&self) -> Event {
        let folds = self.store.folds();
        let copies = folds.copies(self.event);
        let shown = copies.into_iter().find(|&copy| folds.is_folded(self.event) && !folds.is_folded(copy));
        shown.unwrap_or(self.event)
    }
}

/// What the events before one tell about it.
enum LookedBack {
    /// It is new in nothing.
    Known,
    /// In what it is the first, and how many events of its principal came before the window, or before it.
    New(DimensionSet, usize),
}

struct Looking<'s> {
    asked: &'s EventNewsRequest,
    event: Event,
    /// The time of the event.
    time: Time,
    counting: FirstSeenPass<'s>,
}

impl Looking<'_> {
    /// Returns the principal and the kind of a call.
    fn call(&self, event: Event) -> Option<(u32, u32)> {
        let (segment, row) = self.asked.store.locate(event)?;
        let kind = segment.kind(row);
        let subject = self.counting.subject(kind, segment.actor(row));
        (self.counting.is_call(kind) && subject != MISSING).then_some((subject, kind))
    }

    /// Returns the events up to the time of this one, the latest first.
    fn earlier(&self) -> &[Event] {
        let store = &self.asked.store;
        let timed = store.order().get(..store.timed(store.order())).unwrap_or_default();
        let end = timed.partition_point(|&event| store.time(event) <= self.time);
        timed.get(..end).unwrap_or_default()
    }

    /// Looks at the events of the principal before this one. `None` if cancelled.
    fn back(&self, subject: u32, cancelled: Cancelled<'_>) -> Option<LookedBack> {
        let (store, event) = (&self.asked.store, self.event);
        let own: Vec<(Dimension, Cow<'_, str>)> = Dimension::ALL
            .into_iter()
            .map(|dimension| (dimension, value_of(store, event, dimension)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let mut new: DimensionSet = own.iter().fold(0, |set, (dimension, _)| set | dimension.bit());
        let mut kinds: HashMap<(u32, u32, u32), DimensionSet, RandomState> = HashMap::default();
        let begin = self.asked.since.unwrap_or(self.time);
        let mut before = 0;
        let mut is_first = true;
        for events in self.earlier().rchunks(AT_ONCE) {
            if cancelled() {
                return None;
            }
            for &other in events.iter().rev() {
                let of = self.call(other).filter(|(of, _)| *of == subject);
                let Some((_, kind)) = of.filter(|_| !store.folds().is_folded(other) && other != event) else {
                    continue;
                };
                let time = store.time(other);
                before += usize::from(time < begin);
                if !is_earlier(store, (time, other), (self.time, event)) {
                    continue;
                }
                is_first = false;
                let [address, agent] = own_values(store, other);
                let same = *kinds.entry((kind, address, agent)).or_insert_with(|| {
                    let is_same = |(dimension, value): &&(Dimension, Cow<'_, str>)| {
                        value_of(store, other, *dimension) == *value
                    };
                    own.iter().filter(is_same).fold(0, |set, (dimension, _)| set | dimension.bit())
                });
                new &= !same;
                if new == 0 {
                    return Some(LookedBack::Known);
                }
            }
        }
        // A principal that the baseline does not have counts once, at its first event.
        let counts = if before == 0 { is_first } else { new != 0 };
        Some(if counts { LookedBack::New(new, before) } else { LookedBack::Known })
    }

    /// Returns whether anybody in the account was in the Region before. `None` if cancelled.
    fn is_known_region(&self, kind: u32, cancelled: Cancelled<'_>) -> Option<bool> {
        let store = &self.asked.store;
        let own = region_of(store, kind);
        let begin = self.asked.since.unwrap_or(self.time);
        for events in self.earlier().rchunks(AT_ONCE) {
            if cancelled() {
                return None;
            }
            let is_there = |&other: &Event| {
                store.time(other) < begin
                    && !store.folds().is_folded(other)
                    && self.call(other).is_some_and(|(_, kind)| region_of(store, kind) == own)
            };
            if events.iter().rev().any(is_there) {
                return Some(true);
            }
        }
        Some(false)
    }
}

fn own_values(store: &Store, event: Event) -> [u32; 2] {
    [Column::SourceIpAddress, Column::UserAgent].map(|column| store.value_id(event, column))
}
