//! Steps in time: the timeline's keys and its mouse, and jumps by hours and days in the list.

use crate::tui::panes::clock::{Clock, ClockStyle, TimesAs};
use crate::tui::panes::menus::go_to_time::landing;
use crate::tui::panes::timeline::borders;

use crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Position;

use crate::query::language::news_window;
use crate::query::language::time::term;
use crate::tui::app::{App, Focus};
use crate::tui::input::action::TimeAction;
use crate::tui::layout;
use crate::tui::message::Effect;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

impl App {
    /// Returns how many columns the timeline may have; 0 while it is not on the screen.
    pub(in crate::tui) fn columns(&self) -> usize {
        usize::from(layout::timeline(self.areas().timeline).bars.width)
    }

    /// Returns the column of the event under the cursor.
    pub fn marked_column(&self) -> Option<usize> {
        self.timeline.shown()?.column(self.store.time(self.list.current()?))
    }

    /// Requests other columns for the timeline on a screen of another width.
    pub(in crate::tui) fn ask_for_columns(&mut self) -> Vec<Effect> {
        let columns = self.columns();
        if columns == self.filter.columns() || self.store.is_empty() {
            return Vec::new();
        }
        self.ask()
    }

    pub(in crate::tui) fn leave_timeline(&mut self) {
        self.timeline.clear();
        self.focus = Focus::List;
    }

    pub(in crate::tui) fn act_in_time(&mut self, action: TimeAction) -> Vec<Effect> {
        match action {
            TimeAction::Focus => return self.focus_timeline(),
            TimeAction::Column(step) => self.step(step, self.timeline.selected().is_some()),
            TimeAction::Extend(step) => self.step(step, true),
            TimeAction::Select if self.timeline.selected().is_some() => self.timeline.clear(),
            TimeAction::Select => {
                if let Some(column) = self.marked_column() {
                    self.timeline.select(column, column);
                }
            }
            TimeAction::Take => {
                let effects = self.zoom_in();
                self.leave_timeline();
                return effects;
            }
            TimeAction::New => return self.show_new(),
            TimeAction::ZoomIn => return self.zoom_in(),
            TimeAction::ZoomOut => return self.zoom_out(),
            TimeAction::Day(step) => return self.jump(DAY, step, "day"),
            TimeAction::Hour(step) => return self.jump(HOUR, step, "hour"),
            TimeAction::Pictures => return self.open_pictures(),
            TimeAction::Style => {
                let mut clock = self.clock.clone();
                clock.step();
                return self.change_clock(clock);
            }
        }
        Vec::new()
    }

    /// Shows times in a chosen way.
    pub(super) fn show_times(&mut self, way: TimesAs) -> Vec<Effect> {
        let mut clock = self.clock.clone();
        clock.choose(way);
        self.change_clock(clock)
    }

    /// Shows times in another way, and says which. In another zone the columns of the timeline begin elsewhere.
    fn change_clock(&mut self, clock: Clock) -> Vec<Effect> {
        let is_other_zone = clock.zone() != self.zone();
        self.set_clock(clock);
        let zone = self.zone().name();
        let words = match (self.clock.style(), self.reference()) {
            (ClockStyle::OfDay, _) => {
                format!("times are in {zone}; filters are in UTC unless they say otherwise")
            }
            (ClockStyle::Since, Some(time)) => format!("times are counted from {}", self.local(time)),
            (ClockStyle::Since, None) => "times are counted from the first listed event".to_owned(),
            (ClockStyle::Gap, _) => "each time is the gap to the row above".to_owned(),
        };
        self.say(words);
        if is_other_zone && !self.store.is_empty() { self.ask() } else { Vec::new() }
    }

    /// Goes to the first listed event at or after a typed time.
    pub(super) fn go_to_time(&mut self, text: &str) -> Vec<Effect> {
        if self.list.events().is_empty() {
            return self.say("there is no event to go to");
        }
        let Some(place) = landing(text, &self.list, &self.store) else {
            return self.say("not a time; write 2023-07-10T12:00, 12:00, +2h or -30m");
        };
        self.overlay = None;
        self.list.go_to_place(place.place);
        if place.is_after { Vec::new() } else { self.say("no event is so late; this is the last") }
    }

