//! Values of policies: one text, or an array of texts.

use crate::json::path::opened;
use crate::record::read::value::text_of;

/// Reads a value or an array of values as texts.
pub(super) fn texts(value: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    opened(value, &mut |item| found.push(text_of(item).into_owned()));
    found
}
