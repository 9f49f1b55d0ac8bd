//! The triage board: asked for while its pane is open, on the thread for surveys.

use std::sync::Arc;

use crate::query::language::expr::Expr;
use crate::query::summary::survey::Survey;
use crate::query::triage::board::{TriageBoard, TriageProgress, TriageRequest};
use crate::tui::app::{App, Overlay};
use crate::tui::input::action::Context;
use crate::tui::message::Effect;
use crate::tui::platform::errands::list_file;

impl App {
    /// Opens the board.
    pub(in crate::tui::update) fn show_board(&mut self) -> Vec<Effect> {
        self.show(Context::Triage)
    }

    /// Returns whether the board is open.
    pub(in crate::tui::update) fn shows_board(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Triage(_)))
    }

    /// Returns what is to be asked for the board, unless it is known or under way. While files are read, what is known
    /// changes all the time.
    pub(in crate::tui::update) fn lacks_board(&mut self) -> Option<Survey> {
        let is_reading = !self.progress.finished && !self.progress.stopped;
        let Some(Overlay::Triage(pane)) = &mut self.overlay else { return None };
        let (store, events) = (&self.store, self.list.events());
        if is_reading || self.filter.is_waiting() || !pane.lacks(events, store) {
            return None;
        }
        let request = TriageRequest {
            store: store.clone(),
            within: if pane.whole { Expr::default() } else { self.filter.meaning().expr.clone() },
            among: (!pane.whole).then(|| Arc::clone(events)),
            questions: self.questions.clone(),
            rules: Arc::clone(&self.rules),
            read_list: list_file,
        };
        Some(Survey::Board(Box::new(request)))
    }

    /// Shows a board, if its pane is still open.
    pub(in crate::tui::update) fn take_board(&mut self, board: &TriageBoard) {
        let filter = self.filter.text().to_owned();
        if let Some(Overlay::Triage(pane)) = &mut self.overlay {
            pane.show(board, &filter);
        }
    }

    /// Shows how far the board is.
    pub(in crate::tui::update) fn take_board_progress(&mut self, progress: TriageProgress) {
        if let Some(Overlay::Triage(pane)) = &mut self.overlay {
            pane.progress = Some(progress);
        }
    }
}
