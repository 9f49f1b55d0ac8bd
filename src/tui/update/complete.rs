//! Completion at the cursor of the filter: names and tests at once; values are counted behind the screen.

use crate::query::engine::completion::{Completed, CompletionRequest};
use crate::query::language::complete::{fixed, term_start, value_begun};
use crate::query::language::expr::Expr;
use crate::query::language::parse::parse;
use crate::tui::app::{App, Focus};
use crate::tui::message::Effect;
use crate::tui::panes::completion::Completion;
use crate::tui::panes::groups::GroupsPane;

impl App {
    /// Opens the completion at the cursor; when it is open, goes to the next candidate.
    pub(super) fn complete(&mut self, step: isize) -> Vec<Effect> {
        if self.focus != Focus::Filter {
            return Vec::new();
        }
        if self.filter.step_completion(step) {
            return self.ask();
        }
        let text = self.filter.text().to_owned();
        let cursor = text.char_indices().nth(self.filter.cursor()).map_or(text.len(), |(at, _)| at);
        let start = term_start(&text, cursor);
        let term = text.get(start..cursor).unwrap_or_default();
        if let Some(value) = value_begun(term) {
            let number = self.filter.next_completion();
            let some = value.some(&self.store);
            self.filter.offer(Completion::new(&text, start, cursor, some).waiting_for(number));
            let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
            // What negates the term goes with it.
            let before = part(0..start).trim_end_matches(['!', '-']);
            let rest = without_text(&format!("{before} {}", part(cursor..text.len())));
            let request = CompletionRequest {
                number,
                store: self.store.clone(),
                term: term.to_owned(),
                rest,
                unfolded: self.unfolded,
                scope: self.groups.as_ref().map(GroupsPane::scope).unwrap_or_default(),
            };
            return vec![Effect::Complete(Box::new(request))];
        }
        let candidates = fixed(term);
        if candidates.is_empty() {
            return self.say(NOTHING);
        }
        self.filter.offer(Completion::new(&text, start, cursor, candidates));
        self.ask()
    }

    /// Offers what was counted, unless the next key was pressed meanwhile.
    pub(super) fn take_completed(&mut self, completed: Completed) -> Vec<Effect> {
        if self.focus != Focus::Filter {
            self.filter.close_completion();
        }
        if !self.filter.take_completed(completed) {
            return Vec::new();
        }
        if self.filter.completion().is_none() {
            return self.say(NOTHING);
        }
        self.ask()
    }

    /// Closes the completion; what is still counted for it is given up.
    pub(super) fn close_completion(&mut self) -> Option<Effect> {
        self.filter.close_completion().map(Effect::StopCompleting)
    }
}

const NOTHING: &str = "nothing to complete here";

/// Most brackets that may be open where a term is completed.
const MOST_OPEN: usize = 4;

/// The filter without the term that is being typed. `None` where only texts or lists could tell what it passes.
fn without_text(rest: &str) -> Option<Expr> {
    let closed = |brackets: usize| parse(&format!("{rest}{}", ")".repeat(brackets))).ok();
    (0..=MOST_OPEN).find_map(closed).filter(|expr| !expr.needs_text())
}
