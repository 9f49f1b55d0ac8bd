//! The menu of columns: all fields, the paths that have been read, and any typed path, each on or off; their
//! order, their widths, and what the list is sorted by.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::choice::Choice;
use super::chooser::Chooser;
use super::overlay::{OverlayAnswer, OverlayPane as _};
use crate::plural::agree;
use crate::query::matcher::fuzzy::Word;
use crate::query::summary::tally::ColumnTally;
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{Column, FIELDS, Field, FieldSource};
use crate::record::on_demand::{field_of, field_or_path, path_named};
use crate::store::{Event, Store};
use crate::tui::input::action::{Action, ColumnAction, Context};
use crate::tui::layout;
use crate::tui::number::counted;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::list::chosen_columns::ListColumns;
use crate::tui::panes::list::widths::Widths;
use crate::tui::text_fit::width;
use crate::tui::window::Window;

/// A line of the menu.
#[derive(Debug)]
pub struct ColumnEntry {
    /// The name of its field, or the path.
    pub name: &'static str,
    /// What it holds, and how many events have it, if that is known.
    pub about: String,
    /// How many of the listed events have it, and an example, once that was counted.
    pub tally: ColumnTally,
    field: &'static Field,
    column: ListColumn,
}

/// The content of a row.
#[derive(Debug)]
pub enum ColumnRow<'m> {
    /// A column, whether it is shown, and where its name matches.
    Column(&'m ColumnEntry, bool, &'m [usize]),
    /// The typed path, which can be added.
    Add(&'m str),
}

/// The menu.
#[derive(Debug)]
pub struct ColumnMenu {
    /// The typed text.
    pub line: TextLine,
    /// Cursor and scroll position among the matches.
    pub window: Window,
    entries: Vec<ColumnEntry>,
    /// The entries that match, and where.
    found: Vec<(usize, Vec<usize>)>,
    /// The typed path, if it is not one of the entries.
    path: Option<String>,
    /// The columns of the list.
    chosen: ListColumns,
    /// The widths in which the list showed them when the menu was opened.
    widths: Widths,
    /// For which events, how many columns that were read, and which columns a tally was asked for last.
    asked: Option<(Arc<Vec<Event>>, usize, Vec<FieldSource>)>,
}

impl ColumnMenu {
    /// Makes a menu of what a list can show: its columns first, then all other fields and paths.
    pub(in crate::tui::panes) fn new(list: &ListColumns, widths: Widths, store: &Store) -> Self {
        let fields = list
            .columns
            .iter()
            .chain(&ListColumn::defaults())
            .filter_map(ListColumn::field)
            .collect::<Vec<_>>();
        let read = store.columns_read().filter_map(|column| field_of(Column::OnDemand(column)));
        let mut menu = Self {
            line: TextLine::default(),
            window: Window::default(),
            entries: Vec::new(),
            found: Vec::new(),
            path: None,
            chosen: list.clone(),
            widths,
            asked: None,
        };
        for field in fields.into_iter().chain(read).chain(FIELDS) {
            menu.add(field);
        }
        menu.learn(store);
        menu.search();
        menu
    }

    fn add(&mut self, field: &'static Field) {
        if self.entries.iter().all(|entry| entry.name != field.name) {
            let column = ListColumn::of(field);
            let (about, tally) = (String::new(), ColumnTally::default());
            self.entries.push(ColumnEntry { name: field.name, about, tally, field, column });
        }
    }

    /// Returns what to count, if the list has changed since the last time, or a column was added or read.
    pub fn lacks(&mut self, events: &Arc<Vec<Event>>, store: &Store) -> Option<Vec<FieldSource>> {
        let sources: Vec<FieldSource> = self.entries.iter().map(|entry| entry.column.source).collect();
        let read = store.columns_read().count();
        let same_events = self.asked.as_ref().is_some_and(|(asked, ..)| Arc::ptr_eq(asked, events));
        let is_known = |(_, asked_read, asked): &(_, usize, Vec<FieldSource>)| {
            same_events && *asked_read == read && sources.iter().all(|source| asked.contains(source))
        };
        if self.asked.as_ref().is_some_and(is_known) {
            return None;
        }
        if !same_events {
            self.entries.iter_mut().for_each(|entry| entry.tally = ColumnTally::default());
        }
        self.asked = Some((Arc::clone(events), read, sources.clone()));
        Some(sources)
    }

