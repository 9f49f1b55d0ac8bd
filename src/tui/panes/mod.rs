//! State and moves of each pane, one file a pane; `view/` draws them under the same names. Panes know nothing of each
//! other; only [`App`](super::app::App) knows all of them.

pub mod completion;
pub mod detail;
pub mod facts;
pub mod filter_bar;
pub mod focus;
pub mod groups;
pub mod integrity;
pub mod inventory;
pub mod list;
pub mod menu;
pub mod page;
pub mod palette;
pub mod pieces;
pub mod timeline;
