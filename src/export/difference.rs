//! The differences of two records as lines of text, for the clipboard. No line does anything if it is pasted into a
//! shell: values and paths are JSON, and each line begins with a sign that no shell knows.

use std::fmt::Write as _;

use super::paste;
use crate::json::compare::{DiffRow, DiffSign, TreeDiff};
use crate::json::print::compact;
use crate::json::text::encode;
use crate::json::tree::Tree;
use crate::plural::counted;

/// Longer texts end with how many differences they leave out.
const MOST_BYTES: usize = 4 << 20;

/// Returns the text: what each side is, then `-` and `+` lines, and how many values are equal.
pub fn text(diff: &TreeDiff, left: &str, right: &str) -> String {
    let name = |side, text: &str| member(side, encode(text, |_| false).as_bytes());
    let mut out = format!("--- {}\n+++ {}\n", name("left", left), name("right", right));
    let (trees, mut left_out, mut equal, mut at) = (diff.trees(), 0, 0, 0);
    while let Some(row) = diff.rows().get(at) {
        let is_alone = matches!(row.sign, DiffSign::Left | DiffSign::Right);
        let is_leaf = row.end == at + 1;
        if is_leaf && row.sign == DiffSign::Equal {
            equal += 1;
        } else if (is_alone || is_leaf) && out.len() > MOST_BYTES {
            left_out += 1;
        } else if is_alone || is_leaf {
            push(&mut out, '-', trees.0, row.left);
            push(&mut out, '+', trees.1, row.right);
        }
        at = if is_alone { row.end } else { at + 1 };
    }
    if left_out > 0 {
        // Writing into a String cannot fail.
        let _ = writeln!(out, "# {} left out", counted(left_out, "difference"));
    }
    let _ = writeln!(out, "# {} equal", counted(equal, "value"));
    out
}

/// Returns `"name": value` so that shells see nothing in it. The braces keep a text from looking like a command.
fn member(name: &str, value: &[u8]) -> String {
    let object = [b"{", encode(name, |_| false).as_bytes(), b": ", value, b"}"].concat();
    let safe = paste::json(&object).text;
    safe.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(&safe).to_owned()
}

fn push(out: &mut String, sign: char, tree: &Tree, at: Option<usize>) {
    let Some((at, node)) = at.and_then(|at| Some((at, tree.node(at)?))) else { return };
    // Writing into a String cannot fail.
    let _ = writeln!(out, "{sign} {}", member(&tree.path(at), &compact(tree.raw(node))));
}

/// Returns the number of differences: values that changed, and what only one side has.
pub fn count(rows: &[DiffRow]) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(row) = rows.get(at) {
        let is_alone = matches!(row.sign, DiffSign::Left | DiffSign::Right);
        count += usize::from(is_alone || (row.sign == DiffSign::Changed && row.end == at + 1));
        at = if is_alone { row.end } else { at + 1 };
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_difference_is_a_line_and_none_acts_in_a_shell() {
        let left = br#"{"a":1,"b":"$(x)","gone":{"y":[1, 2]},"same":true}"#;
        let right = br#"{"a":1.0,"b":"z","same":true,"new":null}"#;
        let diff = TreeDiff::of(left.to_vec(), right.to_vec());
        let expected = "--- \"left\": \"one\"\n+++ \"right\": \"the \\u0060other\\u0060\"\n- \"a\": 1\n+ \"a\": 1.0\n- \"b\": \"\\u0024(x)\"\n+ \"b\": \"z\"\n\
             - \"gone\": {\"y\":[1,2]}\n+ \"new\": null\n# 1 value equal\n";
        assert_eq!(text(&diff, "one", "the `other`"), expected);
        assert_eq!(count(diff.rows()), 4);
    }
}
