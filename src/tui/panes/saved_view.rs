//! How the screen was left: the columns of the list with their order, widths and sort order, and the layout. For each
//! data that was opened there is one line of text, which comes back when the same paths are opened again. Whatever
//! such a line has is harmless: what it cannot mean is left out.

use serde::{Deserialize, Serialize};

use super::list::chosen_columns::{ColumnSort, ListColumns};
use crate::record::field::list_columns::ListColumn;
use crate::record::on_demand::field_or_path;
use crate::tui::layout_choice::{LAYOUTS, PaneLayout, layout_name};

/// Most columns that are taken from a line; no screen shows more.
const MOST_COLUMNS: usize = 40;

/// A view of one data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedView {
    /// The absolute paths that were opened.
    pub paths: Vec<String>,
    /// The fields of the columns from left to right.
    columns: Vec<String>,
    /// Chosen widths, in cells.
    widths: Vec<(String, usize)>,
    /// The field that the list is sorted by, and whether the greatest value comes first.
    sort: Option<(String, bool)>,
    /// The layout of list and event, and that of the groups.
    layout: SavedLayout,
    groups: SavedLayout,
}

/// A layout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct SavedLayout {
    choice: String,
    /// Of how many cells the first pane has how many: beside the other, and above it.
    borders: Option<[(u16, u16); 2]>,
}

impl SavedLayout {
    fn of(layout: &PaneLayout) -> Self {
        Self { choice: layout_name(layout.choice).to_owned(), borders: Some(layout.borders()) }
    }

    fn put_into(&self, layout: &mut PaneLayout) {
        if let Some((_, choice)) = LAYOUTS.iter().find(|(name, _)| *name == self.choice) {
            layout.choice = *choice;
        }
        if let Some(borders) = self.borders {
            layout.set_borders(borders);
        }
    }
}

impl SavedView {
    /// Makes the view of what is shown.
    pub fn of(paths: Vec<String>, chosen: &ListColumns, layout: &PaneLayout, groups: &PaneLayout) -> Self {
        let name = |column: &ListColumn| column.field().map(|field| field.name.to_owned());
        Self {
            paths,
            columns: chosen.columns.iter().filter_map(name).collect(),
            widths: chosen
                .widths
                .iter()
                .filter_map(|(column, cells)| Some((name(column)?, *cells)))
                .collect(),
            sort: chosen.sort.and_then(|sort| Some((name(&sort.column)?, sort.descending))),
            layout: SavedLayout::of(layout),
            groups: SavedLayout::of(groups),
        }
    }

    /// Reads a line; `None` if it is not one of these.
    pub fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok().filter(|view: &Self| !view.paths.is_empty())
    }

    /// Writes it as a line.
    pub fn line(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// Returns the columns, their widths and the sort order, as far as they exist; `columns` instead of those that
    /// were saved, if some are given.
    pub fn columns(&self, columns: Option<&ListColumns>) -> ListColumns {
        let column = |name: &String| field_or_path(name).map(ListColumn::of);
        let saved = || {
            let fields: Vec<_> =
                self.columns.iter().take(MOST_COLUMNS).filter_map(|name| field_or_path(name)).collect();
            let mut saved = ListColumns::of(&fields);
            let widths = self.widths.iter().take(MOST_COLUMNS);
            saved.set_widths(widths.filter_map(|(name, cells)| Some((column(name)?, *cells))));
            saved
        };
        let mut chosen = columns.cloned().unwrap_or_else(saved);
        let sort = self.sort.as_ref();
        chosen.sort = sort.and_then(|(name, descending)| {
            Some(ColumnSort { column: column(name)?, descending: *descending })
        });
        chosen
    }

    /// Puts the layouts into those of the screen; that of list and event only if `takes_choice`.
    pub fn lay_out(&self, takes_choice: bool, layout: &mut PaneLayout, groups: &mut PaneLayout) {
        let chosen = layout.choice;
        self.layout.put_into(layout);
        if !takes_choice {
            layout.choice = chosen;
        }
        self.groups.put_into(groups);
    }
}

