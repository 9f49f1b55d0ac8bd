//! A card: lines under headings, each with the filter for the events that it rests on. One is the life of a key, session,
//! principal or address; another is the chain of a credential.

use super::sections::{SectionText, Sections};
use super::sections_pane::SectionsPane;
use crate::export::meanings::chain::ChainAnswer;
use crate::export::meanings::life::{own_filter, sections};
use crate::insight::life::Life;
use crate::plural::counted;
use crate::store::Store;
use crate::tui::input::action::{Action, Context};
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::OverlayAnswer;

/// A line of a card. Log text in it is escaped when it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLine {
    /// What it says.
    pub text: String,
    /// What more is known.
    pub about: String,
    /// The filter for its events; empty if there are none.
    pub filter: String,
    heading: &'static str,
}

/// The card.
#[derive(Debug)]
pub struct CardPane {
    title: &'static str,
    /// The first line; empty until what it shows arrives.
    pub headline: String,
    /// Its lines by heading.
    pub sections: Sections,
    lines: Vec<CardLine>,
    /// The values whose lives can be shown, and which of them is. None for a chain.
    subjects: Vec<String>,
    subject: usize,
    /// The value and the number of loaded events that it was asked for.
    of: Option<(String, usize)>,
}

impl CardPane {
    /// Makes the card of the first of some values, still without its lines.
    pub fn of_lives(subjects: Vec<String>) -> Self {
        Self { subjects, ..Self::empty("Life of a key, session, principal or address") }
    }

    /// Makes the card of a chain.
    pub fn of_chain(answer: ChainAnswer) -> Self {
        let mut card = Self::empty("Who really did this");
        card.headline.push_str("As far as these files tell; the credential that was asked for has ▸.");
        card.lines.extend(answer.lines.into_iter().map(|line| CardLine {
            text: format!("{}{}", "  ".repeat(line.depth), line.text),
            about: line.about,
            filter: line.filter,
            heading: "credentials, origins first",
        }));
        card.lines.extend(answer.whole.into_iter().map(|(about, filter)| CardLine {
            text: filter.clone(),
            about: about.to_owned(),
            filter,
            heading: "the whole",
        }));
        card.narrow();
        card
    }

    fn empty(title: &'static str) -> Self {
        let (headline, sections) = (String::new(), Sections::default());
        Self { title, headline, sections, lines: Vec::new(), subjects: Vec::new(), subject: 0, of: None }
    }

    /// Returns the value whose life is to be asked for, unless it is known or under way.
    pub fn lacks(&mut self, store: &Store) -> Option<String> {
        let value = self.subjects.get(self.subject)?;
        let wanted = (value.clone(), store.len());
        if self.of.as_ref() == Some(&wanted) {
            return None;
        }
        self.of = Some(wanted);
        Some(value.clone())
    }

    /// Shows a life.
    pub fn show(&mut self, life: &Life, store: &Store) {
        let other = match self.subjects.len() {
            0 | 1 => String::new(),
            count => {
                let next = self.subjects.get((self.subject + 1) % count);
                next.map(|next| format!(" · tab: {next}")).unwrap_or_default()
            }
        };
        let kind = if life.kind.is_empty() { "value" } else { life.kind };
        let events = counted(life.events.len(), "event");
        self.headline = format!("{kind} {} · {events}{other}", life.value);
        self.lines.clear();
        for section in sections(store, life) {
            self.lines.extend(section.lines.into_iter().map(|line| CardLine {
                text: line.text,
                about: String::new(),
                filter: if line.filter.is_empty() { own_filter(life) } else { line.filter },
                heading: section.heading,
            }));
        }
        self.narrow();
    }

    /// Returns a line.
    pub fn line(&self, at: usize) -> Option<&CardLine> {
        self.lines.get(at)
    }

    /// Returns the line under the cursor.
    pub fn current(&self) -> Option<&CardLine> {
        self.line(self.sections.current()?)
    }

    /// Returns the filter for the events of the line under the cursor, if it has any.
    fn filter(&self) -> Option<&str> {
        self.current().map(|line| line.filter.as_str()).filter(|filter| !filter.is_empty())
    }
}

impl SectionsPane for CardPane {
    const CONTEXT: Context = Context::Card;

    fn heading(&self) -> &'static str {
        self.title
    }

    fn sections(&self) -> &Sections {
        &self.sections
    }

    fn sections_mut(&mut self) -> &mut Sections {
        &mut self.sections
    }

    fn narrow(&mut self) {
        let text = |line: &CardLine| SectionText {
            heading: line.heading,
            name: line.text.clone(),
            about: format!("{} {}", line.about, line.heading),
        };
        let texts: Vec<SectionText> = self.lines.iter().map(text).collect();
        self.sections.arrange(&texts, |_| true, None);
    }

    fn open(&mut self) -> OverlayAnswer {
        OverlayAnswer::choosing(self.filter().map(|filter| Choice::Pivot(filter.to_owned())))
    }

    fn kept(&self, sign: &str) -> Option<Choice> {
        // The blanks end regular expressions.
        self.filter().map(|filter| Choice::Narrow(format!("{sign}( {filter} )")))
    }

    fn switch(&mut self, action: Action) -> bool {
        let is_next = action == Action::NextPane;
        if is_next {
            self.subject = (self.subject + 1) % self.subjects.len().max(1);
        }
        is_next
    }
}
