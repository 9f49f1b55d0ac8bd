//! The inventory of what is loaded: counts, lists of files with their reasons, the map of what is covered, and
//! what was recorded. Only numbers of files and rows are kept here; their text is made when they are drawn.

use crate::query::summary::coverage::{Cell, LEGEND, MapColumns, Sentence};
use crate::query::summary::inventory::Inventory;
use crate::store::Event;
use crate::text::wrap_words;
use crate::tui::layout::map_width;
use crate::tui::window::Window;

/// A list of files that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Damaged files.
    Damaged,
    /// Unreadable files.
    Unreadable,
    /// Files that digests list and that were not found.
    Absent,
    /// Files whose path has another account than their events; each is also in another list.
    Misnamed,
    /// Files without CloudTrail records.
    NotLogs,
    /// Files that were read completely.
    Read,
}

impl Section {
    /// All lists, the most important first.
    pub const ALL: [Self; SECTIONS] =
        [Self::Damaged, Self::Unreadable, Self::Absent, Self::Misnamed, Self::NotLogs, Self::Read];

    /// Returns the files of the list; empty for files that were not found.
    pub fn files(self, account: &Inventory) -> &[u32] {
        match self {
            Self::Damaged => &account.damaged,
            Self::Unreadable => &account.unreadable,
            Self::Absent => &[],
            Self::Misnamed => &account.misnamed,
            Self::NotLogs => &account.not_logs,
            Self::Read => &account.read,
        }
    }
}

/// Number of lists.
const SECTIONS: usize = 6;

/// One line of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InventoryLine {
    /// An empty line.
    Blank,
    /// A heading.
    Heading(&'static str),
    /// The counts of files.
    Files,
    /// The counts of events.
    Events,
    /// More counts of events.
    MoreEvents,
    /// Times of the first and the last event.
    Span,
    /// Results of validating the files.
    Integrity,
    /// A list of files, which may be open.
    Section(Section, bool),
    /// A file of a list.
    File(u32),
    /// Something that was wrong with a file: its number, and which of its issues.
    Issue(u32, usize),
    /// The different account in a file's path.
    Misnaming(u32),
    /// A file that was not found.
    Absent(usize),
    /// The days above the map.
    Axis,
    /// A row of the map.
    Row(usize),
    /// The legend of a mark of the map.
    Legend(usize),
    /// A logging change.
    Change(Event),
    /// A line of a sentence; whether it is the first line, and whether the sentence is about something absent.
    Words(String, bool, bool),
}

/// The pane.
#[derive(Debug)]
pub struct InventoryPane {
    /// The inventory; `None` while the first one is being made.
    pub account: Option<Box<Inventory>>,
    /// Whether an inventory is being made.
    pub waits: bool,
    /// Cursor and scroll position.
    pub window: Window,
    lines: Vec<InventoryLine>,
    open: [bool; SECTIONS],
    /// Number of files that digests list and that were not found.
    absent: usize,
    /// Whether the user has opened or closed a list.
    touched: bool,
    /// Columns and cells of the map, for the current width.
    columns: Option<MapColumns>,
    cells: Vec<Vec<Cell>>,
    /// Returns the column of the map under the cursor.
    column: usize,
    width: usize,
}

/// Lists of problems of at most this length are open at first.
const OPEN_AT_FIRST: usize = 8;

impl Default for InventoryPane {
    fn default() -> Self {
        Self {
            account: None,
            waits: false,
            window: Window::default(),
            lines: Vec::new(),
            open: [false; SECTIONS],
            absent: 0,
            touched: false,
            columns: None,
            cells: Vec::new(),
            column: usize::MAX,
            width: 0,
        }
    }
}

impl InventoryPane {
    /// Shows an inventory.
    pub fn show(&mut self, account: Inventory) {
        self.account = Some(Box::new(account));
        self.make_map();
        self.open_short_ones();
        self.make_lines();
    }

    /// Sets the number of files that digests list and that were not found.
    pub fn show_absent(&mut self, files: usize) {
        self.absent = files;
        self.open_short_ones();
        self.make_lines();
    }

    /// Returns how many files a list has.
    pub fn count(&self, section: Section) -> usize {
        let files = |account: &Inventory| section.files(account).len();
        if section == Section::Absent { self.absent } else { self.account.as_deref().map_or(0, files) }
    }

    fn open_short_ones(&mut self) {
        let is_short = |section: Section| {
            let tells = !matches!(section, Section::NotLogs | Section::Read);
            tells && (1..=OPEN_AT_FIRST).contains(&self.count(section))
        };
        if !self.touched {
            self.open = Section::ALL.map(is_short);
        }
    }

    /// Sets the size of the lines on the screen.
    pub fn resize(&mut self, width: usize, height: usize) {
        if self.width != width {
            self.width = width;
            self.make_map();
            self.make_lines();
        }
        self.window.set_height(height);
    }

    /// Returns the lines, of which the window shows a part.
    pub fn lines(&self) -> &[InventoryLine] {
        &self.lines
    }

    /// Returns the line under the cursor.
    pub fn current(&self) -> Option<&InventoryLine> {
        self.lines.get(self.window.cursor())
    }

