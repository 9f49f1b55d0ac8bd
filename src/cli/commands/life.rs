//! `trailsift life`: everything that the files tell about a key, session, user or address.

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::cli::answered::told_exit;
use crate::cli::arguments::inputs::Inputs;
use crate::cli::output::Output;
use crate::exit::Exit;
use crate::export::OutputForm;
use crate::export::meanings::life;
use crate::export::meanings::life::LifeFormat;
use crate::insight::life::Life;
use crate::insight::run::Run;
use crate::text;

/// The arguments of `life`.
#[derive(Debug, Args)]
pub(in crate::cli) struct LifeArguments {
    /// An access key, a session (as in the column session), a user, a principal, or an address
    #[arg(value_name = "VALUE")]
    of: String,
    #[command(flatten)]
    inputs: Inputs,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: LifeFormat,
    #[command(flatten)]
    output: Output,
}

/// Loads, follows the value, prints its life, and returns the exit code.
pub(in crate::cli) fn run(arguments: LifeArguments) -> Result<Exit> {
    let LifeArguments { of, inputs, format, output } = arguments;
    let paths = inputs.paths.clone();
    let store = inputs.load()?;
    let life = Life::of(&store, &of, Run::QUIET).context("the events could not be followed")?;
    if store.is_empty() {
        return Ok(told_exit(&store, true));
    }
    if life.is_unknown() {
        bail!(
            "no event of these files was made with or by {}; give an access key, a session, a user, a principal or an \
             address, whole and as lists show it",
            text::plain(&of)
        );
    }
    let also = [of.as_str()];
    let form = match format {
        LifeFormat::Text => OutputForm::of_report(output.width(), false),
        LifeFormat::Md | LifeFormat::Json => OutputForm::Lines,
    };
    output.write_shown(&paths, &store, (form, &also), &mut |shown, out| {
        life::write(shown, &life, format, out)
    })?;
    Ok(told_exit(&store, false))
}
