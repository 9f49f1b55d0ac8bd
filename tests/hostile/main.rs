//! Files that are made to do harm, all generated from a seed: nothing in them is silently lost, nothing hangs
//! or ends the program, nothing of them reaches the terminal, and the program leaves the machine unchanged.
//!
//! By default a share of each set is tried. `cargo test --release --test hostile full_run -- --ignored
//! --nocapture` tries all of them, prints the figures and writes them to `tests/hostile/FIGURES.md`. The intact
//! log files to start from are those of `sample-logs`; one more test, ignored by default, starts from those of
//! `TRAILSIFT_CORPUS`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::too_many_lines,
    reason = "a test that fails should stop with its values"
)]
#![cfg(unix)]

use std::path::Path;

use figures::Figures;
use input::{Input, folder};
use random::Random;

#[expect(dead_code, reason = "shared with tests that use the rest")]
#[path = "../common/binary.rs"]
mod binary;
mod carried;
#[cfg(feature = "parquet")]
mod columnar;
mod evidence;
mod figures;
#[expect(dead_code, reason = "shared with tests that use the rest")]
#[path = "../common/files.rs"]
mod files;
mod foreign;
mod forms;
mod input;
mod json;
mod lost;
mod mutations;
mod packed;
mod quoted;
#[expect(dead_code, reason = "shared with tests that use the rest")]
#[path = "../queries/random.rs"]
mod random;
mod regressions;
#[expect(dead_code, reason = "shared with tests that use the rest")]
#[path = "../common/screen.rs"]
mod screen;
mod system;
mod terminal;
#[expect(dead_code, reason = "shared with tests that use the rest")]
#[path = "../common/pty.rs"]
mod tui;
mod watch;

/// How many inputs in which one record quotes another, and of envelopes of strings, the full run tries.
const QUOTED: usize = 8000;

const SEED: u64 = 20_260_310;

/// How many inputs of a hundred the usual run tries.
const SHARE: usize = 4;

/// The usual run leaves out files that only a fast build reads in time.
const LONGEST_OF_SHARE: usize = 4 << 20;

/// How many damaged log files the full run tries.
const MUTATIONS: usize = 17_000;

/// Reads the inputs that `generate` makes, those of the share or all.
fn read_all(figures: &mut Figures, full: bool, generate: impl FnOnce(&mut Random, &mut dyn FnMut(Input))) {
    let folder = folder();
    let mut share = Random::new(SEED ^ 1);
    generate(&mut Random::new(SEED), &mut |input| {
        if full || (share.chance(SHARE) && input.bytes.len() <= LONGEST_OF_SHARE) {
            input::run(&input, folder.path(), figures.set(input.set));
        }
    });
}

fn texts(figures: &mut Figures, full: bool) {
    read_all(figures, full, |_, add| json::inputs(add));
    read_all(figures, full, |_, add| packed::encodings(add));
    read_all(figures, full, forms::inputs);
    read_all(figures, full, |_, add| packed::tables(add));
    read_all(figures, full, |random, add| quoted::inputs(QUOTED, random, add));
    read_all(figures, full, foreign::inputs);
    read_all(figures, full, carried::inputs);
    read_all(figures, full, lost::inputs);
}

fn mutations(figures: &mut Figures, full: bool) {
    mutations_of(&input::sample_logs(), figures, full);
}

fn mutations_of(sound: &Path, figures: &mut Figures, full: bool) {
    let folder = folder();
    let wanted = if full { MUTATIONS } else { MUTATIONS * SHARE / 100 };
    mutations::inputs(sound, wanted, &mut Random::new(SEED), &mut |input| {
        input::run(&input, folder.path(), figures.set(input.set));
    });
}

fn packings(figures: &mut Figures, full: bool) {
    read_all(figures, full, packed::gzip_inputs);
    read_all(figures, full, |_, add| packed::archives(add));
    #[cfg(feature = "parquet")]
    read_all(figures, full, columnar::inputs);
}

