//! Overlays that choose one of many: `menu`, `palette`, `page` (the keys), `column_menu`, `time_menu`,
//! `go_to_time`. `overlay` says what all overlays can do, `chooser` what those have in
//! common that choose among rows, `choice` has what can be chosen in them, `narrowing` is
//! the line that narrows them.

pub mod choice;
pub mod chooser;
pub mod column_menu;
pub mod go_to_time;
pub mod menu;
pub mod narrowing;
pub mod overlay;
pub mod page;
pub mod palette;
pub mod palette_columns;
pub mod palette_entry;
pub mod time_menu;
