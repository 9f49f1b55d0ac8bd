//! The account of what is loaded: requested when it is opened and when more was loaded, and the filters made from it.

use ratatui::layout::Position;

use super::mouse::row_in;
use crate::query::language::pivot::{column_equals, equals};
use crate::query::language::time_term;
use crate::query::summary::inventory::Inventory;
use crate::record::field::Column;
use crate::store::Event;
use crate::tui::app::{App, Overlay};
use crate::tui::input::action::TimeAction;
use crate::tui::layout::inventory_parts;
use crate::tui::message::Effect;
use crate::tui::panes::inventory::{InventoryLine, InventoryPane};

const DAY: i64 = 86_400_000;

impl App {
    pub(in crate::tui) fn open_account(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Inventory(Box::default()));
        self.account_anew()
    }

    /// Requests an account of what is loaded, while it is shown. Only one is made at a time.
    pub(in crate::tui) fn account_anew(&mut self) -> Vec<Effect> {
        let mut effects = self.verify_once();
        if let Some(Overlay::Inventory(pane)) = &mut self.overlay
            && !pane.waits
        {
            pane.waits = true;
            effects.push(Effect::Inventory(self.store.clone()));
        }
        effects
    }

    pub(in crate::tui) fn show_account(&mut self, account: Inventory) -> Vec<Effect> {
        let is_of_now = account.is_of(&self.store);
        if let Some(Overlay::Inventory(pane)) = &mut self.overlay {
            pane.waits = false;
            pane.show(account);
            pane.show_absent(self.integrity.absent().len());
        }
        if is_of_now { self.verify_once() } else { self.account_anew() }
    }

    /// Whether the keys go to the account.
    pub(super) fn is_in_inventory(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Inventory(_)))
    }

    /// Goes to another day of the map; other steps in time have no meaning here.
    pub(super) fn step_in_account(&mut self, action: TimeAction) -> Vec<Effect> {
        let Some(Overlay::Inventory(pane)) = &mut self.overlay else { return Vec::new() };
        match action {
            TimeAction::Column(step) => pane.step(step),
            TimeAction::Focus
            | TimeAction::Extend(_)
            | TimeAction::Select
            | TimeAction::Take
            | TimeAction::ZoomIn
            | TimeAction::ZoomOut
            | TimeAction::Day(_)
            | TimeAction::Hour(_) => {}
        }
        Vec::new()
    }

    /// Opens or closes a list of files, or leaves for the events of a day or of a change.
    pub(super) fn open_in_account(&mut self) -> Vec<Effect> {
        let Some(Overlay::Inventory(pane)) = &mut self.overlay else { return Vec::new() };
        match pane.current().cloned() {
            Some(InventoryLine::Section(section, _)) => {
                pane.toggle(section);
                Vec::new()
            }
            Some(InventoryLine::Row(row)) => match day_filter(pane, row) {
                Ok(filter) => self.leave_account(&filter),
                Err(words) => self.say(words),
            },
            Some(InventoryLine::Change(event)) => {
                let filter = self.event_filter(event);
                self.leave_account(&filter)
            }
            Some(
                InventoryLine::Blank
                | InventoryLine::Heading(_)
                | InventoryLine::Files
                | InventoryLine::Events
                | InventoryLine::MoreEvents
                | InventoryLine::Span
                | InventoryLine::Integrity
                | InventoryLine::File(_)
                | InventoryLine::Issue(..)
                | InventoryLine::Misnaming(_)
                | InventoryLine::Absent(_)
                | InventoryLine::Axis
                | InventoryLine::Legend(_)
                | InventoryLine::Words(..),
            )
            | None => Vec::new(),
        }
    }

    fn leave_account(&mut self, filter: &str) -> Vec<Effect> {
        self.overlay = None;
        self.pivot_to(filter)
    }

    /// Makes the filter for one event: by its eventID, or by its time if it has none.
    fn event_filter(&self, event: Event) -> String {
        let id = self.store.event_id(event);
        if !id.is_empty() {
            return equals("id", &id);
        }
        let name = column_equals(Column::EventName, self.store.value(event, Column::EventName));
        match self.store.time(event).millis() {
            Some(millis) => format!("{name} {}", time_term::term(millis, millis + 1000)),
            None => name,
        }
    }

    pub(in crate::tui) fn click_account(&mut self, place: Position) -> Vec<Effect> {
        let lines = inventory_parts(self.screen()).0;
        let Some(row) = row_in(lines, place) else { return Vec::new() };
        let Some(Overlay::Inventory(pane)) = &mut self.overlay else { return Vec::new() };
        let line = pane.window.offset() + row;
        let same = line == pane.window.cursor() && pane.is_row(line);
        pane.go(|window| window.select(line));
        if same || matches!(pane.current(), Some(InventoryLine::Section(..))) {
            return self.open_in_account();
        }
        Vec::new()
    }
}

/// Makes the filter for the events of the day under the cursor, or says why there are none.
fn day_filter(pane: &InventoryPane, row: usize) -> Result<String, String> {
    let account = pane.account.as_ref();
    let row_of = account.and_then(|account| account.coverage.rows.get(row));
    let (row_of, columns) = row_of.zip(pane.columns()).ok_or("this row has nothing to show")?;
    let cell = pane.cells(row).get(pane.column()).copied().unwrap_or_default();
    if cell.day.events == 0 {
        return Err(format!("there is no event to show; {}", cell.words()));
    }
    let (first, last) = columns.days(pane.column());
    let time = time_term::term(first.saturating_mul(DAY), last.saturating_add(1).saturating_mul(DAY));
    let account = column_equals(Column::Account, &row_of.account);
    let region = column_equals(Column::AwsRegion, &row_of.region);
    Ok(format!("{account} {region} {time}"))
}
