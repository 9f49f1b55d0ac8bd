//! The life of the filter: what is typed, what it means, what was requested, what is shown of the answer, and
//! undo.
//!
//! The text changes with every key. While it is invalid, its last valid form remains in effect. An answer is
//! accepted only if it belongs to the newest request; until then the previous answer stays on the screen.

use std::time::Duration;

use crossterm::event::KeyEvent;

use super::completion::{Completion, WaitsFor};
use super::text_line::TextLine;
use crate::query::engine::filter::Searched;
use crate::query::engine::near_miss::NearMiss;
use crate::query::engine::worker::Answer;
use crate::query::language::complete::Candidate;
use crate::query::language::expr::Expr;
use crate::query::language::lines::any_of;
use crate::query::language::parse::Reading;
use crate::query::language::syntax::ParseError;
use crate::query::language::term::identifier::TakenFor;
use crate::query::matcher::fuzzy::Word;

/// The filter, from typed text to shown answer.
#[derive(Debug, Default)]
pub struct Query {
    line: TextLine,
    steps: Steps,
    /// What is offered at the cursor.
    completion: Option<Completion>,
    /// How many completions were requested.
    completions: u64,
    /// The meaning of the last valid text.
    meaning: Reading,
    mistake: Option<ParseError>,
    asked: Asked,
    shown: Shown,
    /// What the newest request just missed, once that is known.
    near_miss: NearMiss,
}

/// Maximum number of words whose letters are highlighted, because highlighting takes time on the screen's
/// thread.
const MOST_MARKED: usize = 32;

/// Earlier filters for undo, and those for redo.
#[derive(Debug, Default)]
struct Steps {
    past: Vec<String>,
    future: Vec<String>,
    /// The text when typing began.
    begun: Option<String>,
}

/// The newest request.
#[derive(Debug, Default)]
struct Asked {
    number: u64,
    words: Vec<Word>,
    /// How many columns its timeline may have.
    columns: usize,
    /// The number of events that it searches.
    of: usize,
}

/// What the screen shows of an answer.
#[derive(Debug, Default)]
struct Shown {
    /// The last request that was answered completely.
    number: u64,
    words: Vec<Word>,
    took: Option<Duration>,
    searched: Option<Searched>,
    /// The number of events that it searched; `None` before the first answer.
    of: Option<usize>,
}

impl Query {
    /// Makes a filter with some text, which has not been requested yet.
    pub fn new(text: &str) -> Self {
        Self { line: TextLine::new(text), ..Self::default() }
    }

