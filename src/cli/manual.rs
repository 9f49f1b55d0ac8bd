//! Shell completions and the manual page, made from the tables that the program itself uses: arguments, keys, fields
//! and filter language.

use std::io::{self, Write as _};

use anyhow::{Context as _, Result};
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use crate::exit::Exit;
use crate::export::engines::engine::ENGINES;
use crate::query::language::playbook::PLAYBOOK;
use crate::query::language::reference::rows;
use crate::query::language::saved::shipped;
use crate::record::field::FIELDS;
use crate::tui::input::keymap::{BINDINGS, Context};
use crate::tui::input::labels::labels;

/// What each exit code means.
pub(super) const EXITS: [(Exit, &str); 4] = [
    (Exit::Answered, "answered"),
    (
        Exit::NoMatch,
        "no event matched; for verify: a file is INVALID, missing or unsigned, or a public key was not found",
    ),
    (Exit::Failed, "usage error, or nothing could be read"),
    (
        Exit::WithProblems,
        "answered, but a file was damaged or unreadable; for verify: a file could not be \
         validated or is not listed in any digest, and nothing is INVALID",
    ),
];

/// Prints completions of the command for a shell.
pub(super) fn print_completions(shell: clap_complete::Shell, mut command: Command) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "trailsift", &mut script);
    print(&script)
}

/// Prints the manual page.
pub(super) fn print_page(command: &Command) -> Result<Exit> {
    print(page(command).as_bytes())
}

fn print(text: &[u8]) -> Result<Exit> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).context("the output could not be written")?;
    Ok(Exit::Answered)
}

/// Returns the page as roff, the format of `man`.
fn page(command: &Command) -> String {
    let mut command = command.clone().disable_help_subcommand(true);
    command.build();
    let man = Man::new(command.clone());
    let mut out = Vec::new();
    // Writing into a vector cannot fail.
    let _ = man.render(&mut out);
    let head = String::from_utf8_lossy(&out).into_owned();
    let head = without(&head, &["SUBCOMMANDS", "EXTRA", "VERSION"]);
    // Command lines must stay as they are typed: without hyphenation or stretched blanks.
    let head = head.replacen(".SH NAME", ".nh\n.ad l\n.SH NAME", 1);
    let mut page = Roff::new();
    commands(&mut page, &command);
    keys(&mut page);
    fields(&mut page);
    language(&mut page);
    engines(&mut page);
    exits(&mut page);
    saved(&mut page);
    questions(&mut page);
    format!("{head}{}", page.to_roff())
}

/// Removes some sections from the page.
fn without(page: &str, sections: &[&str]) -> String {
    let mut kept = true;
    let mut out = String::new();
    for line in page.lines() {
        if let Some(title) = line.strip_prefix(".SH ") {
            kept = !sections.contains(&title.trim_matches('"'));
        }
        if kept {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn heading(page: &mut Roff, title: &str) {
    page.control("SH", [title]);
}

/// Adds a term and its description.
fn pair(page: &mut Roff, term: Vec<Inline>, about: &str) {
    page.control("TP", []).text(term).text([roman(about)]);
}

/// Adds an indented command line.
fn example(page: &mut Roff, line: &str) {
    page.control("RS", ["4"]).text([bold(line)]).control("RE", []);
}

fn commands(page: &mut Roff, command: &Command) {
    heading(page, "COMMANDS");
    for command in command.get_subcommands() {
        let usage = command.clone().render_usage().to_string();
        page.control("SS", [usage.trim_start_matches("Usage: ").trim()]);
        page.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
        for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
            let mut term = Vec::new();
            term.extend(argument.get_short().map(|short| bold(format!("-{short}, "))));
            term.extend(argument.get_long().map(|long| bold(format!("--{long} "))));
            if argument.get_action().takes_values() {
                let names = argument.get_value_names().unwrap_or_default();
                let names: Vec<&str> = names.iter().map(clap::builder::Str::as_str).collect();
                term.push(italic(names.join(" ")));
            }
            let values = argument.get_possible_values();
            let values: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
            let about = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let choice = if values.is_empty() { String::new() } else { format!(": {}", values.join(", ")) };
            pair(page, term, &format!("{about}{choice}"));
        }
    }
}

fn keys(page: &mut Roff) {
    heading(page, "KEYS");
    for context in Context::ALL {
        page.control("SS", [context.title()]);
        for binding in BINDINGS.iter().filter(|binding| binding.context == context) {
            pair(page, vec![bold(labels(binding))], binding.about);
        }
    }
}

fn fields(page: &mut Roff) {
    heading(page, "FIELDS");
    for field in FIELDS {
        let mut term = vec![bold(field.name)];
        if !field.aliases.is_empty() {
            term.extend([roman(", "), bold(field.aliases.join(", "))]);
        }
        pair(page, term, &field.plain_about());
    }
}

fn language(page: &mut Roff) {
    heading(page, "FILTER LANGUAGE");
    page.text([roman("The filter bar and -f use the same language.")]);
    for (write, means) in rows() {
        pair(page, vec![bold(write.join("   "))], &means.replace('`', ""));
    }
}

fn engines(page: &mut Roff) {
    heading(page, "ENGINES");
    page.text([roman(
        "trailsift query writes the filter for these engines. Comments above the query say what an engine cannot do.",
    )]);
    for row in &ENGINES {
        let about = format!("{}: {}. Proved {}.", row.title, row.says, row.proved);
        pair(page, vec![bold(row.name)], &about.replace('`', ""));
    }
}

fn exits(page: &mut Roff) {
    heading(page, "EXIT STATUS");
    for (exit, means) in EXITS {
        pair(page, vec![bold(exit.code().to_string())], means);
    }
}

fn saved(page: &mut Roff) {
    heading(page, "SAVED QUESTIONS");
    page.text([roman(
        "The palette (:) lists these questions by name. Put your own into trailsift/questions.toml in $XDG_CONFIG_HOME, \
         or in ~/.config if that is not set. Each is a [[question]] table with name, why and filter; group (a field) and \
         tactic are optional.",
    )]);
    for question in shipped() {
        pair(page, vec![bold(question.name)], &question.why);
        example(page, &question.filter);
    }
}

fn questions(page: &mut Roff) {
    heading(page, "QUESTIONS");
    page.text([roman(
        "Questions from public incident-response playbooks, each with the command that answers it for the sample logs in \
         the source.",
    )]);
    for answer in PLAYBOOK {
        page.control("PP", []).text([roman(answer.asks)]);
        example(page, &answer.command());
    }
}
