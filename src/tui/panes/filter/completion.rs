//! Completion in the filter bar: what is offered, which candidate is inserted, and the text before.

use crate::query::language::complete::Candidate;
use crate::tui::window::Window;

/// What is offered at one position of the filter.
#[derive(Debug)]
pub struct Completion {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Which candidate is inserted now, and which ones are visible.
    pub window: Window,
    /// The text before the position, and after it.
    around: (String, String),
    /// The whole text before completion began.
    original: String,
    /// What is still missing: no candidate is inserted before it arrives.
    waiting: Option<Waiting>,
    /// The remark below the candidates.
    pub remark: String,
}

/// What candidates wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// The counts that the request of this number asked for.
    Counts(u64),
    /// The names of paths.
    Paths,
}

#[derive(Debug)]
struct Waiting {
    what: WaitsFor,
    /// How far Tab was pressed meanwhile.
    steps: isize,
}

/// Maximum number of candidates that are shown at once.
pub const SHOWN: usize = 8;

impl Completion {
    /// Completes the term of `text` that begins at byte `start` and ends at byte `end`.
    pub fn new(text: &str, start: usize, end: usize, candidates: Vec<Candidate>) -> Self {
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
        let mut window = Window::default();
        window.set_total(candidates.len());
        window.set_height(SHOWN);
        Self {
            candidates,
            window,
            around: (part(0..start), part(end..text.len())),
            original: text.to_owned(),
            waiting: None,
            remark: String::new(),
        }
    }

    /// Marks the candidates as incomplete until something arrives; the remark says so.
    #[must_use]
    pub fn waiting_for(self, what: WaitsFor, remark: &str) -> Self {
        Self { waiting: Some(Waiting { what, steps: 0 }), remark: remark.to_owned(), ..self }
    }

    /// Sets the remark below the candidates.
    #[must_use]
    pub fn with_remark(self, remark: String) -> Self {
        Self { remark, ..self }
    }

    /// Returns what the candidates wait for.
    pub fn waits_for(&self) -> Option<WaitsFor> {
        self.waiting.as_ref().map(|waiting| waiting.what)
    }

    /// Takes the candidates, if they are what is waited for; returns whether they are.
    pub fn take(&mut self, what: WaitsFor, candidates: Vec<Candidate>, remark: String) -> bool {
        let Some(waiting) = self.waiting.take_if(|waiting| waiting.what == what) else { return false };
        self.window.set_total(candidates.len());
        self.candidates = candidates;
        self.remark = remark;
        self.step(waiting.steps);
        true
    }

    /// Returns the completed term, as it was typed.
    pub fn term(&self) -> &str {
        let (before, after) = &self.around;
        self.original.get(before.len()..self.original.len() - after.len()).unwrap_or_default()
    }

    /// Goes to the next (1) or the previous (-1) candidate, wrapping around.
    pub fn step(&mut self, step: isize) {
        if let Some(waiting) = &mut self.waiting {
            waiting.steps += step;
            return;
        }
        let total = self.candidates.len().max(1);
        let forward = usize::try_from(step.rem_euclid(isize::try_from(total).unwrap_or(1))).unwrap_or(0);
        self.window.select((self.window.cursor() + forward) % total);
    }

    /// Returns the filter with the current candidate in it.
    pub fn text(&self) -> String {
        let chosen =
            self.candidates.get(self.window.cursor()).map_or("", |candidate| candidate.text.as_str());
        format!("{}{chosen}{}", self.around.0, self.around.1)
    }

    /// Returns how many characters come before the end of the current candidate.
    pub fn cursor(&self) -> usize {
        self.text().chars().count() - self.around.1.chars().count()
    }

    /// Returns the filter as it was.
    pub fn original(&self) -> &str {
        &self.original
    }
}
