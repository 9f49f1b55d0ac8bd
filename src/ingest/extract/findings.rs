//! What was found in one text besides its events. The reader fills it; `outcome` decides from it what became of the file.

use std::borrow::Cow;

use crate::store::file::{Issue, IssueKind, Layer, Stretch};

/// Everything that was found in one text.
#[derive(Debug, Default)]
pub struct Findings {
    /// Number of events.
    pub events: u32,
    /// Strings that hold texts with records.
    pub layers: Vec<Layer>,
    /// Damage, in the order of the text.
    pub issues: Vec<Issue>,
    /// How many more there were than are kept.
    pub more_issues: usize,
    /// Whether a place for records was found, even an empty one.
    pub is_log: bool,
    /// What was skipped as another kind of JSON: the word for it and a sentence.
    pub skipped: Option<(IssueKind, Cow<'static, str>)>,
    /// Objects in forms that may hold events but are not read, a line for each form.
    pub not_read: Vec<NotRead>,
    /// Items of `Records` of no known kind: where the first is, and how many.
    pub unrecognized: Option<(usize, usize)>,
    /// Records in strings that carry none: where the first is, and how many. They are not loaded.
    pub quoted: Option<(usize, usize)>,
    /// Whether any JSON value was found at all.
    pub is_json: bool,
    /// Where events were read by going on after damage.
    pub recovered: Vec<Stretch>,
}

/// Objects in a form that may hold events but is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRead {
    /// Name of the format.
    pub kind: &'static str,
    /// Advice to the user.
    pub advice: &'static str,
    /// Where the first is.
    pub at: usize,
    /// Number of objects.
    pub objects: usize,
}
