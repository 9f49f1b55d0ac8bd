//! Twins: events with the same `eventID` and different texts, such as one event from two sources, of which one
//! wrote the members in another order or left out those that are null.
//!
//! The ID alone does not prove that they are the same event, so each is shown and marked. Only on request one of them
//! represents all.

pub(in crate::store) mod deliveries;
pub mod fold;

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::columns::chunked::Chunked;
use super::event::Event;
use crate::store::twins::fold::Folds;

/// Which events are twins. IDs with one text, which are nearly all, take no memory.
#[derive(Debug, Clone, Default)]
pub struct Twins {
    /// By event: the index of its ID among those with several texts, counted from 1.
    ids: Chunked<u32>,
    /// By that index, less 1: how many texts the ID has.
    texts: Chunked<u32>,
}

impl Twins {
    /// Returns how many other texts have the `eventID` of this event.
    pub fn other_texts(&self, event: Event) -> usize {
        let texts = self.id(event).and_then(|id| self.texts.get(id - 1)).copied().unwrap_or_default();
        texts.saturating_sub(1) as usize
    }

    /// Returns whether some other text has the `eventID` of this event.
    pub fn is_twin(&self, event: Event) -> bool {
        self.id(event).is_some()
    }

    /// How many texts the `eventID` of this event has.
    pub fn texts(&self, event: Event) -> usize {
        self.other_texts(event) + 1
    }

    /// How many texts all the ids have that have several, and how many such ids there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.texts.iter().map(|&texts| texts as usize).sum(), self.texts.len())
    }

    /// The events that are twins.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        (0..).zip(self.ids.iter()).filter(|(_, id)| **id > 0).map(|(event, _)| event)
    }

    /// The events with the same `eventID` as this one, which is among them; none when it is not a twin.
    pub fn same_id(&self, event: Event) -> impl Iterator<Item = Event> {
        let id = self.id(event);
        self.events().take_while(move |_| id.is_some()).filter(move |&other| self.id(other) == id)
    }

    /// Leaves one text of each id, with its repeated deliveries as far as they are there: the first among `events` that
    /// is a record, or else the first. `is_partial` is whether an event has less than its record.
    pub fn merge(&self, folds: &Folds, is_partial: &dyn Fn(Event) -> bool, events: &mut Vec<Event>) {
        if self.is_empty() {
            return;
        }
        let mut of_ids: HashMap<u32, (Event, bool), RandomState> = HashMap::default();
        for &event in events.iter() {
            let Some(id) = self.id(event) else { continue };
            let first = of_ids.entry(id).or_insert_with(|| (event, is_partial(event)));
            if first.1 && !is_partial(event) {
                *first = (event, false);
            }
        }
        let mut kept: HashSet<Event, RandomState> = HashSet::default();
        for (event, _) in of_ids.into_values() {
            kept.insert(event);
            kept.extend(folds.copies(event));
        }
        events.retain(|&event| self.id(event).is_none() || kept.contains(&event));
    }

    /// Returns how many of some events have less than a record of the same id that is among them.
    pub fn beside_records(&self, is_partial: &dyn Fn(Event) -> bool, events: &[Event]) -> usize {
        let (mut records, mut rows) = (HashSet::<u32, RandomState>::default(), Vec::new());
        for &event in events {
            match self.id(event) {
                Some(id) if is_partial(event) => rows.push(id),
                Some(id) => drop(records.insert(id)),
                None => {}
            }
        }
        rows.into_iter().filter(|id| records.contains(id)).count()
    }

    /// Returns whether there are no twins.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    fn id(&self, event: Event) -> Option<u32> {
        self.ids.get(event).copied().filter(|&id| id > 0)
    }

    /// Adds a new text of an ID. `first` are the deliveries of the first text of that ID.
    pub(super) fn add_text(&mut self, first: &[Event], event: Event) {
        let known = first.iter().find_map(|&first| self.id(first));
        let id = known.unwrap_or_else(|| {
            self.texts.push(1);
            let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
            for &first in first {
                self.ids.set(first, id);
            }
            id
        });
        self.ids.set(event, id);
        let texts = self.texts.get(id - 1).copied().unwrap_or(1);
        self.texts.set(id - 1, texts.saturating_add(1));
    }

    /// Adds another delivery of a text.
    pub(super) fn add_repeat(&mut self, of: Event, repeat: Event) {
        if let Some(id) = self.id(of) {
            self.ids.set(repeat, id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_deliveries_of_all_texts_of_an_id_are_twins() {
        let mut twins = Twins::default();
        assert!(twins.is_empty() && !twins.is_twin(0));
        twins.add_repeat(3, 4);
        assert!(twins.is_empty());
        twins.add_text(&[3, 4], 7);
        twins.add_repeat(7, 8);
        twins.add_text(&[1], 2);
        twins.add_text(&[3], 9);
        let others: Vec<usize> = (0..11).map(|event| twins.other_texts(event)).collect();
        assert_eq!(others, [0, 1, 1, 2, 2, 0, 0, 2, 2, 2, 0]);
        assert_eq!(twins.counts(), (5, 2));
        assert_eq!(twins.same_id(8).collect::<Vec<_>>(), [3, 4, 7, 8, 9]);
        assert_eq!(twins.same_id(5).count(), 0);
        let mut folds = Folds::default();
        folds.fold(7, 8);
        let merged = |events: &[Event]| {
            let mut events = events.to_vec();
            twins.merge(&folds, &|event| event == 7 || event == 8, &mut events);
            events
        };
        // A row of a table gives way to the record.
        assert_eq!(merged(&[0, 7, 3, 2, 1, 8, 9]), [0, 3, 2]);
        assert_eq!(merged(&[9, 8, 7, 5]), [9, 5]);
        assert_eq!(merged(&[5, 7, 8]), [5, 7, 8]);
        let beside = |events: &[Event]| twins.beside_records(&|event| event == 7 || event == 8, events);
        assert_eq!((beside(&[7, 8, 3]), beside(&[7, 8, 2, 1]), beside(&[3, 4])), (2, 0, 0));
    }
}
