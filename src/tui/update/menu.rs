//! What a choice of a menu does. Which letters a menu has is decided when it is made.

use crossterm::event::KeyEvent;

use crate::tui::app::{App, Overlay};
use crate::tui::input::chord::plain_char;
use crate::tui::message::Effect;
use crate::tui::panes::menu::{Choice, Menu};

impl App {
    /// Opens a menu.
    pub(super) fn open_menu(&mut self, menu: Menu) -> Vec<Effect> {
        self.put_over(Overlay::Menu(menu))
    }

    /// What a key chooses in a menu by its letter.
    pub(super) fn lettered(&self, key: &KeyEvent) -> Option<Choice> {
        match &self.overlay {
            Some(Overlay::Menu(menu)) => menu.by_letter(plain_char(key)?),
            Some(Overlay::Page(_) | Overlay::Palette(_) | Overlay::Inventory(_)) | None => None,
        }
    }

    /// Applies the choice of a menu.
    pub(super) fn choose(&mut self, choice: Choice) -> Vec<Effect> {
        self.overlay = None;
        match choice {
            Choice::GroupBy(field) => self.group_by(vec![field]),
            Choice::GroupWithin(field) => self.group_within(field),
            Choice::GroupByPath(path, within) => self.group_by_path(&path, within),
            Choice::AskPath(within) => self.ask_path(within),
            Choice::Copy(kind) => self.copy(kind),
            Choice::Add(term) => self.add_term(&term),
            Choice::Pivot(filter) => self.pivot_to(&filter),
        }
    }
}
