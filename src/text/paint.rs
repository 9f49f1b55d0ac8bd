//! Colours of printed text: what it means, and the codes of a theme. The codes are given, because only the explorer
//! knows themes. Text is escaped before it is painted, so that no code of its own is left. Without codes nothing is
//! painted.

use unicode_width::UnicodeWidthStr as _;

/// What a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A value.
    Plain,
    /// The name of a column.
    Heading,
    /// Of a call that failed.
    Failed,
    /// Of a call that changed something; in reports, what nothing confirms.
    Write,
    /// What repeats the row above, or is of less weight.
    Dim,
    /// What may be missing or wrong.
    Warning,
}

/// The codes that begin a colour, each without its end; empty for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the meanings")]
pub struct Paint {
    pub heading: String,
    pub failed: String,
    pub write: String,
    pub dim: String,
    pub warning: String,
}

/// Ends every colour.
const END: &str = "\u{1b}[0m";

impl Paint {
    /// Paints a number and its noun by this meaning, unless it is zero.
    pub fn unless_zero(&self, number: usize, words: &str, tone: Tone) -> String {
        let words = format!("{number} {words}");
        if number == 0 { words } else { self.paint(&words, tone) }
    }

    /// Paints a text, which must be escaped already.
    pub fn paint(&self, text: &str, tone: Tone) -> String {
        let code = match tone {
            Tone::Plain => "",
            Tone::Heading => &self.heading,
            Tone::Failed => &self.failed,
            Tone::Write => &self.write,
            Tone::Dim => &self.dim,
            Tone::Warning => &self.warning,
        };
        if code.is_empty() || text.is_empty() { text.to_owned() } else { format!("{code}{text}{END}") }
    }
}

/// Returns how many cells a painted text takes.
pub fn painted_width(text: &str) -> usize {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().width();
    let rest = parts.map(|part| part.split_once('m').map_or(0, |(_, text)| text.width()));
    first + rest.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_take_no_cells_and_zero_is_not_painted() {
        let paint = Paint { failed: "\u{1b}[38;2;255;123;114m".to_owned(), ..Paint::default() };
        let text = format!("{} of 3", paint.unless_zero(2, "mm failed", Tone::Failed));
        assert_eq!((text.len(), painted_width(&text)), (11 + 5 + 19 + 4, 16));
        assert_eq!(paint.unless_zero(0, "failed", Tone::Failed), "0 failed");
        assert_eq!(paint.paint("x", Tone::Heading), "x");
    }
}
