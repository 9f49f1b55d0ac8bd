//! A line in which the path of a file or folder is typed, with what another thread found there: names that
//! complete it, and whether it can be used. Reading folders is left to `platform`.

use std::path::PathBuf;

use crate::tui::panes::filter::text_line::TextLine;

/// What a path is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathNeed {
    /// A file is written there.
    Write,
    /// A folder is made there.
    NewFolder,
    /// It is opened.
    Open,
}

/// A typed path to be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathQuestion {
    /// Number of the question; later questions have higher numbers.
    pub number: u64,
    /// The typed text.
    pub typed: String,
    /// What it is typed for.
    pub need: PathNeed,
    /// Whether the program offered it, so that another name may be offered instead.
    pub is_offer: bool,
    /// The opened paths.
    pub inputs: Vec<PathBuf>,
}

/// What was found for a typed path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathAnswer {
    /// Number of the question.
    pub number: u64,
    /// The texts that complete it: folders end in `/` and come first.
    pub candidates: Vec<String>,
    /// How many candidates there are in all.
    pub count: usize,
    /// Why it cannot be used, or what would happen; and whether that is a warning.
    pub remark: Option<(String, bool)>,
    /// What to offer instead of an offer that cannot be used.
    pub instead: Option<String>,
}

/// The line.
#[derive(Debug)]
pub struct PathLine {
    line: TextLine,
    /// What the path is typed for.
    pub need: PathNeed,
    /// The number of the last question, and whether the text has changed since.
    number: u64,
    is_unasked: bool,
    is_offer: bool,
    answer: PathAnswer,
    /// The candidate that replaced the typed text.
    chosen: Option<usize>,
    /// What completes an empty text.
    recent: Vec<String>,
}

impl PathLine {
    /// Makes a line that offers a text.
    pub fn new(text: &str, need: PathNeed) -> Self {
        Self {
            line: TextLine::new(text),
            need,
            number: 0,
            is_unasked: true,
            is_offer: true,
            answer: PathAnswer::default(),
            chosen: None,
            recent: Vec::new(),
        }
    }

    /// Offers these texts while nothing is typed.
    #[must_use]
    pub fn with_recent(mut self, recent: &[String]) -> Self {
        self.recent = recent.to_vec();
        self
    }

    /// Returns whether the answer is about the text.
    pub fn is_answered(&self) -> bool {
        !self.is_unasked && self.answer.number == self.number && self.number > 0
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// Returns the line, to be drawn.
    pub fn line(&self) -> &TextLine {
        &self.line
    }

    /// Returns the answer to the last question that was answered.
    pub fn answer(&self) -> &PathAnswer {
        &self.answer
    }

    /// Returns whether the text was neither typed nor completed.
    pub fn is_offer(&self) -> bool {
        self.is_offer
    }

    /// Returns which candidate was taken last.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// Lets a key or pasted text change the text; returns whether it changed.
    pub fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        let changed = change(&mut self.line);
        if changed {
            self.is_offer = false;
            self.ask();
        }
        changed
    }

    /// Moves the cursor of the text to the right (1) or left (-1).
    pub fn move_cursor(&mut self, step: isize) {
        let text = self.text().to_owned();
        let cursor = self.line.cursor().saturating_add_signed(step).min(text.chars().count());
        self.line.set_with_cursor(&text, cursor);
    }

    /// Replaces an offer by another one.
    pub fn offer(&mut self, text: &str) {
        self.line.set(text);
        self.is_offer = true;
        self.ask();
    }

    /// Replaces the text, as if it had been typed.
    pub fn set(&mut self, text: &str) {
        self.line.set(text);
        self.is_offer = false;
        self.ask();
    }

    fn ask(&mut self) {
        self.chosen = None;
        self.is_unasked = true;
    }

    /// Completes the text: first up to where the candidates differ, then by the next (1) or previous (-1) of
    /// them. Returns whether it changed.
    pub fn complete(&mut self, step: isize) -> bool {
        let common = common_start(&self.answer.candidates);
        let is_longer = common.chars().count() > self.text().chars().count() && !self.text().is_empty();
        if self.is_answered() && self.chosen.is_none() && is_longer {
            let common = common.to_owned();
            self.set(&common);
            return true;
        }
        self.choose(step)
    }

    /// Takes the next (1) or previous (-1) candidate. Returns whether the text changed.
    pub fn choose(&mut self, step: isize) -> bool {
        // The candidates of an older text are of no use.
        if !self.is_answered() {
            return false;
        }
        let count = isize::try_from(self.answer.candidates.len()).unwrap_or(isize::MAX);
        let before = self.chosen.and_then(|chosen| isize::try_from(chosen).ok());
        let next = before.map_or(if step < 0 { -1 } else { 0 }, |before| before + step);
        let next = next.checked_rem_euclid(count).and_then(|next| usize::try_from(next).ok());
        self.take(next)
    }

