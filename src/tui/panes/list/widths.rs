//! The widths of the columns of the event list: as the values need that were shown since the answer arrived, or
//! as chosen. They grow and never shrink while the list is scrolled, so that nothing moves back and forth.
//!
//! Columns that do not fit are left out, the least important first. Once the list is scrolled to the right, it
//! shows its columns in their order from there, beside the first one.

use super::chosen_columns::ListColumns;
use super::columns::{badges, shown_text};
use crate::case::shown::shown_case::ShownCase;
use crate::plural::counted;
use crate::record::address::Address;
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{Column, FieldSource};
use crate::record::time::Time;
use crate::store::{Event, Store};
use crate::tui::number::number;
use crate::tui::text_fit::{shared_prefix, width};

/// Maximum width that an event name gets before the other columns get more than their minimum, and that one
/// column gets before others are left out.
const LONGEST_NAME: usize = 34;

/// Columns of this rank and above, service and Region, mostly repeat what the event name implies.
const IMPLIED: usize = 6;

/// Maximum width that the heading of an added column gets, whatever its values need.
const LONGEST_HEADING: usize = 16;

/// Cells that a column can give to an address, and what is left to it at least.
const GIVEN: usize = 4;
const LEAST_LEFT: usize = 7;

/// Cells that a column gives to the event name.
const GIVEN_TO_NAME: usize = 2;

/// Cells for the selection, and for the mark of failed and write calls.
const MARKS: usize = 2;

/// Cells of a time with its day, and with its date.
const WITH_DAY: usize = 14;
const WITH_DATE: usize = 19;

/// From this width of the list on, runs say how long they took.
const WITH_SPAN: usize = 70;

/// What the rows need that were shown so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Cells of the longest value of each column; 0 if all are blank.
    values: Vec<usize>,
    /// Cells of the longest IPv4 address, of which a part is useless.
    address: usize,
    /// Maximum number of badges in one row.
    badges: usize,
    /// The events of the longest run.
    longest_run: usize,
}

/// The positions of everything in a row.
#[derive(Debug, Clone)]
pub struct Widths {
    /// For how many badges there is room.
    pub badges: usize,
    /// How runs are shown, if there are any.
    pub runs: Option<RunCell>,
    /// The columns from left to right, each with its width in cells.
    pub columns: Vec<(ListColumn, usize)>,
    /// How many added columns do not fit.
    pub left_out: usize,
    /// The numbers of the shown columns among those with values, without the first one, which always stays.
    places: Vec<usize>,
    /// How many columns have values, without the first one.
    total: usize,
}

/// The cell of a run: a mark, how many events it has, and from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunCell {
    /// Cells of the count.
    pub count: usize,
    /// Whether there is room for the time from its first event to its last.
    pub has_span: bool,
}

impl RunCell {
    /// Cells of the longest span.
    pub const SPAN: usize = 7;

    /// Returns its cells, with the blank after it.
    pub fn width(self) -> usize {
        2 + self.count + 1 + if self.has_span { Self::SPAN + 1 } else { 0 }
    }
}

impl Widths {
    /// Returns the cells before the first column: selection, mark, badges, a blank; and the run, if runs are shown.
    pub fn gutter(&self) -> usize {
        MARKS + self.badges + 1 + self.runs.map_or(0, RunCell::width)
    }

    /// Returns the column at a cell of a row.
    pub fn column_at(&self, cell: usize) -> Option<ListColumn> {
        let mut end = self.gutter();
        let at = self.columns.iter().find(|(_, cells)| {
            end += cells + 1;
            cell < end
        });
        at.filter(|_| cell >= self.gutter()).map(|(column, _)| *column)
    }

    /// Returns the width of a column, if it is shown.
    pub fn of(&self, column: &ListColumn) -> Option<usize> {
        self.columns.iter().find(|(shown, _)| shown == column).map(|(_, cells)| *cells)
    }

