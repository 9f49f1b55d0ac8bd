//! Keys of the event list, and opening an event from it.

use crate::query::groups::group::Group;
use crate::query::runs::RULE;
use crate::query::write::is_write;
use crate::record::field::list_columns::{LIST_COLUMNS, ListColumn};
use crate::record::field::{Column, FieldSource};
use crate::store::Event;
use crate::tui::app::{App, Focus, Texts};
use crate::tui::input::action::{ListAction, Sought};
use crate::tui::layout;
use crate::tui::message::Effect;
use crate::tui::panes::list::chosen_columns::{ColumnSort, ListColumns};
use crate::tui::panes::menus::menu::Menu;

impl App {
    pub(super) fn act_in_list(&mut self, action: ListAction) -> Vec<Effect> {
        match action {
            ListAction::Reverse => return self.sort_by_time(),
            ListAction::Sort => return self.open_menu(Menu::sort(self.list.chosen())),
            ListAction::Columns(step) => return self.scroll_columns(step),
            ListAction::Select => return self.select_range(),
            ListAction::Runs => return self.merge_runs(),
            ListAction::OpenRun => return self.open_run(),
            ListAction::Unfold => {
                self.unfolded = !self.unfolded;
                self.count_merged_twins();
                return self.ask();
            }
            ListAction::Twins => return self.merge_twins(!self.twins_merged()),
            ListAction::OtherEvent(step) => {
                self.list.touch();
                self.list.window.move_by(step);
            }
            ListAction::Seek(sought, step) => return self.seek(sought, step),
            // What it begins ends with the next key.
            ListAction::Digit(digit) => return self.begin_number(digit),
        }
        Vec::new()
    }

    /// Begins a range of rows, or ends it.
    fn select_range(&mut self) -> Vec<Effect> {
        if self.list.toggle_range() {
            return self.say("move to select a range; y copies its events, x exports them, esc ends it");
        }
        Vec::new()
    }

    /// Shows runs of like events in one row each, or every event again.
    fn merge_runs(&mut self) -> Vec<Effect> {
        if !self.list.toggle_merging() {
            return self.say("every event has a row again");
        }
        self.say(format!("neighbours are one row: {RULE}; enter opens it, R ends this"));
        self.ask()
    }

    /// Opens the run under the cursor, or closes it.
    fn open_run(&mut self) -> Vec<Effect> {
        if self.list.toggle_run(&self.store) {
            return Vec::new();
        }
        let merges = self.list.merges();
        self.say(if merges { "this event is not in a run" } else { "R shows runs of like events in one row" })
    }

    /// Shows these columns and sorts by what they say; asks for what is not known yet.
    pub(super) fn show_columns(&mut self, columns: ListColumns) -> Vec<Effect> {
        let before = self.list.chosen();
        let has_new = !columns.columns.iter().all(|column| before.shows(column));
        let has_less = !before.columns.iter().all(|column| columns.shows(column));
        // Words are looked for in all columns that are shown.
        let must_ask = has_new || has_less || before.sorting() != columns.sorting();
        self.list.choose(columns);
        if must_ask { self.ask() } else { Vec::new() }
    }

    /// Sorts newest first, or oldest first again.
    fn sort_by_time(&mut self) -> Vec<Effect> {
        let mut chosen = self.list.chosen().clone();
        let time = LIST_COLUMNS.into_iter().find(|column| column.source == FieldSource::Time);
        chosen.sort = match time {
            Some(column) if !chosen.is_reversed() => Some(ColumnSort { column, descending: true }),
            Some(_) | None => None,
        };
        self.show_columns(chosen)
    }

    /// Sorts by the column of a heading, then turns the list round, then sorts by time again.
    pub(super) fn sort_by_heading(&mut self, column: ListColumn) -> Vec<Effect> {
        let mut chosen = self.list.chosen().clone();
        match chosen.sorted(&column) {
            Some(true) => chosen.sort = None,
            Some(false) | None => chosen.sort_by(column),
        }
        self.show_columns(chosen)
    }

    /// Scrolls the columns.
    pub(super) fn scroll_columns(&mut self, step: isize) -> Vec<Effect> {
        let width = layout::list_width(self.areas().list);
        if self.list.scroll_columns(step, width) {
            return Vec::new();
        }
        self.say(if step < 0 { "this is the first column" } else { "this is the last column" })
    }

    fn seek(&mut self, sought: Sought, step: isize) -> Vec<Effect> {
        let store = &self.store;
        let failed = |event| store.value(event, Column::Outcome) == "failed";
        let (found, what) = match sought {
            Sought::Failure => (self.list.seek(step, failed), "failed call"),
            Sought::Change => {
                (self.list.seek(step, |event| is_write(store, event) && !failed(event)), "change")
            }
        };
        if found {
            return Vec::new();
        }
        let place = if step < 0 { "above" } else { "below" };
        self.say(format!("no {what} {place} this row"))
    }

    /// Lets one text represent all that have its `eventID`, or shows each of them.
    fn merge_twins(&mut self, merged: bool) -> Vec<Effect> {
        if self.store.twins().is_empty() {
            return self.say("no eventID has more than one text");
        }
        self.texts = if merged { Texts::One { left_out: 0 } } else { Texts::Each };
        self.count_merged_twins();
        self.ask()
    }

    /// Counts the events that stand behind another with the same `eventID`.
    pub(super) fn count_merged_twins(&mut self) {
        if !self.twins_merged() {
            return;
        }
        let (twins, folds) = (self.store.twins(), self.store.folds());
        let is_shown = |event: &Event| self.unfolded || !folds.is_folded(*event);
        let shown = twins.events().filter(is_shown);
        let mut events: Vec<Event> = shown.collect();
        events.sort_by_cached_key(|&event| self.store.order_key(event));
        let all = events.len();
        self.store.merge_twins(&mut events);
        self.texts = Texts::One { left_out: all - events.len() };
    }

    /// Shows all texts that have one `eventID`, by a filter for it.
    pub(super) fn show_texts(&mut self, filter: &str) -> Vec<Effect> {
        self.texts = Texts::Each;
        self.pivot_to(filter)
    }

    /// Opens the event under the cursor, or the events of the group.
    pub(super) fn open_current(&mut self) -> Vec<Effect> {
        if !self.shows_groups() {
            if let Some(effects) = self.show_elsewhere() {
                return effects;
            }
            if self.list.run_in(self.list.window.cursor()).is_some() {
                return self.open_run();
            }
            self.read_event();
            return Vec::new();
        }
        if self.focused_portrait().is_some() {
            return self.open_portrait_row();
        }
        // While the groups are still being counted, the key applies to the first of them.
        let waiting = self.is_waiting();
        let Some(groups) = &mut self.groups else { return Vec::new() };
        groups.open_when_counted = waiting && groups.all().is_empty();
        groups.opened = groups.current().map(Group::path);
        self.list.restart();
        self.ask()
    }

    /// Opens the event under the cursor of the list and focuses it.
    pub(super) fn read_event(&mut self) {
        self.detail_open = true;
        self.focus = Focus::Detail;
    }

    /// Focuses the other pane.
    pub(super) fn next_pane(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::List if self.shows_groups() => return self.turn_to_portrait(),
            Focus::List => self.read_event(),
            Focus::Detail | Focus::Filter | Focus::Search | Focus::Timeline => {
                self.focus = Focus::List;
            }
        }
        Vec::new()
    }
}
