//! Where an answer goes (a file, a pipe or a terminal), and how it is written for each.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context as _, Result};
use clap::Args;

use super::complain::complain;
use super::config::{self, ConfigArguments};
use crate::cli::arguments::when::ShowWhen;
use crate::export::file::{InputFiles, NewFile};
use crate::export::redacted::Pseudonyms;
use crate::export::terminal::safe;
use crate::export::{OutputForm, TerminalWriter, Unfitted};
use crate::plural::{agree, counted};
use crate::store::Store;
use crate::text;
use crate::text::paint::Paint;

/// Where the output goes.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// Write to FILE atomically; never inside an input folder
    #[arg(id = "output", short = 'o', long = "output", value_name = "FILE")]
    path: Option<PathBuf>,
    /// Replace FILE if it exists
    #[arg(long, requires = "output")]
    force: bool,
    #[command(flatten)]
    redaction: Redaction,
}

/// Whether values that name a customer are replaced.
#[derive(Debug, Args)]
struct Redaction {
    /// Replace accounts, keys, addresses, names and the like by pseudonyms, the same in all answers about the same files
    #[arg(long)]
    redact: bool,
    /// Write the table of pseudonyms to FILE, which must not exist yet; it tells who is who, so it is written only if asked for
    #[arg(long, value_name = "FILE", requires = "redact")]
    redact_table: Option<PathBuf>,
}

/// Writes an answer about what is loaded, or about a copy of it with pseudonyms.
pub(super) type WriteShown<'w> = &'w mut dyn FnMut(&Store, &mut dyn Write) -> io::Result<()>;

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
    /// Returns whether the answer is to have pseudonyms.
    pub(super) fn redacts(&self) -> bool {
        self.redaction.redact
    }

    /// Returns the width of the terminal that the answer goes to, if it goes to one.
    pub(super) fn width(&self) -> Option<usize> {
        if self.path.is_some() || !io::stdout().is_terminal() {
            return None;
        }
        let (columns, _) = terminal_size::terminal_size()?;
        Some(usize::from(columns.0).max(NARROWEST))
    }

    /// Writes to the requested file, otherwise to standard output. `named` are the inputs as they were given;
    /// `store` knows the files in them. If pseudonyms are asked for, values are replaced in the finished answer.
    pub(super) fn write(
        &self,
        named: &[PathBuf],
        store: &Store,
        form: OutputForm,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        if !self.redaction.redact {
            return self.write_as_is(named, store, form, write);
        }
        let pseudonyms = pseudonyms(store, &[])?;
        let mut answer = Vec::new();
        write(&mut answer)?;
        self.write_checked(named, store, form, (&pseudonyms, &pseudonyms.answer(&answer)))
    }

    /// Writes as [`Self::write`] does an answer that is made from what is loaded, or from a copy of it with pseudonyms.
    /// `also` are texts with values that no record has as they are.
    pub(super) fn write_shown(
        &self,
        named: &[PathBuf],
        store: &Store,
        (form, also): (OutputForm, &[&str]),
        write: WriteShown<'_>,
    ) -> Result<()> {
        if !self.redaction.redact {
            return self.write_as_is(named, store, form, |out| write(store, out));
        }
        let pseudonyms = pseudonyms(store, also)?;
        let mut answer = Vec::new();
        write(&pseudonyms.shown(store), &mut answer)?;
        if pseudonyms.check(&answer).is_err() {
            // A text that was computed before is in it.
            answer = pseudonyms.answer(&answer);
        }
        self.write_checked(named, store, form, (&pseudonyms, &answer))
    }

    /// Writes an answer with pseudonyms, and their table if it is asked for. Nothing is written if an original is left.
    fn write_checked(
        &self,
        named: &[PathBuf],
        store: &Store,
        form: OutputForm,
        (pseudonyms, answer): (&Pseudonyms, &[u8]),
    ) -> Result<()> {
        pseudonyms.check(answer).context("nothing was written")?;
        let each_read = |each: &mut dyn FnMut(&Path)| store.files().for_each(|file| each(&file.path));
        let inputs = InputFiles { named, each_read: &each_read };
        let table = self.redaction.redact_table.as_deref();
        let failed = || format!("{} was not written", table.map(text::path).unwrap_or_default());
        let mut file =
            table.map(|path| NewFile::create(path, false, inputs)).transpose().with_context(failed)?;
        if let Some(file) = &mut file {
            pseudonyms.write_table(file).with_context(failed)?;
        }
        self.write_as_is(named, store, form, |out| out.write_all(answer))?;
        file.map_or(Ok(()), NewFile::finish).with_context(failed)
    }

    fn write_as_is(
        &self,
        named: &[PathBuf],
        store: &Store,
        form: OutputForm,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let Some(path) = &self.path else { return write_to_standard_output(form, write) };
        let each_read = |each: &mut dyn FnMut(&Path)| store.files().for_each(|file| each(&file.path));
        let write_file = || {
            let mut file = NewFile::create(path, self.force, InputFiles { named, each_read: &each_read })?;
            write(&mut file)?;
            file.finish()
        };
        write_file().with_context(|| format!("{} was not written", text::path(path)))
    }
}

fn pseudonyms(store: &Store, also: &[&str]) -> Result<Pseudonyms> {
    Pseudonyms::of(store, also, &|| false).context("the records could not be read")
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
            is_text && self.output.path.is_none() && self.color.decided().unwrap_or_else(by_terminal);
        if is_painted { config::paint(config).map(Some) } else { Ok(None) }
    }
}

fn write_to_standard_output(
    form: OutputForm,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    #[cfg(unix)]
    crate::export::file::interrupted::fail_at_size_limit()?;
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
