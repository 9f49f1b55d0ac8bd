//! Where an answer goes (a file, a pipe or a terminal), and how it is written for each.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context as _, Result};
use clap::Args;

use super::complain::complain;
use super::config::{self, ConfigArguments};
use super::when::ShowWhen;
use crate::export::file::{InputFiles, NewFile};
use crate::export::{OutputForm, TerminalWriter, Unfitted, safe};
use crate::plural::{agree, counted};
use crate::store::Store;
use crate::text;
use crate::text::paint::Paint;

/// Where the output goes.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// Write to FILE atomically; never inside an input folder
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace FILE if it exists
    #[arg(long, requires = "output")]
    force: bool,
}

/// Where the output of a command goes that prints tables or a report, and its colours.
#[derive(Debug, Args)]
pub(super) struct TableOutput {
    #[command(flatten)]
    pub(super) output: Output,
    /// Colours of tables and reports
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    color: ShowWhen,
}

/// Minimum width of lines, in cells, even if the terminal is narrower.
const NARROWEST: usize = 40;

impl Output {
    /// Returns the width of the terminal that the answer goes to, if it goes to one.
    pub(super) fn width(&self) -> Option<usize> {
        if self.output.is_some() || !io::stdout().is_terminal() {
            return None;
        }
        let (columns, _) = terminal_size::terminal_size()?;
        Some(usize::from(columns.0).max(NARROWEST))
    }

    /// Writes to the requested file, otherwise to standard output. `named` are the inputs as they were given;
    /// `store` knows the files in them.
    pub(super) fn write(
        &self,
        named: &[PathBuf],
        store: &Store,
        form: OutputForm,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let Some(path) = &self.output else { return write_to_standard_output(form, write) };
        let each_read = |each: &mut dyn FnMut(&Path)| store.files().for_each(|file| each(&file.path));
        let write_file = || {
            let mut file = NewFile::create(path, self.force, InputFiles { named, each_read: &each_read })?;
            write(&mut file)?;
            file.finish()
        };
        write_file().with_context(|| format!("{} was not written", text::path(path)))
    }
}

impl TableOutput {
    /// Returns the colours, if a table or a report is printed and has any: on a terminal, unless the environment says otherwise, and never in
    /// a file.
    pub(super) fn paint(&self, is_text: bool, config: &ConfigArguments) -> Result<Option<Paint>> {
        let by_terminal = || {
            let shows = io::stdout().is_terminal() && anstyle_query::term_supports_color();
            let wanted = anstyle_query::clicolor().unwrap_or(true) && !anstyle_query::no_color();
            (shows && wanted) || (anstyle_query::clicolor_force() && !anstyle_query::no_color())
        };
        let is_painted =
            is_text && self.output.output.is_none() && self.color.decided().unwrap_or_else(by_terminal);
        if is_painted { config::paint(config).map(Some) } else { Ok(None) }
    }
}

fn write_to_standard_output(
    form: OutputForm,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    #[cfg(unix)]
    crate::export::interrupted::fail_at_size_limit()?;
    let not_text = Rc::default();
    let out = BufWriter::new(io::stdout().lock());
    let mut out: Box<dyn Write> = if io::stdout().is_terminal() && form != OutputForm::Painted {
        Box::new(TerminalWriter::new(out, form, Rc::clone(&not_text)))
    } else {
        Box::new(out)
    };
    write(&mut out).and_then(|()| out.flush()).context("the output could not be written")?;
    if not_text.get() > 0 {
        let words = safe::not_text_words(not_text.get());
        complain(&format!("{words}; use a pipe or -o FILE for the original bytes"));
    }
    Ok(())
}

/// Prints, below a table on a terminal, what was cut or left out.
pub(super) fn tell_unfitted(unfitted: &Unfitted, out: &mut dyn Write) -> io::Result<()> {
    out.flush()?;
    let mut parts = Vec::new();
    if unfitted.cut > 0 {
        let are = agree(unfitted.cut, "is", "are");
        parts.push(format!("{} {are} shortened to fit the terminal", counted(unfitted.cut, "value")));
    }
    if !unfitted.left_out.is_empty() {
        let columns = unfitted.left_out.join(", ");
        parts.push(format!("the terminal is too narrow for {columns}"));
    }
    if !parts.is_empty() {
        complain(&format!("{}; use a pipe or -o FILE for everything", parts.join(", and ")));
    }
    Ok(())
}
