//! The work on the case: it looks for events, changes marks, and saves. The case of a program that is still running is
//! not changed by another. None of this belongs on the thread of the screen.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::case_report;
use crate::case::case_file::{make_private, read, refuse_inside, save, usual_path};
use crate::case::elsewhere::{self, OtherCase};
use crate::case::limits::MAX_MARKS;
use crate::case::lock::CaseLock;
use crate::case::model::{Case, CaseMark, CaseView};
use crate::case::opened::OpenCase;
use crate::case::record_key::RecordKey;
use crate::case::shown::shown_case::ShownCase;
use crate::case::source_files::{FileHashes, difference};
use crate::case::{find, merge};
use crate::plural::counted;
use crate::record::field::GivenColumn;
use crate::store::given::Given;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};
use crate::tui::case_message::{CaseEffect, CaseKept, CaseNews};

/// How long after a change the case is saved.
const SAVE_AFTER: Duration = Duration::from_millis(400);
/// How long after a move of the cursor or another filter the case is saved.
const SAVE_VIEW_AFTER: Duration = Duration::from_secs(5);

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
    /// What filters ask of it.
    given: Arc<Given>,
    lock: Option<CaseLock>,
    kept: CaseKept,
    earlier: Option<CaseView>,
    earlier_event: Option<Event>,
    /// The event under the cursor, whose key is read when the case is saved.
    cursor: Option<(Store, Event)>,
    /// The complete snapshot that was looked through last; its files are those of the case.
    looked: Option<Store>,
    /// The files of that snapshot, as far as they are hashed.
    hashes: FileHashes,
    /// Whether the case was saved before they were.
    owes_files: bool,
    files: Option<String>,
    /// The case of other paths that has most of the loaded events, if this one has none.
    other: Option<OtherCase>,
    /// The snapshot whose events it was looked for.
    searched: Option<Store>,
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
            CaseEffect::Report(order) => Some(case_report::write(self.open.case(), &order, &self.inputs)),
            CaseEffect::OpenOther => Some(self.open_other()),
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

    /// Notes that there is something to save.
    fn touch(&mut self) {
        if self.path.is_some()
            && self.is_readable
            && !(self.kept == CaseKept::Empty && self.open.case().is_empty())
        {
            self.kept = CaseKept::Unsaved;
        }
    }

    pub(in crate::tui) fn news(&mut self, words: Option<Result<String, String>>) -> CaseNews {
        let shown = self.open.shown();
        if !Arc::ptr_eq(shown, &self.shown) {
            self.given = Arc::new(given(shown));
            self.shown = Arc::clone(shown);
        }
        CaseNews {
            shown: Arc::clone(&self.shown),
            given: Arc::clone(&self.given),
            kept: self.kept.clone(),
            words,
            is_change: false,
            earlier: self.earlier.clone(),
            earlier_event: self.earlier_event,
            files: self.files.clone(),
            path: self.path.clone(),
            other: self.other.clone(),
        }
    }

    /// Returns whether there is something to do that nobody waits for.
    pub fn is_behind(&self) -> bool {
        self.wants_files() || self.other_folder().is_some()
    }

    /// Does what nobody waits for, until `cancelled` says so: hashes the open files, compares them with those of the case,
    /// and looks for a case of other paths. Returns what is to be shown, if anything changed.
    pub fn catch_up(&mut self, cancelled: &dyn Fn() -> bool) -> Option<CaseNews> {
        let store = self.looked.clone()?;
        let (files, other) = (self.files.clone(), self.other.clone());
        if self.wants_files() && self.hashes.go_on(&store, cancelled) {
            self.take_files(&store);
        }
        if let Some(folder) = self.other_folder()
            && let Some(other) = elsewhere::look(&folder, self.path.as_deref(), &store, cancelled)
        {
            (self.other, self.searched) = (other, Some(store));
        }
        (files != self.files || other != self.other).then(|| self.news(None))
    }

    /// Returns whether files have to be hashed: those of a case that is kept.
    fn wants_files(&self) -> bool {
        let case = self.open.case();
        let has_any = !case.is_empty() || !case.files.is_empty();
        let is_complete = |store| self.hashes.complete(store).is_some();
        self.path.is_some() && has_any && self.looked.as_ref().is_some_and(|store| !is_complete(store))
    }

    /// Says how the files differ from those of the case, if it has any, now that all are hashed.
    fn take_files(&mut self, store: &Store) {
        let before = &self.open.case().files;
        let Some(now) = self.hashes.complete(store).filter(|_| !before.is_empty()) else { return };
        self.files = difference(before, now);
    }

    /// Returns the folder of the cases that are still to be looked through.
    fn other_folder(&self) -> Option<PathBuf> {
        let CasePlace::Folder(folder) = &self.place else { return None };
        let is_searched = |store: &Store| self.searched.as_ref().is_some_and(|other| other.is_same(store));
        let is_open = self.looked.as_ref().is_some_and(|store| !is_searched(store));
        let is_wanted = is_open && self.open.case().marks.is_empty();
        is_wanted.then(|| folder.clone())
    }

    /// Works on the case of other paths from now on. What was marked before goes into it, and the case of these paths is
    /// removed when that is on the disk.
    fn open_other(&mut self) -> Result<String, String> {
        let other = self.other.clone().ok_or("no case of other paths has events of this data")?;
        let name = crate::text::path(&other.path);
        let case = read(&other.path).map_err(|reason| format!("{name}: {reason}"))?;
        let case = case.ok_or_else(|| format!("{name} is not there any more"))?;
        let mut opened = Self {
            place: self.place.clone(),
            inputs: self.inputs.clone(),
            path: Some(other.path.clone()),
            earlier: case.view.clone(),
            open: OpenCase::new(case),
            kept: CaseKept::Saved,
            is_readable: true,
            searched: self.looked.clone(),
            ..Self::default()
        };
        opened.take_lock(&other.path)?;
        if !self.open.case().is_empty() {
            let merged = merge::cases(opened.open.case(), self.open.case());
            if merged.marks.len() > MAX_MARKS {
                return Err(format!("{name}: together, there would be too many marks"));
            }
            opened.open.replace(merged);
            opened.write(&other.path)?;
            if let Some(own) = self.path.as_ref().filter(|_| self.lock.is_some()) {
                // If it cannot be removed, it is a case with less than the other.
                let _ = std::fs::remove_file(own);
            }
        }
        if let Some(store) = self.looked.take() {
            opened.open.look(&store, &|| false);
            opened.earlier_event =
                opened.earlier.as_ref().and_then(|view| find::event(&store, view.cursor.as_ref()?));
            opened.looked = Some(store);
        }
        std::mem::swap(&mut opened.hashes, &mut self.hashes);
        *self = opened;
        let count = counted(self.open.case().marks.len(), "event");
        let resumes = if self.earlier.is_some() { "; r resumes its filter and tabs" } else { "" };
        Ok(format!("opened the case with {count}{resumes}"))
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

    /// Saves the case for the last time: first what was said, then the files that it was made from.
    pub fn finish(&mut self) {
        self.save();
        if let Some(store) = self.looked.clone().filter(|_| self.owes_files) {
            self.hashes.go_on(&store, &|| false);
            self.take_files(&store);
            self.save();
        }
    }

    /// Returns how long after a change there is something to save; `None` if there is not.
    pub fn save_after(&self) -> Option<Duration> {
        match self.kept {
            CaseKept::Unsaved => Some(SAVE_AFTER),
            CaseKept::Saved if self.owes_files && !self.wants_files() => Some(SAVE_AFTER),
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
        let files = self.looked.as_ref().and_then(|store| self.hashes.complete(store)).cloned();
        self.owes_files = files.is_none() && self.looked.is_some();
        if let Some(files) = files {
            self.open.case_mut().files = files;
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

/// Returns what filters ask of a case.
fn given(shown: &Arc<ShownCase>) -> Given {
    let shown = Arc::clone(shown);
    Given::new(move |column| {
        let text = |mark: &CaseMark| match column {
            GivenColumn::Mark => "marked".to_owned(),
            GivenColumn::Note => mark.notes.iter().map(String::as_str).collect::<Vec<_>>().join("\n"),
            GivenColumn::Label => mark.label_line(),
        };
        shown.events().map(|(event, mark)| (event, text(mark))).collect()
    })
}
