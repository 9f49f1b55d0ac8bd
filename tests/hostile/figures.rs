//! What was tried and what came of it, as a table for people; all that is bad must be zero.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::evidence::{Calls, Kills};
use crate::input::Counts;

/// Everything that was counted.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) sets: BTreeMap<&'static str, Counts>,
    pub(crate) calls: Option<Calls>,
    pub(crate) kills: Option<Kills>,
    /// Files that the program itself showed in a terminal, and what it wrote besides its own sequences.
    pub(crate) captured: Option<(usize, Option<String>)>,
}

/// What each set is made of.
const SETS: [(&str, &str); 16] = [
    ("J1", "odd JSON as a whole file"),
    ("J2", "odd JSON in a record between two sound ones"),
    ("J3", "odd spellings, shown and copied as they stand"),
    ("J4", "deep, long and many"),
    ("J5", "wrong types, field by field"),
    ("J6", "encodings"),
    ("M1", "one damaged place in a sound log file"),
    ("T1", "control codes on screen"),
    ("T2", "terminal sequences on screen"),
    ("T3", "invisible, turned round, of no or double width"),
    ("T4", "naughty strings, field by field"),
    ("G1", "gzip: members, headers, damage, bombs"),
    ("A1", "archives: named, not opened"),
    ("C1", "what records are wrapped in"),
    ("C2", "tables: named, not read"),
    ("F1", "what a file system may hold"),
];

impl Figures {
    pub(crate) fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in self.sets.values() {
            total.add(counts.clone());
        }
        total
    }

    pub(crate) fn set(&mut self, name: &'static str) -> &mut Counts {
        self.sets.entry(name).or_default()
    }

    /// Every bad thing, as a sentence.
    pub(crate) fn bad(&self) -> Vec<String> {
        let mut bad = self.total().failures;
        if let Some(calls) = &self.calls {
            bad.extend(calls.failures.clone());
        }
        if let Some(kills) = self.kills.as_ref().filter(|kills| kills.partial + kills.unnamed > 0) {
            bad.push(format!("{kills:?}"));
        }
        bad.extend(self.captured.iter().filter_map(|(_, leak)| leak.clone()));
        bad
    }

    pub(crate) fn table(&self) -> String {
        let mut out = String::new();
        let total = self.total();
        let mut row = |what: &str, number: String| {
            let _ = writeln!(out, "| {what} | {number} |");
        };
        row("figure", String::new());
        row("---", "---:".into());
        row("inputs tried", total.inputs.to_string());
        row("panics", total.panics.to_string());
        row("hangs (an input that keeps processors busy for more than 5 s)", total.hangs.to_string());
        row("slowest input, in milliseconds", total.slowest.as_millis().to_string());
        row("sound records that must be listed", total.sound.to_string());
        row("good neighbours lost", total.lost.to_string());
        row("records whose text is byte-exact", (total.sound - total.lost).to_string());
        row("inputs with an unaccounted file or event", total.unaccounted.to_string());
        row("inputs with foreign control bytes on the terminal", total.leaks.to_string());
        row("different texts that look alike", total.alike.to_string());
        if let Some((files, leak)) = &self.captured {
            row("hostile files shown by the program in a terminal of its own", files.to_string());
            row("foreign control bytes in what it wrote", usize::from(leak.is_some()).to_string());
        }
        if let Some(kills) = &self.kills {
            row("answers into a file whose writer was killed", kills.killed.to_string());
            row("partial files after that", kills.partial.to_string());
            row("whole files (killed after the name was given, or not in time)", kills.whole.to_string());
        }
        if let Some(calls) = &self.calls {
            row("commands run under strace", calls.commands.to_string());
            row("sockets", calls.sockets.to_string());
            row("(pairs within the explorer, which wake it at signals)", calls.pairs.to_string());
            row("child processes", calls.children.to_string());
            row("files changed that were not asked for", calls.writes.to_string());
        }
        let _ =
            writeln!(out, "\n| set | what | inputs | sound records | lost | panics | hangs | slowest, ms |");
        let _ = writeln!(out, "|---|---|---:|---:|---:|---:|---:|---:|");
        for (name, what) in SETS {
            let Some(counts) = self.sets.get(name) else { continue };
            let Counts { inputs, sound, lost, panics, hangs, slowest, .. } = counts;
            let slowest = slowest.as_millis();
            let _ = writeln!(
                out,
                "| {name} | {what} | {inputs} | {sound} | {lost} | {panics} | {hangs} | {slowest} |"
            );
        }
        out
    }
}