    /// Takes what was counted.
    pub fn take_tallies(&mut self, tallies: Vec<ColumnTally>) {
        let Some((.., sources)) = &self.asked else { return };
        for (source, tally) in sources.iter().zip(tallies) {
            let entries = self.entries.iter_mut().filter(|entry| entry.column.source == *source);
            entries.for_each(|entry| entry.tally = tally.clone());
        }
    }

    /// Returns what the column under the cursor holds, and how many of the listed events have it.
    pub fn about(&self) -> String {
        match self.row(self.window.cursor()) {
            Some(ColumnRow::Column(entry, ..)) => match entry.tally.events {
                Some(events) => {
                    let have = agree(events, "has it", "have it");
                    format!("{} {have} · {}", counted(events, "listed event"), entry.about)
                }
                None => entry.about.clone(),
            },
            Some(ColumnRow::Add(_)) => "the value at this path of the record".to_owned(),
            None => String::new(),
        }
    }

    /// Returns the areas of the rows, and of the lines below them that are about the selected one.
    pub fn areas(&self, screen: Rect) -> (Rect, Rect) {
        let inside = layout::inside(self.area(screen));
        layout::with_about_row(layout::below_typed(inside))
    }

    /// Returns how many columns can be chosen.
    pub fn total(&self) -> usize {
        self.entries.len()
    }

    /// Returns the width of the longest name.
    pub fn name_width(&self) -> usize {
        self.entries.iter().map(|entry| width(entry.name)).max().unwrap_or(0)
    }

    /// Returns how many events are listed.
    pub fn listed(&self) -> usize {
        self.asked.as_ref().map_or(0, |(events, ..)| events.len())
    }

    /// Returns how many of them match.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.window.total() == 0
    }

    /// Returns the content of a row.
    pub fn row(&self, row: usize) -> Option<ColumnRow<'_>> {
        let Some((at, matched)) = self.found.get(row) else {
            return self.path.as_deref().filter(|_| row == self.found.len()).map(ColumnRow::Add);
        };
        let entry = self.entries.get(*at)?;
        Some(ColumnRow::Column(entry, self.chosen.shows(&entry.column), matched))
    }

    /// Searches for the typed text and puts the cursor on the first match.
    fn search(&mut self) {
        let typed = self.line.text().trim();
        let words: Vec<Word> = typed.split_whitespace().map(Word::new).collect();
        let found =
            self.entries.iter().enumerate().filter_map(|(at, entry)| Some((at, find(entry, &words)?)));
        let mut found: Vec<(usize, Vec<usize>)> = found.collect();
        // Exact names come first.
        let lower = typed.to_lowercase();
        let is_called = |at: usize| self.entries.get(at).is_some_and(|entry| is_called(entry.field, &lower));
        found.sort_by_key(|(at, _)| typed.is_empty() || !is_called(*at));
        let is_new = self.entries.iter().all(|entry| entry.name != typed) && path_named(typed).is_some();
        self.path = is_new.then(|| typed.to_owned());
        self.found = found;
        self.window.set_total(self.found.len() + usize::from(is_new));
        self.window.select(0);
    }

    /// Switches the column under the cursor on or off, or adds the typed path. The last column stays.
    fn switch(&mut self) -> Option<Choice> {
        let column = match self.row(self.window.cursor()) {
            None => return None,
            Some(ColumnRow::Column(entry, ..)) => entry.column,
            Some(ColumnRow::Add(path)) => {
                let field = field_or_path(path)?;
                self.add(field);
                self.search();
                ListColumn::of(field)
            }
        };
        if !self.chosen.switch(column) {
            return Some(Choice::Say("the list needs at least one column".to_owned()));
        }
        Some(self.show())
    }

    fn show(&self) -> Choice {
        Choice::Show(Box::new(self.chosen.clone()))
    }

    /// Returns the column under the cursor.
    fn current(&self) -> Option<ListColumn> {
        match self.row(self.window.cursor())? {
            ColumnRow::Column(entry, ..) => Some(entry.column),
            ColumnRow::Add(_) => None,
        }
    }

    /// Moves, widens or sorts by the column under the cursor.
    fn change(&mut self, action: ColumnAction) -> Choice {
        let Some(column) = self.current() else {
            return Choice::Say("add this path first, with space".to_owned());
        };
        if !self.chosen.shows(&column) && action != ColumnAction::Sort {
            return Choice::Say("this column is not shown; space shows it".to_owned());
        }
        match action {
            ColumnAction::Shift(step) => {
                if !self.chosen.shift(&column, step) {
                    return Choice::Say(format!(
                        "this is the {} column",
                        if step < 0 { "first" } else { "last" }
                    ));
                }
                self.put_in_order(&column);
            }
            ColumnAction::Widen(step) => {
                let now = self.widths.of(&column).unwrap_or(column.least);
                self.chosen.widen(column, now, step);
            }
            ColumnAction::Fit => drop(self.chosen.fit(&column)),
            ColumnAction::Sort => self.chosen.sort_by(column),
        }
        self.show()
    }

    /// Puts the shown columns first, as they are in the list, and the cursor on one of them.
    fn put_in_order(&mut self, current: &ListColumn) {
        let chosen = &self.chosen.columns;
        let place = |entry: &ColumnEntry| {
            chosen.iter().position(|column| *column == entry.column).unwrap_or(chosen.len())
        };
        self.entries.sort_by_key(place);
        self.search();
        let is_current = |(at, _): &(usize, Vec<usize>)| {
            self.entries.get(*at).is_some_and(|entry| entry.column == *current)
        };
        let row = self.found.iter().position(is_current);
        self.window.select(row.unwrap_or(0));
    }

    /// Says how wide an entry's column was chosen to be, and whether the list is sorted by it.
    pub fn remark(&self, entry: &ColumnEntry) -> String {
        let width = self.chosen.width(&entry.column).map(|width| format!("{width} wide"));
        let sorted = self.chosen.sort.filter(|sort| sort.column == entry.column);
        let sorted = sorted.map(|sort| if sort.descending { "↓" } else { "↑" }.to_owned());
        [sorted, width].into_iter().flatten().map(|words| words + " · ").collect()
    }
}

