//! Opening the note of events, with what was said about them before.

use std::sync::Arc;

use crate::case::opened::Marked;
use crate::case::record_key::RecordKey;
use crate::record::field::Column;
use crate::tui::app::{App, Overlay};
use crate::tui::message::Effect;
use crate::tui::number::counted;
use crate::tui::panes::screens::note::NotePane;

impl App {
    /// Opens the note of the selected events.
    pub(in crate::tui::update) fn open_note(&mut self) -> Vec<Effect> {
        if self.shows_groups() {
            return self.say("open a group to note something about its events");
        }
        let events = self.events_to_mark();
        let Some(&first) = events.first() else { return self.say("there is no event to note") };
        if events.len() > 1 {
            let about = format!("{}: what is saved replaces their notes", counted(events.len(), "event"));
            return self.put_over(Overlay::Note(Box::new(NotePane::new(
                Marked::Events(events),
                about,
                "",
                "",
            ))));
        }
        let known = self.case.mark(self.store.load_number(), first).map(|shown| Arc::clone(&shown.mark));
        let known = known.unwrap_or_default();
        let value = |column| self.store.value(first, column);
        let about =
            [value(Column::EventName), value(Column::PrincipalLabel), &self.store.time(first).to_string()];
        let about = about.join(" · ");
        let pane = NotePane::new(Marked::Events(events), about, &known.note(), &known.label_line());
        self.put_over(Overlay::Note(Box::new(pane)))
    }

    /// Opens the note of a mark.
    pub(in crate::tui::update) fn edit_mark(&mut self, key: RecordKey) -> Vec<Effect> {
        let shown = Arc::clone(self.case.shown());
        let Some(mark) = shown.marks().iter().find(|mark| mark.key == key) else { return Vec::new() };
        let about = &mark.mark.about;
        let about = [about.event_name.as_str(), &about.principal, &about.event_time].join(" · ");
        let pane = NotePane::new(Marked::Record(key), about, &mark.mark.note(), &mark.mark.label_line());
        self.put_over(Overlay::Note(Box::new(pane)))
    }
}
