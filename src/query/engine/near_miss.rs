//! What a filter just missed: words that are not in the shown columns but elsewhere in the JSON, and paths that
//! no event has. They are searched in the background, after the answer.

use std::sync::atomic::{AtomicBool, Ordering};

use super::filter::Filter;
use crate::json::path::{Path, Step, written_step};
use crate::query::engine::on_demand::path_names::PathNames;
use crate::query::groups::members as of_group;
use crate::query::language::expr::{Expr, Target, Test};
use crate::query::language::parse::{Reading, Typing, read};
use crate::query::language::pivot::exact_text;
use crate::query::language::syntax::ReadLines;
use crate::query::language::term::compare::Comparison;
use crate::query::language::term::near_term::{NearTerms, name_of};
use crate::record::field::{Column, OnDemand};
use crate::record::on_demand::{ColumnRule, field_of};
use crate::record::own;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// A filter and its answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The snapshot that was searched.
    pub store: Store,
    /// The filter as it was typed.
    pub filter: String,
    /// What it means.
    pub reading: Reading,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// Whether one text represents all that have its `eventID`.
    pub twins_merged: bool,
    /// Only events with these values in these columns.
    pub scope: Vec<(Column, u32)>,
    /// How many events were found.
    pub found: usize,
    /// The columns of the list that shows the answer.
    pub columns: Vec<Column>,
    /// Those of them that words were looked for in.
    pub searched: Vec<Column>,
}

/// What was missed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NearMiss {
    /// Words that are not in the shown columns.
    pub elsewhere: Option<Elsewhere>,
    /// Paths of the filter and of columns that no event has, and fields without a value that could be compared.
    pub absent: Vec<AbsentPath>,
}

/// Words that are not in the shown columns, and where they are in the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The words as they were typed.
    pub words: Vec<String>,
    /// How many events have them elsewhere, and pass the rest of the filter.
    pub events: usize,
    /// The filter that finds these.
    pub filter: String,
}

/// A path or a term that no event has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentPath {
    /// The path, or the term.
    pub path: String,
    /// The existing paths nearest to it, or a term that events have.
    pub near: Vec<String>,
}

impl AbsentPath {
    /// Says that no event has it, as the end of a sentence.
    pub fn words(&self) -> String {
        if self.near.is_empty() {
            format!("no event has {}", self.path)
        } else {
            format!("no event has {}; did you mean {}?", self.path, self.near.join(" or "))
        }
    }
}

impl Answered {
    /// Returns whether anything has to be searched. A word that was found, or a path that matched something,
    /// needs no search.
    pub fn may_have_missed(&self) -> bool {
        (self.found == 0 && !self.reading.words.is_empty())
            || !self.paths().is_empty()
            || self.empty_fields().next().is_some()
            || !self.unknown_fields().is_empty()
            || !self.terms().is_empty()
            || !self.comparisons().is_empty()
    }

