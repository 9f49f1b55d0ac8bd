//! Keys and pasted text for whichever line is typed into, and taking what was typed.

use crossterm::event::KeyEvent;

use crate::tui::app::{App, Focus, Overlay};
use crate::tui::message::Effect;
use crate::tui::panes::text_line::MAX_PASTE;

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
            Focus::Filter => {
                let changed = self.filter.paste(text);
                if text.chars().count() > MAX_PASTE {
                    self.say("only the first 10,000 characters were pasted; put a long list into a file: ip=@list.txt");
                }
                if changed { self.ask() } else { Vec::new() }
            }
            Focus::Search if self.search.paste(text) => self.search_as_typed(),
            Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
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
            None if self.focus == Focus::Filter => self.show_elsewhere().unwrap_or_else(|| self.back()),
            Some(Overlay::Page(_) | Overlay::Inventory(_)) | None => self.back(),
        }
    }
}
