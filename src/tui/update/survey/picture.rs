//! The pictures: counted when they are opened and when the answer changes, and the filters made from them.

use crate::query::language::pivot;
use crate::query::language::time::term;
use crate::query::summary::picture::{Picture, PictureRequest};
use crate::record::field::{Field, field};
use crate::store::MISSING;
use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;
use crate::tui::panes::groups::GroupsPane;
use crate::tui::panes::screens::pictures::Pictures;
use crate::tui::picture_layout::pictures;

impl App {
    /// Opens the pictures of what is shown.
    pub(in crate::tui::update) fn open_pictures(&mut self) -> Vec<Effect> {
        let grouped = self.groups.as_ref().filter(|groups| groups.opened.is_none());
        let outermost = grouped.and_then(|groups| groups.fields.first().copied());
        let Some(by) = outermost.or_else(|| field("principal")) else { return Vec::new() };
        let group = grouped.and_then(|_| self.group_term());
        self.overlay = Some(Overlay::Pictures(Box::new(Pictures::new(by, group))));
        self.ask_picture()
    }

    /// Asks for the pictures of the current answer, while they are open. Only one is counted at a time.
    pub(in crate::tui) fn ask_picture(&mut self) -> Vec<Effect> {
        let Some(Overlay::Pictures(pane)) = &self.overlay else { return Vec::new() };
        let request = self.picture_request(pane.field);
        if pane.waits || pane.is_shown(&request) || !self.store.has(request.by) {
            return Vec::new();
        }
        if let Some(Overlay::Pictures(pane)) = &mut self.overlay {
            pane.waits = true;
        }
        vec![Effect::Picture(Box::new(request))]
    }

    fn picture_request(&self, by: &'static Field) -> PictureRequest {
        let grouped = self.groups.as_ref().filter(|groups| groups.opened.is_none());
        let columns = grouped.map(GroupsPane::columns).unwrap_or_default();
        let path = grouped.and_then(|groups| Some(groups.current()?.path())).unwrap_or_default();
        PictureRequest {
            store: self.store.clone(),
            events: self.list.events().clone(),
            scope: columns.into_iter().zip(path).collect(),
            by: by.column(),
            zone: self.zone().clone(),
            columns: usize::from(pictures(self.screen()).bars().1),
        }
    }

    /// Shows pictures that were counted. If the answer has changed since, others are counted.
    pub(in crate::tui::update) fn show_picture(&mut self, picture: Picture) -> Vec<Effect> {
        if let Some(Overlay::Pictures(pane)) = &mut self.overlay {
            pane.waits = false;
            pane.show(picture);
        }
        self.ask_picture()
    }

    /// Adds terms to the filter and shows the events.
    pub(in crate::tui::update) fn narrow(&mut self, terms: &str) -> Vec<Effect> {
        let filter = pivot::and(&self.filter_of_list(), terms);
        self.pivot_to(&filter)
    }

    /// Filters by a value and a span of time, in milliseconds, and shows the events.
    pub(in crate::tui::update) fn narrow_to_lane(
        &mut self,
        by: &'static Field,
        value: u32,
        (from, to): (i64, i64),
    ) -> Vec<Effect> {
        let text = if value == MISSING { "" } else { self.store.dict(by.column()).get(value) };
        let term = pivot::field_equals(&self.store, by, text);
        let filter = pivot::and(&self.filter_of_list(), &term);
        let filter = term::set(&filter, &term::term(from, to));
        self.pivot_to(&filter)
    }

    /// Returns the filter of the listed events, with the term of an opened group.
    fn filter_of_list(&self) -> String {
        match self.opened_term() {
            Some(term) => pivot::and(self.filter.text(), &term),
            None => self.filter.text().to_owned(),
        }
    }
}
