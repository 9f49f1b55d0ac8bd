//! The rules of the source: which layer may name which, no circles between files, where the terminal's libraries are
//! named, and how long a file may be. They are checked on the source text, so a violation is reported with its file.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test that fails should stop with its values"
)]

use std::path::{Path, PathBuf};

use trailsift::record::field::list_columns::LIST_COLUMNS;
use walkdir::WalkDir;

mod circles;
mod lints;
mod one_road;
mod type_names;
mod walks;
mod words;

/// Each layer and the layers that it may name. What is not here, `cli`, `lib` and `main`, may name all.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("exit", &[]),
    ("json", &[]),
    ("text", &[]),
    ("plural", &[]),
    ("record", &["json"]),
    ("store", &["record", "json", "plural"]),
    ("ingest", &["store", "record", "json", "plural"]),
    ("insight", &["store", "record", "json", "plural"]),
    ("query", &["insight", "store", "record", "json", "text", "plural"]),
    ("export", &["redact", "query", "insight", "store", "record", "json", "text", "plural"]),
    ("verify", &["store", "record", "json", "text", "plural"]),
    ("case", &["export::file", "ingest::text_of_file", "store", "record", "json", "text", "plural"]),
    ("redact", &["json"]),
    (
        "report",
        &[
            "case", "redact", "export", "verify", "query", "insight", "store", "record", "json", "text",
            "plural",
        ],
    ),
    ("own", &["ingest", "query", "record", "text", "plural"]),
    ("config", &["tui", "ingest", "record", "text"]),
    (
        "tui",
        &[
            "redact", "report", "case", "ingest", "verify", "export", "query", "insight", "store", "record",
            "json", "text", "plural", "exit",
        ],
    ),
];

/// The libraries that only `tui` names.
const TERMINAL: [&str; 3] = ["ratatui", "crossterm", "arboard"];

const LONGEST: usize = 400;
const LONGEST_MEDIAN: usize = 170;

struct Source {
    /// Below `src`, with `/` between the parts.
    path: String,
    text: String,
}

impl Source {
    /// Returns the first part of the path: a folder, or a file that is a layer.
    fn layer(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Returns the depth of its module, counting the crate: 1 for a layer. Tests belong to what they test.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        parts - usize::from(self.path.ends_with("/mod.rs")) + usize::from(self.is_tests())
    }

    /// Returns the text without comments.
    fn code(&self) -> String {
        let code = self.text.lines().map(|line| line.split("//").next().unwrap_or(line));
        code.collect::<Vec<_>>().join("\n")
    }

    fn lines(&self) -> usize {
        self.text.lines().count()
    }

    fn is_tests(&self) -> bool {
        self.path.ends_with("_tests.rs") || self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let source = |path: PathBuf| {
        let parts: Vec<_> =
            path.strip_prefix(&root).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
        Source { path: parts.join("/"), text: std::fs::read_to_string(&path).unwrap() }
    };
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).map(source).collect()
}

/// Reports every place that breaks a rule, one per line.
#[track_caller]
fn holds(rule: &str, broken: impl Fn(&Source) -> Vec<String>) {
    let sources = sources();
    let broken: Vec<String> = sources
        .iter()
        .flat_map(|source| broken(source).into_iter().map(|what| format!("src/{}: {what}", source.path)))
        .collect();
    assert!(!sources.is_empty() && broken.is_empty(), "{rule}\n{}", broken.join("\n"));
}

#[test]
fn imports_point_one_way() {
    holds("a layer names one that it may not", |source| {
        let Some((layer, allowed)) = MAY_NAME.iter().find(|(layer, _)| *layer == source.layer()) else {
            return Vec::new();
        };
        let code = source.code();
        let may = |name: &String| {
            let first = name.split("::").next().unwrap();
            first == *layer || allowed.contains(&first) || allowed.contains(&name.as_str())
        };
        let mut broken: Vec<String> = named(&code).into_iter().filter(|name| !may(name)).collect();
        broken.extend(climbs(source, &code));
        broken
    });
}

/// Returns every `a::b` of ours that is named after `crate::`, including those in braces.
fn named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for start in ["crate::", "trailsift::"] {
        for (at, _) in code.match_indices(start) {
            let rest = &code[at + start.len()..];
            match rest.strip_prefix('{') {
                Some(group) => names.extend(group_members(group).iter().map(|member| two_parts(member))),
                None => names.push(two_parts(rest)),
            }
        }
    }
    names
}

/// Returns the members of a `{…}` of a `use`, after its opening brace.
fn group_members(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut members = vec![String::new()];
    for char in group.chars() {
        match char {
            '}' if depth == 0 => break,
            ',' if depth == 0 => members.push(String::new()),
            _ => members.last_mut().unwrap().push(char),
        }
        depth += i32::from(char == '{') - i32::from(char == '}');
    }
    members.retain(|member| !member.trim().is_empty());
    members
}

