//! The ledger of what is listed: asked for while its pane is open, on the thread for surveys.

use std::sync::Arc;

use crate::insight::ledger::Ledger;
use crate::query::summary::changes::ChangesRequest;
use crate::query::summary::survey::Survey;
use crate::tui::app::{App, Overlay};

impl App {
    /// Returns what is to be counted for the pane of the ledger: nothing without that pane, and the survey unless it is
    /// known or under way.
    pub(super) fn lacks_ledger(&mut self) -> Option<Option<Survey>> {
        let Some(Overlay::Ledger(pane)) = &mut self.overlay else { return None };
        let events = self.list.events();
        let lacks = pane.lacks(events, &self.store);
        Some(lacks.then(|| {
            Survey::Changes(ChangesRequest { store: self.store.clone(), events: Arc::clone(events) })
        }))
    }

    /// Shows a ledger, if its pane is still open.
    pub(super) fn take_ledger(&mut self, ledger: &Ledger) {
        if let Some(Overlay::Ledger(pane)) = &mut self.overlay {
            pane.show(ledger, &self.store);
        }
    }
}
