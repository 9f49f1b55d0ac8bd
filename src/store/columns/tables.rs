//! One copy of each value, kind and actor of a load, for all threads that read.
//!
//! Every table has its own lock. A thread uses a table only for values that are not in its
//! [`id_cache`](super::id_cache), so threads seldom wait for one another.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::quality::RandomState;

use super::chunked::Chunked;
use super::dict::Dict;
use super::id_cache::Fingerprint;
use super::intern::{TextIndex, TupleIndex};
use crate::record::field::{ACTOR_COLUMNS, COLUMNS, Column, KIND_COLUMNS};
use crate::store::event::MISSING;
use crate::store::snapshot::Store;

/// The tables of a load.
#[derive(Debug)]
pub(in crate::store) struct Tables {
    columns: Vec<Mutex<ColumnTable>>,
    odd_ids: Mutex<ColumnTable>,
    kinds: Mutex<Tuples<KIND_COLUMNS>>,
    actors: Mutex<Tuples<ACTOR_COLUMNS>>,
    /// Random for each load, so that no file can be crafted to make hashes collide.
    seeds: (RandomState, RandomState),
    /// Roughly how much memory the tables take.
    held: AtomicU64,
}

/// The distinct values of one column.
#[derive(Debug, Default)]
struct ColumnTable {
    index: TextIndex,
    dict: Dict,
}

/// Distinct tuples of ids.
#[derive(Debug)]
struct Tuples<const N: usize> {
    index: TupleIndex,
    values: Chunked<[u32; N]>,
}

/// Bytes that a value takes besides its text: its position among the texts, and an entry in the index with
/// spare room.
const BYTES_OF_VALUE: usize = 28;
/// Bytes that a tuple takes besides its IDs.
const BYTES_OF_TUPLE: usize = 20;

impl Default for Tables {
    fn default() -> Self {
        Self {
            columns: std::iter::repeat_with(Mutex::default).take(COLUMNS).collect(),
            odd_ids: Mutex::default(),
            kinds: Mutex::default(),
            actors: Mutex::default(),
            seeds: <(RandomState, RandomState)>::default(),
            held: AtomicU64::new(0),
        }
    }
}

impl<const N: usize> Default for Tuples<N> {
    fn default() -> Self {
        Self { index: TupleIndex::default(), values: Chunked::default() }
    }
}

impl Tables {
    /// Returns the fingerprint of a text, which is the same in all threads of the load.
    #[inline]
    pub(in crate::store) fn fingerprint(&self, text: &[u8]) -> Fingerprint {
        (self.seeds.0.hash_one(text), self.seeds.1.hash_one(text))
    }

    /// Returns the keyed hash of a whole record.
    pub(in crate::store) fn digest(&self, record: &[u8]) -> u64 {
        self.seeds.0.hash_one(record)
    }

    /// Returns the ID of `text`, whose fingerprint is given, in a column. The empty text is the missing value.
    pub(in crate::store) fn intern(&self, column: Column, fingerprint: Fingerprint, text: &str) -> u32 {
        self.columns.get(column.index()).map_or(MISSING, |values| self.id(values, fingerprint, text))
    }

    /// Returns the ID of an `eventID` that does not have AWS's form.
    pub(in crate::store) fn odd_id(&self, text: &str) -> u32 {
        self.id(&self.odd_ids, self.fingerprint(text.as_bytes()), text)
    }

    fn id(&self, values: &Mutex<ColumnTable>, fingerprint: Fingerprint, text: &str) -> u32 {
        if text.is_empty() {
            return MISSING;
        }
        let (id, new) = lock(values).intern(fingerprint, text);
        if new {
            self.held.fetch_add((text.len() + BYTES_OF_VALUE) as u64, Ordering::Relaxed);
        }
        id
    }

    /// Returns the text of an ID of a column.
    pub(in crate::store) fn text(&self, column: Column, id: u32) -> String {
        self.columns
            .get(column.index())
            .map(|values| lock(values).dict.get(id).to_owned())
            .unwrap_or_default()
    }

    /// Returns the ID of a kind.
    pub(in crate::store) fn kind(&self, kind: [u32; KIND_COLUMNS]) -> u32 {
        self.tuple(&self.kinds, kind)
    }

    /// Returns the ID of an actor.
    pub(in crate::store) fn actor(&self, actor: [u32; ACTOR_COLUMNS]) -> u32 {
        self.tuple(&self.actors, actor)
    }

