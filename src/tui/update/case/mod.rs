//! Marks, notes and labels: what keys ask of the case, and what is shown when it has changed. The case itself is on
//! another thread.

pub(in crate::tui::update) mod note;
mod spread;

use std::cell::Cell;
use std::sync::Arc;

use crate::case::model::CaseView;
use crate::case::opened::{Marked, Marking};
use crate::case::record_key::RecordKey;
use crate::case::shown::shown_case::MarkCounts;
use crate::query::language::parse::{Typing, read};
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{Field, field};
use crate::store::Event;
use crate::tui::app::{App, Notice, Overlay};
use crate::tui::case_message::{CaseEffect, CaseKept, CaseNews};
use crate::tui::input::action::CaseAction;
use crate::tui::message::Effect;
use crate::tui::number::{counted, number};
use crate::tui::panes::event::fact::Fact;
use crate::tui::panes::list::chosen_columns::ListColumns;
use crate::tui::panes::menus::choice::CaseChoice;
use crate::tui::panes::screens::case::CasePane;

/// The label of the fact that an event is marked.
const MARKED: &str = "case";

impl App {
    pub(super) fn act_on_case(&mut self, action: CaseAction) -> Vec<Effect> {
        match action {
            CaseAction::Mark => self.mark_these(Marking::Toggle),
            CaseAction::All => self.select_all(),
            CaseAction::Show => self.open_case(),
            CaseAction::Note => self.open_note(),
            CaseAction::Undo => vec![case(CaseEffect::Undo)],
            CaseAction::Resume => self.resume(),
            CaseAction::Report => self.open_report(),
            CaseAction::OpenOther => vec![case(CaseEffect::OpenOther)],
            // Its overlay carries it out.
            CaseAction::DeleteBack => Vec::new(),
        }
    }

    /// Returns the events that a mark or a note is for: the selected range or run, or the current event.
    pub(super) fn events_to_mark(&self) -> Vec<Event> {
        match self.list.selection() {
            Some(places) => self.list.events_in(places),
            None => self.current().into_iter().collect(),
        }
    }

    fn mark_these(&mut self, marking: Marking) -> Vec<Effect> {
        if self.shows_groups() {
            return self.say("open a group to mark its events");
        }
        let events = self.events_to_mark();
        if events.is_empty() {
            return self.say("there is no event to mark");
        }
        self.change_case(Marked::Events(events), marking)
    }

    fn change_case(&self, what: Marked, marking: Marking) -> Vec<Effect> {
        let (store, filter) = (self.store.clone(), self.filter.text().to_owned());
        vec![case(CaseEffect::Change { store, what, marking, filter })]
    }

    fn select_all(&mut self) -> Vec<Effect> {
        if self.list.select_all() {
            let count = counted(self.list.events().len(), "event");
            return self
                .say(format!("{count} selected; m marks them, # notes, y copies, x exports, esc ends it"));
        }
        self.say("there is no event to select")
    }

    /// Shows the case, with the cursor on the current event or on the first after it.
    fn open_case(&mut self) -> Vec<Effect> {
        let shown = self.case.shown();
        let time = self.current().map(|event| self.store.time(event).to_string()).unwrap_or_default();
        let own = self.current().and_then(|event| shown.index_of(event));
        let after = shown.marks().partition_point(|mark| mark.mark.about.event_time < time);
        let pane = CasePane::new(shown, own.unwrap_or(after));
        self.put_over(Overlay::Case(Box::new(pane)))
    }

    pub(super) fn choose_in_case(&mut self, choice: CaseChoice) -> Vec<Effect> {
        match choice {
            CaseChoice::GoTo(key) => self.go_to_mark(&key),
            CaseChoice::Edit(key) => self.edit_mark(key),
            CaseChoice::Unmark(key) => self.change_case(Marked::Record(key), Marking::Toggle),
            CaseChoice::Undo => vec![case(CaseEffect::Undo)],
            CaseChoice::Resume => self.resume(),
            CaseChoice::Report => self.open_report(),
            CaseChoice::OpenOther => vec![case(CaseEffect::OpenOther)],
            CaseChoice::Save { what, note, labels } => {
                let note = note.map(|note| self.change_case(what.clone(), Marking::Note(note)));
                let labels = labels.map(|labels| self.change_case(what, Marking::Labels(labels)));
                note.into_iter().chain(labels).flatten().collect()
            }
        }
    }

