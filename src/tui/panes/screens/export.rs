//! The overlay that exports: what, in which form, and where to. Writing is left to `platform`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ratatui::layout::{Position, Rect};

use super::export_forms::{ExportForm, ExportSubject};
use super::path_line::{PathLine, PathNeed};
use crate::export::groups::GroupFormat;
use crate::export::list::ListFormat;
use crate::query::groups::group::GroupOrder;
use crate::query::groups::new_at::NewAt;
use crate::record::field::Field;
use crate::store::{Event, Store};
use crate::tui::input::action::{Action, Context, MoveAction, PathAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

/// What the rows of an export are.
#[derive(Debug, Clone)]
pub enum ExportRows {
    /// Events.
    Events {
        /// The form.
        format: ListFormat,
        /// The columns of text forms.
        fields: Vec<&'static Field>,
    },
    /// Groups of events.
    Groups {
        /// The form.
        format: GroupFormat,
        /// What they are by, outermost first.
        fields: Vec<&'static Field>,
        /// Their order.
        order: GroupOrder,
        /// What is summed up for each.
        sum: Option<&'static Field>,
        /// When they are first new, if the filter says since when.
        new_at: Option<Arc<NewAt>>,
    },
}

/// Where an export goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportTarget {
    /// Into a file.
    File {
        /// Its path as typed.
        typed: String,
        /// Whether an existing file is replaced.
        replace: bool,
    },
    /// Onto the clipboard.
    Clipboard,
}

/// An export to carry out.
#[derive(Debug, Clone)]
pub struct ExportOrder {
    /// Number of the order; later orders have higher numbers.
    pub number: u64,
    /// What is loaded.
    pub store: Store,
    /// The events, in sort order.
    pub events: Arc<Vec<Event>>,
    /// Whether the newest come first.
    pub reversed: bool,
    /// What the rows are.
    pub rows: ExportRows,
    /// Where it goes.
    pub target: ExportTarget,
    /// The opened paths.
    pub inputs: Vec<PathBuf>,
    /// Whether values that name a customer are replaced.
    pub redacts: bool,
    /// Set to cancel it.
    pub cancelled: Arc<AtomicBool>,
}

/// How far an export is.
#[derive(Debug, Clone)]
pub struct Exporting {
    /// Number of its order.
    pub number: u64,
    /// ExportRows that were made, and of how many, once known.
    pub rows: (usize, usize),
    /// Set to cancel it.
    pub cancelled: Arc<AtomicBool>,
}

/// The rows of the overlay, from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportRow {
    /// What is exported.
    What,
    /// The form.
    Form,
    /// Whether values are as they are, or pseudonyms.
    Values,
    /// File or clipboard.
    To,
    /// The path.
    Path,
}

impl ExportRow {
    /// All rows.
    pub const ALL: [Self; 5] = [Self::What, Self::Form, Self::Values, Self::To, Self::Path];
}

/// The overlay.
#[derive(Debug)]
pub struct ExportPane {
    /// What can be exported, with what it is called.
    subjects: Vec<(ExportSubject, String)>,
    subject: usize,
    form: ExportForm,
    redacts: bool,
    is_to_clipboard: bool,
    /// The path of the file.
    pub path: PathLine,
    /// The row of the cursor.
    window: Window,
    /// The export that is running.
    pub exporting: Option<Exporting>,
    /// A path whose file is replaced if it is asked for again.
    replaces: Option<String>,
    /// What happened last.
    pub note: Option<String>,
}

/// Returns what the name of a file or folder of a form ends with.
fn ending(form: ExportForm) -> String {
    if form == ExportForm::Folder { String::new() } else { format!(".{}", form.extension()) }
}

fn named(stem: &str, form: ExportForm) -> String {
    format!("{stem}{}", ending(form))
}

fn need(form: ExportForm) -> PathNeed {
    if form == ExportForm::Folder { PathNeed::NewFolder } else { PathNeed::Write }
}

/// Lines for candidates and notes.
const BELOW: usize = 6;

impl ExportPane {
    /// Makes an overlay for some subjects, the first of which is chosen, with a name for the file.
    pub fn new(subjects: Vec<(ExportSubject, String)>, stem: &str, redacts: bool) -> Self {
        let first = subjects.first().and_then(|(subject, _)| subject.forms().first());
        let form = first.copied().unwrap_or(ExportForm::Csv);
        let mut window = Window::default();
        window.set_total(ExportRow::ALL.len());
        window.set_height(ExportRow::ALL.len());
        window.select(1);
        Self {
            subjects,
            subject: 0,
            form,
            redacts,
            is_to_clipboard: false,
            path: PathLine::new(&named(stem, form), need(form)),
            window,
            exporting: None,
            replaces: None,
            note: None,
        }
    }

    /// Chooses JSON Lines for the clipboard, as when they are copied.
    pub fn choose_copy(&mut self) {
        self.is_to_clipboard = true;
        self.change_form(ExportForm::JsonLines);
    }

    /// Returns what is exported.
    pub fn subject(&self) -> ExportSubject {
        self.subjects.get(self.subject).map_or(ExportSubject::Listed, |(subject, _)| *subject)
    }

    /// Returns the form.
    pub fn form(&self) -> ExportForm {
        self.form
    }

    /// Returns whether values that name a customer are replaced.
    pub fn redacts(&self) -> bool {
        self.redacts
    }

    /// Returns whether it goes to the clipboard.
    pub fn is_to_clipboard(&self) -> bool {
        self.is_to_clipboard
    }

    /// Returns the row of the cursor.
    pub fn row(&self) -> ExportRow {
        ExportRow::ALL.get(self.window.cursor()).copied().unwrap_or(ExportRow::Path)
    }

