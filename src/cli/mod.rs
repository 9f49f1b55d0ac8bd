//! Arguments → one checked request → the front end that answers it, and its exit code.

mod inputs;
mod keys;
mod limits;
mod manual;
mod verify;

use std::cell::Cell;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::cli::inputs::Inputs;
use crate::cli::keys::KeyArguments;
use crate::exit::Exit;

use crate::export::TerminalWriter;
use crate::export::file::NewFile;
use crate::export::groups::{self, GroupFormat};
use crate::export::list::{self, DEFAULT_COLUMNS, ListFormat};
use crate::export::safe;
use crate::export::summary::{self, SummaryFormat};
use crate::ingest;
use crate::query::engine::filter::Filter;
use crate::query::groups::nested;
use crate::query::language::expr::Expr;
use crate::query::language::parse::parse_with;
use crate::record::field::{Column, FIELDS, Field, field};
use crate::store::file::FileState;
use crate::store::{Event, Store};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  trailsift AWSLogs/                            open a downloaded trail folder
  aws cloudtrail lookup-events | trailsift      open what a command prints
  trailsift list AWSLogs/ -f 'accessdenied alice' --format jsonl
  trailsift group AWSLogs/ --by errorCode
  trailsift summary AWSLogs/                    what is there, what could not be read
  trailsift verify AWSLogs/ --keys keys.json    whether it is what CloudTrail wrote

In the explorer, ? lists all keys.";

/// Browse downloaded AWS CloudTrail files: who did what, from where, with which credential, what failed.
///
/// Opens files and folders of CloudTrail records in any form: S3 log files (gzip or not), Event history downloads,
/// lookup-events output, EventBridge and CloudWatch Logs exports, one record per line. Nothing is sent anywhere and
/// nothing is written beside the files.
#[derive(Debug, Parser)]
#[command(name = "trailsift", version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    inputs: Inputs,
    /// Start with this filter
    #[arg(short, long, default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    filter: String,
    #[command(flatten)]
    keys: KeyArguments,
    /// Colours of the explorer
    #[arg(long, value_enum, default_value_t)]
    theme: crate::tui::theme::ThemeName,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print events, oldest first
    List {
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        filter: FilterArgument,
        /// Fields to print, separated by commas; for table and csv
        #[arg(long, value_delimiter = ',', value_parser = known_field, default_values = DEFAULT_COLUMNS)]
        columns: Vec<&'static Field>,
        /// How to print them
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
        /// Newest first
        #[arg(long)]
        reverse: bool,
        /// No more than this many
        #[arg(short = 'n', long, value_name = "N")]
        limit: Option<usize>,
        #[command(flatten)]
        output: Output,
    },
    /// Count events by a field, largest group first
    Group {
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        filter: FilterArgument,
        /// The field to count by; several, one within the other, are separated by commas
        #[arg(long, value_name = "FIELD", value_delimiter = ',', required = true, value_parser = grouping_field)]
        by: Vec<&'static Field>,
        /// How to print them
        #[arg(long, value_enum, default_value = "table")]
        format: GroupFormat,
        #[command(flatten)]
        output: Output,
    },
    /// Account for every file and event: what was read, folded, damaged or set aside
    Summary {
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        filter: FilterArgument,
        /// How to print it
        #[arg(long, value_enum, default_value = "text")]
        format: SummaryFormat,
        #[command(flatten)]
        output: Output,
    },
    /// Compare log files with CloudTrail's digest files, and digests with each other and with public keys
    Verify(verify::Arguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, for man
    Man,
}

/// Where an answer goes.
#[derive(Debug, Args)]
struct Output {
    /// Into this file, whole or not at all; never inside an opened folder
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Debug, Args)]
struct FilterArgument {
    /// Which events, as in the explorer: words, field:value, "text", is:failed, time:… (see the README)
    #[arg(short, long, default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    filter: String,
}

fn known_field(name: &str) -> Result<&'static Field, String> {
    field(name).ok_or_else(|| format!("no such field; known are {}", names(|_| true)))
}

fn grouping_field(name: &str) -> Result<&'static Field, String> {
    let known = field(name).filter(|field| field.groups);
    known.ok_or_else(|| format!("cannot group by it; known are {}", names(|field| field.groups)))
}

fn names(which: impl Fn(&Field) -> bool) -> String {
    FIELDS.iter().filter(|field| which(field)).map(|field| field.name).collect::<Vec<_>>().join(", ")
}

/// Runs the program with `arguments`, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            let message = visible_mistake(&arguments).unwrap_or(message);
            // Nothing can be done when even this cannot be printed.
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

/// The message about arguments that hold characters which could drive the terminal: it repeats them, and is made from
/// arguments in which they are spelled out.
fn visible_mistake(arguments: &[OsString]) -> Option<clap::Error> {
    let shown: Vec<String> =
        arguments.iter().map(|argument| text::path(std::path::Path::new(argument))).collect();
    Arguments::try_parse_from(shown).err()
}

