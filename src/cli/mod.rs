//! Arguments → one checked request → the front end that answers it, and the exit code.

mod answered;
mod arguments;
mod commands;
mod complain;
mod config;
mod help;
mod manual;
mod output;
mod question;
mod tables;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::cli::answered::{nothing_read, partial_remark, quoted_remark, told_exit};
use crate::cli::arguments::fields::{FieldList, SortField};
use crate::cli::arguments::inputs::Inputs;
use crate::cli::arguments::keys::KeyArguments;
use crate::cli::arguments::order::{in_order, sorting_column};
use crate::cli::arguments::own::OwnArguments;
use crate::cli::arguments::zone::ZoneArgument;
use crate::cli::complain::complain;
use crate::cli::config::{ConfigArguments, RulesArgument, StartArguments};
use crate::cli::output::{Output, TableOutput, WriteShown};
use crate::cli::question::{FilterArgument, Question};
use crate::cli::tables::{write_groups, write_list};
use crate::exit::Exit;

use crate::export::groups::{self, GroupFormat, Headings, Sum};
use crate::export::list::{self, ListFormat};
use crate::export::summary::{self, SummaryFormat};
use crate::export::{OutputForm, TableForm};
use crate::plural::{agree, counted};
use crate::query::engine::list_report::indicator_report;
use crate::query::groups::nested;
use crate::query::groups::new_at::NewAt;
use crate::query::language::term::since;
use crate::record::field::Column;
use crate::record::time::zone::Zone;
use crate::store::{Event, Store};
use crate::text;
use crate::text::paint::Paint;
use crate::tui::start::Start;

const EXAMPLES: &str = "\
Examples:
  trailsift AWSLogs/                            open a downloaded trail folder
  trailsift --demo                              open the sample incident, without any file
  aws cloudtrail lookup-events | trailsift      open what a command prints
  trailsift list AWSLogs/ -f 'accessdenied alice' --format jsonl
  trailsift group AWSLogs/ --by errorCode
  trailsift summary AWSLogs/                    what was found, and what could not be read
  trailsift verify AWSLogs/ --keys keys.json    whether the files are as CloudTrail wrote them

In the explorer, ? lists all keys. trailsift help filter explains the filter language.";

