//! A condition → the text of an engine, leaf by leaf. What the engine cannot say is left out where that only makes the
//! query find more, and told.

use super::super::condition::tree::{Leaf, RecordCondition};

/// What must be known beside the text of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A part was left out, and the query finds more.
    LeftOut,
    /// It finds more than the filter.
    More,
    /// It may find fewer than the filter.
    Fewer,
    /// It finds others than the filter among records that AWS did not write.
    Differs,
    /// Something else.
    Told,
}

impl NoteKind {
    /// Returns the words before the note.
    pub const fn words(self) -> &'static str {
        match self {
            Self::LeftOut => "left out, so that more is found: ",
            Self::More => "finds more: ",
            Self::Fewer => "may find fewer: ",
            Self::Differs => "differs where ",
            Self::Told => "",
        }
    }
}

/// A note on a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub kind: NoteKind,
    /// In words, without a full stop.
    pub text: String,
}

/// The notes on a query, each once.
#[derive(Debug, Default)]
pub(in crate::export::engines) struct QueryNotes {
    all: Vec<Note>,
}

impl QueryNotes {
    /// Adds a note.
    pub(in crate::export::engines) fn add(&mut self, kind: NoteKind, text: impl Into<String>) {
        let note = Note { kind, text: text.into() };
        if !self.all.contains(&note) {
            self.all.push(note);
        }
    }

    /// Adds the notes on a test of which the opposite is asked: what the test misses, its opposite finds.
    fn add_of_opposite(&mut self, own: Self) {
        for Note { kind, text } in own.all {
            let kind = match kind {
                NoteKind::Fewer => NoteKind::More,
                NoteKind::More => NoteKind::Fewer,
                NoteKind::LeftOut | NoteKind::Differs | NoteKind::Told => kind,
            };
            self.add(kind, text);
        }
    }

    /// Returns them, what was left out first.
    pub(in crate::export::engines) fn sorted(mut self) -> Vec<Note> {
        self.all.sort_by_key(|note| note.kind);
        self.all
    }
}

/// How an engine says a condition.
pub(in crate::export::engines) trait Dialect {
    /// Says one test, or its opposite. The error is why the engine cannot.
    fn leaf(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String>;

    /// The words between conditions that must all hold, and between those of which any is enough.
    fn joints(&self) -> (&'static str, &'static str) {
        (" AND ", " OR ")
    }
}

/// What became of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::export::engines) enum Said {
    /// Its text; whether it needs brackets beside others.
    Text(String, bool),
    /// It always holds, or could not be said.
    Everything,
    /// It never holds.
    Nothing,
}

/// Says a condition.
pub(in crate::export::engines) fn say(
    dialect: &dyn Dialect,
    condition: &RecordCondition,
    notes: &mut QueryNotes,
) -> Said {
    match condition {
        RecordCondition::All(parts) => all(dialect, parts, notes),
        RecordCondition::Any(parts) => any(dialect, parts, notes),
        RecordCondition::Leaf(leaf) => one(dialect.leaf(leaf, false, notes), notes),
        RecordCondition::Not(inner) => match &**inner {
            RecordCondition::Leaf(leaf) => {
                let mut own = QueryNotes::default();
                let said = dialect.leaf(leaf, true, &mut own);
                notes.add_of_opposite(own);
                one(said, notes)
            }
            RecordCondition::IfHeld(inner) => {
                held(dialect, &inner.clone().opposite().settled(), Said::Everything, notes)
            }
            _ => Said::Everything,
        },
        RecordCondition::More(inner, reason) => {
            let said = say(dialect, inner, notes);
            if matches!(said, Said::Text(..)) {
                notes.add(NoteKind::More, reason);
            }
            said
        }
        RecordCondition::IfHeld(inner) => held(dialect, inner, Said::Nothing, notes),
        RecordCondition::Told(inner, words) => {
            notes.add(NoteKind::Told, words);
            say(dialect, inner, notes)
        }
        RecordCondition::Unsaid(reason) => one(Err(reason.clone()), notes),
    }
}

fn one(said: Result<String, String>, notes: &mut QueryNotes) -> Said {
    match said {
        Ok(text) => Said::Text(text, false),
        Err(reason) => {
            notes.add(NoteKind::LeftOut, reason);
            Said::Everything
        }
    }
}

/// What an engine has no place for counts as `otherwise`.
fn held(dialect: &dyn Dialect, condition: &RecordCondition, otherwise: Said, notes: &mut QueryNotes) -> Said {
    let mut own = QueryNotes::default();
    let said = say(dialect, condition, &mut own);
    if own.all.iter().all(|note| note.kind != NoteKind::LeftOut) {
        own.all.into_iter().for_each(|note| notes.add(note.kind, note.text));
        return said;
    }
    let kind = if otherwise == Said::Everything { NoteKind::More } else { NoteKind::Fewer };
    for note in own.all.into_iter().filter(|note| note.kind == NoteKind::LeftOut) {
        notes.add(kind, note.text);
    }
    otherwise
}

fn all(dialect: &dyn Dialect, parts: &[RecordCondition], notes: &mut QueryNotes) -> Said {
    let mut texts = Vec::new();
    for part in parts {
        match say(dialect, part, notes) {
            Said::Text(text, is_loose) => texts.push((text, is_loose)),
            Said::Everything => {}
            Said::Nothing => return Said::Nothing,
        }
    }
    joined(texts, dialect.joints().0).map_or(Said::Everything, |(text, is_loose)| Said::Text(text, is_loose))
}

fn any(dialect: &dyn Dialect, parts: &[RecordCondition], notes: &mut QueryNotes) -> Said {
    let (mut texts, mut holds_always) = (Vec::new(), false);
    for part in parts {
        match say(dialect, part, notes) {
            Said::Text(text, is_loose) => texts.push((text, is_loose)),
            Said::Everything => holds_always = true,
            Said::Nothing => {}
        }
    }
    if holds_always {
        if !texts.is_empty() {
            notes.add(NoteKind::LeftOut, "the alternatives (|) of what is left out");
        }
        return Said::Everything;
    }
    joined(texts, dialect.joints().1).map_or(Said::Nothing, |(text, is_loose)| Said::Text(text, is_loose))
}

/// Joins texts; several are loose: beside others they need brackets.
fn joined(mut texts: Vec<(String, bool)>, between: &str) -> Option<(String, bool)> {
    let mut seen = Vec::new();
    texts.retain(|(text, _)| {
        let is_new = !seen.contains(text);
        seen.push(text.clone());
        is_new
    });
    match texts.len() {
        0 => None,
        1 => texts.pop(),
        _ => {
            let bracketed =
                |(text, is_loose): (String, bool)| if is_loose { format!("({text})") } else { text };
            let texts: Vec<String> = texts.into_iter().map(bracketed).collect();
            Some((texts.join(between), true))
        }
    }
}
