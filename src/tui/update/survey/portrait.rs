//! Keys of the pane beside the groups: filters by the value under its cursor, or opens the group at an event.

use crate::query::groups::group::Group;
use crate::query::language::pivot;
use crate::record::field::field;
use crate::store::Event;
use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::panes::portrait::{PortraitPane, PortraitRow};

impl App {
    /// Returns the pane beside the groups while the keys go to it.
    pub(in crate::tui::update) fn focused_portrait(&self) -> Option<&PortraitPane> {
        let groups = self.groups.as_ref().filter(|groups| groups.opened.is_none())?;
        Some(&groups.portrait).filter(|portrait| portrait.is_focused)
    }

    /// Gives the keys to the pane beside the groups, which takes the screen alone where it is not shown; or gives them
    /// to the groups again.
    pub(in crate::tui::update) fn turn_to_portrait(&mut self) -> Vec<Effect> {
        let has_room = !self.areas().detail.is_empty();
        let Some(groups) = &mut self.groups else { return Vec::new() };
        if groups.portrait.is_focused {
            self.leave_portrait();
        } else if groups.current().is_some() {
            groups.portrait.is_focused = true;
            self.group_layout.event_alone = !has_room;
        }
        Vec::new()
    }

    /// Gives the keys to the groups, and shows them.
    pub(in crate::tui::update) fn leave_portrait(&mut self) {
        self.group_layout.event_alone = false;
        if let Some(groups) = &mut self.groups {
            groups.portrait.is_focused = false;
        }
    }

    /// Returns the term for the value under the cursor of the pane.
    pub(in crate::tui::update) fn portrait_term(&self) -> Option<String> {
        match self.focused_portrait()?.current()? {
            PortraitRow::Value(value, _) => {
                let field = field(value.field)?;
                Some(pivot::field_equals(&self.store, field, &value.value))
            }
            PortraitRow::Event(..) => None,
        }
    }

    /// Shows the events of the group that have the value under the cursor, or the group with the cursor on the
    /// event there.
    pub(in crate::tui::update) fn open_portrait_row(&mut self) -> Vec<Effect> {
        let event = match self.focused_portrait().and_then(PortraitPane::current) {
            Some(PortraitRow::Event(event, _)) => Some(event),
            Some(PortraitRow::Value(..)) => None,
            None => return Vec::new(),
        };
        let term = self.portrait_term();
        self.open_group(event);
        match term {
            Some(term) => self.add_term(&term),
            None => self.ask(),
        }
    }

    /// Opens the selected group; its list begins at an event, if there is one.
    fn open_group(&mut self, event: Option<Event>) {
        let Some(groups) = &mut self.groups else { return };
        groups.portrait.is_focused = false;
        groups.opened = groups.current().map(Group::path);
        self.list.restart();
        if let Some(event) = event {
            self.list.want(event);
        }
    }
}