    /// Shows the event of a mark in the list; the filter goes if it hides the event.
    fn go_to_mark(&mut self, key: &RecordKey) -> Vec<Effect> {
        let shown = Arc::clone(self.case.shown());
        let mark = shown.marks().iter().find(|mark| mark.key == *key);
        let Some(&event) = mark.and_then(|mark| mark.found.events.first()) else {
            return self.say("its file is not open; nothing of it can be shown but what is here");
        };
        self.overlay = None;
        (self.groups, self.detail_open) = (None, true);
        self.focus = crate::tui::app::Focus::List;
        self.list.want(event);
        let order = |event: &Event| self.store.order_key(*event);
        let is_listed = self.list.events().binary_search_by_key(&order(&event), order).is_ok();
        if !is_listed {
            self.filter.remember();
            self.filter.change("");
            self.say("the filter did not show this event; u brings the filter back");
        }
        self.ask()
    }

    /// Takes the latest change of the case back, if the filter was not changed since; returns whether it did.
    pub(super) fn undo_mark(&mut self) -> Option<Vec<Effect>> {
        let filter = self.filter.text().to_owned();
        self.case.takes_back(&filter).then(|| vec![case(CaseEffect::Undo)])
    }

    /// Takes what became of the case.
    pub(super) fn take_case(&mut self, news: CaseNews) -> Vec<Effect> {
        let (was_kept, before) = (self.case.kept.clone(), Arc::clone(self.case.shown()));
        let (words, is_change) = (news.words.clone(), news.is_change);
        let is_offered = news.other.is_some() && news.other != self.case.other;
        let (is_new, is_earlier) = self.case.take(news);
        match words {
            Some(Ok(words)) => {
                if is_change {
                    self.case.changed(self.filter.text());
                }
                self.list.end_range();
                let remark = self.kept_words().map(|remark| format!(" · {remark}")).unwrap_or_default();
                self.say(format!("{words}{remark}"));
            }
            Some(Err(reason)) => self.notice = Some(Notice { text: reason, is_warning: true }),
            None if is_earlier => self.announce_case(),
            None if is_offered => self.announce_other(),
            None => {}
        }
        if let CaseKept::Failed(reason) = &self.case.kept
            && was_kept != self.case.kept
        {
            self.notice = Some(Notice { text: format!("the case is not saved: {reason}"), is_warning: true });
        }
        let shown = self.case.shown();
        self.list.show_marks(shown);
        if let Some(Overlay::Case(pane)) = &mut self.overlay {
            pane.show(shown);
        }
        if !is_new {
            return Vec::new();
        }
        self.spread_change(&before);
        // A filter by marks has another answer now, and so has a column of them.
        let asks = ["mark", "note", "label"].iter().any(|word| self.filter.text().contains(word));
        let is_column = self.list.shown_columns().iter().any(|column| column.on_demand().is_some());
        if asks || is_column || self.groups.is_some() { self.ask() } else { Vec::new() }
    }

