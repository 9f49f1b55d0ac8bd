//! Moves of the cursor: of whatever stands over everything, else of the pane that has the keys.

use crate::tui::app::{App, Focus, Overlay};
use crate::tui::input::action::MoveAction;
use crate::tui::message::Effect;
use crate::tui::window::Window;

impl App {
    pub(super) fn go(&mut self, action: MoveAction) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Page(page)) => scroll(&mut page.window, action),
            Some(Overlay::Inventory(pane)) => pane.go(|window| step(window, action)),
            Some(Overlay::Menu(menu)) => step(&mut menu.window, action),
            Some(Overlay::Palette(palette)) => step(&mut palette.window, action),
            None => match self.focus {
                Focus::Detail | Focus::Search => step(&mut self.detail.window, action),
                Focus::List | Focus::Filter | Focus::Timeline => step(self.touched_rows(), action),
            },
        }
        Vec::new()
    }

    /// The window of the list, or of the groups in its place; from now on its cursor stays where it is put.
    pub(super) fn touched_rows(&mut self) -> &mut Window {
        match &mut self.groups {
            Some(groups) if groups.opened.is_none() => {
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

fn step(window: &mut Window, action: MoveAction) {
    match action {
        MoveAction::Rows(rows) => window.move_by(rows),
        MoveAction::Page(halves) => window.page(halves),
        MoveAction::First => window.select(0),
        MoveAction::Last => window.select(usize::MAX),
    }
}

/// Where no cursor is shown, what is shown moves.
fn scroll(window: &mut Window, action: MoveAction) {
    match action {
        MoveAction::Rows(rows) => window.scroll_by(rows),
        MoveAction::Page(halves) => window.scroll_pages(halves),
        MoveAction::First => window.select(0),
        MoveAction::Last => window.select(usize::MAX),
    }
}
