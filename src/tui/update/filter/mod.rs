//! The text of the filter: typed, completed, changed by keys, undone.

pub(in crate::tui::update) mod ask;
pub(in crate::tui::update) mod complete;
pub(in crate::tui::update) mod palette;
pub(in crate::tui::update) mod pivot;
pub(in crate::tui::update) mod typing;

use crate::query::language::pivot::{and, inverse, toggle};
use crate::tui::app::{App, Focus};
use crate::tui::input::action::FilterAction;
use crate::tui::message::Effect;
use crate::tui::panes::menus::menu::Menu;

impl App {
    pub(super) fn act_on_filter(&mut self, action: FilterAction) -> Vec<Effect> {
        match action {
            FilterAction::Type => {
                self.focus = Focus::Filter;
                self.filter.begin();
                Vec::new()
            }
            FilterAction::Complete(step) => self.complete(step),
            FilterAction::History(step) => self.recall(step),
            FilterAction::Earlier => self.open_earlier(),
            FilterAction::Reduce(term) => {
                let filter = toggle(self.filter.text(), term);
                self.change_filter(&filter)
            }
            FilterAction::ShowHidden => self.show_hidden(),
            FilterAction::Undo(step) if step < 0 => {
                self.undo_mark().unwrap_or_else(|| self.undo_filter(step))
            }
            FilterAction::Undo(step) => self.undo_filter(step),
        }
    }

    /// Opens the menu of earlier texts of the focused line.
    fn open_earlier(&mut self) -> Vec<Effect> {
        let line = if self.focus == Focus::Search { &self.search } else { self.filter.line() };
        if line.history().is_empty() {
            return self.say("there is nothing earlier yet");
        }
        let menu = Menu::earlier(line.history());
        self.open_menu(menu)
    }

    /// Replaces the text of the focused line by an earlier one.
    pub(super) fn use_earlier(&mut self, text: &str) -> Vec<Effect> {
        match self.focus {
            Focus::Search if self.search.replace(text) => self.search_as_typed(),
            Focus::Filter if self.filter.line_mut().replace(text) => self.ask(),
            Focus::Filter | Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
        }
    }

    /// Replaces the filter, as one step that can be undone. The cursor stays on its event.
    pub(super) fn change_filter(&mut self, filter: &str) -> Vec<Effect> {
        if filter == self.filter.text() {
            return self.say("the filter already says this");
        }
        self.filter.change(filter);
        self.list.touch();
        self.ask()
    }

    /// Replaces the filter and closes the groups, because it is a new question.
    pub(super) fn pivot_to(&mut self, filter: &str) -> Vec<Effect> {
        self.groups = None;
        self.change_filter(filter)
    }

    /// Adds a term that must match every event.
    pub(super) fn add_term(&mut self, term: &str) -> Vec<Effect> {
        let filter = and(self.filter.text(), term);
        self.change_filter(&filter)
    }

    /// Negates the filter to show what it excludes, or goes back.
    fn show_hidden(&mut self) -> Vec<Effect> {
        if self.filter.is_blank() {
            return self.say("nothing is filtered out: there is no filter");
        }
        let filter = inverse(self.filter.text());
        self.change_filter(&filter)
    }

    /// Undoes (-1) or redoes (1) a filter change.
    fn undo_filter(&mut self, step: isize) -> Vec<Effect> {
        if !self.filter.undo(step) {
            return self.say(if step < 0 { "nothing to undo" } else { "nothing to redo" });
        }
        self.list.touch();
        self.ask()
    }
}
