//! Markdown tables: nothing in a cell is read as markup, and no cell breaks its row.

use std::io::{self, Write};

use super::table::Rows;
use crate::text::distinct;

/// Writes rows below a heading.
pub(super) fn write(heading: &[String], rows: Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let line = |cells: &[String]| {
        format!("| {} |", cells.iter().map(|cell| escape(cell)).collect::<Vec<_>>().join(" | "))
    };
    writeln!(out, "{}", line(heading))?;
    writeln!(out, "|{}", "---|".repeat(heading.len()))?;
    rows(&mut |row| writeln!(out, "{}", line(row)))
}

/// Returns text for Markdown: nothing in it is read as markup, and it stays on its line.
pub fn escape(cell: &str) -> String {
    let mut out = String::new();
    for char in distinct(cell).chars() {
        if matches!(char, '|' | '`' | '<' | '>' | '*' | '_' | '[' | ']' | '\\' | '#') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_cells() {
        let mut out = Vec::new();
        write(&["a_b".to_owned()], &|each| each(&["x|y\n`z`".to_owned()]), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "| a\\_b |\n|---|\n| x\\|y⏎\\`z\\` |\n");
    }
}
