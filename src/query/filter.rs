//! Does an event pass? Asked of each distinct value once, then of events by id.
//!
//! A term is put to the dictionaries of the columns it looks at, giving a set of ids for each; events are tested
//! against the sets, segment by segment on all cores. Dictionaries only grow, so that what was asked of a value stays
//! answered while the load goes on and while further words are typed.

use std::collections::HashMap;
use std::thread;

use super::fuzzy::Word;
use super::parse::Expr;
use crate::record::field::{Column, Home, OWN_COLUMNS};
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Dict, Event, Store};

/// The columns that a word without a field looks at: those that lists show. Who acted is shown by label or by ARN.
pub const SHOWN: [Column; 8] = [
    Column::EventName,
    Column::Service,
    Column::Who,
    Column::Principal,
    Column::SourceIpAddress,
    Column::AwsRegion,
    Column::ErrorCode,
    Column::Resource,
];

/// How many words' answers are kept.
const KEPT_WORDS: usize = 64;

/// Answers filters, and remembers what it has asked of each value.
#[derive(Debug, Default)]
pub struct Filter {
    words: HashMap<Word, Vec<Vec<bool>>>,
}

impl Filter {
    /// The events that pass, in the one order. Repeated deliveries are left out unless `unfolded`. `None` when
    /// `cancelled` said so between two parts of the work.
    pub fn answer(
        &mut self,
        store: &Store,
        expr: &Expr,
        unfolded: bool,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Event>> {
        let folds = store.folds();
        let shown = |event: &Event| unfolded || !folds.is_folded(*event);
        if expr.is_empty() {
            return Some(store.order().iter().copied().filter(shown).collect());
        }
        if self.words.len() > KEPT_WORDS {
            self.words.clear();
        }
        let mut asked = Vec::new();
        for word in expr.words() {
            asked.push(self.test(store, word, cancelled)?);
        }
        let rows = test_segments(store, &asked, cancelled)?;
        let passes = |event: &Event| {
            let (segment, row) = (*event as usize / SEGMENT_ROWS, *event as usize % SEGMENT_ROWS);
            rows.get(segment).and_then(|rows| rows.get(row)).copied().unwrap_or(false)
        };
        Some(store.order().iter().copied().filter(|event| passes(event) && shown(event)).collect())
    }

    /// Puts a word to every value that has not been asked yet.
    fn test(&mut self, store: &Store, word: &Word, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Test> {
        let answers = self.words.entry(word.clone()).or_insert_with(|| vec![vec![false]; SHOWN.len()]);
        for (column, answers) in SHOWN.iter().zip(answers.iter_mut()) {
            // An ARN has so many words that letters spread over it mean nothing: there a word must stand as it is.
            let exact = *column == Column::Principal;
            ask(
                store.dict(*column),
                answers,
                |value| if exact { word.stands_in(value) } else { word.matches(value) },
                cancelled,
            )?;
        }
        Some(Test::new(store, answers))
    }
}

/// How many values are asked between two looks at `cancelled`.
const ASK_AT_ONCE: usize = 1024;

fn ask(
    dict: &Dict,
    answers: &mut Vec<bool>,
    matches: impl Fn(&str) -> bool,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<()> {
    while answers.len() < dict.len() {
        if cancelled() {
            return None;
        }
        let end = dict.len().min(answers.len() + ASK_AT_ONCE);
        for id in answers.len()..end {
            answers.push(matches(dict.get(u32::try_from(id).unwrap_or(u32::MAX))));
        }
    }
    Some(())
}

/// One word's answer by kind, by actor and by own value.
struct Test {
    kinds: Vec<bool>,
    actors: Vec<bool>,
    own: [Option<Vec<bool>>; OWN_COLUMNS],
}

impl Test {
    fn new(store: &Store, answers: &[Vec<bool>]) -> Self {
        let columns = || SHOWN.iter().zip(answers);
        let any = |ids: &[u32], home: fn(Column) -> Option<usize>| {
            columns().any(|(&column, answers)| {
                let id = home(column).and_then(|place| ids.get(place));
                id.is_some_and(|&id| is_set(answers, id))
            })
        };
        let mut own: [Option<Vec<bool>>; OWN_COLUMNS] = Default::default();
        for (column, answers) in columns() {
            if let Home::Own(place) = column.home()
                && let Some(slot) = own.get_mut(place)
            {
                *slot = Some(answers.clone());
            }
        }
        Self {
            kinds: store.kinds().iter().map(|ids| any(ids, kind_place)).collect(),
            actors: store.actors().iter().map(|ids| any(ids, actor_place)).collect(),
            own,
        }
    }

    fn keep(&self, segment: &Segment, passed: &mut [bool]) {
        let columns: Vec<_> = self
            .own
            .iter()
            .enumerate()
            .filter_map(|(place, answers)| Some((segment.own_column(place), answers.as_ref()?)))
            .collect();
        let rows = passed.iter_mut().zip(segment.kinds().iter().zip(segment.actors())).enumerate();
        for (row, (passed, (&kind, &actor))) in rows {
            *passed = *passed
                && (is_set(&self.kinds, kind)
                    || is_set(&self.actors, actor)
                    || columns
                        .iter()
                        .any(|(ids, answers)| ids.get(row).is_some_and(|&id| is_set(answers, id))));
        }
    }
}

fn kind_place(column: Column) -> Option<usize> {
    match column.home() {
        Home::Kind(place) => Some(place),
        _ => None,
    }
}

fn actor_place(column: Column) -> Option<usize> {
    match column.home() {
        Home::Actor(place) => Some(place),
        _ => None,
    }
}

fn is_set(answers: &[bool], id: u32) -> bool {
    answers.get(id as usize).copied().unwrap_or(false)
}

fn test_segments(
    store: &Store,
    tests: &[Test],
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Vec<bool>>> {
    let mut passed: Vec<Vec<bool>> =
        store.segments().iter().map(|segment| vec![true; segment.len()]).collect();
    let mut work: Vec<_> = store.segments().iter().zip(&mut passed).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(work.len()).max(1);
    let share = work.len().div_ceil(threads).max(1);
    let test_share = |share: &mut [(&std::sync::Arc<Segment>, &mut Vec<bool>)]| {
        for (segment, passed) in share {
            for test in tests {
                if cancelled() {
                    return;
                }
                test.keep(segment, passed);
            }
        }
    };
    if threads == 1 {
        test_share(&mut work);
    } else {
        thread::scope(|scope| {
            for share in work.chunks_mut(share) {
                scope.spawn(|| test_share(share));
            }
        });
    }
    (!cancelled()).then_some(passed)
}
