//! The overlay that opens another file or folder: its path, what completes it, and what was opened before.

use ratatui::layout::{Position, Rect};

use super::path_line::{PathLine, PathNeed};
use crate::tui::input::action::{Action, Context, MoveAction, PathAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

/// The overlay.
#[derive(Debug)]
pub struct OpenPane {
    /// The path.
    pub path: PathLine,
    /// Whether it is opened as soon as it is known to exist.
    pub waits: bool,
    window: Window,
}

/// Lines below the typed one: a rule, what is said, and names.
const BELOW: usize = 10;

/// Lines above the names: the typed one, a rule, and what enter does.
pub const ABOVE_NAMES: u16 = 3;

impl OpenPane {
    /// Makes an overlay that offers what was opened before.
    pub fn new(recent: &[String]) -> Self {
        let path = PathLine::new("", PathNeed::Open).with_recent(recent);
        Self { path, waits: false, window: Window::default() }
    }

    /// Returns what is to be opened, and whether it is added to what is open: a `+` comes before it then.
    pub fn target(&self) -> (String, bool) {
        let typed = self.path.text().trim();
        match typed.strip_prefix('+') {
            Some(rest) => (rest.trim_start().to_owned(), true),
            None => (typed.to_owned(), false),
        }
    }
}

impl OverlayPane for OpenPane {
    fn context(&self) -> Context {
        Context::Open
    }

    fn title(&self) -> &'static str {
        "Open"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::overlay(screen, BELOW + 1)
    }

    fn arrange(&mut self, _: Rect) {}

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn scroll(&mut self, rows: isize) {
        self.path.choose(rows.signum());
    }

    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        if self.path.edit(change) {
            self.waits = false;
        }
        true
    }

    fn path_line(&mut self) -> Option<&mut PathLine> {
        Some(&mut self.path)
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if action == Action::Accept {
            return Some(OverlayAnswer::Do(Choice::Open));
        }
        if let Action::Path(PathAction::Complete(step)) = action {
            self.path.complete(step);
        } else if let Action::Move(MoveAction::Rows(step)) = action {
            self.path.choose(step);
        } else {
            return None;
        }
        Some(OverlayAnswer::Stay)
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let area = self.area(screen);
        if !area.contains(place) {
            return OverlayAnswer::Close;
        }
        let row = row_in(layout::inside(area), place);
        let name = row.and_then(|row| row.checked_sub(usize::from(ABOVE_NAMES)));
        self.path.take(name);
        OverlayAnswer::Stay
    }
}