    /// Returns what must be said of a change that is not on the disk in a moment.
    fn kept_words(&self) -> Option<&'static str> {
        match self.case.kept {
            CaseKept::Unwanted => Some("not saved; --case FILE saves marks and notes"),
            CaseKept::Empty | CaseKept::Saved | CaseKept::Unsaved | CaseKept::Failed(_) => None,
        }
    }

    /// Says that there is a case of an earlier run.
    fn announce_case(&mut self) {
        let shown = self.case.shown();
        let count = counted(shown.marks().len(), "event");
        let MarkCounts { absent, changed, .. } = shown.counts();
        let mut text = format!("this data has a case with {count}: C shows it");
        if self.case.earlier.is_some() {
            text.push_str(", r there resumes filter and tabs");
        }
        for (count, what) in [(absent, "not found"), (changed, "found with another text")] {
            if count > 0 {
                text = format!("{text} · {} {what}", counted(count, "event"));
            }
        }
        self.notice = Some(Notice { text, is_warning: absent + changed > 0 });
    }

    /// Says that the case of other paths has events of this data.
    fn announce_other(&mut self) {
        let Some(other) = &self.case.other else { return };
        let found = number(other.found);
        let count = counted(other.marks, "event");
        self.say(format!("a case of other paths has {found} of its {count} here: C, then o opens it"));
    }

    /// Shows what an earlier run showed last.
    fn resume(&mut self) -> Vec<Effect> {
        let Some(view) = self.case.earlier.clone() else {
            return self.say("this case has no filter or tabs of an earlier time");
        };
        // A case may come from somebody else: it must not choose files to read.
        let (tabs, named): (Vec<String>, Vec<String>) =
            view.tabs.iter().cloned().partition(|filter| !names_a_file(filter));
        self.tabs.reopen(&tabs);
        let fields: Vec<&'static Field> = view.columns.iter().filter_map(|name| field(name)).collect();
        if !fields.is_empty() {
            self.list.choose(ListColumns::of(&fields));
        }
        if let Some(event) = self.case.earlier_event {
            self.list.want(event);
        }
        self.groups = None;
        self.filter.remember();
        let left_out = named.first().or(Some(&view.filter).filter(|filter| names_a_file(filter)));
        if let Some(filter) = left_out {
            let text = format!("type this filter to use it, the case may not name files to read: {filter}");
            self.notice = Some(Notice { text, is_warning: true });
        } else {
            self.say("resumed; u brings back the filter of before");
        }
        if !names_a_file(&view.filter) {
            self.filter.change(&view.filter);
        }
        self.ask()
    }

    /// Looks for marked events in what is loaded, and remembers what is shown.
    pub(super) fn keep_case(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let snapshot = (self.store.load_number(), self.store.len());
        if self.progress.finished && self.case.looked_for != Some(snapshot) && self.arrival.store().is_none()
        {
            self.case.looked_for = Some(snapshot);
            effects.push(case(CaseEffect::Look(self.store.clone())));
        }
        if self.case.shown().marks().is_empty() {
            return effects;
        }
        let names =
            self.list.columns().iter().filter_map(ListColumn::field).map(|field| field.name.to_owned());
        let view = CaseView {
            filter: self.filter.text().to_owned(),
            tabs: self.tabs.other_filters(),
            columns: names.collect(),
            cursor: None,
        };
        let event = self.list.current();
        let shown = Some((view, event));
        if self.filter.mistake().is_none()
            && self.focus == crate::tui::app::Focus::List
            && self.case.remembered != shown
        {
            let at = event.map(|event| (self.store.clone(), event));
            if let Some((view, _)) = &shown {
                effects.push(case(CaseEffect::View(view.clone(), at)));
            }
            self.case.remembered = shown;
        }
        effects
    }

    /// Adds to the facts of the shown event what the case says about it.
    pub(super) fn show_mark(&mut self) {
        let load = self.store.load_number();
        let mark = self.detail.event().and_then(|event| self.case.mark(load, event));
        let fact = mark.map(|shown| {
            let labels: Vec<String> = shown.mark.labels.iter().map(|label| format!("[{label}]")).collect();
            let changed =
                if shown.found.is_changed { "the text has changed since it was marked" } else { "" };
            let note = shown.mark.note().replace('\n', " ⏎ ");
            let parts = [labels.join(" "), note];
            let main: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            let main = if main.is_empty() { "marked".to_owned() } else { main.join(" ") };
            Fact {
                label: MARKED,
                main,
                more: changed.to_owned(),
                alarming: shown.found.is_changed,
                ..Fact::default()
            }
        });
        self.detail.add_fact(MARKED, fact);
    }
}

fn case(effect: CaseEffect) -> Effect {
    Effect::Case(Box::new(effect))
}

/// Returns whether a filter names a file whose lines it needs.
fn names_a_file(filter: &str) -> bool {
    let is_named = Cell::new(false);
    let refuse = |_: &str| {
        is_named.set(true);
        Err(String::new())
    };
    read(filter, Typing::Done, &refuse).is_err() && is_named.get()
}
