//! `trailsift chain`: where a credential came from and what came of it.

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::cli::arguments::inputs::Inputs;
use crate::cli::output::Output;
use crate::exit::Exit;
use crate::export::OutputForm;
use crate::export::meanings::chain;
use crate::export::meanings::chain::ChainFormat;
use crate::insight::chain::nodes::Graph;
use crate::insight::chain::reach::NamedCredential;
use crate::insight::run::Run;
use crate::store::Store;

/// The arguments of `chain`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ChainArguments {
    #[command(flatten)]
    inputs: Inputs,
    /// An access key, a session (as in the column session), or an eventID
    #[arg(long, value_name = "KEY|SESSION|EVENTID", required = true)]
    of: String,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: ChainFormat,
    #[command(flatten)]
    output: Output,
}

/// Loads, prints the chain, and returns the exit code that `exit` gives for a store and whether nothing was found.
pub(in crate::cli) fn run(
    arguments: ChainArguments,
    exit: impl FnOnce(&Store, bool) -> Exit,
) -> Result<Exit> {
    let paths = arguments.inputs.paths.clone();
    let store = arguments.inputs.load()?;
    let graph = Graph::of(&store, Run::QUIET).context("the credentials could not be followed")?;
    let named = graph.named(&store, &arguments.of);
    if named == NamedCredential::default() {
        if store.is_empty() {
            return Ok(exit(&store, true));
        }
        bail!(
            "no event of these files was made with {}, and none issued it; give an access key, a session or an eventID",
            crate::text::plain(&arguments.of)
        );
    }
    let report = graph.report(&store, &named);
    let format = arguments.format;
    let form = match format {
        ChainFormat::Text => OutputForm::of_report(arguments.output.width(), false),
        ChainFormat::Json => OutputForm::Lines,
    };
    arguments.output.write_shown(&paths, &store, (form, &[]), &mut |shown, out| {
        chain::write(shown, &graph, &report, format, out)
    })?;
    Ok(exit(&store, false))
}
