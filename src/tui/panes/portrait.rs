//! The pane beside the groups: the selected group in more detail, with a cursor over what can be filtered by.

use std::sync::Arc;

use crate::query::summary::portrait::{Portrait, TopValue};
use crate::record::field::Column;
use crate::store::Event;
use crate::tui::window::Window;

/// The values that the events of a group share.
type GroupScope = Vec<(Column, u32)>;

/// State of the pane.
#[derive(Debug, Default)]
pub struct PortraitPane {
    /// Cursor and scroll position among the rows.
    pub window: Window,
    /// Whether the keys go to this pane.
    pub is_focused: bool,
    shown: Option<Box<Portrait>>,
    /// The events, the group and the columns that it was asked for last.
    asked: Option<(Arc<Vec<Event>>, GroupScope, usize)>,
}

/// A row of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortraitRow<'p> {
    /// A frequent value; whether it is the first one of its field.
    Value(&'p TopValue, bool),
    /// One of the newest events; whether it is the first one.
    Event(Event, bool),
}

impl PortraitPane {
    /// Called with what is selected: returns whether it must be counted, because it is not what was asked for last.
    pub fn lacks(&mut self, events: &Arc<Vec<Event>>, scope: &[(Column, u32)], columns: usize) -> bool {
        let is_same = self.asked.as_ref().is_some_and(|(asked, asked_scope, asked_columns)| {
            Arc::ptr_eq(asked, events) && asked_scope == scope && *asked_columns == columns
        });
        if !is_same {
            let same_group = self.asked.as_ref().is_some_and(|(_, asked, _)| asked == scope);
            self.asked = Some((Arc::clone(events), scope.to_vec(), columns));
            if !same_group {
                self.shown = None;
                self.window.set_total(0);
            }
        }
        !is_same
    }

    /// Takes what was counted.
    pub fn take(&mut self, portrait: Box<Portrait>) {
        self.window.set_total(portrait.top.len() + portrait.newest.len());
        self.shown = Some(portrait);
    }

    /// Returns what is known about the selected group.
    pub fn shown(&self) -> Option<&Portrait> {
        self.shown.as_deref()
    }

    /// Returns the content of a row.
    pub fn row(&self, row: usize) -> Option<PortraitRow<'_>> {
        let portrait = self.shown()?;
        if let Some(value) = portrait.top.get(row) {
            let above = row.checked_sub(1).and_then(|above| portrait.top.get(above));
            return Some(PortraitRow::Value(value, above.is_none_or(|above| above.field != value.field)));
        }
        let at = row.checked_sub(portrait.top.len())?;
        portrait.newest.get(at).map(|&event| PortraitRow::Event(event, at == 0))
    }

    /// Returns the row under the cursor.
    pub fn current(&self) -> Option<PortraitRow<'_>> {
        self.row(self.window.cursor())
    }
}
