//! There is only one way from the kept bytes of a file to the text of a record: `RecordReader`. Its parts stay
//! in its folder, and only loading, which decodes the text for the first time, names the steps.

use crate::{Source, holds, sources};

/// The folder of `RecordReader`.
const ROAD: &str = "store/text/";
/// What loading uses from that folder, and the folder of loading.
const STEPS: (&str, &str) = ("codec", "ingest/");
/// Names of decompression code.
const UNPACKERS: [&str; 6] = ["flate2", "Inflater", "Decompress", "GzDecoder", "miniz", "zlib"];
/// What `store` re-exports from that folder.
const HANDED_ON: &str = "pub use text::{codec, record_reader, source};";
/// What is public in that folder besides the steps: the reader, what it returns, and the kept bytes, which
/// cannot be read there.
const PUBLIC: &[(&str, &[&str])] = &[
    (
        "record_reader.rs",
        &[
            "struct RecordReader",
            "struct FileText",
            "fn for_steps",
            "fn record",
            "fn file",
            "fn once",
            "fn row",
            "fn row_at_once",
            "fn within",
            "fn signed",
            "fn as_read",
            "fn unpacked_here",
            "fn text",
            "fn is_flat",
            "fn record",
        ],
    ),
    ("source.rs", &["struct Source", "fn new", "fn len", "fn is_empty"]),
    ("signed.rs", &["enum SignedFault"]),
    ("mod.rs", &["mod codec", "mod record_reader", "mod source"]),
];

#[test]
fn only_the_road_unpacks() {
    holds("unpacks outside of the one way to texts, src/store/text", |source| {
        let code = untested(source);
        let loads = source.path.starts_with(STEPS.1);
        let is_own = |name: &str| source.path.starts_with(ROAD) || (loads && name == "Inflater");
        let names = UNPACKERS.iter().filter(|name| code.contains(**name) && !is_own(name));
        names.map(ToString::to_string).collect()
    });
}

#[test]
fn only_loading_and_the_road_name_the_steps() {
    holds("names the steps from bytes to text", |source| {
        let is_own = source.path.starts_with(ROAD) || source.path.starts_with(STEPS.1);
        let code = untested(source);
        let named = code.lines().filter(|line| !is_own && line.split(is_no_word).any(|word| word == STEPS.0));
        // The kinds of strings are part of a file's layers, and so is the heading of its rows.
        let is_permitted = |line: &&str| match source.path.as_str() {
            "store/mod.rs" => *line == HANDED_ON,
            "store/file.rs" => [
                "pub use super::text::codec::spelling::Spelling;",
                "use super::text::codec::table::TableHeading;",
            ]
            .contains(line),
            _ => false,
        };
        named.filter(|line| !is_permitted(line)).map(str::to_owned).collect()
    });
}

#[test]
fn the_reader_of_records_is_all_that_is_public() {
    let mut seen = 0;
    for source in sources().iter().filter(|source| !source.is_tests()) {
        let Some(file) = source.path.strip_prefix(ROAD).filter(|file| !file.starts_with(STEPS.0)) else {
            continue;
        };
        let expected = PUBLIC.iter().find(|(name, _)| *name == file).map_or(&[][..], |(_, items)| items);
        assert_eq!(public(source), expected, "public in src/{}", source.path);
        seen += expected.len();
    }
    assert_eq!(seen, PUBLIC.iter().map(|(_, items)| items.len()).sum::<usize>(), "each file was looked at");
    let store = sources().into_iter().find(|source| source.path == "store/mod.rs").unwrap();
    let handed_on: Vec<&str> = store.text.lines().filter(|line| line.contains("use text::")).collect();
    assert_eq!(handed_on, [HANDED_ON]);
}

/// Returns the code of a file without its tests.
fn untested(source: &Source) -> String {
    if source.is_tests() {
        return String::new();
    }
    source.code().split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned()
}

fn is_no_word(char: char) -> bool {
    !(char.is_alphanumeric() || char == '_')
}

/// Returns what a file makes public, as keyword and name, without re-exports and fields.
fn public(source: &Source) -> Vec<String> {
    let keywords = ["fn", "struct", "enum", "trait", "type", "mod", "const", "static", "union"];
    let item = |line: &str| {
        let mut words = line.trim().strip_prefix("pub ")?.split(is_no_word).filter(|word| !word.is_empty());
        let keyword = words.find(|word| keywords.contains(word))?;
        match (keyword, words.next()?) {
            ("const", "fn") => Some(format!("fn {}", words.next()?)),
            (keyword, name) => Some(format!("{keyword} {name}")),
        }
    };
    untested(source).lines().filter_map(item).collect()
}

#[test]
fn the_reader_of_public_items_sees_every_way_to_write_one() {
    let text = "pub struct A;\n    pub fn b() {}\npub const fn c() {}\npub(super) fn d() {}\nfn e() {}\n\
                pub mod f;\n    pub g: u8,\n// pub fn h() {}\npub use i::J;\npub type K = u8;\n\
                #[cfg(test)]\nmod tests {\n    pub fn l() {}";
    let source = Source { path: "x.rs".into(), text: text.into() };
    assert_eq!(public(&source), ["struct A", "fn b", "fn c", "mod f", "type K"]);
}
