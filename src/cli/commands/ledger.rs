//! `trailsift ledger`: loads, follows what was made and undone, prints what stands, and returns the exit code.

use std::collections::HashSet;

use anyhow::{Result, bail};
use clap::Args;

use crate::cli::answered::{nothing_read, told_exit};
use crate::cli::arguments::inputs::Inputs;
use crate::cli::config::ConfigArguments;
use crate::cli::output::{TableOutput, tell_unfitted};
use crate::cli::question::{FilterArgument, Question};
use crate::exit::Exit;
use crate::export::meanings::ledger as export;
use crate::export::meanings::ledger::LedgerFormat;
use crate::export::{OutputForm, TableForm};
use crate::insight::ledger::Ledger;
use crate::insight::run::Run;
use crate::store::Event;

/// The arguments of `ledger`.
#[derive(Debug, Args)]
pub(in crate::cli) struct LedgerArguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    filter: FilterArgument,
    /// Also list what was undone
    #[arg(long)]
    all: bool,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: LedgerFormat,
    #[command(flatten)]
    output: TableOutput,
}

/// Prints the changes that events of the filter made. Who undid them does not matter: the filter does not hide it.
pub(in crate::cli) fn run(arguments: LedgerArguments, config: &ConfigArguments) -> Result<Exit> {
    let question = Question::read(&arguments.filter.filter)?;
    let paths = arguments.inputs.paths.clone();
    let is_text = arguments.format == LedgerFormat::Text;
    let paint = arguments.output.paint(is_text, config)?;
    let store = question.with_columns(arguments.inputs.load()?, &[]);
    let events: HashSet<Event> = question.events(&store, false).into_iter().collect();
    let Some(ledger) = Ledger::of(&store, Run::QUIET) else { bail!("the ledger was stopped") };
    let ledger = ledger.of_events(&|event| events.contains(&event));
    let width = arguments.output.output.width().filter(|_| is_text);
    let form = TableForm { width, paint: paint.as_ref() };
    let output = if paint.is_some() { OutputForm::Painted } else { OutputForm::Lines };
    if !nothing_read(&store) {
        let how = (arguments.format, arguments.all);
        arguments.output.output.write_shown(&paths, &store, (output, &[]), &mut |shown, out| {
            let unfitted = export::write(shown, &ledger, how, form, out)?;
            tell_unfitted(&unfitted, out)
        })?;
    }
    Ok(told_exit(&store, ledger.is_empty()))
}
