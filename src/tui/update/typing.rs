//! Keys and pasted text for whichever line is typed into, and taking what was typed.

use crossterm::event::KeyEvent;

use crate::tui::app::{App, Focus, Overlay};
use crate::tui::message::Effect;

impl App {
    /// Lets a key edit the line that is typed into.
    pub(super) fn edit(&mut self, key: KeyEvent) -> Vec<Effect> {
        if self.in_palette(|line| line.edit(key)) {
            return Vec::new();
        }
        match self.focus {
            Focus::Filter if self.filter.edit(key) => self.ask(),
            Focus::Search if self.search.edit(key) => self.search_as_typed(),
            Focus::Filter | Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
        }
    }

    /// Inserts pasted text into the line that is typed into.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.in_palette(|line| line.paste(text)) {
            return Vec::new();
        }
        match self.focus {
            Focus::Filter if self.filter.paste(text) => self.ask(),
            Focus::Search if self.search.paste(text) => self.search_as_typed(),
            Focus::Filter | Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
        }
    }

    /// Goes to an earlier (-1) or later (1) text of the line that is typed into.
    pub(super) fn recall(&mut self, step: isize) -> Vec<Effect> {
        match self.focus {
            Focus::Filter if self.filter.recall(step) => self.ask(),
            Focus::Search if self.search.recall(step) => self.search_as_typed(),
            Focus::Filter | Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
        }
    }

    /// Takes what was typed or chosen.
    pub(super) fn accept(&mut self) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::Menu(menu)) => menu.current().map(|choice| self.choose(choice)).unwrap_or_default(),
            Some(Overlay::Palette(palette)) => {
                palette.current().map(|pick| self.pick(pick)).unwrap_or_default()
            }
            None if self.focus == Focus::Search => {
                self.search.remember();
                self.focus = Focus::Detail;
                Vec::new()
            }
            Some(Overlay::Page(_) | Overlay::Inventory(_)) | None => self.back(),
        }
    }
}
