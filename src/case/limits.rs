//! What a case may hold, so that a file from somebody else cannot fill the memory, and so that whatever is accepted
//! while a case grows can be read again.

/// Maximum size of the file, in bytes.
pub const MAX_BYTES: u32 = 256 << 20;
/// Maximum length of a line, in bytes: a mark with all its notes.
pub const MAX_LINE: usize = 16 << 20;
/// Maximum number of marked events.
pub const MAX_MARKS: usize = 100_000;
/// Maximum number of events that are marked at once.
pub const MAX_AT_ONCE: usize = 10_000;
/// Maximum number of notes of an event.
pub const MAX_NOTES: usize = 32;
/// Maximum length of a note, in characters.
pub const MAX_NOTE: usize = 20_000;
/// Maximum number of labels of an event.
pub const MAX_LABELS: usize = 32;
/// Maximum length of a label, in characters.
pub const MAX_LABEL: usize = 64;
/// Maximum number of source files that a case lists.
pub const MAX_FILES: usize = 200_000;
/// Maximum number of saved filters, tabs and columns, each.
pub const MAX_FILTERS: usize = 1_000;
/// Maximum length of an `eventID` that identifies an event, in characters. AWS's have 36.
pub const MAX_ID: usize = 200;
/// Maximum length of a value that tells what an event was, in characters.
pub const MAX_ABOUT: usize = 2_000;
/// Maximum length of any other text, in characters.
pub const MAX_TEXT: usize = 10_000;
