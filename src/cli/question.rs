//! The filter of a command: checked before anything is loaded, applied, and explained if it finds nothing.

use anyhow::{Result, anyhow};
use clap::Args;

use crate::plural::counted;
use crate::query::engine::filter::Filter;
use crate::query::engine::list_report::{indicator_report, list_reports};
use crate::query::engine::near_miss::{AbsentPath, Answered, NearMiss};
use crate::query::language::expr::Expr;
use crate::query::language::lines::any_of;
use crate::query::language::list::file::ListFile;
use crate::query::language::parse::{Reading, Typing, read};
use crate::record::field::{Column, OnDemand};
use crate::record::own::{self, OwnColumn};
use crate::store::{Event, Store};
use crate::{ingest, text};

/// A filter as an argument.
#[derive(Debug, Args)]
pub(super) struct FilterArgument {
    /// Select events, as in the explorer: words, field:value, "text", is:failed, time:… (see trailsift man)
    #[arg(short, long, default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub(super) filter: String,
}

/// A filter that was parsed and checked.
pub(super) struct Question {
    filter: String,
    reading: Reading,
    /// The columns that are shown: words are looked for in them, too.
    searched: Vec<Column>,
}

impl Question {
    /// Reads a filter before anything is loaded, so that a mistake in it costs no wait. Several lines match any
    /// of them.
    pub(super) fn read(filter: &str) -> Result<Self> {
        let filter = any_of(filter).unwrap_or_else(|| filter.to_owned());
        let reading = read(&filter, Typing::Done, &list_file).map_err(|error| {
            let part = filter.get(error.start..error.end);
            let mark = "^".repeat(part.map_or(1, |part| part.chars().count()).max(1));
            let before = filter.get(..error.start).map_or(0, |part| part.chars().count());
            anyhow!(
                "the filter is not valid\n  {}\n  {}{mark} {}",
                text::plain(&filter),
                " ".repeat(before),
                text::plain(&error.message)
            )
        })?;
        Ok(Self { filter, reading, searched: Vec::new() })
    }

    /// Returns what it asks.
    pub(super) fn expr(&self) -> &Expr {
        &self.reading.expr
    }

    /// The same question for a list with these columns.
    pub(super) fn in_columns(self, columns: &[Column]) -> Self {
        Self { searched: columns.to_vec(), ..self }
    }

    /// Returns its text.
    pub(super) fn filter(&self) -> &str {
        &self.filter
    }

    /// Returns the store with the path columns that the filter and a table name.
    pub(super) fn with_columns(&self, store: Store, columns: &[Column]) -> Store {
        let shown = columns.iter().filter_map(|column| column.on_demand());
        let indicators = own::has(OwnColumn::Ioc).then_some(OnDemand::IOC);
        let needed: Vec<OnDemand> =
            self.reading.expr.on_demand().into_iter().chain(shown).chain(indicators).collect();
        Filter::default().prepare(&store, &needed, &|| false, &mut |_| {}).unwrap_or(store)
    }

    /// Returns the events that match.
    pub(super) fn events(&self, store: &Store, unfolded: bool) -> Vec<Event> {
        let mut filter = Filter::default();
        filter.also_search(&self.searched);
        filter.answer(store, &self.reading.expr, unfolded, &|| false).unwrap_or_default()
    }

    /// Returns remarks on an answer with `found` events: words found only outside the columns, and paths that
    /// no event has, including those of `columns`.
    pub(super) fn remarks(&self, store: &Store, found: usize, columns: &[Column]) -> Vec<String> {
        let answered = Answered {
            store: store.clone(),
            filter: self.filter.clone(),
            reading: self.reading.clone(),
            unfolded: false,
            twins_merged: false,
            scope: Vec::new(),
            found,
            columns: columns.to_vec(),
            searched: self.searched.clone(),
        };
        let missed = if answered.may_have_missed() {
            answered.look(&list_file, &|| false).unwrap_or_default()
        } else {
            NearMiss::default()
        };
        let mut remarks: Vec<String> =
            list_reports(store, &self.reading.expr).iter().map(ToString::to_string).collect();
        remarks.extend(indicator_report(store).map(|report| report.to_string()));
        remarks.extend(missed.absent.iter().map(AbsentPath::words));
        if found > 0 {
            return remarks;
        }
        let taken = self.reading.taken.iter();
        remarks
            .extend(taken.map(|taken| format!("{} was taken for: {}", taken.word, taken.identifier.about())));
        if let Some(elsewhere) = missed.elsewhere {
            let (words, place) = (elsewhere.words.join(" "), elsewhere.place());
            remarks.push(match elsewhere.events {
                0 => format!("{words}: 0 {place}, 0 elsewhere in the JSON"),
                events => format!(
                    "{words}: 0 {place}, {} elsewhere in the JSON; {}",
                    counted(events, "event"),
                    to_get_them(&elsewhere.filter)
                ),
            });
        }
        if let Some(apart) = missed.apart {
            let any = apart.any.as_ref().map(|(events, filter)| {
                format!("; {} have any of them; {}", counted(*events, "event"), to_get_them(filter))
            });
            remarks.push(format!("{}{}", apart.words(), any.unwrap_or_default()));
        }
        remarks
    }
}

fn to_get_them(filter: &str) -> String {
    format!("to get them: -f {}", shell_quoted(filter))
}

/// Reads a file that a filter names.
pub(super) fn list_file(path: &str) -> Result<ListFile, String> {
    ListFile::read(path, &ingest::list_text(path)?)
}

/// Quotes a text as one word of a POSIX shell.
fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