/// Finds an entry if all words match the name of a column; they may also match its alias and its description
/// literally.
fn find(entry: &ColumnEntry, words: &[Word]) -> Option<Vec<usize>> {
    let mut matched = Vec::new();
    for word in words {
        let stands_in = |text: &str| word.exact_positions(text).is_some();
        match word.positions(entry.name) {
            Some(positions) => matched.extend(positions),
            None if entry.field.aliases.iter().any(|alias| stands_in(alias)) || stands_in(&entry.about) => {}
            None => return None,
        }
    }
    matched.sort_unstable();
    Some(matched)
}

fn is_called(field: &Field, lower: &str) -> bool {
    field.name.to_lowercase() == lower || field.aliases.iter().any(|alias| alias.to_lowercase() == lower)
}

impl Chooser for ColumnMenu {
    fn keys(&self) -> Context {
        Context::Columns
    }

    fn heading(&self) -> &'static str {
        "Columns"
    }

    fn lines(&self, _cells: usize) -> usize {
        layout::palette_lines(self.entries.len()) + usize::from(layout::ABOUT_ROW)
    }

    fn rows(&self, inside: Rect) -> Rect {
        layout::with_about_row(layout::below_typed(inside)).0
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

    /// A click switches a column on or off.
    fn take(&mut self) -> OverlayAnswer {
        self.switch().map_or(OverlayAnswer::Stay, OverlayAnswer::Do)
    }

    /// Says which columns are being read.
    fn learn(&mut self, store: &Store) {
        for entry in &mut self.entries {
            let unread = entry.column.column().is_some_and(|column| !store.has(column));
            entry.about = match entry.field.plain_about() {
                about if unread && self.chosen.shows(&entry.column) => format!("being read … · {about}"),
                about => about,
            };
        }
    }

    fn carry_out(&mut self, action: Action) -> Option<OverlayAnswer> {
        if let Action::Columns(action) = action {
            return Some(OverlayAnswer::Do(self.change(action)));
        }
        if action == Action::Open {
            return Some(self.switch().map_or(OverlayAnswer::Stay, OverlayAnswer::Do));
        }
        if action != Action::Accept {
            return None;
        }
        let adds = matches!(self.row(self.window.cursor()), Some(ColumnRow::Add(_)));
        let added = if adds { self.switch() } else { None };
        Some(added.map_or(OverlayAnswer::Close, OverlayAnswer::Choose))
    }
}
