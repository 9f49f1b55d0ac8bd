//! The text of the cells of the event list, and the widths of its columns: as the values need that were shown
//! since the answer arrived. They grow and never shrink while the list is scrolled, so that nothing moves back
//! and forth.

use std::borrow::Cow;

use crate::query::engine::hidden::in_text;
use crate::record::field::{Column, FieldSource};
use crate::record::list_columns::{LIST_COLUMNS, ListColumn};
use crate::record::targets::list::short;
use crate::store::file::FileState;
use crate::store::{Event, Store};
use crate::tui::text_fit::{shared_prefix, width};

/// Maximum width that an event name gets before the other columns get more than their minimum, and that one
/// column gets before others are left out.
const LONGEST_NAME: usize = 34;

/// Width of an IPv4 address, of which a part is useless: it is whole if it fits before the event name grows.
const LONGEST_IPV4: usize = 15;

/// Columns of this rank and above, service and Region, mostly repeat what the event name implies.
const IMPLIED: usize = 6;

/// Maximum width that the heading of an added column gets, whatever its values need.
const LONGEST_HEADING: usize = 16;

/// Shown in a cell whose value has not been read yet.
pub const UNREAD: &str = "…";

/// Cells for the selection, and for the mark of failed and write calls.
const MARKS: usize = 2;

/// What the rows need that were shown so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Cells of the longest value of each column; 0 if all are blank.
    values: Vec<usize>,
    /// Maximum number of badges in one row.
    badges: usize,
}

/// The positions of everything in a row.
#[derive(Debug, Clone)]
pub struct Widths {
    /// For how many badges there is room.
    pub badges: usize,
    /// The columns from left to right, the most important first, each with its width in cells.
    pub columns: Vec<(ListColumn, usize)>,
    /// How many added columns do not fit.
    pub left_out: usize,
}

impl Widths {
    /// Returns the cells before the first column: selection, mark, badges, a blank.
    pub fn gutter(&self) -> usize {
        MARKS + self.badges + 1
    }
}

impl Needs {
    /// Takes the rows into account that are on the screen now.
    pub fn grow(&mut self, store: &Store, columns: &[ListColumn], events: &[Event]) {
        self.values.resize(columns.len(), 0);
        for (need, column) in self.values.iter_mut().zip(columns) {
            let texts: Vec<_> = events.iter().map(|&event| shown_text(store, event, column)).collect();
            let texts = || texts.iter().map(|text| &**text);
            let shared = shared_prefix(texts());
            let widest = texts().map(|text| match text.get(shared..).filter(|_| text.starts_with("arn:")) {
                Some(rest) if shared > 0 => width(rest) + 1,
                _ => width(text),
            });
            *need = widest.max().unwrap_or(0).max(*need);
        }
        let badges = events.iter().map(|&event| badges(store, event).count()).max();
        self.badges = self.badges.max(badges.unwrap_or(0));
    }

    /// Returns the columns of a list of `width` cells. The event name gets what it needs before the others get
    /// more than their minimum. Blank columns are left out first, then the least important ones, and added
    /// columns last.
    pub fn widths(&self, columns: &[ListColumn], width: usize) -> Widths {
        let mut columns: Vec<ColumnWish> = columns
            .iter()
            .zip(&self.values)
            .filter_map(|(column, need)| ColumnWish::new(*column, *need))
            .collect();
        let mut widths = Widths { badges: self.badges, columns: Vec::new(), left_out: 0 };
        let room = width.saturating_sub(widths.gutter());
        let used = |columns: &[ColumnWish]| columns.iter().map(|wish| wish.cells + 1).sum::<usize>();
        while let Some(at) = least_important(&columns) {
            let is_implied = columns.get(at).is_some_and(|wish| wish.column.rank >= IMPLIED);
            // What the event name implies gets room only after the other columns.
            let others = columns
                .iter()
                .filter(|wish| wish.column.rank < IMPLIED)
                .map(ColumnWish::lacks)
                .sum::<usize>();
            let needed = used(&columns) + if is_implied { others } else { 0 };
            if needed <= room {
                break;
            }
            widths.left_out += usize::from(columns.remove(at).column.is_added);
        }
        let mut spare = room.saturating_sub(used(&columns));
        for wish in columns.iter_mut().filter(|wish| wish.column.column() == Some(Column::SourceIpAddress)) {
            let lacking = wish.wanted.min(LONGEST_IPV4).saturating_sub(wish.cells);
            spare -= wish.grow(if lacking <= spare { lacking } else { 0 });
        }
        for wish in columns.iter_mut().filter(|wish| wish.column.column() == Some(Column::EventName)) {
            spare -= wish.grow(wish.lacks().min(spare));
        }
        // Cell by cell in turn, so that no column takes all that the others lack.
        while spare > 0 && columns.iter().any(|wish| wish.cells < wish.wanted) {
            for wish in columns.iter_mut().filter(|wish| wish.cells < wish.wanted) {
                spare -= wish.grow(spare.min(1));
            }
        }
        widths.columns = columns.iter().map(|wish| (wish.column, wish.cells)).collect();
        widths
    }
}

