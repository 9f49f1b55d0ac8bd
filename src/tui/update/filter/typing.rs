//! Keys and pasted text for any line of typed text, and applying what was typed.

use crossterm::event::KeyEvent;

use crate::tui::app::{App, Focus};
use crate::tui::input::chord::as_meant;
use crate::tui::input::look_up::look_up;
use crate::tui::message::Effect;
use crate::tui::panes::filter::text_line::MAX_PASTE;

impl App {
    /// Handles keys one after another; text typed into the filter is parsed once, after the last of its keys.
    pub(in crate::tui::update) fn press_all(&mut self, keys: Vec<KeyEvent>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut is_unread = false;
        for key in keys.into_iter().map(|key| as_meant(key, cfg!(windows))) {
            let is_in_filter = self.overlay.is_none() && self.focus == Focus::Filter;
            if is_in_filter && look_up(&self.keymap, self.context(), &key).is_none() {
                self.forget_last_key();
                effects.extend(self.close_completion());
                is_unread |= self.filter.edit(key);
                continue;
            }
            if std::mem::take(&mut is_unread) {
                effects.extend(self.ask());
            }
            effects.extend(self.press(key));
            self.arrange();
            effects.extend(self.ask_for_record());
            // Keys after the one that quits are ignored.
            if effects.iter().any(|effect| matches!(effect, Effect::Quit(_))) {
                break;
            }
        }
        if is_unread {
            effects.extend(self.ask());
        }
        let mut requests = effects.iter().filter(|effect| matches!(effect, Effect::Ask(_))).count();
        effects.retain(|effect| {
            let is_request = matches!(effect, Effect::Ask(_));
            requests -= usize::from(is_request);
            !is_request || requests == 0
        });
        effects
    }

    /// Lets a key edit the focused line.
    pub(in crate::tui::update) fn edit(&mut self, key: KeyEvent) -> Vec<Effect> {
        if self.edit_over(|line| line.edit(key)) {
            return Vec::new();
        }
        match self.focus {
            Focus::Filter if self.filter.edit(key) => self.ask(),
            Focus::Search if self.search.edit(key) => self.search_as_typed(),
            Focus::Filter | Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
        }
    }

    /// Inserts pasted text into the focused line.
    pub(in crate::tui::update) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let pasted = self.overlay.as_mut().is_some_and(|overlay| overlay.pane_mut().paste(text));
        if pasted || self.edit_over(|line| line.paste(text)) {
            return Vec::new();
        }
        match self.focus {
            Focus::Filter => {
                let mut effects: Vec<Effect> = self.close_completion().into_iter().collect();
                if self.filter.paste(text) {
                    effects.extend(self.ask());
                }
                if text.chars().count() > MAX_PASTE {
                    self.say("only the first 10,000 characters were pasted; put a long list into a file: ip=@list.txt");
                }
                effects
            }
            Focus::Search if self.search.paste(text) => self.search_as_typed(),
            Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
        }
    }

    /// Goes to an earlier (-1) or later (1) text of the focused line.
    pub(in crate::tui::update) fn recall(&mut self, step: isize) -> Vec<Effect> {
        match self.focus {
            Focus::Filter if self.filter.recall(step) => self.ask(),
            Focus::Search if self.search.recall(step) => self.search_as_typed(),
            Focus::Filter | Focus::Search | Focus::List | Focus::Detail | Focus::Timeline => Vec::new(),
        }
    }

    /// Applies what was typed.
    pub(in crate::tui::update) fn accept(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Search => {
                self.search.remember();
                self.focus = Focus::Detail;
                // An empty text ends the search; n and N go through the matches of the filter again.
                if self.search.text().is_empty() { self.search_as_typed() } else { Vec::new() }
            }
            Focus::Filter => self.show_elsewhere().unwrap_or_else(|| self.back()),
            Focus::List | Focus::Detail | Focus::Timeline => self.back(),
        }
    }
}
