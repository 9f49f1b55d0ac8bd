//! `trailsift case`: prints a case, merges cases, writes the report of one.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Error, Result, bail};
use clap::{Args, Subcommand};

use crate::case::model::Case;
use crate::case::{case_file, merge, written};
use crate::cli::arguments::inputs::Inputs;
use crate::cli::arguments::keys::KeyArguments;
use crate::cli::complain::complain;
use crate::exit::Exit;
use crate::plural::counted;
use crate::report::facts::{ReportFacts, RowState};
use crate::report::{folder, parts, redacted};
use crate::store::file::FileState;
use crate::text;

/// What to do with a case.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CaseCommand {
    /// Print the marked events of a case with their notes; needs no log files
    Show {
        /// The case
        file: PathBuf,
    },
    /// Merge cases of the same data: all marks stay, and of notes that differ, both
    Merge {
        /// The cases
        #[arg(required = true, num_args = 2..)]
        files: Vec<PathBuf>,
        /// Write the merged case to FILE, which must not exist yet
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Write the report of a case into a new folder: Markdown, HTML, tables, records, indicators, manifest
    Export(ExportArguments),
}

/// What to report.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArguments {
    /// The case
    file: PathBuf,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    keys: KeyArguments,
    /// Write the report into FOLDER, which must not exist yet
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
    /// Replace accounts, keys, addresses, names and the like by pseudonyms; writes their table to FOLDER.pseudonyms.csv
    #[arg(long)]
    redact: bool,
}

pub(in crate::cli) fn run(command: CaseCommand) -> Result<Exit> {
    match command {
        CaseCommand::Show { file } => show(&read(&file)?),
        CaseCommand::Merge { files, output } => {
            let mut merged = Case::default();
            for file in &files {
                merged = merge::cases(&merged, &read(file)?);
            }
            // Two cases within the limits may be beyond them together.
            let text = written::write(&merged);
            written::read(text.as_bytes())
                .map_err(|error| Error::msg(format!("the merged case: {}", error.reason)))?;
            if output.symlink_metadata().is_ok() {
                bail!("{}: it already exists; name a new file", text::path(&output));
            }
            case_file::save_new(&output, &merged).with_context(|| text::path(&output))?;
            complain(&format!("{} marked, {} noted", counted(merged.marks.len(), "event"), merged.noted()));
            Ok(Exit::Answered)
        }
        CaseCommand::Export(arguments) => export(arguments),
    }
}

fn read(path: &Path) -> Result<Case> {
    let name = text::path(path);
    let case = case_file::read(path).map_err(|reason| Error::msg(format!("{name}: {reason}")))?;
    case.with_context(|| format!("{name}: no such file"))
}

fn show(case: &Case) -> Result<Exit> {
    let mut out = String::new();
    for (key, mark) in case.in_time_order() {
        let values = mark.about.fields().map(|(_, value)| value).filter(|value| !value.is_empty());
        let values: Vec<&str> = values.chain([key.event_id.as_str()]).collect();
        let labels: Vec<String> = mark.labels.iter().map(|label| format!("[{label}]")).collect();
        out.push_str(&text::plain(format!("{}  {}", values.join("  "), labels.join(" ")).trim_end()));
        out.push('\n');
        for note in &mark.notes {
            for line in note.lines() {
                out.push_str("    ");
                out.push_str(&text::plain(line));
                out.push('\n');
            }
        }
    }
    std::io::stdout().lock().write_all(out.as_bytes())?;
    Ok(if case.marks.is_empty() { Exit::NoMatch } else { Exit::Answered })
}

fn export(arguments: ExportArguments) -> Result<Exit> {
    let case = read(&arguments.file)?;
    let keys = arguments.keys.read()?;
    let inputs = arguments.inputs.paths.clone();
    let store = arguments.inputs.load()?;
    let Some(facts) = ReportFacts::of(&case, &store, &keys, &|| false) else {
        bail!("the files are too many for a report");
    };
    let (absent, changed) = (facts.count(RowState::Absent), facts.count(RowState::Changed));
    let count = facts.rows.len();
    let troubled = store.files().any(|file| matches!(file.state, FileState::Damaged | FileState::Unreadable));
    let (parts, table) = if arguments.redact {
        let (parts, table) = redacted::parts(&case, &store, facts).context("the report was not written")?;
        (parts, Some(table))
    } else {
        (parts(&case, &store, &facts)?, None)
    };
    let write = || -> std::io::Result<PathBuf> {
        match table {
            Some(table) => folder::write_redacted(&arguments.output, &parts, &table, &inputs),
            None => folder::write(&arguments.output, &parts, &inputs),
        }
    };
    let written = write().with_context(|| text::path(&arguments.output))?;
    complain(&format!("{} in {}", counted(count, "event"), text::path(&written)));
    for (count, state) in [(absent, RowState::Absent), (changed, RowState::Changed)] {
        if count > 0 {
            complain(&format!("{}: {}", counted(count, "event"), state.words()));
        }
    }
    Ok(if absent + changed > 0 || troubled { Exit::WithProblems } else { Exit::Answered })
}
