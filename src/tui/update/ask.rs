//! The present question goes to the worker, and what it answers to the panes.

use std::cell::RefCell;
use std::sync::Arc;

use crate::ingest::Report;
use crate::query::engine::worker::{Answer, Request};
use crate::query::language::parse::parse_with;
use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::panes::groups::GroupsPane;

impl App {
    /// Requests the answer to the current query.
    pub(in crate::tui) fn ask(&mut self) -> Vec<Effect> {
        // While the filter has a mistake its last good form is asked, with all that changes besides: the group, the
        // events that were loaded meanwhile.
        let named: RefCell<Vec<String>> = RefCell::default();
        let lines = |path: &str| {
            named.borrow_mut().push(path.to_owned());
            self.lists.lines(path)
        };
        let meaning = parse_with(self.filter.text(), &lines);
        self.filter.understand(meaning);
        let mut effects: Vec<Effect> =
            self.lists.keep(named.take()).into_iter().map(Effect::ReadList).collect();
        let columns = self.columns();
        let (number, expr) = self.filter.ask(self.shown_without_filter(), columns);
        let groups = self.groups.as_ref();
        let request = Request {
            number,
            store: self.store.clone(),
            expr,
            unfolded: self.unfolded,
            scope: groups.map(GroupsPane::scope).unwrap_or_default(),
            group_by: groups
                .filter(|groups| groups.opened.is_none())
                .map(GroupsPane::columns)
                .unwrap_or_default(),
            order: groups.map(|groups| groups.order).unwrap_or_default(),
            columns,
        };
        effects.push(Effect::Ask(Box::new(request)));
        effects
    }

    /// Takes the lines of a file that the filter names: now it can be understood.
    pub(super) fn take_list(&mut self, path: &str, lines: Result<Vec<String>, String>) -> Vec<Effect> {
        if self.lists.take(path, lines) { self.ask() } else { Vec::new() }
    }

    /// Takes what was loaded so far; what is on the screen is asked of that.
    pub(super) fn load(&mut self, report: Report) -> Vec<Effect> {
        self.progress = report.progress;
        match report.store {
            Some(store) => {
                self.store = store;
                let mut effects = self.ask();
                effects.extend(self.account_anew());
                effects
            }
            None => Vec::new(),
        }
    }

    /// Shows an answer, unless a later question has been asked.
    pub(super) fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        // The answer belongs to an earlier query.
        if !self.filter.take_answer(&answer) {
            return Vec::new();
        }
        if let (Some(pane), Some((columns, rows))) = (&mut self.groups, answer.groups)
            && pane.columns() == columns
        {
            pane.show(rows);
        }
        self.timeline.show(answer.timeline);
        self.list.show(&answer.store, Arc::clone(&answer.events));
        self.show_current();
        let open = self.groups.as_mut().is_some_and(|groups| std::mem::take(&mut groups.open_when_counted));
        if open { self.open_current() } else { Vec::new() }
    }
}
