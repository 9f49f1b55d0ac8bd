//! The help: all keys, found by typing, and done from here.

use ratatui::layout::{Position, Rect};

use super::choice::Choice;
use super::narrowing::Narrowing;
use super::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::input::action::{Action, Binding, MoveAction};
use crate::tui::input::keymap::{Context, Keymap};
use crate::tui::input::labels::labels;
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::text_fit::own_width;
use crate::tui::window::Window;

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageLine {
    /// A heading.
    Heading(String),
    /// Two columns: a term and its description.
    Pair(String, String),
    /// An empty line.
    Blank,
}

/// A line before it is wrapped.
#[derive(Debug)]
struct PageEntry {
    line: PageLine,
    /// Other words that find it.
    words: &'static [&'static str],
    /// What its key does, if that can be done from here.
    choice: Option<Choice>,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    /// Its title.
    pub title: &'static str,
    /// Its lines that match what is typed, wrapped if they are too long; log text in them is already escaped.
    pub lines: Vec<PageLine>,
    /// Cells of the first column of pairs.
    pub first: usize,
    /// Cursor, which stands on pairs, and scroll position.
    pub window: Window,
    /// What is typed to search it.
    pub narrowing: Narrowing,
    entries: Vec<PageEntry>,
    /// The lines on which the cursor can stand, each with its entry.
    stops: Vec<(usize, usize)>,
    /// How many cells its lines have.
    cells: usize,
}

/// Blanks between the columns of pairs.
pub const GAP: usize = 2;

impl Page {
    fn new(title: &'static str, entries: Vec<PageEntry>) -> Self {
        let mut page = Self {
            title,
            lines: Vec::new(),
            first: 0,
            window: Window::default(),
            narrowing: Narrowing::new(false),
            entries,
            stops: Vec::new(),
            cells: usize::MAX,
        };
        page.narrow();
        page
    }

    /// Searches for the typed text; headings stay above what they have that matches.
    fn narrow(&mut self) {
        let texts: Vec<(String, String)> = self.entries.iter().map(PageEntry::texts).collect();
        self.narrowing.find(texts.iter().map(|(name, about)| (name.as_str(), about.as_str())));
        self.place();
        self.stand(0);
    }

    /// Wraps the lines to `cells` cells.
    pub fn resize(&mut self, cells: usize) {
        if self.cells != cells {
            let entry = self.stop();
            self.cells = cells;
            self.place();
            let stands = |stop: &(usize, usize)| Some(stop.1) == entry;
            self.stand(self.stops.iter().position(stands).unwrap_or(0));
        }
    }

    /// Makes the lines of all entries that match.
    fn place(&mut self) {
        let shown = self.shown();
        let first = self.entries.iter().map(|entry| match &entry.line {
            PageLine::Pair(what, _) => own_width(what),
            PageLine::Heading(_) | PageLine::Blank => 0,
        });
        self.first = first.max().unwrap_or(0).min(self.cells / 3);
        let room = self.cells.saturating_sub(self.first + GAP);
        (self.lines, self.stops) = (Vec::new(), Vec::new());
        for at in shown {
            let Some(entry) = self.entries.get(at) else { continue };
            match &entry.line {
                PageLine::Pair(what, about) => {
                    self.stops.push((self.lines.len(), at));
                    let whats = std::iter::once(what.as_str()).chain(std::iter::repeat(""));
                    let pair = |(what, about): (&str, String)| PageLine::Pair(what.to_owned(), about);
                    self.lines.extend(whats.zip(lines(about, room)).map(pair));
                }
                PageLine::Heading(_) | PageLine::Blank => self.lines.push(entry.line.clone()),
            }
        }
        self.window.set_total(self.lines.len());
    }

    /// Returns the entries to show in their order. A heading is shown if anything below it matches.
    fn shown(&self) -> Vec<usize> {
        if self.narrowing.line.text().trim().is_empty() {
            return (0..self.entries.len()).collect();
        }
        let mut found: Vec<usize> = self.narrowing.found().iter().map(|(at, _)| *at).collect();
        found.sort_unstable();
        let mut shown = Vec::new();
        let mut heading = None;
        for (at, entry) in self.entries.iter().enumerate() {
            match entry.line {
                PageLine::Heading(_) => heading = Some(at),
                PageLine::Pair(..) if found.binary_search(&at).is_ok() => {
                    shown.extend(heading.take());
                    shown.push(at);
                }
                PageLine::Pair(..) | PageLine::Blank => {}
            }
        }
        shown
    }

    /// Returns the entry under the cursor.
    fn stop(&self) -> Option<usize> {
        self.stops.iter().find(|(line, _)| *line == self.window.cursor()).map(|(_, entry)| *entry)
    }

    /// Puts the cursor on a stop. With the first one the headings above it are shown, with the last one the end.
    fn stand(&mut self, stop: usize) {
        if stop == 0 {
            self.window.select(0);
        } else if stop.saturating_add(1) >= self.stops.len() {
            self.window.select(usize::MAX);
        }
        let last = self.stops.len().saturating_sub(1);
        if let Some((line, _)) = self.stops.get(stop.min(last)) {
            self.window.select(*line);
        }
    }

    /// Puts the cursor on the nearest stop on the screen, without scrolling.
    fn stand_in_view(&mut self) {
        let visible = self.window.visible();
        let after = self.stops.partition_point(|(line, _)| *line < self.window.cursor());
        let near = [after, after.saturating_sub(1)].into_iter().filter_map(|stop| self.stops.get(stop));
        if let Some((line, _)) = near.into_iter().find(|(line, _)| visible.contains(line)) {
            self.window.select(*line);
        }
    }

    /// Returns what the key under the cursor does.
    fn current(&self) -> Option<Choice> {
        self.entries.get(self.stop()?)?.choice.clone()
    }

