//! What the panes of lines under headings do in the same way: the ledger, the triage board and cards pass keys, wheel and
//! clicks to their [`Sections`]. What a line is, and what its own keys do, each of them says.

use std::ops::{Deref, DerefMut};

use ratatui::layout::{Position, Rect};

use super::sections::Sections;
use crate::tui::input::action::{Action, Context, MoveAction, PivotAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane};
use crate::tui::window::Window;

/// A pane of lines under headings.
pub trait SectionsPane {
    /// The context of its keys while nothing is typed.
    const CONTEXT: Context;

    /// Returns the words in its border.
    fn heading(&self) -> &'static str;

    /// Returns its lines.
    fn sections(&self) -> &Sections;

    /// Returns its lines to be changed.
    fn sections_mut(&mut self) -> &mut Sections;

    /// Makes the lines that match what is typed.
    fn narrow(&mut self);

    /// Opens the line under the cursor.
    fn open(&mut self) -> OverlayAnswer;

    /// Returns what adds the line under the cursor to the filter, or with `!` as its sign, its opposite.
    fn kept(&self, sign: &str) -> Option<Choice>;

    /// Carries out an action that only this pane has; returns whether it was one.
    fn switch(&mut self, action: Action) -> bool;
}

/// A pane of lines under headings as an overlay.
#[derive(Debug, Default)]
pub struct Sectioned<P>(pub P);

impl<P> Deref for Sectioned<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.0
    }
}

impl<P> DerefMut for Sectioned<P> {
    fn deref_mut(&mut self) -> &mut P {
        &mut self.0
    }
}

impl<P: SectionsPane> OverlayPane for Sectioned<P> {
    fn context(&self) -> Context {
        self.sections().context(P::CONTEXT)
    }

    fn title(&self) -> &'static str {
        self.heading()
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::inventory(screen)
    }

    fn arrange(&mut self, screen: Rect) {
        self.sections_mut().fit(screen);
    }

    fn window(&mut self) -> &mut Window {
        &mut self.sections_mut().window
    }

    fn go(&mut self, action: MoveAction) {
        self.sections_mut().go(action);
    }

    fn scroll(&mut self, rows: isize) {
        self.sections_mut().scroll(rows);
    }

    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        let (is_typing, is_changed) = self.sections_mut().edit(change);
        if is_changed {
            self.narrow();
        }
        is_typing
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if self.sections_mut().act(action) {
            self.narrow();
            return Some(OverlayAnswer::Stay);
        }
        if self.switch(action) {
            return Some(OverlayAnswer::Stay);
        }
        if let Action::Pivot(PivotAction::Keep(keeps)) = action {
            return Some(OverlayAnswer::choosing(self.kept(if keeps { "" } else { "!" })));
        }
        matches!(action, Action::Open | Action::Accept).then(|| self.open())
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        if self.sections_mut().click(place, screen) { self.open() } else { OverlayAnswer::Stay }
    }
}