/// Browse downloaded AWS CloudTrail files: who did what, from where, with which credential, what failed.
///
/// Opens files and folders of CloudTrail records in any form: S3 log files (gzip or not), Event history downloads,
/// lookup-events output, EventBridge and CloudWatch Logs exports, one record per line. Nothing is sent anywhere and
/// nothing is written beside the files.
#[derive(Debug, Parser)]
#[command(
    name = "trailsift",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = EXAMPLES
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    inputs: Inputs,
    /// Read new and changed files as they appear
    #[arg(long)]
    follow: bool,
    /// Keep marks and notes in this file instead of the usual one
    #[arg(long, value_name = "FILE")]
    case: Option<std::path::PathBuf>,
    /// Start with this filter
    #[arg(short, long, default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    filter: String,
    #[command(flatten)]
    keys: KeyArguments,
    #[command(flatten)]
    start: StartArguments,
    #[command(flatten)]
    rules: RulesArgument,
    #[command(flatten)]
    config: ConfigArguments,
    #[command(flatten)]
    own: OwnArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print events, oldest first
    List {
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        filter: FilterArgument,
        /// Columns to print, separated by commas: fields, or paths into the record; for table, csv and md
        #[arg(long, value_parser = arguments::fields::read, default_value = arguments::fields::DEFAULT.as_str())]
        columns: Vec<FieldList>,
        /// Output format
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
        /// Print the newest events first
        #[arg(long, conflicts_with = "sort")]
        reverse: bool,
        /// Sort by a field or path, smallest first; FIELD:desc for the greatest first. Events without it come last
        #[arg(long, value_name = "FIELD[:desc]", value_parser = arguments::fields::read_sort)]
        sort: Option<SortField>,
        /// Print at most N events
        #[arg(short = 'n', long, value_name = "N")]
        limit: Option<usize>,
        #[command(flatten)]
        zone: ZoneArgument,
        #[command(flatten)]
        output: TableOutput,
    },
    /// Count events by a field, largest group first
    Group {
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        filter: FilterArgument,
        /// Field or path to count by; separate several with commas, the outermost first
        #[arg(long, value_name = "FIELD", required = true, value_parser = arguments::fields::read)]
        by: Vec<FieldList>,
        /// Field or path with whole numbers; adds their sum, median and greatest for each group
        #[arg(long, value_name = "FIELD", value_parser = arguments::fields::read)]
        sum: Vec<FieldList>,
        /// Output format
        #[arg(long, value_enum, default_value = "table")]
        format: GroupFormat,
        #[command(flatten)]
        zone: ZoneArgument,
        #[command(flatten)]
        output: TableOutput,
    },
    /// Account for every file and event: read, merged, damaged or set aside
    Summary {
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        filter: FilterArgument,
        /// Output format
        #[arg(long, value_enum, default_value = "text")]
        format: SummaryFormat,
        #[command(flatten)]
        zone: ZoneArgument,
        #[command(flatten)]
        output: TableOutput,
    },
    /// List what was made, opened, shared or switched off and still stands
    Ledger(commands::ledger::LedgerArguments),
    /// Say when, from where and with what a key, session, user or address was used, and what became of it
    Life(commands::life::LifeArguments),
    /// List what is new: first calls, Regions, addresses and programs of each principal
    New(commands::news::NewsArguments),
    /// Ask every question of the triage board: what stands, what is worth a look, what is new, saved questions
    Triage(commands::triage::TriageArguments),
    /// Ask the user's own Sigma rules for CloudTrail
    Rules(commands::rules::RulesArguments),
    /// Validate log files against CloudTrail digest files, digest chains and signatures
    Verify(commands::verify::VerifyArguments),
    /// Show where a credential came from and what came of it, with the records that each step rests on
    Chain(commands::chain::ChainArguments),
    /// Print the filter as a query for another engine: Athena, Lake, Logs Insights, DuckDB, jq, Splunk and others
    Query(commands::query::QueryArguments),
    /// Show, merge or export a case: marked events with notes
    #[command(subcommand)]
    Case(commands::case::CaseCommand),
    /// Say what a call does, or what an event did, and why it may be worth a look
    Explain(commands::explain::ExplainArguments),
    /// Print the configuration that holds, and where each value comes from
    Config(config::ShowArguments),
    /// Print shell completions
    Completions {
        /// Shell to print completions for
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Print the help of a command, or about: filter, fields, keys, exit
    Help {
        /// Command or topic
        #[arg(value_name = "COMMAND|TOPIC")]
        name: Option<String>,
    },
}

impl Command {
    /// Returns whether it reads log files.
    fn loads(&self) -> bool {
        !matches!(self, Self::Config(_) | Self::Completions { .. } | Self::Man | Self::Help { .. })
    }
}

/// Runs the program with `arguments`, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            let message = visible_mistake(&arguments).unwrap_or(message);
            // If even this message cannot be printed, nothing more can be done.
            let _ = message.print();
            return if message.use_stderr() { Exit::Failed } else { Exit::Answered };
        }
    };
    match dispatch(arguments) {
        Ok(exit) => exit,
        Err(error) if is_closed_pipe(&error) => Exit::Answered,
        Err(error) => {
            complain(&format!("{error:#}"));
            Exit::Failed
        }
    }
}

/// Makes clap's message about wrong arguments from escaped arguments: it repeats them, and they may contain
/// characters that control the terminal.
fn visible_mistake(arguments: &[OsString]) -> Option<clap::Error> {
    let shown: Vec<String> =
        arguments.iter().map(|argument| text::path(std::path::Path::new(argument))).collect();
    Arguments::try_parse_from(shown).err()
}

