//! The filter's life: what is typed, what it means, what was asked, what is shown of the answer, and the ways back.
//!
//! The text changes with every key. While it has a mistake, its last good form stays the question. An answer is taken
//! only if it is to the newest question; until then what was answered before stays on the screen.

use std::time::Duration;

use crossterm::event::KeyEvent;

use super::completion::{Completion, WaitsFor};
use super::text_line::TextLine;
use crate::query::engine::filter::Searched;
use crate::query::engine::near_miss::NearMiss;
use crate::query::engine::worker::Answer;
use crate::query::language::complete::Candidate;
use crate::query::language::expr::Expr;
use crate::query::language::identifier::TakenFor;
use crate::query::language::lines::any_of;
use crate::query::language::parse::Reading;
use crate::query::language::syntax::ParseError;
use crate::query::matcher::fuzzy::Word;

/// The filter, from what is typed to what is shown of its answer.
#[derive(Debug, Default)]
pub struct Query {
    line: TextLine,
    steps: Steps,
    /// What is offered at the cursor.
    completion: Option<Completion>,
    /// How many completions were asked for.
    completions: u64,
    /// What the last text without a mistake means.
    meaning: Reading,
    mistake: Option<ParseError>,
    asked: Asked,
    shown: Shown,
    /// What the newest question just missed, once that is known.
    near_miss: NearMiss,
}

/// The letters of so many words are marked: marking takes time for each, on the screen's thread.
const MOST_MARKED: usize = 32;

/// The filters that were, for going back; and those gone back from.
#[derive(Debug, Default)]
struct Steps {
    past: Vec<String>,
    future: Vec<String>,
    /// The text when typing began.
    begun: Option<String>,
}

/// The newest question.
#[derive(Debug, Default)]
struct Asked {
    number: u64,
    words: Vec<Word>,
    /// How many columns its timeline may have.
    columns: usize,
    /// How many events it is asked of.
    of: usize,
}

/// What is on the screen of an answer.
#[derive(Debug, Default)]
struct Shown {
    /// The last question that was answered to its end.
    number: u64,
    words: Vec<Word>,
    took: Option<Duration>,
    searched: Option<Searched>,
    /// How many events it was asked of; none while nothing was answered yet.
    of: Option<usize>,
}

impl Query {
    /// A filter with some text in it, which is still to be asked.
    pub fn new(text: &str) -> Self {
        Self { line: TextLine::new(text), ..Self::default() }
    }

