//! A type's name has one meaning, so that readers need not look up which of several it is.

use std::collections::BTreeMap;

use crate::{Source, sources};

/// Names that two files define, and why.
const PERMITTED: &[(&str, &str)] = &[
    ("Cut", "where a text is cut to fit its cells; at which limit decoding was cut short"),
    ("Step", "of the path to a value; from the bytes of a file to its text"),
    ("Text", "a short form for the strings of userIdentity, private to its file; the text of a file"),
];

#[test]
fn a_type_name_means_one_thing() {
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources().iter().filter(|source| !source.is_tests()) {
        for name in defined(source) {
            homes.entry(name).or_default().push(source.path.clone());
        }
    }
    assert!(homes.len() > 200, "{}", homes.len());
    homes.retain(|_, files| files.len() > 1);
    for (name, why) in PERMITTED {
        assert!(homes.remove(*name).is_some(), "{name} ({why}) has one meaning now: take it off the list");
    }
    let twice: Vec<String> =
        homes.iter().map(|(name, files)| format!("{name}: {}", files.join(", "))).collect();
    assert!(twice.is_empty(), "names that several files define:\n{}", twice.join("\n"));
}

/// Returns the types and traits that a file defines at its left edge, without tests.
fn defined(source: &Source) -> Vec<String> {
    let code = source.code();
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let name = |line: &str| {
        let line = match line.strip_prefix("pub") {
            Some(public) if public.starts_with('(') => public.split_once(") ")?.1,
            Some(public) => public.strip_prefix(' ')?,
            None => line,
        };
        let (keyword, rest) = line.split_once(' ')?;
        let end = rest.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(rest.len());
        ["struct", "enum", "type", "trait", "union"].contains(&keyword).then(|| rest[..end].to_owned())
    };
    code.lines().filter_map(name).collect()
}

#[test]
fn the_reader_of_type_names_sees_every_way_to_define_one() {
    let text = "pub struct A;\nstruct B<'a>(&'a str);\npub(in crate::x) enum C {}\npub(super) type D = u8;\n\
                trait E {}\nuse super::F;\n    type Item = G;\n// struct H;\npub fn i() {}\n\
                #[cfg(test)]\nmod tests {\nstruct J;";
    let source = Source { path: "x.rs".into(), text: text.into() };
    assert_eq!(defined(&source), ["A", "B", "C", "D", "E"]);
}