fn dispatch(arguments: Arguments) -> Result<Exit> {
    match arguments.command {
        None => explore(arguments.inputs, &arguments.keys, &arguments.filter, arguments.theme),
        Some(Command::List { inputs, filter, columns, format, reverse, limit, output }) => {
            answer(inputs, &filter.filter, &output, |store, mut events, out| {
                if reverse {
                    // Those without a time stay last: they are not the newest.
                    let timed = store.timed(&events);
                    events.get_mut(..timed).unwrap_or_default().reverse();
                }
                events.truncate(limit.unwrap_or(usize::MAX));
                list::write(store, &events, &columns, format, out)?;
                if matches!(format, ListFormat::Json | ListFormat::Jsonl) {
                    tell_torn(list::torn(store, &events));
                }
                Ok(())
            })
        }
        Some(Command::Group { inputs, filter, by, format, output }) => {
            answer(inputs, &filter.filter, &output, |store, events, out| {
                let columns: Vec<Column> = by.iter().filter_map(|field| field.column()).collect();
                let mut rows = nested(store, &events, &columns);
                groups::largest_first(store, &columns, &mut rows);
                groups::write(store, &rows, (&by, &columns), format, out)
            })
        }
        Some(Command::Summary { inputs, filter, format, output }) => {
            summarise(inputs, &filter.filter, format, &output)
        }
        Some(Command::Verify(arguments)) => verify::run(arguments),
        Some(Command::Completions { shell }) => manual::print_completions(shell, Arguments::command()),
        Some(Command::Man) => manual::print_page(&Arguments::command()),
    }
}

/// Who reads the records with another program has to know.
fn tell_torn(records: usize) {
    let words = match records {
        0 => return,
        1 => "one record is torn; it was written as it stands, which is no sound JSON".to_owned(),
        _ => format!("{records} records are torn; they were written as they stand, which is no sound JSON"),
    };
    complain(&words);
}

fn explore(
    inputs: Inputs,
    keys: &KeyArguments,
    filter: &str,
    theme: crate::tui::theme::ThemeName,
) -> Result<Exit> {
    let keys = keys.read()?;
    let options = inputs.of_explorer()?;
    if !io::stdout().is_terminal() {
        bail!("the explorer needs a terminal; to print answers use: trailsift list, group or summary");
    }
    crate::tui::run(options, keys, filter, theme).context("the terminal could not be used")
}

/// Reads the filter before anything is loaded: a mistake in it should not cost a wait.
fn parse_filter(filter: &str) -> Result<Expr> {
    parse_with(filter, &ingest::lines).map_err(|error| {
        let mark =
            "^".repeat(filter.get(error.start..error.end).map_or(1, |part| part.chars().count()).max(1));
        let before = filter.get(..error.start).map_or(0, |part| part.chars().count());
        anyhow!(
            "the filter is not understood\n  {}\n  {}{mark} {}",
            text::plain(filter),
            " ".repeat(before),
            text::plain(&error.message)
        )
    })
}

fn filtered(store: &Store, filter: &Expr, unfolded: bool) -> Vec<Event> {
    Filter::default().answer(store, filter, unfolded, &|| false).unwrap_or_default()
}

/// Loads, filters, writes the answer, and says how it went.
fn answer(
    inputs: Inputs,
    filter: &str,
    output: &Output,
    write: impl FnOnce(&Store, Vec<Event>, &mut dyn Write) -> io::Result<()>,
) -> Result<Exit> {
    let filter = parse_filter(filter)?;
    let paths = inputs.paths.clone();
    let store = inputs.load()?;
    let events = filtered(&store, &filter, false);
    let none = events.is_empty();
    if !(none && nothing_read(&store)) {
        output.write(&paths, |out| write(&store, events, out))?;
    }
    Ok(exit(&store, none))
}

fn summarise(inputs: Inputs, filter: &str, format: SummaryFormat, output: &Output) -> Result<Exit> {
    let filter = parse_filter(filter)?;
    let paths = inputs.paths.clone();
    let store = inputs.load()?;
    let events = filtered(&store, &filter, false);
    let duplicates = filtered(&store, &filter, true).len() - events.len();
    let summary = summary::summarise(&store, &events, duplicates);
    output.write(&paths, |out| summary::write(&summary, format, out))?;
    Ok(exit(&store, events.is_empty()))
}

impl Output {
    /// Writes to the file that was asked for, else to standard output.
    fn write(&self, inputs: &[PathBuf], write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let Some(path) = &self.output else {
            let not_text = Rc::default();
            let mut out = standard_output(&not_text);
            write(&mut out).and_then(|()| out.flush()).context("the answer could not be written")?;
            if not_text.get() > 0 {
                let words = safe::not_text_words(not_text.get());
                complain(&format!("{words}; a pipe or -o FILE gets the bytes themselves"));
            }
            return Ok(());
        };
        let write_file = || {
            let mut file = NewFile::create(path, self.force, inputs)?;
            write(&mut file)?;
            file.finish()
        };
        write_file().with_context(|| format!("{} was not written", text::path(path)))
    }
}

/// Standard output; a terminal gets JSON with everything that could drive it escaped, and what is no text counted.
fn standard_output(not_text: &Rc<Cell<usize>>) -> Box<dyn Write> {
    let out = BufWriter::new(io::stdout().lock());
    if io::stdout().is_terminal() {
        Box::new(TerminalWriter::new(out, Rc::clone(not_text)))
    } else {
        Box::new(out)
    }
}

fn exit(store: &Store, no_match: bool) -> Exit {
    let troubled = store.files().any(|file| matches!(file.state, FileState::Damaged | FileState::Unreadable));
    match (no_match, troubled) {
        (true, _) if nothing_read(store) => Exit::Failed,
        // What matched may have stood in what could not be read: that comes before "no match".
        (_, true) => Exit::WithProblems,
        (true, false) => Exit::NoMatch,
        (false, false) => Exit::Answered,
    }
}

/// Whether every file that was named could not be opened at all.
fn nothing_read(store: &Store) -> bool {
    store.files().all(|file| file.state == FileState::Unreadable)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// A message on standard error; quiet when that is closed.
fn complain(message: &str) {
    let lines: Vec<_> = message.lines().map(text::plain).collect();
    let _ = writeln!(io::stderr(), "trailsift: {}", lines.join("\n"));
}
