//! The texts of events: taken immediately if nothing must be decompressed for them, otherwise read on a
//! separate thread and used when they arrive. No key waits for a file.

use crate::query::marks::{marks, searched_texts};
use crate::store::Event;
use crate::tui::app::{App, Focus};
use crate::tui::message::{Effect, RecordRead, RecordRequest, RecordUse};
use crate::tui::panes::event::event_text::EventText;

impl App {
    /// Shows the event under the cursor of the list in the detail pane, if that is visible.
    pub(in crate::tui::update) fn show_current(&mut self) {
        let is_visible = !self.areas().detail.is_empty() && !self.shows_groups();
        let event = self.list.current().filter(|_| is_visible);
        self.detail.show(&self.store, event);
        if event.is_none() && matches!(self.focus, Focus::Detail | Focus::Search) {
            self.focus = Focus::List;
        }
    }

    /// Marks what the filter matched in the event that is shown.
    pub(in crate::tui::update) fn mark_matches(&mut self) {
        let filter = self.filter.text();
        let Some(event) = self.detail.event().filter(|_| self.detail.needs_marks(filter)) else { return };
        let expr = &self.filter.meaning().expr;
        let marks = marks(&self.store, event, expr, self.detail.tree());
        let filter = filter.to_owned();
        self.detail.mark(&filter, marks, searched_texts(expr));
    }

    /// Requests the text of the event that is shown, once, if it could not be taken immediately.
    pub(in crate::tui::update) fn ask_for_record(&mut self) -> Option<Effect> {
        let event = self.detail.take_wanted()?;
        Some(self.read(event, RecordUse::Show))
    }

    /// Does something with the text of an event, now or when it has been read.
    pub(in crate::tui::update) fn with_record(&mut self, event: Event, wanted_for: RecordUse) -> Vec<Effect> {
        if let Some(text) = self.detail.text_of(&self.store, event) {
            return self.use_record(event, text, wanted_for);
        }
        self.say("reading this event …");
        vec![self.read(event, wanted_for)]
    }

    /// Takes the text of an event that was read.
    pub(in crate::tui::update) fn take_record(&mut self, read: RecordRead) -> Vec<Effect> {
        if read.wanted_for == RecordUse::Show {
            self.detail.take_read(&self.store, read.event, read.text);
            return Vec::new();
        }
        self.use_record(read.event, read.text, read.wanted_for)
    }

    fn use_record(&mut self, event: Event, text: EventText, wanted_for: RecordUse) -> Vec<Effect> {
        match wanted_for {
            RecordUse::Show => {
                self.detail.take_read(&self.store, event, text);
                Vec::new()
            }
            RecordUse::Copy(form) => match &text.row {
                Some(row) => Self::copy_row(form, row),
                None => Self::copy_record(form, &text.record),
            },
            // After moving on, a menu about another event is not wanted.
            RecordUse::Follow if self.overlay.is_some() || self.current() != Some(event) => Vec::new(),
            RecordUse::Follow => {
                self.notice = None;
                self.follow_menu(event, &text.record)
            }
        }
    }

    fn read(&self, event: Event, wanted_for: RecordUse) -> Effect {
        Effect::Read(Box::new(RecordRequest { store: self.store.clone(), event, wanted_for }))
    }
}
