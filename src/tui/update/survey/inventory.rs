//! The inventory of what is loaded: requested when it is opened and when more was loaded; and the filters made
//! from it.

use crate::query::summary::inventory::Inventory;
use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;

impl App {
    /// Requests an inventory of what is loaded, while it is shown. Only one is made at a time.
    pub(in crate::tui) fn account_anew(&mut self) -> Vec<Effect> {
        let mut effects = self.verify_once();
        if let Some(Overlay::Inventory(pane)) = &mut self.overlay
            && !pane.waits
        {
            pane.waits = true;
            effects.push(Effect::Inventory(self.store.clone()));
        }
        effects
    }

    pub(in crate::tui) fn show_account(&mut self, account: Inventory) -> Vec<Effect> {
        let is_of_now = account.is_of(&self.store);
        if let Some(Overlay::Inventory(pane)) = &mut self.overlay {
            pane.waits = false;
            pane.show(account);
            pane.show_absent(self.integrity.absent().len());
        }
        if is_of_now { self.verify_once() } else { self.account_anew() }
    }
}