fn dispatch(arguments: Arguments) -> Result<Exit> {
    if arguments.command.as_ref().is_none_or(Command::loads) {
        arguments.own.read(&config::settings(&arguments.config)?)?;
    }
    arguments.rules.let_filters_name_them()?;
    match arguments.command {
        None => explore(arguments),
        Some(Command::List { inputs, filter, columns, format, reverse, sort, limit, zone, output }) => {
            let (columns, zone, is_table) =
                (arguments::fields::all(&columns), zone.zone(), format == ListFormat::Table);
            let paint = output.paint(is_table, &arguments.config)?;
            let form = TableForm { width: output.output.width(), paint: paint.as_ref() };
            let read: Vec<Column> = columns.iter().filter_map(|field| field.source.column()).collect();
            let question = Question::read(&filter.filter)?.in_columns(&read);
            let needed: Vec<Column> = read.iter().copied().chain(sort.map(sorting_column)).collect();
            answer(inputs, &question, &needed, (&output.output, form), |store, events, write| {
                let mut events = in_order(store, events, sort, reverse);
                events.truncate(limit.unwrap_or(usize::MAX));
                write(&mut |shown, out| write_list(shown, (&events, &columns), format, (&zone, form), out))?;
                tell_torn(if format.is_json() { list::torn(store, &events) } else { 0 });
                Ok(())
            })
        }
        Some(Command::Group { inputs, filter, by, sum, format, zone, output }) => {
            let (by, sum, zone) = (arguments::fields::all(&by), arguments::fields::all(&sum), zone.zone());
            let paint = output.paint(format == GroupFormat::Table, &arguments.config)?;
            let form = TableForm { width: output.output.width(), paint: paint.as_ref() };
            let columns: Vec<Column> = by.iter().map(|field| field.column()).collect();
            let read: Vec<Column> = by.iter().chain(&sum).map(|field| field.column()).collect();
            let question = Question::read(&filter.filter)?;
            answer(inputs, &question, &read, (&output.output, form), |store, events, write| {
                let mut rows = nested(store, &events, &columns);
                groups::largest_first(store, &columns, &mut rows);
                let sums: Vec<Sum> =
                    sum.iter().map(|field| Sum::new(store, &events, &columns, field)).collect();
                let new_at = new_at(store, &events, &columns, &question);
                let headings =
                    Headings { fields: &by, columns: &columns, sums: &sums, new_at: new_at.as_ref() };
                groups::remarks(headings, &rows, events.len()).for_each(|remark| complain(&remark));
                write(&mut |shown, out| write_groups(shown, (&rows, headings), format, (&zone, form), out))
            })
        }
        Some(Command::Summary { inputs, filter, format, zone, output }) => {
            let paint = output.paint(format == SummaryFormat::Text, &arguments.config)?;
            summarise(inputs, &filter.filter, (format, &zone.zone(), paint), &output.output)
        }
        Some(Command::Ledger(ledger)) => commands::ledger::run(ledger, &arguments.config),
        Some(Command::Life(life)) => commands::life::run(life),
        Some(Command::New(news)) => commands::news::run(news, &arguments.config),
        Some(Command::Triage(triage)) => commands::triage::run(triage, &arguments.rules, &arguments.config),
        Some(Command::Rules(rules)) => commands::rules::run(rules, &arguments.rules, &arguments.config),
        Some(Command::Verify(verified)) => commands::verify::run(verified, &arguments.config),
        Some(Command::Chain(arguments)) => commands::chain::run(arguments, told_exit),
        Some(Command::Query(arguments)) => commands::query::run(arguments),
        Some(Command::Case(command)) => commands::case::run(command),
        Some(Command::Explain(arguments)) => commands::explain::run(arguments, told_exit),
        Some(Command::Config(show)) => config::show(&show, &arguments.config),
        Some(Command::Completions { shell }) => manual::print_completions(shell, Arguments::command()),
        Some(Command::Man) => manual::print_page(&Arguments::command()),
        Some(Command::Help { name }) => help::print(name.as_deref(), Arguments::command()),
    }
}

