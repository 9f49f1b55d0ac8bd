//! The screen of the case: its events in the order of time, and below them what is said about the one under the
//! cursor.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use crate::case::shown::shared_list::SharedList;
use crate::case::shown::shown_case::{ShownCase, ShownMark};
use crate::tui::input::action::{Action, CaseAction, Context};
use crate::tui::layout;
use crate::tui::panes::menus::choice::{CaseChoice, Choice};
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

/// The screen.
#[derive(Debug, Default)]
pub struct CasePane {
    shown: Arc<ShownCase>,
    /// Cursor and scroll position in the events.
    pub window: Window,
}

impl CasePane {
    /// Makes a screen with the cursor on the mark of this index.
    pub fn new(shown: &Arc<ShownCase>, at: usize) -> Self {
        let mut pane = Self::default();
        pane.show(shown);
        pane.window.set_height(1);
        pane.window.select(at);
        pane
    }

    /// Shows the marks as they are now; the cursor stays on its event.
    pub fn show(&mut self, shown: &Arc<ShownCase>) {
        let before = std::mem::replace(&mut self.shown, Arc::clone(shown));
        let current = before.marks().get(self.window.cursor());
        self.window.set_total(shown.marks().len());
        if let Some(mark) = current {
            let at = shown.index(mark);
            if shown.marks().get(at).is_some_and(|other| other.key == mark.key) {
                self.window.select(at);
            }
        }
    }

    /// Returns the marks.
    pub fn marks(&self) -> &SharedList<Arc<ShownMark>> {
        self.shown.marks()
    }

    /// Returns the mark under the cursor.
    pub fn current(&self) -> Option<&ShownMark> {
        self.marks().get(self.window.cursor()).map(|mark| &**mark)
    }
}

impl OverlayPane for CasePane {
    fn context(&self) -> Context {
        Context::Case
    }

    fn title(&self) -> &'static str {
        "Case"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::inventory(screen)
    }

    fn arrange(&mut self, screen: Rect) {
        self.window.set_height(usize::from(layout::case_parts(screen).rows.height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        let key = self.current().map(|mark| mark.key.clone());
        let of_mark = |choice: fn(_) -> CaseChoice| match &key {
            Some(key) => OverlayAnswer::Do(Choice::Case(choice(key.clone()))),
            None => OverlayAnswer::Stay,
        };
        if action == Action::Open {
            return Some(of_mark(CaseChoice::GoTo));
        }
        let Action::Case(action) = action else { return None };
        match action {
            CaseAction::Note => Some(of_mark(CaseChoice::Edit)),
            CaseAction::Mark => Some(of_mark(CaseChoice::Unmark)),
            CaseAction::Undo => Some(OverlayAnswer::Do(Choice::Case(CaseChoice::Undo))),
            CaseAction::Resume => Some(OverlayAnswer::Choose(Choice::Case(CaseChoice::Resume))),
            CaseAction::Report => Some(OverlayAnswer::Do(Choice::Case(CaseChoice::Report))),
            CaseAction::OpenOther => Some(OverlayAnswer::Do(Choice::Case(CaseChoice::OpenOther))),
            CaseAction::All | CaseAction::Show | CaseAction::DeleteBack => None,
        }
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        match row_in(layout::case_parts(screen).rows, place) {
            Some(row) if self.window.offset() + row < self.marks().len() => {
                self.window.select(self.window.offset() + row);
                OverlayAnswer::Stay
            }
            Some(_) | None => OverlayAnswer::Stay,
        }
    }
}