fn screens(figures: &mut Figures, full: bool) {
    let attacks = terminal::attacks(&mut Random::new(SEED));
    let folder = folder();
    let mut share = Random::new(SEED ^ 2);
    for attack in &attacks {
        if full || share.chance(SHARE / 2) {
            terminal::run(attack, folder.path(), figures.set(attack.set));
        }
    }
    let (alike, which) = terminal::alike(&attacks);
    let counts = figures.set("T3");
    counts.alike = alike;
    for what in which {
        counts.fail(what);
    }
    let every = if full { 5 } else { 100 };
    let shown: Vec<String> = attacks.iter().step_by(every).map(|attack| attack.text.clone()).collect();
    figures.captured = Some(evidence::captured(&shown));
}

#[track_caller]
fn is_harmless(figures: &Figures) {
    let bad = figures.bad();
    assert!(bad.is_empty(), "{}\n{}", figures.table(), bad.join("\n"));
}

#[track_caller]
fn usual(run: impl FnOnce(&mut Figures, bool)) {
    let mut figures = Figures::default();
    run(&mut figures, false);
    is_harmless(&figures);
}

#[test]
fn odd_texts_cost_no_neighbour() {
    usual(texts);
}

#[test]
fn damage_costs_no_neighbour() {
    usual(mutations);
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn damage_to_the_corpus_costs_no_neighbour() {
    usual(|figures, full| mutations_of(&files::corpus(), figures, full));
}

#[test]
fn packed_files_give_what_is_in_them() {
    usual(packings);
}

/// All of them: they are few, and only some show what decompressing runs on into.
/// All of them: a forged size is one of many bytes.
#[cfg(feature = "parquet")]
#[test]
fn damaged_and_forged_parquet_is_reported() {
    usual(|figures, _| read_all(figures, true, columnar::inputs));
}

#[test]
fn damaged_members_hide_none_after_them() {
    usual(|figures, _| read_all(figures, true, |_, add| quoted::members(add)));
}

/// All of them: a share would leave out most places of the few cuts that are told apart.
#[test]
fn what_was_lost_is_reported_wherever_it_was() {
    usual(|figures, _| read_all(figures, true, lost::inputs));
}

#[test]
fn no_text_drives_the_terminal() {
    usual(screens);
}

#[test]
fn every_kind_of_file_is_accounted_for() {
    usual(|figures, full| *figures.set("F1") = system::run(full));
}

#[test]
fn no_socket_no_child_no_file_that_was_not_asked_for() {
    usual(|figures, _| figures.calls = evidence::calls());
}

#[test]
fn a_killed_writer_leaves_no_half_file() {
    usual(|figures, _| figures.kills = Some(evidence::kills(10)));
}

#[test]
#[ignore = "takes most of an hour: cargo test --release --test hostile full_run -- --ignored --nocapture"]
fn full_run() {
    watch::start();
    let mut figures = Figures::default();
    texts(&mut figures, true);
    mutations(&mut figures, true);
    packings(&mut figures, true);
    screens(&mut figures, true);
    *figures.set("F1") = system::run(true);
    watch::now("strace");
    figures.calls = evidence::calls();
    // Those that came after the end do not count.
    while figures.kills.as_ref().is_none_or(|kills| kills.killed < 200) {
        watch::now("kills");
        let more = evidence::kills(20);
        let all = figures.kills.get_or_insert_default();
        all.tried += more.tried;
        all.killed += more.killed;
        all.whole += more.whole;
        all.partial += more.partial;
        all.unnamed += more.unnamed;
        assert!(all.tried < 1000, "the writer ends before it can be killed: {all:?}");
    }
    let table = figures.table();
    eprintln!("{table}");
    let text = format!(
        "# Figures of the hostile corpus\n\nMade by `cargo test --release --test hostile full_run -- --ignored \
         --nocapture`.\nEvery input is generated from a seed. Every count of a failure must be 0.\n\n{table}"
    );
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/FIGURES.md"), text).unwrap();
    is_harmless(&figures);
}
