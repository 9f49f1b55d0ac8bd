//! `trailsift new`: loads, finds what is new, prints it, and returns the exit code.

use anyhow::{Result, bail};
use clap::Args;

use crate::cli::answered::{nothing_read, told_exit};
use crate::cli::arguments::inputs::Inputs;
use crate::cli::config::ConfigArguments;
use crate::cli::output::{TableOutput, tell_unfitted};
use crate::exit::Exit;
use crate::export::meanings::news as export;
use crate::export::meanings::news::NewsFormat;
use crate::export::{OutputForm, TableForm};
use crate::insight::first_seen::{self, Dimension, NewsQuestion, Subject};
use crate::record::time::Time;

/// The arguments of `new`.
#[derive(Debug, Args)]
pub(in crate::cli) struct NewsArguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Start of the window; what came before is the baseline. Without it, everything after a subject's first event
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    since: Option<Time>,
    /// Who it is new for
    #[arg(long, value_name = "SUBJECT", value_parser = read_subject, default_value = "principal")]
    by: Subject,
    /// What may be new, separated by commas: call, service, region, address, agent, error
    #[arg(long, value_name = "DIMENSION", value_delimiter = ',', value_parser = read_dimension,
        default_value = "call,service,region,address,agent")]
    of: Vec<Dimension>,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: NewsFormat,
    #[command(flatten)]
    output: TableOutput,
}

fn read_time(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| "write a time in UTC, such as 2026-03-10T22:00 or 2026-03-10".to_owned())
}

fn read_subject(text: &str) -> Result<Subject, String> {
    let known = Subject::ALL.into_iter().find(|subject| subject.name().eq_ignore_ascii_case(text));
    known.ok_or_else(|| format!("the subjects are {}", Subject::ALL.map(Subject::name).join(", ")))
}

fn read_dimension(text: &str) -> Result<Dimension, String> {
    let names = || Dimension::ALL.map(Dimension::name).join(", ");
    Dimension::named(text).ok_or_else(|| format!("what may be new: {}", names()))
}

/// Prints what is new.
pub(in crate::cli) fn run(arguments: NewsArguments, config: &ConfigArguments) -> Result<Exit> {
    let mut dimensions = arguments.of;
    dimensions.sort_unstable();
    dimensions.dedup();
    let asked = NewsQuestion { subject: arguments.by, dimensions, since: arguments.since };
    let paths = arguments.inputs.paths.clone();
    let is_text = arguments.format == NewsFormat::Text;
    let paint = arguments.output.paint(is_text, config)?;
    let store = arguments.inputs.load()?;
    let Some(news) = first_seen::read(&store, &asked, &|| false) else { bail!("the search was stopped") };
    let width = arguments.output.output.width().filter(|_| is_text);
    let form = TableForm { width, paint: paint.as_ref() };
    let output = if paint.is_some() { OutputForm::Painted } else { OutputForm::Lines };
    if !nothing_read(&store) {
        // Networks are in no record.
        let networks: Vec<&str> = news.pairs.iter().map(|pair| pair.value.as_str()).collect();
        arguments.output.output.write_shown(&paths, &store, (output, &networks), &mut |shown, out| {
            let unfitted = export::write(shown, &news, arguments.format, form, out)?;
            tell_unfitted(&unfitted, out)
        })?;
    }
    Ok(told_exit(&store, news.subjects.is_empty() && news.pairs.is_empty()))
}
