//! Sums, medians and maximums of a column of numbers, by group.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::record::field::Column;
use crate::record::targets::list;
use crate::store::{Event, MISSING, Store};

/// The figures of one group. Only whole numbers count; other values in the column are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// How many numbers there are.
    pub numbers: usize,
    /// Their sum; `None` if there are no numbers, or the sum does not fit 128 bits.
    pub sum: Option<i128>,
    /// The median; the lower one if there are two.
    pub median: Option<i128>,
    /// The maximum.
    pub max: Option<i128>,
}

/// Returns the figures of each group by `by` that has numbers in `column`, by the values of the group.
pub fn figures(
    store: &Store,
    events: &[Event],
    by: &[Column],
    column: Column,
) -> HashMap<Vec<u32>, Figures, RandomState> {
    // Each distinct value is parsed once.
    let mut read: HashMap<u32, Vec<i128>, RandomState> = HashMap::default();
    let mut numbers: HashMap<Vec<u32>, Vec<i128>, RandomState> = HashMap::default();
    for &event in events {
        let value = store.value_id(event, column);
        if value == MISSING {
            continue;
        }
        let found = read.entry(value).or_insert_with(|| {
            list::names(store.dict(column).get(value)).filter_map(|text| text.parse().ok()).collect()
        });
        if !found.is_empty() {
            let group = by.iter().map(|&column| store.value_id(event, column)).collect();
            numbers.entry(group).or_default().extend_from_slice(found);
        }
    }
    numbers.into_iter().map(|(group, numbers)| (group, Figures::of(numbers))).collect()
}

impl Figures {
    fn of(mut numbers: Vec<i128>) -> Self {
        numbers.sort_unstable();
        let middle = numbers.len().saturating_sub(1) / 2;
        Self {
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
        assert_eq!(Figures::of(Vec::new()), Figures::default());
        let two = Figures::of(vec![i128::MAX, 1]);
        assert_eq!((two.sum, two.median, two.max, two.numbers), (None, Some(1), Some(i128::MAX), 2));
    }

    proptest! {
        #[test]
        fn half_of_the_numbers_are_no_greater_than_the_median(numbers in prop::collection::vec(-99..99_i128, 1..40)) {
            let figures = Figures::of(numbers.clone());
            let median = figures.median.unwrap();
            prop_assert!(numbers.iter().filter(|&&number| number <= median).count() * 2 >= numbers.len());
            prop_assert!(numbers.iter().filter(|&&number| number >= median).count() * 2 >= numbers.len());
            prop_assert_eq!(figures.sum, Some(numbers.iter().sum()));
            prop_assert_eq!(figures.max, numbers.iter().max().copied());
        }
    }
}
