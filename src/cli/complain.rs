//! Messages on standard error.

use std::io::{self, Write as _};

use crate::text;

/// Prints a message on standard error; does nothing if that is closed.
pub(super) fn complain(message: &str) {
    let lines: Vec<_> = message.lines().map(text::plain).collect();
    let _ = writeln!(io::stderr(), "trailsift: {}", lines.join("\n"));
}
