//! A case with the events that it found among what is loaded: every change of it, and what the screen shows of it.
//! Nothing in here writes; records are read, so that this does not belong on the thread of the screen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::find::{self, FoundRecords};
use super::limits::{MAX_AT_ONCE, MAX_MARKS};
use super::model::{Case, CaseMark, Marks};
use super::record_key::{RecordHash, RecordKey};
use super::shown::shown_case::{ShownCase, ShownMark};
use super::undo::{CaseChange, UndoList};
use crate::plural::{counted, counted_with_commas};
use crate::store::{Event, Store};

/// A case that is worked on.
#[derive(Debug, Default)]
pub struct OpenCase {
    case: Case,
    undo: UndoList,
    found: FoundRecords,
    /// The snapshot in which the records were found.
    store: Store,
    shown: Arc<ShownCase>,
}

/// What is changed: events of the store, or a mark whose event may not be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marked {
    /// These events.
    Events(Vec<Event>),
    /// The mark of this record.
    Record(RecordKey),
}

/// A change of what is said about events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marking {
    /// Mark them; if all are marked, unmark them.
    Toggle,
    /// Replace the notes: see [`CaseMark::set_note`].
    Note(String),
    /// Replace the labels: see [`CaseMark::set_labels`].
    Labels(String),
}

impl OpenCase {
    /// Opens a case; its events are not looked for yet.
    pub fn new(case: Case) -> Self {
        let mut open = Self { case, ..Self::default() };
        open.show_all();
        open
    }

    /// Returns the case.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// Returns the case, to change what is not about marks: view, filters, files.
    pub fn case_mut(&mut self) -> &mut Case {
        &mut self.case
    }

    /// Replaces the marks, filters and files by those of another case that has all of them; changes cannot be taken
    /// back any more.
    pub fn replace(&mut self, case: Case) {
        let store = self.store.clone();
        (self.case, self.undo) = (case, UndoList::default());
        self.look(&store, &|| false);
    }

    /// Looks for the events in a snapshot; returns whether it was not cancelled.
    pub fn look(&mut self, store: &Store, cancelled: &dyn Fn() -> bool) -> bool {
        let Some(found) = find::find(store, &self.case.marks, cancelled) else { return false };
        (self.found, self.store) = (found, store.clone());
        self.show_all();
        true
    }

    /// Changes what is said about events of a snapshot; returns what was done, or why not. Nothing is done in part.
    pub fn mark(&mut self, store: &Store, what: &Marked, marking: &Marking) -> Result<String, String> {
        if self.store.load_number() != store.load_number() {
            self.look(store, &|| false);
        }
        let keys = match what {
            Marked::Record(key) => {
                let events = self.found.get(key).map(|found| found.events.iter().copied().collect());
                BTreeMap::from([(key.clone(), events.unwrap_or_default())])
            }
            Marked::Events(events) => self.keys(store, events)?,
        };
        let known = |key: &RecordKey| self.case.marks.get(key).cloned();
        let before: Vec<_> = keys.keys().map(|key| (key.clone(), known(key))).collect();
        let unmarks = *marking == Marking::Toggle && before.iter().all(|(_, mark)| mark.is_some());
        let new = before.iter().filter(|(_, mark)| mark.is_none()).count();
        if !unmarks && self.case.marks.len() + new > MAX_MARKS {
            return Err(format!(
                "a case can have at most {}",
                counted_with_commas(MAX_MARKS, "marked event")
            ));
        }
        let mut after = BTreeMap::new();
        for (key, mark) in &before {
            let made = || keys.get(key).and_then(BTreeSet::first).map(|&event| CaseMark::of(store, event));
            let mut mark = mark.as_deref().cloned().or_else(made).unwrap_or_default();
            match marking {
                Marking::Toggle => {}
                Marking::Note(text) => mark.set_note(text),
                Marking::Labels(text) => mark.set_labels(text),
            }
            after.insert(key.clone(), Arc::new(mark));
        }
        let words = words_of(marking, &before, unmarks);
        for (key, events) in keys {
            if unmarks {
                self.case.marks.remove(&key);
                self.found.remove(&key);
            } else if let Some(mark) = after.remove(&key) {
                self.add_events(&key, events);
                self.case.marks.insert(key, mark);
            }
        }
        self.show_again(&before);
        self.undo.push(CaseChange { words: words.clone(), before });
        Ok(words)
    }