/// The views of earlier runs, and what the configuration decides in their place.
#[derive(Debug, Default)]
pub struct SavedViews {
    views: Vec<SavedView>,
    /// Lines that are not written yet.
    pub(in crate::tui) unwritten: Vec<String>,
    /// Whether views are to be remembered.
    pub is_on: bool,
    /// The columns that the configuration or the command line asks for.
    pub columns: Option<ListColumns>,
    /// Whether they ask for a layout.
    pub has_layout: bool,
    /// What was shown when these paths were opened.
    pub(in crate::tui) at_start: Option<SavedView>,
}

impl SavedViews {
    /// Takes the lines of earlier runs, the newest last.
    pub fn take(&mut self, lines: &[String]) {
        self.is_on = true;
        self.views = lines.iter().filter_map(|line| SavedView::read(line)).collect();
    }

    /// Returns the newest view of these paths.
    pub fn of(&self, paths: &[String]) -> Option<&SavedView> {
        self.views.iter().rev().find(|view| view.paths == paths)
    }

    /// Remembers a view, if it is not as it was when the paths were opened.
    pub fn keep(&mut self, view: SavedView) {
        if !self.is_on || view.paths.is_empty() || self.at_start.as_ref() == Some(&view) {
            return;
        }
        self.unwritten.extend(view.line());
        self.views.push(view);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::field::field;
    use crate::tui::layout_choice::LayoutChoice;

    #[test]
    fn what_is_saved_comes_back() {
        let fields: Vec<_> = ["who", "time", "requestParameters.bucketName", "os"]
            .map(|name| field_or_path(name).unwrap())
            .into();
        let mut chosen = ListColumns::of(&fields);
        let os = ListColumn::of(field("os").unwrap());
        chosen.widen(os, 20, 3);
        chosen.sort_by(os);
        let mut layout = PaneLayout::from(LayoutChoice::Below);
        layout.set_borders([(30, 100), (7, 20)]);
        let view = SavedView::of(vec!["/x".to_owned()], &chosen, &layout, &PaneLayout::of_groups());
        let read = SavedView::read(&view.line().unwrap()).unwrap();
        assert_eq!(read, view);
        assert_eq!(read.columns(None), chosen);
        let (mut shown, mut groups) = (PaneLayout::default(), PaneLayout::of_groups());
        read.lay_out(true, &mut shown, &mut groups);
        assert_eq!((shown, groups), (layout, PaneLayout::of_groups()));
        // What the configuration says holds.
        let own = ListColumns::of(&[field("time").unwrap()]);
        assert_eq!(read.columns(Some(&own)).columns, own.columns);
        let mut beside = PaneLayout::from(LayoutChoice::Beside);
        read.lay_out(false, &mut beside, &mut groups);
        assert_eq!(beside.choice, LayoutChoice::Beside);
    }

    #[test]
    fn hostile_lines_mean_nothing_or_less() {
        for line in
            ["", "x", "{}", "[]", r#"{"paths":[]}"#, r#"{"paths":"/x"}"#, r#"{"paths":["/x"],"widths":3}"#]
        {
            assert_eq!(SavedView::read(line), None, "{line}");
        }
        let many = vec!["\"eventName\""; 5000].join(",");
        for (line, columns) in [
            (r#"{"paths":["/x"],"columns":["no such field \u001b","","who","who"]}"#.to_owned(), 1),
            (format!(r#"{{"paths":["/x"],"columns":[{many}]}}"#), 1),
            (r#"{"paths":["/x"],"sort":["nothing",true],"columns":["who"]}"#.to_owned(), 1),
            (
                r#"{"paths":["/x"],"widths":[["who",18446744073709551615],["who",0]],"columns":["who"]}"#
                    .to_owned(),
                1,
            ),
            (r#"{"paths":["/x"],"layout":{"choice":"?","borders":[[65535,0],[0,0]]}}"#.to_owned(), 8),
        ] {
            let view = SavedView::read(&line).unwrap();
            let chosen = view.columns(None);
            assert_eq!(chosen.columns.len(), columns, "{line}");
            assert!(chosen.widths.iter().all(|(_, cells)| (3..=200).contains(cells)), "{:?}", chosen.widths);
            let (mut layout, mut groups) = (PaneLayout::default(), PaneLayout::of_groups());
            view.lay_out(true, &mut layout, &mut groups);
            let main = ratatui::layout::Rect::new(0, 2, 120, 30);
            let (list, event) = layout.place(main, false);
            assert_eq!(list.width + event.width, 120);
        }
    }
}
