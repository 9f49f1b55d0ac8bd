//! A number before a key, as in vim and less: how many rows a move goes, to which row, and for how many events from the cursor
//! a key works.

use crate::tui::app::App;
use crate::tui::input::action::{Action, CaseAction, ListAction, MoveAction, TimeAction};
use crate::tui::message::Effect;
use crate::tui::number::number as written;

/// Largest number; further digits are ignored.
const LARGEST: usize = 99_999_999;
/// Maximum number of steps to a day, an hour, a failed call or a change: each looks through the list.
const MOST_STEPS: usize = 1_000;

impl App {
    /// Begins a number; nothing begins with 0.
    pub(super) fn begin_number(&mut self, digit: u8) -> Vec<Effect> {
        self.go_on_with_number(0, digit)
    }

    fn go_on_with_number(&mut self, number: usize, digit: u8) -> Vec<Effect> {
        let longer = number * 10 + usize::from(digit);
        let number = if longer > LARGEST { number } else { longer };
        if number == 0 {
            return Vec::new();
        }
        self.number = Some(number);
        let takes =
            if self.shows_groups() { "a move or g takes it" } else { "a move, g, m, # or y takes it" };
        self.say(format!("{} · {takes}, esc ends it", written(number)))
    }

    /// Carries out an action with the number before it. Other actions than those that take one ignore it.
    pub(super) fn act_with(&mut self, number: usize, action: Action) -> Vec<Effect> {
        let times = |step: isize| step.saturating_mul(isize::try_from(number).unwrap_or(isize::MAX));
        match action {
            Action::List(ListAction::Digit(digit)) => self.go_on_with_number(number, digit),
            Action::Back => Vec::new(),
            Action::Move(MoveAction::Rows(step)) => self.act(Action::Move(MoveAction::Rows(times(step)))),
            Action::Move(MoveAction::Page(step)) => self.act(Action::Move(MoveAction::Page(times(step)))),
            Action::Move(MoveAction::First | MoveAction::Last) => {
                let mut effects = self.act(Action::Move(MoveAction::First));
                effects.extend(self.act(Action::Move(MoveAction::Rows(times(1) - 1))));
                effects
            }
            Action::List(ListAction::Seek(..) | ListAction::OtherEvent(_))
            | Action::Time(TimeAction::Day(_) | TimeAction::Hour(_)) => {
                self.repeat(number.min(MOST_STEPS), action)
            }
            Action::Case(CaseAction::Mark | CaseAction::Note) | Action::Copy(_) => {
                self.select_rows(times(1) - 1);
                self.act(action)
            }
            Action::Quit
            | Action::Cancel
            | Action::Suspend
            | Action::Redraw
            | Action::Mouse
            | Action::Show(_)
            | Action::NextPane
            | Action::Open
            | Action::Accept
            | Action::List(_)
            | Action::Filter(_)
            | Action::Pivot(_)
            | Action::Group(_)
            | Action::Tree(_)
            | Action::Time(_)
            | Action::Columns(_)
            | Action::Path(_)
            | Action::Tab(_)
            | Action::Layout(_)
            | Action::Compare(_)
            | Action::Load(_)
            | Action::Case(_) => self.act(action),
        }
    }

    /// Carries out a step again and again, until the cursor stays where it is.
    fn repeat(&mut self, number: usize, action: Action) -> Vec<Effect> {
        let mut effects = Vec::new();
        for _ in 0..number {
            let before = self.list.window.cursor();
            effects.extend(self.act(action));
            if self.list.window.cursor() == before {
                break;
            }
        }
        effects
    }

    /// Selects this many rows after the cursor, unless rows are selected.
    fn select_rows(&mut self, more: isize) {
        if !self.shows_groups() && self.list.range().is_none() && more > 0 && self.list.toggle_range() {
            self.list.window.move_by(more);
        }
    }
}
