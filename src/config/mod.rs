//! The configuration: one TOML file, and what options and the environment say instead. Nothing is written here.
//!
//! - `settings`: every setting with its value and where the value comes from; `listing` prints them;
//! - `document`: from the text of the file to settings; each mistake is reported with its line, and the rest holds;
//! - `keys`: the table of keys with the changes of the file;
//! - `file`: which file is read;
//! - `locale`: whether the terminal shows Unicode;
//! - `nearest`: what a misspelled name may mean.
//!
//! A new setting is a field of [`Settings`](settings::Settings), a row of its `rows`, and an arm of `document`.

mod document;
pub mod file;
mod keys;
mod listing;
pub mod locale;
pub mod nearest;
pub mod settings;

pub use document::ConfigProblem;
pub use listing::{example, listed};
