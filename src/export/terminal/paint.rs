//! How a table is written on a terminal.

use crate::text::paint::Paint;

/// How a table is written on a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableForm<'p> {
    /// The width of the terminal, in cells; `None` to cut nothing.
    pub width: Option<usize>,
    /// Its colours, if it has any.
    pub paint: Option<&'p Paint>,
}
