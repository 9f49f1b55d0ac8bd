//! The IDs of one column of a segment. While the segment grows, they stand as they are. Of a full one, each different
//! ID is kept once, and for each row its place among these, in one or two bytes instead of four; and a test is asked
//! once for each different ID instead of each row.

use std::ops::Range;

use crate::store::scan::bitset::{Bits, WORD};

/// The IDs of a column, kept.
#[derive(Debug, Clone)]
pub(super) enum IdColumn {
    Plain(Vec<u32>),
    Bytes(Box<[u32]>, Box<[u8]>),
    Pairs(Box<[u32]>, Box<[u16]>),
}

/// The IDs of a column, to be read.
#[derive(Debug, Clone, Copy)]
pub enum Ids<'s> {
    /// By row.
    Plain(&'s [u32]),
    /// The different ones; and by row the place of its ID among them.
    Bytes(&'s [u32], &'s [u8]),
    /// The same, if there are more than 256.
    Pairs(&'s [u32], &'s [u16]),
}

/// What belongs to the ID of each row, computed once for each different ID.
#[derive(Debug)]
pub struct OfIds<'s, T> {
    places: IdPlaces<'s>,
    of_place: Vec<T>,
}

#[derive(Debug, Clone, Copy)]
enum IdPlaces<'s> {
    /// By row.
    Same,
    Bytes(&'s [u8]),
    Pairs(&'s [u16]),
}

/// Finds the different IDs of columns. It is used again, because it has a place for each ID of a column.
#[derive(Debug, Default)]
pub(super) struct Different {
    /// By ID: one more than its place among the different ones.
    places: Vec<u32>,
    /// By row: the place of its ID.
    of_rows: Vec<u32>,
}

impl Default for IdColumn {
    fn default() -> Self {
        Self::Plain(Vec::new())
    }
}

impl IdColumn {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self::Plain(Vec::with_capacity(rows))
    }

    pub(super) fn ids(&self) -> Ids<'_> {
        match self {
            Self::Plain(ids) => Ids::Plain(ids),
            Self::Bytes(different, places) => Ids::Bytes(different, places),
            Self::Pairs(different, places) => Ids::Pairs(different, places),
        }
    }

    /// Adds rows to a column that grows.
    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = u32>) {
        if let Self::Plain(ids) = self {
            ids.extend(more);
        }
    }

    /// Removes all rows of a column that grows.
    pub(super) fn clear(&mut self) {
        if let Self::Plain(ids) = self {
            ids.clear();
        }
    }

    /// Returns how much memory it takes.
    pub(super) fn held_bytes(&self) -> usize {
        match self {
            Self::Plain(ids) => size_of_val(ids.as_slice()),
            Self::Bytes(different, places) => size_of_val(&**different) + size_of_val(&**places),
            Self::Pairs(different, places) => size_of_val(&**different) + size_of_val(&**places),
        }
    }
}

impl Different {
    /// Returns the column with each different ID once, if it takes less memory so.
    pub(super) fn of(&mut self, ids: Ids<'_>) -> IdColumn {
        let mut different = Vec::new();
        self.of_rows.clear();
        for id in ids.iter() {
            let at = id as usize;
            if self.places.len() <= at {
                self.places.resize(at.saturating_add(1).next_power_of_two(), 0);
            }
            let Some(place) = self.places.get_mut(at) else { continue };
            if *place == 0 {
                different.push(id);
                *place = u32::try_from(different.len()).unwrap_or(u32::MAX);
            }
            self.of_rows.push(*place - 1);
        }
        for &id in &different {
            if let Some(place) = self.places.get_mut(id as usize) {
                *place = 0;
            }
        }
        let pairs = size_of_val(different.as_slice()) + 2 * ids.len();
        if let Some(places) = narrowed::<u8>(&self.of_rows) {
            IdColumn::Bytes(different.into(), places)
        } else if let Some(places) = narrowed::<u16>(&self.of_rows).filter(|_| pairs < 4 * ids.len()) {
            IdColumn::Pairs(different.into(), places)
        } else {
            IdColumn::Plain(ids.iter().collect())
        }
    }
}

/// Returns the numbers in fewer bytes each, if all fit.
fn narrowed<T: TryFrom<u32>>(numbers: &[u32]) -> Option<Box<[T]>> {
    numbers.iter().map(|&number| T::try_from(number).ok()).collect()
}

impl<'s> Ids<'s> {
    /// Returns the number of rows.
    pub fn len(self) -> usize {
        match self {
            Self::Plain(ids) => ids.len(),
            Self::Bytes(_, places) => places.len(),
            Self::Pairs(_, places) => places.len(),
        }
    }

    /// Returns whether there are no rows.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the ID of a row.
    #[inline]
    pub fn get(self, row: usize) -> Option<u32> {
        match self {
            Self::Plain(ids) => ids.get(row).copied(),
            Self::Bytes(different, places) => different.get(usize::from(*places.get(row)?)).copied(),
            Self::Pairs(different, places) => different.get(usize::from(*places.get(row)?)).copied(),
        }
    }