fn two_parts(path: &str) -> String {
    let path = path.trim_start();
    let end =
        path.find(|char: char| !(char.is_alphanumeric() || char == '_' || char == ':')).unwrap_or(path.len());
    path[..end].trim_end_matches(':').split("::").take(2).collect::<Vec<_>>().join("::")
}

/// Returns lines at the left edge in which `super::` leaves the layer; modules inside a file are indented and
/// deeper.
fn climbs(source: &Source, code: &str) -> Vec<String> {
    let leaves = |line: &&str| !line.starts_with(' ') && line.matches("super::").count() >= source.depth();
    code.lines().filter(leaves).map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn only_the_screen_names_the_terminal() {
    holds("a terminal library is named outside src/tui", |source| {
        let code = source.code();
        let is_named = |library: &&&str| source.layer() != "tui" && code.contains(**library);
        TERMINAL.iter().filter(is_named).map(ToString::to_string).collect()
    });
}

#[test]
fn drawing_changes_nothing() {
    holds("src/tui/view takes the state as it is", |source| {
        let mut lines: Vec<String> = source.code().lines().map(|line| line.trim().to_owned()).collect();
        lines.retain(|line| source.path.starts_with("tui/view") && line.contains("&mut App"));
        lines.retain(|line| {
            line.split("&mut App").skip(1).any(|rest| !rest.starts_with(|char: char| char.is_alphanumeric()))
        });
        lines
    });
}

/// Words that only one file may use, because it is the only reader of that grammar.
const ONE_HOME: [(&str, &[&str]); 2] = [
    ("record/object_key.rs", &["\"CloudTrail-", "_CloudTrail"]),
    ("store/text/codec/gzip.rs", &["0x1f, 0x8b", "\\x1f\\x8b"]),
];

#[test]
fn names_of_files_and_gzip_headers_are_read_in_one_place() {
    holds("a second reader of what has its home elsewhere", |source| {
        let code = source.code();
        let code = code.split("#[cfg(test)]").next().unwrap();
        let foreign = ONE_HOME.iter().filter(|(home, _)| *home != source.path && !source.is_tests());
        let words = foreign.flat_map(|(_, words)| words.iter());
        words.filter(|word| code.contains(**word)).map(ToString::to_string).collect()
    });
}

/// What sentences count, with the plural that must not follow a placeholder: "1 events".
const COUNTED: [&str; 22] = [
    "events",
    "files",
    "records",
    "bytes",
    "digests",
    "duplicates",
    "problems",
    "groups",
    "days",
    "hours",
    "keys",
    "places",
    "gaps",
    "characters",
    "services",
    "layers",
    "members",
    "values",
    "columns",
    "objects",
    "items",
    "times",
];

/// What may come before such a noun.
const ADJECTIVES: [&str; 9] =
    ["more", "other", "log", "digest", "damaged", "hidden", "public", "data", "truncated"];

#[test]
fn numbers_agree_with_their_nouns_in_one_place() {
    holds("a count and its noun are put together without src/plural.rs", |source| {
        if source.layer() == "plural" || source.is_tests() {
            return Vec::new();
        }
        let code = source.code();
        let code = code.split("#[cfg(test)]").next().unwrap();
        code.lines().filter(|line| builds_a_plural(line)).map(|line| line.trim().to_owned()).collect()
    });
}

/// Returns whether a line of code writes a plural after a placeholder, or chooses between words by a count of
/// 1.
fn builds_a_plural(line: &str) -> bool {
    let after_placeholder = line.split('}').skip(1).filter(|rest| rest.starts_with(' ')).any(|rest| {
        let mut words = rest.trim_start().split(|char: char| !char.is_ascii_alphabetic());
        words.find(|word| !ADJECTIVES.contains(word)).is_some_and(|word| COUNTED.contains(&word))
    });
    let chooses = ["== 1 { \"", "1 => \""].iter().any(|choice| line.contains(choice));
    let appends = COUNTED.iter().any(|plural| line.contains(&format!("{}{{", plural.trim_end_matches('s'))));
    (after_placeholder && line.contains('"')) || chooses || appends
}

#[test]
fn the_reader_of_plurals_sees_all_ways_to_build_one() {
    for line in [
        "format!(\"{} events\", count)",
        "format!(\"{count} files were read\")",
        "format!(\"{count} more log files\")",
        "let word = if count == 1 { \"event\" } else { \"events\" };",
        "1 => \"1 event\".to_owned(),",
        "format!(\"{count} event{}\", ending)",
    ] {
        assert!(builds_a_plural(line), "{line}");
    }
    for line in [
        "counted(count, \"event\")",
        "format!(\"{} read\", files)",
        "format!(\"{count} {events}\")",
        "} else { events }",
        "}) events",
    ] {
        assert!(!builds_a_plural(line), "{line}");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    holds("a file does not open with //!", |source| {
        let first = source.text.lines().next().unwrap_or("(empty)");
        if first.starts_with("//! ") { Vec::new() } else { vec![first.to_owned()] }
    });
}

#[test]
fn files_are_short() {
    holds("a file is too long", |source| {
        let too_long = source.lines() > LONGEST && !source.is_tests();
        if too_long { vec![format!("{} lines", source.lines())] } else { Vec::new() }
    });
    let mut lines: Vec<usize> =
        sources().iter().filter(|source| !source.is_tests()).map(Source::lines).collect();
    lines.sort_unstable();
    assert!(lines[lines.len() / 2] < LONGEST_MEDIAN, "median {}", lines[lines.len() / 2]);
}

/// A folder answers one question. The largest have one file for each pane or overlay.
#[test]
fn folders_are_small() {
    const MOST_FILES: usize = 16;
    let sources = sources();
    let mut folders = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for source in sources.iter().filter(|source| !source.is_tests()) {
        let (folder, name) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
        folders.entry(folder).or_default().push(name);
    }
    assert!(folders.len() > 50, "{folders:?}");
    folders.retain(|_, files| files.len() > MOST_FILES);
    assert!(folders.is_empty(), "these folders hold more than {MOST_FILES} files: {folders:#?}");
}

/// A second list was forgotten before when a column was added or removed.
#[test]
fn list_columns_are_listed_once() {
    let columns: Vec<_> = LIST_COLUMNS.iter().collect();
    let of_code =
        columns.iter().filter_map(|column| column.column()).map(|column| format!("Column::{column:?}"));
    let names = columns.iter().filter_map(|column| column.field()).map(|field| format!("{:?}", field.name));
    let lists = [of_code.collect::<Vec<_>>(), names.collect::<Vec<_>>()];
    holds("lists columns of lists; LIST_COLUMNS is the list of them", |source| {
        let code = source.code();
        let items: Vec<&str> = code.split([',', '[', ']', '(', ')', ';']).map(str::trim).collect();
        let is_list = |part: &&[&str]| {
            lists.iter().any(|list| part.iter().all(|item| list.iter().any(|name| name == item)))
        };
        items.windows(6).filter(is_list).map(|part| part.join(", ")).collect()
    });
}

/// A run without the corpus must not look like one with it, and `cargo test -- --ignored corpus` must run all
/// of them.
#[test]
fn tests_that_need_the_corpus_are_ignored_and_have_it_in_their_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut found = 0;
    for entry in WalkDir::new(root).into_iter().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "rs") || path.ends_with("architecture.rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        for (line, name) in text.lines().zip(text.lines().skip(1)) {
            if line == "#[ignore = \"needs TRAILSIFT_CORPUS\"]" {
                assert!(name.contains("corpus"), "{}: {name}", path.display());
                found += 1;
            }
        }
        let asks = text.matches("var_os(\"TRAILSIFT_CORPUS\")").count();
        assert_eq!(asks, usize::from(path.ends_with("common/files.rs")), "{}", path.display());
    }
    assert!(found > 10, "{found}");
}

