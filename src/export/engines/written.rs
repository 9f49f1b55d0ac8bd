//! The query as it is printed or copied: remarks as comments, then the query.

use super::condition::read::FilterReading;
use super::condition::tree::RecordCondition;
use super::dialect;
use super::dialect::said::QueryNotes;
pub use super::dialect::said::{Note, NoteKind};
use super::engine::Engine;
use super::options::QueryOptions;
use crate::plural::counted;
use crate::query::engine::filter::Filter;
use crate::query::language::expr::Expr;
use crate::store::Store;
use crate::text;

/// A query for an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineQuery {
    /// The whole text, with its remarks as comments.
    pub text: String,
    /// The remarks, those on what was left out first.
    pub notes: Vec<Note>,
    /// Whether anything of the filter could be said; otherwise the text has comments only.
    pub says_anything: bool,
}

/// A filter that is to be written for an engine.
#[derive(Debug)]
pub struct EngineRequest {
    /// The engine.
    pub engine: Engine,
    /// The text of the filter.
    pub filter: String,
    /// Its meaning.
    pub expr: Expr,
    /// What the query needs to know beside it.
    pub options: QueryOptions,
    /// The loaded events, of which a query may name some; `None` if nothing is loaded.
    pub store: Option<Store>,
}

impl EngineRequest {
    /// Writes the query. Parts of the filter that only loaded events decide are searched in all of them.
    pub fn write(&self) -> EngineQuery {
        let event_ids = |expr: &Expr| self.store.as_ref().map(|store| event_ids(store, expr));
        let row = self.engine.row();
        let reading = FilterReading {
            has_whole_record: row.is_some_and(|row| row.has_whole_record),
            most_ids: row.map_or(0, |row| row.most_ids),
            event_ids: &event_ids,
            newest: self.store.as_ref().and_then(Store::span).map(|(_, newest)| newest),
        };
        written(self.engine, &self.filter, &reading.condition(&self.expr), &self.options)
    }
}

/// Returns the eventIDs of the events that an expression matches, each once.
fn event_ids(store: &Store, expr: &Expr) -> Vec<String> {
    let events = Filter::default().answer(store, expr, true, &|| false).unwrap_or_default();
    let mut ids: Vec<String> = events.into_iter().map(|event| store.event_id(event)).collect();
    ids.retain(|id| !id.is_empty());
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl EngineQuery {
    /// Returns what a person should know before using it: what was left out, finds more or may find fewer, in one line. What
    /// differs only among records that AWS did not write stands above the query.
    pub fn warning(&self) -> Option<String> {
        let told = self.notes.iter().filter(|note| !matches!(note.kind, NoteKind::Told | NoteKind::Differs));
        let told: Vec<String> = told.map(|note| format!("{}{}", note.kind.words(), note.text)).collect();
        (!told.is_empty()).then(|| told.join(" · "))
    }
}

fn written(engine: Engine, filter: &str, condition: &RecordCondition, options: &QueryOptions) -> EngineQuery {
    let mut notes = QueryNotes::default();
    let query = dialect::query(engine, condition, options, &mut notes);
    if let (Some(query), Some(longest)) = (&query, dialect::longest(engine))
        && query.len() > longest
    {
        notes.add(
            NoteKind::Told,
            format!(
                "the query has {}, and the engine refuses more than {longest}",
                counted(query.len(), "byte")
            ),
        );
    }
    let notes = notes.sorted();
    let mut text = String::new();
    let mut comment = |words: &str| text.push_str(&comment(engine, words));
    comment(&format!("trailsift filter: {filter}"));
    for note in &notes {
        comment(&format!("{}{}", note.kind.words(), note.text));
    }
    if query.is_none() {
        let is_left_out = notes.iter().any(|note| note.kind == NoteKind::LeftOut);
        comment(if is_left_out {
            "nothing of this filter can be said to this engine"
        } else {
            "the filter matches every event, or none"
        });
    }
    text.push_str(query.as_deref().unwrap_or_default());
    EngineQuery { text, says_anything: query.is_some(), notes }
}

/// Returns a line of comment. Nothing in it ends it.
fn comment(engine: Engine, words: &str) -> String {
    let mark = engine.row().map_or("#", |row| row.comment);
    let words = text::plain(words);
    // A comment of Splunk ends where it began.
    if mark == "```" {
        format!("{mark} {} {mark}\n", words.replace('`', "'"))
    } else {
        format!("{mark} {words}\n")
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
