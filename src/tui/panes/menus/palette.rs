//! The palette: every action and every saved question, filtered by typing.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::choice::Choice;
use super::chooser::Chooser;
use super::overlay::OverlayAnswer;
use super::palette_columns::PaletteColumns;
use super::palette_entry::{
    ASK, ENOUGH, PaletteEntry, QUESTION, ask, by_path, group_by, is_move, is_offered, offer, queries, themes,
};
use crate::query::language::saved::SavedQuery;
use crate::query::matcher::fuzzy::Word;
use crate::record::field::FIELDS;
use crate::tui::input::keymap::{Context, Keymap};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::text_fit;
use crate::tui::window::Window;

/// An entry that matches what was typed.
#[derive(Debug)]
pub struct PaletteMatch {
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
    pub line: TextLine,
    /// Cursor and scroll position among the matches.
    pub window: Window,
    entries: Vec<PaletteEntry>,
    /// How many entries do not depend on the typed text.
    lasting: usize,
    found: Vec<PaletteMatch>,
}

impl Palette {
    /// Makes a palette over the pane `from`: its own actions first, then those that work anywhere, the
    /// questions, the actions of other panes, fields to group by, the themes, and last the moves, which nobody
    /// searches for.
    pub fn new(from: Context, questions: &[Arc<SavedQuery>], keymap: &Keymap) -> Self {
        let others = Context::ALL.into_iter().filter(|&other| other != from && other != Context::Anywhere);
        let offered = |contexts: Vec<Context>, moves: bool| {
            let bindings = contexts.into_iter().flat_map(|context| {
                let all = keymap.bindings().iter();
                all.filter(move |binding| binding.context == context && is_offered(binding))
            });
            let bindings = bindings.filter(move |binding| is_move(binding) == moves);
            bindings.map(move |binding| offer(binding, from, keymap))
        };
        let here = vec![from, Context::Anywhere];
        let mut entries: Vec<PaletteEntry> = offered(here.clone(), false).collect();
        entries.extend(questions.iter().map(ask));
        entries.extend(offered(others.collect(), false));
        entries.extend(FIELDS.iter().map(group_by));
        entries.extend([queries(), themes()]);
        entries.extend(offered(here, true));
        let (line, window, lasting) = (TextLine::default(), Window::default(), entries.len());
        let mut palette = Self { line, window, entries, lasting, found: Vec::new() };
        palette.search();
        palette
    }

    /// Returns all entries.
    pub fn entries(&self) -> &[PaletteEntry] {
        &self.entries
    }

    /// Returns the number of entries that match.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether nothing matches.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns the entry in a row, and where it matches.
    pub fn row(&self, row: usize) -> Option<(&PaletteEntry, &PaletteMatch)> {
        let found = self.found.get(row)?;
        Some((self.entries.get(found.entry)?, found))
    }

    /// Divides the area inside the borders, below the typed text: the rows, and the whole text of the one under the
    /// cursor, if rows are cut here.
    pub fn areas(&self, inside: Rect) -> (Rect, Rect) {
        let rows = layout::below_typed(inside);
        let is_cut = self.is_cut(usize::from(inside.width));
        if is_cut { layout::with_about_row(rows) } else { (rows, Rect { height: 0, ..rows }) }
    }

    /// Returns whether a line of `cells` cells cuts one of the entries that do not depend on the typed text.
    fn is_cut(&self, cells: usize) -> bool {
        let columns = self.columns(cells);
        self.entries.iter().take(self.lasting).any(|entry| columns.cut(&entry.label, &entry.about).is_some())
    }

    /// Returns the columns of a line of `cells` cells. They are wide enough for the key of every entry, matching or not, so
    /// that they stay where they are.
    pub fn columns(&self, cells: usize) -> PaletteColumns {
        let marks = self.entries.iter().map(|entry| text_fit::own_width(&entry.mark));
        PaletteColumns::new(cells, marks.max().unwrap_or(0))
    }

    /// Returns the whole text of the entry under the cursor, if a line of `cells` cells cuts it.
    pub fn whole(&self, cells: usize) -> Option<String> {
        let (entry, _) = self.row(self.window.cursor())?;
        self.columns(cells).cut(&entry.label, &entry.about)
    }

    /// Returns what running the entry under the cursor does.
    pub fn current(&self) -> Option<Choice> {
        self.row(self.window.cursor()).map(|(entry, _)| entry.choice.clone())
    }