    /// Returns the options of a row and the number of the chosen one; none for the path.
    pub fn options(&self, row: ExportRow) -> (Vec<String>, usize) {
        match row {
            ExportRow::What => (self.subjects.iter().map(|(_, name)| name.clone()).collect(), self.subject),
            ExportRow::Form => {
                let forms = self.subject().forms();
                let chosen = forms.iter().position(|&form| form == self.form).unwrap_or(0);
                (forms.iter().map(|form| form.name().to_owned()).collect(), chosen)
            }
            ExportRow::Values => {
                (["as they are", "pseudonyms"].map(str::to_owned).into(), usize::from(self.redacts))
            }
            ExportRow::To if self.subject() == ExportSubject::Report => (vec!["a new folder".to_owned()], 0),
            ExportRow::To => {
                (["a file", "the clipboard"].map(str::to_owned).into(), usize::from(self.is_to_clipboard))
            }
            ExportRow::Path => (Vec::new(), 0),
        }
    }

    /// Returns where the export goes.
    pub fn target(&self) -> ExportTarget {
        if self.is_to_clipboard {
            return ExportTarget::Clipboard;
        }
        let typed = self.path.text().trim().to_owned();
        let replace = self.replaces.as_ref() == Some(&typed);
        ExportTarget::File { typed, replace }
    }

    /// Asks whether the file at the typed path is to be replaced: the next order for it does.
    pub fn ask_to_replace(&mut self) {
        self.replaces = Some(self.path.text().trim().to_owned());
    }

    /// Returns whether that is asked.
    pub fn asks_to_replace(&self) -> bool {
        !self.is_to_clipboard && self.replaces.as_deref() == Some(self.path.text().trim())
    }

    /// Chooses the next (1) or previous (-1) option of the row under the cursor, or moves in the path.
    fn option(&mut self, step: isize) {
        let row = self.row();
        let (options, chosen) = self.options(row);
        let count = options.len().max(1);
        let next = (chosen + count).saturating_add_signed(step) % count;
        match row {
            ExportRow::What => {
                self.subject = next;
                if let Some(&form) = self.subject().forms().first()
                    && !self.subject().forms().contains(&self.form)
                {
                    self.is_to_clipboard &= form != ExportForm::Folder;
                    self.change_form(form);
                }
            }
            ExportRow::Form => {
                if let Some(&form) = self.subject().forms().get(next) {
                    self.change_form(form);
                }
            }
            ExportRow::Values => self.redacts = next == 1,
            ExportRow::To => self.is_to_clipboard = next == 1,
            ExportRow::Path => self.path.move_cursor(step),
        }
    }

    /// Chooses a form; the name of the file ends accordingly.
    fn change_form(&mut self, form: ExportForm) {
        if let Some(stem) = self.path.text().strip_suffix(&ending(self.form)) {
            let path = named(stem, form);
            if self.path.is_offer() { self.path.offer(&path) } else { self.path.set(&path) }
        }
        self.form = form;
        self.path.need = need(form);
    }

    /// Chooses the form that the name of the file ends in.
    fn follow_name(&mut self) {
        let extension = self.path.text().rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
        let named = |form: &&ExportForm| Some(form.extension()) == extension.as_deref();
        if let Some(&form) = self.subject().forms().iter().find(named) {
            self.form = form;
        }
    }

    fn is_busy(&self) -> bool {
        self.exporting.is_some()
    }
}

impl OverlayPane for ExportPane {
    fn context(&self) -> Context {
        Context::Export
    }

    fn title(&self) -> &'static str {
        "Export"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::overlay(screen, ExportRow::ALL.len() + 1 + BELOW)
    }

    fn arrange(&mut self, _: Rect) {}

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn scroll(&mut self, rows: isize) {
        self.window.move_by(rows.signum());
    }

    /// What is typed is the path, whatever the row.
    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        if !self.is_busy() && self.path.edit(change) {
            self.window.select(ExportRow::ALL.len());
            self.is_to_clipboard = false;
            self.note = None;
            self.follow_name();
        }
        true
    }

    fn path_line(&mut self) -> Option<&mut PathLine> {
        Some(&mut self.path)
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if self.is_busy() {
            let cancels = matches!(action, Action::Back | Action::Cancel);
            return Some(if cancels { OverlayAnswer::Do(Choice::CancelExport) } else { OverlayAnswer::Stay });
        }
        if action == Action::Accept {
            return Some(OverlayAnswer::Do(Choice::Export));
        }
        if let Action::Path(PathAction::Option(step)) = action {
            self.option(step);
        } else if let Action::Path(PathAction::Complete(step)) = action {
            if self.path.complete(step) {
                self.window.select(ExportRow::ALL.len());
                self.is_to_clipboard = false;
                self.follow_name();
            }
        } else if let Action::Move(MoveAction::Rows(rows)) = action {
            self.window.move_by(rows);
        } else {
            return None;
        }
        self.note = None;
        Some(OverlayAnswer::Stay)
    }

    /// A click goes to a row, a click on the row of the cursor chooses its next option; one on a candidate takes
    /// it.
    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        if self.is_busy() {
            return OverlayAnswer::Stay;
        }
        let area = self.area(screen);
        if !area.contains(place) {
            return OverlayAnswer::Close;
        }
        let Some(row) = row_in(layout::inside(area), place) else { return OverlayAnswer::Stay };
        if row < ExportRow::ALL.len() {
            if row == self.window.cursor() && self.row() != ExportRow::Path {
                self.option(1);
            }
            self.window.select(row);
        } else if self.path.take(row.checked_sub(ExportRow::ALL.len() + 1)) {
            self.follow_name();
        }
        OverlayAnswer::Stay
    }
}
