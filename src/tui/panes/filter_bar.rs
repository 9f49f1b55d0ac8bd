//! The filter bar: the text, and the filters that were used before. Nothing of it is written to disk.

use tui_input::backend::crossterm::EventHandler as _;
use tui_input::{Input, InputRequest};

/// A line of text with a history.
#[derive(Debug, Default)]
pub struct FilterBar {
    input: Input,
    history: Vec<String>,
    /// Place in the history, and what was typed before going there.
    recalled: Option<(usize, String)>,
}

impl FilterBar {
    /// A bar with some text in it.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()), ..Self::default() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// How many characters stand before the cursor.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Lets a key edit the text; whether the text is another one now.
    pub fn edit(&mut self, key: crossterm::event::KeyEvent) -> bool {
        let before = self.text().to_owned();
        self.input.handle_event(&crossterm::event::Event::Key(key));
        self.changed(&before)
    }

    /// Inserts pasted text; line breaks and controls become blanks. Whether the text is another one now.
    pub fn paste(&mut self, text: &str) -> bool {
        let before = self.text().to_owned();
        for char in text.chars().take(MAX_PASTE) {
            self.input.handle(InputRequest::InsertChar(if char.is_control() { ' ' } else { char }));
        }
        self.changed(&before)
    }

    fn changed(&mut self, before: &str) -> bool {
        let changed = self.text() != before;
        if changed {
            self.recalled = None;
        }
        changed
    }

    /// Remembers the text as a filter that was used.
    pub fn remember(&mut self) {
        let text = self.text().trim().to_owned();
        if !text.is_empty() {
            self.history.retain(|other| *other != text);
            self.history.push(text);
        }
        self.recalled = None;
    }

    /// Goes to an earlier (-1) or later (1) filter; whether there was one.
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
            // What stands there already is no step.
            if text != self.text() {
                break text;
            }
        };
        self.set(&text);
        self.recalled = Some((at, draft));
        true
    }
}

/// Longer texts are no filters.
const MAX_PASTE: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_filters_come_back_and_the_draft_too() {
        let mut bar = FilterBar::new("one");
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
        let mut bar = FilterBar::default();
        assert!(bar.paste("a\nb\u{1b}c"));
        assert_eq!(bar.text(), "a b c");
    }
}