/// Returns the place of the column that is left out first if there is too little room; `None` if the rest must
/// stay.
fn least_important(columns: &[ColumnWish]) -> Option<usize> {
    let may_go = |wish: &ColumnWish| wish.column.rank > 1 || wish.column.is_added;
    let places = columns.iter().enumerate().skip(1).filter(|(_, wish)| may_go(wish));
    places.max_by_key(|(place, wish)| (wish.column.rank, *place)).map(|(place, _)| place)
}

/// What a column gets, and what it could use.
struct ColumnWish {
    column: ListColumn,
    cells: usize,
    wanted: usize,
}

impl ColumnWish {
    fn new(column: ListColumn, need: usize) -> Option<Self> {
        let need = match column.source {
            FieldSource::Time => column.least,
            FieldSource::EventId | FieldSource::Column(_) => need.max(usize::from(column.is_added)),
        };
        let heading = column.heading.len();
        let heading = if column.is_added { heading.min(LONGEST_HEADING) } else { heading };
        let wanted = need.max(heading).min(column.best);
        (need > 0).then(|| Self { column, cells: wanted.min(column.least), wanted })
    }

    /// Returns how many cells it lacks to show most values whole.
    fn lacks(&self) -> usize {
        self.wanted.min(LONGEST_NAME).saturating_sub(self.cells)
    }

    fn grow(&mut self, cells: usize) -> usize {
        self.cells += cells;
        cells
    }
}

/// Returns the text of a cell of a column of values; empty for the time, which has its own format.
fn cell_text<'s>(store: &'s Store, event: Event, column: &ListColumn) -> &'s str {
    let Some(field) = column.column() else { return "" };
    if !store.is_read(event, field) {
        return UNREAD;
    }
    let failed = || store.value(event, Column::Outcome) == "failed";
    match (field, store.value(event, field)) {
        // A failed sign-in has an error message but no error code.
        (Column::ErrorCode, "") if failed() => match store.value(event, Column::ErrorMessage) {
            "" => "failed",
            message => message,
        },
        // Insights and aggregated events may have no name; their type says what they are.
        (Column::EventName, "") => store.value(event, Column::EventType),
        (_, value) => value,
    }
}

/// Returns the shown part of the text of a cell: in `resource`, only the last part of each ARN after the arrow.
pub fn shown_text<'s>(store: &'s Store, event: Event, column: &ListColumn) -> Cow<'s, str> {
    if column.source == FieldSource::EventId {
        return Cow::Owned(store.event_id(event));
    }
    let text = cell_text(store, event, column);
    if column.column() == Some(Column::Resource) { short(text) } else { Cow::Borrowed(text) }
}

/// A remark on a row besides its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// It is quoted in a value of something else.
    Quoted,
    /// It comes from a damaged file.
    Damaged,
    /// A value in it has hidden characters.
    Hidden,
    /// Its record was delivered more than once.
    Repeated,
    /// Its `eventID` has other texts too.
    Twin,
}

