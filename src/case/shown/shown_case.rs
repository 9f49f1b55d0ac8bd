//! The marks of a case, as the screen shows them: in the order of time, and by their events.

use std::sync::Arc;

use super::shared_list::SharedList;
use crate::case::find::{FoundRecord, FoundRecords};
use crate::case::model::{Case, CaseMark};
use crate::case::record_key::RecordKey;
use crate::store::Event;

/// What the screen shows of a case. It is never changed, only replaced.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShownCase {
    /// In the order of [`ShownMark::place`].
    marks: SharedList<Arc<ShownMark>>,
    /// In the order of the events. Several marks may have the same event, if there is one for another text of it.
    by_event: SharedList<(Event, Arc<ShownMark>)>,
    counts: MarkCounts,
    /// The load whose events these are.
    pub load: u64,
}

/// How many marks are of some kinds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MarkCounts {
    /// Those with notes.
    pub noted: usize,
    /// Those that have no event among what is loaded.
    pub absent: usize,
    /// Those that have an event with another text.
    pub changed: usize,
}

/// A mark as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownMark {
    /// What it is bound to.
    pub key: RecordKey,
    /// What it says.
    pub mark: Arc<CaseMark>,
    /// Where it is; no events if it is not loaded.
    pub found: FoundRecord,
}

impl ShownMark {
    /// Returns what it is sorted by.
    fn place(&self) -> (&str, &RecordKey) {
        (&self.mark.about.event_time, &self.key)
    }
}

impl ShownCase {
    /// Shows a case with the events that were found in a load.
    pub(in crate::case) fn of(case: &Case, found: &FoundRecords, load: u64) -> Self {
        let shown = |(key, mark): (&RecordKey, &Arc<CaseMark>)| {
            let found = found.get(key).cloned().unwrap_or_default();
            Arc::new(ShownMark { key: key.clone(), mark: Arc::clone(mark), found })
        };
        let marks: Vec<Arc<ShownMark>> = case.in_time_order().into_iter().map(shown).collect();
        let with_events = |mark: &Arc<ShownMark>| {
            mark.found.events.iter().map(|&event| (event, Arc::clone(mark))).collect::<Vec<_>>()
        };
        // Marks of the same event stay in the order of time.
        let mut by_event: Vec<(Event, Arc<ShownMark>)> = marks.iter().flat_map(with_events).collect();
        by_event.sort_by_key(|(event, _)| *event);
        let mut counts = MarkCounts::default();
        for mark in &marks {
            counts.add(mark);
        }
        Self { marks: SharedList::new(&marks), by_event: SharedList::new(&by_event), counts, load }
    }

    /// Returns the marks, in the order of their times.
    pub fn marks(&self) -> &SharedList<Arc<ShownMark>> {
        &self.marks
    }

    /// Returns how many marks are of some kinds.
    pub fn counts(&self) -> MarkCounts {
        self.counts
    }

    /// Returns the mark of an event; of several the last.
    pub fn of_event(&self, event: Event) -> Option<&ShownMark> {
        let (of, mark) = self.by_event.last_before(|(other, _)| *other <= event)?;
        (*of == event).then_some(&**mark)
    }

    /// Returns the index of the mark of an event.
    pub fn index_of(&self, event: Event) -> Option<usize> {
        self.of_event(event).map(|mark| self.index(mark))
    }

    /// Returns the index of a mark, or of the first that would be after it.
    pub fn index(&self, mark: &ShownMark) -> usize {
        self.marks.partition_point(|other| other.place() < mark.place())
    }

    /// Iterates over the marked events by their numbers, each with its mark.
    pub fn events(&self) -> impl Iterator<Item = (Event, &CaseMark)> {
        let mut entries = self.by_event.iter().peekable();
        std::iter::from_fn(move || {
            let (event, mut mark) = entries.next().map(|(event, mark)| (*event, mark))?;
            while let Some((_, later)) = entries.next_if(|(other, _)| *other == event) {
                mark = later;
            }
            Some((event, &*mark.mark))
        })
    }

    /// Returns the events that are marked here and not there, and at most a few others: those that share memory are not
    /// looked at.
    pub fn marked_unlike(&self, other: &Self) -> Vec<Event> {
        let mut events: Vec<Event> = self.by_event.unlike(&other.by_event).map(|(event, _)| *event).collect();
        events.dedup();
        events.retain(|&event| other.of_event(event).is_none());
        events
    }

    /// Replaces a mark, adds one, or removes one. `old` is the mark that is shown, as it was.
    pub(in crate::case) fn replace(
        shown: &mut Arc<Self>,
        key: &RecordKey,
        old: Option<&Arc<CaseMark>>,
        new: Option<ShownMark>,
    ) {
        let old = old.and_then(|mark| shown.find(key, mark)).cloned();
        if old.as_deref() == new.as_ref() {
            return;
        }
        let shown = Arc::make_mut(shown);
        if let Some(old) = old {
            shown.remove(&old);
        }
        if let Some(new) = new {
            shown.add(&Arc::new(new));
        }
    }

    fn find(&self, key: &RecordKey, mark: &CaseMark) -> Option<&Arc<ShownMark>> {
        let place = (mark.about.event_time.as_str(), key);
        self.marks.last_before(|other| other.place() <= place).filter(|other| other.place() == place)
    }

    fn add(&mut self, mark: &Arc<ShownMark>) {
        self.counts.add(mark);
        self.marks.insert(self.index(mark), Arc::clone(mark));
        for &event in &mark.found.events {
            self.by_event.insert(self.event_index(event, mark), (event, Arc::clone(mark)));
        }
    }

    fn remove(&mut self, mark: &ShownMark) {
        self.counts.remove(mark);
        self.marks.remove(self.index(mark));
        for &event in &mark.found.events {
            self.by_event.remove(self.event_index(event, mark));
        }
    }

    fn event_index(&self, event: Event, mark: &ShownMark) -> usize {
        self.by_event.partition_point(|(other, of)| (*other, of.place()) < (event, mark.place()))
    }
}

impl MarkCounts {
    fn add(&mut self, mark: &ShownMark) {
        let [noted, absent, changed] = kinds(mark);
        self.noted += usize::from(noted);
        self.absent += usize::from(absent);
        self.changed += usize::from(changed);
    }

    fn remove(&mut self, mark: &ShownMark) {
        let [noted, absent, changed] = kinds(mark);
        self.noted -= usize::from(noted);
        self.absent -= usize::from(absent);
        self.changed -= usize::from(changed);
    }
}

/// Returns whether a mark has notes, no event, and an event with another text.
fn kinds(mark: &ShownMark) -> [bool; 3] {
    [!mark.mark.notes.is_empty(), mark.found.events.is_empty(), mark.found.is_changed]
}
