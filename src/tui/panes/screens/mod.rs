//! Overlays that show or do something of their own: `inventory` with `integrity`, `pictures`, `export` with
//! `export_forms`, and `open`. The last two have a `path_line`. `case` shows what was marked, `note` is typed into.
//! `ledger`, `triage` and `card` are panes of `sections`.

pub mod card;
pub mod case;
pub mod export;
pub mod export_forms;
pub mod integrity;
pub mod inventory;
mod inventory_keys;
pub mod ledger;
pub mod note;
pub mod open;
pub mod path_line;
pub mod pictures;
pub mod sections;
pub mod sections_pane;
pub mod triage;
