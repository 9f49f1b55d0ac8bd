//! Groups: an answer counted by one field, and which group is under the cursor.

use crate::query::group::{Group, GroupOrder, sort};
use crate::record::field::{Column, Field};
use crate::store::Store;
use crate::tui::window::Window;

/// State of the groups.
#[derive(Debug)]
pub struct GroupsPane {
    /// The field that is counted by.
    pub field: &'static Field,
    /// Its column.
    pub column: Column,
    /// Cursor and scroll position.
    pub window: Window,
    /// The order of the rows.
    pub order: GroupOrder,
    /// The group whose events are shown in place of the groups.
    pub opened: Option<u32>,
    rows: Vec<Group>,
    total: usize,
}

impl GroupsPane {
    /// Groups that are still to be counted.
    pub fn new(field: &'static Field, column: Column) -> Self {
        Self {
            field,
            column,
            window: Window::default(),
            order: GroupOrder::default(),
            opened: None,
            rows: Vec::new(),
            total: 0,
        }
    }

    /// The groups, in order.
    pub fn rows(&self) -> &[Group] {
        &self.rows
    }

    /// How many events all groups hold together.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The group under the cursor.
    pub fn current(&self) -> Option<&Group> {
        self.rows.get(self.window.cursor())
    }

    /// Shows other counts; the cursor stays on its group.
    pub fn show(&mut self, store: &Store, rows: Vec<Group>) {
        let current = self.current().map(|group| group.value);
        self.total = rows.iter().map(|group| group.events).sum();
        self.rows = rows;
        self.sort(store, current);
    }

    /// Takes the next order; the cursor goes to the top, where that order has its answer.
    pub fn next_order(&mut self, store: &Store) {
        self.order = self.order.next();
        self.sort(store, None);
    }

    fn sort(&mut self, store: &Store, current: Option<u32>) {
        sort(store, self.column, &mut self.rows, self.order);
        self.window.set_total(self.rows.len());
        let row = current.and_then(|value| self.rows.iter().position(|group| group.value == value));
        self.window.select(row.unwrap_or(0));
    }
}