    /// Moves the cursor, which stops only on rows. From any other line it continues in the same direction, or
    /// turns back if there is no row.
    pub fn move_to_row(&mut self, step: impl FnOnce(&mut Window)) {
        let before = self.window.cursor();
        step(&mut self.window);
        let at = self.window.cursor();
        let mut after = at..self.lines.len();
        let mut back = (0..at).rev();
        let row = if at < before {
            (0..=at).rev().find(|&line| self.is_row(line)).or_else(|| after.find(|&line| self.is_row(line)))
        } else {
            after.find(|&line| self.is_row(line)).or_else(|| back.find(|&line| self.is_row(line)))
        };
        self.window.select(row.unwrap_or(at));
    }

    /// Returns whether the cursor may stop on a line.
    pub fn is_row(&self, line: usize) -> bool {
        match self.lines.get(line) {
            None
            | Some(
                InventoryLine::Blank
                | InventoryLine::Heading(_)
                | InventoryLine::Axis
                | InventoryLine::Legend(_)
                | InventoryLine::Words(_, false, _),
            ) => false,
            Some(
                InventoryLine::Files
                | InventoryLine::Events
                | InventoryLine::MoreEvents
                | InventoryLine::Span
                | InventoryLine::Integrity
                | InventoryLine::Section(..)
                | InventoryLine::File(_)
                | InventoryLine::Issue(..)
                | InventoryLine::Misnaming(_)
                | InventoryLine::Absent(_)
                | InventoryLine::Row(_)
                | InventoryLine::Change(_)
                | InventoryLine::Words(_, true, _),
            ) => true,
        }
    }

    /// Returns the days of the map.
    pub fn columns(&self) -> Option<MapColumns> {
        self.columns
    }

    /// Returns the cells of a row of the map.
    pub fn cells(&self, row: usize) -> &[Cell] {
        self.cells.get(row).map_or(&[], Vec::as_slice)
    }

    /// Returns the column of the map under the cursor.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Moves to another column of the map.
    pub fn step(&mut self, step: isize) {
        let last = self.columns.map_or(0, |columns| columns.count.saturating_sub(1));
        self.column = self.column.min(last).saturating_add_signed(step).min(last);
    }

    /// Opens or closes a list.
    pub fn toggle(&mut self, section: Section) {
        self.touched = true;
        for (open, _) in self.open.iter_mut().zip(Section::ALL).filter(|(_, other)| *other == section) {
            *open = !*open;
        }
        self.make_lines();
    }

    fn make_map(&mut self) {
        let Some(account) = &self.account else { return };
        // The cursor stays on its day.
        let day = self.columns.map(|columns| columns.days(self.column).0);
        self.columns = account.coverage.columns(map_width(self.width));
        self.cells = self.columns.map(|columns| account.coverage.cells(columns)).unwrap_or_default();
        if let Some(columns) = self.columns {
            self.column = match day {
                Some(day) => columns.of(day),
                None => columns.count.saturating_sub(1),
            };
        }
    }

    fn make_lines(&mut self) {
        use InventoryLine::{
            Axis, Blank, Change, Events, File, Files, Heading, Issue, MoreEvents, Row, Span,
        };
        let Some(account) = &self.account else { return };
        let mut lines = vec![Files, Events, MoreEvents, Span, InventoryLine::Integrity, Blank];
        for (section, &open) in Section::ALL.into_iter().zip(&self.open) {
            let is_usual = !matches!(section, Section::Absent | Section::Misnamed);
            if is_usual || self.count(section) > 0 {
                lines.push(InventoryLine::Section(section, open));
            }
            if section == Section::Absent && open {
                lines.extend((0..self.absent).map(InventoryLine::Absent));
            }
            let shown = if open { section.files(account) } else { &[] };
            for &number in shown {
                lines.push(File(number));
                if section == Section::Misnamed {
                    lines.push(InventoryLine::Misnaming(number));
                    continue;
                }
                let issues = account.store.file(number).map_or(0, |file| file.issues.len());
                // A file that was set aside has one reason, which is shown beside its name.
                let issues = if section == Section::NotLogs { 0 } else { issues };
                lines.extend((0..issues).map(|issue| Issue(number, issue)));
            }
        }
        let coverage = &account.coverage;
        if self.columns.is_some() {
            lines.extend([Blank, Heading("Coverage"), Axis]);
            lines.extend((0..coverage.rows.len()).map(Row));
            let symbols: String = self.cells.iter().flatten().map(Cell::symbol).collect();
            let is_shown = |meant: &str| {
                symbols.contains(|symbol| meant.contains(symbol) || (symbol == 'x' && meant == "×"))
            };
            let legend = LEGEND.iter().enumerate().filter(|(_, (meant, _))| is_shown(meant));
            lines.extend(legend.map(|(at, _)| InventoryLine::Legend(at)));
        }
        if !coverage.changes.is_empty() {
            lines.extend([Blank, Heading("Logging changes, failed ones included")]);
            lines.extend(coverage.changes.iter().copied().map(Change));
        }
        lines.extend([Blank, Heading("What was recorded")]);
        for Sentence { text, is_absence } in coverage.recorded.sentences() {
            let parts = wrap_words(&text, self.width.saturating_sub(4).max(10));
            lines.extend(
                (parts.into_iter().enumerate())
                    .map(|(at, part)| InventoryLine::Words(part, at == 0, is_absence)),
            );
        }
        self.lines = lines;
        self.window.set_total(self.lines.len());
        self.move_to_row(|_| {});
    }
}
