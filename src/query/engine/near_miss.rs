//! What a filter just missed: words that none of the shown columns has, but the JSON behind them, and paths that no event
//! has. Found after the answer, behind the screen.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use super::cancel::Cancelled;
use super::filter::Filter;
use crate::json::embedded::json_in_string;
use crate::json::members::{items, members};
use crate::json::path::{Path, Step, written_step};
use crate::json::text;
use crate::query::groups::members as of_group;
use crate::query::language::expr::{Expr, Target, Test};
use crate::query::language::parse::{Reading, Typing, read};
use crate::query::language::pivot::exact_text;
use crate::query::language::syntax::ReadLines;
use crate::record::field::Column;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// A filter and its answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// What was asked.
    pub store: Store,
    /// The filter as it was written.
    pub filter: String,
    /// What it means.
    pub reading: Reading,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// Only events with these values in these columns.
    pub scope: Vec<(Column, u32)>,
    /// How many events were found.
    pub found: usize,
}

/// What was missed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NearMiss {
    /// Words that are in none of the shown columns.
    pub elsewhere: Option<Elsewhere>,
    /// Paths of the filter that no event has.
    pub absent: Vec<AbsentPath>,
}

/// Words that are in none of the shown columns, looked for in the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The words as they were written.
    pub words: Vec<String>,
    /// How many events have them elsewhere, and pass the rest of the filter.
    pub events: usize,
    /// The filter that finds these.
    pub filter: String,
}

/// A path that no event has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentPath {
    /// The path.
    pub path: String,
    /// Those that exist and are nearest to it.
    pub near: Vec<String>,
}

impl AbsentPath {
    /// What is to be said about it.
    pub fn words(&self) -> String {
        if self.near.is_empty() {
            format!("no event has {}", self.path)
        } else {
            format!("no event has {}; did you mean {}?", self.path, self.near.join(" or "))
        }
    }
}

impl Answered {
    /// Whether there is anything to look for. A word that was found, and a path that let something pass, need no look.
    pub fn may_have_missed(&self) -> bool {
        (self.found == 0 && !self.reading.words.is_empty()) || !self.paths().is_empty()
    }

    /// Looks for what was missed; `None` when it was cancelled.
    pub fn look(&self, read_lines: ReadLines<'_>, cancelled: Cancelled<'_>) -> Option<NearMiss> {
        let mut filter = Filter::default();
        let elsewhere = if self.found == 0 && !self.reading.words.is_empty() {
            self.elsewhere(&mut filter, read_lines, cancelled)
        } else {
            None
        };
        if cancelled() {
            return None;
        }
        let mut absent = Vec::new();
        for path in self.paths() {
            if !self.has(&mut filter, &path, cancelled)? {
                absent.push(path);
            }
        }
        if absent.is_empty() {
            return Some(NearMiss { elsewhere, absent: Vec::new() });
        }
        let known = PathSet::of(&self.store, cancelled)?;
        let absent = absent
            .into_iter()
            .map(|path| AbsentPath { near: known.nearest(&names_of(&path)), path: path.to_string() });
        Some(NearMiss { elsewhere, absent: absent.collect() })
    }

    /// The paths of the filter of which no event may have anything: all when nothing was found, else those that must not
    /// pass.
    fn paths(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        collect(&self.reading.expr, self.found == 0, &mut paths);
        paths
    }

    fn count(&self, filter: &mut Filter, expr: &Expr, cancelled: Cancelled<'_>) -> Option<usize> {
        let events = filter.answer(&self.store, expr, self.unfolded, cancelled)?;
        Some(if self.scope.is_empty() {
            events.len()
        } else {
            of_group(&self.store, &events, &self.scope).len()
        })
    }

    fn elsewhere(
        &self,
        filter: &mut Filter,
        read_lines: ReadLines<'_>,
        cancelled: Cancelled<'_>,
    ) -> Option<Elsewhere> {
        let mut missing = Vec::new();
        for (place, word) in &self.reading.words {
            let is_exact = self.filter.get(place.clone()).is_some_and(|word| word.starts_with('\''));
            let word = if is_exact { Expr::Exact(word.clone()) } else { Expr::Fuzzy(word.clone()) };
            if filter.answer(&self.store, &word, true, cancelled)?.is_empty() {
                missing.push(place.clone());
            }
        }
        if missing.is_empty() {
            missing.extend(self.reading.words.iter().map(|(place, _)| place.clone()));
        }
        let written = |place: &std::ops::Range<usize>| self.filter.get(place.clone()).unwrap_or_default();
        let words: Vec<String> = missing.iter().map(|place| written(place).to_owned()).collect();
        let (mut wider, mut from) = (String::new(), 0);
        for place in &missing {
            let word = written(place);
            let word = word.strip_prefix('\'').unwrap_or(word);
            wider.push_str(self.filter.get(from..place.start).unwrap_or_default());
            wider.push_str(&if word.starts_with('"') { word.to_owned() } else { exact_text(word) });
            from = place.end;
        }
        wider.push_str(self.filter.get(from..).unwrap_or_default());
        let reading = read(&wider, Typing::GoesOn, read_lines).ok()?;
        let events = self.count(filter, &reading.expr, cancelled)?;
        Some(Elsewhere { words, events, filter: wider })
    }

