//! Shows the marks of the listed events in groups and timeline: all of them after an answer, and only those that changed
//! after a change of the case.

use std::sync::Arc;

use crate::case::shown::shown_case::ShownCase;
use crate::store::{Event, Store};
use crate::tui::app::App;
use crate::tui::panes::groups::GroupsPane;

impl App {
    /// Shows all marks.
    pub(in crate::tui::update) fn spread_marks(&mut self) {
        let shown = Arc::clone(self.case.shown());
        let is_shown = shown.load == self.store.load_number();
        let marked = if is_shown { listed(self, shown.events().map(|(event, _)| event)) } else { Vec::new() };
        self.timeline.show_marked(marked.iter().map(|&event| self.store.time(event)));
        if let Some(groups) = &mut self.groups {
            groups.count_marked(&self.store, Some(marked.as_slice()).filter(|_| !shown.marks().is_empty()));
        }
    }

    /// Shows the marks after they were `before`, in the same list.
    pub(super) fn spread_change(&mut self, before: &ShownCase) {
        let shown = Arc::clone(self.case.shown());
        let is_counted = self.groups.as_ref().is_none_or(GroupsPane::has_marked);
        if before.load != shown.load
            || shown.load != self.store.load_number()
            || shown.marks().is_empty()
            || !is_counted
        {
            return self.spread_marks();
        }
        let gone = listed(self, before.marked_unlike(&shown).into_iter());
        let new = listed(self, shown.marked_unlike(before).into_iter());
        for (events, is_marked) in [(gone, false), (new, true)] {
            for event in events {
                self.timeline.mark(self.store.time(event), is_marked);
                if let Some(groups) = &mut self.groups {
                    groups.mark(&self.store, event, is_marked);
                }
            }
        }
    }
}

/// Returns those of some events that are listed.
fn listed(app: &App, events: impl Iterator<Item = Event>) -> Vec<Event> {
    let all = app.list.events();
    let mut near = 0;
    let is_listed = |event: &Event| {
        near = place_near(&app.store, all, near, *event);
        all.get(near) == Some(event)
    };
    events.filter(is_listed).collect()
}

/// Returns the place of an event in a list in time order, or that of the first after it. Events by their numbers are mostly
/// one behind the other in time too, so that the search begins near the place of the event before.
fn place_near(store: &Store, all: &[Event], near: usize, event: Event) -> usize {
    let key = store.order_key(event);
    let is_before = |at: usize| all.get(at).is_some_and(|&other| store.order_key(other) < key);
    let (mut from, mut to, mut step) = (near, near, 1);
    if is_before(near) {
        while is_before(to) {
            (from, to, step) = (to, to.saturating_add(step).min(all.len()), step.saturating_mul(2));
        }
    } else {
        while from > 0 && !is_before(from) {
            (to, from, step) = (from, from.saturating_sub(step), step.saturating_mul(2));
        }
    }
    from + all.get(from..to).unwrap_or_default().partition_point(|&other| store.order_key(other) < key)
}
