//! The figures of the hostile corpus as a Markdown table; every count of a failure must be zero.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::evidence::{Calls, Kills};
use crate::input::Counts;

/// All counts of a run.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) sets: BTreeMap<&'static str, Counts>,
    pub(crate) calls: Option<Calls>,
    pub(crate) kills: Option<Kills>,
    /// How many files the program showed in a real terminal, and the first control bytes of theirs that it wrote.
    pub(crate) captured: Option<(usize, Option<String>)>,
}

/// The sets of inputs and their content.
const SETS: [(&str, &str); 33] = [
    ("J1", "unusual JSON as a whole file"),
    ("J2", "unusual JSON in a record between two valid ones"),
    ("J3", "unusual escapes, shown and copied unchanged"),
    ("J4", "deep nesting, long values, many members"),
    ("J5", "wrong types, field by field"),
    ("J6", "encodings"),
    ("B5", "cuts across two lines of EventBridge (A15)"),
    ("B6", "raw control characters in strings (A17)"),
    ("B7", "members of records and identities in other capitals (A9)"),
    ("M1", "one damaged place in a valid log file"),
    ("T1", "control codes on screen"),
    ("T2", "terminal sequences on screen"),
    ("T3", "invisible, right-to-left, zero-width and double-width characters"),
    ("T4", "naughty strings, field by field"),
    ("G1", "gzip: members, headers, damage, bombs"),
    ("A1", "archives: whole, cut, damaged, nested, bombs; or of a kind that is only named"),
    ("P1", "Parquet: damaged, cut, forged"),
    ("C1", "wrappers around records"),
    ("C2", "tables that have too little of an event, and are named (R4)"),
    ("B8", "messages of CloudWatch Logs cut in two: joined or told (R8)"),
    ("B9", "base64 in Firehose, Kinesis and CloudWatch Logs, whole and damaged (R9)"),
    ("V1", "logs of other vendors, alone and among records (R1)"),
    ("V2", "OCSF, alone and among records (R2)"),
    ("V3", "members made from a record beside its text (R3)"),
    ("Q1", "records quoted in values of others, damaged and whole (A1, A2)"),
    ("Q2", "one damaged place in one of several envelopes of strings (A6)"),
    ("Q3", "sorted and shuffled records behind a cut (A13)"),
    ("Q4", "zeros in a log file (A14)"),
    ("Q6", "records in lines of text: access logs, error logs, CSV (A2)"),
    ("Q5", "many damaged gzip members before a sound one (R5, A19)"),
    ("Q7", "a gzip member of another kind behind one with events (A19)"),
    ("L1", "log files cut before their first event, and other content under their names"),
    ("F1", "unusual entries of a file system"),
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

    /// Lists every failure as a sentence.
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
        row("hangs (more than 5 s of processor time for one input)", total.hangs.to_string());
        row("slowest input, in milliseconds", total.slowest.as_millis().to_string());
        row("valid records that must be listed", total.sound.to_string());
        row("valid records lost", total.lost.to_string());
        row("records with byte-exact text", (total.sound - total.lost).to_string());
        row("inputs with a file or event that is not accounted for", total.unaccounted.to_string());
        row("inputs that put control bytes on the terminal", total.leaks.to_string());
        row("different texts that look the same", total.alike.to_string());
        if let Some((files, leak)) = &self.captured {
            row("hostile files shown by the program in a real terminal", files.to_string());
            row("control bytes of those files in its output", usize::from(leak.is_some()).to_string());
        }
        if let Some(kills) = &self.kills {
            row("output files whose writer was killed", kills.killed.to_string());
            row("partial files left behind", kills.partial.to_string());
            row("whole files left behind (killed too late)", kills.whole.to_string());
        }
        if let Some(calls) = &self.calls {
            row("commands run under strace", calls.commands.to_string());
            row("sockets", calls.sockets.to_string());
            row("socket pairs inside the explorer, which wake it at signals", calls.pairs.to_string());
            row("child processes", calls.children.to_string());
            row("files changed without being asked", calls.writes.to_string());
        }
        let _ = writeln!(
            out,
            "\n| set | content | inputs | valid records | lost | panics | hangs | slowest, ms |"
        );
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