    fn focus_timeline(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Timeline {
            self.leave_timeline();
            return Vec::new();
        }
        if self.shows_groups() {
            return self.say("the timeline shows events; esc closes the groups");
        }
        let effects = if self.columns() == 0 {
            // An enlarged pane has its rows.
            self.end_zoom();
            self.ask_for_columns()
        } else {
            Vec::new()
        };
        if self.columns() == 0 {
            return self.say("the timeline needs a terminal of at least 20 rows");
        }
        self.focus = Focus::Timeline;
        effects
    }

    fn step(&mut self, step: isize, selects: bool) {
        let Some(timeline) = self.timeline.shown() else { return };
        let marked = self.marked_column();
        // Events without a time come after all columns.
        let Some(target) = timeline.neighbour(marked.unwrap_or(usize::MAX), step) else { return };
        let begin = timeline.begin(target);
        if selects {
            self.timeline.select(marked.unwrap_or(target), target);
        }
        self.list.go_to_time(&self.store, begin);
    }

    fn jump(&mut self, length: i64, step: isize, word: &str) -> Vec<Effect> {
        if self.list.sorted().is_some() {
            return self.say("the list is not sorted by time; S sorts by time");
        }
        if self.list.jump(&self.store, length, step) {
            return Vec::new();
        }
        let end = if step < 0 { "first" } else { "last" };
        self.say(format!("this is the {end} {word} in the list"))
    }

    fn zoom_in(&mut self) -> Vec<Effect> {
        let columns = self.timeline.selected().or_else(|| self.marked_column().map(|column| column..=column));
        match (self.timeline.shown(), columns) {
            (Some(timeline), Some(columns)) => {
                let (from, to) = borders(timeline, &columns);
                let text = term::set(self.filter.text(), &term::term(from, to));
                self.refilter(&text)
            }
            _ => self.say("there is no time to filter by"),
        }
    }

    /// Shows what is new in the selection, or in the column under the cursor.
    fn show_new(&mut self) -> Vec<Effect> {
        let columns = self.timeline.selected().or_else(|| self.marked_column().map(|column| column..=column));
        let (Some(timeline), Some(columns)) = (self.timeline.shown(), columns) else {
            return self.say("there is no time to look for news in");
        };
        let (from, to) = borders(timeline, &columns);
        let text = news_window::set_window(self.filter.text(), from, to);
        self.leave_timeline();
        self.change_filter(&text)
    }

    fn zoom_out(&mut self) -> Vec<Effect> {
        let text = self.filter.text();
        if !term::is_in(text) {
            return self.say("the filter has no time range; all events are shown");
        }
        let wider = term::range(text).and_then(|(from, to)| {
            let half = (to - from) / 2;
            let (from, to) = (from - half, to + half.max(1000));
            let (first, last) = self.store.span()?;
            let is_all = first.millis()? >= from && last.millis()? < to;
            (!is_all).then(|| term::term(from, to))
        });
        let text = match wider {
            Some(term) => term::set(text, &term),
            None => term::remove(text),
        };
        self.refilter(&text)
    }

    fn refilter(&mut self, text: &str) -> Vec<Effect> {
        self.timeline.clear();
        self.change_filter(text)
    }

    /// Handles the mouse on the timeline. A click on a column goes to its first event; dragging selects columns
    /// and filters by them on release. `None` if the event is not for the timeline.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is the terminal library's")]
    pub(in crate::tui) fn point_at_timeline(
        &mut self,
        kind: MouseEventKind,
        place: Position,
    ) -> Option<Vec<Effect>> {
        let areas = layout::timeline(self.areas().timeline);
        let column = || {
            let cell = place.x.clamp(areas.bars.x, areas.bars.right().max(1) - 1) - areas.bars.x;
            self.timeline.column_at(cell, areas.bars.width)
        };
        match kind {
            MouseEventKind::Down(MouseButton::Left) if self.overlay.is_none() => {
                if ![areas.bars, areas.marks, areas.axis].iter().any(|area| area.contains(place)) {
                    return None;
                }
                self.notice = None;
                let column = column()?;
                let begin = self.timeline.shown()?.begin(column);
                if self.focus != Focus::Timeline {
                    self.focus = Focus::List;
                }
                self.timeline.press(column);
                self.list.go_to_time(&self.store, begin);
            }
            MouseEventKind::Drag(MouseButton::Left) if self.timeline.is_pressed() => {
                self.timeline.drag(column()?);
            }
            MouseEventKind::Up(MouseButton::Left) if self.timeline.is_pressed() => {
                self.timeline.release();
                if self.timeline.selected().is_some() {
                    return Some(self.zoom_in());
                }
            }
            _ => return None,
        }
        Some(Vec::new())
    }
}