    /// Returns whether columns after the last one shown do not fit.
    pub fn has_more(&self) -> bool {
        let is_last_shown = self.places.last() == Some(&self.total);
        // From the first column on, the least important ones are left out, wherever they are.
        let has_gaps = self.places.first() == Some(&1) && self.places.len() < self.total;
        !is_last_shown || has_gaps
    }

    /// Says which columns are shown, if some are not.
    pub fn words(&self) -> Option<String> {
        let (first, last) = (*self.places.first()?, *self.places.last()?);
        let (shown, total) = (self.places.len(), self.total);
        match () {
            () if shown == total => None,
            () if first == last => Some(format!("column {first} of {total}")),
            () if last - first + 1 == shown => Some(format!("columns {first}–{last} of {total}")),
            () => Some(format!("{shown} of {}", counted(total, "column"))),
        }
    }
}

/// The time has its day beside it in a list that is not sorted by time, and its date if the events are from
/// several years.
fn time_cells(store: &Store, is_sorted: bool, least: usize) -> usize {
    let year = |time: Time| time.date().get(..4).map(str::to_owned);
    match store.span() {
        Some((from, to)) if is_sorted && year(from) != year(to) => WITH_DATE,
        Some(_) if is_sorted => WITH_DAY,
        Some(_) | None => least,
    }
}

impl Needs {
    /// Takes the rows into account that are on the screen now.
    pub fn grow(&mut self, store: &Store, (chosen, marks): (&ListColumns, &ShownCase), events: &[Event]) {
        self.values.resize(chosen.columns.len(), 0);
        let is_sorted = chosen.sorting().is_some();
        for (need, column) in self.values.iter_mut().zip(&chosen.columns) {
            if column.source == FieldSource::Time {
                *need = time_cells(store, is_sorted, column.least);
                continue;
            }
            let texts: Vec<_> = events.iter().map(|&event| shown_text(store, event, column)).collect();
            let texts = || texts.iter().map(|text| &**text);
            let shared = shared_prefix(texts());
            let widest = texts().map(|text| match text.get(shared..).filter(|_| text.starts_with("arn:")) {
                Some(rest) if shared > 0 => width(rest) + 1,
                _ => width(text),
            });
            *need = widest.max().unwrap_or(0).max(*need);
            if is_address(column) {
                let is_v4 = |text: &&str| Address::read(text).is_some_and(Address::is_v4);
                let longest = texts().filter(is_v4).map(width).max();
                self.address = longest.unwrap_or(0).max(self.address);
            }
        }
        let badges = events.iter().map(|&event| badges(store, marks, event).count()).max();
        self.badges = self.badges.max(badges.unwrap_or(0));
    }

    /// Takes the longest run into account that is on the screen now, by how many events it has.
    pub fn grow_runs(&mut self, longest: usize) {
        self.longest_run = longest.max(self.longest_run);
    }

    /// Returns how runs are shown in a list of that many cells.
    fn run_cell(&self, cells: usize) -> Option<RunCell> {
        let count = width(&number(self.longest_run));
        (self.longest_run > 0).then_some(RunCell { count, has_span: cells >= WITH_SPAN })
    }

