//! Finds the events of a case among what is loaded: by `eventID` first, for which no text is read, then by the hash of
//! their texts. An ID with another text is found too, and reported as changed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::model::Marks;
use super::record_key::{RecordHash, RecordKey, id_of};
use crate::record::time::Time;
use crate::store::record_reader::RecordReader;
use crate::store::segment::{EventId, parse_guid};
use crate::store::{Event, Store};

/// Where the records of a case are.
pub type FoundRecords = BTreeMap<RecordKey, FoundRecord>;

/// Where a record is, in one store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundRecord {
    /// Its events, in the order of the files: one for each delivery.
    pub events: Vec<Event>,
    /// Whether only other texts have its `eventID`; the events are these.
    pub is_changed: bool,
}

/// What is looked for.
#[derive(Default)]
struct WantedIds<'k> {
    guids: HashSet<u128, RandomState>,
    texts: HashSet<&'k str, RandomState>,
    /// The times of records without an `eventID`: only records of these times are read.
    times: HashSet<Time, RandomState>,
    has_nameless: bool,
}

impl<'k> WantedIds<'k> {
    fn of(marks: &'k Marks) -> Self {
        let mut wanted = Self::default();
        for (key, mark) in marks {
            match parse_guid(key.event_id.as_bytes()) {
                Some(guid) => drop(wanted.guids.insert(guid)),
                None if key.event_id.is_empty() => {
                    wanted.has_nameless = true;
                    wanted.times.insert(Time::parse(&mark.about.event_time).unwrap_or(Time::NONE));
                }
                None => drop(wanted.texts.insert(&key.event_id)),
            }
        }
        wanted
    }

    fn may_be(&self, store: &Store, event: Event) -> bool {
        let Some((segment, row)) = store.locate(event) else { return false };
        let is_nameless = || self.has_nameless && self.times.contains(&segment.time(row));
        match segment.event_id(row) {
            EventId::Guid(guid) => self.guids.contains(&guid),
            EventId::Text(_) if self.texts.is_empty() && !self.has_nameless => false,
            EventId::Text(_) => match id_of(store, event) {
                id if id.is_empty() => is_nameless(),
                id => self.texts.contains(id.as_str()),
            },
            EventId::None => is_nameless(),
        }
    }
}

/// Finds the records of `marks`; `None` if cancelled. Reads the texts of the candidates.
pub fn find(store: &Store, marks: &Marks, cancelled: &dyn Fn() -> bool) -> Option<FoundRecords> {
    if marks.is_empty() {
        return Some(FoundRecords::new());
    }
    let wanted = WantedIds::of(marks);
    let mut candidates: Vec<Event> = Vec::new();
    for (number, &event) in store.order().iter().enumerate() {
        if number % 65536 == 0 && cancelled() {
            return None;
        }
        if wanted.may_be(store, event) {
            candidates.push(event);
        }
    }
    // In the order of the files, so that each is decoded once.
    candidates.sort_by_key(|&event| store.place(event));
    let mut reader = RecordReader::default();
    let mut by_id: HashMap<String, Vec<(RecordHash, Event)>, RandomState> = HashMap::default();
    for event in candidates {
        if cancelled() {
            return None;
        }
        let RecordKey { event_id, hash } = RecordKey::read(store, event, &mut reader);
        by_id.entry(event_id).or_default().push((hash, event));
    }
    let found = marks.keys().filter_map(|key| Some((key.clone(), choose(key, by_id.get(&key.event_id)?)?)));
    Some(found.collect())
}

/// Finds the event with a key; `None` for a record without an `eventID`.
pub fn event(store: &Store, key: &RecordKey) -> Option<Event> {
    let marks = Marks::from([(key.clone(), Arc::default())]);
    let found = find(store, &marks, &|| false).filter(|_| !key.event_id.is_empty())?;
    found.get(key)?.events.first().copied()
}

/// Returns the events with the text of a key; if there are none, those with its ID.
fn choose(key: &RecordKey, of_id: &[(RecordHash, Event)]) -> Option<FoundRecord> {
    let same: Vec<Event> =
        of_id.iter().filter(|(hash, _)| *hash == key.hash).map(|&(_, event)| event).collect();
    if !same.is_empty() {
        return Some(FoundRecord { events: same, is_changed: false });
    }
    // Without an ID, only the text tells records apart.
    let events = of_id.iter().map(|&(_, event)| event).collect();
    (!key.event_id.is_empty()).then_some(FoundRecord { events, is_changed: true })
}

/// Returns the keys of events, each once, with the event whose text was read; `None` if cancelled.
pub fn keys(
    store: &Store,
    events: &[Event],
    cancelled: &dyn Fn() -> bool,
) -> Option<BTreeMap<RecordKey, BTreeSet<Event>>> {
    let mut in_files = events.to_vec();
    in_files.sort_by_key(|&event| store.place(event));
    let mut reader = RecordReader::default();
    let mut keys: BTreeMap<RecordKey, BTreeSet<Event>> = BTreeMap::new();
    for event in in_files {
        if cancelled() {
            return None;
        }
        let deliveries = store.folds().copies(event).into_iter().chain([event]);
        keys.entry(RecordKey::read(store, event, &mut reader)).or_default().extend(deliveries);
    }
    Some(keys)
}
