//! Keys and clicks in the inventory of what is loaded, and the filters that lead from its rows to their events.

use ratatui::layout::{Position, Rect};

use super::inventory::{InventoryLine, InventoryPane};
use crate::query::language::event_term::of_event;
use crate::query::language::pivot::column_equals;
use crate::query::language::time::term;
use crate::record::field::Column;
use crate::tui::input::action::{Action, Context, MoveAction, TimeAction};
use crate::tui::layout;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

const DAY: i64 = 86_400_000;

impl OverlayPane for InventoryPane {
    fn context(&self) -> Context {
        Context::Inventory
    }

    fn title(&self) -> &'static str {
        "Files and coverage"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::inventory(screen)
    }

    fn arrange(&mut self, screen: Rect) {
        let lines = layout::inventory_parts(screen).0;
        self.resize(usize::from(lines.width).saturating_sub(1), usize::from(lines.height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn go(&mut self, action: MoveAction) {
        self.move_to_row(|window| window.go(action));
    }

    fn scroll(&mut self, rows: isize) {
        self.move_to_row(|window| window.scroll_by(rows));
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if let Action::Time(TimeAction::Column(step)) = action {
            self.step(step);
            return Some(OverlayAnswer::Stay);
        }
        (action == Action::Open).then(|| open(self))
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let Some(row) = row_in(layout::inventory_parts(screen).0, place) else { return OverlayAnswer::Stay };
        let line = self.window.offset() + row;
        let same = line == self.window.cursor() && self.is_row(line);
        self.move_to_row(|window| window.select(line));
        if same || matches!(self.current(), Some(InventoryLine::Section(..))) {
            return open(self);
        }
        OverlayAnswer::Stay
    }
}

impl InventoryPane {
    /// Returns whether the line under the cursor can be opened.
    pub fn opens(&self) -> bool {
        let line = self.current();
        self.is_on_map() || matches!(line, Some(InventoryLine::Section(..) | InventoryLine::Change(_)))
    }

    /// Returns whether the cursor is in the map.
    pub fn is_on_map(&self) -> bool {
        matches!(self.current(), Some(InventoryLine::Row(_)))
    }
}

/// Opens or closes a list of files, or shows the events of a day or of a change.
fn open(pane: &mut InventoryPane) -> OverlayAnswer {
    match pane.current().cloned() {
        Some(InventoryLine::Section(section, _)) => {
            pane.toggle(section);
            OverlayAnswer::Stay
        }
        Some(InventoryLine::Row(row)) => match day_filter(pane, row) {
            Ok(filter) => OverlayAnswer::Choose(Choice::Pivot(filter)),
            Err(words) => OverlayAnswer::Do(Choice::Say(words)),
        },
        Some(InventoryLine::Change(event)) => match &pane.account {
            Some(account) => OverlayAnswer::Choose(Choice::Pivot(of_event(&account.store, event))),
            None => OverlayAnswer::Stay,
        },
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
        | None => OverlayAnswer::Stay,
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
    let time = term::term(first.saturating_mul(DAY), last.saturating_add(1).saturating_mul(DAY));
    let account = column_equals(Column::Account, &row_of.account);
    let region = column_equals(Column::AwsRegion, &row_of.region);
    Ok(format!("{account} {region} {time}"))
}
