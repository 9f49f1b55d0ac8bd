//! The triage board: what can be asked of the listed events, or of all data, and what has an answer. Its texts are made
//! when a board arrives; drawing only reads them.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use crate::export::triage::{short_headline, without_words};
use crate::query::triage::board::{TriageBoard, TriageProgress};
use crate::query::triage::figures::LineFigures;
use crate::query::triage::lines::{AskedLine, BoardSection};
use crate::record::time::Time;
use crate::store::{Event, Store};
use crate::tui::input::action::{Action, Context, FilterAction, GroupAction, PivotAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::narrowing::Narrowing;
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

/// A line on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriageRow {
    /// An empty line.
    Blank,
    /// What follows, and how many of it.
    Heading(String),
    /// An entry.
    Entry(usize),
    /// How many lines have no answer.
    Folded(String),
}

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
    heading: &'static str,
}

/// What a board is about: the listed events, how many were loaded then, and whether it is about all data instead.
type BoardSubject = (Arc<Vec<Event>>, usize, bool);

/// The pane.
#[derive(Debug, Default)]
pub struct TriagePane {
    /// The first line; empty until a board arrives.
    pub headline: String,
    /// What is typed to narrow the lines.
    pub narrowing: Narrowing,
    /// Cursor and scroll position.
    pub window: Window,
    /// Whether it is about all data, whatever the filter.
    pub whole: bool,
    /// How far the board is, while it is made.
    pub progress: Option<TriageProgress>,
    /// Whether lines without an answer are listed.
    unfolded: bool,
    folded: String,
    rows: Vec<TriageRow>,
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

    /// Returns the lines, of which the window shows a part.
    pub fn rows(&self) -> &[TriageRow] {
        &self.rows
    }

    /// Returns an entry.
    pub fn entry(&self, at: usize) -> Option<&TriageEntry> {
        self.entries.get(at)
    }

    /// Returns the entry under the cursor.
    pub fn current(&self) -> Option<&TriageEntry> {
        match self.rows.get(self.window.cursor())? {
            TriageRow::Entry(at) => self.entry(*at),
            TriageRow::Blank | TriageRow::Heading(_) | TriageRow::Folded(_) => None,
        }
    }

    /// Returns how many entries are listed, and of how many.
    pub fn counts(&self) -> (usize, usize) {
        let listed = self.rows.iter().filter(|row| matches!(row, TriageRow::Entry(_))).count();
        (listed, self.entries.len())
    }

    /// Makes the lines of the entries that match what is typed; typing looks among those without an answer too.
    fn narrow(&mut self) {
        let abouts: Vec<String> = self
            .entries
            .iter()
            .map(|entry| format!("{} {} {}", entry.who, entry.why, entry.heading))
            .collect();
        let texts =
            self.entries.iter().zip(&abouts).map(|(entry, about)| (entry.name.as_str(), about.as_str()));
        self.narrowing.find(texts);
        let mut found: Vec<usize> = self.narrowing.found().iter().map(|(at, _)| *at).collect();
        found.sort_unstable();
        let is_typed = !self.narrowing.line.text().trim().is_empty();
        let lists_all = self.unfolded || is_typed;
        let heading = |at: &usize| self.entries.get(*at).map_or("", |entry| entry.heading);
        let mut rows = Vec::new();
        for of_heading in found.chunk_by(|one, other| heading(one) == heading(other)) {
            let name = of_heading.first().map_or("", heading);
            if !rows.is_empty() {
                rows.push(TriageRow::Blank);
            }
            if name == WITHOUT && !lists_all {
                rows.push(TriageRow::Folded(format!("{}; space lists them", self.folded)));
                continue;
            }
            rows.push(TriageRow::Heading(format!("{name} ({})", of_heading.len())));
            rows.extend(of_heading.iter().map(|&at| TriageRow::Entry(at)));
        }
        self.rows = rows;
        self.window.set_total(self.rows.len());
        self.stop_on_entry(0);
    }

    /// Moves from a line without an entry to the next one, in the direction of the last step.
    fn stop_on_entry(&mut self, before: usize) {
        let at = self.window.cursor();
        let is_entry =
            |row: &usize| matches!(self.rows.get(*row), Some(TriageRow::Entry(_) | TriageRow::Folded(_)));
        let (after, back) = ((at..self.rows.len()).find(is_entry), (0..=at).rev().find(is_entry));
        let row = if at < before { back.or(after) } else { after.or(back) };
        self.window.select(row.unwrap_or(at));
    }

    /// Opens or folds the lines without an answer.
    fn fold(&mut self) {
        self.unfolded = !self.unfolded;
        self.narrow();
    }

    fn open(&mut self) -> OverlayAnswer {
        if matches!(self.rows.get(self.window.cursor()), Some(TriageRow::Folded(_))) {
            self.fold();
            return OverlayAnswer::Stay;
        }
        // A line without events leads nowhere.
        let entry = self.current().filter(|entry| entry.events > 0);
        OverlayAnswer::choosing(entry.map(|entry| {
            if self.whole { Choice::Pivot(entry.filter.clone()) } else { Choice::Narrow(term(&entry.filter)) }
        }))
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

impl OverlayPane for TriagePane {
    fn context(&self) -> Context {
        if self.narrowing.is_typing() { Context::Narrowing } else { Context::Triage }
    }

    fn title(&self) -> &'static str {
        "Triage board"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::inventory(screen)
    }

    fn arrange(&mut self, screen: Rect) {
        let rows = self.narrowing.rows(layout::ledger_parts(screen).1);
        self.window.set_height(usize::from(rows.height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn go(&mut self, action: crate::tui::input::action::MoveAction) {
        let before = self.window.cursor();
        self.window.go(action);
        self.stop_on_entry(before);
    }

    fn scroll(&mut self, rows: isize) {
        let before = self.window.cursor();
        self.window.scroll_by(rows);
        self.stop_on_entry(before);
    }

    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        let is_typing = self.narrowing.is_typing();
        if self.narrowing.typed().is_some_and(change) {
            self.narrow();
        }
        is_typing
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if self.narrowing.act(action) {
            self.narrow();
            return Some(OverlayAnswer::Stay);
        }
        if action == Action::Filter(FilterAction::ShowHidden) {
            self.whole = !self.whole;
            return Some(OverlayAnswer::Stay);
        }
        if action == Action::Group(GroupAction::Fold) {
            self.fold();
            return Some(OverlayAnswer::Stay);
        }
        if let Action::Pivot(PivotAction::Keep(keeps)) = action {
            let sign = if keeps { "" } else { "!" };
            let entry = self.current().filter(|entry| entry.heading != REFUSED);
            let choice = entry.map(|entry| Choice::Narrow(format!("{sign}{}", term(&entry.filter))));
            return Some(OverlayAnswer::choosing(choice));
        }
        matches!(action, Action::Open | Action::Accept).then(|| self.open())
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let Some(row) = row_in(self.narrowing.rows(layout::ledger_parts(screen).1), place) else {
            return OverlayAnswer::Stay;
        };
        let line = self.window.offset() + row;
        if line == self.window.cursor() {
            return self.open();
        }
        self.window.select(line);
        self.stop_on_entry(0);
        OverlayAnswer::Stay
    }
}
