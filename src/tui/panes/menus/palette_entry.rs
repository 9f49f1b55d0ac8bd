//! The entries of the palette: what they are called, how they are found, and what they do.

use std::sync::Arc;

use super::choice::{Choice, PathPurpose};
use crate::query::language::saved::SavedQuery;
use crate::record::field::{Field, field};
use crate::record::on_demand::path_named;
use crate::tui::input::action::{Action, ListAction, TreeAction};
use crate::tui::input::keymap::{Binding, Context, Keymap};
use crate::tui::input::labels::first_label;

/// An entry of the palette.
#[derive(Debug)]
pub struct PaletteEntry {
    /// Its key, or that it is a question.
    pub mark: String,
    /// Its name.
    pub label: String,
    /// Its description.
    pub about: String,
    /// Other words that find it.
    pub(super) words: &'static [&'static str],
    /// Whether it is found only by literal words, and not by scattered letters.
    pub(super) literally: bool,
    pub(super) choice: Choice,
}

/// The mark of questions.
pub(super) const ASK: &str = "ask";

/// Words that find all questions, from their first few letters on.
pub(super) const QUESTION: [&str; 2] = [ASK, "questions"];
pub(super) const ENOUGH: usize = 3;

/// Questions that people search for by other words than those in their names.
pub(super) const QUESTION_WORDS: [(&str, &[&str]); 1] = [("Console sign-ins without MFA", &["mfa", "2fa"])];

/// Words by which people look for queries of other engines.
const QUERY_WORDS: [&str; 9] =
    ["query", "athena", "sql", "insights", "duckdb", "jq", "splunk", "kql", "elastic"];

/// Words that find the choice of a theme.
const THEME_WORDS: [&str; 8] = ["theme", "themes", "color", "colors", "colour", "colours", "dark", "light"];

/// Returns whether an entry makes sense here: the palette is already open, and digits mean nothing alone.
pub(super) fn is_offered(binding: &Binding) -> bool {
    let is_digit =
        matches!(binding.action, Action::Tree(TreeAction::Level(_)) | Action::List(ListAction::Digit(_)));
    binding.context.is_offered() && !is_digit && !matches!(binding.action, Action::Show(Context::Palette))
}

pub(super) fn is_move(binding: &Binding) -> bool {
    matches!(binding.action, Action::Move(_))
}

pub(super) fn offer(binding: &Binding, from: Context, keymap: &Keymap) -> PaletteEntry {
    let general = binding.context == Context::Anywhere;
    let taken = |other: &Binding| other.context == from && other.keys.first() == binding.keys.first();
    // The key has another meaning in this pane.
    let hidden = general && keymap.bindings().iter().any(taken);
    let elsewhere = !general && binding.context != from;
    PaletteEntry {
        mark: if hidden { String::new() } else { first_label(binding) },
        label: binding.about.to_owned(),
        about: if elsewhere { format!("in: {}", binding.context.title()) } else { String::new() },
        words: binding.words,
        literally: false,
        choice: Choice::Act(binding.action, binding.context),
    }
}

pub(super) fn ask(question: &Arc<SavedQuery>) -> PaletteEntry {
    let tactic = question.tactic.as_ref().map(|tactic| format!(" ({tactic})")).unwrap_or_default();
    PaletteEntry {
        mark: ASK.to_owned(),
        label: question.name.clone(),
        about: format!("{}{tactic}", question.why),
        words: QUESTION_WORDS.iter().find(|(name, _)| *name == question.name).map_or(&[], |(_, words)| words),
        literally: false,
        choice: Choice::Ask(Arc::clone(question)),
    }
}

pub(super) fn group_by(field: &'static Field) -> PaletteEntry {
    PaletteEntry {
        mark: String::new(),
        label: format!("group by {}", field.name),
        about: field.plain_about(),
        words: field.aliases,
        literally: true,
        choice: Choice::GroupBy(field),
    }
}

/// What stands before a path that is typed.
pub fn before_path(purpose: PathPurpose) -> &'static str {
    match purpose {
        PathPurpose::GroupBy => "group by ",
        PathPurpose::Within => "then by ",
        PathPurpose::Sum => "sum of ",
    }
}

/// Grouping by the path that is typed, or summing it up. Groups by fields stand in the palette already.
pub(super) fn by_path(typed: &str) -> Option<PaletteEntry> {
    let typed = typed.trim();
    let written = |purpose: PathPurpose| Some((typed.strip_prefix(before_path(purpose))?.trim(), purpose));
    let (path, purpose) = [PathPurpose::GroupBy, PathPurpose::Within, PathPurpose::Sum]
        .into_iter()
        .find_map(written)
        .unwrap_or((typed, PathPurpose::GroupBy));
    let is_field = purpose != PathPurpose::GroupBy && field(path).is_some();
    if !is_field {
        path_named(path)?;
    }
    Some(PaletteEntry {
        mark: String::new(),
        label: format!("{}{path}", before_path(purpose)),
        about: "what is at this path of the records".to_owned(),
        words: &[],
        literally: true,
        choice: Choice::Path(path.to_owned(), purpose),
    })
}

pub(super) fn queries() -> PaletteEntry {
    let about =
        "copy the filter as a query for Athena, Lake, Logs Insights, DuckDB, jq, Splunk, Sentinel or Elastic";
    plain("as a query for …", about, &QUERY_WORDS, Choice::AskEngine)
}

pub(super) fn themes() -> PaletteEntry {
    let about = "colours for dark or light backgrounds, for colour-blind eyes, or none";
    plain("choose a theme…", about, &THEME_WORDS, Choice::Themes)
}

fn plain(label: &str, about: &str, words: &'static [&'static str], choice: Choice) -> PaletteEntry {
    let (label, about) = (label.to_owned(), about.to_owned());
    PaletteEntry { mark: String::new(), label, about, words, literally: true, choice }
}
