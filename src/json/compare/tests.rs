//! Comparisons of records: matched by name and by place, exact, complete, and the same from both sides.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

/// Returns the rows as `sign path=left|right`.
fn rows(diff: &TreeDiff) -> Vec<String> {
    let text = |tree: &Tree, at: Option<usize>| {
        let node = at.and_then(|at| tree.node(at)).filter(|node| node.children == 0);
        node.map_or(String::new(), |node| String::from_utf8_lossy(tree.raw(node)).into_owned())
    };
    let row = |row: &DiffRow| {
        let sign = match row.sign {
            DiffSign::Equal => '=',
            DiffSign::Changed => '≠',
            DiffSign::Left => '<',
            DiffSign::Right => '>',
        };
        let (tree, at) = diff.source(row).unwrap();
        let (left, right) = (text(&diff.left, row.left), text(&diff.right, row.right));
        format!("{sign} {}{}={left}|{right}", " ".repeat(row.depth), tree.path(at))
    };
    diff.rows().iter().map(row).collect()
}

fn diff(left: &str, right: &str) -> TreeDiff {
    TreeDiff::of(left.into(), right.into())
}

#[test]
fn members_are_matched_by_name_and_items_by_place() {
    let diff = diff(
        r#"{"a":1,"gone":{"x":2},"b":[1,2,3],"same":{"y":null},"kind":"text"}"#,
        r#"{"a":1.0,"new":true,"b":[1,5],"same":{"y":null},"kind":{"z":0}}"#,
    );
    let expected = [
        "≠ =|",
        "≠  a=1|1.0",
        "<  gone=|",
        "<   gone.x=2|",
        ">  new=|true",
        "≠  b=|",
        "=   b[0]=1|1",
        "≠   b[1]=2|5",
        "<   b[2]=3|",
        "=  same=|",
        "=   same.y=null|null",
        "<  kind=\"text\"|",
        ">  kind=|",
        ">   kind.z=|0",
    ];
    assert_eq!(rows(&diff), expected);
}

#[test]
fn names_that_occur_twice_numbers_and_spellings_are_compared_exactly() {
    let twice = diff(r#"{"a":1,"a":2}"#, r#"{"a":1,"a":3,"a":2}"#);
    assert_eq!(rows(&twice), ["≠ =|", "=  a=1|1", "≠  a=2|3", ">  a=|2"]);
    let spelled = diff(r#"{"a":"\u00e9/","b":1e1}"#, r#"{"\u0061":"é\/","b":10}"#);
    assert_eq!(rows(&spelled), ["≠ =|", "=  a=\"\\u00e9/\"|\"é\\/\"", "≠  b=1e1|10"]);
    let empty = diff(r#"{"a":{},"b":[]}"#, r#"{"a":{"x":1},"b":{}}"#);
    assert_eq!(rows(&empty), ["≠ =|", "≠  a={}|", ">   a.x=|1", "<  b=[]|", ">  b=|{}"]);
}

#[test]
fn json_in_strings_is_compared_too() {
    let policy =
        |effect: &str| json!({"p": json!({"Effect": effect, "Action": "*"}).to_string()}).to_string();
    let diff = diff(&policy("Allow"), &policy("Deny"));
    let expected = ["≠ =|", "≠  p=|", "=   p.Action=\"*\"|\"*\"", "≠   p.Effect=\"Allow\"|\"Deny\""];
    assert_eq!(rows(&diff), expected);
}

#[test]
fn text_that_is_not_json_is_compared_as_text() {
    let torn = diff(r#"{"a":1,"b"#, r#"{"a":1,"c"#);
    let signs: Vec<DiffSign> = torn.rows().iter().map(|row| row.sign).collect();
    assert_eq!(signs, [DiffSign::Equal, DiffSign::Equal, DiffSign::Changed], "{:?}", rows(&torn));
    assert!(TreeDiff::of(Vec::new(), Vec::new()).rows().iter().all(|row| row.sign == DiffSign::Equal));
}

/// Small documents with few names, so that they have much in common.
fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3_u8).prop_map(Value::from),
        "[ab]{0,2}".prop_map(Value::from),
        Just(json!({})),
        Just(json!([])),
        Just(json!("{\"a\":[1,2]}")),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[abc]", inner), 0..4)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<String, Value>>())),
        ]
    })
}

/// Returns the rows of one side in order, and those of the merged tree that name them.
fn side(tree: &Tree, of: impl Iterator<Item = usize>) -> (Vec<usize>, Vec<usize>) {
    let mut named: Vec<usize> = of.collect();
    named.sort_unstable();
    ((0..tree.nodes().len()).collect(), named)
}

proptest! {
    #[test]
    fn a_record_is_equal_to_itself(document in documents()) {
        let text = document.to_string();
        let diff = diff(&text, &text);
        prop_assert!(diff.rows().iter().all(|row| row.sign == DiffSign::Equal), "{:?}", rows(&diff));
    }

    #[test]
    fn every_row_of_both_sides_appears_once_and_signs_tell_the_truth(one in documents(), other in documents()) {
        let diff = diff(&one.to_string(), &other.to_string());
        let (all, named) = side(&diff.left, diff.rows().iter().filter_map(|row| row.left));
        prop_assert_eq!(all, named);
        let (all, named) = side(&diff.right, diff.rows().iter().filter_map(|row| row.right));
        prop_assert_eq!(all, named);
        prop_assert_eq!(one == other, diff.rows().iter().all(|row| row.sign == DiffSign::Equal));
        for (at, row) in diff.rows().iter().enumerate() {
            prop_assert!(row.end > at && row.end <= diff.rows().len());
            let expected = match row.sign {
                DiffSign::Equal | DiffSign::Changed => (true, true),
                DiffSign::Left => (true, false),
                DiffSign::Right => (false, true),
            };
            prop_assert_eq!((row.left.is_some(), row.right.is_some()), expected);
            let below = &diff.rows()[at + 1..row.end];
            prop_assert!(row.sign != DiffSign::Equal || below.iter().all(|row| row.sign == DiffSign::Equal));
            prop_assert!(below.iter().all(|inner| inner.depth > row.depth));
        }
    }

    #[test]
    fn from_the_other_side_the_signs_are_swapped(one in documents(), other in documents()) {
        let (there, back) = (diff(&one.to_string(), &other.to_string()), diff(&other.to_string(), &one.to_string()));
        let swapped = |sign| match sign {
            DiffSign::Left => DiffSign::Right,
            DiffSign::Right => DiffSign::Left,
            DiffSign::Equal | DiffSign::Changed => sign,
        };
        let mut first: Vec<_> = there.rows().iter().map(|row| (row.left, row.right, row.sign as u8)).collect();
        let mut second: Vec<_> =
            back.rows().iter().map(|row| (row.right, row.left, swapped(row.sign) as u8)).collect();
        first.sort_unstable();
        second.sort_unstable();
        prop_assert_eq!(first, second);
    }
}
