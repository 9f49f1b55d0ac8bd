//! Keys and mouse of the layout: the list alone, both, the event alone, and the same of groups and the selected one; beside or below each other; the border.

pub(in crate::tui::update) mod arrange;
pub(in crate::tui::update) mod look;
pub(in crate::tui::update) mod tabs;
pub(in crate::tui::update) mod views;

use crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::tui::app::{App, Focus};
use crate::tui::input::action::{Context, LayoutAction};
use crate::tui::layout_choice::{Division, LEAST, LayoutChoice, ListAlone, PaneLayout};
use crate::tui::message::Effect;
use crate::tui::number::counted;

/// How far a key moves the border.
const STEP: i16 = 2;

impl App {
    pub(super) fn act_on_layout(&mut self, action: LayoutAction) -> Vec<Effect> {
        match action {
            LayoutAction::Zoom => self.zoom(),
            LayoutAction::Turn => self.turn_layout(),
            LayoutAction::Border(direction) => {
                let (main, opened) = (self.main_area(), self.is_second_open());
                if !self.pane_layout_mut().move_border(main, opened, STEP.saturating_mul(direction)) {
                    return self.say("there is no border to move; z shows both panes");
                }
                Vec::new()
            }
        }
    }

    /// Returns the area of the list and the event.
    fn main_area(&self) -> Rect {
        let areas = self.areas();
        match (areas.list.is_empty(), areas.detail.is_empty()) {
            (true, _) => areas.detail,
            (_, true) => areas.list,
            (false, false) => areas.list.union(areas.detail),
        }
    }

    fn pane_layout_mut(&mut self) -> &mut PaneLayout {
        if self.shows_groups() { &mut self.group_layout } else { &mut self.layout }
    }

    /// Gives the pane with the keys the whole screen, or shows both panes again; both, where only one has room by itself.
    fn zoom(&mut self) -> Vec<Effect> {
        let (main, areas) = (self.main_area(), self.areas());
        if self.pane_layout().is_zoomed(self.is_second_open()) {
            self.end_zoom();
            return self.ask_for_columns();
        }
        if !areas.list.is_empty() && !areas.detail.is_empty() {
            self.enlarge();
            return Vec::new();
        }
        match self.both_in(main) {
            Some(choice) => {
                self.pane_layout_mut().choice = choice;
                Vec::new()
            }
            None => self.say("the screen is too small for two panes"),
        }
    }

    /// Gives the pane with the keys the whole screen.
    fn enlarge(&mut self) {
        let has_second = if self.shows_groups() {
            self.focused_portrait().is_some()
        } else {
            self.context() == Context::Detail
        };
        let had_event = self.detail_open;
        if has_second && !self.shows_groups() {
            self.detail_open = true;
        }
        let layout = self.pane_layout_mut();
        if has_second {
            layout.event_alone = true;
        } else {
            layout.list_alone = Some(ListAlone { had_event });
        }
    }

    /// Shows both panes again, where there is room for them; the keys go to the same pane as before.
    pub(super) fn end_zoom(&mut self) {
        let layout = self.pane_layout_mut();
        layout.event_alone = false;
        let list = layout.list_alone.take();
        if list.is_some_and(|list| list.had_event) && !self.shows_groups() && self.list.current().is_some() {
            self.detail_open = true;
        }
    }

    /// Returns the choice that shows both panes, if there is room for them.
    fn both_in(&self, main: Rect) -> Option<LayoutChoice> {
        let (mut layout, opened) = (*self.pane_layout(), self.is_second_open());
        [LayoutChoice::Auto, LayoutChoice::Below, LayoutChoice::Beside].into_iter().find(|&choice| {
            layout.choice = choice;
            layout.division(main, opened).is_some()
        })
    }

    /// Puts the event below the list, or beside it again.
    fn turn_layout(&mut self) -> Vec<Effect> {
        let main = self.main_area();
        let (choice, division) = match self.pane_layout().division(main, self.is_second_open()) {
            Some(Division::Beside) => (LayoutChoice::Below, Division::Below),
            Some(Division::Below) | None => (LayoutChoice::Beside, Division::Beside),
        };
        if !division.fits(main) {
            let (columns, rows) = (usize::from(LEAST.0) * 2, usize::from(main.y + LEAST.1 * 2 + 1));
            let (place, size) = match division {
                Division::Beside => ("beside", counted(columns, "column")),
                Division::Below => ("below", counted(rows, "row")),
            };
            let panes =
                if self.shows_groups() { "the group beside the groups" } else { "the event beside the list" };
            let panes = panes.replace("beside", place);
            return self.say(format!("{panes} needs a terminal of {size}"));
        }
        let layout = self.pane_layout_mut();
        (layout.choice, layout.event_alone, layout.list_alone) = (choice, false, None);
        Vec::new()
    }

    /// Closes the event; beside or below the list it is still shown if the layout always shows both.
    pub(super) fn close_event(&mut self) {
        self.focus = Focus::List;
        self.detail_open = false;
        self.layout.event_alone = false;
    }

    /// Keeps the pane with the focus on the screen: on a small one, going to the list closes the event.
    pub(super) fn show_focused(&mut self) {
        let has_keys = self.groups.as_ref().is_some_and(|groups| groups.portrait.is_focused);
        self.group_layout.event_alone &= has_keys;
        let is_in_list = matches!(self.focus, Focus::List | Focus::Filter | Focus::Timeline);
        if is_in_list && self.detail_open && self.areas().list.is_empty() && !self.shows_groups() {
            self.detail_open = false;
            self.layout.event_alone = false;
        }
    }

    /// Handles the mouse on the border: dragging moves it. `None` if the event is not for the border.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is the terminal library's")]
    pub(super) fn point_at_border(&mut self, kind: MouseEventKind, place: Position) -> Option<Vec<Effect>> {
        match kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let is_on_border = self.overlay.is_none() && self.is_on_border(place);
                self.pane_layout_mut().is_dragged = is_on_border;
                is_on_border.then(Vec::new)
            }
            MouseEventKind::Drag(MouseButton::Left) if self.pane_layout().is_dragged => {
                let (main, opened) = (self.main_area(), self.is_second_open());
                self.pane_layout_mut().drag_border(main, opened, place);
                Some(Vec::new())
            }
            MouseEventKind::Up(MouseButton::Left) if self.pane_layout().is_dragged => {
                self.pane_layout_mut().is_dragged = false;
                Some(Vec::new())
            }
            _ => None,
        }
    }

    /// Returns whether a place is on the border: the line before the event, or the title of the event below the
    /// list.
    fn is_on_border(&self, place: Position) -> bool {
        let detail = self.areas().detail;
        match self.pane_layout().division(self.main_area(), self.is_second_open()) {
            Some(Division::Beside) => Rect { width: 1, ..detail }.contains(place),
            Some(Division::Below) => Rect { height: 1, ..detail }.contains(place),
            None => false,
        }
    }
}
