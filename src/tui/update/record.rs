//! The event under the cursor: its record is shown at once if that is quick, otherwise it is requested.

use crate::store::Event;
use crate::tui::app::{App, Focus};
use crate::tui::layout::BESIDE;
use crate::tui::message::{Effect, RecordRequest};

impl App {
    /// The event under the cursor of the list is the one that the detail pane shows, where there is one.
    pub(in crate::tui) fn show_current(&mut self) {
        let visible = (self.reading || self.size().0 >= BESIDE) && !self.shows_groups();
        let event = self.list.current().filter(|_| visible);
        self.detail.show(&self.store, event);
        if event.is_none() && matches!(self.focus, Focus::Detail | Focus::Search) {
            self.focus = Focus::List;
        }
    }

    /// The record of an event: the one that is shown, or one that is read while the screen waits.
    pub(in crate::tui) fn record(&self, event: Event) -> Vec<u8> {
        self.detail.record_of(&self.store, event)
    }

    /// Asks for the record of the event that is shown, once, if it could not be read at once.
    pub(in crate::tui) fn ask_for_record(&mut self) -> Option<Effect> {
        let event = self.detail.take_wanted()?;
        Some(Effect::Read(Box::new(RecordRequest { store: self.store.clone(), event })))
    }
}
