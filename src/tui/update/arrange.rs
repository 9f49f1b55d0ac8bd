//! Heights of the windows on the screen.

use crate::tui::app::{App, Focus, Overlay};
use crate::tui::layout;

impl App {
    /// Gives every window the height that it has on the screen.
    pub(in crate::tui) fn arrange(&mut self) {
        let areas = self.areas();
        if self.focus == Focus::Timeline && areas.timeline.is_empty() {
            self.leave_timeline();
        }
        let list = layout::rows(areas.list);
        self.list.arrange(&self.store, usize::from(list.width), usize::from(list.height));
        if let Some(groups) = &mut self.groups {
            let (width, height) = (usize::from(list.width), usize::from(list.height));
            groups.wrap_value(&self.store, width.saturating_sub(3), height / 3);
            let rows = layout::group_rows(areas.list, groups.whole_value().len()).0;
            groups.window.set_height(usize::from(rows.height));
        }
        let parts = layout::detail(areas.detail, self.shape().facts);
        self.show_current();
        self.detail.resize(usize::from(parts.tree.width), usize::from(parts.tree.height));
        let screen = self.screen();
        let height = |lines: usize| usize::from(layout::inside(layout::overlay(screen, lines)).height);
        match &mut self.overlay {
            Some(Overlay::Menu(menu)) => menu.window.set_height(height(menu.items.len())),
            Some(Overlay::Page(page)) => {
                page.resize(usize::from(layout::inside(layout::overlay(screen, 0)).width).saturating_sub(1));
                page.window.set_height(height(page.lines.len()));
            }
            Some(Overlay::Palette(found)) => {
                let rows = layout::palette_rows(screen, found.entries().len()).height;
                found.window.set_height(usize::from(rows));
            }
            Some(Overlay::Inventory(pane)) => {
                let lines = layout::inventory_parts(screen).0;
                pane.resize(usize::from(lines.width).saturating_sub(1), usize::from(lines.height));
            }
            None => {}
        }
    }
}
