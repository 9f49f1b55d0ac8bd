//! Pictures of the answer: a heat map of hours and days of the week, and who was active when. `picture` counts them;
//! here are the cursor of each and what a choice in it filters by.

use ratatui::layout::{Position, Rect};

use crate::query::language::time::clock::cell_terms;
use crate::query::summary::heat::{DAYS, HOURS};
use crate::query::summary::lanes::Lane;
use crate::query::summary::picture::{Picture, PictureRequest};
use crate::record::field::Field;
use crate::record::time::zone::Zone;
use crate::tui::input::action::{Action, Context, MoveAction, TimeAction};
use crate::tui::layout;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane};
use crate::tui::picture_layout::{PictureAreas, pictures};
use crate::tui::window::Window;

/// Which of the pictures is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PictureView {
    /// Hours and days of the week.
    #[default]
    Heat,
    /// Groups over time.
    Lanes,
}

/// The pictures.
#[derive(Debug)]
pub struct Pictures {
    /// Which is shown.
    pub view: PictureView,
    /// The field of the groups.
    pub field: &'static Field,
    /// The term for the events of the heat map, if they are those of one group.
    pub group: Option<String>,
    /// The selected hour of the heat map: its day of the week and the hour.
    pub cell: (usize, usize),
    /// The selected column of time.
    pub column: usize,
    /// Cursor and scroll position among the groups.
    pub window: Window,
    shown: Option<Picture>,
    /// Whether a picture is being counted.
    pub waits: bool,
}

impl Pictures {
    /// Makes them for groups by a field, with the term for the group whose events the heat map shows, if any.
    pub fn new(field: &'static Field, group: Option<String>) -> Self {
        Self {
            view: PictureView::default(),
            field,
            group,
            cell: (0, 0),
            column: 0,
            window: Window::default(),
            shown: None,
            waits: false,
        }
    }

    /// Returns what was counted, once it is.
    pub fn shown(&self) -> Option<&Picture> {
        self.shown.as_ref()
    }

    /// Shows what was counted. The first time, the cursors go to where most happened.
    pub fn show(&mut self, picture: Picture) {
        if self.shown.is_none() {
            self.cell = picture.heat.fullest().unwrap_or_default();
            let fullest = |lane: &Lane| {
                let most = lane.bars.iter().map(|bar| bar.total()).max()?;
                lane.bars.iter().position(|bar| bar.total() == most)
            };
            self.column = picture.lanes.lanes.first().and_then(fullest).unwrap_or(0);
        }
        self.column = self.column.min(picture.lanes.all.counts.len().saturating_sub(1));
        self.window.set_total(picture.lanes.lanes.len());
        self.shown = Some(picture);
    }

    /// Returns the group under the cursor.
    pub fn lane(&self) -> Option<&Lane> {
        self.shown.as_ref()?.lanes.lanes.get(self.window.cursor())
    }

    /// Returns whether a request asks for what is shown.
    pub fn is_shown(&self, request: &PictureRequest) -> bool {
        self.shown.as_ref().is_some_and(|picture| picture.request.is_same(request))
    }

    /// Moves by hours, round the ends of a day; or to the next column of time in which the group has events.
    fn step(&mut self, step: isize) {
        match self.view {
            PictureView::Heat => self.cell.1 = turned(self.cell.1, step, HOURS),
            PictureView::Lanes => {
                let Some(lane) = self.lane() else { return };
                let has_events = |at: &usize| lane.bars.get(*at).is_some_and(|bar| bar.total() > 0);
                let next = match step {
                    ..0 => (0..self.column.min(lane.bars.len())).rev().find(has_events),
                    _ => (self.column + 1..lane.bars.len()).find(has_events),
                };
                self.column = next.unwrap_or(self.column);
            }
        }
    }

    /// Goes to the nearest column of time in which the group has events.
    fn go_to_events(&mut self) {
        let Some(lane) = self.lane() else { return };
        let has_events = |at: &usize| lane.bars.get(*at).is_some_and(|bar| bar.total() > 0);
        let nearest = (0..lane.bars.len()).filter(has_events).min_by_key(|at| at.abs_diff(self.column));
        self.column = nearest.unwrap_or(self.column);
    }

