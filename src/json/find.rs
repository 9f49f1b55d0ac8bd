//! Finds the rows of a tree that contain a text in their key or value.

use super::text;
use super::tree::{NodeKind, Tree};
use crate::json::scan::ValueKind;

/// Returns the rows that contain `needle`, in order. A needle in lower case ignores case. Collapsed rows are
/// found too.
pub fn find(tree: &Tree, needle: &str) -> Vec<usize> {
    let ignore_case = !needle.chars().any(char::is_uppercase);
    (0..tree.nodes().len())
        .filter(|&at| !needle.is_empty() && contains(tree, at, needle, ignore_case))
        .collect()
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
    fn rows_are_found_by_key_and_value() {
        let tree = Tree::new(br#"{"alpha":"x","b":{"c":"ALPHA"},"d":"\u0061lpha"}"#.to_vec(), 1);
        assert_eq!(find(&tree, "alpha"), [1, 3, 4]);
        assert_eq!(find(&tree, "ALPHA"), [3]);
        assert_eq!(find(&tree, "b"), [2]);
        assert_eq!((find(&tree, "nothing"), find(&tree, "")), (Vec::new(), Vec::new()));
    }
}
