//! What was loaded comes to the screen: further snapshots of the same load, or another load that replaces what is
//! shown. Then the cursor, the opened event and the groups stay where they were, as far as they still exist.

use crate::ingest::{Again, Report};
use crate::plural::agree;
use crate::query::engine::worker::Answer;
use crate::store::Store;
use crate::tui::app::{App, Notice};
use crate::tui::message::Effect;
use crate::tui::number::counted;
use crate::tui::panes::arrival::ReadAgainBy;
use crate::tui::panes::screens::integrity::Integrity;
use crate::tui::panes::troubles::Troubles;

impl App {
    /// Takes what was loaded so far, and requests the current answer for it.
    pub(super) fn load(&mut self, report: Report) -> Vec<Effect> {
        let Report { store, progress } = report;
        self.progress = progress;
        let again = progress.again.filter(|_| progress.finished && !progress.stopped);
        if let Some(again) = again {
            self.say_again(again, store.as_ref());
        }
        let mut effects = store.map(|store| self.load_store(store)).unwrap_or_default();
        if progress.finished {
            self.troubles = Troubles::of(&self.store, true);
            effects.extend(self.follow_on(progress.again));
        }
        effects
    }

    fn load_store(&mut self, mut store: Store) -> Vec<Effect> {
        let is_first = self.store.is_empty() && self.store.load_number() == 0;
        if !is_first && !store.is_of_same_load(&self.store) {
            self.arrival.put(store);
            return self.ask();
        }
        self.arrival.clear();
        let is_same = store.is_same(&self.store);
        store.keep_derived_of(&self.store);
        self.store = store;
        self.count_merged_twins();
        self.troubles = Troubles::of(&self.store, self.progress.finished);
        if is_same && self.progress.again.is_some() {
            return Vec::new();
        }
        self.integrity = Integrity::Unknown;
        let mut effects = self.ask();
        effects.extend(self.account_anew());
        effects
    }

    /// Says what reading again has found.
    fn say_again(&mut self, again: Again, store: Option<&Store>) {
        let is_quiet = self.arrival.reading == Some(ReadAgainBy::Change);
        let now = store.map_or(self.arrival.events_before, |store| store.len() - store.folds().count());
        let (before, mut parts) = (self.arrival.events_before, Vec::new());
        if again.new_files > 0 {
            parts.push(counted(again.new_files, "new file"));
        }
        if again.changed_files > 0 {
            parts.push(format!("{} read again", counted(again.changed_files, "changed file")));
        }
        if now > before {
            parts.push(counted(now - before, "new event"));
        } else if now < before {
            parts.push(format!("{} fewer", counted(before - now, "event")));
        } else if !parts.is_empty() {
            parts.push("no new events".to_owned());
        }
        let gone = again.gone_files;
        if gone > 0 && !(is_quiet && parts.is_empty()) {
            let events_stay = agree(gone, "is gone; its events stay", "are gone; their events stay");
            parts.push(format!("{} {events_stay}", counted(gone, "file")));
        }
        if parts.is_empty() && is_quiet {
            return;
        }
        let text = if parts.is_empty() { "nothing new".to_owned() } else { parts.join(" · ") };
        self.notice = Some(Notice { text, is_warning: gone > 0 });
    }

    /// Replaces what is shown by the store of an answer, if that is of another load. Returns whether the answer
    /// can be shown.
    pub(super) fn arrive(&mut self, answer: &Answer) -> bool {
        if answer.store.is_of_same_load(&self.store) {
            return true;
        }
        // A part of an answer would show less than what is on the screen.
        if answer.searched.is_some() {
            return false;
        }
        let new = &answer.store;
        let old = std::mem::replace(&mut self.store, new.clone());
        self.arrival.clear();
        self.detail.carry_over(&old, new);
        self.tabs.carry_over(&old, new);
        if let Some(groups) = &mut self.groups {
            groups.carry_over(&old, new);
        }
        if let Some((name, paths)) = self.arrival.opening.take() {
            self.keep_view();
            (self.name, self.paths) = (name, paths);
            self.recall_view();
            self.list.restart();
        } else {
            self.list.carry_over(&old, new);
        }
        self.count_merged_twins();
        self.troubles = Troubles::of(&self.store, self.progress.finished);
        self.integrity = Integrity::Unknown;
        true
    }
}