/// Returns when each group is first new, if the filter says since when.
fn new_at(store: &Store, events: &[Event], columns: &[Column], question: &Question) -> Option<NewAt> {
    NewAt::of(store, events, columns, since::time(question.expr())?, &|| false)
}

/// Warns that the output has records that other programs cannot read.
fn tell_torn(records: usize) {
    if records > 0 {
        let were = agree(records, "was written unchanged and is", "were written unchanged and are");
        complain(&format!("{} {were} not valid JSON", counted(records, "truncated record")));
    }
}

fn explore(arguments: Arguments) -> Result<Exit> {
    let keys = arguments.keys.read()?;
    let options = arguments.inputs.of_explorer(&Arguments::command())?;
    if !io::stdout().is_terminal() {
        bail!("the explorer needs a terminal; to print answers use: trailsift list, group or summary");
    }
    let start = config::start(arguments.filter, &arguments.start, &arguments.config)?;
    let rules = Arc::new(arguments.rules.read(&arguments.config)?.unwrap_or_default());
    let start = Start { follow: arguments.follow, case: arguments.case.clone(), rules, ..start };
    crate::tui::run(options, keys, start).context("the terminal could not be used")
}

/// Loads, filters, and returns the exit code. `write` gets what is loaded, the events, and what writes the rows that are
/// made from it or from a copy with pseudonyms.
fn answer(
    inputs: Inputs,
    question: &Question,
    columns: &[Column],
    (output, form): (&Output, TableForm<'_>),
    write: impl FnOnce(&Store, Vec<Event>, &dyn Fn(WriteShown<'_>) -> Result<()>) -> Result<()>,
) -> Result<Exit> {
    let paths = inputs.paths.clone();
    let store = question.with_columns(inputs.load()?, columns);
    let events = question.events(&store, false);
    let (none, found) = (events.is_empty(), events.len());
    let said = [partial_remark(&store, &events), quoted_remark(&store, &events)];
    if !(none && nothing_read(&store)) {
        let form = if form.paint.is_some() { OutputForm::Painted } else { OutputForm::Lines };
        write(&store, events, &|rows| output.write_shown(&paths, &store, (form, &[]), rows))?;
        said.iter().flatten().for_each(|remark| complain(remark));
        question.remarks(&store, found, columns).iter().for_each(|remark| complain(remark));
    }
    Ok(told_exit(&store, none))
}

/// How many lines of the triage board a summary ends with.
const LOOK_FIRST: usize = 5;

fn summarise(
    inputs: Inputs,
    filter: &str,
    (format, zone, paint): (SummaryFormat, &Zone, Option<Paint>),
    output: &Output,
) -> Result<Exit> {
    let question = Question::read(filter)?;
    let paths = inputs.paths.clone();
    let store = question.with_columns(inputs.load()?, &[]);
    let events = question.events(&store, false);
    let duplicates = question.events(&store, true).len() - events.len();
    let strongest = commands::triage::request(store.clone(), &question, Arc::default())
        .strongest(LOOK_FIRST, &|| false)
        .unwrap_or_default();
    let form = match format {
        SummaryFormat::Text => OutputForm::of_report(output.width(), paint.is_some()),
        SummaryFormat::Json => OutputForm::Lines,
    };
    let look = (zone, &paint.unwrap_or_default());
    output.write_shown(&paths, &store, (form, &[]), &mut |shown, out| {
        let summary = summary::summarise(shown, &events, duplicates).with_strongest(shown, strongest.clone());
        summary::write(&summary, format, look, out)
    })?;
    if let Some(report) = indicator_report(&store) {
        complain(&report.to_string());
    }
    Ok(told_exit(&store, events.is_empty()))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