    fn chosen(&self) -> OverlayAnswer {
        let Some(picture) = &self.shown else { return OverlayAnswer::Stay };
        let nothing = || OverlayAnswer::Do(Choice::Say("this cell has no events".to_owned()));
        match self.view {
            PictureView::Heat => {
                let (day, hour) = self.cell;
                let is_empty = picture.heat.count(day, hour).total() == 0;
                match cell_terms(day, hour, &picture.request.zone).filter(|_| !is_empty) {
                    Some(terms) => {
                        let group = self.group.as_ref().map(|group| format!("{group} ")).unwrap_or_default();
                        OverlayAnswer::Choose(Choice::Narrow(format!("{group}{terms}")))
                    }
                    None => nothing(),
                }
            }
            PictureView::Lanes => {
                let Some(lane) = self.lane() else { return OverlayAnswer::Stay };
                if lane.bars.get(self.column).is_none_or(|bar| bar.total() == 0) {
                    return nothing();
                }
                let all = &picture.lanes.all;
                let span = (all.begin(self.column), all.begin(self.column + 1));
                OverlayAnswer::Choose(Choice::NarrowLane(self.field, lane.value, span))
            }
        }
    }

    /// Returns where the parts are on a screen.
    fn parts(screen: Rect) -> PictureAreas {
        pictures(screen)
    }

    /// Returns the zone of what is shown.
    pub fn zone(&self) -> Option<&Zone> {
        self.shown.as_ref().map(|picture| &picture.request.zone)
    }
}

/// Adds a step to a number below `count`, and continues at the other end.
fn turned(at: usize, step: isize, count: usize) -> usize {
    let forward = step.rem_euclid(count.cast_signed().max(1)).unsigned_abs();
    (at + forward) % count.max(1)
}

impl OverlayPane for Pictures {
    fn context(&self) -> Context {
        Context::Pictures
    }

    fn title(&self) -> &'static str {
        match self.view {
            PictureView::Heat => "When: hour × day of the week",
            PictureView::Lanes => "Who was active when",
        }
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::inventory(screen)
    }

    fn arrange(&mut self, screen: Rect) {
        self.window.set_height(usize::from(Self::parts(screen).lanes.height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn go(&mut self, action: MoveAction) {
        match (self.view, action) {
            (PictureView::Lanes, action) => {
                self.window.go(action);
                self.go_to_events();
            }
            (PictureView::Heat, MoveAction::Rows(step) | MoveAction::Page(step)) => {
                self.cell.0 = turned(self.cell.0, step, DAYS);
            }
            (PictureView::Heat, MoveAction::First) => self.cell = (0, 0),
            (PictureView::Heat, MoveAction::Last) => self.cell = (DAYS - 1, HOURS - 1),
        }
    }

    fn scroll(&mut self, rows: isize) {
        if self.view == PictureView::Lanes {
            self.window.scroll_by(rows);
        }
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if action == Action::Accept {
            return Some(self.chosen());
        }
        if action == Action::NextPane {
            self.view = match self.view {
                PictureView::Heat => PictureView::Lanes,
                PictureView::Lanes => PictureView::Heat,
            };
            return Some(OverlayAnswer::Stay);
        }
        if let Action::Time(TimeAction::Column(step)) = action {
            self.step(step);
            return Some(OverlayAnswer::Stay);
        }
        None
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let parts = Self::parts(screen);
        let before = (self.cell, self.column, self.window.cursor());
        match self.view {
            _ if !self.area(screen).contains(place) => return OverlayAnswer::Close,
            PictureView::Heat => {
                let Some(cell) = parts.heat_cell(place) else { return OverlayAnswer::Stay };
                self.cell = cell;
            }
            PictureView::Lanes => {
                let area = parts.lanes;
                if !area.contains(place) {
                    return OverlayAnswer::Stay;
                }
                let row = self.window.offset() + usize::from(place.y - area.y);
                if row >= self.window.total() {
                    return OverlayAnswer::Stay;
                }
                self.window.select(row);
                let columns = self.shown.as_ref().map_or(0, |picture| picture.lanes.all.counts.len());
                let is_there = |column: &usize| {
                    let at = place.x.checked_sub(parts.bars().0);
                    at.is_some_and(|at| parts.bar(*column, columns).contains(&at))
                };
                self.column = (0..columns).find(is_there).unwrap_or(self.column);
            }
        }
        // A second click on the same cell opens it, as in lists.
        let is_same = before == (self.cell, self.column, self.window.cursor());
        if is_same { self.chosen() } else { OverlayAnswer::Stay }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_go_round() {
        assert_eq!((turned(0, -1, 24), turned(23, 1, 24), turned(5, 0, 7)), (23, 0, 5));
        assert_eq!((turned(6, 2, 7), turned(0, -15, 7), turned(0, 1, 0)), (1, 6, 0));
    }
}