    /// Returns the columns of a list of `width` cells without the `skipped` ones after the first. The event
    /// name gets what it needs before the others get more than their minimum. Blank columns are left out first,
    /// then the least important ones, and added columns last.
    pub fn widths(&self, chosen: &ListColumns, skipped: usize, width: usize) -> Widths {
        let mut columns: Vec<ColumnWish> = chosen
            .columns
            .iter()
            .zip(&self.values)
            .filter_map(|(column, need)| ColumnWish::new(*column, *need, chosen))
            .zip(0..)
            .map(|(wish, place)| ColumnWish { place, ..wish })
            .collect();
        let total = columns.len().saturating_sub(1);
        let skipped = skipped.min(total.saturating_sub(1));
        columns.drain(1.min(columns.len())..(1 + skipped).min(columns.len()));
        let runs = self.run_cell(width);
        let mut widths =
            Widths { badges: self.badges, runs, columns: Vec::new(), left_out: 0, places: Vec::new(), total };
        let room = width.saturating_sub(widths.gutter());
        widths.left_out = leave_out(&mut columns, room, skipped > 0);
        let mut spare = room.saturating_sub(used(&columns));
        self.keep_address_whole(&mut columns, &mut spare);
        self.keep_name_whole(&mut columns, &mut spare);
        // Cell by cell in turn, so that no column takes all that the others lack.
        while spare > 0 && columns.iter().any(|wish| wish.cells < wish.wanted) {
            for wish in columns.iter_mut().filter(|wish| wish.cells < wish.wanted) {
                spare -= wish.grow(spare.min(1));
            }
        }
        widths.places = columns.iter().map(|wish| wish.place).filter(|place| *place > 0).collect();
        widths.columns = columns.iter().map(|wish| (wish.column, wish.cells)).collect();
        widths
    }

    /// Gives the column of addresses what the longest IPv4 address needs: first from what is spare, then from
    /// other columns, and at last in the place of one of them.
    fn keep_address_whole(&self, columns: &mut Vec<ColumnWish>, spare: &mut usize) {
        loop {
            let Some(at) = columns.iter().position(|wish| is_address(&wish.column) && !wish.is_fixed) else {
                return;
            };
            let lacking = |columns: &[ColumnWish]| {
                columns.get(at).map_or(0, |wish| self.address.min(wish.wanted).saturating_sub(wish.cells))
            };
            while lacking(columns) > 0 {
                let from = match *spare {
                    0 => most_to_give(columns, at),
                    _ => None,
                };
                match (from.and_then(|from| columns.get_mut(from)), *spare) {
                    (Some(wish), _) => wish.cells -= 1,
                    (None, 0) => break,
                    (None, _) => *spare -= 1,
                }
                if let Some(wish) = columns.get_mut(at) {
                    wish.grow(1);
                }
            }
            if lacking(columns) == 0 {
                return;
            }
            let others = columns.iter().enumerate().filter(|(place, _)| *place != at);
            let least = least_important(others).map(|place| columns.remove(place));
            let Some(gone) = least else { return };
            *spare += gone.cells + 1;
        }
    }

    /// Gives the column of event names what they need, first from what is spare, then from other columns, the least
    /// important first. A name says what happened, and names that begin alike are different calls.
    fn keep_name_whole(&self, columns: &mut [ColumnWish], spare: &mut usize) {
        let Some(at) = columns.iter().position(|wish| is_name(&wish.column) && !wish.is_fixed) else {
            return;
        };
        let lacks = columns.get(at).map_or(0, ColumnWish::lacks);
        let mut taken = lacks.min(*spare);
        *spare -= taken;
        let mut others: Vec<usize> = (0..columns.len()).filter(|place| *place != at).collect();
        others.sort_by_key(|place| columns.get(*place).map(|wish| std::cmp::Reverse(wish.column.rank)));
        for place in others {
            let Some(giver) = columns.get_mut(place) else { continue };
            // What would be cut for it matters as much: a whole address, and an error code, which is whole at its minimum.
            let least = match giver.column.column() {
                Some(Column::SourceIpAddress) => self.address.min(giver.wanted),
                Some(Column::ErrorCode) => giver.cells,
                Some(_) | None => 0,
            };
            let most = giver.gives().min(GIVEN_TO_NAME).min(lacks - taken);
            let cells = most.min(giver.cells.saturating_sub(least));
            giver.cells -= cells;
            taken += cells;
        }
        if let Some(name) = columns.get_mut(at) {
            name.grow(taken);
        }
    }
}

fn is_name(column: &ListColumn) -> bool {
    column.column() == Some(Column::EventName)
}

fn is_address(column: &ListColumn) -> bool {
    column.column() == Some(Column::SourceIpAddress)
}

fn used(columns: &[ColumnWish]) -> usize {
    columns.iter().map(|wish| wish.cells + 1).sum()
}

