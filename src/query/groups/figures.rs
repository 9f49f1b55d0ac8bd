//! Sums, medians and maximums of a column of numbers, by group.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::items::GroupsOfEvent;
use crate::record::field::Column;
use crate::record::on_demand::whole_number;
use crate::record::targets::list;
use crate::store::{Event, MISSING, Store};

/// The figures of one group. Only whole numbers count; other values in the column are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// How many events have a number.
    pub events: usize,
    /// How many numbers there are.
    pub numbers: usize,
    /// Their sum; `None` if there are no numbers, or the sum does not fit 128 bits.
    pub sum: Option<i128>,
    /// The median; the lower one if there are two.
    pub median: Option<i128>,
    /// The maximum.
    pub max: Option<i128>,
}

/// The figures of all groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// The column of numbers.
    pub column: Column,
    /// How many events have no whole number in it.
    pub without: usize,
    by_group: HashMap<Vec<u32>, Figures, RandomState>,
}

impl Sums {
    /// Sums a column up for the groups by the columns `by`, on every level.
    pub fn of(store: &Store, events: &[Event], by: &[Column], column: Column) -> Self {
        // Each distinct value is read once.
        let mut read: HashMap<u32, Vec<i128>, RandomState> = HashMap::default();
        let mut number_of = |event: Event| {
            let value = store.value_id(event, column);
            let numbers = || list::names(store.dict(column).get(value)).filter_map(|text| whole(&text));
            (value != MISSING).then(|| read.entry(value).or_insert_with(|| numbers().collect()).clone())
        };
        let numbered: Vec<(Event, Vec<i128>)> = events
            .iter()
            .filter_map(|&event| Some((event, number_of(event)?)))
            .filter(|(_, numbers)| !numbers.is_empty())
            .collect();
        let mut by_group = HashMap::default();
        for depth in 1..=by.len() {
            let by = by.get(..depth).unwrap_or_default();
            by_group.extend(of_level(store, &numbered, by));
        }
        Self { column, without: events.len() - numbered.len(), by_group }
    }

    /// The figures of the group with these values, from the outermost.
    pub fn get(&self, path: &[u32]) -> Figures {
        self.by_group.get(path).copied().unwrap_or_default()
    }

    /// The groups that have numbers, and their figures.
    pub fn iter(&self) -> impl Iterator<Item = (&[u32], &Figures)> {
        self.by_group.iter().map(|(path, figures)| (path.as_slice(), figures))
    }

    /// For each group its rank by its sum, the greatest first.
    pub(in crate::query) fn ranks(&self) -> HashMap<&[u32], u64, RandomState> {
        let mut sums: Vec<Option<i128>> = self.by_group.values().map(|figures| figures.sum).collect();
        sums.sort_unstable_by(|one, other| other.cmp(one));
        sums.dedup();
        let rank = |figures: &Figures| sums.partition_point(|sum| *sum > figures.sum) as u64;
        self.iter().map(|(path, figures)| (path, rank(figures))).collect()
    }
}

/// A whole number, also as S3 writes it: `517.0`.
fn whole(text: &str) -> Option<i128> {
    whole_number(text).parse().ok()
}

fn of_level(
    store: &Store,
    numbered: &[(Event, Vec<i128>)],
    by: &[Column],
) -> impl Iterator<Item = (Vec<u32>, Figures)> + use<> {
    let of_event = GroupsOfEvent::new(store, by);
    let mut groups: HashMap<Vec<u32>, (usize, Vec<i128>), RandomState> = HashMap::default();
    for (event, found) in numbered {
        for group in of_event.paths(*event) {
            let (events, numbers) = groups.entry(group).or_default();
            *events += 1;
            numbers.extend_from_slice(found);
        }
    }
    groups.into_iter().map(|(group, (events, numbers))| (group, Figures::of(events, numbers)))
}

impl Figures {
    fn of(events: usize, mut numbers: Vec<i128>) -> Self {
        numbers.sort_unstable();
        let middle = numbers.len().saturating_sub(1) / 2;
        Self {
            events,
            numbers: numbers.len(),
            sum: numbers
                .iter()
                .try_fold(0_i128, |sum, &number| sum.checked_add(number))
                .filter(|_| !numbers.is_empty()),
            median: numbers.get(middle).copied(),
            max: numbers.last().copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_has_no_figures_and_too_much_has_no_sum() {
        assert_eq!(Figures::of(0, Vec::new()), Figures::default());
        let two = Figures::of(1, vec![i128::MAX, 1]);
        assert_eq!((two.sum, two.median, two.max, two.numbers), (None, Some(1), Some(i128::MAX), 2));
    }

    #[test]
    fn whole_numbers_are_read_as_services_write_them() {
        for (text, expected) in [
            ("517.0", Some(517)),
            ("-3", Some(-3)),
            ("0", Some(0)),
            ("2.5", None),
            ("1e3", None),
            ("x", None),
        ] {
            assert_eq!(whole(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn half_of_the_numbers_are_no_greater_than_the_median(numbers in prop::collection::vec(-99..99_i128, 1..40)) {
            let figures = Figures::of(numbers.len(), numbers.clone());
            let median = figures.median.unwrap();
            prop_assert!(numbers.iter().filter(|&&number| number <= median).count() * 2 >= numbers.len());
            prop_assert!(numbers.iter().filter(|&&number| number >= median).count() * 2 >= numbers.len());
            prop_assert_eq!(figures.sum, Some(numbers.iter().sum()));
            prop_assert_eq!(figures.max, numbers.iter().max().copied());
        }
    }
}
