//! The tables in README.md are made from the code. `UPDATE_README=1 cargo test --test readme` writes them
//! again.

#![expect(clippy::expect_used, reason = "tests")]

use trailsift::export::engines::engine;
use trailsift::ingest::forms;
use trailsift::query::language::{playbook, reference};
use trailsift::record::field;
use trailsift::tui::input::labels;

#[test]
fn the_tables_are_those_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let tables = [
        ("keys", labels::markdown()),
        ("fields", field::markdown()),
        ("forms", forms::markdown()),
        ("language", reference::markdown()),
        ("engines", engine::markdown()),
        ("playbook", playbook::markdown()),
    ];
    let made = tables.iter().fold(readme.clone(), |made, (section, table)| replace(&made, section, table));
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    assert!(
        readme == made || std::env::var_os("UPDATE_README").is_some(),
        "run UPDATE_README=1 cargo test --test readme"
    );
}

#[test]
fn the_commands_that_the_readme_names_are_those_that_ci_runs() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let ci = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/run")).unwrap();
    assert!(readme.contains("\ncargo test --locked\n") && ci.contains("\npart test cargo test --locked\n"));
}

/// The text with everything between the marks of `section` replaced by `table`.
fn replace(text: &str, section: &str, table: &str) -> String {
    let (before, rest) = text.split_once(&format!("<!-- {section}:")).expect("the section begins");
    let (mark, rest) = rest.split_once("-->\n").expect("the mark ends");
    let end = format!("<!-- end of {section} -->");
    let (_, after) = rest.split_once(&end).expect("the section ends");
    format!("{before}<!-- {section}:{mark}-->\n{}\n{end}{after}", table.trim_end())
}
