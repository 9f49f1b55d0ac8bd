//! `trailsift triage`: loads, asks every question of the board, prints the answers, and returns the exit code.

use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use crate::cli::answered::{nothing_read, told_exit};
use crate::cli::arguments::inputs::Inputs;
use crate::cli::complain::complain;
use crate::cli::config::{ConfigArguments, RulesArgument};
use crate::cli::output::{TableOutput, tell_unfitted};
use crate::cli::question::{FilterArgument, Question, list_file};
use crate::exit::Exit;
use crate::export::meanings::triage as export;
use crate::export::meanings::triage::TriageFormat;
use crate::export::{OutputForm, TableForm};
use crate::query::language::saved::{SavedQuery, joined, shipped};
use crate::query::rules::set::RuleSet;
use crate::query::triage::board::TriageRequest;
use crate::store::Store;
use crate::tui::platform::saved_questions;

/// The arguments of `triage`.
#[derive(Debug, Args)]
pub(in crate::cli) struct TriageArguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    filter: FilterArgument,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: TriageFormat,
    #[command(flatten)]
    output: TableOutput,
}

/// Returns the request for a board about the events of a question, with the user's own questions and rules.
pub(in crate::cli) fn request(store: Store, question: &Question, rules: Arc<RuleSet>) -> TriageRequest {
    let own = saved_questions::questions().unwrap_or_else(|reason| {
        complain(&reason);
        Vec::new()
    });
    let questions: Vec<Arc<SavedQuery>> = joined(shipped(), own).into_iter().map(Arc::new).collect();
    let among = Some(Arc::new(question.events(&store, false)));
    TriageRequest { store, within: question.expr().clone(), among, questions, rules, read_list: list_file }
}

/// Prints the board.
pub(in crate::cli) fn run(
    arguments: TriageArguments,
    rules: &RulesArgument,
    config: &ConfigArguments,
) -> Result<Exit> {
    let question = Question::read(&arguments.filter.filter)?;
    let rules = Arc::new(rules.read(config)?.unwrap_or_default());
    let paths = arguments.inputs.paths.clone();
    let is_text = arguments.format == TriageFormat::Text;
    let paint = arguments.output.paint(is_text, config)?;
    let store = question.with_columns(arguments.inputs.load()?, &[]);
    let request = request(store.clone(), &question, rules);
    let Some(board) = request.look(&|| false, &mut |_| {}) else { bail!("the board was stopped") };
    let width = arguments.output.output.width().filter(|_| is_text);
    let form = TableForm { width, paint: paint.as_ref() };
    let output = if paint.is_some() { OutputForm::Painted } else { OutputForm::Lines };
    if !nothing_read(&store) {
        arguments.output.output.write(&paths, &store, output, |out| {
            let about = (&board, arguments.filter.filter.as_str());
            let unfitted = export::write(&store, about, arguments.format, form, out)?;
            tell_unfitted(&unfitted, out)
        })?;
    }
    Ok(told_exit(&store, board.lines.is_empty()))
}
