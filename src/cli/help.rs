//! `trailsift help`: the help of a command, or a topic that is printed from the tables the program itself uses.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::{Context as _, Result, bail};
use clap::{Command, ValueEnum as _};

use super::manual::EXITS;
use crate::config::nearest::{did_you_mean, nearest};
use crate::exit::Exit;
use crate::query::language::reference::rows;
use crate::record::field::FIELDS;
use crate::text::{self, wrap_words};
use crate::tui::input::keymap::{BINDINGS, Context};
use crate::tui::input::labels::labels;
use crate::tui::text_fit::width as cells;

/// The topics that can be read about besides the commands.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Topic {
    Filter,
    Fields,
    Keys,
    Exit,
}

/// Columns of a page that does not go to a terminal, or goes to a wider one.
const WIDTH: usize = 100;
/// Columns of the terms; a longer term has its description on the next line.
const TERMS: usize = 34;

/// Prints the help of a command or topic; without one, the help of the program.
pub(super) fn print(name: Option<&str>, mut program: Command) -> Result<Exit> {
    program.build();
    let Some(name) = name else {
        return write(&program.render_long_help().to_string());
    };
    if let Ok(topic) = Topic::from_str(name, true) {
        return write(&page(topic, width()));
    }
    match program.find_subcommand_mut(name) {
        Some(command) => write(&command.render_long_help().to_string()),
        None => bail!(unknown(name, &program)),
    }
}

fn write(page: &str) -> Result<Exit> {
    let mut out = io::stdout().lock();
    let page = format!("{}\n", page.trim_end());
    out.write_all(page.as_bytes()).and_then(|()| out.flush()).context("the output could not be written")?;
    Ok(Exit::Answered)
}

fn width() -> usize {
    let terminal = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
    terminal.map_or(WIDTH, |(columns, _)| usize::from(columns.0)).clamp(40, WIDTH)
}

fn unknown(name: &str, program: &Command) -> String {
    let topics: Vec<String> = Topic::value_variants().iter().map(|topic| topic.name()).collect();
    let commands: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    let meant = did_you_mean(name, topics.iter().map(String::as_str).chain(commands.iter().copied()));
    format!(
        "{}: no such command or topic{}; the commands are {}; the topics are {}",
        text::plain(name),
        meant,
        commands.join(", "),
        topics.join(", ")
    )
}

/// Returns the command that a mistyped `name` probably means.
pub(super) fn meant_command(name: &str, program: &Command) -> Option<String> {
    nearest(name, program.get_subcommands().map(Command::get_name)).map(str::to_owned)
}

impl Topic {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

fn page(topic: Topic, width: usize) -> String {
    let mut page = String::new();
    match topic {
        Topic::Filter => {
            page.push_str("The filter bar and -f use the same language. A space means AND.\n\n");
            for (write, means) in rows() {
                let fits = write.iter().map(|text| cells(text) + 3).sum::<usize>() < width;
                entry(&mut page, &write.join(if fits { "   " } else { "\n  " }), means, width);
            }
        }
        Topic::Fields => {
            page.push_str("Fields can be filtered, grouped by and printed. So can any path, such as\n");
            page.push_str("requestParameters.bucketName.\n\n");
            for field in FIELDS {
                let names: Vec<&str> =
                    [field.name].into_iter().chain(field.aliases.iter().copied()).collect();
                entry(&mut page, &names.join(", "), field.about, width);
            }
        }
        Topic::Keys => {
            for context in Context::ALL {
                let title = context.title();
                page.push_str(if page.is_empty() { "" } else { "\n" });
                page.extend([title, "\n"]);
                for binding in BINDINGS.iter().filter(|binding| binding.context == context) {
                    entry(&mut page, &labels(binding), binding.about, width);
                }
            }
        }
        Topic::Exit => {
            for (exit, means) in EXITS {
                entry(&mut page, &exit.code().to_string(), means, width);
            }
        }
    }
    page
}

/// Adds a term and its description, which is wrapped beside it.
fn entry(page: &mut String, term: &str, about: &str, width: usize) {
    let terms = TERMS.min(width / 2);
    let about = about.replace('`', "");
    let mut lines = wrap_words(&about, width.saturating_sub(terms + 4)).into_iter();
    let first = lines.next().unwrap_or_default();
    let indent = " ".repeat(terms + 2);
    let gap = match terms.checked_sub(cells(term)) {
        Some(rest) => " ".repeat(rest),
        None => format!("\n{indent}"),
    };
    page.extend(["  ", term, &gap, "  ", &first, "\n"]);
    for line in lines {
        page.extend([&indent, "  ", &line, "\n"]);
    }
}
