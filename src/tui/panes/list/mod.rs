//! The event list. `pane`: its events and the cursor; `moves`, `rows` and `row_range`; `run_rows` and `merging`: runs of like events; `columns` with
//! `chosen_columns` and `widths`. Groups and the timeline have files of their own beside this folder.

pub mod chosen_columns;
pub mod columns;
mod merging;
mod moves;
pub mod pane;
pub mod row_range;
pub mod rows;
pub mod run_rows;
pub mod widths;
