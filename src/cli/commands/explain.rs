//! `trailsift explain`: what a call does, or what an event did.

use anyhow::{Result, bail};
use clap::Args;

use crate::cli::arguments::inputs::Inputs;
use crate::cli::complain::complain;
use crate::cli::output::Output;
use crate::cli::question::Question;
use crate::exit::Exit;
use crate::export::OutputForm;
use crate::export::meanings::explain;
use crate::export::meanings::explain::{ExplainFormat, Explanation};
use crate::insight::calls::explain::{explained_call, explained_calls};
use crate::store::Store;
use crate::store::record_reader::RecordReader;
use crate::text;

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExplainArguments {
    /// A call, such as iam:CreateUser or CreateUser; or an eventID, with the files that have the event
    #[arg(value_name = "CALL|EVENTID")]
    what: String,
    #[command(flatten)]
    inputs: Inputs,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: ExplainFormat,
    #[command(flatten)]
    output: Output,
}

/// Explains and prints. Files are loaded only for an event; `exit` returns the exit code of a load, given whether there
/// is no such event.
pub(in crate::cli) fn run(arguments: ExplainArguments, exit: fn(&Store, bool) -> Exit) -> Result<Exit> {
    let ExplainArguments { what, inputs, format, output } = arguments;
    let calls = calls_named(&what);
    let paths = inputs.paths.clone();
    if paths.is_empty() && !inputs.is_demo() {
        if calls.is_empty() {
            bail!("{}", unknown(&what));
        }
        let all: Vec<Explanation> =
            calls.iter().map(|(source, name)| Explanation::of_call(source, name)).collect();
        output
            .write(&paths, &Store::default(), OutputForm::Lines, |out| explain::write(&all, format, out))?;
        return Ok(Exit::Answered);
    }
    if !calls.is_empty() {
        bail!(
            "{} is a call: explain it without files; to find its events: trailsift list",
            text::plain(&what)
        );
    }
    let quoted = format!("id=\"{}\"", what.replace('"', ""));
    let question = Question::read(&quoted)?;
    let store = inputs.load()?;
    let events = question.events(&store, false);
    let mut reader = RecordReader::for_steps();
    let all: Vec<Explanation> =
        events.iter().map(|&event| Explanation::of_event(&store, event, &mut reader)).collect();
    if all.is_empty() {
        complain(&format!("no event has the eventID {}", text::plain(&what)));
    } else {
        output.write(&paths, &store, OutputForm::Lines, |out| explain::write(&all, format, out))?;
    }
    Ok(exit(&store, all.is_empty()))
}

/// Returns the service and name of the calls with that name, with or without their service.
fn calls_named(what: &str) -> Vec<(&'static str, &'static str)> {
    let is_named = |call: &str| {
        let (_, name) = call.split_once(':').unwrap_or_default();
        call.eq_ignore_ascii_case(what) || name.eq_ignore_ascii_case(what)
    };
    explained_calls()
        .into_iter()
        .filter(|call| is_named(call))
        .filter_map(|call| call.split_once(':'))
        .collect()
}

fn unknown(what: &str) -> String {
    let lower = what.to_ascii_lowercase();
    let of = |call: &'static str| {
        let name = call.split_once(':').map_or(call, |(_, name)| name);
        let distance = |known: &str| strsim::damerau_levenshtein(&known.to_ascii_lowercase(), &lower);
        distance(call).min(distance(name))
    };
    let near = explained_calls().into_iter().min_by_key(|call| of(call)).filter(|call| of(call) <= 3);
    let meant =
        near.filter(|call| explained_call(call).is_some()).map(|call| format!("did you mean {call}? "));
    format!(
        "no explanation of {}; {}An eventID needs the files that have the event: trailsift explain EVENTID PATH",
        text::plain(what),
        meant.unwrap_or_default()
    )
}
