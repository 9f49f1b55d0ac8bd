//! The life of a key, session, principal or address: which values it can be asked of, and what comes back.

use crate::insight::life::{Life, LifeRequest};
use crate::query::summary::survey::Survey;
use crate::store::MISSING;
use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;
use crate::tui::panes::screens::card::CardPane;
use crate::tui::panes::screens::sections_pane::Sectioned;

impl App {
    /// Opens the card of the current event's credential, or of the value that the current group is about.
    pub(in crate::tui::update) fn show_life(&mut self) -> Vec<Effect> {
        let subjects = if self.shows_groups() {
            self.subject_of_group().into_iter().collect()
        } else {
            self.current().map(|event| Life::subjects(&self.store, event)).unwrap_or_default()
        };
        if subjects.is_empty() {
            return self.say("choose an event, or a group by key, session, principal, user or address");
        }
        self.put_over(Overlay::Card(Box::new(Sectioned(CardPane::of_lives(subjects)))))
    }

    fn subject_of_group(&self) -> Option<String> {
        let groups = self.groups.as_ref()?;
        let path = groups.current()?.path();
        let mut levels = groups.columns().into_iter().zip(path).rev();
        let (column, value) = levels.find(|(column, _)| Life::is_subject(*column))?;
        (value != MISSING).then(|| self.store.dict(column).get(value).to_owned())
    }

    /// Returns whether a card is open.
    pub(in crate::tui::update) fn shows_card(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Card(_)))
    }

    /// Returns what is to be followed for the card, unless it is known or under way. While files are read, what is
    /// known changes all the time.
    pub(in crate::tui::update) fn lacks_life(&mut self) -> Option<Survey> {
        let is_reading = !self.progress.finished && !self.progress.stopped;
        let Some(Overlay::Card(card)) = self.overlay.as_mut().filter(|_| !is_reading) else { return None };
        let (store, value) = (self.store.clone(), card.lacks(&self.store)?);
        Some(Survey::Life(Box::new(LifeRequest { store, value })))
    }

    /// Shows a life, if its card is still open.
    pub(in crate::tui::update) fn take_life(&mut self, life: &Life) {
        if let Some(Overlay::Card(card)) = &mut self.overlay {
            card.show(life, &self.store);
        }
    }
}
