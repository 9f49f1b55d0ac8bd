//! The columns of the list as chosen: which, in what order, how wide, and what the list is sorted by.

use crate::query::sort::Sorting;
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{Field, FieldSource};

/// The columns of the list. The configuration and the program's state can read and write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumns {
    /// From left to right; never empty.
    pub columns: Vec<ListColumn>,
    /// Chosen widths in cells. A column without one is as wide as its values need.
    pub widths: Vec<(ListColumn, usize)>,
    /// What the list is sorted by: the oldest event first if it is `None`.
    pub sort: Option<ColumnSort>,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSort {
    /// The column, which may be hidden.
    pub column: ListColumn,
    /// Whether the greatest value, or the newest event, comes first.
    pub descending: bool,
}

/// Narrowest and widest that a column can be chosen to be, in cells.
const WIDTHS: (usize, usize) = (3, 200);

impl Default for ListColumns {
    fn default() -> Self {
        Self { columns: ListColumn::defaults(), widths: Vec::new(), sort: None }
    }
}

impl ListColumns {
    /// Returns the columns of these fields, each once; the default columns if there are no fields.
    pub fn of(fields: &[&'static Field]) -> Self {
        let mut columns: Vec<ListColumn> = Vec::new();
        for column in fields.iter().map(|field| ListColumn::of(field)) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        if columns.is_empty() { Self::default() } else { Self { columns, ..Self::default() } }
    }

    /// Returns whether a column is shown.
    pub fn shows(&self, column: &ListColumn) -> bool {
        self.columns.contains(column)
    }

    /// Shows or hides a column; returns whether it did. The last column stays.
    pub fn switch(&mut self, column: ListColumn) -> bool {
        match self.columns.iter().position(|shown| *shown == column) {
            Some(_) if self.columns.len() == 1 => return false,
            Some(at) => drop(self.columns.remove(at)),
            None => {
                // A default column returns to its place, any other one is appended.
                let is_later = |shown: &ListColumn| shown.is_added || shown.rank > column.rank;
                let place = self.columns.iter().position(is_later).filter(|_| !column.is_added);
                self.columns.insert(place.unwrap_or(self.columns.len()), column);
            }
        }
        true
    }

    /// Moves a shown column to the left (-1) or to the right (1); returns whether it moved.
    pub fn shift(&mut self, column: &ListColumn, step: isize) -> bool {
        let at = self.columns.iter().position(|shown| shown == column);
        let to = at.and_then(|at| at.checked_add_signed(step)).filter(|&to| to < self.columns.len());
        let (Some(at), Some(to)) = (at, to) else { return false };
        self.columns.swap(at, to);
        true
    }

    /// Returns the chosen width of a column, in cells.
    pub fn width(&self, column: &ListColumn) -> Option<usize> {
        self.widths.iter().find(|(other, _)| other == column).map(|(_, width)| *width)
    }

    /// Makes a column wider (or narrower) by some cells than it is now.
    pub fn widen(&mut self, column: ListColumn, now: usize, cells: isize) {
        let (least, most) = WIDTHS;
        let now = self.width(&column).unwrap_or(now);
        self.fit(&column);
        self.widths.push((column, now.saturating_add_signed(cells).clamp(least, most)));
    }

    /// Gives columns these widths, in cells.
    pub fn set_widths(&mut self, widths: impl Iterator<Item = (ListColumn, usize)>) {
        let (least, most) = WIDTHS;
        for (column, cells) in widths {
            self.fit(&column);
            self.widths.push((column, cells.clamp(least, most)));
        }
    }

    /// Lets a column be as wide as its values need; returns whether it had another width.
    pub fn fit(&mut self, column: &ListColumn) -> bool {
        let before = self.widths.len();
        self.widths.retain(|(other, _)| other != column);
        self.widths.len() < before
    }

    /// Sorts by a column; if the list is already sorted by it, in the other direction.
    pub fn sort_by(&mut self, column: ListColumn) {
        let is_ascending = self.sorted(&column) == Some(false);
        self.sort = Some(ColumnSort { column, descending: is_ascending });
    }

    /// Returns whether the list is sorted by a column, and whether the greatest value comes first.
    pub fn sorted(&self, column: &ListColumn) -> Option<bool> {
        match self.sort {
            Some(sort) => (sort.column == *column).then_some(sort.descending),
            None => (column.source == FieldSource::Time).then_some(false),
        }
    }

    /// Returns whether the list is sorted by time, newest first.
    pub fn is_reversed(&self) -> bool {
        self.sort.is_some_and(|sort| sort.column.source == FieldSource::Time && sort.descending)
    }

    /// Returns what the values are sorted by; `None` if the list is sorted by time.
    pub fn sorting(&self) -> Option<Sorting> {
        let sort = self.sort.filter(|sort| sort.column.source != FieldSource::Time)?;
        // The principal is sorted by the label that is shown.
        let column = sort.column.column().or_else(|| Some(sort.column.field()?.column()))?;
        Some(Sorting { column, descending: sort.descending })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::field::field;

    fn column(name: &str) -> ListColumn {
        ListColumn::of(field(name).unwrap())
    }

    fn headings(chosen: &ListColumns) -> Vec<&'static str> {
        chosen.columns.iter().map(|column| column.heading).collect()
    }

    #[test]
    fn columns_move_and_return_to_their_place() {
        let mut chosen =
            ListColumns::of(&[field("time").unwrap(), field("os").unwrap(), field("who").unwrap()]);
        assert!(chosen.shift(&column("who"), -1) && !chosen.shift(&column("time"), -1));
        assert_eq!(headings(&chosen), ["time", "who", "os"]);
        assert!(!chosen.shift(&column("os"), 1) && !chosen.shift(&column("region"), 1));
        assert!(chosen.switch(column("event")) && chosen.switch(column("os")));
        assert_eq!(headings(&chosen), ["time", "event", "who"]);
        for name in ["time", "event"] {
            assert!(chosen.switch(column(name)));
        }
        assert!(!chosen.switch(column("who")), "the last column stays");
    }

    #[test]
    fn widths_are_chosen_from_what_is_shown_and_forgotten() {
        let mut chosen = ListColumns::default();
        chosen.widen(column("who"), 20, 2);
        chosen.widen(column("who"), 99, 2);
        assert_eq!(chosen.width(&column("who")), Some(24));
        chosen.widen(column("who"), 99, -90);
        assert_eq!(chosen.width(&column("who")), Some(3));
        assert!(chosen.fit(&column("who")) && !chosen.fit(&column("who")));
    }

    #[test]
    fn the_same_column_again_turns_the_list_round() {
        let mut chosen = ListColumns::default();
        chosen.sort_by(column("time"));
        assert!(chosen.is_reversed() && chosen.sorting().is_none());
        chosen.sort_by(column("eventID"));
        assert!(!chosen.is_reversed() && !chosen.sorting().unwrap().descending);
        chosen.sort_by(column("eventID"));
        assert_eq!(chosen.sorted(&column("eventID")), Some(true));
        chosen.sort_by(column("time"));
        assert_eq!((chosen.sorted(&column("time")), chosen.is_reversed()), (Some(false), false));
    }
}
