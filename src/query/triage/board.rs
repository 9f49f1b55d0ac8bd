//! Asks every line, of all events or of those of the filter in force, and puts the answers in order: by section, then
//! the fewest events first, because one that happened twice is read faster than one that happened a thousand times.

use std::sync::Arc;

use super::figures::{LineFigures, Scale};
use super::lines::{AskedLine, BoardSection, LineSources, lines_of, refused as refused_rule};
use crate::query::engine::filter::Filter;
use crate::query::language::expr::Expr;
use crate::query::language::list::file::ListFile;
use crate::query::language::parse::parse_with;
use crate::query::language::saved::SavedQuery;
use crate::query::language::term::since;
use crate::query::rules::set::RuleSet;
use crate::record::field::OnDemand;
use crate::store::scan::bitset::Bits;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// Reads the lines of a file that a question names; the error is a sentence.
pub type ReadList = fn(&str) -> Result<ListFile, String>;

/// What the order of the lines of a section is, in words.
pub const ORDER: &str = "fewest events first";

/// What the order of [`TriageBoard::strongest`] is, in words.
pub const STRONGEST: &str =
    "of what stands and of calls worth a look, the fewest events first; then of the rest";

/// A request for the board.
#[derive(Debug, Clone)]
pub struct TriageRequest {
    /// What is loaded.
    pub store: Store,
    /// The filter whose events the board is about.
    pub within: Expr,
    /// Its events, in their order, if they are known; among them may be fewer than match it.
    pub among: Option<Arc<Vec<Event>>>,
    /// The saved questions.
    pub questions: Vec<Arc<SavedQuery>>,
    /// The user's own rules.
    pub rules: Arc<RuleSet>,
    /// Reads the files that they name.
    pub read_list: ReadList,
}

/// How many lines have been asked, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TriageProgress {
    /// How many were asked.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

/// A line with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriageLine {
    /// What was asked.
    pub asked: AskedLine,
    /// The answer; without events there is none.
    pub figures: LineFigures,
}

/// A line that could not be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    /// What was asked.
    pub asked: AskedLine,
    /// Why it could not be.
    pub reason: String,
}

/// The board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TriageBoard {
    /// What is said about all events that it is about.
    pub all: LineFigures,
    /// The pieces of time of all lines.
    pub scale: Scale,
    /// The lines that have an answer, in order.
    pub lines: Vec<TriageLine>,
    /// Those without one, in the order of the sections.
    pub without: Vec<AskedLine>,
    /// Those that could not be asked.
    pub refused: Vec<RefusedLine>,
}

impl TriageRequest {
    /// Asks everything. `None` if cancelled.
    pub fn look(
        &self,
        cancelled: Cancelled<'_>,
        hear: &mut dyn FnMut(TriageProgress),
    ) -> Option<TriageBoard> {
        self.look_in(&BoardSection::ALL, cancelled, hear)
    }

    /// Returns the lines that come first, at most `most`. `None` if cancelled.
    pub fn strongest(&self, most: usize, cancelled: Cancelled<'_>) -> Option<Vec<TriageLine>> {
        let few = self.look_in(&[BoardSection::Standing, BoardSection::Watch], cancelled, &mut |_| {})?;
        let board = if few.lines.len() >= most { few } else { self.look(cancelled, &mut |_| {})? };
        Some(board.strongest(most).into_iter().cloned().collect())
    }

    fn look_in(
        &self,
        sections: &[BoardSection],
        cancelled: Cancelled<'_>,
        hear: &mut dyn FnMut(TriageProgress),
    ) -> Option<TriageBoard> {
        let sources =
            LineSources { questions: &self.questions, rules: &self.rules, since: since::time(&self.within) };
        let asked: Vec<AskedLine> = sections.iter().flat_map(|&section| lines_of(section, sources)).collect();
        // Several lines ask for these.
        let computed: &[OnDemand] = if sections.contains(&BoardSection::New) {
            &[OnDemand::WATCH, OnDemand::TACTIC, OnDemand::NEW]
        } else {
            &[OnDemand::WATCH, OnDemand::TACTIC]
        };
        let mut filter = Filter::default();
        let store = filter.prepare(&self.store, computed, cancelled, &mut |_| {})?;
        let all = match &self.among {
            Some(events) => Arc::clone(events),
            None => Arc::new(filter.answer(&store, &self.within, false, cancelled)?),
        };
        let mut among = Bits::none(store.len());
        among.extend(all.iter().copied());
        let scale = Scale::of(&store, &all);
        let mut board =
            TriageBoard { all: LineFigures::of(&store, &all, scale), scale, ..TriageBoard::default() };
        if sections.contains(&BoardSection::Rules) {
            let refused = self.rules.refused.iter();
            board.refused.extend(
                refused.map(|rule| RefusedLine { asked: refused_rule(rule), reason: rule.reason.clone() }),
            );
        }
        let of = asked.len();
        for (done, asked) in asked.into_iter().enumerate() {
            hear(TriageProgress { done, of });
            let expr = match parse_with(&asked.filter, &self.read_list) {
                Ok(expr) => since::within(self.within.clone(), expr),
                Err(mistake) => {
                    board.refused.push(RefusedLine { asked, reason: mistake.message });
                    continue;
                }
            };
            let mut events = filter.answer(&store, &expr, true, cancelled)?;
            events.retain(|&event| among.has(event));
            if events.is_empty() {
                board.without.push(asked);
            } else {
                board.lines.push(TriageLine { asked, figures: LineFigures::of(&store, &events, scale) });
            }
        }
        board.lines.sort_by_key(|line| (line.asked.section, line.figures.events));
        Some(board)
    }
}

impl TriageBoard {
    /// Returns the lines that come first, at most `most`: see [`STRONGEST`]. Equal ones stay in the order of the board.
    pub fn strongest(&self, most: usize) -> Vec<&TriageLine> {
        let mut lines: Vec<&TriageLine> = self.lines.iter().collect();
        let is_later = |section| !matches!(section, BoardSection::Standing | BoardSection::Watch);
        lines.sort_by_key(|line| (is_later(line.asked.section), line.figures.events));
        lines.truncate(most);
        lines
    }

    /// Returns the lines of a section.
    pub fn of(&self, section: BoardSection) -> impl Iterator<Item = &TriageLine> {
        self.lines.iter().filter(move |line| line.asked.section == section)
    }
}
