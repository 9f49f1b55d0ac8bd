//! All rules of some files: those that can be asked, and those that are refused, each with its reason.

pub use super::written::RuleHead;
use super::written::{filter, head};
use super::yaml::documents;
use crate::query::language::expr::Expr;
use crate::query::language::parse::parse;

/// A rule that can be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What it says about itself.
    pub head: RuleHead,
    /// The file that has it, as it is shown.
    pub file: String,
    /// Its filter.
    pub filter: String,
    /// The same, ready to be asked.
    pub expr: Expr,
}

/// A rule, or a file, that cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRule {
    /// What it says about itself, as far as it could be read.
    pub head: RuleHead,
    /// The file that has it, as it is shown.
    pub file: String,
    /// Why, in a sentence without a full stop.
    pub reason: String,
}

/// Rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleSet {
    /// Those that can be asked, in the order of their files.
    pub rules: Vec<Rule>,
    /// The others.
    pub refused: Vec<RefusedRule>,
}

impl RuleSet {
    /// Adds the rules of the text of a file. `file` is how the file is shown.
    pub fn read(&mut self, file: &str, text: &str) {
        let documents = match documents(text) {
            Ok(documents) => documents,
            Err(problem) => return self.refuse(file, format!("line {}: {}", problem.line, problem.reason)),
        };
        if documents.is_empty() {
            self.refuse(file, "the file has no rule".to_owned());
        }
        for document in documents {
            let (head, file) = (head(&document), file.to_owned());
            let filter =
                if head.title.is_empty() { Err("it has no title".to_owned()) } else { filter(&document) };
            let read = filter.and_then(|filter| {
                let expr = parse(&filter).map_err(|mistake| mistake.message)?;
                Ok((filter, expr))
            });
            match read {
                Ok((filter, expr)) => self.rules.push(Rule { head, file, filter, expr }),
                Err(reason) => self.refused.push(RefusedRule { head, file, reason }),
            }
        }
    }

    /// Adds a file that cannot be read.
    pub fn refuse(&mut self, file: &str, reason: String) {
        self.refused.push(RefusedRule { head: RuleHead::default(), file: file.to_owned(), reason });
    }

    /// Returns whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.refused.is_empty()
    }
}
