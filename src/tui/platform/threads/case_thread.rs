//! The thread that has the case: it looks for events, changes marks, and saves all within a second of a change.
//! The case of a program that is still running is not changed by another.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::case::case_file::{make_private, read, refuse_inside, save, usual_path};
use crate::case::lock::CaseLock;
use crate::case::model::{Case, CaseView};
use crate::case::opened::{OpenCase, ShownCase};
use crate::case::record_key::RecordKey;
use crate::case::source_files::{difference, source_files};
use crate::case::{find, merge};
use crate::plural::counted;
use crate::report::facts::ReportFacts;
use crate::report::{self, folder, redacted};
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};
use crate::tui::case_message::{CaseEffect, CaseKept, CaseNews, ReportOrder};
use crate::tui::platform::typed_paths::path_of;

/// How long after a change the case is saved.
const SAVE_AFTER: Duration = Duration::from_millis(400);
/// How long after a move of the cursor or another filter the case is saved.
const SAVE_VIEW_AFTER: Duration = Duration::from_secs(5);
/// How long the end of the program waits for the last save.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Where a case is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum CasePlace {
    /// Nowhere.
    #[default]
    Nowhere,
    /// In this folder, under a name made from the opened paths.
    Folder(PathBuf),
    /// In this file.
    File(PathBuf),
}

impl CasePlace {
    /// Chooses the place: a file that was named, or the folder of what is remembered.
    pub fn of(file: Option<PathBuf>, state: Option<&Path>) -> Self {
        match (file, state) {
            (Some(file), _) => Self::File(file),
            (None, Some(folder)) => Self::Folder(folder.join("cases")),
            (None, None) => Self::Nowhere,
        }
    }
}

/// The case and all that it needs, on whatever thread it is.
#[derive(Debug, Default)]
pub struct CaseWork {
    place: CasePlace,
    inputs: Vec<PathBuf>,
    path: Option<PathBuf>,
    open: OpenCase,
    shown: Arc<ShownCase>,
    lock: Option<CaseLock>,
    kept: CaseKept,
    earlier: Option<CaseView>,
    earlier_event: Option<Event>,
    /// The event under the cursor, whose key is read when the case is saved.
    cursor: Option<(Store, Event)>,
    /// The complete snapshot that was looked through last; its files are those of the case.
    looked: Option<Store>,
    /// The snapshot whose files were hashed.
    hashed: Option<Store>,
    files: Option<String>,
    /// Whether the file can be written over: not if it could not be read.
    is_readable: bool,
    /// Whether only the view has changed since the case was saved.
    has_new_view: bool,
}

impl CaseWork {
    /// Opens the case of some paths.
    pub fn new(place: CasePlace, inputs: Vec<PathBuf>) -> Self {
        let mut work = Self { place, ..Self::default() };
        work.open_for(inputs);
        work
    }

