//! Which file names which, and that names never form a circle.
//!
//! A file names another by a `use` or by a path in its code that begins with `crate`, `super`, `self` or a
//! module of its own; `mod x;` and visibilities such as `pub(in crate::tui)` name nothing. Tests are not
//! checked.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Source, group_members, sources};

/// Permitted circles, at most one: the import that closes it, and why. One that is no longer needed fails the
/// test.
const PERMITTED: &[(&str, &str, &str)] = &[];

/// For each file, the files that it names.
type Names = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_circle_between_files() {
    let names = names(&sources(), Exports::Counted);
    let mut cut = names.clone();
    for &(from, to, _) in PERMITTED {
        let needed = names.get(from).is_some_and(|to_all| to_all.contains(to)) && reaches(&names, to, from);
        assert!(needed, "{from} → {to} closes no circle any more: take it off the list");
        cut.get_mut(from).unwrap().remove(to);
    }
    let circles: Vec<String> = circles(&cut).iter().map(|files| files.join(" → ")).collect();
    assert!(PERMITTED.len() <= 1, "{PERMITTED:?}");
    assert!(
        names.len() > 100 && circles.is_empty(),
        "files name each other in a circle:\n{}",
        circles.join("\n")
    );
}

/// A `mod.rs` may hold the vocabulary of its folder, named by the files in it, or use these files, but not
/// both. The solution is a separate file for what they name.
#[test]
fn no_file_imports_upward() {
    let names = names(&sources(), Exports::Left);
    let below = |file: &str, parent: &str| {
        parent.strip_suffix("mod.rs").is_some_and(|folder| file.starts_with(folder)) && file != parent
    };
    let is_named = |parent: &str| {
        let works_below = names.get(parent).is_some_and(|to| to.iter().any(|file| below(file, parent)));
        works_below && names.iter().any(|(file, to)| below(file, parent) && to.contains(parent))
    };
    let found: Vec<&str> = names.keys().map(String::as_str).filter(|file| is_named(file)).collect();
    assert!(found.is_empty(), "named from below: {found:?}");
}

/// What both drawing and changing need is in a layer below both: layout, text, windows.
#[test]
fn panes_and_update_know_nothing_of_drawing() {
    for (file, to) in names(&sources(), Exports::Counted) {
        let folder: String = file.split_inclusive('/').take(2).collect();
        let not_its = |other: &&String| match folder.trim_end_matches('/') {
            "tui/panes" => {
                ["tui/view", "tui/update", "tui/app", "tui/platform"].iter().any(|x| other.starts_with(x))
            }
            "tui/update" => other.starts_with("tui/view"),
            "tui/view" => other.starts_with("tui/update") || other.starts_with("tui/platform"),
            "tui/input" => !other.starts_with("tui/input"),
            _ => file == "tui/app.rs" && ["tui/update", "tui/view"].iter().any(|x| other.starts_with(x)),
        };
        let wrong: Vec<&String> = to.iter().filter(not_its).collect();
        assert!(wrong.is_empty(), "src/{file} names {wrong:?}");
    }
}

/// Whether a `mod.rs` names what it re-exports with `pub use`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exports {
    Counted,
    Left,
}

fn names(sources: &[Source], exports: Exports) -> Names {
    let sources: Vec<&Source> = sources.iter().filter(|source| !source.is_tests()).collect();
    let modules: BTreeMap<Vec<&str>, &str> =
        sources.iter().map(|source| (module(&source.path), source.path.as_str())).collect();
    let of = |source: &&Source| {
        let own = module(&source.path);
        let paths = paths(&without_tests(&source.code()), exports);
        let files = paths.iter().filter_map(|path| file_of(path, &own, &modules));
        // The crate root only declares modules, and all files name it.
        let files = files.filter(|file| *file != source.path && *file != "lib.rs").map(str::to_owned);
        (source.path.clone(), files.collect())
    };
    sources.iter().filter(|source| source.path != "main.rs").map(of).collect()
}

/// Returns the names of the modules around a file and its own.
fn module(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
        parts.pop();
    }
    parts
}

fn without_tests(code: &str) -> String {
    code.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned()
}

