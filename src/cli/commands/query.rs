//! `trailsift query`: the filter as a query for another engine, with what that engine cannot say as comments above it.

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::cli::answered::{nothing_read, told_exit};
use crate::cli::arguments::inputs::Inputs;
use crate::cli::output::Output;
use crate::cli::question::{FilterArgument, Question};
use crate::exit::Exit;
use crate::export::OutputForm;
use crate::export::engines::engine::Engine;
use crate::export::engines::options::{PartitionColumn, QueryOptions};
use crate::export::engines::written::{EngineQuery, EngineRequest};
use crate::query::language::expr::Expr;
use crate::query::language::order::Order;
use crate::query::language::time::range::When;
use crate::store::Store;

/// The arguments of `query`.
#[derive(Debug, Args)]
pub(in crate::cli) struct QueryArguments {
    /// Files and folders; terms that only loaded events decide become lists of their eventIDs
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    filter: FilterArgument,
    /// Engine that the query is for
    #[arg(long = "for", value_name = "ENGINE", value_enum)]
    engine: Engine,
    /// Table, event data store, index, or pattern of files
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Only events at or after this time
    #[arg(long, value_name = "TIME", value_parser = read_from)]
    from: Option<When>,
    /// Only events up to the end of this time
    #[arg(long, value_name = "TIME", value_parser = read_to)]
    to: Option<When>,
    /// Partition of an Athena table: date=COLUMN[:yyyy/MM/dd], date=YEAR/MONTH/DAY, region=COLUMN, account=COLUMN
    #[arg(long, value_name = "KIND=COLUMN", value_parser = PartitionColumn::read)]
    partition: Vec<PartitionColumn>,
    #[command(flatten)]
    output: Output,
}

fn read_from(text: &str) -> Result<When, String> {
    When::after(text).ok_or_else(|| "write a time in UTC, such as 2026-03-10T22:00 or 2026-03-10".to_owned())
}

fn read_to(text: &str) -> Result<When, String> {
    When::compared(Order::AtMost, text)
        .ok_or_else(|| "write a time in UTC, such as 2026-03-11T02:00 or 2026-03-11".to_owned())
}

/// Writes the query. Files are loaded only if they are given.
pub(in crate::cli) fn run(arguments: QueryArguments) -> Result<Exit> {
    let QueryArguments { inputs, filter, engine, table, from, to, partition, output } = arguments;
    if output.redacts() {
        bail!("a query needs the values as they are: write it without --redact");
    }
    let question = Question::read(&filter.filter)?;
    let times = from.into_iter().chain(to).map(Expr::Time);
    let expr = Expr::And(std::iter::once(question.expr().clone()).chain(times).collect());
    if question.expr().is_empty() && from.is_none() && to.is_none() {
        bail!(
            "a query needs a filter: trailsift query -f FILTER --for {}",
            engine.row().map_or("ENGINE", |row| row.name)
        );
    }
    let options = QueryOptions { table, partitions: partition };
    let paths = inputs.paths.clone();
    let store = if paths.is_empty() && !inputs.is_demo() {
        None
    } else {
        Some(question.with_columns(inputs.load()?, &[]))
    };
    if store.as_ref().is_some_and(nothing_read) {
        return Ok(Exit::Failed);
    }
    let request = EngineRequest { engine, filter: question.filter().to_owned(), expr, options, store };
    let query = request.write();
    let nothing = Store::default();
    let known = request.store.as_ref().unwrap_or(&nothing);
    output.write(&paths, known, OutputForm::Lines, |out| out.write_all(query.text.as_bytes()))?;
    exit(&query, request.store.as_ref())
}

fn exit(query: &EngineQuery, store: Option<&Store>) -> Result<Exit> {
    if !query.says_anything {
        return Err(anyhow!("nothing of this filter can be said to this engine; the comments say why"));
    }
    Ok(store.map_or(Exit::Answered, |store| told_exit(store, false)))
}
