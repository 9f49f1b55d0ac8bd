//! Overlays that show or do something of their own: `inventory` with `integrity`, `pictures`, `export` with
//! `export_forms`, and `open`. The last two have a `path_line`.

pub mod export;
pub mod export_forms;
pub mod integrity;
pub mod inventory;
mod inventory_keys;
pub mod open;
pub mod path_line;
pub mod pictures;
