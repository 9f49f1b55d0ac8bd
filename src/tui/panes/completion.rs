//! Completion in the filter bar: what is offered, which of it is taken, and what to go back to.

use crate::query::language::complete::Candidate;
use crate::tui::window::Window;

/// What is offered at one place of the filter.
#[derive(Debug)]
pub struct Completion {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Which of them stands there now, and which can be seen.
    pub window: Window,
    /// What stood before the place, and after it.
    around: (String, String),
    /// The whole text before completion began.
    original: String,
    /// What is still counted.
    waiting: Option<Waiting>,
    /// What is to be said under the candidates.
    pub remark: &'static str,
}

/// Candidates that are still counted: none is taken before that.
#[derive(Debug)]
struct Waiting {
    /// The number of the request.
    number: u64,
    /// How far Tab went meanwhile.
    steps: isize,
}

/// Most candidates that are shown at once.
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
            remark: "",
        }
    }

    /// Marks the candidates as still counted, by the request of this number.
    #[must_use]
    pub fn waiting_for(self, number: u64) -> Self {
        Self { waiting: Some(Waiting { number, steps: 0 }), remark: "counting …", ..self }
    }

    /// Whether the candidates are still counted.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Takes the counted candidates, if this is the request that is waited for; whether it is.
    pub fn take(&mut self, number: u64, candidates: Vec<Candidate>) -> bool {
        let Some(waiting) = self.waiting.take_if(|waiting| waiting.number == number) else { return false };
        self.window.set_total(candidates.len());
        self.candidates = candidates;
        self.remark = "";
        self.step(waiting.steps);
        true
    }

    /// Goes to the next (1) or the previous (-1), round about.
    pub fn step(&mut self, step: isize) {
        if let Some(waiting) = &mut self.waiting {
            waiting.steps += step;
            return;
        }
        let total = self.candidates.len().max(1);
        let forward = usize::try_from(step.rem_euclid(isize::try_from(total).unwrap_or(1))).unwrap_or(0);
        self.window.select((self.window.cursor() + forward) % total);
    }

    /// The filter with the present candidate in it.
    pub fn text(&self) -> String {
        let chosen =
            self.candidates.get(self.window.cursor()).map_or("", |candidate| candidate.text.as_str());
        format!("{}{chosen}{}", self.around.0, self.around.1)
    }

    /// How many characters stand before the end of the present candidate.
    pub fn cursor(&self) -> usize {
        self.text().chars().count() - self.around.1.chars().count()
    }

    /// The filter as it was.
    pub fn original(&self) -> &str {
        &self.original
    }
}
