//! Where things are added: the files that `lib.rs` names are there, at most five for each thing, and the lists of all
//! overlays are where `panes/mod.rs` says, and nowhere else.

use std::collections::BTreeSet;

use crate::{Source, holds, sources};

/// The names of all variants of `Overlay`, which are also those of their contexts.
fn overlays() -> Vec<String> {
    let sources = sources();
    let code = sources.iter().find(|source| source.path == "tui/panes/mod.rs").unwrap().code();
    let body = code.split("enum Overlay {").nth(1).unwrap().split('}').next().unwrap().to_owned();
    let name = |line: &str| line.trim().split_once('(').map(|(name, _)| name.to_owned());
    body.lines().filter_map(name).collect()
}

/// Whether a file names more than one overlay: it then has a list that the next one must be added to.
fn lists(source: &Source, before: &str, overlays: &[String]) -> bool {
    let code = source.code();
    let code = code.split("#[cfg(test)]").next().unwrap();
    let named: BTreeSet<&String> =
        overlays.iter().filter(|name| code.contains(&format!("{before}::{name}"))).collect();
    named.len() > 1 && !source.is_tests()
}

#[test]
fn overlays_are_listed_in_five_files_at_most() {
    let overlays = overlays();
    assert!(overlays.len() > 3, "{overlays:?}");
    holds("lists overlays; see \"Adding an overlay\" in src/tui/panes/mod.rs", |source| {
        let is_list = lists(source, "Overlay", &overlays) && source.path != "tui/view/mod.rs";
        let contexts = lists(source, "Context", &overlays);
        let is_context_list =
            contexts && !["tui/input/action.rs", "tui/panes/mod.rs"].contains(&&*source.path);
        (is_list || is_context_list).then(|| "several overlays".to_owned()).into_iter().collect()
    });
}

/// The rows of the table in `lib.rs`: what is added, and the files for it.
fn walks() -> Vec<(String, Vec<String>)> {
    let sources = sources();
    let map = sources.iter().find(|source| source.path == "lib.rs").unwrap().text.clone();
    let table = map.split("//! | what | where |").nth(1).unwrap().split("//!\n").next().unwrap().to_owned();
    let row = |line: &str| {
        let (what, files) = line.strip_prefix("//! | ")?.split_once(" | ")?;
        let files = files.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        Some((what.to_owned(), files))
    };
    table.lines().filter_map(row).collect()
}

#[test]
fn nothing_needs_more_than_five_files() {
    let sources = sources();
    let walks = walks();
    assert!(walks.len() >= 6, "{walks:?}");
    for (what, files) in walks {
        assert!((1..=5).contains(&files.len()), "{what}: {files:?}");
        let placeholders = ["NAME", "VERB"];
        let named = files.iter().filter(|file| !placeholders.iter().any(|name| file.contains(name)));
        for file in named {
            assert!(sources.iter().any(|source| source.path == *file), "{what}: there is no src/{file}");
        }
    }
}
