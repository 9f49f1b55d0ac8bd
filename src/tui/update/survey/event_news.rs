//! In what the shown event is the first of its principal: asked for on the thread for surveys, once for each event.

use crate::insight::first_seen::{EventNews, EventNewsRequest};
use crate::query::language::term::since;
use crate::query::summary::survey::Survey;
use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::panes::event::news_fact::{AskedNews, NEW, NewsKey, news_fact};

impl App {
    /// Asks about the shown event, unless that is known or under way; cancels what nothing shows any more.
    pub(in crate::tui::update) fn ask_for_event_news(&mut self) -> Option<Effect> {
        let wanted = self.wanted_news();
        let asked = &self.event_news;
        let is_asked = wanted.is_some() && asked.of == wanted;
        if is_asked && asked.answer.is_none() && self.surveys.runs(asked.number) {
            return None;
        }
        let Some((event, since, ..)) = wanted.filter(|_| !is_asked || asked.answer.is_none()) else {
            return self.surveys.end().map(Effect::EndSurvey);
        };
        let number = self.surveys.start();
        self.event_news = AskedNews { of: wanted, number, answer: None };
        let request = EventNewsRequest { store: self.store.clone(), event, since };
        Some(Effect::Survey(number, Survey::News(Box::new(request))))
    }

    /// Returns what is to be asked. While files are read, what came before changes all the time.
    fn wanted_news(&self) -> Option<NewsKey> {
        let is_reading = !self.progress.finished && !self.progress.stopped;
        let event = self.detail.event().filter(|_| !is_reading)?;
        let since = since::time(&self.filter.meaning().expr);
        Some((event, since, self.store.load_number(), self.store.len()))
    }

    /// Keeps the answer.
    pub(in crate::tui::update) fn take_event_news(&mut self, news: EventNews) {
        self.event_news.answer = Some(news);
        self.tell_event_news();
    }

    /// Adds to the facts of the shown event in what it is new.
    pub(in crate::tui::update) fn tell_event_news(&mut self) {
        let asked = &self.event_news;
        let answer = asked.answer.as_ref().filter(|_| asked.of == self.wanted_news());
        let fact = answer.and_then(|news| news_fact(&self.store, news));
        self.detail.add_fact(NEW, fact);
    }
}
