//! The answer: which subjects are new, and what is new for those that are not.

use super::ask::{Dimension, DimensionSet, Subject};
use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::record::time::Time;
use crate::store::{Event, Store};

/// What is new.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// Who it is new for.
    pub subject: Subject,
    /// Where the window begins, if it was asked for.
    pub since: Option<Time>,
    /// The time before the window; empty without one.
    pub baseline: NewsSpan,
    /// The window, or everything.
    pub window: NewsSpan,
    /// Subjects that the baseline does not have, by their first event; none without a window, because every
    /// subject begins somewhere.
    pub subjects: Vec<NewSubject>,
    /// What is new for the other subjects, by the first event.
    pub pairs: Vec<NewPair>,
    /// The Regions that are not called new, because no record of the time before comes from there: it is not known
    /// whether they were used.
    pub unknown_regions: Vec<String>,
    /// How many events have no time, and are therefore left out.
    pub without_time: usize,
    /// By event, sorted: in what it is new. A new subject is new in all that was asked for.
    pub(super) marks: Vec<(Event, DimensionSet)>,
}

/// A stretch of time and what is in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewsSpan {
    /// How many events, without repeated deliveries.
    pub events: usize,
    /// How many subjects.
    pub subjects: usize,
    /// The times of its first and its last event.
    pub span: Option<(Time, Time)>,
}

/// A subject that the baseline does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubject {
    /// Its name.
    pub subject: String,
    /// Its first event.
    pub first: Event,
    /// How many events it has in the window.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
}

/// A value that is new for a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPair {
    /// The subject.
    pub subject: String,
    /// What kind of value it is.
    pub dimension: Dimension,
    /// The value, as it is compared: addresses as networks, programs without versions.
    pub value: String,
    /// The first event with it.
    pub first: Event,
    /// How many events of the subject have it, from the first on.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// How many events the subject had before the window, or before the first without one. None of them has the
    /// value.
    pub before: usize,
}

impl News {
    /// Returns in what an event is new: the first of its subject with that value.
    pub fn of(&self, event: Event) -> impl Iterator<Item = Dimension> + use<> {
        let place = self.marks.binary_search_by_key(&event, |(event, _)| *event).ok();
        let set = place.and_then(|place| self.marks.get(place)).map_or(0, |(_, set)| *set);
        Dimension::ALL.into_iter().filter(move |dimension| set & dimension.bit() != 0)
    }

    /// Returns the events of the subjects that the baseline does not have, without repeated deliveries.
    pub fn events_of_subjects(&self, store: &Store) -> Vec<Event> {
        let column = self.subject.column();
        let ids: HashSet<u32, RandomState> =
            self.subjects.iter().map(|subject| store.value_id(subject.first, column)).collect();
        let order = store.order().iter().copied().filter(|&event| !store.folds().is_folded(event));
        order.filter(|event| ids.contains(&store.value_id(*event, column))).collect()
    }

    /// Returns the events that are new in something, sorted by number.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        self.marks.iter().map(|(event, _)| *event)
    }
}
