//! Whole screens of the explorer: keys in, text and styles out. One module for each part of the screen; `everywhere`
//! has what must hold on all of them.
//!
//! Screens are stored under `tests/snapshots`; `INSTA_UPDATE=always cargo test --test screens` writes them again.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that fails should stop with its values"
)]

use screen::Screen;

#[path = "../common/screen.rs"]
mod screen;

mod accounting;
mod ascii;
mod case;
mod case_moved;
mod chain;
mod columns;
mod compare;
mod completion;
mod copies;
mod detail;
mod earlier;
mod everywhere;
mod export;
mod groups;
mod header;
mod hostile;
mod hostile_panes;
mod keymap;
mod keys;
mod layout;
mod ledger;
mod life;
mod list;
mod lists;
mod loading;
mod loads;
mod menus;
mod moves;
mod neighbours;
mod news;
mod numbers;
mod on_demand;
mod palette;
mod partial;
mod pictures;
mod pivots;
mod pointing;
mod portrait;
mod questions;
mod quoted;
mod range;
mod reading;
mod remarks;
mod remembered;
mod room;
mod runs;
mod sorting;
mod sums;
mod tabs;
mod themes;
mod timeline;
mod times;
mod triage;
mod twins;
mod walk;
mod whole_values;

/// Compares the screen with the stored one.
#[track_caller]
fn same_text(name: &str, screen: &Screen) {
    same(name, &screen.text());
}

/// Compares what is styled on the screen with what is stored.
#[track_caller]
fn same_styles(name: &str, screen: &Screen) {
    same(&format!("{name}_styles"), &screen.styles());
}

#[track_caller]
fn same(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, without_memory(shown)));
}

/// The memory depends on where the folder is, since paths are part of it. Its digits are shown as zeros.
fn without_memory(shown: &str) -> String {
    let mut rest = shown;
    let mut all = String::new();
    while let Some(at) = rest.find(" kB in memory") {
        let (before, after) = rest.split_at(at);
        let figure = before.rfind(' ').map_or(0, |blank| blank + 1);
        all.push_str(&before[..figure]);
        all.extend(before[figure..].chars().map(|char| if char.is_ascii_digit() { '0' } else { char }));
        all.push_str(&after[..1]);
        rest = &after[1..];
    }
    all + rest
}
