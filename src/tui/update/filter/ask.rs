//! Sends the current filter to the worker, and its answers to the panes.

use std::cell::RefCell;
use std::sync::Arc;

use crate::query::engine::near_miss::Answered;
use crate::query::engine::worker::{Answer, Request};
use crate::query::language::expr::Expr;
use crate::query::language::list::file::{ListFile, ListReport};
use crate::query::language::parse::{Typing, read};
use crate::record::field::Field;
use crate::tui::app::{App, Focus, Notice};
use crate::tui::message::Effect;
use crate::tui::panes::groups::GroupsPane;

impl App {
    /// Requests the answer to the current query.
    pub(in crate::tui) fn ask(&mut self) -> Vec<Effect> {
        // While the filter is invalid, its last valid form is used, together with everything else that changed:
        // the group, and the events that were loaded meanwhile.
        let named: RefCell<Vec<String>> = RefCell::default();
        let lines = |path: &str| {
            named.borrow_mut().push(path.to_owned());
            self.lists.file(path)
        };
        let typing = if self.focus == Focus::Filter { Typing::GoesOn } else { Typing::Done };
        let meaning = read(self.filter.text(), typing, &lines);
        self.filter.understand(meaning);
        let mut effects: Vec<Effect> =
            self.lists.keep(named.take()).into_iter().map(Effect::ReadList).collect();
        let columns = self.columns();
        let of = self.arrival.store().map_or_else(
            || self.shown_without_filter(),
            |store| store.len() - if self.unfolded { 0 } else { store.folds().count() },
        );
        let (number, mut expr) = self.filter.ask(of, columns);
        let groups = self.groups.as_ref();
        let mut scope = groups.map(GroupsPane::scope).unwrap_or_default();
        if self.arrival.store().is_some()
            && let Some(term) = self.opened_term()
        {
            // In another load the values of the opened group have other numbers.
            let opened = read(&term, Typing::Done, &|path| self.lists.file(path));
            expr = Expr::And(vec![expr, opened.map(|reading| reading.expr).unwrap_or_default()]);
            scope.clear();
        }
        let mut store = self.arrival.store().unwrap_or(&self.store).clone();
        store.give(self.case.given(store.load_number()));
        let request = Request {
            number,
            store,
            expr,
            unfolded: self.unfolded,
            twins_merged: self.twins_merged(),
            scope,
            group_by: groups
                .filter(|groups| groups.opened.is_none())
                .map(GroupsPane::columns)
                .unwrap_or_default(),
            shown: self.list.shown_columns(),
            sum: groups.and_then(|groups| groups.sum).map(Field::column),
            sort: self.list.chosen().sorting(),
            runs: self.list.merges(),
            order: groups.map(|groups| groups.order).unwrap_or_default(),
            columns,
            zone: self.zone().clone(),
        };
        effects.push(Effect::Ask(Box::new(request)));
        effects
    }

    /// Takes the lines of a file that the filter names, so that it can be understood.
    pub(in crate::tui::update) fn take_list(
        &mut self,
        path: &str,
        lines: Result<ListFile, String>,
    ) -> Vec<Effect> {
        if self.lists.take(path, lines) { self.ask() } else { Vec::new() }
    }

