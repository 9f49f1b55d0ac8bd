//! The palette: every action and every saved question, narrowed down by typing.

use std::sync::Arc;

use super::filter_bar::FilterBar;
use crate::query::language::saved::SavedQuery;
use crate::query::matcher::fuzzy::Word;
use crate::tui::input::action::Action;
use crate::tui::input::keymap::{BINDINGS, Binding, Context, first_label};
use crate::tui::window::Window;

/// What running an entry does.
#[derive(Debug, Clone)]
pub enum Pick {
    /// Runs an action, in a pane or anywhere.
    Action(Action, Context),
    /// Asks a question.
    Question(Arc<SavedQuery>),
}

/// An entry of the palette.
#[derive(Debug)]
pub struct Entry {
    /// Its key, or that it is a question.
    pub mark: String,
    /// Its name.
    pub label: String,
    /// Its description.
    pub about: String,
    pick: Pick,
}

/// An entry that matches what was typed.
#[derive(Debug)]
pub struct Found {
    entry: usize,
    /// Matched letters of its label.
    pub in_label: Vec<usize>,
    /// Matched letters of its description.
    pub in_about: Vec<usize>,
}

/// The palette.
#[derive(Debug)]
pub struct Palette {
    /// What is typed.
    pub line: FilterBar,
    /// Cursor and scroll position among what was found.
    pub window: Window,
    entries: Vec<Entry>,
    found: Vec<Found>,
}

/// How questions are marked.
const ASK: &str = "ask";

/// Words that find all of them, from so many letters on.
const QUESTION: [&str; 2] = [ASK, "questions"];
const ENOUGH: usize = 3;

/// Where keys act on a text or on the overlay that they belong to: nothing to be taken from elsewhere.
const NOT_OFFERED: [Context; 4] = [Context::Typing, Context::Menu, Context::Page, Context::Palette];