/// Returns the badges of a row, the most important first.
pub fn badges(store: &Store, event: Event) -> impl Iterator<Item = Badge> {
    let damaged = store.file_of(event).is_some_and(|file| file.state == FileState::Damaged);
    let hidden = LIST_COLUMNS.iter().any(|column| in_text(cell_text(store, event, column)) > 0);
    let repeated = !store.folds().copies(event).is_empty();
    let twin = store.twins().is_twin(event);
    let badges = [
        (store.is_quoted(event), Badge::Quoted),
        (damaged, Badge::Damaged),
        (hidden, Badge::Hidden),
        (repeated, Badge::Repeated),
        (twin, Badge::Twin),
    ];
    badges.into_iter().filter_map(|(is, badge)| is.then_some(badge))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::field::field;

    fn needs(need: usize, columns: &[ListColumn], badges: usize) -> Needs {
        Needs { values: vec![need; columns.len()], badges }
    }

    fn cells(needs: &Needs, columns: &[ListColumn], width: usize) -> Vec<(&'static str, usize)> {
        let widths = needs.widths(columns, width);
        widths.columns.iter().map(|(column, cells)| (column.heading, *cells)).collect()
    }

    fn with(added: &[&str]) -> Vec<ListColumn> {
        let added = added.iter().map(|name| ListColumn::of(field(name).unwrap()));
        ListColumn::defaults().into_iter().chain(added).collect()
    }

    #[test]
    fn columns_fit_and_the_least_important_go_first() {
        for columns in [with(&[]), with(&["program"]), with(&["eventID", "os", "userAgent"])] {
            for (need, badges) in [1, 8, 20, 60].into_iter().flat_map(|need| [(need, 0), (need, 5)]) {
                let needs = needs(need, &columns, badges);
                for width in 0..300 {
                    let widths = needs.widths(&columns, width);
                    let shown: Vec<ListColumn> = widths.columns.iter().map(|(column, _)| *column).collect();
                    let used: usize =
                        widths.gutter() + widths.columns.iter().map(|(_, cells)| cells + 1).sum::<usize>();
                    assert!(used <= width || shown.len() == 2, "{width} {widths:?}");
                    let at = |column| columns.iter().position(|other| other == column).unwrap();
                    assert!(shown.len() >= 2 && shown.iter().map(at).is_sorted());
                    // Added columns stay longest, the earliest of them longest of all.
                    let asked = shown.iter().filter(|column| column.is_added).count();
                    assert_eq!(asked + widths.left_out, columns.len() - 8);
                    assert!(widths.left_out == 0 || shown.len() == 2 + asked);
                }
            }
        }
    }

    /// An address lacked its last character while the event name had cells to spare for most events.
    #[test]
    fn an_ipv4_address_is_whole_before_the_name_grows() {
        let columns = with(&[]);
        let from = columns.iter().position(|column| column.heading == "from").unwrap();
        for (need, width) in (7..=15).flat_map(|need| (82..200).map(move |width| (need, width))) {
            let mut needs = needs(60, &columns, 0);
            needs.values[from] = need;
            let cells = cells(&needs, &columns, width);
            assert!(cells.contains(&("from", need)), "{width}: {cells:?}");
        }
    }

    /// Names were cut to 15 cells beside columns that were blank.
    #[test]
    fn blank_columns_give_their_room_to_the_name() {
        let columns = with(&[]);
        let mut blank = needs(0, &columns, 0);
        assert_eq!(blank.widths(&columns, 80).columns.len(), 1, "only the time");
        blank.values[1] = 27;
        assert_eq!(cells(&blank, &columns, 40), [("time", 8), ("event", 27)]);
        let columns = with(&["program"]);
        assert_eq!(cells(&needs(0, &columns, 0), &columns, 80), [("time", 8), ("program", 7)], "asked for");
    }

    #[test]
    fn a_pane_beside_an_event_has_room_for_name_target_who_address_and_error() {
        let columns = with(&[]);
        let headings: Vec<_> =
            cells(&needs(60, &columns, 0), &columns, 77).into_iter().map(|(heading, _)| heading).collect();
        assert_eq!(headings, ["time", "event", "resource", "who", "from", "error"]);
    }
}
