//! What the board asks: the name, the reason and the filter of each line. Who answers does not matter here.

use std::sync::Arc;

use crate::insight::calls::attack::{attack_tactics, tactic_title};
use crate::insight::calls::watch::attack_version;
use crate::insight::first_seen::Dimension;
use crate::insight::ledger::ChangeKind;
use crate::query::language::saved::SavedQuery;
use crate::query::rules::set::{RefusedRule, Rule, RuleHead, RuleSet};
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
    /// The user's own rules.
    Rules,
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
    /// Who wrote the rule, which is named wherever the line is.
    pub author: Option<String>,
}

/// Where lines come from, besides those that are always asked.
#[derive(Debug, Clone, Copy)]
pub struct LineSources<'s> {
    /// The saved questions.
    pub questions: &'s [Arc<SavedQuery>],
    /// The user's own rules.
    pub rules: &'s RuleSet,
    /// The time that what is new is compared with, if there is one.
    pub since: Option<Time>,
}

impl AskedLine {
    /// Returns its name, with the author of a rule.
    pub fn title(&self) -> String {
        match &self.author {
            Some(author) => format!("{} (by {author})", self.name),
            None => self.name.clone(),
        }
    }
}

impl BoardSection {
    /// All sections, in order.
    pub const ALL: [Self; 5] = [Self::Standing, Self::Watch, Self::New, Self::Rules, Self::Questions];

    /// Returns its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Watch => "watch",
            Self::New => "new",
            Self::Rules => "rule",
            Self::Questions => "question",
        }
    }

    /// Returns its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Standing => "still stands",
            Self::Watch => "calls worth a look, by tactic",
            Self::New => "new",
            Self::Rules => "rules",
            Self::Questions => "questions",
        }
    }
}

/// Returns the lines of a section.
pub fn lines_of(section: BoardSection, sources: LineSources<'_>) -> Vec<AskedLine> {
    match section {
        BoardSection::Standing => standing(),
        BoardSection::Watch => watch(),
        BoardSection::New => new(sources.since),
        BoardSection::Rules => sources.rules.rules.iter().map(rule).collect(),
        BoardSection::Questions => sources.questions.iter().map(|question| saved(question)).collect(),
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

fn rule(rule: &Rule) -> AskedLine {
    let RuleHead { title, author, level, .. } = &rule.head;
    let level = level.as_deref().unwrap_or("none");
    let why = format!("a rule of {}, level {level}", rule.file);
    AskedLine { author: author.clone(), ..line(BoardSection::Rules, title, &why, rule.filter.clone()) }
}

/// Returns the line of a rule that cannot be asked.
pub(super) fn refused(rule: &RefusedRule) -> AskedLine {
    let RuleHead { title, author, .. } = &rule.head;
    let name = if title.is_empty() { &rule.file } else { title };
    let why = format!("a rule of {}", rule.file);
    AskedLine { author: author.clone(), ..line(BoardSection::Rules, name, &why, String::new()) }
}

fn line(section: BoardSection, name: &str, why: &str, filter: String) -> AskedLine {
    AskedLine { section, name: name.to_owned(), why: why.to_owned(), filter, tactic: None, author: None }
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

    #[test]
    fn every_line_can_be_asked_and_stands_once() {
        let questions: Vec<Arc<SavedQuery>> = shipped().into_iter().map(Arc::new).collect();
        let mut names = Vec::new();
        let mut rules = RuleSet::default();
        rules.read("x.yml", "title: t\nauthor: a\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {a: b}, condition: s}");
        let sources = LineSources { questions: &questions, rules: &rules, since: None };
        for section in BoardSection::ALL {
            let lines = lines_of(section, sources);
            assert!(lines.len() >= if section == BoardSection::Rules { 1 } else { 5 }, "{section:?}");
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
        let new = lines_of(BoardSection::New, LineSources { since, ..sources });
        assert_eq!(new.first().unwrap().filter, "newcomer:2026-03-10T22:00:00Z");
        assert!(parse(&new.first().unwrap().filter).is_ok());
    }
}