    fn tuple<const N: usize>(&self, tuples: &Mutex<Tuples<N>>, tuple: [u32; N]) -> u32 {
        let mut tuples = lock(tuples);
        let Tuples { index, values } = &mut *tuples;
        let (id, new) = index.intern(&tuple, values);
        if new {
            self.held.fetch_add((size_of::<[u32; N]>() + BYTES_OF_TUPLE) as u64, Ordering::Relaxed);
        }
        id
    }

    /// Returns roughly how much memory the tables take.
    pub(in crate::store) fn held_bytes(&self) -> u64 {
        self.held.load(Ordering::Relaxed)
    }

    /// Gives `store` all values that its events refer to, and possibly some that were added meanwhile.
    pub(in crate::store) fn share(&self, store: &mut Store) {
        // Tuples before values, so that every value that a tuple refers to is included.
        store.kinds = lock(&self.kinds).values.clone();
        store.actors = lock(&self.actors).values.clone();
        for (dict, values) in store.dicts.iter_mut().zip(&self.columns) {
            *dict = lock(values).dict.clone();
        }
        store.odd_ids = lock(&self.odd_ids).dict.clone();
    }
}

impl ColumnTable {
    /// Returns the ID of a text, and whether it is new.
    fn intern(&mut self, fingerprint: Fingerprint, text: &str) -> (u32, bool) {
        #[expect(clippy::cast_possible_truncation, reason = "half of the bits of a hash are a hash")]
        let hash = fingerprint.0 as u32;
        let Self { index, dict } = self;
        if let Some(id) = index.find(hash, text.as_bytes(), |id| dict.get(id)) {
            return (id, false);
        }
        let id = dict.push(text);
        index.put(hash, id);
        (id, true)
    }
}

/// Locks a table. A thread that failed while it held the lock has at worst left a value that no event refers
/// to.
fn lock<T>(table: &Mutex<T>) -> MutexGuard<'_, T> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::field::Home;

    fn id(tables: &Tables, column: Column, text: &str) -> u32 {
        tables.intern(column, tables.fingerprint(text.as_bytes()), text)
    }

    #[test]
    fn the_same_text_has_the_same_id() {
        let tables = Tables::default();
        assert_eq!(id(&tables, Column::PrincipalLabel, ""), MISSING);
        for _ in 0..2 {
            for number in 0..5000_u32 {
                assert_eq!(id(&tables, Column::PrincipalLabel, &format!("v{number}")), number + 1);
            }
        }
        assert_eq!(id(&tables, Column::Person, "v7"), 1, "each column has ids of its own");
        let text = |id| tables.text(Column::PrincipalLabel, id);
        assert_eq!(
            (text(0), text(1), text(5000), text(5001)),
            (String::new(), "v0".to_owned(), "v4999".to_owned(), String::new())
        );
    }

    #[test]
    fn a_store_shares_what_was_met_before() {
        let (tables, mut store) = (Tables::default(), Store::default());
        let actor = [id(&tables, Column::Principal, "alice"); ACTOR_COLUMNS];
        assert_eq!((tables.actor(actor), tables.actor([9; ACTOR_COLUMNS]), tables.actor(actor)), (0, 1, 0));
        tables.share(&mut store);
        id(&tables, Column::Principal, "bob");
        assert_eq!(store.dict(Column::Principal).iter().collect::<Vec<_>>(), ["alice"]);
        assert_eq!(store.actors().iter().collect::<Vec<_>>(), [&actor, &[9; ACTOR_COLUMNS]]);
    }

    #[test]
    fn kinds_that_are_shared_while_others_read_have_their_texts() {
        let tables = Tables::default();
        let Home::Kind(place) = Column::Account.home() else { panic!("accounts belong to kinds") };
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                for number in 0..20_000 {
                    let mut kind = [MISSING; KIND_COLUMNS];
                    kind[place] = id(&tables, Column::Account, &number.to_string());
                    tables.kind(kind);
                }
            });
            while !reader.is_finished() {
                let mut store = Store::default();
                tables.share(&mut store);
                let newest = store.kinds().iter().last().map_or(MISSING, |kind| kind[place]);
                assert!((newest as usize) < store.dict(Column::Account).len(), "{newest} has no text");
            }
        });
    }
}
