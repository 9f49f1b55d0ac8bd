//! Exporting: opens the overlay with what can be exported, orders the export, and says what became of it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::plural::{agree, text_of_size};
use crate::record::field::Field;
use crate::record::field::list_columns::ListColumn;
use crate::store::Event;
use crate::text;
use crate::tui::app::{App, Focus, Notice, Overlay};
use crate::tui::case_message::{CaseEffect, ReportOrder};
use crate::tui::message::Effect;
use crate::tui::number::counted;
use crate::tui::panes::focus::Copying;
use crate::tui::panes::screens::export::{ExportOrder, ExportPane, ExportRows, ExportTarget, Exporting};
use crate::tui::panes::screens::export_forms::ExportSubject;
use crate::tui::panes::screens::path_line::PathAnswer;
use crate::tui::platform::threads::export_thread::{Exported, WrittenFile};

impl App {
    /// Opens the overlay; what the focus is on comes first.
    pub(in crate::tui::update) fn open_export(&mut self) -> Vec<Effect> {
        let listed = self.list.events().len();
        let groups = self.groups.as_ref().filter(|groups| groups.opened.is_none());
        let mut subjects = vec![(ExportSubject::Listed, counted(listed, "listed event"))];
        if groups.is_none() && self.current().is_some() {
            let place = usize::from(self.focus != Focus::Detail);
            subjects.insert(place, (ExportSubject::Event, "this event".to_owned()));
        }
        if let Some(groups) = groups {
            let names: Vec<&str> = groups.fields.iter().map(|field| field.name).collect();
            subjects.insert(0, (ExportSubject::Groups, format!("groups by {}", names.join(" › "))));
        }
        if let Some(selection) =
            self.list.selection().filter(|_| groups.is_none() && self.focus != Focus::Detail)
        {
            let what = match self.list.range() {
                Some(_) => counted(selection.len(), "selected event"),
                None => format!("{} of this run", counted(selection.len(), "event")),
            };
            subjects.insert(0, (ExportSubject::Selected, what));
        }
        if listed == 0 {
            return self.say("there is nothing to export");
        }
        let stem = self.offered_name();
        self.put_over(Overlay::Export(Box::new(ExportPane::new(subjects, &stem, self.redacts))))
    }

    /// Opens the overlay for the report of the case.
    pub(in crate::tui::update) fn open_report(&mut self) -> Vec<Effect> {
        if !self.progress.finished {
            return self.say("loading continues; a report now would not say what all files cover");
        }
        let marked = self.case.shown().marks().len();
        if marked == 0 {
            return self.say("there is nothing to report yet; m marks an event");
        }
        let subject = format!("the report of {}", counted(marked, "marked event"));
        let pane = ExportPane::new(vec![(ExportSubject::Report, subject)], "trailsift-report", self.redacts);
        self.put_over(Overlay::Export(Box::new(pane)))
    }

    /// Writes the report as the overlay says.
    fn write_report(&mut self, typed: String, redacts: bool) -> Vec<Effect> {
        self.overlay = None;
        self.say("writing the report…");
        let (store, keys) = (self.store.clone(), Arc::clone(&self.keys));
        vec![Effect::Case(Box::new(CaseEffect::Report(ReportOrder { store, keys, typed, redacts })))]
    }

    /// Copies the events of the selected range, if there is one, as JSON Lines.
    pub(in crate::tui::update) fn copy_range(&mut self) -> Option<Vec<Effect>> {
        self.list.selection().filter(|_| self.focus == Focus::List && !self.shows_groups())?;
        let mut effects = self.open_export();
        if let Some(Overlay::Export(pane)) = &mut self.overlay {
            pane.choose_copy();
        }
        effects.extend(self.export());
        Some(effects)
    }

    /// Returns a name for the file, by the time of the first listed event: `trailsift-20230710-1140`.
    fn offered_name(&self) -> String {
        let first = self.list.events().first().map(|&event| self.store.time(event));
        let time = first.filter(|time| time.millis().is_some()).map(|time| {
            let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let (date, clock) = (digits(time.date()), digits(time.clock()));
            format!("-{date}-{}", clock.get(..4).unwrap_or_default())
        });
        let groups = if self.shows_groups() { "-groups" } else { "" };
        format!("trailsift{groups}{}", time.unwrap_or_default())
    }

    /// Requests to look up the path that is typed, if it has changed.
    pub(in crate::tui::update) fn look_at_path(&mut self) -> Option<Effect> {
        let line = self.overlay.as_mut()?.pane_mut().path_line()?;
        line.question(&self.paths).map(Effect::LookAtPath)
    }

    pub(in crate::tui::update) fn learn_path(&mut self, answer: PathAnswer) -> Vec<Effect> {
        if let Some(line) = self.overlay.as_mut().and_then(|overlay| overlay.pane_mut().path_line()) {
            line.learn(answer);
        }
        self.open_waiting()
    }

    /// Orders the export that is chosen.
    pub(in crate::tui::update) fn export(&mut self) -> Vec<Effect> {
        let is_waiting = self.is_waiting();
        let Some(Overlay::Export(pane)) = &self.overlay else { return Vec::new() };
        let note = match pane.target() {
            _ if is_waiting => Some("the filter is still being answered; try again in a moment"),
            ExportTarget::File { typed, .. } if typed.is_empty() => Some("type the path of a file"),
            ExportTarget::File { .. } | ExportTarget::Clipboard => None,
        };
        if note.is_none() && pane.subject() == ExportSubject::Report {
            if let ExportTarget::File { typed, .. } = pane.target() {
                let redacts = pane.redacts();
                return self.write_report(typed, redacts);
            }
            return Vec::new();
        }
        let order = note.is_none().then(|| self.order(pane)).flatten();
        let Some(Overlay::Export(pane)) = &mut self.overlay else { return Vec::new() };
        pane.note = note.map(str::to_owned);
        let Some(order) = order else { return Vec::new() };
        pane.exporting =
            Some(Exporting { number: order.number, rows: (0, 0), cancelled: Arc::clone(&order.cancelled) });
        self.exports = order.number;
        vec![Effect::Export(Box::new(order))]
    }

