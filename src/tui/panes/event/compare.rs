//! Two events beside each other: what differs. The rows of their merged trees, with equal ones hidden or dim.

use ratatui::layout::{Position, Rect};

use crate::export::two_events::Compared;
use crate::json::compare::DiffSign;
use crate::store::Event;
use crate::tui::input::action::{Action, CompareAction, Context};
use crate::tui::layout;
use crate::tui::panes::menus::choice::{Choice, Comparing};
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

/// A line: a row of the merged tree, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffLine {
    /// A row that both sides have alike, that contains others, or that one side has.
    Whole(usize),
    /// The left value of a row that changed.
    Left(usize),
    /// The right value of a row that changed.
    Right(usize),
    /// Equal values that are hidden, and how deep.
    Hidden {
        /// How many.
        values: usize,
        /// How many containers they are in.
        depth: usize,
    },
}

/// The pane.
#[derive(Debug)]
pub struct ComparePane {
    /// Cursor and scroll position over the lines.
    pub window: Window,
    /// The event on the right.
    pub right: Event,
    /// Whether a comparison is being made.
    pub waits: bool,
    compared: Option<Box<Compared>>,
    lines: Vec<DiffLine>,
    /// The lines that begin a difference.
    starts: Vec<usize>,
    shows_equal: bool,
}

/// Lines above the rows: what is compared, a summary, and a blank one.
const ABOVE: u16 = 4;

impl ComparePane {
    /// Makes a pane that waits for the comparison of an event.
    pub fn new(right: Event) -> Self {
        Self {
            window: Window::default(),
            right,
            waits: true,
            compared: None,
            lines: Vec::new(),
            starts: Vec::new(),
            shows_equal: false,
        }
    }

    /// Shows a comparison.
    pub fn show(&mut self, compared: Compared) {
        self.waits = false;
        self.compared = Some(Box::new(compared));
        self.make_lines();
        self.window.select(self.starts.first().copied().unwrap_or(0));
    }

    /// Returns the comparison, once there is one.
    pub fn compared(&self) -> Option<&Compared> {
        self.compared.as_deref()
    }

    /// Returns the lines, of which the window shows a part.
    pub fn lines(&self) -> &[DiffLine] {
        &self.lines
    }

    /// Returns whether equal values are shown.
    pub fn shows_equal(&self) -> bool {
        self.shows_equal
    }

    /// Returns the number of the difference under the cursor, from 1 on.
    pub fn place(&self) -> Option<usize> {
        let after = self.starts.partition_point(|&line| line <= self.window.cursor());
        (after > 0).then_some(after)
    }

    /// Returns the area of what is compared, and that of the rows.
    pub fn parts(&self, screen: Rect) -> (Rect, Rect) {
        let body = layout::inside(self.area(screen));
        let above = ABOVE.min(body.height / 2);
        let rows = Rect { y: body.y + above, height: body.height - above, ..body };
        (Rect { height: above, ..body }, rows)
    }

    fn make_lines(&mut self) {
        self.lines.clear();
        self.starts.clear();
        let Some(compared) = &self.compared else { return };
        let rows = compared.diff.rows();
        let mut at = 0;
        // Up to here a row has the same sign as the one that contains it.
        let mut alone_until = 0;
        while let Some(row) = rows.get(at) {
            let is_leaf = row.end == at + 1;
            match row.sign {
                DiffSign::Equal if !self.shows_equal => {
                    let below = rows.get(at..row.end).unwrap_or_default();
                    let is_value =
                        |(place, row): &(usize, &crate::json::compare::DiffRow)| row.end == at + place + 1;
                    let count = below.iter().enumerate().filter(is_value).count();
                    match self.lines.last_mut() {
                        Some(DiffLine::Hidden { values, depth }) if *depth == row.depth => *values += count,
                        _ => self.lines.push(DiffLine::Hidden { values: count, depth: row.depth }),
                    }
                    at = row.end;
                    continue;
                }
                DiffSign::Changed if is_leaf => {
                    self.starts.push(self.lines.len());
                    self.lines.extend([DiffLine::Left(at), DiffLine::Right(at)]);
                }
                DiffSign::Left | DiffSign::Right => {
                    if at >= alone_until {
                        self.starts.push(self.lines.len());
                        alone_until = row.end;
                    }
                    self.lines.push(DiffLine::Whole(at));
                }
                DiffSign::Equal | DiffSign::Changed => self.lines.push(DiffLine::Whole(at)),
            }
            at += 1;
        }
        self.window.set_total(self.lines.len());
    }

    /// Shows or hides what is equal; the cursor stays at its difference.
    fn toggle_equal(&mut self) {
        let place = self.place();
        self.shows_equal = !self.shows_equal;
        self.make_lines();
        let line = place.and_then(|place| self.starts.get(place - 1)).copied();
        self.window.select(line.unwrap_or(0));
    }

    /// Goes to the next or previous difference, wrapping around at the end.
    fn step(&mut self, step: isize) {
        let at = self.window.cursor();
        let next = if step < 0 {
            self.starts.iter().rev().find(|&&line| line < at).or(self.starts.last())
        } else {
            self.starts.iter().find(|&&line| line > at).or(self.starts.first())
        };
        if let Some(&line) = next {
            self.window.select(line);
        }
    }
}

impl OverlayPane for ComparePane {
    fn context(&self) -> Context {
        Context::Compare
    }

    fn title(&self) -> &'static str {
        "Two events"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::inventory(screen)
    }

    fn arrange(&mut self, screen: Rect) {
        let rows = self.parts(screen).1;
        self.window.set_height(usize::from(rows.height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        let Action::Compare(action) = action else { return None };
        match action {
            CompareAction::NextDifference(step) => self.step(step),
            CompareAction::Equal => self.toggle_equal(),
            CompareAction::Other(step) => {
                return Some(OverlayAnswer::Do(Choice::Compare(Comparing::Other(step))));
            }
            CompareAction::Copy => return Some(OverlayAnswer::Do(Choice::Compare(Comparing::Copy))),
            CompareAction::Open | CompareAction::Pick => {}
        }
        Some(OverlayAnswer::Stay)
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        if let Some(row) = row_in(self.parts(screen).1, place) {
            self.window.select(self.window.offset() + row);
        }
        OverlayAnswer::Stay
    }
}
