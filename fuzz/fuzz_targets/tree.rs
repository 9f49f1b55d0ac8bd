//! One record's JSON as rows: every byte of the text is in a row or is one of JSON's marks between rows, in the
//! order of the text; rows nest; valid JSON is valid when its rows are joined again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::json::find;
use trailsift::json::print::{compact, pretty};
use trailsift::json::scan::{Scanner, ValueKind};
use trailsift::json::tree::{NodeKind, Tree};

fuzz_target!(|bytes: &[u8]| {
    let (&level, text) = match bytes.split_first() {
        Some(split) => split,
        None => return,
    };
    let mut tree = Tree::new(text.to_vec(), usize::from(level % 11));
    nests(&tree);
    let mut scanner = Scanner::new(text, 0);
    let sound = scanner.value().is_ok() && scanner.skip_space().is_none();
    let broken = tree.nodes().iter().any(|node| node.kind == NodeKind::Broken && node.depth == 0);
    assert_eq!(sound, !broken, "sound and broken at once");
    if sound {
        let mut again = Vec::new();
        assert_eq!(put_together(&tree, 0, &mut again), tree.nodes().len());
        assert_eq!(again, compact(text));
    }
    assert_eq!(compact(&pretty(text)), compact(text));
    find::find(&tree, "a");
    for at in 0..tree.nodes().len().min(50) {
        tree.path(at);
    }
    for at in 0..tree.nodes().len().min(50) {
        tree.fold(at, level % 2 == 0);
        tree.reveal(at);
        assert!(tree.visible().contains(&at), "a row that was asked for is hidden");
    }
    tree.fold_below(0);
    assert!(tree.visible().iter().all(|&at| tree.node(at).unwrap().depth == 0));
});

/// Every row ends within its parent, and its children count as it says.
fn nests(tree: &Tree) {
    let nodes = tree.nodes();
    let mut children = vec![0; nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        assert!(at < node.end && node.end <= nodes.len());
        if let Some(parent) = node.parent {
            assert!(parent < at && node.end <= nodes[parent].end && nodes[parent].depth < node.depth);
            assert_eq!(node.position, children[parent]);
            children[parent] += 1;
        }
    }
    for (node, children) in nodes.iter().zip(children) {
        assert_eq!(node.children, children);
    }
}

/// Appends the JSON of a row and all rows below it; returns the next row.
fn put_together(tree: &Tree, at: usize, out: &mut Vec<u8>) -> usize {
    let node = tree.node(at).unwrap();
    if let Some(key) = tree.raw_key(node) {
        out.push(b'"');
        out.extend_from_slice(key);
        out.extend_from_slice(b"\":");
    }
    let (open, close) = match node.kind {
        NodeKind::Value(ValueKind::Object) if node.children > 0 => (b'{', b'}'),
        NodeKind::Value(ValueKind::Array) if node.children > 0 => (b'[', b']'),
        _ => {
            out.extend_from_slice(&compact(tree.raw(node)));
            return node.end;
        }
    };
    out.push(open);
    let mut next = at + 1;
    while next < node.end {
        if next > at + 1 {
            out.push(b',');
        }
        next = put_together(tree, next, out);
    }
    out.push(close);
    next
}
