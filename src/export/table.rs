//! Columns of text, aligned by the cells that each value takes on a terminal.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::text::plain;

/// Wider values are cut, so that one long value does not push all others off the screen.
const MAX_WIDTH: usize = 60;

/// Writes rows under a heading, two blanks between columns, nothing after the last.
pub(super) fn write(heading: &[String], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<Vec<String>> = std::iter::once(heading)
        .chain(rows.iter().map(Vec::as_slice))
        .map(|row| row.iter().map(|cell| cut(&plain(cell))).collect())
        .collect();
    let mut widths = vec![0; heading.len()];
    for row in &shown {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    for row in &shown {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn cut(text: &str) -> String {
    if text.width() <= MAX_WIDTH {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut width = 0;
    for char in text.chars() {
        width += unicode_width::UnicodeWidthChar::width(char).unwrap_or(0);
        if width >= MAX_WIDTH {
            break;
        }
        out.push(char);
    }
    out + "…"
}
