//! Saved questions: a filter with a name and a line that says why to ask. The shipped ones are data in
//! `assets/questions.toml`; users write their own in the same format. Text in, questions out; no files are read
//! here.

use serde::Deserialize;
use toml::Spanned;

use super::list::file::ListFile;
use super::parse::parse_with;
use crate::record::field::{Field, field};

/// A saved question.
#[derive(Debug, Clone)]
pub struct SavedQuery {
    /// Its name.
    pub name: String,
    /// Why to ask it, in one line.
    pub why: String,
    /// Its filter.
    pub filter: String,
    /// The field to count the answer by.
    pub group: Option<&'static Field>,
    /// The ATT&CK tactic that it looks for.
    pub tactic: Option<String>,
}

/// Why a file of questions cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionProblem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    question: Vec<WrittenQuery>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuery {
    name: Spanned<String>,
    why: String,
    filter: Spanned<String>,
    group: Option<Spanned<String>>,
    tactic: Option<String>,
}

/// Returns the questions that come with the program.
pub fn shipped() -> Vec<SavedQuery> {
    read(SHIPPED).unwrap_or_default()
}

const SHIPPED: &str = include_str!("../../../assets/questions.toml");

/// Reads questions; the first error rejects them all.
pub fn read(text: &str) -> Result<Vec<SavedQuery>, QuestionProblem> {
    let file: File = toml::from_str(text).map_err(|error| {
        let reason = error.message().lines().collect::<Vec<_>>().join(" ");
        QuestionProblem { line: line(text, error.span().map_or(0, |span| span.start)), reason }
    })?;
    let mut questions: Vec<SavedQuery> = Vec::with_capacity(file.question.len());
    for entry in file.question {
        let at = entry.name.span().start;
        let question =
            question(entry).map_err(|(at, reason)| QuestionProblem { line: line(text, at), reason })?;
        if questions.iter().any(|other| other.name == question.name) {
            return Err(QuestionProblem {
                line: line(text, at),
                reason: format!("{:?} is defined twice", question.name),
            });
        }
        questions.push(question);
    }
    Ok(questions)
}

/// Appends `own` questions to `shipped` ones; one with the name of a shipped one replaces it.
pub fn joined(mut shipped: Vec<SavedQuery>, own: Vec<SavedQuery>) -> Vec<SavedQuery> {
    for question in own {
        match shipped.iter_mut().find(|other| other.name == question.name) {
            Some(place) => *place = question,
            None => shipped.push(question),
        }
    }
    shipped
}

/// Reads one question. The error is the line and what is wrong.
fn question(entry: WrittenQuery) -> Result<SavedQuery, (usize, String)> {
    let WrittenQuery { name, why, filter, group, tactic } = entry;
    if name.get_ref().trim().is_empty() {
        return Err((name.span().start, "the question has no name".to_owned()));
    }
    check(filter.get_ref()).map_err(|reason| (filter.span().start, reason))?;
    let group = match group {
        None => None,
        Some(name) => match field(name.get_ref()) {
            Some(field) => Some(field),
            None => return Err((name.span().start, format!("cannot group by {:?}", name.get_ref()))),
        },
    };
    Ok(SavedQuery { name: name.into_inner(), why, filter: filter.into_inner(), group, tactic })
}

/// Checks that a filter is valid.
fn check(filter: &str) -> Result<(), String> {
    // Files that it names are read when the question is asked.
    let expr = parse_with(filter, &|_| Ok(ListFile::default())).map_err(|mistake| mistake.message)?;
    if expr.is_empty() { Err("the filter is empty".to_owned()) } else { Ok(()) }
}

fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::calls::attack::{tactic_title, tactics_named};

    #[track_caller]
    fn refused(text: &str, line: usize, words: &str) {
        let problem = read(text).expect_err(text);
        assert_eq!(problem.line, line, "{problem:?}");
        assert!(problem.reason.contains(words), "{problem:?}");
    }

    #[test]
    fn every_shipped_question_can_be_asked() {
        let questions = read(SHIPPED).unwrap();
        assert!(questions.len() >= 20 && shipped().len() == questions.len());
        for question in &questions {
            assert_eq!(check(&question.filter), Ok(()), "{}", question.name);
            assert!(!question.why.is_empty() && !question.why.contains('\n'), "{}", question.name);
            // The tactics are those of the calls worth a look.
            if let Some(tactic) = &question.tactic {
                let titles: Vec<String> =
                    tactics_named(tactic).unwrap().iter().map(|name| tactic_title(name)).collect();
                assert_eq!(&titles, std::slice::from_ref(tactic), "{}", question.name);
            }
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let good = "[[question]]\nname = 'a'\nwhy = 'b'\nfilter = 'c'\n";
        assert_eq!(read(good).unwrap().len(), 1);
        assert_eq!(read("").unwrap().len(), 0);
        refused(&format!("{good}severity = 'high'\n"), 5, "severity");
        refused(&format!("{good}group = 'eventTimes'\n"), 5, "eventTimes");
        refused(&format!("{good}{good}"), 6, "twice");
        refused(&format!("{good}[[question]]\nname = 'x'\n"), 5, "missing field");
        refused(&format!("{good}name"), 5, "");
        refused("[[question]]\nname = 1\n", 2, "string");
        refused("[[question]]\nname = ' '\nwhy = ''\nfilter = 'c'", 2, "no name");
        refused("[[question]]\nname = 'a'\nwhy = ''\nfilter = ' '", 4, "empty");
    }

    #[test]
    fn own_questions_follow_the_shipped_ones_or_take_their_place() {
        let question = |name: &str, filter: &str| {
            read(&format!("[[question]]\nname = '{name}'\nwhy = ''\nfilter = '{filter}'")).unwrap().remove(0)
        };
        let all = joined(
            vec![question("a", "1"), question("b", "2")],
            vec![question("a", "3"), question("c", "4")],
        );
        let shown: Vec<_> =
            all.iter().map(|question| (question.name.as_str(), question.filter.as_str())).collect();
        assert_eq!(shown, [("a", "3"), ("b", "2"), ("c", "4")]);
    }
}
