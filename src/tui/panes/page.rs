//! A page of text over everything else: the keys.

use ratatui::layout::{Position, Rect};

use super::overlay::{OverlayAnswer, OverlayPane};
use crate::tui::input::action::MoveAction;
use crate::tui::input::keymap::{BINDINGS, Context};
use crate::tui::input::labels::labels;
use crate::tui::layout;
use crate::tui::text_fit::width;
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

/// A page.
#[derive(Debug)]
pub struct Page {
    /// Its title.
    pub title: &'static str,
    /// Its lines, wrapped if they are too long; log text in them is already escaped.
    pub lines: Vec<PageLine>,
    /// Cells of the first column of pairs.
    pub first: usize,
    /// Scroll position; the cursor is not shown.
    pub window: Window,
    whole: Vec<PageLine>,
}

/// Blanks between the columns of pairs.
pub const GAP: usize = 2;

impl Page {
    fn new(title: &'static str, whole: Vec<PageLine>) -> Self {
        let mut page = Self { title, lines: Vec::new(), first: 0, window: Window::default(), whole };
        page.resize(usize::MAX);
        page
    }

    /// Wraps the lines to `cells` cells.
    pub fn resize(&mut self, cells: usize) {
        let first = self.whole.iter().map(|line| match line {
            PageLine::Pair(what, _) => width(what),
            PageLine::Heading(_) | PageLine::Blank => 0,
        });
        self.first = first.max().unwrap_or(0).min(cells / 3);
        let room = cells.saturating_sub(self.first + GAP);
        let broken = |line: &PageLine| match line {
            PageLine::Pair(what, about) => {
                let whats = std::iter::once(what.as_str()).chain(std::iter::repeat(""));
                let pair = |(what, about): (&str, String)| PageLine::Pair(what.to_owned(), about);
                whats.zip(lines(about, room)).map(pair).collect()
            }
            PageLine::Heading(_) | PageLine::Blank => vec![line.clone()],
        };
        self.lines = self.whole.iter().flat_map(broken).collect();
        self.window.set_total(self.lines.len());
    }

    /// Makes the page of all keys, those of `context` first.
    pub fn keys(context: Context) -> Self {
        let others = Context::ALL.into_iter().filter(|&other| other != context && other != Context::Anywhere);
        let mut lines = Vec::new();
        for context in [context, Context::Anywhere].into_iter().chain(others) {
            lines.push(PageLine::Heading(context.title().to_owned()));
            let rows = BINDINGS.iter().filter(|binding| binding.context == context);
            lines.extend(rows.map(|binding| PageLine::Pair(labels(binding), binding.about.to_owned())));
            lines.push(PageLine::Blank);
        }
        lines.extend([
            PageLine::Heading("Marks in the timeline".to_owned()),
            PageLine::Pair("▲".to_owned(), "the column of the event under the cursor".to_owned()),
            PageLine::Pair(
                "!".to_owned(),
                "the share of failed calls is more than twice that of all events shown".to_owned(),
            ),
            PageLine::Blank,
            PageLine::Heading("Marks in the list".to_owned()),
            PageLine::Pair("!".to_owned(), "the call failed".to_owned()),
            PageLine::Pair("•".to_owned(), "the call changed something (readOnly is false)".to_owned()),
            PageLine::Pair("~".to_owned(), "the event comes from a damaged file".to_owned()),
            PageLine::Pair("×2".to_owned(), "the record was delivered twice and is shown once".to_owned()),
            PageLine::Pair(
                "⚠".to_owned(),
                "a value in the row has hidden characters; is:hidden finds all such events".to_owned(),
            ),
        ]);
        Self::new("Keys", lines)
    }
}

impl OverlayPane for Page {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::overlay(screen, self.lines.len())
    }

    fn arrange(&mut self, screen: Rect) {
        self.resize(usize::from(layout::inside(self.area(screen)).width).saturating_sub(1));
        self.window.set_height(usize::from(layout::inside(self.area(screen)).height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    /// Scrolls, because there is no cursor.
    fn go(&mut self, action: MoveAction) {
        match action {
            MoveAction::Rows(rows) => self.window.scroll_by(rows),
            MoveAction::Page(halves) => self.window.scroll_pages(halves),
            MoveAction::First => self.window.select(0),
            MoveAction::Last => self.window.select(usize::MAX),
        }
    }

    fn click(&mut self, _: Position, _: Rect) -> OverlayAnswer {
        OverlayAnswer::Close
    }
}

/// Wraps a text to lines of `cells` cells at blanks. A longer word gets a line of its own.
fn lines(text: &str, cells: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if width(line) + 1 + width(word) <= cells => {
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
        let mut page = Page::keys(Context::List);
        let (all, lines) = (words(&page), page.lines.len());
        page.resize(71);
        assert!(page.lines.len() > lines && words(&page) == all);
        let fits = |line: &PageLine| !matches!(line, PageLine::Pair(_, about) if width(about) > 71 - page.first - GAP);
        assert!(page.lines.iter().all(fits));
        page.resize(200);
        assert_eq!((page.lines.len(), words(&page)), (lines, all));
    }
}
