//! The mouse: the wheel scrolls what is under it, a click selects, a click on a fold mark folds, a second click opens.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::tui::app::{App, Focus, Overlay};
use crate::tui::input::action::{Action, FilterAction, TreeAction};
use crate::tui::layout;
use crate::tui::message::Effect;

/// Rows that one step of the wheel scrolls.
const WHEEL: isize = 3;

impl App {
    /// Handles a mouse event.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is the terminal library's")]
    pub(in crate::tui) fn point(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let place = Position::new(mouse.column, mouse.row);
        if let Some(effects) = self.point_at_timeline(mouse.kind, place) {
            return effects;
        }
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(place, WHEEL),
            MouseEventKind::ScrollUp => self.wheel(place, -WHEEL),
            MouseEventKind::Down(MouseButton::Left) => return self.click(place),
            _ => {}
        }
        Vec::new()
    }

    /// Lets the terminal select text with the mouse, or takes the mouse back.
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        self.mouse = !self.mouse;
        let given = "the terminal selects text with the mouse; press M to use the mouse here again";
        self.say(if self.mouse { "the mouse works in trailsift again" } else { given });
        vec![Effect::Mouse(self.mouse)]
    }

    fn wheel(&mut self, place: Position, rows: isize) {
        match &mut self.overlay {
            Some(Overlay::Menu(menu)) => return menu.window.move_by(rows),
            Some(Overlay::Page(page)) => return page.window.scroll_by(rows),
            Some(Overlay::Palette(palette)) => return palette.window.scroll_by(rows),
            Some(Overlay::Inventory(pane)) => return pane.go(|window| window.scroll_by(rows)),
            None => {}
        }
        let areas = self.areas();
        if areas.detail.contains(place) {
            self.detail.window.scroll_by(rows);
        } else if areas.list.contains(place) {
            self.touched_rows().scroll_by(rows);
        }
    }

    fn click(&mut self, place: Position) -> Vec<Effect> {
        self.notice = None;
        if self.overlay.is_some() {
            return self.click_overlay(place);
        }
        let areas = self.areas();
        if areas.filter.contains(place) {
            return self.act(Action::Filter(FilterAction::Type));
        }
        if let Some(row) = row_in(layout::rows(areas.list), place) {
            return self.click_list(row);
        }
        let tree = layout::detail(areas.detail, self.shape().facts).tree;
        if let Some(row) = row_in(tree, place) {
            self.read_event();
            let line = self.detail.window.offset() + row;
            let same = line == self.detail.window.cursor();
            self.detail.window.select(line);
            let depth =
                self.detail.current().and_then(|at| self.detail.tree().node(at)).map_or(0, |node| node.depth);
            let mark = crate::tui::panes::detail::indent(depth, usize::from(tree.width));
            if same || usize::from(place.x - tree.x) < mark + 2 {
                return self.act(Action::Tree(TreeAction::Toggle));
            }
        }
        Vec::new()
    }

    fn click_list(&mut self, line: usize) -> Vec<Effect> {
        self.focus = Focus::List;
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

    fn click_overlay(&mut self, place: Position) -> Vec<Effect> {
        let screen = self.screen();
        if let Some(Overlay::Palette(found)) = &mut self.overlay {
            let Some(row) = row_in(layout::palette_rows(screen, found.entries().len()), place) else {
                let outside =
                    !layout::overlay(screen, layout::palette_lines(found.entries().len())).contains(place);
                return if outside { self.act(Action::Back) } else { Vec::new() };
            };
            let row = found.window.offset() + row;
            found.window.select(row);
            return if row < found.window.total() { self.act(Action::Accept) } else { Vec::new() };
        }
        if matches!(self.overlay, Some(Overlay::Inventory(_))) {
            return self.click_account(place);
        }
        let Some(Overlay::Menu(menu)) = &mut self.overlay else { return self.act(Action::Back) };
        let area = layout::overlay(screen, menu.items.len());
        match row_in(layout::inside(area), place) {
            Some(row) => {
                menu.window.select(menu.window.offset() + row);
                self.act(Action::Accept)
            }
            None => self.act(Action::Back),
        }
    }
}

pub(super) fn row_in(area: Rect, place: Position) -> Option<usize> {
    area.contains(place).then(|| usize::from(place.y - area.y))
}