    /// The line that it is typed into.
    pub fn line(&self) -> &TextLine {
        &self.line
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// Whether it lets every event pass, as far as it is typed.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// How many characters stand before the cursor.
    pub fn cursor(&self) -> usize {
        self.line.cursor()
    }

    /// What is wrong with the text, while something is.
    pub fn mistake(&self) -> Option<&ParseError> {
        self.mistake.as_ref()
    }

    /// What the text means, or its last good form.
    pub fn meaning(&self) -> &Reading {
        &self.meaning
    }

    /// What the words of the text were taken for.
    pub fn taken(&self) -> impl Iterator<Item = &TakenFor> {
        self.meaning.taken.iter().filter(|_| self.mistake.is_none())
    }

    /// What the newest question just missed, once that is known.
    pub fn near_miss(&self) -> &NearMiss {
        &self.near_miss
    }

    /// Takes what a question just missed, if it is the newest.
    pub fn take_missed(&mut self, number: u64, near_miss: NearMiss) {
        if number == self.asked.number {
            self.near_miss = near_miss;
        }
    }

    /// What is offered at the cursor.
    pub fn completion(&self) -> Option<&Completion> {
        self.completion.as_ref()
    }

    /// Words of the question whose answer is shown, for marking letters.
    pub fn words(&self) -> &[Word] {
        &self.shown.words
    }

    /// Time that the shown answer took.
    pub fn took(&self) -> Option<Duration> {
        self.shown.took
    }

    /// How many files a running text search has read.
    pub fn searched(&self) -> Option<Searched> {
        self.shown.searched
    }

    /// How many events the shown answer was asked of: while others come in, they are not in it, and not hidden either.
    /// None while nothing was answered yet.
    pub fn asked_of(&self) -> Option<usize> {
        self.shown.of
    }

    /// Whether an answer is pending.
    pub fn is_waiting(&self) -> bool {
        self.asked.number > self.shown.number
    }

    /// How many columns the timeline of the newest question may have.
    pub fn columns(&self) -> usize {
        self.asked.columns
    }

    /// Typing begins: everything until [`Self::end`] is one step.
    pub fn begin(&mut self) {
        self.steps.begun = Some(self.text().to_owned());
    }

    /// Typing ends.
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

    /// Goes back (-1) or forward (1) one step; whether there was one.
    pub fn undo(&mut self, step: isize) -> bool {
        let Steps { past, future, .. } = &mut self.steps;
        let (from, to) = if step < 0 { (past, future) } else { (future, past) };
        let Some(text) = from.pop() else { return false };
        to.push(self.line.text().to_owned());
        self.line.set(&text);
        true
    }

    /// Lets a key edit the text; whether the text is another one now.
    pub fn edit(&mut self, key: KeyEvent) -> bool {
        self.line.edit(key)
    }

    /// Inserts pasted text, of a copied command line its filter; several lines mean any of them. Whether the text is
    /// another one now.
    pub fn paste(&mut self, text: &str) -> bool {
        match filter_of_command(text) {
            Some(filter) => self.line.replace(&filter),
            None => self.line.paste(any_of(text).as_deref().unwrap_or(text)),
        }
    }

    /// Puts behind the text what closes it.
    pub fn close(&mut self, end: &str) {
        let closed = format!("{}{end}", self.text().trim_end());
        self.line.set(&closed);
    }

    /// Remembers the text as a filter that was used.
    pub fn remember(&mut self) {
        self.line.remember();
    }

    /// Goes to an earlier (-1) or later (1) filter that was used; whether there was one.
    pub fn recall(&mut self, step: isize) -> bool {
        self.line.recall(step)
    }

    /// The number for the next completion that is asked for.
    pub fn next_completion(&mut self) -> u64 {
        self.completions += 1;
        self.completions
    }

    /// Offers completions, of which the first is taken as soon as it is known.
    pub fn offer(&mut self, completion: Completion) {
        self.completion = Some(completion);
        self.take_completion();
    }

    /// Takes the next (1) or the previous (-1) completion; whether any is offered.
    pub fn step_completion(&mut self, step: isize) -> bool {
        let Some(completion) = &mut self.completion else { return false };
        completion.step(step);
        self.take_completion();
        true
    }

    /// Takes the candidates that a completion waits for, if it still does; whether it did.
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

    /// Says how far the work is that a completion waits for.
    pub fn remark_completion(&mut self, what: WaitsFor, remark: String) {
        let waits = |completion: &&mut Completion| completion.waits_for() == Some(what);
        if let Some(completion) = self.completion.as_mut().filter(waits) {
            completion.remark = remark;
        }
    }

    /// Offers no completion any more; the one that was taken stays. Returns what it waited for.
    pub fn close_completion(&mut self) -> Option<WaitsFor> {
        self.completion.take()?.waits_for()
    }

    /// Goes back to the text before completion; whether there was any.
    pub fn undo_completion(&mut self) -> bool {
        let Some(completion) = self.completion.take() else { return false };
        self.line.set(completion.original());
        true
    }

    /// Takes what the text means. With a mistake its last good form stays the question.
    pub fn understand(&mut self, meaning: Result<Reading, ParseError>) {
        self.mistake = match meaning {
            Ok(meaning) => {
                self.meaning = meaning;
                None
            }
            Err(mistake) => Some(mistake),
        };
    }

    /// Makes the text as understood the newest question, asked of so many events, with so many columns over time;
    /// returns its number.
    pub fn ask(&mut self, of: usize, columns: usize) -> (u64, Expr) {
        let words = self.meaning.expr.words().into_iter().take(MOST_MARKED).cloned().collect();
        self.asked = Asked { number: self.asked.number + 1, words, columns, of };
        self.near_miss = NearMiss::default();
        (self.asked.number, self.meaning.expr.clone())
    }

    /// Whether an answer is to the newest question; if so, it is the one that is shown.
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

    /// Two addresses, pasted on two lines, asked for events that have both.
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
