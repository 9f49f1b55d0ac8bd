//! What the screen knows of the case: its marks as they were last reported, and whether they are saved.

use std::path::PathBuf;
use std::sync::Arc;

use crate::case::elsewhere::OtherCase;
use crate::case::model::CaseView;
use crate::case::shown::shown_case::{ShownCase, ShownMark};
use crate::store::Event;
use crate::store::given::Given;
use crate::tui::case_message::{CaseKept, CaseNews};

/// The case, as far as the screen knows it.
#[derive(Debug, Default)]
pub struct CaseState {
    shown: Arc<ShownCase>,
    /// What filters ask of it.
    given: Arc<Given>,
    /// Whether it is saved.
    pub kept: CaseKept,
    /// Where it is kept.
    pub path: Option<PathBuf>,
    /// What an earlier run showed last.
    pub earlier: Option<CaseView>,
    /// The event that was under the cursor then.
    pub earlier_event: Option<Event>,
    /// How its files differ from those that are open.
    pub files: Option<String>,
    /// A case of other paths that has events of this data.
    pub other: Option<OtherCase>,
    /// The snapshot in which its events were looked for: number of the load, and of events.
    pub looked_for: Option<(u64, usize)>,
    /// The view that was remembered last.
    pub remembered: Option<(CaseView, Option<Event>)>,
    /// For each change that can be taken back, the filter under which it was made.
    changes: Vec<String>,
    /// Whether the case of an earlier run was announced.
    is_announced: bool,
}

impl CaseState {
    /// Returns the marks.
    pub fn shown(&self) -> &Arc<ShownCase> {
        &self.shown
    }

    /// Returns what filters ask of it, for events of the load with this number.
    pub fn given(&self, load: u64) -> Arc<Given> {
        if self.shown.load == load { Arc::clone(&self.given) } else { Arc::default() }
    }

    /// Returns the mark of an event of the load with this number.
    pub fn mark(&self, load: u64, event: Event) -> Option<&ShownMark> {
        self.shown.of_event(event).filter(|_| self.shown.load == load)
    }

    /// Takes what was reported; returns whether the marks changed, and whether they are those of an earlier run.
    pub fn take(&mut self, news: CaseNews) -> (bool, bool) {
        let is_new = !Arc::ptr_eq(&self.shown, &news.shown);
        // The events are looked for when all is loaded.
        let is_found = news.shown.load != 0 && !news.shown.marks().is_empty();
        let is_earlier = !self.is_announced && is_found && news.words.is_none();
        self.is_announced |= is_found;
        (self.shown, self.given, self.kept, self.path) = (news.shown, news.given, news.kept, news.path);
        self.other = news.other;
        (self.earlier, self.earlier_event, self.files) = (news.earlier, news.earlier_event, news.files);
        (is_new, is_earlier)
    }

    /// Remembers that something was changed while this filter was shown.
    pub fn changed(&mut self, filter: &str) {
        self.changes.push(filter.to_owned());
    }

    /// Returns whether the latest change was made after the filter became what it is, and forgets it.
    pub fn takes_back(&mut self, filter: &str) -> bool {
        self.changes.pop_if(|changed_under| changed_under == filter).is_some()
    }

    /// Forgets everything, because another case is opened.
    pub fn restart(&mut self) {
        *self = Self::default();
    }
}
