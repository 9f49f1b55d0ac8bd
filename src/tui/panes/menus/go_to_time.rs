//! The line in which a time to go to is typed. Nothing is filtered by it.

use ratatui::layout::{Position, Rect};

use super::choice::Choice;
use super::overlay::{OverlayAnswer, OverlayPane};
use crate::query::language::time::moment::moment;
use crate::record::time::Time;
use crate::store::Store;
use crate::tui::input::action::{Action, Context};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::list::pane::ListPane;
use crate::tui::window::Window;

/// Lines: what is typed, two about where that leads, and three of rules.
const LINES: usize = 6;

/// The line.
#[derive(Debug, Default)]
pub struct GoToTime {
    /// The typed text.
    pub line: TextLine,
    /// It has no rows.
    window: Window,
}

/// Where a typed time leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landing {
    /// The time that was typed.
    pub time: Time,
    /// The place of the event in the list, from the top.
    pub place: usize,
    /// Whether its event is at that time or after it; otherwise it is the last one before.
    pub is_after: bool,
}

/// Returns where a typed time leads in a list; `None` if it is not a time, or no listed event has one.
pub fn landing(text: &str, list: &ListPane, store: &Store) -> Option<Landing> {
    let here = list.current().map(|event| store.time(event));
    let time = moment(text, here)?;
    let (place, is_after) = list.place_at(store, time)?;
    Some(Landing { time, place, is_after })
}

impl OverlayPane for GoToTime {
    fn context(&self) -> Context {
        Context::GoToTime
    }

    fn title(&self) -> &'static str {
        "Go to a time"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::overlay(screen, LINES)
    }

    fn arrange(&mut self, _screen: Rect) {}

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        change(&mut self.line);
        true
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        let text = self.line.text().trim();
        // It stays open while the text is not a time.
        let go = || OverlayAnswer::Do(Choice::GoTo(text.to_owned()));
        (action == Action::Accept).then(|| if text.is_empty() { OverlayAnswer::Close } else { go() })
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        if self.area(screen).contains(place) { OverlayAnswer::Stay } else { OverlayAnswer::Close }
    }
}
