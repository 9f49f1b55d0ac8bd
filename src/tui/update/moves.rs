//! Moves of the cursor: in the overlay, otherwise in the focused pane.

use crate::tui::app::{App, Focus};
use crate::tui::input::action::MoveAction;
use crate::tui::message::Effect;
use crate::tui::window::Window;

impl App {
    pub(super) fn go(&mut self, action: MoveAction) -> Vec<Effect> {
        match (&mut self.overlay, self.focus) {
            (Some(overlay), _) => overlay.pane_mut().go(action),
            (None, Focus::Detail | Focus::Search) => self.detail.shown().go(action),
            (None, Focus::List | Focus::Filter | Focus::Timeline) => self.touched_rows().go(action),
        }
        Vec::new()
    }

    /// Returns the window of the list, or of the groups in its place; from now on its cursor stays where it is
    /// put.
    pub(super) fn touched_rows(&mut self) -> &mut Window {
        match &mut self.groups {
            Some(groups) if groups.opened.is_none() => {
                if groups.portrait.is_focused {
                    return &mut groups.portrait.window;
                }
                groups.touch();
                &mut groups.window
            }
            Some(_) | None => {
                self.list.touch();
                &mut self.list.window
            }
        }
    }
}