/// Leaves out columns until the others fit in `room` cells: the last ones, or the least important ones. Returns
/// how many of them were added.
fn leave_out(columns: &mut Vec<ColumnWish>, room: usize, from_the_right: bool) -> usize {
    let mut left_out = 0;
    loop {
        let at = if from_the_right {
            columns.len().checked_sub(1).filter(|&last| last > 1)
        } else {
            least_important(columns.iter().enumerate())
        };
        let Some(at) = at else { return left_out };
        let is_implied = |wish: &ColumnWish| wish.column.rank >= IMPLIED && !from_the_right;
        // What the event name implies gets room only after the other columns.
        let others: usize = match columns.get(at).filter(|wish| is_implied(wish)) {
            Some(_) => columns.iter().filter(|wish| !is_implied(wish)).map(ColumnWish::lacks).sum(),
            None => 0,
        };
        if used(columns) + others <= room {
            return left_out;
        }
        left_out += usize::from(columns.remove(at).column.is_added);
    }
}

/// Returns the place of the column that is left out first if there is too little room; `None` if the rest must
/// stay.
fn least_important<'w>(columns: impl Iterator<Item = (usize, &'w ColumnWish)>) -> Option<usize> {
    let may_go = |wish: &ColumnWish| (wish.column.rank > 1 || wish.column.is_added) && !wish.is_sorted;
    let places = columns.filter(|(place, wish)| *place > 0 && may_go(wish));
    places.max_by_key(|(place, wish)| (wish.column.rank, *place)).map(|(place, _)| place)
}

/// Returns the place of the column besides `at` that can give the most cells.
fn most_to_give(columns: &[ColumnWish], at: usize) -> Option<usize> {
    let givers = columns.iter().enumerate().filter(|(place, wish)| *place != at && wish.gives() > 0);
    givers.max_by_key(|(place, wish)| (wish.gives(), *place)).map(|(place, _)| place)
}

/// What a column gets, and what it could use.
struct ColumnWish {
    column: ListColumn,
    /// Its place among the columns with values.
    place: usize,
    cells: usize,
    wanted: usize,
    /// Below this width it gives no cells to another.
    left: usize,
    /// Whether its width was chosen.
    is_fixed: bool,
    /// Whether the list is sorted by it: then it stays.
    is_sorted: bool,
}

impl ColumnWish {
    fn new(column: ListColumn, need: usize, chosen: &ListColumns) -> Option<Self> {
        let is_sorted =
            chosen.sort.is_some_and(|sort| sort.column == column && column.source != FieldSource::Time);
        let need = need.max(usize::from(column.is_added || is_sorted));
        if need == 0 {
            return None;
        }
        let is_time = column.source == FieldSource::Time;
        if let Some(cells) = chosen.width(&column).or(is_time.then_some(need)) {
            let (wanted, left) = (cells, cells);
            return Some(Self { column, place: 0, cells, wanted, left, is_fixed: true, is_sorted });
        }
        let heading = column.heading.len() + if is_sorted { 2 } else { 0 };
        let heading = if column.is_added { heading.min(LONGEST_HEADING) } else { heading };
        let wanted = need.max(heading).min(column.best);
        let cells = wanted.min(column.least);
        let left = column.least.saturating_sub(GIVEN).max(LEAST_LEFT).min(cells);
        Some(Self { column, place: 0, cells, wanted, left, is_fixed: false, is_sorted })
    }

    /// Returns how many cells it lacks to show most values whole.
    fn lacks(&self) -> usize {
        self.wanted.min(LONGEST_NAME).saturating_sub(self.cells)
    }

    /// Returns how many cells it can give to an address or to the event name.
    fn gives(&self) -> usize {
        self.cells.saturating_sub(self.left)
    }

    fn grow(&mut self, cells: usize) -> usize {
        self.cells += cells;
        cells
    }
}

#[cfg(test)]
#[path = "widths_tests.rs"]
mod tests;
