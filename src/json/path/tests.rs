//! Paths, written and followed.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn finds(path: &str, json: &str, expected: &[&str]) {
    let values = Path::parse(path).expect(path).values(json.as_bytes());
    let values: Vec<_> = values.iter().map(|value| String::from_utf8_lossy(value).into_owned()).collect();
    assert_eq!(values, expected, "{path}");
}

#[test]
fn paths_lead_into_objects_arrays_and_strings() {
    let json = r#"{"a":{"b":[{"c":1},{"c":2},[{"c":3}]],"B":4},"s":"{\"x\":[5]}","odd.key":6,"n":null}"#;
    finds("a.b.c", json, &["1", "2", "3"]);
    finds("a.b[1].c", json, &["2"]);
    finds("a.b[*].c", json, &["1", "2", "3"]);
    finds("a.b[].c", json, &["1", "2", "3"]);
    finds("A.b[2][0].c", json, &["3"]);
    finds("a.B", json, &["4"]);
    finds("s.x[0]", json, &["5"]);
    finds("[\"odd.key\"]", json, &["6"]);
    finds("odd.key", json, &["6"]);
    finds("n", json, &["null"]);
    finds("a.z", json, &[]);
    finds("n.z", json, &[]);
}

/// `Tag` and `tag` are two members of one tagging request; a path to one found the other as well.
#[test]
fn the_exact_name_comes_before_names_in_another_case() {
    let json = r#"{"r":{"tag":"low","Tag":"up","tag":"again","TAG":"all"}}"#;
    finds("r.tag", json, &["\"low\"", "\"again\""]);
    finds("r.Tag", json, &["\"up\""]);
    finds("r.tAG", json, &["\"low\"", "\"up\"", "\"again\"", "\"all\""]);
}

/// Tag keys have dots, slashes and colons. Without quotes, the path was read as one into four objects and found
/// nothing.
#[test]
fn names_with_dots_are_found_with_and_without_quotes() {
    let json = r#"{"tags":{"team.example/app.prod":"owned","a":{"b":1},"a.b":2,"aws:ip":3,"q\"\\x":4,"":5}}"#;
    finds(r#"tags."team.example/app.prod""#, json, &["\"owned\""]);
    finds("tags.team.example/app.prod", json, &["\"owned\""]);
    finds("tags.TEAM.example/app.prod", json, &["\"owned\""]);
    finds("tags.a.b", json, &["1", "2"]);
    finds(r#"tags."a.b""#, json, &["2"]);
    finds(r#"tags."aws:ip""#, json, &["3"]);
    finds(r#"tags."q\"\\x""#, json, &["4"]);
    finds(r#"tags["q\"\\x"]"#, json, &["4"]);
    finds(r#"tags."""#, json, &["5"]);
}

#[test]
fn what_is_no_path_is_none() {
    for text in ["", ".a", "a..b", "a[", "a[x]", "a.b.", "[\"a", "a.\"b", "a\"b\"", "a.\"b\"c", "a[\"b\"x]"] {
        assert_eq!(Path::parse(text), None, "{text}");
    }
    assert_eq!(Path::parse(&"a.".repeat(2000)), None);
}

#[test]
fn an_array_is_opened_down_to_its_items() {
    let mut found = Vec::new();
    opened(br#"["a",[1,[2,{"x":[3]}]],[]]"#, &mut |item| {
        found.push(String::from_utf8_lossy(item).into_owned());
    });
    assert_eq!(found, ["\"a\"", "1", "2", r#"{"x":[3]}"#]);
}

/// The author of a record chooses its depth, which must not overflow the stack.
#[test]
fn arrays_within_arrays_without_end_are_opened_no_deeper_than_the_bound() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let path = Path::parse("a.b").unwrap();
    assert!(path.values(deep.as_bytes()).is_empty());
    let mut items = 0;
    opened(Path::parse("a").unwrap().values(deep.as_bytes()).first().unwrap(), &mut |_| items += 1);
    assert_eq!(items, 1);
}

#[test]
fn quoted_names_have_places() {
    for (path, expected) in [
        (r#"a.b=".x""#, &[][..]),
        (r#"a."b:c".d:e"#, &["\"b:c\""]),
        (r#"["a=b"]."c\"d"=x"#, &["\"a=b\"", r#""c\"d""#]),
        (r#"a."open"#, &[]),
    ] {
        let found: Vec<&str> = quoted_names(path).into_iter().filter_map(|place| path.get(place)).collect();
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn a_path_leads_along_the_names_of_members() {
    let names = |text: &str| text.split('>').map(str::to_owned).collect::<Vec<_>>();
    for (path, along, expected) in [
        ("a.b[0].c", "a>b>c>d", true),
        ("A.B", "a>b", true),
        ("a[*].b[1]", "a>b", true),
        ("a.b", "a>c", false),
        ("a.b.c", "a>b", false),
        ("t.x.y/z", "t>x.y/z", true),
    ] {
        assert_eq!(Path::parse(path).unwrap().leads_along(&names(along)), expected, "{path} {along}");
    }
}

proptest! {
    /// The path that the tree shows for a member leads to this member.
    #[test]
    fn a_written_name_is_read_back(first in "[a-z\"\\\\.:= \\[\\]é]{0,4}|\\PC{0,4}", second in "[a-z\"\\\\.:= \\[\\]é]{0,4}|\\PC{0,4}") {
        let path = format!("{}{}", written_step(&first, true), written_step(&second, false));
        let steps = [Step::Name(first), Step::Name(second)];
        prop_assert_eq!(Path::parse(&path).map(|path| path.steps), Some(steps.to_vec()), "{}", path);
    }
}
