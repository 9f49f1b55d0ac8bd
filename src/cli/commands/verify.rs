//! `trailsift verify`: loads, prints the report, and returns the exit code.

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::cli::arguments::inputs::Inputs;
use crate::cli::arguments::keys::KeyArguments;
use crate::cli::arguments::limits::tell_left_out;
use crate::cli::complain::complain;
use crate::cli::config::ConfigArguments;
use crate::cli::output::TableOutput;
use crate::exit::Exit;
use crate::export::OutputForm;
use crate::store::Store;
use crate::store::file::FileState;
use crate::verify::print::ReportFormat;
use crate::verify::{VerifyReport, print, verify};
use crate::{ingest, text};

/// The arguments of `verify`.
#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyArguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    keys: KeyArguments,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// List every file in text output, including those without problems
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: TableOutput,
}

/// Verifies and prints. Mistakes in the key files are reported before anything is loaded.
pub(in crate::cli) fn run(arguments: VerifyArguments, config: &ConfigArguments) -> Result<Exit> {
    let paint = arguments.output.paint(arguments.format == ReportFormat::Text, config)?;
    let output = arguments.output.output;
    let keys = arguments.keys.read()?;
    let paths = arguments.inputs.paths.clone();
    let store = ingest::load(arguments.inputs.options()?).context("the files could not be read")?;
    let unreadable = complain_about_unreadable(&store);
    let Some(report) = verify(&store, &keys, &|| false) else { bail!("verification was stopped") };
    if report.chains.is_empty() && !report.has_invalid() {
        bail!(
            "no digest files could be read in the given paths; they are in the folder CloudTrail-Digest, beside CloudTrail"
        );
    }
    let (format, all) = (arguments.format, arguments.all);
    let form = match format {
        ReportFormat::Text => OutputForm::of_report(output.width(), paint.is_some()),
        ReportFormat::Json => OutputForm::Lines,
    };
    let look = (all, &paint.unwrap_or_default());
    output.write(&paths, &store, form, |out| print::write(&report, format, look, out))?;
    Ok(exit(&report, unreadable))
}

/// Reports files that could not be opened, and returns whether there were any.
fn complain_about_unreadable(store: &Store) -> bool {
    let mut any = false;
    for file in store.files().filter(|file| file.state == FileState::Unreadable) {
        any = true;
        if let Some(issue) = file.issues.first().filter(|_| !file.is_left_out()) {
            complain(&format!("{}: {}: {}", text::path(&file.path), issue.kind, text::plain(&issue.reason)));
        }
    }
    tell_left_out(store);
    any
}

fn exit(report: &VerifyReport, unreadable: bool) -> Exit {
    if report.has_invalid() {
        Exit::Invalid
    } else if report.has_unchecked() || unreadable {
        Exit::WithProblems
    } else {
        Exit::Answered
    }
}
