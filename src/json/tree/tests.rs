//! Rows, collapsing and paths of records: valid, embedded and broken.

use proptest::prelude::*;

use super::*;

fn rows(tree: &Tree) -> Vec<String> {
    let row = |at: usize| {
        let node = tree.node(at).unwrap();
        let value = if node.children > 0 {
            format!("({})", node.children)
        } else {
            String::from_utf8_lossy(tree.raw(node)).into_owned()
        };
        format!("{}{}={value}", " ".repeat(node.depth), tree.path(at))
    };
    tree.visible().into_iter().map(row).collect()
}

#[test]
fn rows_keep_the_source_as_it_is() {
    let tree = Tree::new(br#"{"b":1.50, "a":{"x":[1,{"y":null}],"e":{}},"b":"\u00e9"}"#.to_vec(), 9);
    let expected = [
        "=(3)",
        " b=1.50",
        " a=(2)",
        "  a.x=(2)",
        "   a.x[0]=1",
        "   a.x[1]=(1)",
        "    a.x[1].y=null",
        "  a.e={}",
        " b=\"\\u00e9\"",
    ];
    assert_eq!(rows(&tree), expected);
    assert_eq!(tree.raw(tree.node(3).unwrap()), br#"[1,{"y":null}]"#);
}

#[test]
fn folds_hide_what_is_beneath() {
    let mut tree = Tree::new(br#"{"a":{"x":1},"b":{"y":2}}"#.to_vec(), 1);
    assert_eq!(rows(&tree), ["=(2)", " a=(1)", " b=(1)"]);
    tree.fold_siblings(1, false);
    assert_eq!(rows(&tree).len(), 5);
    tree.fold(1, true);
    assert_eq!(rows(&tree), ["=(2)", " a=(1)", " b=(1)", "  b.y=2"]);
    tree.fold(2, true);
    assert!(!tree.node(2).unwrap().folded, "a leaf does not fold");
    tree.reveal(2);
    assert_eq!(rows(&tree).len(), 5);
    tree.fold_below(0);
    assert_eq!(rows(&tree).len(), 1);
}

#[test]
fn json_in_strings_opens_as_a_tree() {
    let policy = r#"{"Statement":[{"Effect":"Allow"}]}"#;
    let encoded = "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%7D%5D%7D";
    let record =
        format!(r#"{{"p":{},"q":"{encoded}","r":"{{no","s":1}}"#, serde_json::to_string(policy).unwrap());
    let mut tree = Tree::new(record.into_bytes(), 8);
    assert_eq!(rows(&tree)[1], " p=(1)");
    assert_eq!(rows(&tree).len(), 5);
    tree.fold(1, false);
    assert_eq!(
        rows(&tree)[2..5],
        ["  p.Statement=(1)", "   p.Statement[0]=(1)", "    p.Statement[0].Effect=\"Allow\""]
    );
    let last = tree.nodes().len() - 1;
    assert_eq!(tree.path(last), "s");
    let q = (0..last).find(|&at| tree.path(at) == "q").unwrap();
    tree.fold(q, false);
    assert_eq!(rows(&tree).iter().filter(|row| row.contains("q.Statement[0].Effect")).count(), 1);
    assert_eq!(rows(&tree).last().unwrap(), " s=1");
    tree.fold_below(9);
    assert_eq!(rows(&tree).len(), tree.nodes().len());
    let array = Tree::new(br#"{"l":"[1,{\"a\":2}]"}"#.to_vec(), 9);
    assert_eq!(rows(&array)[1..], [" l=(2)", "  l[0]=1", "  l[1]=(1)", "   l[1].a=2"]);
}

#[test]
fn odd_keys_are_quoted_in_paths() {
    let tree = Tree::new(br#"{"a.b":{"":1},"c d":2}"#.to_vec(), 9);
    assert_eq!(tree.path(2), r#"["a.b"]."""#);
    assert_eq!(tree.path(3), r#"["c d"]"#);
}

#[test]
fn what_is_not_json_is_shown_as_it_stands() {
    assert_eq!(rows(&Tree::new(br#"{"a":1,"b":nope}"#.to_vec(), 9)), ["=(1)", " a=1", "=nope}"]);
    assert_eq!(rows(&Tree::new(b"oops".to_vec(), 9)), ["=oops"]);
    assert_eq!(rows(&Tree::new(Vec::new(), 9)), ["="]);
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert_eq!(Tree::new(deep, 1).nodes().len(), MAX_DEPTH + 1);
}

proptest! {
    #[test]
    fn any_bytes_make_rows_that_hold_together(bytes in "[\\[\\]{}\",:a0 \\\\]{0,40}") {
        let tree = Tree::new(bytes.clone().into_bytes(), 99);
        for (at, node) in tree.nodes().iter().enumerate() {
            prop_assert!(node.end > at && node.end <= tree.nodes().len(), "{bytes} {at} {node:?}");
            prop_assert!(node.parent.is_none_or(|parent| parent < at));
            let _ = tree.path(at);
        }
        let sound = serde_json::from_str::<&serde_json::value::RawValue>(&bytes).is_ok();
        let broken = tree.nodes().iter().any(|node| node.kind == NodeKind::Broken);
        prop_assert!(!sound || !broken, "{bytes}");
    }
}