    /// Shows an answer, unless there is a later request.
    pub(in crate::tui::update) fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        // The answer belongs to an earlier query.
        if !self.filter.take_answer(&answer) {
            return Vec::new();
        }
        let was_opened = self.groups.as_ref().is_some_and(|groups| groups.opened.is_some());
        let columns = self.list.chosen().clone();
        if !self.arrive(&answer) {
            return Vec::new();
        }
        let is_recalled = *self.list.chosen() != columns;
        if was_opened && self.groups.as_ref().is_some_and(|groups| groups.opened.is_none()) {
            // The opened group is not in what was loaded: all groups are shown.
            return self.ask();
        }
        if let (Some(pane), Some((columns, rows))) = (&mut self.groups, answer.groups)
            && pane.columns() == columns
        {
            pane.show(rows);
        }
        if answer.searched.is_none() {
            self.say_lists(&answer.lists);
        }
        // The same snapshot, with the columns that were read for the answer.
        self.store = answer.store.clone();
        self.timeline.show(answer.timeline);
        self.list.show(&answer.store, Arc::clone(&answer.events), answer.sorted, answer.runs);
        self.spread_marks();
        self.show_current();
        if let Some(overlay) = &mut self.overlay {
            overlay.pane_mut().see(&self.store);
        }
        let open = self.groups.as_mut().is_some_and(|groups| std::mem::take(&mut groups.open_when_counted));
        if open {
            return self.open_current();
        }
        if is_recalled {
            // Other columns, which may not have been read.
            return self.ask();
        }
        let is_whole = answer.searched.is_none();
        if is_whole { self.look_behind(answer.number, answer.events.len()) } else { Vec::new() }
    }

    /// Searches for what an answer just missed, if there may be anything.
    fn look_behind(&self, number: u64, found: usize) -> Vec<Effect> {
        let groups = self.groups.as_ref();
        let by = groups.map(GroupsPane::columns).unwrap_or_default();
        let shown = self.list.shown_columns();
        let answered = Answered {
            store: self.store.clone(),
            filter: self.filter.text().to_owned(),
            reading: self.filter.meaning().clone(),
            unfolded: self.unfolded,
            twins_merged: self.twins_merged(),
            scope: groups.map(GroupsPane::scope).unwrap_or_default(),
            found,
            columns: by.into_iter().chain(shown.iter().copied()).collect(),
            searched: shown,
        };
        let is_worth_it = self.filter.mistake().is_none() && answered.may_have_missed();
        is_worth_it.then(|| Effect::LookBehind(number, Box::new(answered))).into_iter().collect()
    }

    /// Handles an unfinished filter when typing ends: an open quote or bracket is closed, an unfinished term is
    /// an error.
    pub(in crate::tui::update) fn finish_typing(&mut self) -> Vec<Effect> {
        let meaning = self.filter.meaning();
        if !meaning.is_unfinished && self.filter.mistake().is_none() {
            return Vec::new();
        }
        let text = self.filter.text().trim_end();
        // Closed, it must mean the same as while it was typed.
        let means_the_same = |end: &&str| {
            read(&format!("{text}{end}"), Typing::Done, &|path| self.lists.file(path))
                .is_ok_and(|closed| closed.expr == meaning.expr)
        };
        let end = ["\"", "/", ")", "\")", "/)", "))"].into_iter().find(means_the_same);
        if let Some(end) = end.filter(|_| meaning.is_unfinished && !meaning.expr.is_empty()) {
            self.filter.close(end);
        }
        self.ask()
    }

    /// Shows the events that have the words outside the shown columns, or any of the terms, if there are any.
    pub(in crate::tui::update) fn show_elsewhere(&mut self) -> Option<Vec<Effect>> {
        let elsewhere = self.elsewhere().filter(|elsewhere| elsewhere.events > 0);
        let any = || Some(self.apart()?.any.as_ref()?.1.clone());
        let filter = elsewhere.map(|elsewhere| elsewhere.filter.clone()).or_else(any)?;
        self.filter.end();
        self.filter.remember();
        self.filter.change(&filter);
        self.focus = Focus::List;
        Some(self.ask())
    }

    /// Reports how many values of the filter's lists match, and which lines cannot be used, if that was not
    /// reported yet.
    pub(in crate::tui) fn say_lists(&mut self, reports: &[ListReport]) {
        let text = reports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · ");
        if text != self.lists.said && !text.is_empty() {
            let is_warning = reports.iter().any(|report| !report.unusable.is_empty());
            self.notice = Some(Notice { text: text.clone(), is_warning });
        }
        self.lists.said = text;
    }
}