    /// Returns the line of typed text.
    pub fn line(&self) -> &TextLine {
        &self.line
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// Returns whether the text so far matches every event.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Returns how many characters come before the cursor.
    pub fn cursor(&self) -> usize {
        self.line.cursor()
    }

    /// Returns what is wrong with the text, if anything.
    pub fn mistake(&self) -> Option<&ParseError> {
        self.mistake.as_ref()
    }

    /// Returns the meaning of the text, or of its last valid form.
    pub fn meaning(&self) -> &Reading {
        &self.meaning
    }

    /// Returns what the words of the text were taken for.
    pub fn taken(&self) -> impl Iterator<Item = &TakenFor> {
        self.meaning.taken.iter().filter(|_| self.mistake.is_none())
    }

    /// Returns what the newest request just missed, once that is known.
    pub fn near_miss(&self) -> &NearMiss {
        &self.near_miss
    }

    /// Takes what a request just missed, if it is the newest.
    pub fn take_missed(&mut self, number: u64, near_miss: NearMiss) {
        if number == self.asked.number {
            self.near_miss = near_miss;
        }
    }

    /// Returns what is offered at the cursor.
    pub fn completion(&self) -> Option<&Completion> {
        self.completion.as_ref()
    }

    /// Returns the words of the filter whose answer is shown, to highlight their letters.
    pub fn words(&self) -> &[Word] {
        &self.shown.words
    }

    /// Returns the time that the shown answer took.
    pub fn took(&self) -> Option<Duration> {
        self.shown.took
    }

    /// Returns how many files a running text search has read.
    pub fn searched(&self) -> Option<Searched> {
        self.shown.searched
    }

    /// Returns how many events the shown answer searched. Events that arrived since are not in it, and not
    /// excluded by it either. `None` before the first answer.
    pub fn asked_of(&self) -> Option<usize> {
        self.shown.of
    }

    /// Returns whether an answer is pending.
    pub fn is_waiting(&self) -> bool {
        self.asked.number > self.shown.number
    }

    /// Returns how many columns the timeline of the newest request may have.
    pub fn columns(&self) -> usize {
        self.asked.columns
    }

    /// Called when typing begins: everything until [`Self::end`] is one step.
    pub fn begin(&mut self) {
        self.steps.begun = Some(self.text().to_owned());
    }

    /// Called when typing ends.
    pub fn end(&mut self) {
        if let Some(old) = self.steps.begun.take().filter(|old| old != self.line.text()) {
            self.steps.past.push(old);
            self.steps.future.clear();
        }
    }

    /// Replaces the text, as one step that can be undone.
    pub fn change(&mut self, text: &str) {
        let old = self.text().to_owned();
        if old != text {
            self.steps.past.push(old);
            self.steps.future.clear();
            self.line.set(text);
        }
    }

    /// Goes back (-1) or forward (1) one step; returns whether there was one.
    pub fn undo(&mut self, step: isize) -> bool {
        let Steps { past, future, .. } = &mut self.steps;
        let (from, to) = if step < 0 { (past, future) } else { (future, past) };
        let Some(text) = from.pop() else { return false };
        to.push(self.line.text().to_owned());
        self.line.set(&text);
        true
    }

    /// Lets a key edit the text; returns whether the text changed.
    pub fn edit(&mut self, key: KeyEvent) -> bool {
        self.line.edit(key)
    }

    /// Inserts pasted text. From a copied command line it takes the filter; several lines match any of them.
    /// Returns whether the text changed.
    pub fn paste(&mut self, text: &str) -> bool {
        match filter_of_command(text) {
            Some(filter) => self.line.replace(&filter),
            None => self.line.paste(any_of(text).as_deref().unwrap_or(text)),
        }
    }

    /// Appends what closes the text.
    pub fn close(&mut self, end: &str) {
        let closed = format!("{}{end}", self.text().trim_end());
        self.line.set(&closed);
    }

    /// Remembers the text as a filter that was used.
    pub fn remember(&mut self) {
        self.line.remember();
    }

    /// Returns the line of typed text, for its history and changes while it is typed.
    pub fn line_mut(&mut self) -> &mut TextLine {
        &mut self.line
    }

    /// Goes to an earlier (-1) or later (1) filter that was used; returns whether there was one.
    pub fn recall(&mut self, step: isize) -> bool {
        self.line.recall(step)
    }

    /// Returns the number for the next completion request.
    pub fn next_completion(&mut self) -> u64 {
        self.completions += 1;
        self.completions
    }

    /// Offers completions; the first one is inserted as soon as it is known.
    pub fn offer(&mut self, completion: Completion) {
        self.completion = Some(completion);
        self.take_completion();
    }

    /// Inserts the next (1) or the previous (-1) completion; returns whether any is offered.
    pub fn step_completion(&mut self, step: isize) -> bool {
        let Some(completion) = &mut self.completion else { return false };
        completion.step(step);
        self.take_completion();
        true
    }

    /// Takes the candidates that a completion waits for, if it still does; returns whether it did.
    pub fn take_candidates(&mut self, what: WaitsFor, candidates: Vec<Candidate>, remark: String) -> bool {
        let Some(completion) = &mut self.completion else { return false };
        let is_taken = completion.take(what, candidates, remark);
        if completion.candidates.is_empty() {
            self.completion = None;
        } else if is_taken {
            self.take_completion();
        }
        is_taken
    }

    fn take_completion(&mut self) {
        if let Some(completion) = self.completion.as_ref().filter(|offered| offered.waits_for().is_none()) {
            self.line.set_with_cursor(&completion.text(), completion.cursor());
        }
    }

    /// Shows the progress of the work that a completion waits for.
    pub fn remark_completion(&mut self, what: WaitsFor, remark: String) {
        let waits = |completion: &&mut Completion| completion.waits_for() == Some(what);
        if let Some(completion) = self.completion.as_mut().filter(waits) {
            completion.remark = remark;
        }
    }

    /// Closes the completion; the inserted candidate stays. Returns what it waited for.
    pub fn close_completion(&mut self) -> Option<WaitsFor> {
        self.completion.take()?.waits_for()
    }

    /// Restores the text before completion; returns whether there was a completion.
    pub fn undo_completion(&mut self) -> bool {
        let Some(completion) = self.completion.take() else { return false };
        self.line.set(completion.original());
        true
    }

    /// Takes the meaning of the text. If it is invalid, its last valid form remains in effect.
    pub fn understand(&mut self, meaning: Result<Reading, ParseError>) {
        self.mistake = match meaning {
            Ok(meaning) => {
                self.meaning = meaning;
                None
            }
            Err(mistake) => Some(mistake),
        };
    }

    /// Makes the text, as understood, the newest request, which searches `of` events and wants `columns`
    /// columns over time; returns its number.
    pub fn ask(&mut self, of: usize, columns: usize) -> (u64, Expr) {
        let words = self.meaning.expr.words().into_iter().take(MOST_MARKED).cloned().collect();
        self.asked = Asked { number: self.asked.number + 1, words, columns, of };
        self.near_miss = NearMiss::default();
        (self.asked.number, self.meaning.expr.clone())
    }

    /// Takes an answer if it belongs to the newest request; returns whether it does.
    pub fn take_answer(&mut self, answer: &Answer) -> bool {
        if answer.number != self.asked.number {
            return false;
        }
        self.shown.searched = answer.searched;
        if answer.searched.is_none() {
            self.shown.number = answer.number;
            self.shown.took = Some(answer.took);
        }
        self.shown.words.clone_from(&self.asked.words);
        self.shown.of = Some(self.asked.of);
        true
    }
}

/// Returns the filter of a pasted command line, `trailsift list AWSLogs -f 'is:failed'`, as copied from the
/// explorer.
fn filter_of_command(text: &str) -> Option<String> {
    let words = shell_words(text.trim().strip_prefix("trailsift ")?);
    let mut after_flag = words.iter().skip_while(|word| !matches!(word.as_str(), "-f" | "--filter")).skip(1);
    after_flag.next().cloned()
}

/// Splits a text into words as a POSIX shell does; quotes are removed, nothing is expanded.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_undone_and_redone() {
        let mut query = Query::default();
        query.change("a");
        query.begin();
        query.line.set("a b");
        query.end();
        assert!(query.undo(-1) && query.text() == "a");
        assert!(query.undo(-1) && query.text().is_empty());
        assert!(!query.undo(-1));
        assert!(query.undo(1) && query.undo(1) && query.text() == "a b");
        assert!(!query.undo(1));
    }

    /// Two addresses, pasted on two lines, searched for events with both.
    #[test]
    fn pasted_lines_mean_any_of_them() {
        let mut query = Query::new("is:failed ");
        assert!(query.paste("203.0.113.9\r\n203.0.113.10\n") && query.paste(" x"));
        assert_eq!(query.text(), "is:failed (203.0.113.9 | 203.0.113.10) x");
    }

    #[test]
    fn a_pasted_command_line_gives_its_filter() {
        let mut query = Query::new("old");
        assert!(query.paste("trailsift list 'My Logs' -f 'who:a '\\''b' --reverse\n"));
        assert_eq!(query.text(), "who:a 'b");
        assert!(query.paste(" x") && query.text() == "who:a 'b x");
    }
}
