//! Which of the counted pairs are new: those in the window that the baseline does not have, or without a window, those
//! that a subject shows later than its first event.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::ask::{Dimension, DimensionSet, NewsQuestion};
use super::count::{Counted, FirstSeenPass, Tallies, Tally, join};
use super::fold::Folded;
use super::news::{NewPair, NewSubject, News, NewsSpan};
use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, MISSING, Store};

/// Returns what is new. `None` if cancelled.
pub fn read(store: &Store, asked: &NewsQuestion, cancelled: Cancelled<'_>) -> Option<News> {
    let counting = FirstSeenPass::new(store, asked);
    let counted = counting.count(cancelled)?;
    let mut judging = Judging {
        store,
        asked,
        subjects: totals(store, &counted),
        regions: first_of_regions(store, &counted),
        marks: HashMap::default(),
        unknown_regions: BTreeSet::new(),
        news: News { subject: asked.subject, since: asked.since, ..News::default() },
    };
    judging.new_subjects();
    for &dimension in &asked.dimensions {
        match dimension {
            Dimension::Address => judging.pairs(dimension, counting.addresses.as_ref(), &counted.addresses),
            Dimension::Agent => judging.pairs(dimension, counting.agents.as_ref(), &counted.agents),
            Dimension::Call | Dimension::Service | Dimension::Region | Dimension::Error => {
                let folded = Folded::of(store, dimension);
                let mut tallies = Tallies::default();
                for (&(subject, kind), tally) in &counted.kinds {
                    if folded.id(kind) != MISSING {
                        join(store, &mut tallies, (subject, folded.id(kind)), tally);
                    }
                }
                judging.pairs(dimension, Some(&folded), &tallies);
            }
        }
    }
    judging.stretches(&counted);
    let mut news = judging.finish();
    if asked.since.is_none() {
        let firsts: Vec<Event> = news.pairs.iter().map(|pair| pair.first).collect();
        let mut pairs = news.pairs.iter_mut();
        counting.earlier(&firsts, cancelled, |earlier| {
            pairs.by_ref().take(1).for_each(|pair| pair.before = earlier);
        })?;
    }
    Some(news)
}

/// Returns the tallies of the subjects, whatever they did.
fn totals(store: &Store, counted: &Counted) -> HashMap<u32, Tally, RandomState> {
    let mut subjects = Tallies::default();
    counted.kinds.iter().for_each(|(&(subject, _), tally)| join(store, &mut subjects, (subject, 0), tally));
    subjects.into_iter().map(|((subject, _), tally)| (subject, tally)).collect()
}

/// Returns when each Region of each account is first in the data: before the window, or the time.
fn first_of_regions(store: &Store, counted: &Counted) -> HashMap<(u32, u32), (bool, Time), RandomState> {
    let mut regions: HashMap<(u32, u32), (bool, Time), RandomState> = HashMap::default();
    for (&(_, kind), tally) in &counted.kinds {
        let Some(key) = region_of(store, kind) else { continue };
        let known = regions.entry(key).or_insert((false, Time::NONE));
        known.0 |= tally.before > 0;
        known.1 = known.1.min(tally.first.0);
    }
    regions
}

/// Returns the account and the Region of a kind.
pub(super) fn region_of(store: &Store, kind: u32) -> Option<(u32, u32)> {
    let kind = store.kinds().get(kind)?;
    let value = |column: Column| match column.home() {
        Home::Kind(place) => kind.get(place).copied(),
        Home::Actor(_) | Home::Own(_) | Home::OnDemand(_) => None,
    };
    Some((value(Column::Account)?, value(Column::AwsRegion)?))
}

struct Judging<'s> {
    store: &'s Store,
    asked: &'s NewsQuestion,
    subjects: HashMap<u32, Tally, RandomState>,
    regions: HashMap<(u32, u32), (bool, Time), RandomState>,
    marks: HashMap<Event, DimensionSet, RandomState>,
    unknown_regions: BTreeSet<String>,
    news: News,
}

