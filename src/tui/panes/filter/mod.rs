//! The filter while it is typed: `query` has its whole life, `text_line` any line that is typed into, `completion`
//! what is offered, `lists` the files that it names, and `paths` the names of paths to complete. Its marks in
//! events are not kept here.

pub mod completion;
pub mod lists;
pub mod paths;
pub mod query;
pub mod text_line;
