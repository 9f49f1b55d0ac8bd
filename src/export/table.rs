//! Columns of text, aligned by the cells that each value takes on a terminal.

use std::collections::HashSet;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::plain;

/// Wider values are cut in their middle, so that one long value does not push all others off the screen.
const MAX_WIDTH: usize = 60;

/// Writes rows under a heading, two blanks between columns, nothing after the last. A column in which two values would
/// look the same when cut is not cut.
pub(super) fn write(heading: &[String], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let plain_row =
        |row: &[String]| -> Vec<String> { row.iter().map(|cell| plain(cell).into_owned()).collect() };
    let mut shown: Vec<Vec<String>> =
        std::iter::once(heading).chain(rows.iter().map(Vec::as_slice)).map(plain_row).collect();
    for column in 0..heading.len() {
        let cells = || shown.iter().filter_map(|row| row.get(column));
        let whole: HashSet<&String> = cells().collect();
        let cut: HashSet<String> = whole.iter().map(|cell| cut(cell)).collect();
        if cut.len() < whole.len() {
            continue;
        }
        for cell in shown.iter_mut().filter_map(|row| row.get_mut(column)) {
            *cell = self::cut(cell);
        }
    }
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
    let half = (MAX_WIDTH - 1) / 2;
    let part = |chars: &mut dyn Iterator<Item = char>| -> Vec<char> {
        let mut width = 0;
        let fits = |char: &char| {
            width += char.width().unwrap_or(0);
            width <= half
        };
        chars.take_while(fits).collect()
    };
    let (start, end) = (part(&mut text.chars()), part(&mut text.chars().rev()));
    start.into_iter().chain(['…']).chain(end.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cut at their ends, the names of many objects were one and the same.
    #[test]
    fn what_is_cut_stays_different() {
        let written = |values: &[String]| {
            let rows: Vec<Vec<String>> =
                values.iter().map(|value| vec![value.clone(), "x".to_owned()]).collect();
            let mut out = Vec::new();
            write(&["a".to_owned(), "b".to_owned()], &rows, &mut out).unwrap();
            String::from_utf8(out).unwrap().lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let long = |end: &str| format!("arn:aws:s3:::bucket/{}/{end}", "2026/".repeat(20));
        let ends = written(&[long("one"), long("two")]);
        assert!(ends[0].ends_with("/one  x") && ends[1].ends_with("/two  x"), "{ends:?}");
        assert!(ends[0].contains('…') && ends[0].width() <= MAX_WIDTH + 3);
        let middle = |part: &str| format!("{}{part}{}", "a".repeat(80), "b".repeat(80));
        let whole = written(&[middle("1"), middle("2")]);
        assert_eq!(whole, [format!("{}  x", middle("1")), format!("{}  x", middle("2"))]);
    }
}
