//! The mouse: the wheel scrolls what is under it; a click selects, a second one opens; a click on a heading sorts, on a
//! mark collapses or expands, on a key of the last line does what the key does, on the first line shows the files; a
//! click with the right button offers what can be followed.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use crate::tui::app::{App, Focus};
use crate::tui::input::action::{Action, Context, FilterAction, PivotAction, TreeAction};
use crate::tui::layout;
use crate::tui::message::Effect;
use crate::tui::panes::event::tree_text::indent;
use crate::tui::panes::menus::overlay::row_in;

/// Rows that one step of the wheel scrolls.
const WHEEL: isize = 3;

impl App {
    /// Handles a mouse event.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is the terminal library's")]
    pub(in crate::tui) fn point(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let place = Position::new(mouse.column, mouse.row);
        if let Some(effects) = self.point_at_border(mouse.kind, place) {
            return effects;
        }
        if let Some(effects) = self.point_at_timeline(mouse.kind, place) {
            return effects;
        }
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(place, WHEEL),
            MouseEventKind::ScrollUp => self.wheel(place, -WHEEL),
            MouseEventKind::ScrollRight => self.wheel_columns(place, 1),
            MouseEventKind::ScrollLeft => self.wheel_columns(place, -1),
            MouseEventKind::Down(MouseButton::Left) => return self.click(place),
            MouseEventKind::Down(MouseButton::Right) => return self.click_right(place),
            _ => {}
        }
        Vec::new()
    }

    /// Lets the terminal select text with the mouse, or uses the mouse here again.
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        self.mouse = !self.mouse;
        let given = "the terminal selects text with the mouse; press M to use the mouse here again";
        self.say(if self.mouse { "the mouse works in trailsift again" } else { given });
        vec![Effect::Mouse(self.mouse)]
    }

    fn wheel(&mut self, place: Position, rows: isize) {
        if let Some(overlay) = &mut self.overlay {
            return overlay.pane_mut().scroll(rows);
        }
        let areas = self.areas();
        if areas.detail.contains(place) && self.shows_groups() {
            if let Some(groups) = &mut self.groups {
                groups.portrait.window.scroll_by(rows);
            }
        } else if areas.detail.contains(place) {
            self.detail.shown().scroll_by(rows);
        } else if areas.list.contains(place) {
            self.touched_rows().scroll_by(rows);
        }
    }

    /// Scrolls the columns of the list by a horizontal wheel.
    fn wheel_columns(&mut self, place: Position, step: isize) {
        let list = self.areas().list;
        if self.overlay.is_none() && !self.shows_groups() && list.contains(place) {
            self.list.scroll_columns(step, layout::list_width(list));
        }
    }

    fn click(&mut self, place: Position) -> Vec<Effect> {
        let screen = self.screen();
        let hint = self
            .areas()
            .footer
            .contains(place)
            .then(|| self.hint_at(usize::from(screen.width), place.x.into()));
        self.notice = None;
        match hint.flatten() {
            // A slip of the hand must not end the work.
            Some(hint) if hint.action == Action::Quit => return self.say(format!("{} quits", hint.label)),
            Some(hint) => return self.act(hint.action),
            None => {}
        }
        if let Some(overlay) = &mut self.overlay {
            let answer = overlay.pane_mut().click(place, screen);
            return self.take_answer(answer);
        }
        let areas = self.areas();
        if areas.header.contains(place) {
            return self.act(Action::Show(Context::Inventory));
        }
        if areas.filter.contains(place) {
            return self.act(Action::Filter(FilterAction::Type));
        }
        if layout::headings(areas.list).contains(place) && !self.shows_groups() {
            let column = self
                .list
                .widths(layout::list_width(areas.list))
                .column_at(usize::from(place.x - areas.list.x));
            return column.map(|column| self.sort_by_heading(column)).unwrap_or_default();
        }
        if let Some(row) = row_in(layout::rows(areas.list), place) {
            return self.click_list(row);
        }
        if self.shows_groups() {
            return self.click_portrait(place);
        }
        let tree = layout::detail(areas.detail, self.shape().facts).tree;
        if let Some(row) = row_in(tree, place) {
            return self.click_tree(row, usize::from(place.x - tree.x), usize::from(tree.width));
        }
        Vec::new()
    }

    /// Selects what is under the mouse, and offers what can be followed from it.
    fn click_right(&mut self, place: Position) -> Vec<Effect> {
        if self.overlay.is_some() {
            return self.back();
        }
        self.notice = None;
        let areas = self.areas();
        let tree = layout::detail(areas.detail, self.shape().facts).tree;
        if let Some(line) = row_in(layout::rows(areas.list), place) {
            self.focus = Focus::List;
            let groups = self.groups.as_ref().filter(|_| self.shows_groups());
            let row = groups.map_or_else(|| self.list.row_on(line), |groups| groups.row_on(line));
            let Some(row) = row else { return Vec::new() };
            self.touched_rows().select(row);
        } else if let Some(row) = row_in(tree, place).filter(|_| !self.shows_groups()) {
            self.read_event();
            let window = self.detail.shown();
            window.select(window.offset() + row);
        } else {
            return Vec::new();
        }
        self.act(Action::Pivot(PivotAction::Follow))
    }

    /// Selects a row of the pane of a group; the row under the cursor is opened.
    fn click_portrait(&mut self, place: Position) -> Vec<Effect> {
        let area = self.areas().detail;
        let Some(groups) = &mut self.groups else { return Vec::new() };
        let rows = layout::portrait(area, groups.whole_value().len()).rows;
        let pane = &mut groups.portrait;
        let Some(row) = row_in(rows, place).map(|row| pane.window.offset() + row) else { return Vec::new() };
        if row >= pane.window.total() {
            return Vec::new();
        }
        let same = pane.is_focused && row == pane.window.cursor();
        pane.is_focused = true;
        pane.window.select(row);
        if same { self.open_portrait_row() } else { Vec::new() }
    }

    /// Selects a line of the event; on the mark of a row, or on the row under the cursor, collapses or expands it.
    fn click_tree(&mut self, row: usize, column: usize, width: usize) -> Vec<Effect> {
        self.read_event();
        let window = self.detail.shown();
        let line = window.offset() + row;
        let same = line == window.cursor();
        window.select(line);
        let Some(node) = self.detail.current().and_then(|at| self.detail.tree().node(at)) else {
            return Vec::new();
        };
        if same || column < indent(node.depth, width) + 2 {
            return self.act(Action::Tree(TreeAction::Toggle));
        }
        Vec::new()
    }

    fn click_list(&mut self, line: usize) -> Vec<Effect> {
        self.focus = Focus::List;
        if let Some(groups) = &mut self.groups {
            groups.portrait.is_focused = false;
        }
        let row = if self.shows_groups() {
            self.groups.as_ref().and_then(|groups| groups.row_on(line))
        } else {
            self.list.row_on(line)
        };
        let Some(target) = row else { return Vec::new() };
        let window = self.touched_rows();
        if target >= window.total() {
            return Vec::new();
        }
        let same = target == window.cursor();
        window.select(target);
        if same { self.act(Action::Open) } else { Vec::new() }
    }
}
