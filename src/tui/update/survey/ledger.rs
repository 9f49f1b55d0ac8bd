//! The ledger of what is listed: asked for while its pane is open, on the thread for surveys.

use std::sync::Arc;

use crate::insight::ledger::Ledger;
use crate::query::summary::changes::ChangesRequest;
use crate::query::summary::survey::Survey;
use crate::tui::app::{App, Overlay};

impl App {
    /// Returns whether the pane of the ledger is open.
    pub(in crate::tui::update) fn shows_ledger(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Ledger(_)))
    }

    /// Returns what is to be counted for the pane of the ledger, unless it is known or under way.
    pub(in crate::tui::update) fn lacks_ledger(&mut self) -> Option<Survey> {
        let Some(Overlay::Ledger(pane)) = &mut self.overlay else { return None };
        let (store, events) = (&self.store, self.list.events());
        let request = || ChangesRequest { store: store.clone(), events: Arc::clone(events) };
        pane.lacks(events, store).then(|| Survey::Changes(Box::new(request())))
    }

    /// Shows a ledger, if its pane is still open.
    pub(in crate::tui::update) fn take_ledger(&mut self, ledger: &Ledger) {
        if let Some(Overlay::Ledger(pane)) = &mut self.overlay {
            pane.show(ledger, &self.store);
        }
    }
}
