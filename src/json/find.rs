//! The next and the previous row of a tree that contains some text, in its key or its value.

use super::text;
use super::tree::{NodeKind, Tree};
use crate::json::scan::ValueKind;

/// The nearest row after `from` (before it, going `backwards`) that contains `needle`, going round at the end. All lower
/// case ignores case. Folded rows are found too.
pub fn find(tree: &Tree, needle: &str, from: usize, backwards: bool) -> Option<usize> {
    let rows = tree.nodes().len();
    let ignore_case = !needle.chars().any(char::is_uppercase);
    (1..=rows)
        .map(|step| if backwards { (from + rows - step % rows) % rows } else { (from + step) % rows })
        .find(|&at| contains(tree, at, needle, ignore_case))
}

/// Whether a row contains `needle`.
pub fn matches(tree: &Tree, at: usize, needle: &str) -> bool {
    contains(tree, at, needle, !needle.chars().any(char::is_uppercase))
}

fn contains(tree: &Tree, at: usize, needle: &str, ignore_case: bool) -> bool {
    let Some(node) = tree.node(at) else { return false };
    let has = |raw: &[u8]| {
        let mut bytes = Vec::with_capacity(raw.len());
        text::unescape_into(raw, &mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        if ignore_case { text.to_lowercase().contains(needle) } else { text.contains(needle) }
    };
    let in_key = tree.raw_key(node).is_some_and(has);
    let is_container = matches!(node.kind, NodeKind::Value(ValueKind::Object | ValueKind::Array));
    // A string that opens as a tree is searched row by row.
    in_key || (!is_container && node.children == 0 && has(text::inside(tree.raw(node))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_round_about() {
        let tree = Tree::new(br#"{"alpha":"x","b":{"c":"ALPHA"},"d":"\u0061lpha"}"#.to_vec(), 1);
        assert_eq!(find(&tree, "alpha", 0, false), Some(1));
        assert_eq!(find(&tree, "alpha", 1, false), Some(3));
        assert_eq!(find(&tree, "alpha", 3, false), Some(4));
        assert_eq!(find(&tree, "alpha", 4, false), Some(1));
        assert_eq!(find(&tree, "alpha", 1, true), Some(4));
        assert_eq!(find(&tree, "ALPHA", 0, false), Some(3));
        assert_eq!(find(&tree, "nothing", 0, false), None);
        assert!(matches(&tree, 2, "b"));
    }
}
