//! What the board asks: the name, the reason and the filter of each line. Who answers does not matter here.

use crate::insight::calls::attack::{attack_tactics, tactic_title};
use crate::insight::calls::watch::attack_version;
use crate::insight::first_seen::Dimension;
use crate::insight::ledger::ChangeKind;
use crate::query::language::saved::SavedQuery;
use crate::record::time::Time;

/// A part of the board. The order is the order on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoardSection {
    /// What was made or switched off and still stands, by kind.
    Standing,
    /// Calls worth a look, by tactic.
    Watch,
    /// What somebody did for the first time.
    New,
    /// Saved questions.
    Questions,
}

/// A line of the board before it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedLine {
    /// Where it stands.
    pub section: BoardSection,
    /// What it finds.
    pub name: String,
    /// Why to ask it.
    pub why: String,
    /// The filter for its events.
    pub filter: String,
    /// The tactic of ATT&CK that it is about.
    pub tactic: Option<String>,
}

impl BoardSection {
    /// All sections, in order.
    pub const ALL: [Self; 4] = [Self::Standing, Self::Watch, Self::New, Self::Questions];

    /// Returns its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Watch => "watch",
            Self::New => "new",
            Self::Questions => "question",
        }
    }

    /// Returns its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Standing => "still stands",
            Self::Watch => "calls worth a look, by tactic",
            Self::New => "new",
            Self::Questions => "questions",
        }
    }
}

/// Returns the lines of a section. With `since`, what is new is compared with the time before it.
pub fn lines_of(
    section: BoardSection,
    questions: &[impl AsRef<SavedQuery>],
    since: Option<Time>,
) -> Vec<AskedLine> {
    match section {
        BoardSection::Standing => standing(),
        BoardSection::Watch => watch(),
        BoardSection::New => new(since),
        BoardSection::Questions => questions.iter().map(|question| saved(question.as_ref())).collect(),
    }
}

fn standing() -> Vec<AskedLine> {
    let of_kind = |kind: ChangeKind| {
        let (name, more) = kind.about().split_once("; ").unwrap_or((kind.about(), "no record undoes it"));
        line(BoardSection::Standing, &capital(name), more, format!("stands:{}", kind.name()))
    };
    let live = line(
        BoardSection::Standing,
        "Credentials that are valid after the newest event",
        "valid for longer than these events, and not by an AWS service for itself",
        "stands:credential".to_owned(),
    );
    ChangeKind::ALL.into_iter().map(of_kind).chain([live]).collect()
}

fn watch() -> Vec<AskedLine> {
    let of_tactic = |tactic: &str| AskedLine {
        tactic: Some(tactic_title(tactic)),
        ..line(
            BoardSection::Watch,
            &tactic_title(tactic),
            &format!(
                "calls of this tactic (ATT&CK v{}), without bulk calls and those of AWS services",
                attack_version()
            ),
            format!("is:watch tactic={tactic}"),
        )
    };
    attack_tactics().map(of_tactic).collect()
}

fn new(since: Option<Time>) -> Vec<AskedLine> {
    let newcomers = since.map(|since| {
        let why = format!("they have no event before {since}");
        line(BoardSection::New, "Principals that are new", &why, format!("newcomer:{since}"))
    });
    let of_dimension = |dimension: Dimension| {
        let name = match dimension {
            Dimension::Call => "First use of a call",
            Dimension::Service => "First use of a service",
            Dimension::Region => "First call to a Region",
            Dimension::Address => "First call from a network",
            Dimension::Agent => "First call with a program",
            Dimension::Error => "First call with an error",
        };
        let why = "the principal did other things before";
        line(BoardSection::New, name, why, format!("new:{}", dimension.name()))
    };
    newcomers.into_iter().chain(Dimension::USUAL.into_iter().map(of_dimension)).collect()
}

fn saved(question: &SavedQuery) -> AskedLine {
    AskedLine {
        tactic: question.tactic.clone(),
        ..line(BoardSection::Questions, &question.name, &question.why, question.filter.clone())
    }
}

fn line(section: BoardSection, name: &str, why: &str, filter: String) -> AskedLine {
    AskedLine { section, name: name.to_owned(), why: why.to_owned(), filter, tactic: None }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;
    use crate::query::language::saved::shipped;
    use std::sync::Arc;

    #[test]
    fn every_line_can_be_asked_and_stands_once() {
        let questions: Vec<Arc<SavedQuery>> = shipped().into_iter().map(Arc::new).collect();
        let mut names = Vec::new();
        for section in BoardSection::ALL {
            let lines = lines_of(section, &questions, None);
            assert!(lines.len() >= 5, "{section:?}");
            for line in lines {
                assert!(parse(&line.filter).is_ok_and(|expr| !expr.is_empty()), "{}", line.filter);
                assert!(!line.name.is_empty() && !line.why.is_empty(), "{line:?}");
                names.push((section, line.name));
            }
        }
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
        let since = Time::parse("2026-03-10T22:00:00Z");
        let new = lines_of(BoardSection::New, &questions, since);
        assert_eq!(new.first().unwrap().filter, "newcomer:2026-03-10T22:00:00Z");
        assert!(parse(&new.first().unwrap().filter).is_ok());
    }
}