/// Returns every path that code names, with those of `use` written out.
fn paths(code: &str, exports: Exports) -> Vec<String> {
    let mut paths = Vec::new();
    let mut rest = String::new();
    for statement in code.split_inclusive(';') {
        let start = statement.rfind("use ").filter(|&at| {
            let before = statement[..at].chars().next_back();
            before.is_none_or(|char| char.is_whitespace() || char == ')')
                && statement[at..].trim_end().ends_with(';')
                && !statement[at..].contains('=')
        });
        match start {
            Some(at) => {
                let line = statement[..at].rsplit('\n').next().unwrap_or_default();
                let tree: String = statement[at + 4..]
                    .trim_end_matches(';')
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                if !(line.trim_start().starts_with("pub") && exports == Exports::Left) {
                    paths.extend(written_out(&tree));
                }
                rest.push_str(&statement[..at]);
            }
            None => rest.push_str(statement),
        }
    }
    for hidden in ["pub(in crate::", "pub(in super::"] {
        rest = rest.replace(hidden, "pub(");
    }
    let is_part = |char: char| char.is_alphanumeric() || char == '_' || char == ':';
    let words = rest.split(|char| !is_part(char));
    paths.extend(words.filter(|word| word.contains("::")).map(|word| word.trim_matches(':').to_owned()));
    paths
}

/// Returns the paths of a `use` tree.
fn written_out(tree: &str) -> Vec<String> {
    match tree.split_once('{') {
        None => vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()],
        Some((before, group)) => {
            let members = group_members(group);
            let within = members.iter().flat_map(|member| written_out(member.trim()));
            within.map(|member| format!("{}{member}", before.trim())).collect()
        }
    }
}

/// Returns the file of the innermost module that a path goes through.
fn file_of<'s>(path: &str, own: &[&str], modules: &BTreeMap<Vec<&'s str>, &'s str>) -> Option<&'s str> {
    let mut parts = path.split("::").peekable();
    let mut at: Vec<&str> = match *parts.peek()? {
        "crate" => Vec::new(),
        "super" | "self" => own.to_vec(),
        first => {
            let child: Vec<&str> = own.iter().copied().chain([first]).collect();
            modules.get(&child)?;
            own.to_vec()
        }
    };
    for part in parts {
        match part {
            "crate" | "self" => {}
            "super" => drop(at.pop()),
            part => {
                let deeper: Vec<&str> = at.iter().copied().chain([part]).collect();
                if !modules.contains_key(&deeper) {
                    break;
                }
                at = deeper;
            }
        }
    }
    modules.get(&at).copied()
}

fn reaches(names: &Names, from: &str, to: &str) -> bool {
    reached(names, from).contains(to) || from == to
}

/// Returns all files that can be reached from one.
fn reached<'n>(names: &'n Names, from: &'n str) -> BTreeSet<&'n str> {
    let mut met = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        open.extend(
            names.get(file).into_iter().flatten().map(String::as_str).filter(|next| met.insert(*next)),
        );
    }
    met
}

/// Returns sets of files that can all be reached from each other.
fn circles(names: &Names) -> Vec<Vec<&str>> {
    let mut circles: Vec<Vec<&str>> = Vec::new();
    for file in names.keys().map(String::as_str) {
        let met = reached(names, file);
        if met.contains(file) && !circles.iter().flatten().any(|other| *other == file) {
            circles.push(met.into_iter().filter(|&other| reaches(names, other, file)).collect());
        }
    }
    circles
}

#[test]
fn the_reader_of_imports_sees_every_way_to_name_a_file() {
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let all = [
        file("a/mod.rs", "pub mod b;\npub mod c;\nuse b::{self, B};\npub use c::C;"),
        file("a/b.rs", "use super::{\n  super::d::{e::E, D as F},\n  c,\n};\npub(in crate::a) fn x() {}"),
        file("a/c.rs", "fn y() { let z = crate::a::b::x; }\n#[cfg(test)]\nmod tests { use crate::d; }"),
        file("d/mod.rs", "// use crate::a;\npub struct D; fn f() { self::e::E; }"),
        file("d/e.rs", "use std::fmt; fn g() { super::D; iter::once(1); }"),
    ];
    let names = names(&all, Exports::Counted);
    let of = |file: &str| names[file].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(of("a/mod.rs"), ["a/b.rs", "a/c.rs"]);
    assert_eq!(of("a/b.rs"), ["a/c.rs", "d/e.rs", "d/mod.rs"]);
    assert_eq!(of("a/c.rs"), ["a/b.rs"]);
    assert_eq!(of("d/mod.rs"), ["d/e.rs"]);
    assert_eq!(of("d/e.rs"), ["d/mod.rs"]);
    assert_eq!(circles(&names), [vec!["a/b.rs", "a/c.rs"], vec!["d/e.rs", "d/mod.rs"]]);
    let left = self::names(&all, Exports::Left);
    assert_eq!(left["a/mod.rs"].iter().collect::<Vec<_>>(), ["a/b.rs"]);
}
