//! Asks for what is counted beside the screen, once for each selection, and cancels it when nothing shows it any more.

pub(in crate::tui::update) mod chain;
pub(in crate::tui::update) mod event_news;
pub(in crate::tui::update) mod integrity;
pub(in crate::tui::update) mod inventory;
pub(in crate::tui::update) mod ledger;
pub(in crate::tui::update) mod life;
pub(in crate::tui::update) mod picture;
pub(in crate::tui::update) mod portrait;
pub(in crate::tui::update) mod triage;

use std::sync::Arc;

use crate::query::summary::portrait::PortraitRequest;
use crate::query::summary::survey::{Survey, Surveyed};
use crate::query::summary::tally::TallyRequest;
use crate::record::field::Column;
use crate::tui::app::{App, Overlay};
use crate::tui::layout;
use crate::tui::message::Effect;

impl App {
    /// Takes what was counted, unless something else was asked for meanwhile.
    pub(super) fn take_surveyed(&mut self, number: u64, surveyed: Surveyed) -> Vec<Effect> {
        if let Surveyed::Asking(progress) = surveyed {
            if self.surveys.runs(number) {
                self.take_board_progress(progress);
            }
            return Vec::new();
        }
        if !self.surveys.finish(number) {
            return Vec::new();
        }
        match surveyed {
            Surveyed::Columns(tallies) => {
                if let Some(Overlay::Columns(menu)) = &mut self.overlay {
                    menu.take_tallies(tallies);
                }
            }
            Surveyed::Changes(ledger) => self.take_ledger(&ledger),
            Surveyed::News(news) => self.take_event_news(news),
            Surveyed::Life(life) => self.take_life(&life),
            Surveyed::Board(board) => self.take_board(&board),
            Surveyed::Asking(progress) => self.take_board_progress(progress),
            Surveyed::Group(portrait) => {
                if let Some(groups) = &mut self.groups {
                    groups.portrait.take(portrait);
                }
            }
        }
        Vec::new()
    }

    /// Asks for what the screen shows of its selection and does not have yet.
    pub(super) fn ask_for_survey(&mut self) -> Option<Effect> {
        if self.shows_ledger() {
            let survey = self.lacks_ledger()?;
            return Some(self.start_survey(survey));
        }
        if self.shows_board() {
            let survey = self.lacks_board()?;
            return Some(self.start_survey(survey));
        }
        if self.shows_card() {
            let survey = self.lacks_life()?;
            return Some(self.start_survey(survey));
        }
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
        if self.overlay.is_none() && self.shows_groups() {
            return self.ask_for_portrait();
        }
        if self.overlay.is_none() {
            return self.ask_for_event_news();
        }
        // Nothing on the screen needs what is still being counted.
        self.surveys.end().map(Effect::EndSurvey)
    }

    /// Asks for the selected group, if there is a pane for it.
    fn ask_for_portrait(&mut self) -> Option<Effect> {
        let columns = usize::from(layout::portrait(self.areas().detail, 0).time.width);
        let groups = self.groups.as_mut().filter(|_| columns > 0)?;
        let path = groups.current()?.path();
        let scope: Vec<(Column, u32)> = groups.columns().into_iter().zip(path).collect();
        let events = self.list.events();
        if !groups.portrait.lacks(events, &scope, columns) {
            return None;
        }
        let (store, events, zone) = (self.store.clone(), Arc::clone(events), self.zone().clone());
        let request = PortraitRequest { store, events, scope, columns, zone };
        Some(self.start_survey(Survey::Group(Box::new(request))))
    }

    fn start_survey(&mut self, survey: Survey) -> Effect {
        Effect::Survey(self.surveys.start(), survey)
    }
}
