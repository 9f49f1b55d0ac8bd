//! The places of the records of a segment. While the segment grows, they stand as they are. In a full one, records that
//! follow one another in a file with the same distance are a run, and of each record only its length is kept: three
//! bytes instead of sixteen.

/// The place of a record's text: bytes `start .. start + length` of a text of a file. Sorted by file, then
/// place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Number of the file, in the order in which files were found.
    pub file: u32,
    /// 0 for the file's own text; *n* for its *n*th embedded text (a record inside a JSON string).
    pub layer: u32,
    /// First byte.
    pub start: u32,
    /// Length in bytes.
    pub length: u32,
}

/// The places of all rows.
#[derive(Debug, Clone)]
pub(super) enum PlaceColumn {
    Plain(Vec<Place>),
    Runs(PlaceRuns),
}

/// The places as runs.
#[derive(Debug, Clone)]
pub(super) struct PlaceRuns {
    runs: Box<[PlaceRun]>,
    /// For each block of rows, its first one: its run, and where its record begins.
    blocks: Box<[(u32, u32)]>,
    lengths: Box<[u16]>,
}

/// Records that follow one another in a text.
#[derive(Debug, Clone, Copy)]
struct PlaceRun {
    /// Its first row.
    row: u16,
    /// How many bytes are between two records.
    gap: u16,
    file: u32,
    layer: u32,
    /// Where its first record begins.
    start: u32,
}

/// Rows of a block. Within it, lengths are summed up to find a record.
const BLOCK: usize = 16;

impl Default for PlaceColumn {
    fn default() -> Self {
        Self::Plain(Vec::new())
    }
}

impl PlaceColumn {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self::Plain(Vec::with_capacity(rows))
    }

    /// Adds rows to a column that grows.
    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = Place>) {
        if let Self::Plain(places) = self {
            places.extend(more);
        }
    }

    /// Removes all rows of a column that grows.
    pub(super) fn clear(&mut self) {
        if let Self::Plain(places) = self {
            places.clear();
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<Place> {
        match self {
            Self::Plain(places) => places.get(row).copied(),
            Self::Runs(runs) => runs.get(row),
        }
    }

    /// Returns the same places as runs, if that takes less memory.
    pub(super) fn finished(&self) -> Self {
        let Self::Plain(places) = self else { return self.clone() };
        let runs = PlaceRuns::of(places).map(Self::Runs).filter(|runs| runs.held_bytes() < self.held_bytes());
        runs.unwrap_or_else(|| self.clone())
    }

    /// Returns how much memory it takes.
    pub(super) fn held_bytes(&self) -> usize {
        match self {
            Self::Plain(places) => size_of_val(places.as_slice()),
            Self::Runs(PlaceRuns { runs, blocks, lengths }) => {
                size_of_val(&**runs) + size_of_val(&**blocks) + size_of_val(&**lengths)
            }
        }
    }
}

impl PlaceRuns {
    /// Returns `None` if a record is too long, or there are too many rows.
    fn of(places: &[Place]) -> Option<Self> {
        let mut runs: Vec<PlaceRun> = Vec::new();
        let mut blocks = Vec::with_capacity(places.len().div_ceil(BLOCK));
        let mut lengths = Vec::with_capacity(places.len());
        let mut last: Option<Place> = None;
        for (row, place) in places.iter().enumerate() {
            let gap = last.and_then(|last| gap(last, *place));
            let is_next = runs.last_mut().zip(gap).is_some_and(|(run, gap)| {
                if usize::from(run.row) + 1 == row {
                    run.gap = gap;
                }
                run.gap == gap
            });
            if !is_next {
                let Place { file, layer, start, .. } = *place;
                runs.push(PlaceRun { row: u16::try_from(row).ok()?, gap: 0, file, layer, start });
            }
            if row % BLOCK == 0 {
                blocks.push((u32::try_from(runs.len()).ok()? - 1, place.start));
            }
            lengths.push(u16::try_from(place.length).ok()?);
            last = Some(*place);
        }
        Some(Self { runs: runs.into(), blocks: blocks.into(), lengths: lengths.into() })
    }

    fn get(&self, row: usize) -> Option<Place> {
        let (first_run, mut start) = *self.blocks.get(row / BLOCK)?;
        let first_run = first_run as usize;
        let is_before = |run: &&PlaceRun| usize::from(run.row) <= row;
        let more = self.runs.get(first_run + 1..)?.iter().take_while(is_before).count();
        let run = self.runs.get(first_run + more)?;
        let mut from = row / BLOCK * BLOCK;
        if more > 0 {
            (from, start) = (usize::from(run.row), run.start);
        }
        for &length in self.lengths.get(from..row)? {
            // None of these numbers was too large when the records were read.
            start = start.wrapping_add(u32::from(length)).wrapping_add(u32::from(run.gap));
        }
        let length = u32::from(*self.lengths.get(row)?);
        Some(Place { file: run.file, layer: run.layer, start, length })
    }
}

/// Returns how many bytes are between two records of the same text.
fn gap(one: Place, next: Place) -> Option<u16> {
    let is_same_text = (one.file, one.layer) == (next.file, next.layer);
    let end = one.start.checked_add(one.length).filter(|_| is_same_text)?;
    u16::try_from(next.start.checked_sub(end)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Makes places: mostly the record after the last one; now and then another distance, text or file, and a place
    /// before the last.
    fn places(steps: &[(u8, u16)]) -> Vec<Place> {
        let mut place = Place { file: 3, layer: 0, start: 12, length: 700 };
        let mut places = Vec::new();
        for &(kind, number) in steps {
            let end = place.start.saturating_add(place.length);
            place.length = u32::from(number);
            place.start = match kind {
                0 => end.saturating_add(2),
                1 => end.saturating_add(u32::from(number)),
                2 => u32::from(number),
                3 => u32::MAX - 70_000,
                _ => end.saturating_add(1),
            };
            match kind {
                4 => place.file += 1,
                5 => place.layer = place.layer.wrapping_add(1) % 3,
                _ => {}
            }
            places.push(place);
        }
        places
    }

    proptest! {
        #[test]
        fn a_place_is_what_it_was(steps in prop::collection::vec((0..40_u8, 0..9000_u16), 0..300)) {
            let places = places(&steps);
            let plain = PlaceColumn::Plain(places.clone());
            let runs = PlaceRuns::of(&places).unwrap();
            for row in 0..places.len() + 2 {
                prop_assert_eq!(runs.get(row), places.get(row).copied(), "{}", row);
                prop_assert_eq!(plain.finished().get(row), places.get(row).copied(), "{}", row);
            }
        }
    }

    #[test]
    fn a_long_record_and_records_all_over_stay_as_they_are() {
        let long = vec![Place { file: 0, layer: 0, start: 0, length: 1 << 16 }; 100];
        let apart: Vec<Place> = (0..100).map(|file| Place { file, layer: 1, start: 7, length: 9 }).collect();
        for places in [long, apart] {
            let finished = PlaceColumn::Plain(places.clone()).finished();
            assert!(matches!(&finished, PlaceColumn::Plain(same) if *same == places));
        }
    }
}