    /// Returns how many keys match what is typed, and of how many.
    pub fn counts(&self) -> (usize, usize) {
        let pairs = self.entries.iter().filter(|entry| matches!(entry.line, PageLine::Pair(..)));
        (self.stops.len(), pairs.count())
    }

    /// Makes the page of all keys, those of `context` first.
    pub fn keys(context: Context, keymap: &Keymap) -> Self {
        let others = Context::ALL.into_iter().filter(|&other| other != context && other != Context::Anywhere);
        let mut entries = Vec::new();
        for context in [context, Context::Anywhere].into_iter().chain(others) {
            entries.push(PageEntry::from(PageLine::Heading(context.title().to_owned())));
            let rows = keymap.bindings().iter().filter(|binding| binding.context == context);
            entries.extend(rows.map(PageEntry::of));
            entries.push(PageEntry::from(PageLine::Blank));
        }
        let pair =
            |mark: &str, about: &str| PageEntry::from(PageLine::Pair(mark.to_owned(), about.to_owned()));
        entries.extend([
            PageEntry::from(PageLine::Heading("Marks in the timeline".to_owned())),
            pair("▲", "the column of the event under the cursor"),
            pair("!", "the share of failed calls is more than twice that of all events shown"),
            PageEntry::from(PageLine::Blank),
            PageEntry::from(PageLine::Heading("Marks in the list".to_owned())),
            pair("!", "the call failed"),
            pair("•", "the call changed something (readOnly is false)"),
            pair("~", "the event comes from a damaged file"),
            pair("×2", "the record was delivered twice and is shown once"),
            pair("✦", "the first event of its principal with a call, Region, network or program; shown after is:new or new:"),
            pair("◆", "a value of the event matches a line of --iocs FILE; is:ioc finds all such events"),
            pair("⚠", "a value in the row has hidden characters; is:hidden finds all such events"),
        ]);
        Self::new("Keys", entries)
    }
}

impl From<PageLine> for PageEntry {
    fn from(line: PageLine) -> Self {
        Self { line, words: &[], choice: None }
    }
}

impl PageEntry {
    fn of(binding: &Binding) -> Self {
        let choice = Choice::Act(binding.action, binding.context);
        Self {
            line: PageLine::Pair(labels(binding), binding.about.to_owned()),
            words: binding.words,
            choice: binding.context.is_offered().then_some(choice),
        }
    }

    /// Returns what finds it: its description, and literally its keys and other words.
    fn texts(&self) -> (String, String) {
        match &self.line {
            PageLine::Pair(what, about) => (about.clone(), format!("{what} {}", self.words.join(" "))),
            PageLine::Heading(_) | PageLine::Blank => (String::new(), String::new()),
        }
    }
}

impl OverlayPane for Page {
    fn context(&self) -> Context {
        if self.narrowing.is_typing() { Context::Narrowing } else { Context::Page }
    }

    fn title(&self) -> &'static str {
        self.title
    }

    /// It does not depend on what is typed, so that nothing moves.
    fn area(&self, screen: Rect) -> Rect {
        layout::overlay(screen, usize::from(screen.height))
    }

    fn arrange(&mut self, screen: Rect) {
        let rows = self.narrowing.rows(layout::inside(self.area(screen)));
        self.window.set_height(usize::from(rows.height));
        self.resize(usize::from(rows.width).saturating_sub(1));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn go(&mut self, action: MoveAction) {
        let stop = self.stops.partition_point(|(line, _)| *line < self.window.cursor());
        match action {
            MoveAction::Rows(rows) => self.stand(stop.saturating_add_signed(rows)),
            MoveAction::Page(halves) => {
                self.window.scroll_pages(halves);
                self.stand_in_view();
            }
            MoveAction::First => self.stand(0),
            MoveAction::Last => self.stand(usize::MAX),
        }
    }

    fn scroll(&mut self, rows: isize) {
        self.window.scroll_by(rows);
        self.stand_in_view();
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
        (action == Action::Accept).then(|| OverlayAnswer::choosing(self.current()))
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let Some(row) = row_in(self.narrowing.rows(layout::inside(self.area(screen))), place) else {
            return if self.area(screen).contains(place) {
                OverlayAnswer::Stay
            } else {
                OverlayAnswer::Close
            };
        };
        let line = self.window.offset() + row;
        let Some(stop) = self.stops.iter().position(|(stop, _)| *stop == line) else {
            return OverlayAnswer::Stay;
        };
        if self.window.cursor() == line {
            return OverlayAnswer::choosing(self.current());
        }
        self.stand(stop);
        OverlayAnswer::Stay
    }
}

/// Wraps a text to lines of `cells` cells at blanks. A longer word gets a line of its own.
fn lines(text: &str, cells: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if own_width(line) + 1 + own_width(word) <= cells => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 80x24 the help of some keys was cut.
    #[test]
    fn lines_are_broken_and_none_is_lost() {
        let words = |page: &Page| {
            let about = |line: &PageLine| match line {
                PageLine::Pair(_, about) => about.clone(),
                PageLine::Heading(_) | PageLine::Blank => String::new(),
            };
            page.lines.iter().map(about).collect::<Vec<_>>().join(" ").split_whitespace().count()
        };
        let mut page = Page::keys(Context::List, &Keymap::default());
        let (all, lines) = (words(&page), page.lines.len());
        page.resize(71);
        assert!(page.lines.len() > lines && words(&page) == all);
        let fits = |line: &PageLine| !matches!(line, PageLine::Pair(_, about) if own_width(about) > 71 - page.first - GAP);
        assert!(page.lines.iter().all(fits));
        page.resize(200);
        assert_eq!((page.lines.len(), words(&page)), (lines, all));
    }
}
