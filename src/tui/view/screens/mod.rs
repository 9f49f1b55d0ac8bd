//! Overlays that show or do something of their own, under the names of their panes; `inventory_files`: its files;
//! `picture_cells` and `lanes`: the two pictures.

pub(in crate::tui::view) mod card;
pub(in crate::tui::view) mod case;
pub(in crate::tui::view) mod export;
pub(in crate::tui::view) mod integrity;
pub mod inventory;
mod inventory_files;
mod lanes;
pub(in crate::tui::view) mod ledger;
pub(in crate::tui::view) mod note;
pub(in crate::tui::view) mod open;
pub(in crate::tui::view) mod picture_cells;
pub(in crate::tui::view) mod pictures;
pub(in crate::tui::view) mod sections;
pub(in crate::tui::view) mod triage;