    /// Searches for what was missed; `None` if cancelled.
    pub fn look(&self, read_lines: ReadLines<'_>, cancelled: Cancelled<'_>) -> Option<NearMiss> {
        let mut filter = Filter::default();
        filter.also_search(&self.searched);
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
            let present = Expr::Value(Target::Path(path.clone()), Test::Present);
            if !self.has(&mut filter, &present, cancelled)? {
                absent.push(path);
            }
        }
        let fields = self.empty_fields().map(|name| AbsentPath { path: name.to_owned(), near: Vec::new() });
        let mut told: Vec<AbsentPath> = self.unknown_fields();
        told.extend(fields);
        if !absent.is_empty() {
            let known = PathNames::of(&self.store, cancelled)?;
            let near = |path: &Path| {
                let mut near = known.nearest(&names_of(path));
                near.retain(|known| *known != path.to_string());
                near
            };
            told.extend(absent.iter().map(|path| AbsentPath { near: near(path), path: path.to_string() }));
        }
        for (term, near) in self.terms() {
            let is_said = matches!(&term, Expr::Value(Target::Path(path), _) if absent.contains(path));
            if !is_said && !self.has(&mut filter, &term, cancelled)? {
                told.extend(self.meant(&mut filter, near, read_lines, cancelled));
            }
        }
        for (target, comparison) in self.comparisons() {
            let is_said = matches!(&target, Target::Path(path) if absent.contains(path));
            let either = [comparison, comparison.turned()]
                .map(|comparison| Expr::Value(target.clone(), Test::Compare(comparison)));
            if !is_said
                && !self.has(&mut filter, &Expr::Or(either.into()), cancelled)?
                && let Some(name) = name_of(&target)
            {
                let path = format!("{} in {name}", comparison.kind());
                told.push(AbsentPath { path, near: Vec::new() });
            }
        }
        (!cancelled()).then_some(NearMiss { elsewhere, absent: told })
    }

    /// Returns the terms of a filter that found nothing, with those that may have been meant.
    fn terms(&self) -> Vec<(Expr, NearTerms)> {
        let mut terms = Vec::new();
        if self.found == 0 {
            collect_terms(&self.reading.expr, &mut terms);
        }
        terms
    }

    /// Returns the comparisons of a filter that found nothing.
    fn comparisons(&self) -> Vec<(Target, Comparison)> {
        let mut comparisons = Vec::new();
        if self.found == 0 {
            collect_comparisons(&self.reading.expr, &mut comparisons);
        }
        comparisons
    }

    /// Returns the first of the terms nearest to a term that any event passes.
    fn meant(
        &self,
        filter: &mut Filter,
        terms: NearTerms,
        read_lines: ReadLines<'_>,
        cancelled: Cancelled<'_>,
    ) -> Option<AbsentPath> {
        for near in terms.near {
            let Ok(reading) = read(&near, Typing::Done, read_lines) else { continue };
            if self.has(filter, &reading.expr, cancelled)? {
                return Some(AbsentPath { path: terms.term, near: vec![near] });
            }
        }
        None
    }

    /// Returns the paths that may be absent from all events: those of the filter that must match, or all of
    /// them if nothing was found, and those of columns without a value.
    fn paths(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        collect(&self.reading.expr, self.found == 0, &mut paths);
        for column in self.empty_columns() {
            if let Some(ColumnRule::Path(path)) = column.on_demand().and_then(OnDemand::rule)
                && !paths.contains(path)
            {
                paths.push(path.clone());
            }
        }
        paths
    }

    /// Returns the columns that were read for the answer and in which no event has a value.
    fn empty_columns(&self) -> impl Iterator<Item = Column> {
        let is_empty = |column: &Column| {
            column.on_demand().is_some() && self.store.has(*column) && self.store.dict(*column).is_empty()
        };
        self.columns.iter().copied().filter(is_empty)
    }

    /// Returns the fields of the filter and of columns that need a file of the user's own which was not given.
    fn unknown_fields(&self) -> Vec<AbsentPath> {
        let mut columns: Vec<OnDemand> = self.reading.expr.named();
        columns.extend(self.columns.iter().filter_map(|column| column.on_demand()));
        columns.sort_unstable();
        columns.dedup();
        let unknown = |column: OnDemand| match column.rule() {
            Some(ColumnRule::Own(own)) if !own::has(*own) => {
                let name = field_of(Column::OnDemand(column))?.name;
                Some(AbsentPath { path: format!("{name}: it needs {}", own.option()), near: Vec::new() })
            }
            _ => None,
        };
        columns.into_iter().filter_map(unknown).collect()
    }

    /// Returns the names of computed fields among them.
    fn empty_fields(&self) -> impl Iterator<Item = &'static str> {
        let is_said = |column: &Column| match column.on_demand().and_then(OnDemand::rule) {
            Some(ColumnRule::Path(_)) => true,
            Some(ColumnRule::Own(own)) => !own::has(*own),
            _ => false,
        };
        self.empty_columns()
            .filter(move |column| !is_said(column))
            .filter_map(|column| Some(field_of(column)?.name))
    }

    fn count(&self, filter: &mut Filter, expr: &Expr, cancelled: Cancelled<'_>) -> Option<usize> {
        let mut events = filter.answer(&self.store, expr, self.unfolded, cancelled)?;
        if self.twins_merged {
            self.store.merge_twins(&mut events);
        }
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

    /// Returns whether any event passes; stops at the first one.
    fn has(&self, filter: &mut Filter, expr: &Expr, cancelled: Cancelled<'_>) -> Option<bool> {
        let found = AtomicBool::new(false);
        let enough = || found.load(Ordering::Relaxed) || cancelled();
        let answer =
            filter.answer_in_parts(&self.store, expr, true, &enough, &mut |events: Vec<Event>, _| {
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
        // A path that no event has makes everything match here.
        Expr::Not(inner) => collect(inner, true, paths),
        Expr::Value(Target::Path(path), _) if wanted && !paths.contains(path) => paths.push(path.clone()),
        _ => {}
    }
}

fn collect_terms(expr: &Expr, terms: &mut Vec<(Expr, NearTerms)>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect_terms(part, terms)),
        Expr::Value(target, Test::AnyOf(tests)) => {
            for test in tests {
                collect_terms(&Expr::Value(target.clone(), test.clone()), terms);
            }
        }
        Expr::Value(target, test) => {
            terms.extend(NearTerms::of(target, test).map(|near| (expr.clone(), near)));
        }
        _ => {}
    }
}

fn collect_comparisons(expr: &Expr, found: &mut Vec<(Target, Comparison)>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect_comparisons(part, found)),
        Expr::Value(target, Test::Compare(comparison)) => found.push((target.clone(), *comparison)),
        _ => {}
    }
}

/// Returns a path without array positions.
fn names_of(path: &Path) -> String {
    let mut names = String::new();
    for step in path.steps() {
        if let Step::Name(name) = step {
            names.push_str(&written_step(name, names.is_empty()));
        }
    }
    names
}
