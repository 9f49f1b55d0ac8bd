//! Which pane gets the keys while there is no overlay, and the notice.

use crate::text;
use crate::text::ascii::own_words;
use crate::tui::text_fit::wrap_words;

/// The pane that gets the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The list, or the groups in its place.
    List,
    /// The event.
    Detail,
    /// The filter bar.
    Filter,
    /// The search line of the event.
    Search,
    /// The timeline.
    Timeline,
}

/// The remark on a copy that is being made.
#[derive(Debug, Default)]
pub struct Copying {
    /// What is copied.
    pub what: &'static str,
    /// What a person should know before pasting it.
    pub warning: Option<String>,
    /// Whether the key that writes a file would write the same content.
    pub offers_file: bool,
    /// The extension of a file that is written because no clipboard takes the copy; `json` if it is empty.
    pub extension: &'static str,
    /// Whether values that name a customer were replaced.
    pub is_redacted: bool,
}

/// What is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyContent {
    /// A text.
    Text {
        /// The text.
        text: String,
        /// Whether to write a file instead of using the clipboard.
        to_file: bool,
    },
    /// Bytes for a file.
    Bytes(Vec<u8>),
}

/// A notice in the footer, shown until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_warning: bool,
}

impl Notice {
    /// Returns its lines on a screen of `columns` columns; a long one continues above the last row.
    pub fn lines(&self, columns: u16) -> Vec<String> {
        let width = usize::from(columns).saturating_sub(2).max(1);
        wrap_words(&text::plain(&own_words(&self.text)), width)
    }
}

/// Which texts of an `eventID` are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Texts {
    /// All of them.
    #[default]
    Each,
    /// One for each `eventID`.
    One {
        /// How many events that leaves out when there is no filter.
        left_out: usize,
    },
}
