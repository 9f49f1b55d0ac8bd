//! The rows of a list whose runs of like events are merged: one row for each run, and below those that were opened
//! one row for each of their events. Counts only; which events these are is the pane's.

use std::ops::Range;

use crate::query::runs::Runs;
use crate::record::field::Column;
use crate::store::Event;

/// Whether runs are merged, and how.
#[derive(Debug, Default)]
pub(in crate::tui::panes) struct Merging {
    /// Whether runs are to be merged.
    pub(in crate::tui::panes) is_on: bool,
    /// The rows, once the runs are known.
    pub(in crate::tui::panes) rows: Option<RunRows>,
    /// The first events of the opened runs, as they were opened.
    pub(in crate::tui::panes) opened: Vec<Event>,
}

/// The rows. Places are those of events as they are shown, from 0 at the top.
#[derive(Debug, Default)]
pub struct RunRows {
    /// In the order of time, or of what the list is sorted by.
    runs: Runs,
    /// How many events at the beginning are shown in reverse order.
    turned: usize,
    /// How many runs these are.
    turned_runs: usize,
    /// The opened runs by their number on the screen, each with its events.
    opened: Vec<(usize, Range<usize>)>,
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunRow {
    /// An event that is not in a run.
    Event,
    /// A run: the places of its events, and whether they are shown below.
    Run(Range<usize>, bool),
    /// An event of an opened run.
    Member,
}

impl RunRows {
    /// Makes the rows of runs, of which the first `turned` events are shown in reverse order. `opened`: the places
    /// of events whose runs are opened.
    pub fn new(runs: Runs, turned: usize, opened: impl Iterator<Item = usize>) -> Self {
        let mut rows = Self { runs, turned: 0, turned_runs: 0, opened: Vec::new() };
        rows.turn(turned);
        let opened: Vec<usize> = opened.map(|place| rows.run_at(place)).collect();
        rows.open_only(opened);
        rows
    }

    /// Shows the first `turned` events in reverse order. The same runs stay opened.
    pub fn turn(&mut self, turned: usize) {
        let opened: Vec<usize> = self.opened.iter().map(|(run, _)| self.turn_run(*run)).collect();
        self.turned = turned;
        self.turned_runs = turned.checked_sub(1).map_or(0, |last| self.runs.run_at(last) + 1);
        self.open_only(opened.into_iter().map(|run| self.turn_run(run)).collect());
    }

    /// Opens a run by a place in it, or closes it.
    pub fn toggle(&mut self, place: usize) {
        let (run, mut opened) =
            (self.run_at(place), self.opened.iter().map(|(run, _)| *run).collect::<Vec<_>>());
        match opened.iter().position(|opened| *opened == run) {
            Some(at) => drop(opened.remove(at)),
            None => opened.push(run),
        }
        self.open_only(opened);
    }

    fn open_only(&mut self, mut opened: Vec<usize>) {
        opened.sort_unstable();
        opened.dedup();
        let of_several = |&run: &usize| self.places(run).len() > 1;
        self.opened = opened.into_iter().filter(of_several).map(|run| (run, self.places(run))).collect();
    }

    /// Returns the place of the first event of each opened run.
    pub fn opened(&self) -> impl Iterator<Item = usize> {
        self.opened.iter().map(|(_, places)| places.start)
    }

    /// Returns how many rows there are.
    pub fn count(&self) -> usize {
        self.runs.len() + self.opened.iter().map(|(_, places)| places.len()).sum::<usize>()
    }

    /// Returns how many runs there are, opened or not, single events included.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// Returns what a row shows, and the place of its event: of a run, of the first.
    pub fn at(&self, row: usize) -> (RunRow, usize) {
        let mut above = 0;
        for (run, places) in &self.opened {
            let Some(below) = row.checked_sub(run + above) else { break };
            match below.checked_sub(1) {
                None => return (RunRow::Run(places.clone(), true), places.start),
                Some(member) if member < places.len() => return (RunRow::Member, places.start + member),
                Some(_) => above += places.len(),
            }
        }
        let places = self.places(row - above);
        let kind = if places.len() > 1 { RunRow::Run(places.clone(), false) } else { RunRow::Event };
        (kind, places.start)
    }

