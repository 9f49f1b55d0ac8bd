//! Cursor and scroll arithmetic, shared by all lists.

use std::ops::Range;

use super::input::action::MoveAction;

/// Which part of a list is visible, and where its cursor is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    total: usize,
    height: usize,
    cursor: usize,
    offset: usize,
    /// How many rows the pages below and above have, if that differs from the height.
    pages: Option<(usize, usize)>,
}

impl Window {
    /// Returns the row under the cursor; 0 in an empty list.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns how many rows the list has.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Returns how many rows fit on the screen.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Returns the first visible row.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the visible rows.
    pub fn visible(&self) -> Range<usize> {
        self.offset..self.total.min(self.offset.saturating_add(self.height))
    }

    /// Sets the number of rows that fit.
    pub fn set_height(&mut self, height: usize) {
        self.height = height;
        self.settle();
    }

    /// Sets the number of rows of the list.
    pub fn set_total(&mut self, total: usize) {
        self.total = total;
        self.settle();
    }

    /// Moves the cursor.
    pub fn go(&mut self, action: MoveAction) {
        match action {
            MoveAction::Rows(rows) => self.move_by(rows),
            MoveAction::Page(halves) => self.page(halves),
            MoveAction::First => self.select(0),
            MoveAction::Last => self.select(usize::MAX),
        }
    }

    /// Moves the cursor by some rows, stopping at the ends.
    pub fn move_by(&mut self, rows: isize) {
        self.cursor = self.cursor.saturating_add_signed(rows);
        self.settle();
    }

    /// Scrolls by some rows, taking the cursor along only as far as needed.
    pub fn scroll_by(&mut self, rows: isize) {
        let last = self.total.saturating_sub(self.height);
        self.offset = self.offset.saturating_add_signed(rows).min(last);
        let end = self.offset + self.height.saturating_sub(1);
        self.cursor = self.cursor.clamp(self.offset, end.max(self.offset));
        self.settle();
    }

    /// Moves by pages, in halves: 2 is a page down, -1 half a page up.
    pub fn page(&mut self, halves: isize) {
        let (below, above) = self.pages.unwrap_or((self.height, self.height));
        let rows = if halves < 0 { above } else { below };
        let half = isize::try_from(rows.max(2) / 2).unwrap_or(1);
        self.move_by(half.saturating_mul(halves));
    }

    /// Scrolls by pages, in halves, if no cursor is shown.
    pub fn scroll_pages(&mut self, halves: isize) {
        let half = isize::try_from(self.height.max(2) / 2).unwrap_or(1);
        self.scroll_by(half.saturating_mul(halves));
    }

    /// Shows `height` rows from row `offset` on, with the given numbers on the pages below and above: for lists
    /// that have other lines besides their rows.
    pub fn show_from(&mut self, offset: usize, height: usize, pages: (usize, usize)) {
        self.offset = offset.min(self.total);
        self.height = height;
        self.pages = Some(pages);
    }

    /// Puts the cursor on a row.
    pub fn select(&mut self, row: usize) {
        self.cursor = row;
        self.settle();
    }

    /// Puts the cursor on a row and keeps it on the same line of the screen if possible.
    pub fn select_on_same_line(&mut self, row: usize) {
        let line = self.cursor - self.offset;
        self.cursor = row;
        self.offset = row.saturating_sub(line);
        self.settle();
    }

    /// Scrolls so that rows after the cursor are visible, as many as fit.
    pub fn show_below(&mut self, rows: usize) {
        let last = self.cursor.saturating_add(rows).min(self.total.saturating_sub(1));
        let offset = (last + 1).saturating_sub(self.height);
        self.offset = self.offset.max(offset.min(self.cursor));
        self.settle();
    }

    /// Scrolls so that rows before the cursor are visible too, if they fit.
    pub fn show_above(&mut self, rows: usize) {
        if rows < self.height {
            self.offset = self.offset.min(self.cursor.saturating_sub(rows));
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.cursor = self.cursor.min(self.total.saturating_sub(1));
        self.offset = self.offset.min(self.total.saturating_sub(self.height)).min(self.cursor);
        let lowest = (self.cursor + 1).saturating_sub(self.height);
        // A list that knows which rows fit scrolls no further than needed.
        if self.height > 0 && self.pages.is_none() {
            self.offset = self.offset.max(lowest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_the_list_and_on_the_screen() {
        for total in 0..8 {
            for height in 0..5 {
                let mut window = Window::default();
                window.set_total(total);
                window.set_height(height);
                for step in [1, -1, 3, 100, -100, 2, isize::MAX, isize::MIN] {
                    for act in [Window::move_by, Window::scroll_by, Window::page] {
                        act(&mut window, step);
                        assert!(window.cursor() < total.max(1));
                        assert!(
                            window.visible().contains(&window.cursor()) || total == 0 || height == 0,
                            "{window:?}"
                        );
                    }
                    window.select_on_same_line(step.unsigned_abs() % 9);
                    assert!(window.cursor() < total.max(1));
                }
            }
        }
    }

    #[test]
    fn what_is_below_can_be_shown() {
        let mut window = Window::default();
        window.set_total(100);
        window.set_height(10);
        window.select(9);
        window.show_below(3);
        assert_eq!(window.visible(), 3..13);
        window.show_below(50);
        assert_eq!(window.visible(), 9..19);
    }

    #[test]
    fn a_row_stays_on_its_line_when_others_come_above_it() {
        let mut window = Window::default();
        window.set_total(100);
        window.set_height(10);
        window.select(50);
        window.move_by(-3);
        let line = window.cursor() - window.offset();
        window.set_total(120);
        window.select_on_same_line(67);
        assert_eq!((window.cursor(), window.cursor() - window.offset()), (67, line));
    }
}