#[test]
fn nothing_that_opens_connections_is_built_in() {
    let read = |name: &str| -> toml::Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::read_to_string(path).unwrap().parse().unwrap()
    };
    let (deny, lock) = (read("deny.toml"), read("Cargo.lock"));
    let banned = names_of(&deny["bans"]["deny"], "crate");
    let built = names_of(&lock["package"], "name");
    for name in ["reqwest", "hyper", "tokio", "ureq", "rustls", "native-tls", "openssl"] {
        assert!(banned.contains(&name), "{name} is not banned");
    }
    assert!(built.contains(&"trailsift") && built.len() > 50, "{built:?}");
    let both: Vec<_> = banned.iter().filter(|name| built.contains(name)).collect();
    assert!(both.is_empty(), "banned in deny.toml and in Cargo.lock: {both:?}");
}

fn names_of<'t>(list: &'t toml::Value, key: &str) -> Vec<&'t str> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap()).collect()
}

#[test]
fn the_reader_of_these_rules_sees_all_ways_to_name_a_layer() {
    let code = "use crate::store::{Event, Store};\nuse crate::{query, tui::app::{self, X},\n  text};\nfn f(x: crate::cli::Exit)";
    assert_eq!(named(code), ["store", "query", "tui::app", "text", "cli::Exit"].map(str::to_owned));
    let climber = Source { path: "json/print.rs".into(), text: String::new() };
    assert_eq!(
        climbs(&climber, "use super::scan;\nuse super::super::tui;\n    use super::super::x;"),
        ["use super::super::tui;"]
    );
    let layer = Source { path: "json/mod.rs".into(), text: "use super::x; // crate::tui".into() };
    assert_eq!(
        (climbs(&layer, &layer.code()).len(), named(&layer.code()).len(), layer.layer()),
        (1, 0, "json")
    );
}