    /// Returns the row of the event at a place: its own, or that of its run.
    pub fn row_of(&self, place: usize) -> usize {
        let run = self.run_at(place);
        let row = self.row_of_run(run);
        let opened = self.opened.iter().find(|(opened, _)| *opened == run);
        opened.map_or(row, |(_, places)| row + 1 + place.saturating_sub(places.start))
    }

    /// Returns the row of the run with the event at a place, whether it is opened or not.
    pub fn run_row_of(&self, place: usize) -> usize {
        self.row_of_run(self.run_at(place))
    }

    fn row_of_run(&self, run: usize) -> usize {
        let above = self.opened.iter().take_while(|(opened, _)| *opened < run);
        run + above.map(|(_, places)| places.len()).sum::<usize>()
    }

    /// Returns whether the events of the run around a place differ in a column.
    pub fn varies(&self, place: usize, column: Column) -> bool {
        self.runs.varies(self.turn_run(self.run_at(place)), column)
    }

    /// Returns the number on the screen of the run around a place.
    fn run_at(&self, place: usize) -> usize {
        let place = if place < self.turned { self.turned - 1 - place } else { place };
        self.turn_run(self.runs.run_at(place))
    }

    /// Returns the places of a run by its number on the screen.
    fn places(&self, run: usize) -> Range<usize> {
        let places = self.runs.places(self.turn_run(run));
        if run >= self.turned_runs {
            return places;
        }
        self.turned.saturating_sub(places.end)..self.turned.saturating_sub(places.start)
    }

    /// Converts the number of a run on the screen to that in order, and back.
    fn turn_run(&self, run: usize) -> usize {
        if run < self.turned_runs { self.turned_runs - 1 - run } else { run }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rows one after another, made from the lengths of the runs on the screen.
    fn plain(lengths: &[usize], opened: &[usize]) -> Vec<(RunRow, usize)> {
        let (mut rows, mut place) = (Vec::new(), 0);
        for (run, &length) in lengths.iter().enumerate() {
            let (places, is_open) = (place..place + length, opened.contains(&run));
            rows.push(match length {
                1 => (RunRow::Event, place),
                _ => (RunRow::Run(places.clone(), is_open), place),
            });
            if is_open && length > 1 {
                rows.extend(places.clone().map(|place| (RunRow::Member, place)));
            }
            place = places.end;
        }
        rows
    }

    proptest! {
        #[test]
        fn rows_are_those_that_are_made_one_after_another(
            timed in prop::collection::vec(1..5_usize, 0..6), untimed in prop::collection::vec(1..4_usize, 0..3),
            is_turned in any::<bool>(), toggled in prop::collection::vec(0..30_usize, 0..6), turns in any::<bool>(),
        ) {
            let in_order = [timed.clone(), untimed.clone()].concat();
            let events: usize = in_order.iter().sum();
            let turned: usize = timed.iter().sum();
            let mut rows = RunRows::new(Runs::of_lengths(&in_order), if is_turned { turned } else { 0 }, [].into_iter());
            let mut opened: Vec<usize> = Vec::new();
            for place in toggled.into_iter().filter(|place| *place < events) {
                let run = rows.run_at(place);
                rows.toggle(place);
                match opened.iter().position(|opened| *opened == run) {
                    Some(at) => drop(opened.remove(at)),
                    None => opened.push(run),
                }
            }
            let is_turned = is_turned != turns;
            if turns {
                rows.turn(if is_turned { turned } else { 0 });
                for run in opened.iter_mut().filter(|run| **run < timed.len()) {
                    *run = timed.len() - 1 - *run;
                }
            }
            let mut lengths = timed;
            if is_turned {
                lengths.reverse();
            }
            let expected = plain(&[lengths, untimed].concat(), &opened);
            prop_assert_eq!(rows.count(), expected.len());
            for (row, (kind, place)) in expected.iter().enumerate() {
                prop_assert_eq!(&rows.at(row), &(kind.clone(), *place), "row {}", row);
                match kind {
                    RunRow::Run(_, true) => prop_assert_eq!(rows.row_of(*place), row + 1),
                    RunRow::Run(_, false) | RunRow::Event | RunRow::Member => {
                        prop_assert_eq!(rows.row_of(*place), row);
                    }
                }
                if !matches!(kind, RunRow::Member) {
                    prop_assert_eq!(rows.run_row_of(*place), row);
                }
            }
        }
    }
}