    /// Searches for the typed text and puts the cursor on the first match.
    fn search(&mut self) {
        self.entries.truncate(self.lasting);
        self.entries.extend(by_path(self.line.text()));
        let words: Vec<Word> = self.line.text().split_whitespace().map(Word::new).collect();
        let found = self.entries.iter().enumerate().filter_map(|(at, entry)| find(at, entry, &words));
        self.found = found.collect();
        // Exact names come first, then names that begin like this, then other matching names, then matching
        // descriptions.
        let typed = self.line.text().trim().to_lowercase();
        let rank = |found: &PaletteMatch| {
            let entry = self.entries.get(found.entry);
            let called = entry.is_some_and(|entry| entry.words.contains(&typed.as_str()));
            let begins = entry.is_some_and(|entry| entry.label.to_lowercase().starts_with(&typed));
            (!called, !begins, !found.in_about.is_empty())
        };
        self.found.sort_by_key(rank);
        self.window.set_total(self.found.len());
        self.window.select(0);
    }
}

impl Chooser for Palette {
    fn keys(&self) -> Context {
        Context::Palette
    }

    fn heading(&self) -> &'static str {
        "Palette"
    }

    fn lines(&self, cells: usize) -> usize {
        let about = if self.is_cut(cells) { usize::from(layout::ABOUT_ROW) } else { 0 };
        layout::palette_lines(self.entries.len()) + about
    }

    fn rows(&self, inside: Rect) -> Rect {
        self.areas(inside).0
    }

    fn cursor(&mut self) -> &mut Window {
        &mut self.window
    }

    fn typed(&mut self) -> Option<&mut TextLine> {
        Some(&mut self.line)
    }

    fn narrow(&mut self) {
        self.search();
    }

    fn take(&mut self) -> OverlayAnswer {
        OverlayAnswer::choosing(self.current())
    }
}

fn means_questions(word: &str) -> bool {
    word.len() >= ENOUGH && QUESTION.iter().any(|name| name.starts_with(word))
}

/// Returns whether a word, or its first letters, is one of the entry's other names, or of the words in them.
fn is_called(entry: &PaletteEntry, word: &str) -> bool {
    let word = word.to_lowercase();
    let begins = |name: &str| name.starts_with(&word) && (word.len() >= ENOUGH || name == word);
    entry.words.iter().flat_map(|name| name.split(' ')).any(begins)
        || (entry.mark == ASK && means_questions(&word))
}

/// Finds an entry if all words match; in descriptions they must match literally.
fn find(at: usize, entry: &PaletteEntry, words: &[Word]) -> Option<PaletteMatch> {
    let mut found = PaletteMatch { entry: at, in_label: Vec::new(), in_about: Vec::new() };
    for word in words {
        let in_label =
            if entry.literally { word.exact_positions(&entry.label) } else { word.positions(&entry.label) };
        if let Some(positions) = in_label {
            found.in_label.extend(positions);
        } else if let Some(positions) = word.exact_positions(&entry.about) {
            found.in_about.extend(positions);
        } else if !is_called(entry, word.text()) {
            return None;
        }
    }
    found.in_label.sort_unstable();
    found.in_about.sort_unstable();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::palette_entry::QUESTION_WORDS;
    use super::*;
    use crate::query::language::saved::shipped;
    use crate::tui::input::keymap::BINDINGS;

    fn palette(from: Context, typed: &str) -> Palette {
        let questions: Vec<_> = shipped().into_iter().map(Arc::new).collect();
        let mut palette = Palette::new(from, &questions, &Keymap::default());
        palette.line.set(typed);
        palette.search();
        palette
    }

    #[test]
    fn every_action_of_every_pane_is_offered_once() {
        let palette = palette(Context::List, "");
        for binding in BINDINGS {
            let same = palette.entries.iter().filter(
                |entry| matches!(entry.choice, Choice::Act(action, context) if (action, context) == (binding.action, binding.context)),
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

    /// `export`, `theme` and similar words found nothing; `mfa` led to changes of devices.
    #[test]
    fn words_that_people_use_lead_to_what_they_mean() {
        let first = |typed: &str| palette(Context::List, typed).row(0).map(|(entry, _)| entry.label.clone());
        for (typed, meant) in [
            ("export", "export what is listed"),
            ("csv", "export what is listed"),
            ("download", "export what is listed"),
            ("sort", "sort newest first"),
            ("theme", "choose a theme"),
            ("colours", "choose a theme"),
            ("agent", "group by userAgent"),
            ("ip", "group by sourceIPAddress"),
            ("mfa", "Console sign-ins without MFA"),
            ("exit", "quit"),
            ("histogram", "go to the timeline"),
        ] {
            let label = first(typed).unwrap_or_default();
            assert!(label.starts_with(meant), "{typed} leads to {label:?}");
        }
        for word in BINDINGS.iter().flat_map(|binding| binding.words) {
            let palette = palette(Context::List, word);
            let finds = |row| palette.row(row).is_some_and(|(entry, _)| entry.words.contains(word));
            assert!(finds(0), "{word}");
        }
        for (name, _) in QUESTION_WORDS {
            assert!(shipped().iter().any(|question| question.name == name), "{name}");
        }
    }
}
