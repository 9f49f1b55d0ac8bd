//! Lines under headings that are narrowed by typing, with a cursor that stops on lines only: what the panes of the ledger,
//! of the triage board and of cards have in common. What a line is, each pane knows.

use ratatui::layout::{Position, Rect};

use crate::tui::input::action::{Action, Context, MoveAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::narrowing::Narrowing;
use crate::tui::panes::menus::overlay::row_in;
use crate::tui::window::Window;

/// A row on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionRow {
    /// An empty row.
    Blank,
    /// What follows, and how many of it.
    Heading(String),
    /// A line, by its position among all.
    Entry(usize),
    /// What is said instead of the lines of a section.
    Folded(String),
}

/// The texts of a line by which it is found.
#[derive(Debug)]
pub struct SectionText {
    /// The heading that it belongs to.
    pub heading: &'static str,
    /// Its name.
    pub name: String,
    /// What else is known of it.
    pub about: String,
}

/// The rows, with cursor, scroll position and what is typed.
#[derive(Debug, Default)]
pub struct Sections {
    /// What is typed to narrow the lines.
    pub narrowing: Narrowing,
    /// Cursor and scroll position.
    pub window: Window,
    rows: Vec<SectionRow>,
    /// How many lines there are, listed or not.
    entries: usize,
}

impl Sections {
    /// Makes the rows of the lines that match what is typed and that `listed` lists. A section with the heading of
    /// `folded` is one row with its words.
    pub fn arrange(
        &mut self,
        texts: &[SectionText],
        listed: impl Fn(usize) -> bool,
        folded: Option<(&str, &str)>,
    ) {
        self.entries = texts.len();
        self.narrowing.find(texts.iter().map(|text| (text.name.as_str(), text.about.as_str())));
        let mut found: Vec<usize> = self.narrowing.found().iter().map(|(at, _)| *at).collect();
        found.sort_unstable();
        found.retain(|&at| listed(at));
        self.rows.clear();
        let heading = |at: &usize| texts.get(*at).map_or("", |text| text.heading);
        for of_heading in found.chunk_by(|one, other| heading(one) == heading(other)) {
            let name = of_heading.first().map_or("", heading);
            if !self.rows.is_empty() {
                self.rows.push(SectionRow::Blank);
            }
            if let Some((_, words)) = folded.filter(|(of, _)| *of == name) {
                self.rows.push(SectionRow::Folded(words.to_owned()));
                continue;
            }
            self.rows.push(SectionRow::Heading(format!("{name} ({})", of_heading.len())));
            self.rows.extend(of_heading.iter().map(|&at| SectionRow::Entry(at)));
        }
        self.window.set_total(self.rows.len());
        self.stop_on_line(0);
    }

    /// Returns the rows, of which the window shows a part.
    pub fn rows(&self) -> &[SectionRow] {
        &self.rows
    }

    /// Returns the position of the line under the cursor.
    pub fn current(&self) -> Option<usize> {
        self.entry(self.window.cursor())
    }

    /// Returns the position of the line in a row.
    pub fn entry(&self, row: usize) -> Option<usize> {
        match self.rows.get(row)? {
            SectionRow::Entry(at) => Some(*at),
            SectionRow::Blank | SectionRow::Heading(_) | SectionRow::Folded(_) => None,
        }
    }

    /// Returns whether the cursor is on a folded section.
    pub fn is_on_folded(&self) -> bool {
        matches!(self.rows.get(self.window.cursor()), Some(SectionRow::Folded(_)))
    }

    /// Returns whether something is typed.
    pub fn is_narrowed(&self) -> bool {
        !self.narrowing.line.text().trim().is_empty()
    }

    /// Returns how many lines are listed, and of how many.
    pub fn counts(&self) -> (usize, usize) {
        let listed = self.rows.iter().filter(|row| matches!(row, SectionRow::Entry(_))).count();
        (listed, self.entries)
    }

    /// Returns the context of the keys of a pane that has this one.
    pub fn context(&self, own: Context) -> Context {
        if self.narrowing.is_typing() { Context::Narrowing } else { own }
    }

    /// Sets the height on a screen.
    pub fn fit(&mut self, screen: Rect) {
        let rows = self.narrowing.rows(layout::ledger_parts(screen).1);
        self.window.set_height(usize::from(rows.height));
    }

    /// Moves by a key.
    pub fn go(&mut self, action: MoveAction) {
        let before = self.window.cursor();
        self.window.go(action);
        self.stop_on_line(before);
        // The first line of a section is seen with its heading.
        let above = self.window.cursor().checked_sub(1).and_then(|above| self.rows.get(above));
        self.window.show_above(usize::from(matches!(above, Some(SectionRow::Heading(_)))));
    }

