//! LIST_COLUMNS, the only list of the default columns of event lists, and how any other field becomes one.
//! `field` describes their content; the screen draws them.

use crate::record::field::{Column, Field, FieldSource, field};
use crate::record::on_demand::known_field;

/// One column of event lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListColumn {
    /// Its heading on screen, which is also a filter name.
    pub heading: &'static str,
    /// What its cells show.
    pub source: FieldSource,
    /// Minimum useful width, in cells.
    pub least: usize,
    /// The width that shows most values whole, in cells.
    pub best: usize,
    /// Whether the end of a value matters as much as its beginning: long values are cut in the middle.
    pub cut_in_middle: bool,
    /// Priority, 0 highest: the screen shows columns in this order, and leaves out the last ones first if they
    /// do not fit. 0 and 1 are always shown.
    pub rank: usize,
    /// Whether lists have it only on request.
    pub is_added: bool,
}

impl ListColumn {
    /// Returns the column that shows a field: that of [`LIST_COLUMNS`] if there is one, otherwise one as wide
    /// as its values need.
    pub fn of(shown: &'static Field) -> Self {
        let is_its = |column: &Self| column.field().is_some_and(|field| field.name == shown.name);
        LIST_COLUMNS.into_iter().find(is_its).unwrap_or_else(|| {
            // Instead of a long name, the alias, which is a filter name too.
            let alias = shown.aliases.first().filter(|_| shown.name.contains('.'));
            let heading = alias.copied().unwrap_or(shown.name);
            let source = shown.source;
            Self { heading, source, least: 20, best: 60, cut_in_middle: true, rank: 1, is_added: true }
        })
    }

    /// Returns the default columns, in the order of the screen.
    pub fn defaults() -> Vec<Self> {
        let mut columns = LIST_COLUMNS.to_vec();
        columns.sort_by_key(|column| column.rank);
        columns
    }

    /// Returns the field for filters and exports: the principal if the column shows its label.
    pub fn field(&self) -> Option<&'static Field> {
        field(self.heading).or_else(|| known_field(self.heading))
    }

    /// Returns the column that holds the content of its cells; `None` for the time.
    pub const fn column(&self) -> Option<Column> {
        self.source.column()
    }
}

const fn list_column(
    heading: &'static str,
    column: Column,
    (least, best): (usize, usize),
    cut_in_middle: bool,
    rank: usize,
) -> ListColumn {
    let source = FieldSource::Column(column);
    ListColumn { heading, source, least, best, cut_in_middle, rank, is_added: false }
}

/// The columns of event lists. The screen, a copied row, `list` without `--columns` and the words of a filter
/// all use them. Text output has this order, the screen the order of their rank.
pub const LIST_COLUMNS: [ListColumn; 8] = [
    ListColumn {
        heading: "time",
        source: FieldSource::Time,
        least: 8,
        best: 8,
        cut_in_middle: false,
        rank: 0,
        is_added: false,
    },
    list_column("event", Column::EventName, (18, 64), false, 1),
    list_column("service", Column::Service, (8, 14), false, 6),
    list_column("who", Column::PrincipalLabel, (9, 40), true, 3),
    list_column("from", Column::SourceIpAddress, (9, 39), false, 4),
    list_column("region", Column::AwsRegion, (9, 14), false, 7),
    list_column("error", Column::ErrorCode, (12, 40), false, 5),
    list_column("resource", Column::Resource, (11, 90), true, 2),
];

/// The columns that are searched for a word without a field: those of lists. The principal is searched by its
/// ARN as well as by its label; the ARN takes the place of the time, which is not searched for words.
pub const SEARCHED_COLUMNS: [Column; LIST_COLUMNS.len()] = searched_columns();

#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const fn searched_columns() -> [Column; LIST_COLUMNS.len()] {
    let mut columns = [Column::Principal; LIST_COLUMNS.len()];
    let mut at = 0;
    while at < LIST_COLUMNS.len() {
        if let Some(column) = LIST_COLUMNS[at].column() {
            columns[at] = column;
        }
        at += 1;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_of_the_list_is_a_filter_name() {
        for column in &LIST_COLUMNS {
            let field = column.field().unwrap_or_else(|| panic!("{} is no filter name", column.heading));
            let shown = match column.source {
                // The label is how the principal is shown.
                FieldSource::Column(Column::PrincipalLabel) => FieldSource::Column(Column::Principal),
                source => source,
            };
            assert_eq!(field.source, shown, "{}", column.heading);
        }
    }

    #[test]
    fn every_field_and_every_path_is_a_column_under_a_filter_name() {
        let path = crate::record::on_demand::field_or_path("requestParameters.shown[0]").unwrap();
        for shown in crate::record::field::FIELDS.iter().chain([path]) {
            let column = ListColumn::of(shown);
            assert_eq!(column.field().unwrap().name, shown.name);
            assert_eq!(column.is_added, !LIST_COLUMNS.contains(&column), "{}", shown.name);
        }
    }

    #[test]
    fn words_search_every_column_that_lists_show_and_the_principal() {
        for column in LIST_COLUMNS.iter().filter_map(ListColumn::column).chain([Column::Principal]) {
            assert_eq!(
                SEARCHED_COLUMNS.iter().filter(|searched| **searched == column).count(),
                1,
                "{column:?}"
            );
        }
    }
}
