//! Validation of the loaded files against the digests: done once, after the load, when the inventory is open.

use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;
use crate::tui::panes::screens::integrity::Integrity;

impl App {
    /// Lists the files that were not found in the inventory, if it is open.
    pub(in crate::tui) fn show_absent(&mut self) {
        if let Some(Overlay::Inventory(pane)) = &mut self.overlay {
            pane.show_absent(self.integrity.absent().len());
        }
    }

    /// Validates the files against the digests, once everything is loaded.
    pub(in crate::tui) fn verify_once(&mut self) -> Vec<Effect> {
        let is_open = matches!(self.overlay, Some(Overlay::Inventory(_)));
        if !is_open || !self.progress.finished || !matches!(self.integrity, Integrity::Unknown) {
            return Vec::new();
        }
        self.integrity = Integrity::Asked;
        vec![Effect::Verify(self.store.clone())]
    }
}
