//! Opening other files, and reading again what is open.

use crate::ingest::Again;
use crate::tui::app::{App, Overlay};
use crate::tui::input::action::LoadAction;
use crate::tui::message::{Effect, LoadEffect};
use crate::tui::panes::arrival::ReadAgainBy;

impl App {
    pub(super) fn act_on_load(&mut self, action: LoadAction) -> Vec<Effect> {
        match action {
            LoadAction::Again => self.read_again(Vec::new()),
            LoadAction::Follow => self.switch_following(),
        }
    }

    /// Reads what is new or has changed, and adds paths.
    fn read_again(&mut self, more: Vec<String>) -> Vec<Effect> {
        if !self.progress.finished || self.arrival.reading.is_some() {
            return self.say("files are still being read; try again then");
        }
        self.arrival.reading = Some(ReadAgainBy::Key);
        self.arrival.events_before = self.store.len() - self.store.folds().count();
        self.say("looking for new files …");
        vec![Effect::Load(LoadEffect::Again { more, settled: false })]
    }

    /// Follows the opened paths, or no more.
    fn switch_following(&mut self) -> Vec<Effect> {
        self.arrival.following = !self.arrival.following;
        self.say(if self.arrival.following {
            "following: new files are read as they appear; & stops that"
        } else {
            "following has ended; F5 reads what is new"
        });
        let mut effects = vec![Effect::Load(LoadEffect::Follow(self.arrival.following))];
        if self.arrival.following {
            // What came before is read now.
            effects.extend(self.follow_change());
        }
        effects
    }

    /// Reads what is new by itself, as soon as nothing else is read.
    pub(super) fn follow_change(&mut self) -> Vec<Effect> {
        if !self.arrival.following {
            return Vec::new();
        }
        let is_reading = !self.progress.finished || self.arrival.reading.is_some();
        self.arrival.has_changed = is_reading;
        if is_reading {
            return Vec::new();
        }
        self.arrival.reading = Some(ReadAgainBy::Change);
        self.arrival.events_before = self.store.len() - self.store.folds().count();
        vec![Effect::Load(LoadEffect::Again { more: Vec::new(), settled: true })]
    }

    /// Continues to follow after files were read: what changed meanwhile, and what was being written.
    pub(super) fn follow_on(&mut self, again: Option<Again>) -> Vec<Effect> {
        self.arrival.reading = None;
        if !self.arrival.following {
            return Vec::new();
        }
        if std::mem::take(&mut self.arrival.has_changed) {
            return self.follow_change();
        }
        let is_later = again.is_some_and(|again| again.unsettled_files > 0);
        is_later.then_some(Effect::Load(LoadEffect::LookLater)).into_iter().collect()
    }

    /// Opens the typed path, once it is known to exist.
    pub(super) fn open_typed(&mut self) -> Vec<Effect> {
        let Some(Overlay::Open(pane)) = &mut self.overlay else { return Vec::new() };
        let (typed, adds) = pane.target();
        if typed.is_empty() {
            return Vec::new();
        }
        pane.path.ask_about_choice();
        if !pane.path.is_answered() {
            pane.waits = true;
            return Vec::new();
        }
        pane.waits = false;
        // Otherwise the overlay says that there is no such file.
        if pane.path.answer().remark.is_some() {
            return Vec::new();
        }
        let adds = adds && self.progress.finished;
        self.overlay = None;
        if adds {
            return self.read_again(vec![typed]);
        }
        self.say("opening …");
        vec![Effect::Load(LoadEffect::Open(typed))]
    }

    /// Takes the name and the paths of what is being opened: at once if they only add to what is open, otherwise
    /// when it is shown.
    pub(super) fn name_opened(&mut self, name: String, paths: Vec<String>, adds: bool) -> Vec<Effect> {
        self.keep_recent(&paths);
        if adds {
            self.keep_view();
            (self.name, self.paths) = (name, paths);
        } else {
            self.arrival.opening = Some((name, paths));
        }
        Vec::new()
    }

    /// Opens what waited for the answer about its path.
    pub(super) fn open_waiting(&mut self) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::Open(pane)) if pane.waits => self.open_typed(),
            _ => Vec::new(),
        }
    }
}