    /// Opens the case of other paths.
    fn open_for(&mut self, inputs: Vec<PathBuf>) {
        let path = match &self.place {
            CasePlace::Nowhere => None,
            // What comes from a pipe is not the same the next time.
            CasePlace::Folder(_) if inputs.iter().any(|input| input.as_os_str() == "-") => None,
            CasePlace::Folder(folder) => Some(usual_path(folder, &inputs)),
            CasePlace::File(path) => Some(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
        };
        *self = Self { place: self.place.clone(), inputs, path, is_readable: true, ..Self::default() };
        let Some(path) = self.path.clone() else {
            self.kept = CaseKept::Unwanted;
            return;
        };
        match read(&path) {
            Ok(None) => {}
            Ok(Some(case)) => {
                self.earlier.clone_from(&case.view);
                self.open = OpenCase::new(case);
                self.kept = CaseKept::Saved;
                if let Err(reason) = self.take_lock(&path) {
                    self.kept = CaseKept::Failed(reason);
                }
            }
            Err(reason) => {
                self.is_readable = false;
                let name = crate::text::path(&path);
                self.kept = CaseKept::Failed(format!("{name}: {reason}; the file stays unchanged"));
            }
        }
    }

    /// Carries out an effect; returns what is to be shown, if anything changed.
    pub fn carry_out(&mut self, effect: CaseEffect) -> Option<CaseNews> {
        let is_change = matches!(effect, CaseEffect::Change { .. });
        let saves = is_change || matches!(effect, CaseEffect::Undo);
        let words = match effect {
            CaseEffect::Change { store, what, marking, filter } => {
                let changed = self.open.mark(&store, &what, &marking);
                if changed.is_ok() {
                    self.open.case_mut().add_filter(&filter);
                }
                Some(changed)
            }
            CaseEffect::Undo => Some(self.open.undo()),
            CaseEffect::Look(store) => {
                self.open.look(&store, &|| false);
                self.earlier_event =
                    self.earlier.as_ref().and_then(|view| find::event(&store, view.cursor.as_ref()?));
                self.looked = Some(store);
                self.compare_files();
                return Some(self.news(None));
            }
            CaseEffect::View(view, cursor) => {
                self.cursor = cursor;
                let case = self.open.case_mut();
                let cursor = case.view.take().and_then(|view| view.cursor);
                case.view = Some(CaseView { cursor, ..view });
                self.has_new_view = true;
                return None;
            }
            CaseEffect::Report(order) => Some(self.report(&order)),
            CaseEffect::Protect(paths) => {
                self.inputs.extend(paths);
                return None;
            }
            CaseEffect::Open(paths) => {
                self.save();
                if matches!(self.place, CasePlace::File(_)) {
                    self.inputs = paths;
                    return None;
                }
                self.open_for(paths);
                return Some(self.news(None));
            }
        };
        let is_done = words.as_ref().is_some_and(Result::is_ok);
        if is_done && saves {
            self.touch();
        }
        Some(CaseNews { is_change: is_change && is_done, ..self.news(words) })
    }

    /// Writes the report into a new folder; with pseudonyms, their table beside it.
    fn report(&self, order: &ReportOrder) -> Result<String, String> {
        if self.open.case().marks.is_empty() {
            return Err("there is nothing to report yet; m marks an event".to_owned());
        }
        let (case, store) = (self.open.case(), &order.store);
        let facts = ReportFacts::of(case, store, &order.keys, &|| false);
        let facts = facts.ok_or("the files are too many for a report")?;
        let words = |error: std::io::Error| format!("no report was written: {error}");
        let (parts, table) = if order.redacts {
            let (parts, table) = redacted::parts(case, store, facts).map_err(words)?;
            (parts, Some(table))
        } else {
            (report::parts(case, store, &facts).map_err(words)?, None)
        };
        let written = folder::write(&path_of(&order.typed), &parts, &self.inputs).map_err(words)?;
        let mut remark = String::new();
        if let Some(table) = table {
            folder::write_table(&written, &table, &self.inputs).map_err(|error| error.to_string())?;
            ", redacted; who is who is in the file beside it, .pseudonyms.csv".clone_into(&mut remark);
        }
        let (files, path) = (counted(parts.len(), "file"), crate::text::path(&written));
        Ok(format!("report written: {files} in {path}{remark}"))
    }

    /// Notes that there is something to save.
    fn touch(&mut self) {
        if self.path.is_some()
            && self.is_readable
            && !(self.kept == CaseKept::Empty && self.open.case().is_empty())
        {
            self.kept = CaseKept::Unsaved;
        }
    }

    fn news(&mut self, words: Option<Result<String, String>>) -> CaseNews {
        let shown = self.open.shown();
        if shown.marks != self.shown.marks || shown.load != self.shown.load {
            self.shown = Arc::new(shown);
        }
        CaseNews {
            shown: Arc::clone(&self.shown),
            kept: self.kept.clone(),
            words,
            is_change: false,
            earlier: self.earlier.clone(),
            earlier_event: self.earlier_event,
            files: self.files.clone(),
            path: self.path.clone(),
        }
    }

    /// Says how the files differ from those of the case, if it has any; these are then hashed.
    fn compare_files(&mut self) {
        let before = self.open.case().files.clone();
        if before.is_empty() {
            return;
        }
        if let Some(now) = self.looked.as_ref().and_then(|store| source_files(store, &|| false)) {
            self.files = difference(&before, &now);
        }
    }

    /// Saves the case, if there is anything to save; returns what became of it.
    pub fn save(&mut self) -> Option<CaseNews> {
        let path = self.path.clone().filter(|_| self.save_after().is_some())?;
        self.has_new_view = false;
        self.kept = match self.write(&path) {
            Ok(()) => CaseKept::Saved,
            Err(reason) => CaseKept::Failed(reason),
        };
        Some(self.news(None))
    }

    /// Returns how long after a change there is something to save; `None` if there is not.
    pub fn save_after(&self) -> Option<Duration> {
        match self.kept {
            CaseKept::Unsaved => Some(SAVE_AFTER),
            CaseKept::Saved if self.has_new_view => Some(SAVE_VIEW_AFTER),
            CaseKept::Empty | CaseKept::Saved | CaseKept::Unwanted | CaseKept::Failed(_) => None,
        }
    }

    fn write(&mut self, path: &Path) -> Result<(), String> {
        self.take_lock(path)?;
        if let Some((store, event)) = self.cursor.take() {
            let key = RecordKey::read(&store, event, &mut RecordReader::for_steps());
            if let Some(view) = &mut self.open.case_mut().view {
                view.cursor = Some(key);
            }
        }
        let is_hashed = |store: &Store| self.hashed.as_ref().is_some_and(|hashed| hashed.is_same(store));
        if let Some(store) = self.looked.clone().filter(|store| !is_hashed(store)) {
            self.open.case_mut().files = source_files(&store, &|| false).unwrap_or_default();
            self.hashed = Some(store);
        }
        let name = crate::text::path(path);
        save(path, self.open.case(), &self.inputs).map_err(|error| format!("{name}: {error}"))
    }

    /// Takes the lock, if this program does not have it yet. What another program saved before is joined with what is
    /// here.
    fn take_lock(&mut self, path: &Path) -> Result<(), String> {
        if self.lock.is_some() {
            return Ok(());
        }
        let name = crate::text::path(path);
        let folder = path.parent().unwrap_or(Path::new("."));
        let lock = refuse_inside(folder, &self.inputs)
            .and_then(|()| make_private(folder))
            .and_then(|()| CaseLock::take(path))
            .map_err(|error| format!("{name}: {error}"))?;
        let Some(lock) = lock else {
            return Err("another trailsift has this case open; --case FILE names another one".to_owned());
        };
        self.lock = Some(lock);
        match read(path) {
            Ok(Some(there)) if there.marks != self.open.case().marks => {
                let merged: Case = merge::cases(self.open.case(), &there);
                self.open.replace(merged);
            }
            Ok(_) => {}
            Err(reason) => return Err(format!("{name}: {reason}")),
        }
        Ok(())
    }
}

/// The thread.
#[derive(Debug)]
pub(in crate::tui) struct CaseThread {
    jobs: Sender<CaseEffect>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

impl CaseThread {
    /// Starts the thread; `report` is called on it with what is to be shown.
    pub(in crate::tui) fn start(
        place: CasePlace,
        inputs: Vec<PathBuf>,
        mut report: impl FnMut(CaseNews) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, queue) = channel::<CaseEffect>();
        let (end, ended) = channel::<()>();
        let work = move || {
            let _end = end;
            let mut work = CaseWork::new(place, inputs);
            report(work.news(None));
            let mut due: Option<Instant> = None;
            loop {
                let wait = due.map(|due| due.saturating_duration_since(Instant::now()));
                let job = match wait {
                    Some(wait) => queue.recv_timeout(wait),
                    None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match job {
                    Ok(job) => {
                        if let Some(news) = work.carry_out(job) {
                            report(news);
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if due.is_some_and(|due| due <= Instant::now()) {
                    due = None;
                    if let Some(news) = work.save() {
                        report(news);
                    }
                }
                let next = work.save_after().and_then(|after| Instant::now().checked_add(after));
                due = next.map(|next| due.map_or(next, |due| due.min(next)));
            }
            work.save();
        };
        thread::Builder::new().name("trailsift-case".into()).spawn(work)?;
        Ok(Self { jobs, ended })
    }

    /// Asks for something.
    pub(in crate::tui) fn ask(&self, effect: CaseEffect) {
        // The thread ends only when this sender is dropped.
        let _ = self.jobs.send(effect);
    }

    /// Says that paths were opened: instead of what was open, or in addition.
    pub(in crate::tui) fn opened(&self, paths: &[PathBuf], instead: bool) {
        if !paths.is_empty() {
            let paths = paths.to_vec();
            self.ask(if instead { CaseEffect::Open(paths) } else { CaseEffect::Protect(paths) });
        }
    }

    /// Waits until all is saved, or for [`LONGEST_WAIT`].
    pub(in crate::tui) fn finish(self) {
        drop(self.jobs);
        let _ = self.ended.recv_timeout(LONGEST_WAIT);
    }
}
