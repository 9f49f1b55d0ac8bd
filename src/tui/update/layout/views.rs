//! What comes back in the next run: earlier filters, folders, and how each data was looked at.

use std::path::Path;

use crate::record::field::Field;
use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::panes::list::chosen_columns::ListColumns;
use crate::tui::panes::saved_view::SavedView;
use crate::tui::platform::loads::named_paths;
use crate::tui::platform::state_file::{self, Remembered};

impl App {
    /// Shows the columns that the configuration or the command line asks for, if any; they replace remembered ones.
    pub fn start_with_columns(&mut self, fields: Option<&[&'static Field]>) {
        self.views.columns = fields.map(ListColumns::of);
        self.list.start_with(fields.unwrap_or_default());
    }

    /// Takes filters, folders and views of earlier runs from the folder of what is remembered.
    pub(in crate::tui) fn recall_earlier_runs(&mut self, folder: Option<&Path>) {
        let Some(folder) = folder else { return };
        self.filter.line_mut().start_history(state_file::read(folder, Remembered::Filters));
        self.recent = state_file::read(folder, Remembered::Folders);
        self.recent.reverse();
        self.recall_views(&state_file::read(folder, Remembered::Views));
    }

    /// Takes the views of earlier runs, one a line, and remembers views from now on.
    pub fn recall_views(&mut self, lines: &[String]) {
        self.views.take(lines);
        self.recall_view();
    }

    /// Shows what is open as it was left, if it was opened before; otherwise nothing changes.
    pub(in crate::tui::update) fn recall_view(&mut self) {
        if let Some(view) = self.views.of(&self.named_paths()).cloned() {
            self.list.choose(view.columns(self.views.columns.as_ref()));
            view.lay_out(!self.views.has_layout, &mut self.layout, &mut self.group_layout);
        }
        self.views.at_start = Some(self.view());
    }

    /// Keeps how what is open is looked at.
    pub(in crate::tui::update) fn keep_view(&mut self) {
        let view = self.view();
        self.views.keep(view);
    }

    fn view(&self) -> SavedView {
        SavedView::of(self.named_paths(), self.list.chosen(), &self.layout, &self.group_layout)
    }

    /// Returns the absolute paths that are open, without what cannot be opened again.
    fn named_paths(&self) -> Vec<String> {
        named_paths(self.paths.iter())
    }

    /// Puts what is opened before the folders that were opened earlier.
    pub(in crate::tui::update) fn keep_recent(&mut self, paths: &[String]) {
        let paths = named_paths(paths.iter());
        self.recent.retain(|path| !paths.contains(path));
        self.recent.splice(0..0, paths);
    }

    /// Adds what is to be remembered to some effects; that comes before the program ends.
    pub(in crate::tui::update) fn remember(&mut self, effects: &mut Vec<Effect>) {
        let used = self.filter.line_mut().take_unwritten();
        if !used.is_empty() {
            effects.push(Effect::Remember(used));
        }
        if effects.iter().any(|effect| matches!(effect, Effect::Quit(_))) {
            self.keep_view();
        }
        let views = std::mem::take(&mut self.views.unwritten);
        if !views.is_empty() {
            effects.insert(0, Effect::RememberViews(views));
        }
    }
}
