//! Opening other files, and reading again what is open.

use crate::tui::app::{App, Overlay};
use crate::tui::input::action::LoadAction;
use crate::tui::message::Effect;

impl App {
    pub(super) fn act_on_load(&mut self, action: LoadAction) -> Vec<Effect> {
        match action {
            LoadAction::Again => self.read_again(Vec::new()),
        }
    }

    /// Reads what is new or has changed, and adds paths.
    fn read_again(&mut self, more: Vec<String>) -> Vec<Effect> {
        if !self.progress.finished {
            return self.say("loading is not finished; what is new is read then");
        }
        self.arrival.events_before = self.store.len() - self.store.folds().count();
        self.say("looking for new files …");
        vec![Effect::Again(more)]
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
        vec![Effect::Open(typed)]
    }

    /// Takes the name and the paths of what is being opened: at once if they only add to what is open, otherwise
    /// when it is shown.
    pub(super) fn name_opened(&mut self, name: String, paths: Vec<String>, adds: bool) -> Vec<Effect> {
        if adds {
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
