//! Completion at the cursor of the filter: names and tests immediately; values are counted, and names of paths
//! collected, in the background.

use std::sync::Arc;

use crate::query::engine::completion::CompletionRequest;
use crate::query::engine::filter::Searched;
use crate::query::engine::on_demand::path_names::PathNames;
use crate::query::language::complete::{
    Candidate, ValueBegun, fixed, may_be_path, paths, term_start, value_begun,
};
use crate::query::language::expr::Expr;
use crate::query::language::parse::parse;
use crate::tui::app::{App, Focus};
use crate::tui::message::Effect;
use crate::tui::number::{counted, number};
use crate::tui::panes::filter::completion::{Completion, WaitsFor};
use crate::tui::panes::groups::GroupsPane;
use crate::tui::platform::threads::completion_thread::Completing;

const NOTHING: &str = "nothing to complete here";

/// The filter around the term at its cursor.
struct AtCursor {
    text: String,
    start: usize,
    cursor: usize,
}

impl AtCursor {
    fn term(&self) -> &str {
        self.text.get(self.start..self.cursor).unwrap_or_default()
    }

    fn completion(&self, candidates: Vec<Candidate>) -> Completion {
        Completion::new(&self.text, self.start, self.cursor, candidates)
    }

    /// Returns the filter without the term that is being typed, because an unfinished word may match nothing.
    /// `None` if only texts or lists can decide.
    fn rest(&self) -> Option<Expr> {
        // A negation belongs to its term.
        let before = self.text.get(..self.start).unwrap_or_default().trim_end_matches(['!', '-']);
        let after = self.text.get(self.cursor..).unwrap_or_default();
        let closed = |brackets: usize| parse(&format!("{before} {after}{}", ")".repeat(brackets))).ok();
        (0..=MOST_OPEN).find_map(closed).filter(|expr| !expr.needs_text())
    }
}

/// Maximum number of open brackets around a term that is completed.
const MOST_OPEN: usize = 4;

impl App {
    /// Opens the completion at the cursor; if it is open, goes to the next candidate.
    pub(in crate::tui::update) fn complete(&mut self, step: isize) -> Vec<Effect> {
        if self.focus != Focus::Filter {
            return Vec::new();
        }
        if self.filter.step_completion(step) {
            return self.ask();
        }
        let text = self.filter.text().to_owned();
        let cursor = text.char_indices().nth(self.filter.cursor()).map_or(text.len(), |(at, _)| at);
        let at = AtCursor { start: term_start(&text, cursor), text, cursor };
        if let Some(value) = value_begun(at.term()) {
            return vec![self.count_values(&at, value)];
        }
        let others = fixed(at.term());
        if may_be_path(at.term(), !others.is_empty()) {
            return self.complete_path(&at, others);
        }
        if others.is_empty() {
            return self.say(NOTHING);
        }
        self.filter.offer(at.completion(others));
        self.ask()
    }

    /// Offers values immediately, and has them counted.
    fn count_values(&mut self, at: &AtCursor, value: ValueBegun<'_>) -> Effect {
        let number = self.filter.next_completion();
        let remark = if self.store.has(value.column) { "counting …" } else { "reading values …" };
        let some = at.completion(value.some(&self.store));
        self.filter.offer(some.waiting_for(WaitsFor::Counts(number), remark));
        Effect::Complete(Box::new(CompletionRequest {
            number,
            store: self.store.clone(),
            term: at.term().to_owned(),
            rest: at.rest(),
            unfolded: self.unfolded,
            twins_merged: self.twins_merged(),
            scope: self.groups.as_ref().map(GroupsPane::scope).unwrap_or_default(),
            shown: self.list.shown_columns(),
        }))
    }

    /// Offers paths besides other candidates, as soon as they are known.
    fn complete_path(&mut self, at: &AtCursor, others: Vec<Candidate>) -> Vec<Effect> {
        let gathers = self.known_paths.begin(&self.store);
        let mut effects: Vec<Effect> =
            gathers.then(|| Effect::GatherPaths(self.store.clone())).into_iter().collect();
        match self.known_paths.names().map(Arc::clone) {
            None => {
                let waiting = at.completion(others).waiting_for(WaitsFor::Paths, "reading names of paths …");
                self.filter.offer(waiting);
            }
            Some(names) => {
                let (candidates, remark) = self.with_paths(others, &names, at.term());
                if candidates.is_empty() {
                    effects.extend(self.say(NOTHING));
                } else {
                    self.filter.offer(at.completion(candidates).with_remark(remark));
                    effects.extend(self.ask());
                }
            }
        }
        effects
    }

    /// Returns the candidates with the paths that fit a term, and the remark on these.
    fn with_paths(&self, others: Vec<Candidate>, names: &PathNames, term: &str) -> (Vec<Candidate>, String) {
        let sample = names.sample_of(&self.store);
        let (found, all) = paths(names, term, sample.is_some());
        let mut remarks = Vec::new();
        if found.len() < all {
            remarks.push(format!("{} of {}", number(found.len()), counted(all, "path")));
        }
        if let Some((looked_at, of)) = sample {
            remarks.push(format!("paths from a sample of {} of {}", number(looked_at), counted(of, "event")));
        }
        (others.into_iter().chain(found).collect(), remarks.join(" · "))
    }

    /// Takes the names of paths; a completion that waits for them continues.
    pub(in crate::tui::update) fn take_paths(&mut self, names: &Arc<PathNames>) -> Vec<Effect> {
        self.known_paths.take(Arc::clone(names));
        let waits = |completion: &&Completion| completion.waits_for() == Some(WaitsFor::Paths);
        let Some(term) =
            self.filter.completion().filter(waits).map(|completion| completion.term().to_owned())
        else {
            return Vec::new();
        };
        let (candidates, remark) = self.with_paths(fixed(&term), names, &term);
        self.take_candidates(WaitsFor::Paths, candidates, remark)
    }

    /// Takes the counts, or the progress.
    pub(in crate::tui::update) fn take_completing(&mut self, completing: Completing) -> Vec<Effect> {
        match completing {
            Completing::Reading(request, Searched { files, of }) => {
                let remark = format!("reading values: {} of {} …", number(files), counted(of, "file"));
                self.filter.remark_completion(WaitsFor::Counts(request), remark);
                Vec::new()
            }
            Completing::Done(completed) => {
                if let Some(column) = completed.column {
                    self.store.take_derived(column, &completed.store);
                }
                self.take_candidates(WaitsFor::Counts(completed.number), completed.candidates, String::new())
            }
        }
    }

    /// Offers what a completion waited for, unless another key was pressed meanwhile.
    fn take_candidates(&mut self, what: WaitsFor, candidates: Vec<Candidate>, remark: String) -> Vec<Effect> {
        if self.focus != Focus::Filter {
            self.filter.close_completion();
        }
        if !self.filter.take_candidates(what, candidates, remark) {
            return Vec::new();
        }
        if self.filter.completion().is_none() {
            return self.say(NOTHING);
        }
        self.ask()
    }

    /// Closes the completion; counting for it is cancelled. Names of paths are collected completely, because
    /// the next completion needs them too.
    pub(in crate::tui::update) fn close_completion(&mut self) -> Option<Effect> {
        match self.filter.close_completion()? {
            WaitsFor::Counts(number) => Some(Effect::StopCompleting(number)),
            WaitsFor::Paths => None,
        }
    }
}