impl Judging<'_> {
    fn new_subjects(&mut self) {
        if self.asked.since.is_none() {
            return;
        }
        for (&subject, tally) in &self.subjects {
            if tally.before == 0 && tally.within > 0 {
                self.marks
                    .insert(tally.first.1, self.asked.dimensions.iter().fold(0, |set, one| set | one.bit()));
                self.news.subjects.push(NewSubject {
                    subject: self.store.dict(self.asked.subject.column()).get(subject).to_owned(),
                    first: tally.first.1,
                    events: tally.within as usize,
                    failed: tally.failed as usize,
                });
            }
        }
    }

    fn pairs(&mut self, dimension: Dimension, folded: Option<&Folded>, tallies: &Tallies) {
        let Some(folded) = folded else { return };
        for (&(subject, value), tally) in tallies {
            let Some(own) = self.subjects.get(&subject).copied() else { continue };
            let is_new = match self.asked.since {
                Some(_) => tally.before == 0 && tally.within > 0 && own.before > 0,
                // In the same second nothing is known to be earlier.
                None => tally.first.0 > own.first.0,
            };
            if !is_new {
                continue;
            }
            let (_, first) = tally.first;
            if dimension == Dimension::Region && !self.is_known_region(first) {
                self.unknown_regions.insert(folded.text(value).to_owned());
                continue;
            }
            *self.marks.entry(first).or_default() |= dimension.bit();
            self.news.pairs.push(NewPair {
                subject: self.store.dict(self.asked.subject.column()).get(subject).to_owned(),
                dimension,
                value: folded.text(value).to_owned(),
                first,
                events: tally.within as usize,
                failed: tally.failed as usize,
                before: own.before as usize,
            });
        }
    }

    /// Returns whether there are earlier events in the Region of an event, by anybody in the same account.
    fn is_known_region(&self, event: Event) -> bool {
        let kind =
            self.store.locate(event).and_then(|(segment, row)| region_of(self.store, segment.kind(row)));
        let first = kind.and_then(|kind| self.regions.get(&kind));
        first.is_some_and(|&(before, first)| match self.asked.since {
            Some(_) => before,
            None => first < self.store.time(event),
        })
    }

    fn stretches(&mut self, counted: &Counted) {
        let timed = self.store.order().get(..self.store.timed(self.store.order())).unwrap_or_default();
        let since = self.asked.since.unwrap_or(Time::from_millis(i64::MIN));
        let (before, within) = timed.split_at(timed.partition_point(|&event| self.store.time(event) < since));
        let span = |events: &[Event]| {
            let (first, last) = (events.first()?, events.last()?);
            Some((self.store.time(*first), self.store.time(*last)))
        };
        let subjects = |of: fn(&Tally) -> u32| self.subjects.values().filter(|tally| of(tally) > 0).count();
        self.news.baseline = NewsSpan {
            events: counted.events.0,
            subjects: subjects(|tally| tally.before),
            span: span(before),
        };
        self.news.window = NewsSpan {
            events: counted.events.1,
            subjects: subjects(|tally| tally.within),
            span: span(within),
        };
        self.news.without_time = counted.without_time;
    }

    fn finish(mut self) -> News {
        let store = self.store;
        let by_first = |first: Event| store.order_key(first);
        self.news.subjects.sort_by(|one, other| {
            (by_first(one.first), &one.subject).cmp(&(by_first(other.first), &other.subject))
        });
        self.news.pairs.sort_by(|one, other| {
            let key = |pair: &NewPair| (by_first(pair.first), pair.dimension);
            (key(one), &one.subject).cmp(&(key(other), &other.subject))
        });
        self.news.marks = self.marks.into_iter().collect();
        self.news.marks.sort_unstable();
        self.news.unknown_regions = self.unknown_regions.into_iter().collect();
        self.news
    }
}
