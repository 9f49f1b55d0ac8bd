//! Overlays that choose one of many, under the names of their panes.

mod about_row;
pub(in crate::tui::view) mod column_menu;
pub(in crate::tui::view) mod go_to_time;
pub(in crate::tui::view) mod menu;
pub(in crate::tui::view) mod page;
pub mod palette;
pub(in crate::tui::view) mod time_menu;
