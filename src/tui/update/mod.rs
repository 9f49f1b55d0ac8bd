//! What each message does. This file only decides which one is responsible; there is one file for each verb:
//!
//! - `filter`: the filter's text, and what changes it: `typing`, `complete`, `pivot` (from what is under the cursor), `palette`;
//!   its `ask` sends it to the worker and takes the answers.
//! - `event`: what is done with events: `record` (their texts), `tree`, `compare`, `copy`, `export`, `redact`.
//! - `survey`: what is counted beside the screen: `chain`, `life`, `ledger`, `triage`, `inventory` with `integrity`,
//!   `picture`, `portrait`, and what is new in an event.
//! - `case`: marks, and what comes back with them; its `note` opens a note.
//! - `layout`: which panes are shown and how large (`arrange`), `tabs`, `look` (themes), `views` (what comes back in the next
//!   run).
//! - `list`, `group`, `time`, `moves`, `mouse`; `choice` for overlays, and `back` for the way out of everything.
//! - `arrive` and `open`: loads.
//!
//! The verbs are methods of [`App`], which joins the panes. Each matches its own part of [`Action`]
//! exhaustively, so that a new action does not compile until it is handled.

mod arrive;
mod back;
mod case;
mod choice;
mod event;
mod filter;
mod group;
mod layout;
mod list;
mod mouse;
mod moves;
mod numbers;
mod open;
mod survey;
mod time;

use crossterm::event::KeyEvent;

use super::app::App;
use super::input::action::{Action, FilterAction};
use super::input::chord::as_meant;
use super::input::look_up::look_up;
use super::message::{Effect, Msg};

impl App {
    /// Handles a message and returns the effects for the loop.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Key(key) => self.press(as_meant(key, cfg!(windows))),
            Msg::Keys(keys) => self.press_all(keys),
            Msg::Mouse(mouse) => self.point(mouse),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(columns, rows) => {
                self.size = (columns, rows);
                // The terminal may have had another size in between, and have lost what was outside of it.
                let mut effects = vec![Effect::Redraw];
                effects.extend(self.ask_for_columns());
                effects.extend(self.ask_picture());
                effects
            }
            Msg::Loaded(report) => self.load(*report),
            Msg::Answered(answer) => {
                let mut effects = self.answer(*answer);
                effects.extend(self.ask_picture());
                effects
            }
            Msg::Surveyed(number, surveyed) => self.take_surveyed(number, surveyed),
            Msg::Missed(number, near_miss) => {
                self.filter.take_missed(number, near_miss);
                Vec::new()
            }
            Msg::Completing(completing) => self.take_completing(completing),
            Msg::Paths(names) => self.take_paths(&names),
            Msg::Read(read) => self.take_record(*read),
            Msg::List(path, lines) => self.take_list(&path, lines),
            Msg::Copied(copying, result) => self.tell_copied(copying, result),
            Msg::Redacted(copying, result) => self.copy_redacted(copying, result),
            Msg::Path(answer) => self.learn_path(answer),
            Msg::FolderChanged => self.follow_change(),
            Msg::Opening { name, paths, adds } => self.name_opened(name, paths, adds),
            Msg::Exported(number, exported) => self.take_exported(number, exported),
            Msg::Questions(own) => self.learn(own),
            Msg::NotRemembered(reason) => self.say(reason),
            Msg::Started(view, remark) => self.start(view, remark),
            Msg::Inventory(account) => self.show_account(*account),
            Msg::Picture(picture) => self.show_picture(*picture),
            Msg::Case(news) => self.take_case(*news),
            Msg::Compared(right, compared) => self.take_comparison(right, compared.map(|compared| *compared)),
            Msg::Chain(answer) => self.take_chain(*answer),
            Msg::Verified(integrity) => {
                self.integrity = integrity;
                self.show_absent();
                Vec::new()
            }
            Msg::InputLost => vec![Effect::Quit(None)],
            Msg::Failed => vec![Effect::Fail],
            Msg::Stop => vec![Effect::Suspend],
            Msg::Continued => vec![Effect::Retake],
            Msg::Signal(signal) => vec![Effect::Quit(Some(signal))],
        };
        self.arrange();
        effects.extend(self.ask_for_record());
        effects.extend(self.ask_for_survey());
        effects.extend(self.look_at_path());
        self.remember(&mut effects);
        effects.extend(self.keep_case());
        self.redact_copies(effects)
    }

    fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.forget_last_key();
        self.waits_for_chain = None;
        if let Some(choice) = self.lettered(&key) {
            return self.choose(choice);
        }
        let action = look_up(&self.keymap, self.context(), &key);
        let number = self.number.take();
        let mut effects = Vec::new();
        if !matches!(action, Some(Action::Filter(FilterAction::Complete(_)) | Action::Back)) {
            effects.extend(self.close_completion());
        }
        effects.extend(match (action, number) {
            (Some(action), Some(number)) => self.act_with(number, action),
            (Some(action), None) => self.act(action),
            (None, _) => self.edit(key),
        });
        effects
    }

    /// Ends what lasts only until the next key.
    fn forget_last_key(&mut self) {
        self.notice = None;
        if let Some(groups) = &mut self.groups {
            groups.open_when_counted = false;
        }
    }

    /// Carries out an action.
    fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.act_over(action) {
            return effects;
        }
        match action {
            Action::Quit => vec![Effect::Quit(None)],
            Action::Cancel => self.cancel(),
            Action::Suspend => vec![Effect::Suspend],
            Action::Redraw => vec![Effect::Redraw],
            Action::Mouse => self.toggle_mouse(),
            Action::Show(context) => self.show(context),
            Action::NextPane => self.next_pane(),
            Action::Back => self.back(),
            Action::Open => self.open_current(),
            Action::Accept => self.accept(),
            Action::Move(action) => self.go(action),
            Action::List(action) => self.act_in_list(action),
            Action::Filter(action) => self.act_on_filter(action),
            Action::Pivot(action) => self.pivot(action),
            Action::Group(action) => self.group(action),
            Action::Tree(action) => self.act_in_tree(action),
            Action::Time(action) => self.act_in_time(action),
            Action::Copy(action) => self.act_on_copy(action),
            Action::Tab(action) => self.act_on_tabs(action),
            Action::Layout(action) => self.act_on_layout(action),
            Action::Compare(action) => self.act_on_comparison(action),
            // Overlays carry these out themselves.
            Action::Path(_) | Action::Columns(_) => Vec::new(),
            Action::Load(action) => self.act_on_load(action),
            Action::Case(action) => self.act_on_case(action),
        }
    }
}
