//! What of a filter no event has: its paths, its values, and what its comparisons compare.

use super::answered::Answered;
use super::parts::{Apart, Elsewhere};
use super::values;
use crate::json::path::{Path, Step, written_step};
use crate::query::engine::filter::Filter;
use crate::query::engine::on_demand::path_names::PathNames;
use crate::query::language::expr::{Expr, Target, Test};
use crate::query::language::parse::{Typing, read};
use crate::query::language::syntax::ReadLines;
use crate::query::language::term::compare::Comparison;
use crate::query::language::term::named_rules;
use crate::query::language::term::near_term::{NearTerms, name_of};
use crate::record::field::{Column, OnDemand};
use crate::record::on_demand::{ColumnRule, field_of};
use crate::record::own;
use crate::store::scan::cancel::Cancelled;

/// What was missed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NearMiss {
    /// Words that are not in the shown columns, and times without an event.
    pub elsewhere: Option<Elsewhere>,
    /// Terms that no event has together.
    pub apart: Option<Apart>,
    /// Paths of the filter and of columns that no event has, and fields without a value that could be compared.
    pub absent: Vec<AbsentPath>,
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
    /// Tells a path without a value. Where it stands and is empty, nothing else is offered; where only a sample of the
    /// events was examined, it may stand somewhere.
    fn told(path: &Path, near: Vec<String>, occurs: bool, sample: Option<(usize, usize)>) -> Self {
        match (occurs, sample) {
            (true, _) => {
                let path = format!("a value in {path}, which is null or empty wherever it occurs");
                Self { path, near: Vec::new() }
            }
            (false, Some(_)) if near.is_empty() => Self { path: format!("a value in {path}"), near },
            (false, _) => Self { path: path.to_string(), near },
        }
    }

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
        self.lacks_parts()
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
        let lacks_parts = self.lacks_parts();
        let elsewhere = lacks_parts.then(|| self.elsewhere(&mut filter, read_lines, cancelled)).flatten();
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
        told.extend(self.absent(&mut filter, &absent, cancelled)?);
        for (term, near) in self.terms() {
            let is_said = matches!(&term, Expr::Value(Target::Path(path), _) if absent.contains(path));
            if !is_said && !self.has(&mut filter, &term, cancelled)? {
                told.extend(self.meant(&mut filter, (&term, near), read_lines, cancelled));
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
        let is_said = !told.is_empty() || elsewhere.as_ref().is_some_and(|elsewhere| elsewhere.events > 0);
        let is_apart = lacks_parts && !is_said;
        let apart = is_apart.then(|| self.apart(&mut filter, read_lines, cancelled)).flatten();
        let elsewhere = elsewhere.filter(|elsewhere| elsewhere.events > 0 || apart.is_none());
        (!cancelled()).then_some(NearMiss { elsewhere, apart, absent: told })
    }

    /// Tells paths that no event has, with those that may have been meant.
    fn absent(
        &self,
        filter: &mut Filter,
        absent: &[Path],
        cancelled: Cancelled<'_>,
    ) -> Option<Vec<AbsentPath>> {
        if absent.is_empty() {
            return Some(Vec::new());
        }
        let mut told = Vec::new();
        let known = PathNames::of(&self.store, cancelled)?;
        let near = |path: &Path| {
            let mut near = known.nearest(&names_of(path));
            near.retain(|known| *known != path.to_string());
            near
        };
        for path in absent {
            let present = |path: &Path| Expr::Value(Target::Path(path.clone()), Test::Present);
            let near = match with_positions(path) {
                Some(other) if self.has(filter, &present(&other), cancelled)? => vec![other.to_string()],
                _ => near(path),
            };
            let occurs = known.occurs(&names_of(path));
            told.push(AbsentPath::told(path, near, occurs, known.sample_of(&self.store)));
        }
        Some(told)
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

    /// Returns the first of the terms nearest to a term that any event passes, or those with the nearest values.
    fn meant(
        &self,
        filter: &mut Filter,
        (term, terms): (&Expr, NearTerms),
        read_lines: ReadLines<'_>,
        cancelled: Cancelled<'_>,
    ) -> Option<AbsentPath> {
        for near in terms.near {
            let Ok(reading) = read(&near, Typing::Done, read_lines) else { continue };
            if self.has(filter, &reading.expr, cancelled)? {
                return Some(AbsentPath { path: terms.term, near: vec![near] });
            }
        }
        let Expr::Value(target, test) = term else { return None };
        let near = values::terms(&self.store, target, test);
        (!near.is_empty()).then_some(AbsentPath { path: terms.term, near })
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
            Some(ColumnRule::Own(own)) if !own::has(*own) => Some((column, own.option())),
            Some(ColumnRule::Rules) if !named_rules::is_given() => Some((column, named_rules::OPTION)),
            _ => None,
        };
        let absent = |(column, option): (OnDemand, &str)| {
            let name = field_of(Column::OnDemand(column))?.name;
            Some(AbsentPath { path: format!("{name}: it needs {option}"), near: Vec::new() })
        };
        columns.into_iter().filter_map(unknown).filter_map(absent).collect()
    }

    /// Returns the names of computed fields among them.
    fn empty_fields(&self) -> impl Iterator<Item = &'static str> {
        let is_said = |column: &Column| match column.on_demand().and_then(OnDemand::rule) {
            Some(ColumnRule::Path(_)) => true,
            Some(ColumnRule::Own(own)) => !own::has(*own),
            Some(ColumnRule::Rules) => !named_rules::is_given(),
            _ => false,
        };
        self.empty_columns()
            .filter(move |column| !is_said(column))
            .filter_map(|column| Some(field_of(column)?.name))
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

/// Returns a path with the names that are numbers as positions: `.0` of other programs as `[0]`.
fn with_positions(path: &Path) -> Option<Path> {
    let position = |step: &Step| match step {
        Step::Name(name) => name.parse().map_or_else(|_| step.clone(), Step::Item),
        _ => step.clone(),
    };
    let steps: Vec<Step> = path.steps().iter().map(position).collect();
    (steps != path.steps()).then(|| Path::of(steps))
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
