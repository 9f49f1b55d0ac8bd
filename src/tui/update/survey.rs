//! Asks for what is counted beside the screen, once for each selection, and cancels it when nothing shows it any more.

use std::sync::Arc;

use crate::query::summary::survey::{Survey, Surveyed};
use crate::query::summary::tally::TallyRequest;
use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;

impl App {
    /// Takes what was counted, unless something else was asked for meanwhile.
    pub(super) fn take_surveyed(&mut self, number: u64, surveyed: Surveyed) -> Vec<Effect> {
        if !self.surveys.finish(number) {
            return Vec::new();
        }
        match surveyed {
            Surveyed::Columns(tallies) => {
                if let Some(Overlay::Columns(menu)) = &mut self.overlay {
                    menu.take_tallies(tallies);
                }
            }
        }
        Vec::new()
    }

    /// Asks for what the screen shows of its selection and does not have yet.
    pub(super) fn ask_for_survey(&mut self) -> Option<Effect> {
        if let Some(Overlay::Columns(menu)) = &mut self.overlay {
            let events = self.list.events();
            let sources = menu.lacks(events, &self.store)?;
            let request = TallyRequest {
                store: self.store.clone(),
                events: Arc::clone(events),
                current: self.list.current(),
                sources,
            };
            return Some(self.start_survey(Survey::Columns(Box::new(request))));
        }
        // Nothing on the screen needs what is still being counted.
        self.surveys.end().map(Effect::EndSurvey)
    }

    fn start_survey(&mut self, survey: Survey) -> Effect {
        Effect::Survey(self.surveys.start(), survey)
    }
}
