//! The triage board: what can be asked of the listed events, or of all data, and what has an answer. Its texts are made
//! when a board arrives; drawing only reads them.

use std::sync::Arc;

use super::sections::{SectionText, Sections};
use super::sections_pane::SectionsPane;
use crate::export::meanings::triage::{short_headline, without_words};
use crate::query::triage::board::{TriageBoard, TriageProgress};
use crate::query::triage::figures::LineFigures;
use crate::query::triage::lines::{AskedLine, BoardSection};
use crate::record::time::Time;
use crate::store::{Event, Store};
use crate::tui::input::action::{Action, Context, FilterAction, GroupAction};
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::OverlayAnswer;

/// A line of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriageEntry {
    /// What it finds.
    pub name: String,
    /// Why to ask it, or why it could not be asked.
    pub why: String,
    /// Its filter.
    pub filter: String,
    /// How many events there are.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// The times of the first and the last one.
    pub span: Option<(Time, Time)>,
    /// Who made them.
    pub who: String,
    /// How many there are in each piece of time.
    pub bars: Vec<u32>,
    /// The heading that it belongs to.
    pub heading: &'static str,
}

/// What a board is about: the listed events, how many were loaded then, and whether it is about all data instead.
type BoardSubject = (Arc<Vec<Event>>, usize, bool);

/// The pane.
#[derive(Debug, Default)]
pub struct TriagePane {
    /// The first line; empty until a board arrives.
    pub headline: String,
    /// Its lines by section.
    pub sections: Sections,
    /// Whether it is about all data, whatever the filter.
    pub whole: bool,
    /// How far the board is, while it is made.
    pub progress: Option<TriageProgress>,
    /// Whether lines without an answer are listed.
    unfolded: bool,
    folded: String,
    entries: Vec<TriageEntry>,
    of: Option<BoardSubject>,
}

/// The heading of lines without an answer.
const WITHOUT: &str = "no answer here";
/// The heading of lines that could not be asked.
const REFUSED: &str = "not asked";

impl TriagePane {
    /// Returns whether it needs another board for these events; from then on it waits for that.
    pub fn lacks(&mut self, events: &Arc<Vec<Event>>, store: &Store) -> bool {
        let is_known = self.of.as_ref().is_some_and(|(of, loaded, whole)| {
            *loaded == store.len() && *whole == self.whole && (self.whole || Arc::ptr_eq(of, events))
        });
        if is_known {
            return false;
        }
        self.of = Some((Arc::clone(events), store.len(), self.whole));
        self.progress = Some(TriageProgress::default());
        true
    }

    /// Shows a board; `filter` is the filter that it is about.
    pub fn show(&mut self, board: &TriageBoard, filter: &str) {
        self.progress = None;
        self.headline = short_headline(board, self.whole || filter.is_empty());
        self.folded = without_words(board);
        self.entries.clear();
        for section in BoardSection::ALL {
            self.entries
                .extend(board.of(section).map(|line| entry(&line.asked, &line.figures, section.title())));
        }
        let none = LineFigures::default();
        self.entries.extend(board.without.iter().map(|asked| entry(asked, &none, WITHOUT)));
        self.entries.extend(board.refused.iter().map(|refused| TriageEntry {
            why: refused.reason.clone(),
            ..entry(&refused.asked, &none, REFUSED)
        }));
        self.narrow();
    }

    /// Returns an entry.
    pub fn entry(&self, at: usize) -> Option<&TriageEntry> {
        self.entries.get(at)
    }

    /// Returns the entry under the cursor.
    pub fn current(&self) -> Option<&TriageEntry> {
        self.entry(self.sections.current()?)
    }

    /// Opens or folds the lines without an answer.
    fn fold(&mut self) {
        self.unfolded = !self.unfolded;
        self.narrow();
    }
}

/// Returns a filter as one part of another; the blanks end regular expressions.
fn term(filter: &str) -> String {
    format!("( {filter} )")
}

fn entry(asked: &AskedLine, figures: &LineFigures, heading: &'static str) -> TriageEntry {
    TriageEntry {
        name: asked.title(),
        why: asked.why.clone(),
        filter: asked.filter.clone(),
        events: figures.events,
        failed: figures.failed,
        span: figures.span,
        who: figures.who_words(),
        bars: figures.bars.clone(),
        heading,
    }
}

impl SectionsPane for TriagePane {
    const CONTEXT: Context = Context::Triage;

    fn heading(&self) -> &'static str {
        "Triage board"
    }

    fn sections(&self) -> &Sections {
        &self.sections
    }

    fn sections_mut(&mut self) -> &mut Sections {
        &mut self.sections
    }

    /// Typing looks among the lines without an answer too.
    fn narrow(&mut self) {
        let text = |entry: &TriageEntry| SectionText {
            heading: entry.heading,
            name: entry.name.clone(),
            about: format!("{} {} {}", entry.who, entry.why, entry.heading),
        };
        let texts: Vec<SectionText> = self.entries.iter().map(text).collect();
        let lists_all = self.unfolded || self.sections.is_narrowed();
        let words = format!("{}; space lists them", self.folded);
        self.sections.arrange(&texts, |_| true, (!lists_all).then_some((WITHOUT, words.as_str())));
    }

    fn open(&mut self) -> OverlayAnswer {
        if self.sections.is_on_folded() {
            self.fold();
            return OverlayAnswer::Stay;
        }
        // A line without events leads nowhere.
        let entry = self.current().filter(|entry| entry.events > 0);
        OverlayAnswer::choosing(entry.map(|entry| {
            if self.whole { Choice::Pivot(entry.filter.clone()) } else { Choice::Narrow(term(&entry.filter)) }
        }))
    }
    fn kept(&self, sign: &str) -> Option<Choice> {
        let entry = self.current().filter(|entry| entry.heading != REFUSED);
        entry.map(|entry| Choice::Narrow(format!("{sign}{}", term(&entry.filter))))
    }

    fn switch(&mut self, action: Action) -> bool {
        if action == Action::Filter(FilterAction::ShowHidden) {
            self.whole = !self.whole;
            return true;
        }
        let folds = action == Action::Group(GroupAction::Fold);
        if folds {
            self.fold();
        }
        folds
    }
}
