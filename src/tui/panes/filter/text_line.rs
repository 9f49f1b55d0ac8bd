//! A line of typed text: its text, its cursor, and earlier texts. Nothing is written to disk here.

use tui_input::Input;
use tui_input::backend::crossterm::EventHandler as _;

/// A line of text with a history.
#[derive(Debug, Default)]
pub struct TextLine {
    input: Input,
    history: Vec<String>,
    /// Texts that were used and are not written to disk yet.
    unwritten: Vec<String>,
    /// The position in the history, and what was typed before going there.
    recalled: Option<(usize, String)>,
}

impl TextLine {
    /// Makes a line with some text.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()), ..Self::default() }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Returns how many characters come before the cursor.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Replaces the text; returns whether it changed.
    pub fn replace(&mut self, text: &str) -> bool {
        let before = self.text().to_owned();
        self.set(text);
        self.changed(&before)
    }

    /// Replaces the text and puts the cursor after `cursor` characters.
    pub fn set_with_cursor(&mut self, text: &str, cursor: usize) {
        self.input = Input::new(text.to_owned()).with_cursor(cursor);
    }

    /// Lets a key edit the text; returns whether it changed.
    pub fn edit(&mut self, key: crossterm::event::KeyEvent) -> bool {
        let before = self.text().to_owned();
        self.input.handle_event(&crossterm::event::Event::Key(key));
        self.changed(&before)
    }

    /// Inserts pasted text; line breaks and control characters become blanks. Returns whether the text changed.
    pub fn paste(&mut self, text: &str) -> bool {
        let before = self.text().to_owned();
        // In one step: inserting a long text letter by letter takes quadratic time.
        let cursor = self.cursor();
        let mut all: String = before.chars().take(cursor).collect();
        let pasted: String = text.chars().take(MAX_PASTE).collect();
        let pasted = pasted.trim_end_matches(['\r', '\n']);
        all.extend(pasted.chars().map(|char| if char.is_control() { ' ' } else { char }));
        let cursor = all.chars().count();
        all.extend(before.chars().skip(self.cursor()));
        self.set_with_cursor(&all, cursor);
        self.changed(&before)
    }

    fn changed(&mut self, before: &str) -> bool {
        let changed = self.text() != before;
        if changed {
            self.recalled = None;
        }
        changed
    }

    /// Returns the texts that were used, the newest last.
    pub fn history(&self) -> &[String] {
        &self.history
    }

    /// Begins with texts that were used before, the newest last.
    pub fn start_history(&mut self, texts: Vec<String>) {
        self.history = texts;
    }

    /// Takes the texts that were used since this was last called.
    pub fn take_unwritten(&mut self) -> Vec<String> {
        std::mem::take(&mut self.unwritten)
    }

    /// Remembers the text as one that was used.
    pub fn remember(&mut self) {
        let text = self.text().trim().to_owned();
        if !text.is_empty() {
            self.history.retain(|other| *other != text);
            self.unwritten.push(text.clone());
            self.history.push(text);
        }
        self.recalled = None;
    }

    /// Goes to an earlier (-1) or later (1) text; returns whether there was one.
    pub fn recall(&mut self, step: isize) -> bool {
        let (at, draft) = match &self.recalled {
            Some((at, draft)) => (*at, draft.clone()),
            None => (self.history.len(), self.text().to_owned()),
        };
        let mut at = at;
        let text = loop {
            at = match at.checked_add_signed(step).filter(|&at| at <= self.history.len()) {
                Some(at) => at,
                None => return false,
            };
            let text = self.history.get(at).unwrap_or(&draft).clone();
            // The same text again is not a step.
            if text != self.text() {
                break text;
            }
        };
        self.set(&text);
        self.recalled = Some((at, draft));
        true
    }
}

/// Maximum number of pasted characters; the rest is dropped.
pub const MAX_PASTE: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_filters_come_back_and_the_draft_too() {
        let mut bar = TextLine::new("one");
        bar.remember();
        bar.set("two");
        bar.remember();
        bar.set("draft");
        assert!(bar.recall(-1) && bar.text() == "two");
        assert!(bar.recall(-1) && bar.text() == "one");
        assert!(!bar.recall(-1) && bar.text() == "one");
        assert!(bar.recall(1) && bar.recall(1) && bar.text() == "draft");
        assert!(!bar.recall(1));
        bar.set("two");
        assert!(bar.recall(-1) && bar.text() == "one");
    }

    #[test]
    fn pasted_line_breaks_become_blanks() {
        let mut bar = TextLine::default();
        assert!(bar.paste("a\nb\u{1b}c"));
        assert_eq!(bar.text(), "a b c");
    }
}
