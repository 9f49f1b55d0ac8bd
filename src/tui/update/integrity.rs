//! What the digests at hand say of the loaded files: found once, when the load is over and the account is open.

use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;
use crate::tui::panes::integrity::Integrity;

impl App {
    /// Lists what is not here in the account, if that is open.
    pub(in crate::tui) fn show_absent(&mut self) {
        if let Some(Overlay::Accounting(pane)) = &mut self.overlay {
            pane.show_absent(self.integrity.absent().len());
        }
    }

    /// Compares the files with the digests, once everything is there.
    pub(in crate::tui) fn verify_once(&mut self) -> Vec<Effect> {
        let is_open = matches!(self.overlay, Some(Overlay::Accounting(_)));
        if !is_open || !self.progress.finished || !matches!(self.integrity, Integrity::Unknown) {
            return Vec::new();
        }
        self.integrity = Integrity::Asked;
        vec![Effect::Verify(self.store.clone())]
    }
}
