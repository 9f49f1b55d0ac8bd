//! Overlays: opening them, what happens after a key or a click, and what a choice in them does.

use crossterm::event::KeyEvent;

use crate::record::time::Time;
use crate::tui::app::{App, Overlay};
use crate::tui::input::action::{Action, Context};
use crate::tui::input::chord::plain_char;
use crate::tui::layout;
use crate::tui::message::Effect;
use crate::tui::panes::Beneath;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::menu::Menu;
use crate::tui::panes::menus::overlay::OverlayAnswer;

impl App {
    /// Shows the overlay with this context.
    pub(super) fn show(&mut self, context: Context) -> Vec<Effect> {
        if context == Context::Export {
            return self.open_export();
        }
        let beneath = Beneath {
            context: self.context(),
            keymap: &self.keymap,
            questions: &self.questions,
            store: &self.store,
            clock: &self.clock,
            now: self.current().map_or(Time::NONE, |event| self.store.time(event)),
            columns: self.list.chosen(),
            widths: self.list.widths(layout::list_width(self.areas().list)),
            recent: &self.recent,
        };
        Overlay::open(context, &beneath).map(|overlay| self.put_over(overlay)).unwrap_or_default()
    }

    /// Opens an overlay; the inventory is made now.
    pub(super) fn put_over(&mut self, overlay: Overlay) -> Vec<Effect> {
        self.overlay = Some(overlay);
        self.account_anew()
    }

    /// Opens a menu.
    pub(super) fn open_menu(&mut self, mut menu: Menu) -> Vec<Effect> {
        if !self.keymap.is_default() {
            menu.assign_letters(&self.keymap);
        }
        self.put_over(Overlay::Menu(menu))
    }

    /// Returns what a key chooses by its letter.
    pub(super) fn lettered(&self, key: &KeyEvent) -> Option<Choice> {
        self.overlay.as_ref()?.pane().lettered(plain_char(key)?)
    }

    /// Carries out an action in the overlay, if it has a meaning of its own there.
    pub(super) fn act_over(&mut self, action: Action) -> Option<Vec<Effect>> {
        let answer = self.overlay.as_mut()?.pane_mut().act(action)?;
        Some(self.take_answer(answer))
    }

    /// Lets a key or pasted text change the line of the overlay; returns whether it has one.
    pub(super) fn edit_over(&mut self, mut change: impl FnMut(&mut TextLine) -> bool) -> bool {
        self.overlay.as_mut().is_some_and(|overlay| overlay.pane_mut().edit(&mut change))
    }

    /// Carries out the answer of an overlay to a key or a click.
    pub(super) fn take_answer(&mut self, answer: OverlayAnswer) -> Vec<Effect> {
        match answer {
            OverlayAnswer::Stay => Vec::new(),
            OverlayAnswer::Close => self.back(),
            OverlayAnswer::Do(choice) => self.do_choice(choice),
            OverlayAnswer::Choose(choice) => self.choose(choice),
        }
    }

    /// Closes the overlay and carries out what was chosen in it.
    pub(super) fn choose(&mut self, choice: Choice) -> Vec<Effect> {
        self.overlay = None;
        self.do_choice(choice)
    }

    fn do_choice(&mut self, choice: Choice) -> Vec<Effect> {
        match choice {
            Choice::GroupBy(field) => self.group_by(vec![field]),
            Choice::GroupWithin(field) => self.group_within(field),
            Choice::Sum(field) => self.sum_up(field),
            Choice::Path(path, path_use) => self.use_path(&path, path_use),
            Choice::AskPath(path_use) => self.ask_path(path_use),
            Choice::Copy(kind) => self.copy(kind),
            Choice::AskEngine => self.ask_engine(),
            Choice::Query(engine) => self.copy_query(engine),
            Choice::Add(term) => self.add_term(&term),
            Choice::Pivot(filter) => self.pivot_to(&filter),
            Choice::Texts(filter) => self.show_texts(&filter),
            Choice::Ask(question) => self.put_question(&question),
            Choice::Act(action, pane) => self.act_in(action, pane),
            Choice::Earlier(text) => self.use_earlier(&text),
            Choice::Themes => self.open_themes(),
            Choice::Theme(name) => self.use_theme(name),
            Choice::Export => self.export(),
            Choice::CancelExport => self.cancel_export(),
            Choice::Narrow(terms) => self.narrow(&terms),
            Choice::NarrowLane(field, value, span) => self.narrow_to_lane(field, value, span),
            Choice::Times(way) => self.show_times(way),
            Choice::GoTo(text) => self.go_to_time(&text),
            Choice::Show(columns) => self.show_columns(*columns),
            Choice::Open => self.open_typed(),
            Choice::Compare(what) => self.compare(what),
            Choice::Case(choice) => self.choose_in_case(choice),
            Choice::Say(words) => self.say(words),
        }
    }
}
