//! State and moves of each pane, one file a pane; `view/` draws them under the same names. Panes know nothing of each
//! other, of how they are drawn, or of [`App`](super::app::App), which alone knows all of them.
//!
//! - the filter: `query` (its whole life), `text_line` (any line that is typed into), `completion`,
//!   `lists` (files that it names);
//! - the answer: `list`, `groups`, `timeline`;
//! - one event: `detail`, with `facts` above its tree and `pieces` of its strings;
//! - over everything: `menu`, `palette`, `page` (the keys), `inventory` with `integrity`;
//! - `focus`: which of them gets the keys.

pub mod columns;
pub mod completion;
pub mod detail;
pub mod facts;
pub mod focus;
pub mod groups;
pub mod integrity;
pub mod inventory;
pub mod list;
pub mod lists;
pub mod menu;
pub mod page;
pub mod palette;
pub mod pieces;
pub mod query;
pub mod search;
pub mod text_line;
pub mod timeline;
pub mod troubles;
