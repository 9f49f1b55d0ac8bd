//! Completion at the cursor of the filter, with the number of events of each candidate.

use crate::query::engine::filter::Filter;
use crate::query::language::complete::{candidates, term_start};
use crate::query::language::parse::parse;
use crate::store::Event;
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
        if !self.filter.step_completion(step) {
            let text = self.filter.text();
            let cursor = text.char_indices().nth(self.filter.cursor()).map_or(text.len(), |(at, _)| at);
            let start = term_start(text, cursor);
            let term = text.get(start..cursor).unwrap_or_default();
            let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
            // What negates the term goes with it.
            let before = part(0..start).trim_end_matches(['!', '-']);
            let rest = format!("{before} {}", part(cursor..text.len()));
            let events = events_without_term(self, &rest);
            let mut candidates =
                candidates(&self.store, events.as_deref().unwrap_or(self.store.order()), term);
            let are_values = term.contains([':', '=']) && !term.starts_with("is:");
            if events.is_none() && are_values {
                // Counts of other events would be wrong.
                for candidate in &mut candidates {
                    candidate.note.clear();
                }
            }
            if candidates.is_empty() {
                return self.say("nothing to complete here");
            }
            let completion = Completion::new(text, start, cursor, candidates);
            self.filter.offer(completion);
        }
        self.ask()
    }
}

/// Most brackets that may be open where a term is completed.
const MOST_OPEN: usize = 4;

/// The events that the filter lets pass without the term that is being typed: an unfinished word may match nothing.
/// `None` where only texts or lists could tell.
fn events_without_term(app: &App, rest: &str) -> Option<Vec<Event>> {
    let closed = |brackets: usize| parse(&format!("{rest}{}", ")".repeat(brackets))).ok();
    let rest = (0..=MOST_OPEN).find_map(closed).filter(|expr| !expr.needs_text())?;
    let mut events = Filter::default().answer(&app.store, &rest, app.unfolded, &|| false).unwrap_or_default();
    let scope = app.groups.as_ref().map(GroupsPane::scope).unwrap_or_default();
    events.retain(|&event| scope.iter().all(|&(column, value)| app.store.value_id(event, column) == value));
    Some(events)
}
