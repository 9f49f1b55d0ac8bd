//! Colours of text tables: which cells mean what, and the codes of a theme. The codes are given, because only the
//! explorer knows themes. Cells are escaped before they are painted, so that no code of theirs is left.

/// What a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// A value.
    Plain,
    /// The name of a column.
    Heading,
    /// Of a call that failed.
    Failed,
    /// Of a call that changed something.
    Write,
    /// What repeats the row above.
    Dim,
}

/// The codes that begin a colour, each without its end; empty for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the meanings")]
pub struct Paint {
    pub heading: String,
    pub failed: String,
    pub write: String,
    pub dim: String,
}

/// Ends every colour.
const END: &str = "\u{1b}[0m";

impl Paint {
    /// Paints the text of a cell.
    pub(super) fn paint(&self, text: &str, tone: Tone) -> String {
        let code = match tone {
            Tone::Plain => "",
            Tone::Heading => &self.heading,
            Tone::Failed => &self.failed,
            Tone::Write => &self.write,
            Tone::Dim => &self.dim,
        };
        if code.is_empty() || text.is_empty() { text.to_owned() } else { format!("{code}{text}{END}") }
    }
}

/// How a table is written on a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableForm<'p> {
    /// The width of the terminal, in cells; `None` to cut nothing.
    pub width: Option<usize>,
    /// Its colours, if it has any.
    pub paint: Option<&'p Paint>,
}