    /// Asks about a candidate that was taken, too: it may have been removed since it was found.
    pub fn ask_about_choice(&mut self) {
        if self.chosen.is_some() {
            self.ask();
        }
    }

    /// Takes a candidate; the others stay to choose from. Returns whether there is one.
    pub fn take(&mut self, candidate: Option<usize>) -> bool {
        let Some((at, text)) = candidate.and_then(|at| Some((at, self.answer.candidates.get(at)?))) else {
            return false;
        };
        let text = text.clone();
        self.line.set(&text);
        self.is_offer = false;
        self.chosen = Some(at);
        // A remark is about the text before.
        self.answer.remark = None;
        true
    }

    /// Returns the question about the text, once for each text.
    pub fn question(&mut self, inputs: &[String]) -> Option<PathQuestion> {
        if !std::mem::take(&mut self.is_unasked) {
            return None;
        }
        self.number += 1;
        Some(PathQuestion {
            number: self.number,
            typed: self.text().to_owned(),
            need: self.need,
            is_offer: self.is_offer,
            inputs: inputs.iter().map(PathBuf::from).collect(),
        })
    }

    /// Takes the answer to the last question.
    pub fn learn(&mut self, answer: PathAnswer) {
        if answer.number != self.number || self.is_unasked {
            return;
        }
        let instead = answer.instead.clone().filter(|_| self.is_offer);
        self.answer = answer;
        if self.text().is_empty() && !self.recent.is_empty() {
            self.answer.count = self.recent.len();
            self.answer.candidates.clone_from(&self.recent);
        }
        if let Some(instead) = instead {
            self.offer(&instead);
        }
    }
}

/// Returns what all texts begin with.
fn common_start(texts: &[String]) -> &str {
    let Some(first) = texts.first() else { return "" };
    let same = |other: &String| {
        let pairs = first.char_indices().zip(other.chars());
        let same = pairs.take_while(|((_, one), other)| one == other).last();
        same.map_or(0, |((at, char), _)| at + char.len_utf8())
    };
    let length = texts.iter().map(same).min().unwrap_or(0);
    first.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(typed: &str, candidates: &[&str]) -> PathLine {
        let mut line = PathLine::new("offer", PathNeed::Write);
        line.edit(&mut |line| line.replace(typed));
        let number = line.question(&[]).unwrap().number;
        let candidates: Vec<String> = candidates.iter().map(|&name| name.to_owned()).collect();
        line.learn(PathAnswer { number, count: candidates.len(), candidates, ..PathAnswer::default() });
        line
    }

    #[test]
    fn tab_completes_what_is_sure_and_then_takes_one_after_the_other() {
        let mut path = line("lo", &["logs-a/", "logs-b/"]);
        assert!(path.complete(1) && path.text() == "logs-");
        let mut path = line("logs-", &["logs-a/", "logs-b/"]);
        let texts: Vec<String> = [1, 1, 1, -1]
            .map(|step| {
                path.complete(step);
                path.text().to_owned()
            })
            .into();
        assert_eq!(texts, ["logs-a/", "logs-b/", "logs-a/", "logs-b/"]);
        let mut path = line("logs-", &["logs-a/", "logs-b/"]);
        assert!(path.complete(-1) && path.text() == "logs-b/");
        assert!(!line("x", &[]).complete(1));
    }

    #[test]
    fn an_answer_about_another_text_is_not_used() {
        let mut path = line("lo", &["logs/"]);
        path.edit(&mut |line| line.replace("other"));
        assert!(!path.complete(1));
        let number = path.question(&[]).unwrap().number;
        assert!(path.question(&[]).is_none(), "asked once");
        assert!(!path.complete(1), "not answered yet");
        path.learn(PathAnswer { number: number - 1, ..PathAnswer::default() });
        assert_eq!(path.answer().candidates, ["logs/"]);
    }

    #[test]
    fn only_an_offer_is_replaced_by_another() {
        let mut path = PathLine::new("a.csv", PathNeed::Write);
        let question = path.question(&["logs".to_owned()]).unwrap();
        assert!(question.is_offer && question.inputs == [PathBuf::from("logs")]);
        let answer = |number| PathAnswer { number, instead: Some("a-2.csv".into()), ..PathAnswer::default() };
        path.learn(answer(question.number));
        assert_eq!(path.text(), "a-2.csv");
        path.edit(&mut |line| line.replace("b.csv"));
        let number = path.question(&[]).unwrap().number;
        path.learn(answer(number));
        assert_eq!(path.text(), "b.csv");
    }
}
