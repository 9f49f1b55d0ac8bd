//! `trailsift rules`: loads, asks the user's own rules, prints what they find, and returns the exit code.

use anyhow::{Result, bail};
use clap::Args;

use crate::cli::answered::{nothing_read, told_exit};
use crate::cli::arguments::inputs::Inputs;
use crate::cli::config::{ConfigArguments, RulesArgument};
use crate::cli::output::{TableOutput, tell_unfitted};
use crate::cli::question::{FilterArgument, Question};
use crate::exit::Exit;
use crate::export::meanings::rules as export;
use crate::export::meanings::rules::RulesFormat;
use crate::export::{OutputForm, TableForm};
use crate::query::rules::matches::rule_matches;

/// The arguments of `rules`.
#[derive(Debug, Args)]
pub(in crate::cli) struct RulesArguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    filter: FilterArgument,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: RulesFormat,
    #[command(flatten)]
    output: TableOutput,
}

/// Prints what each rule finds.
pub(in crate::cli) fn run(
    arguments: RulesArguments,
    rules: &RulesArgument,
    config: &ConfigArguments,
) -> Result<Exit> {
    let question = Question::read(&arguments.filter.filter)?;
    let Some(rules) = rules.read(config)? else {
        bail!(
            "no rules are given; name a folder of Sigma rules with --rules DIR, or as rules in the configuration"
        );
    };
    let paths = arguments.inputs.paths.clone();
    let is_text = arguments.format == RulesFormat::Text;
    let paint = arguments.output.paint(is_text, config)?;
    let store = question.with_columns(arguments.inputs.load()?, &[]);
    let Some(matches) = rule_matches(&store, &rules, question.expr(), &|| false) else {
        bail!("the rules were stopped")
    };
    let width = arguments.output.output.width().filter(|_| is_text);
    let form = TableForm { width, paint: paint.as_ref() };
    let output = if paint.is_some() { OutputForm::Painted } else { OutputForm::Lines };
    if !nothing_read(&store) {
        arguments.output.output.write(&paths, &store, output, |out| {
            let unfitted = export::write(&store, (&rules, &matches), arguments.format, form, out)?;
            tell_unfitted(&unfitted, out)
        })?;
    }
    Ok(told_exit(&store, matches.iter().all(Vec::is_empty)))
}