    /// Moves by the wheel.
    pub fn scroll(&mut self, rows: isize) {
        let before = self.window.cursor();
        self.window.scroll_by(rows);
        self.stop_on_line(before);
    }

    /// Lets a key change what is typed. Returns whether letters are text, and whether that text has changed: then the
    /// rows are to be arranged again.
    pub fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> (bool, bool) {
        let is_typing = self.narrowing.is_typing();
        (is_typing, self.narrowing.typed().is_some_and(change))
    }

    /// Opens or leaves the line of typed text. Returns whether it did: then the rows are to be arranged again.
    pub fn act(&mut self, action: Action) -> bool {
        self.narrowing.act(action)
    }

    /// Handles a click. Returns whether it was on the line under the cursor, which it opens.
    pub fn click(&mut self, place: Position, screen: Rect) -> bool {
        let Some(row) = row_in(self.narrowing.rows(layout::ledger_parts(screen).1), place) else {
            return false;
        };
        let line = self.window.offset() + row;
        if line == self.window.cursor() {
            return true;
        }
        self.window.select(line);
        self.stop_on_line(0);
        false
    }

    /// Moves from a row without a line to the next one, in the direction of the last step.
    fn stop_on_line(&mut self, before: usize) {
        let at = self.window.cursor();
        let is_line =
            |row: &usize| matches!(self.rows.get(*row), Some(SectionRow::Entry(_) | SectionRow::Folded(_)));
        let (after, back) = ((at..self.rows.len()).find(is_line), (0..=at).rev().find(is_line));
        let row = if at < before { back.or(after) } else { after.or(back) };
        self.window.select(row.unwrap_or(at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(typed: &str, folded: Option<(&str, &str)>) -> Sections {
        let text = |(heading, name): (&'static str, &str)| SectionText {
            heading,
            name: name.to_owned(),
            about: String::new(),
        };
        let texts: Vec<SectionText> =
            [("one", "alpha"), ("one", "beta"), ("two", "alpine"), ("three", "gamma")].map(text).into();
        let mut sections = Sections { narrowing: Narrowing::new(true), ..Sections::default() };
        sections.window.set_height(20);
        sections.narrowing.line.set(typed);
        sections.arrange(&texts, |at| at != 3 || folded.is_some(), folded);
        sections
    }

    #[test]
    fn the_cursor_stops_on_lines_only_in_both_directions() {
        let mut sections = sections("", Some(("two", "folded")));
        assert_eq!((sections.rows().len(), sections.counts()), (8, (3, 4)));
        let mut stops = vec![sections.window.cursor()];
        for step in [1, 1, 1, 1, -1, -1, -1, -1] {
            sections.go(MoveAction::Rows(step));
            stops.push(sections.window.cursor());
        }
        assert_eq!(stops, [1, 2, 4, 7, 7, 4, 2, 1, 1]);
        sections.go(MoveAction::Rows(2));
        assert!(!sections.is_on_folded() || sections.current().is_none());
    }

    /// Back at the first line, its heading was above the screen.
    #[test]
    fn the_first_line_of_a_section_is_seen_with_its_heading() {
        for height in [2, 3, 4] {
            let mut sections = sections("", None);
            sections.window.set_height(height);
            sections.go(MoveAction::Last);
            assert!(sections.window.visible().contains(&sections.window.cursor()));
            for action in [MoveAction::Page(-2), MoveAction::First, MoveAction::Rows(-9)] {
                sections.go(MoveAction::Last);
                sections.go(action);
                sections.go(MoveAction::Page(-2));
                sections.go(MoveAction::Page(-2));
                assert_eq!(
                    (sections.window.offset(), sections.window.cursor()),
                    (0, 1),
                    "{height} {action:?}"
                );
            }
        }
        let mut sections = sections("", None);
        sections.window.set_height(1);
        sections.go(MoveAction::Last);
        sections.go(MoveAction::First);
        assert_eq!(
            (sections.window.offset(), sections.window.cursor()),
            (1, 1),
            "the line itself is always seen"
        );
    }

    #[test]
    fn typing_keeps_the_order_and_drops_empty_headings() {
        for (typed, lines, rows) in
            [("", vec![0, 1, 2], 6), ("alp", vec![0, 2], 5), ("beta", vec![1], 2), ("zz", vec![], 0)]
        {
            let sections = sections(typed, None);
            let listed: Vec<usize> = sections
                .rows()
                .iter()
                .filter_map(|row| if let SectionRow::Entry(at) = row { Some(*at) } else { None })
                .collect();
            assert_eq!((listed, sections.rows().len()), (lines, rows), "{typed}");
        }
    }
}
