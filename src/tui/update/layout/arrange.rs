//! The sizes of the windows on the screen.

use ratatui::layout::Rect;

use crate::tui::app::{App, Focus};
use crate::tui::layout;

impl App {
    /// Gives every window its height on the screen.
    pub(in crate::tui) fn arrange(&mut self) {
        self.show_focused();
        let areas = self.areas();
        if self.focus == Focus::Timeline && areas.timeline.is_empty() {
            self.leave_timeline();
        }
        let covered = self.covered_rows();
        // The row under the cursor must not be below a long notice.
        let height = self.size.1;
        let seen = move |rows: Rect| usize::from(layout::uncovered(rows, height, covered).height);
        let list = layout::rows(areas.list);
        self.list.arrange(&self.store, usize::from(list.width), seen(list));
        if let Some(groups) = &mut self.groups {
            let (width, height) = (usize::from(list.width), usize::from(list.height));
            let side = layout::portrait(areas.detail, usize::MAX).value;
            let lines = if side.is_empty() {
                groups.portrait.is_focused = false;
                groups.wrap_value(&self.store, width.saturating_sub(3), height / 3);
                groups.whole_value().len()
            } else {
                groups.wrap_value(&self.store, usize::from(side.width), usize::from(side.height));
                0
            };
            let rows = layout::group_rows(areas.list, lines).0;
            groups.window.set_height(seen(rows));
            let side = layout::portrait(areas.detail, groups.whole_value().len());
            groups.portrait.window.set_height(seen(side.rows));
        }
        self.show_current();
        self.show_mark();
        self.tell_event_news();
        let parts = layout::detail(areas.detail, self.shape().facts);
        self.mark_matches();
        self.detail.resize(usize::from(parts.tree.width), seen(parts.tree));
        let screen = self.screen();
        if let Some(overlay) = &mut self.overlay {
            overlay.pane_mut().arrange(screen);
        }
        self.preview_theme();
    }

    /// Returns how many rows above the last one a notice covers.
    fn covered_rows(&self) -> u16 {
        let lines = self.notice.as_ref().map_or(0, |notice| notice.lines(self.size.0).len());
        u16::try_from(lines.saturating_sub(1)).unwrap_or(u16::MAX)
    }
}