    /// Iterates over the IDs of all rows.
    pub fn iter(self) -> impl Iterator<Item = u32> + 's {
        (0..self.len()).filter_map(move |row| self.get(row))
    }

    /// Computes what belongs to the ID of each row, once for each different ID as far as these are known.
    pub fn map<T>(self, of_id: impl Fn(u32) -> T) -> OfIds<'s, T> {
        let (places, different) = match self {
            Self::Plain(ids) => (IdPlaces::Same, ids),
            Self::Bytes(different, places) => (IdPlaces::Bytes(places), different),
            Self::Pairs(different, places) => (IdPlaces::Pairs(places), different),
        };
        OfIds { places, of_place: different.iter().map(|&id| of_id(id)).collect() }
    }

    /// Adds the rows whose ID is in `passing`.
    pub fn add_passing(self, passing: &Bits, rows: &mut Bits) {
        match self {
            Self::Plain(ids) => {
                add(rows, ids, |id| passing.bit(id));
            }
            Self::Bytes(different, places) => {
                let mut table = [0_u8; 1 << u8::BITS];
                if passes_any(different, passing, &mut table) {
                    add(rows, places, |place| u64::from(table.get(usize::from(place)).copied().unwrap_or(0)));
                }
            }
            Self::Pairs(different, places) => {
                let mut table = vec![0_u8; 1 << u16::BITS];
                if passes_any(different, passing, &mut table)
                    && let Ok(table) = <&[u8; 1 << u16::BITS]>::try_from(table.as_slice())
                {
                    add(rows, places, |place| u64::from(table.get(usize::from(place)).copied().unwrap_or(0)));
                }
            }
        }
    }
}

/// Writes for each different ID whether it passes; returns whether any does.
fn passes_any(different: &[u32], passing: &Bits, table: &mut [u8]) -> bool {
    let mut any = false;
    for (slot, &id) in table.iter_mut().zip(different) {
        *slot = u8::from(passing.has(id));
        any |= *slot != 0;
    }
    any
}

/// Adds the rows whose number has the bit 1.
#[inline]
fn add<T: Copy>(rows: &mut Bits, numbers: &[T], bit_of: impl Fn(T) -> u64) {
    for (word, numbers) in rows.words_mut().iter_mut().zip(numbers.chunks(WORD)) {
        // A word of one letter is in nearly all names of calls.
        if *word == u64::MAX {
            continue;
        }
        let mut found = 0;
        for (bit, &number) in (0_u32..).zip(numbers) {
            found |= bit_of(number) << bit;
        }
        *word |= found;
    }
}

impl<T: Copy + Default> OfIds<'_, T> {
    /// Writes what belongs to the IDs of some rows, as far as the column has these.
    pub fn fill(&self, rows: Range<usize>, filled: &mut Vec<T>) {
        filled.clear();
        let length = match self.places {
            IdPlaces::Same => self.of_place.len(),
            IdPlaces::Bytes(places) => places.len(),
            IdPlaces::Pairs(places) => places.len(),
        };
        let rows = rows.start.min(length)..rows.end.min(length);
        let of = |place: usize| self.of_place.get(place).copied().unwrap_or_default();
        match self.places {
            IdPlaces::Same => filled.extend_from_slice(self.of_place.get(rows).unwrap_or_default()),
            IdPlaces::Bytes(places) => {
                let places = places.get(rows).unwrap_or_default();
                filled.extend(places.iter().map(|&place| of(usize::from(place))));
            }
            IdPlaces::Pairs(places) => {
                let places = places.get(rows).unwrap_or_default();
                filled.extend(places.iter().map(|&place| of(usize::from(place))));
            }
        }
    }

    /// Returns what belongs to the ID of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        let place = match self.places {
            IdPlaces::Same => row,
            IdPlaces::Bytes(places) => usize::from(*places.get(row)?),
            IdPlaces::Pairs(places) => usize::from(*places.get(row)?),
        };
        self.of_place.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Makes columns with few different IDs, with several hundred, and with nearly as many as rows.
    fn columns() -> impl Strategy<Value = Vec<u32>> {
        let of = |different: u32, rows: usize| prop::collection::vec(0..different, 0..rows);
        prop_oneof![of(1, 200), of(3, 200), of(300, 2000), of(1 << 20, 700)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn a_finished_column_answers_as_the_plain_one(ids in columns(), passing in prop::collection::vec(0..300_u32, 0..40)) {
            let mut different = Different::default();
            // What one column had must not be left for the next.
            different.of(Ids::Plain(&[7, 7, 9]));
            let finished = different.of(Ids::Plain(&ids));
            let finished = finished.ids();
            prop_assert_eq!(finished.iter().collect::<Vec<_>>(), ids.clone());
            let doubled = finished.map(|id| u64::from(id) * 2);
            for row in 0..ids.len() + 2 {
                prop_assert_eq!(finished.get(row), ids.get(row).copied());
                prop_assert_eq!(doubled.get(row), ids.get(row).map(|&id| u64::from(id) * 2));
            }
            let (mut filled, rows) = (vec![1], ids.len() / 3..ids.len());
            doubled.fill(rows.start..rows.end + 3, &mut filled);
            prop_assert!(filled.into_iter().eq(ids[rows].iter().map(|&id| u64::from(id) * 2)));
            let mut set = Bits::none(300);
            set.extend(passing);
            let rows = |ids: Ids<'_>| {
                let mut rows = Bits::none(ids.len());
                rows.extend([0, 77]);
                ids.add_passing(&set, &mut rows);
                rows
            };
            prop_assert_eq!(rows(finished), rows(Ids::Plain(&ids)));
        }
    }

    #[test]
    fn a_column_takes_a_byte_or_two_for_each_row() {
        let column = |different: u32, rows: u32| -> IdColumn {
            let ids: Vec<u32> = (0..rows).map(|row| row % different * 1000).collect();
            Different::default().of(Ids::Plain(&ids))
        };
        for (different, rows, bytes) in [
            (1, 0, 0),
            (1, 60_000, 60_004),
            (256, 60_000, 61_024),
            (257, 60_000, 121_028),
            // They would take more so.
            (60_000, 60_000, 240_000),
        ] {
            assert_eq!(column(different, rows).held_bytes(), bytes, "{different}");
        }
    }
}