    /// Returns the keys of events. An event whose text has changed keeps the mark of its ID.
    fn keys(&self, store: &Store, events: &[Event]) -> Result<BTreeMap<RecordKey, BTreeSet<Event>>, String> {
        if events.is_empty() {
            return Err("there is no event to mark".to_owned());
        }
        if events.len() > MAX_AT_ONCE {
            let most = counted_with_commas(MAX_AT_ONCE, "event");
            return Err(format!("at most {most} can be marked at once; narrow the filter first"));
        }
        let read = find::keys(store, events, &|| false).unwrap_or_default();
        let mut keys: BTreeMap<RecordKey, BTreeSet<Event>> = BTreeMap::new();
        for (key, of_key) in read {
            let known = if self.case.marks.contains_key(&key) { None } else { self.changed(&key.event_id) };
            keys.entry(known.cloned().unwrap_or(key)).or_default().extend(of_key);
        }
        Ok(keys)
    }

    /// Returns the key of the first mark with that `eventID` whose event has another text now.
    fn changed(&self, event_id: &str) -> Option<&RecordKey> {
        let first = RecordKey { event_id: event_id.to_owned(), hash: RecordHash::default() };
        let mut of_id = self.found.range(first..).take_while(|(known, _)| known.event_id == event_id);
        of_id.find(|(_, found)| found.is_changed).map(|(known, _)| known)
    }

    fn add_events(&mut self, key: &RecordKey, events: BTreeSet<Event>) {
        let found = self.found.entry(key.clone()).or_default();
        let all: BTreeSet<Event> = found.events.iter().copied().chain(events).collect();
        found.events = all.into_iter().collect();
        let store = &self.store;
        found.events.sort_by_key(|&event| store.place(event));
    }

    /// Takes the latest change back; returns what it was, or why not.
    pub fn undo(&mut self) -> Result<String, String> {
        let change = self.undo.take_back(&mut self.case.marks);
        let change = change.ok_or("there is no change of the case to take back")?;
        // Only the events of marks that are there again have to be looked for.
        let mut again = Marks::new();
        for (key, _) in &change.before {
            match self.case.marks.get(key) {
                Some(_) if self.found.contains_key(key) => {}
                Some(mark) => drop(again.insert(key.clone(), Arc::clone(mark))),
                None => drop(self.found.remove(key)),
            }
        }
        self.found.extend(find::find(&self.store, &again, &|| false).unwrap_or_default());
        self.show_again(&change.before);
        Ok(format!("taken back: {}", change.words))
    }

    /// Returns what the screen shows: another one after each change, and the same if nothing has changed.
    pub fn shown(&self) -> &Arc<ShownCase> {
        &self.shown
    }

    /// Shows all marks again.
    fn show_all(&mut self) {
        let shown = ShownCase::of(&self.case, &self.found, self.store.load_number());
        if shown != *self.shown {
            self.shown = Arc::new(shown);
        }
    }

    /// Shows the marks of some keys again; given is what they were before.
    fn show_again(&mut self, before: &[(RecordKey, Option<Arc<CaseMark>>)]) {
        for (key, old) in before {
            let new = self.case.marks.get(key).map(|mark| {
                let found = self.found.get(key).cloned().unwrap_or_default();
                ShownMark { key: key.clone(), mark: Arc::clone(mark), found }
            });
            ShownCase::replace(&mut self.shown, key, old.as_ref(), new);
        }
    }
}

/// Says what was done.
fn words_of(marking: &Marking, before: &[(RecordKey, Option<Arc<CaseMark>>)], unmarks: bool) -> String {
    let count = counted(before.len(), "event");
    match marking {
        Marking::Toggle if unmarks => {
            let noted = before.iter().filter(|(_, mark)| {
                mark.as_ref().is_some_and(|mark| !mark.notes.is_empty() || !mark.labels.is_empty())
            });
            match noted.count() {
                0 => format!("{count} unmarked"),
                noted => format!("{count} unmarked, with the notes or labels of {noted}"),
            }
        }
        Marking::Toggle => format!("{count} marked"),
        Marking::Note(text) if text.trim().is_empty() => format!("note of {count} removed"),
        Marking::Note(_) => format!("{count} noted"),
        Marking::Labels(text) if text.trim().is_empty() => format!("labels of {count} removed"),
        Marking::Labels(_) => format!("{count} labelled"),
    }
}
