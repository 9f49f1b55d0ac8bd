//! The columns of the palette: the key, and the name with its description. What they cut is shown below the rows.

use crate::text::ascii::own_words;
use crate::tui::text_fit;

/// Cells between the columns of a line.
pub const GAP: usize = 2;

/// Cells of a name beside a description, where a line has room.
const LABEL: usize = 36;

/// The widths of the columns of a line.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names are the columns")]
pub struct PaletteColumns {
    pub mark: usize,
    pub words: usize,
}

impl PaletteColumns {
    /// Returns the columns of a line of `cells` cells, of which the last is that of the scroll bar; `mark` is the width
    /// of the longest key.
    pub fn new(cells: usize, mark: usize) -> Self {
        let line = cells.saturating_sub(1);
        let mark = mark.min(line / 4);
        Self { mark, words: line.saturating_sub(mark + GAP) }
    }

    /// Returns the cells of a name and of its description.
    pub fn of(self, name: &str, about: &str) -> (usize, usize) {
        let own = cells(name);
        let label = if about.is_empty() { own } else { own.max(LABEL.min(self.words / 2)) }.min(self.words);
        (label, self.words.saturating_sub(label + GAP))
    }

    /// Returns name and description whole, if they do not fit.
    pub fn cut(self, name: &str, about: &str) -> Option<String> {
        let (label, rest) = self.of(name, about);
        let is_cut = cells(name) > label || cells(about) > rest;
        is_cut.then(|| if about.is_empty() { name.to_owned() } else { format!("{name} · {about}") })
    }
}

/// Returns the width of words as they are drawn.
fn cells(words: &str) -> usize {
    text_fit::width(&own_words(words))
}
