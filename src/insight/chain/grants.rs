//! All grants of a store, kept small: which events issued which access keys. Two records of one call, one in each
//! of two accounts, are one grant.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use smallvec::{SmallVec, smallvec};

use super::grant::Grant;
use super::issued_key::{IssuedKey, UnusedKeys};
use crate::record::field::Column;
use crate::store::{Event, Store};

/// The grants. There may be one for every tenth event.
#[derive(Debug, Default)]
pub struct Grants {
    rows: Vec<GrantRow>,
    /// The records of all, one grant behind the other.
    events: Vec<Event>,
    /// The keys after the first of grants with several, in the order of the grants.
    more_keys: Vec<(u32, IssuedKey)>,
    unused: UnusedKeys,
}

/// One grant.
#[derive(Debug)]
struct GrantRow {
    /// The end of its records: there is more than one if the accounts of caller and role differ.
    events_end: u32,
    /// Its first key.
    key: Option<IssuedKey>,
}

impl Grants {
    pub(super) fn held_bytes(&self) -> u64 {
        let rows = size_of_val(self.rows.as_slice()) + size_of_val(self.events.as_slice());
        (rows + size_of_val(self.more_keys.as_slice()) + self.unused.held_bytes()) as u64
    }

    /// Collects grants. Returns, beside them, what the first record of each says.
    pub(super) fn collect(store: &Store, found: Vec<(Event, Box<Grant>)>) -> (Self, Vec<Grant>) {
        let used: HashMap<&str, usize, RandomState> = store.dict(Column::AccessKey).iter().zip(1..).collect();
        let (mut grants, mut said) = (Self::default(), Vec::<Grant>::new());
        let mut by_key: HashMap<String, usize, RandomState> = HashMap::default();
        let mut events: Vec<SmallVec<[Event; 2]>> = Vec::new();
        let mut by_shared: HashMap<String, usize, RandomState> = HashMap::default();
        for (event, grant) in found {
            let of_key = grant.keys.iter().find_map(|key| by_key.get(key).copied());
            let of_call = || by_shared.get(&grant.shared).copied().filter(|_| !grant.shared.is_empty());
            if let Some(row) = of_key.or_else(of_call).and_then(|at| events.get_mut(at)) {
                row.push(event);
                continue;
            }
            let at = events.len();
            events.push(smallvec![event]);
            by_key.extend(grant.keys.iter().map(|key| (key.clone(), at)));
            by_shared.insert(grant.shared.clone(), at);
            grants.add(&grant, &used);
            said.push(*grant);
        }
        for (row, events) in grants.rows.iter_mut().zip(events) {
            grants.events.extend(events);
            row.events_end = u32::try_from(grants.events.len()).unwrap_or(u32::MAX);
        }
        grants.rows.shrink_to_fit();
        grants.events.shrink_to_fit();
        grants.more_keys.shrink_to_fit();
        grants.unused.shrink();
        (grants, said)
    }

    fn add(&mut self, grant: &Grant, used: &HashMap<&str, usize, RandomState>) {
        let mut keys = grant.keys.iter().filter_map(|key| match used.get(key.as_str()) {
            Some(&id) => IssuedKey::used(id),
            None => self.unused.add(key),
        });
        let number = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(GrantRow { events_end: 0, key: keys.next() });
        self.more_keys.extend(keys.map(|key| (number, key)));
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the records of a grant: one, or one in each account.
    pub fn events(&self, grant: u32) -> &[Event] {
        let end = |at: usize| self.rows.get(at).map_or(0, |row| row.events_end as usize);
        let at = grant as usize;
        self.events.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or_default()
    }

    /// Iterates over the access keys that a grant issued, in the store that this is about.
    pub fn keys<'s>(&'s self, store: &'s Store, grant: u32) -> impl Iterator<Item = Cow<'s, str>> {
        self.issued_keys(grant).map(|key| key.text(store, &self.unused))
    }

    fn issued_keys(&self, grant: u32) -> impl Iterator<Item = IssuedKey> {
        let first = self.rows.get(grant as usize).and_then(|row| row.key);
        let more = self.more_keys.partition_point(|(other, _)| *other < grant);
        let more = self.more_keys.get(more..).unwrap_or_default().iter();
        first.into_iter().chain(more.take_while(move |(other, _)| *other == grant).map(|(_, key)| *key))
    }

    /// Iterates over the IDs of those that events use, in the column of access keys.
    pub(super) fn used_keys(&self, grant: u32) -> impl Iterator<Item = u32> {
        self.issued_keys(grant).filter_map(IssuedKey::id)
    }

    fn numbers(&self) -> impl Iterator<Item = u32> {
        0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// Returns the grant that issued a key, in any case.
    pub fn of_key(&self, store: &Store, key: &str) -> Option<u32> {
        self.numbers().find(|&grant| self.keys(store, grant).any(|issued| issued.eq_ignore_ascii_case(key)))
    }

    /// Returns the issued keys, each with the events that issued it.
    pub(in crate::insight) fn issued(&self, store: &Store) -> Vec<(String, Vec<Event>)> {
        let mut by_keys: HashMap<String, Vec<Event>, RandomState> = HashMap::default();
        for grant in self.numbers() {
            let keys: Vec<Cow<'_, str>> = self.keys(store, grant).collect();
            if !keys.is_empty() {
                by_keys.entry(keys.join(", ")).or_default().extend(self.with_copies(store, grant));
            }
        }
        by_keys.into_iter().collect()
    }

    /// Iterates over the records of a grant and their repeated deliveries.
    pub(in crate::insight) fn with_copies<'s>(
        &'s self,
        store: &'s Store,
        grant: u32,
    ) -> impl Iterator<Item = Event> + 's {
        let copies = |&event: &Event| std::iter::once(event).chain(store.folds().copies(event));
        self.events(grant).iter().flat_map(copies)
    }

    /// Returns the grants of keys of which no event uses any.
    pub(in crate::insight) fn unused(&self) -> impl Iterator<Item = u32> {
        let is_unused = |grant: &u32| {
            let mut keys = self.issued_keys(*grant).peekable();
            keys.peek().is_some() && keys.all(|key| key.id().is_none())
        };
        self.numbers().filter(is_unused)
    }
}