    /// Whether any event has something at a path: the first one that is found is enough.
    fn has(&self, filter: &mut Filter, path: &Path, cancelled: Cancelled<'_>) -> Option<bool> {
        let expr = Expr::Value(Target::Path(path.clone()), Test::Present);
        let found = AtomicBool::new(false);
        let enough = || found.load(Ordering::Relaxed) || cancelled();
        let answer =
            filter.answer_in_parts(&self.store, &expr, true, &enough, &mut |events: Vec<Event>, _| {
                found.fetch_or(!events.is_empty(), Ordering::Relaxed);
            });
        let all = answer.is_some_and(|events| !events.is_empty());
        let found = found.into_inner() || all;
        (found || !cancelled()).then_some(found)
    }
}

fn collect(expr: &Expr, wanted: bool, paths: &mut Vec<Path>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect(part, wanted, paths)),
        // A path that nothing has lets everything pass here.
        Expr::Not(inner) => collect(inner, true, paths),
        Expr::Value(Target::Path(path), _) if wanted && !paths.contains(path) => paths.push(path.clone()),
        _ => {}
    }
}

/// A path without the places of items.
fn names_of(path: &Path) -> String {
    let mut names = String::new();
    for step in path.steps() {
        if let Step::Name(name) = step {
            names.push_str(&written_step(name, names.is_empty()));
        }
    }
    names
}

/// The paths that occur in a store, without the places of items: those of its first records, which are enough to see what
/// may have been meant.
struct PathSet(BTreeSet<String>);

/// So many records are looked at, and so many paths kept.
const MOST_RECORDS: usize = 50_000;
const MOST_PATHS: usize = 50_000;
/// Names longer than a person would type are keys of something else.
const LONGEST: usize = 200;
/// So deep the members of records are looked at.
const MOST_DEPTH: usize = 12;
/// So many records are read between two looks at whether anybody still waits.
const READ_AT_ONCE: usize = 64;

impl PathSet {
    fn of(store: &Store, cancelled: Cancelled<'_>) -> Option<Self> {
        let mut paths = Self(BTreeSet::new());
        let mut reader = RecordReader::default();
        let step = store.len().div_ceil(MOST_RECORDS).max(1);
        let events: Vec<Event> = store.order().iter().copied().step_by(step).collect();
        for events in events.chunks(READ_AT_ONCE) {
            if cancelled() {
                return None;
            }
            for &event in events {
                paths.add(reader.record(store, event), "", MOST_DEPTH);
            }
        }
        Some(paths)
    }

    fn add(&mut self, json: &[u8], before: &str, left: usize) {
        let Some(left) = left.checked_sub(1) else { return };
        match json.first() {
            Some(b'{') => {
                for (key, value) in members(json) {
                    let mut name = Vec::new();
                    text::unescape_into(key, &mut name);
                    let step = written_step(&String::from_utf8_lossy(&name), before.is_empty());
                    let path = format!("{before}{step}");
                    if path.len() > LONGEST || self.0.len() >= MOST_PATHS {
                        continue;
                    }
                    self.add(value, &path, left);
                    self.0.insert(path);
                }
            }
            Some(b'[') => items(json).for_each(|item| self.add(item, before, left)),
            Some(b'"') => {
                if let Some(inner) = json_in_string(json) {
                    self.add(&inner, before, left);
                }
            }
            _ => {}
        }
    }

    /// The nearest to a path: those that differ in a few letters, else those that end with its name.
    fn nearest(&self, path: &str) -> Vec<String> {
        const MOST: usize = 3;
        let lower = path.to_lowercase();
        let name = |path: &str| path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let (end, most) = (name(path), (path.len() / 8).max(2));
        let rank = |known: &String| {
            let distance = strsim::osa_distance(&known.to_lowercase(), &lower);
            let other_name = name(known) != end;
            (distance <= most || !other_name).then_some((other_name, distance))
        };
        let mut near: Vec<_> = self.0.iter().filter_map(|known| Some((rank(known)?, known))).collect();
        near.sort_unstable();
        near.into_iter().take(MOST).map(|(_, known)| known.clone()).collect()
    }
}