    fn order(&self, pane: &ExportPane) -> Option<ExportOrder> {
        let (events, rows) = match pane.subject() {
            ExportSubject::Report => return None,
            ExportSubject::Event => (Arc::new(vec![self.current()?]), self.event_rows(pane)),
            ExportSubject::Listed => {
                let sorted = self.list.sorted().map(|sorted| &sorted.events);
                (Arc::clone(sorted.unwrap_or(self.list.events())), self.event_rows(pane))
            }
            ExportSubject::Selected => {
                (Arc::new(self.list.events_in(self.list.selection()?)), self.event_rows(pane))
            }
            ExportSubject::Groups => {
                let groups = self.groups.as_ref()?;
                let rows = ExportRows::Groups {
                    format: pane.form().of_groups(),
                    fields: groups.fields.clone(),
                    order: groups.order,
                    sum: groups.sum,
                    new_at: groups.all().new_at().cloned(),
                };
                (Arc::clone(self.list.events()), rows)
            }
        };
        Some(ExportOrder {
            number: self.exports + 1,
            store: self.store.clone(),
            events,
            // The selected events are already as they are shown.
            reversed: self.list.is_reversed() && pane.subject() != ExportSubject::Selected,
            rows,
            target: pane.target(),
            inputs: self.paths.iter().map(PathBuf::from).collect(),
            redacts: pane.redacts(),
            cancelled: Arc::new(AtomicBool::new(false)),
        })
    }

    /// Returns the rows of events: the columns shown, in the order of text output.
    fn event_rows(&self, pane: &ExportPane) -> ExportRows {
        let fields: Vec<&'static Field> =
            self.texts_in_order().iter().filter_map(ListColumn::field).collect();
        ExportRows::Events { format: pane.form().of_events(), fields }
    }

    /// Cancels the export that is running; its thread says when it has stopped.
    pub(in crate::tui::update) fn cancel_export(&mut self) -> Vec<Effect> {
        if let Some(Overlay::Export(pane)) = &mut self.overlay
            && let Some(exporting) = &pane.exporting
        {
            exporting.cancelled.store(true, Ordering::Relaxed);
            pane.note = Some("cancelling …".to_owned());
        }
        Vec::new()
    }

    /// Shows how far an export is, or what became of it.
    pub(in crate::tui::update) fn take_exported(&mut self, number: u64, exported: Exported) -> Vec<Effect> {
        let Some(Overlay::Export(pane)) = &mut self.overlay else { return Vec::new() };
        let Some(exporting) = pane.exporting.as_mut().filter(|exporting| exporting.number == number) else {
            return Vec::new();
        };
        if let Exported::Rows(done, all) = exported {
            exporting.rows = (done, all);
            return Vec::new();
        }
        pane.exporting = None;
        pane.note = match exported {
            Exported::Rows(..) => None,
            Exported::Exists => {
                pane.ask_to_replace();
                None
            }
            Exported::Cancelled => Some("cancelled; nothing was written".to_owned()),
            Exported::Failed(reason) => Some(format!("nothing was written: {reason}")),
            Exported::Written(file) => {
                let is_redacted = pane.redacts();
                let mut words = exported_words(pane.subject(), self.list.events(), self.list.selection());
                if is_redacted {
                    words.push_str(", redacted");
                }
                self.overlay = None;
                self.say_written(&words, &file);
                return Vec::new();
            }
            Exported::ForClipboard(safe) => {
                let (extension, is_redacted) = (pane.form().extension(), pane.redacts());
                self.overlay = None;
                let warning = (safe.escaped > 0).then(|| {
                    let are = agree(safe.escaped, "is", "are");
                    format!("{} that shells act on {are} escaped", counted(safe.escaped, "character"))
                });
                let copying = Copying { what: "export", warning, offers_file: false, extension, is_redacted };
                return vec![Effect::Copy { copying, text: safe.text, to_file: false }];
            }
        };
        Vec::new()
    }

    fn say_written(&mut self, words: &str, file: &WrittenFile) {
        let (size, path) = (text_of_size(file.bytes), text::path(&file.path));
        let mut parts = vec![format!("wrote {words}"), size, format!("SHA-256 {}", file.sha256), path];
        if file.torn > 0 {
            let are = agree(file.torn, "is", "are");
            parts.push(format!("{} {are} not valid JSON", counted(file.torn, "truncated record")));
        }
        if !self.progress.finished {
            parts.push("loading continues: this is what was loaded so far".to_owned());
        }
        let is_warning = file.torn > 0 || !self.progress.finished;
        self.notice = Some(Notice { text: parts.join(" · "), is_warning });
    }
}

fn exported_words(subject: ExportSubject, events: &[Event], selection: Option<Range<usize>>) -> String {
    match subject {
        ExportSubject::Selected => counted(selection.map_or(0, |places| places.len()), "event"),
        ExportSubject::Listed => counted(events.len(), "event"),
        ExportSubject::Event => counted(1, "event"),
        ExportSubject::Report => "the report".to_owned(),
        ExportSubject::Groups => format!("the groups of {}", counted(events.len(), "event")),
    }
}