impl Palette {
    /// A palette over the pane `from`: its own actions first, then those that hold anywhere, the questions, the actions
    /// of other panes, and last the ways to move, which nobody looks for.
    pub fn new(from: Context, questions: &[Arc<SavedQuery>]) -> Self {
        let others = Context::ALL.into_iter().filter(|&other| other != from && other != Context::Anywhere);
        let offered = |contexts: Vec<Context>, moves: bool| {
            let bindings = contexts.into_iter().flat_map(|context| {
                BINDINGS.iter().filter(move |binding| binding.context == context && is_offered(binding))
            });
            bindings.filter(move |binding| is_move(binding) == moves).map(move |binding| offer(binding, from))
        };
        let here = vec![from, Context::Anywhere];
        let mut entries: Vec<Entry> = offered(here.clone(), false).collect();
        entries.extend(questions.iter().map(ask));
        entries.extend(offered(others.collect(), false));
        entries.extend(offered(here, true));
        let mut palette =
            Self { line: FilterBar::default(), window: Window::default(), entries, found: Vec::new() };
        palette.narrow();
        palette
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Number of entries that match.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing matches.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The entry in a row, and where it matches.
    pub fn row(&self, row: usize) -> Option<(&Entry, &Found)> {
        let found = self.found.get(row)?;
        Some((self.entries.get(found.entry)?, found))
    }

    /// What running the entry under the cursor does.
    pub fn current(&self) -> Option<Pick> {
        self.row(self.window.cursor()).map(|(entry, _)| entry.pick.clone())
    }

    /// Searches for the typed text and puts the cursor on the first match.
    pub fn narrow(&mut self) {
        let words: Vec<Word> = self.line.text().split_whitespace().map(Word::new).collect();
        let found = self.entries.iter().enumerate().filter_map(|(at, entry)| find(at, entry, &words));
        self.found = found.collect();
        // What begins so comes first, and what is called so before what only speaks of it.
        let typed = self.line.text().trim().to_lowercase();
        let begins = |found: &Found| {
            self.entries.get(found.entry).is_some_and(|entry| entry.label.to_lowercase().starts_with(&typed))
        };
        self.found.sort_by_key(|found| (!begins(found), !found.in_about.is_empty()));
        self.window.set_total(self.found.len());
        self.window.select(0);
    }
}

/// Whether taking it makes sense: the palette is open already, and levels are told apart by their digit.
fn is_offered(binding: &Binding) -> bool {
    !NOT_OFFERED.contains(&binding.context) && !matches!(binding.action, Action::Palette | Action::Level(_))
}

fn is_move(binding: &Binding) -> bool {
    matches!(binding.action, Action::Move(_) | Action::Page(_) | Action::First | Action::Last)
}

fn offer(binding: &'static Binding, from: Context) -> Entry {
    let general = binding.context == Context::Anywhere;
    let taken = |other: &Binding| other.context == from && other.keys.first() == binding.keys.first();
    // The key has another meaning in this pane.
    let hidden = general && BINDINGS.iter().any(taken);
    let elsewhere = !general && binding.context != from;
    Entry {
        mark: if hidden { String::new() } else { first_label(binding) },
        label: binding.about.to_owned(),
        about: if elsewhere { format!("in: {}", binding.context.title()) } else { String::new() },
        pick: Pick::Action(binding.action, binding.context),
    }
}

fn ask(question: &Arc<SavedQuery>) -> Entry {
    let tactic = question.tactic.as_ref().map(|tactic| format!(" ({tactic})")).unwrap_or_default();
    Entry {
        mark: ASK.to_owned(),
        label: question.name.clone(),
        about: format!("{}{tactic}", question.why),
        pick: Pick::Question(Arc::clone(question)),
    }
}

fn means_questions(word: &str) -> bool {
    word.len() >= ENOUGH && QUESTION.iter().any(|name| name.starts_with(word))
}

/// Finds where all words match; in descriptions they must match exactly.
fn find(at: usize, entry: &Entry, words: &[Word]) -> Option<Found> {
    let mut found = Found { entry: at, in_label: Vec::new(), in_about: Vec::new() };
    for word in words {
        if let Some(positions) = word.positions(&entry.label) {
            found.in_label.extend(positions);
        } else if let Some(positions) = word.exact_positions(&entry.about) {
            found.in_about.extend(positions);
        } else if !(entry.mark == ASK && means_questions(word.text())) {
            return None;
        }
    }
    found.in_label.sort_unstable();
    found.in_about.sort_unstable();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::saved::shipped;

    fn palette(from: Context, typed: &str) -> Palette {
        let questions: Vec<_> = shipped().into_iter().map(Arc::new).collect();
        let mut palette = Palette::new(from, &questions);
        palette.line.set(typed);
        palette.narrow();
        palette
    }

    #[test]
    fn every_action_of_every_pane_is_offered_once() {
        let palette = palette(Context::List, "");
        for binding in BINDINGS {
            let same = palette.entries.iter().filter(
                |entry| matches!(entry.pick, Pick::Action(action, context) if (action, context) == (binding.action, binding.context)),
            );
            assert_eq!(same.count(), usize::from(is_offered(binding)), "{}", binding.about);
        }
        assert_eq!(palette.len(), palette.entries.len());
    }

    #[test]
    fn all_words_must_match_and_names_come_first() {
        let found = palette(Context::List, "group error");
        assert_eq!(found.row(0).unwrap().0.label, "group by error code");
        let found = palette(Context::List, "question persistence");
        assert!(found.len() > 3 && (0..found.len()).all(|row| found.row(row).unwrap().0.mark == ASK));
        let found = palette(Context::List, "secrets");
        let first = |row| found.row(row).unwrap().1.in_about.is_empty();
        assert!(first(0) && !first(found.len() - 1));
        assert_eq!(palette(Context::List, "quit").row(0).unwrap().0.label, "quit");
        assert!(palette(Context::List, "zzzz").is_empty());
    }

    #[test]
    fn a_key_that_means_something_else_here_is_not_shown() {
        let mark = |from| palette(from, "group by error code").row(0).unwrap().0.mark.clone();
        assert_eq!((mark(Context::List).as_str(), mark(Context::Detail).as_str()), ("e", ""));
    }
}
