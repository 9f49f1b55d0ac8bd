//! The filter bar: its text and earlier filters. Nothing of it is written to disk.

use tui_input::backend::crossterm::EventHandler as _;
use tui_input::{Input, InputRequest};

/// A line of text with a history.
#[derive(Debug, Default)]
pub struct FilterBar {
    input: Input,
    history: Vec<String>,
    /// Place in the history, and what was typed before going there.
    recalled: Option<(usize, String)>,
    /// Filters for undo, and for redo.
    past: Vec<String>,
    future: Vec<String>,
    /// The text when typing began.
    begun: Option<String>,
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

    /// Replaces the text and puts the cursor after so many characters.
    pub fn set_with_cursor(&mut self, text: &str, cursor: usize) {
        self.input = Input::new(text.to_owned()).with_cursor(cursor);
    }

    /// Replaces the text, as one step that can be undone.
    pub fn change(&mut self, text: &str) {
        let old = self.text().to_owned();
        if old != text {
            self.past.push(old);
            self.future.clear();
            self.set(text);
        }
    }

    /// Typing begins: everything until [`Self::end`] is one step.
    pub fn begin(&mut self) {
        self.begun = Some(self.text().to_owned());
    }

    /// Typing ends.
    pub fn end(&mut self) {
        if let Some(old) = self.begun.take().filter(|old| *old != self.text()) {
            self.past.push(old);
            self.future.clear();
        }
    }

    /// Goes back (-1) or forward (1) one step; whether there was one.
    pub fn undo(&mut self, step: isize) -> bool {
        let (from, to) =
            if step < 0 { (&mut self.past, &mut self.future) } else { (&mut self.future, &mut self.past) };
        let Some(text) = from.pop() else { return false };
        to.push(self.input.value().to_owned());
        self.set(&text);
        true
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
        if let Some(filter) = filter_of_command(text) {
            self.set(&filter);
            return self.changed(&before);
        }
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

/// The filter of a pasted command line, `trailsift list AWSLogs -f 'is:failed'`, as copied from the explorer.
fn filter_of_command(text: &str) -> Option<String> {
    let words = shell_words(text.trim().strip_prefix("trailsift ")?);
    let mut after_flag = words.iter().skip_while(|word| !matches!(word.as_str(), "-f" | "--filter")).skip(1);
    after_flag.next().cloned()
}

/// Words as a POSIX shell reads them; quotes are undone, nothing is expanded.
fn shell_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match (quote, char) {
            (Some(open), _) if char == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(char);
                word.get_or_insert_default();
            }
            (None, '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, _) if char.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(if char.is_control() { ' ' } else { char }),
        }
    }
    words.extend(word);
    words
}

/// Longest text that can be a filter.
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
    fn changes_are_undone_and_redone() {
        let mut bar = FilterBar::default();
        bar.change("a");
        bar.begin();
        bar.set("a b");
        bar.end();
        assert!(bar.undo(-1) && bar.text() == "a");
        assert!(bar.undo(-1) && bar.text().is_empty());
        assert!(!bar.undo(-1));
        assert!(bar.undo(1) && bar.undo(1) && bar.text() == "a b");
        assert!(!bar.undo(1));
    }

    #[test]
    fn a_pasted_command_line_gives_its_filter() {
        let mut bar = FilterBar::new("old");
        assert!(bar.paste("trailsift list 'My Logs' -f 'who:a '\\''b' --reverse\n"));
        assert_eq!(bar.text(), "who:a 'b");
        assert!(bar.paste(" x") && bar.text() == "who:a 'b x");
    }

    #[test]
    fn pasted_line_breaks_become_blanks() {
        let mut bar = FilterBar::default();
        assert!(bar.paste("a\nb\u{1b}c"));
        assert_eq!(bar.text(), "a b c");
    }
}
