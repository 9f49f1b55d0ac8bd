//! State and moves of each pane, one file for each; `view/` draws them under the same names. Panes do not know
//! each other, how they are drawn, or [`App`](super::app::App), which alone knows all of them.
//!
//! - `filter`: the filter while it is typed, and what it names;
//! - the answer: `list`, `groups`, `timeline`, `tabs` of several questions; `clock`: how their times are shown;
//!   `arrival`: what replaces what was answered; `portrait`: the selected group; `surveys`: what is counted about
//!   the selection;
//! - `event`: one event, or two beside each other;
//! - overlays, each an [`OverlayPane`]: `menus` choose one of many, `screens` do something of their own;
//! - `mark_tally`: how many marked events columns of the timeline and groups have;
//! - `look`: which theme was chosen; `saved_view`: what comes back when the same data is opened again;
//!   `case_state`: the case as it was last reported;
//! - `focus`: which pane gets the keys while there is no overlay.
//!
//! # Adding an overlay
//!
//! Five files, and the compiler asks for what is missing in them:
//!
//! 1. `panes/menus/NAME.rs` or `panes/screens/NAME.rs`: its state, with an `impl` of [`OverlayPane`]: area, moves, keys, clicks;
//! 2. `panes/mod.rs`: its variant of [`Overlay`], with its arms there;
//! 3. `view/menus/NAME.rs` or `view/screens/NAME.rs`: how it is drawn;
//! 4. `view/mod.rs`: its arm in `draw_overlay`;
//! 5. `input/action.rs`: its context, its keys, and the key that opens it.
//!
//! Help, footer, palette, README and manual take the keys from there. What it makes the program do is a
//! [`Choice`](menus::choice::Choice); a new kind of it is one more variant there and one arm in `update/choice.rs`.

pub mod arrival;
pub mod case_state;
pub mod clock;
pub mod event;
pub mod filter;
pub mod focus;
pub mod groups;
pub mod list;
pub mod look;
pub mod mark_tally;
pub mod menus;
pub mod portrait;
pub mod saved_view;
pub mod screens;
pub mod search;
pub mod surveys;
pub mod tabs;
pub mod timeline;
pub mod troubles;

use std::sync::Arc;

use self::clock::Clock;
use self::event::compare::ComparePane;
use self::list::chosen_columns::ListColumns;
use self::list::widths::Widths;
use self::menus::column_menu::ColumnMenu;
use self::menus::go_to_time::GoToTime;
use self::menus::menu::Menu;
use self::menus::overlay::OverlayPane;
use self::menus::page::Page;
use self::menus::palette::Palette;
use self::menus::time_menu::TimeMenu;
use self::screens::card::CardPane;
use self::screens::case::CasePane;
use self::screens::export::ExportPane;
use self::screens::inventory::InventoryPane;
use self::screens::ledger::LedgerPane;
use self::screens::note::NotePane;
use self::screens::open::OpenPane;
use self::screens::pictures::Pictures;
use self::screens::sections_pane::Sectioned;
use self::screens::triage::TriagePane;
use super::input::action::Context;
use super::input::keymap::Keymap;
use crate::query::language::saved::SavedQuery;
use crate::record::time::Time;
use crate::store::Store;

/// An overlay.
#[derive(Debug)]
pub enum Overlay {
    /// A menu.
    Menu(Menu),
    /// A page of text.
    Page(Page),
    /// The palette.
    Palette(Box<Palette>),
    /// The inventory of what is loaded.
    Inventory(Box<InventoryPane>),
    /// What still stands.
    Ledger(Box<Sectioned<LedgerPane>>),
    /// The triage board.
    Triage(Box<Sectioned<TriagePane>>),
    /// The life of a value, or the chain of a credential.
    Card(Box<Sectioned<CardPane>>),
    /// Pictures of the answer.
    Pictures(Box<Pictures>),
    /// The columns of the list.
    Columns(Box<ColumnMenu>),
    /// The export.
    Export(Box<ExportPane>),
    /// The ways to show times.
    Times(Box<TimeMenu>),
    /// A time to go to.
    GoToTime(Box<GoToTime>),
    /// Opening another path.
    Open(Box<OpenPane>),
    /// Two events beside each other.
    Compare(Box<ComparePane>),
    /// The case.
    Case(Box<CasePane>),
    /// A note about events.
    Note(Box<NotePane>),
}

/// What is below an overlay when it opens.
#[derive(Debug)]
pub struct Beneath<'a> {
    /// The context of the pane that had the focus.
    pub context: Context,
    /// The keys that hold.
    pub keymap: &'a Keymap,
    /// Saved questions.
    pub questions: &'a [Arc<SavedQuery>],
    /// What is loaded.
    pub store: &'a Store,
    /// What was opened before.
    pub recent: &'a [String],
    /// How times are shown.
    pub clock: &'a Clock,
    /// The time of the event under the cursor.
    pub now: Time,
    /// The columns of the list.
    pub columns: &'a ListColumns,
    /// The widths in which the list shows them.
    pub widths: Widths,
}

impl Overlay {
    /// Makes the overlay with this context, if a key opens it.
    pub fn open(context: Context, beneath: &Beneath<'_>) -> Option<Self> {
        match context {
            Context::Page => Some(Self::Page(Page::keys(beneath.context, beneath.keymap))),
            Context::Palette => Some(Self::Palette(Box::new(Palette::new(
                beneath.context,
                beneath.questions,
                beneath.keymap,
            )))),
            Context::Open => Some(Self::Open(Box::new(OpenPane::new(beneath.recent)))),
            Context::Inventory => Some(Self::Inventory(Box::default())),
            Context::Ledger => Some(Self::Ledger(Box::default())),
            Context::Triage => Some(Self::Triage(Box::default())),
            Context::Columns => {
                let (columns, widths) = (beneath.columns, beneath.widths.clone());
                Some(Self::Columns(Box::new(ColumnMenu::new(columns, widths, beneath.store))))
            }
            Context::Times => Some(Self::Times(Box::new(TimeMenu::new(beneath.clock, beneath.now)))),
            Context::GoToTime => Some(Self::GoToTime(Box::default())),
            // These are opened together with their subject.
            Context::Menu
            | Context::Card
            | Context::Pictures
            | Context::Export
            | Context::Compare
            | Context::Case
            | Context::Note
            | Context::Narrowing
            | Context::List
            | Context::Groups
            | Context::Portrait
            | Context::Detail
            | Context::Timeline
            | Context::Typing
            | Context::Anywhere => None,
        }
    }

    /// Returns the interface that all overlays share.
    pub fn pane(&self) -> &dyn OverlayPane {
        match self {
            Self::Menu(menu) => menu,
            Self::Page(page) => page,
            Self::Palette(palette) => palette.as_ref(),
            Self::Inventory(pane) => pane.as_ref(),
            Self::Ledger(pane) => pane.as_ref(),
            Self::Triage(pane) => pane.as_ref(),
            Self::Card(pane) => pane.as_ref(),
            Self::Pictures(pane) => pane.as_ref(),
            Self::Columns(menu) => menu.as_ref(),
            Self::Export(pane) => pane.as_ref(),
            Self::Times(menu) => menu.as_ref(),
            Self::GoToTime(pane) => pane.as_ref(),
            Self::Open(pane) => pane.as_ref(),
            Self::Compare(pane) => pane.as_ref(),
            Self::Case(pane) => pane.as_ref(),
            Self::Note(pane) => pane.as_ref(),
        }
    }

    /// Returns the interface that all overlays share, for changes.
    pub fn pane_mut(&mut self) -> &mut dyn OverlayPane {
        match self {
            Self::Menu(menu) => menu,
            Self::Page(page) => page,
            Self::Palette(palette) => palette.as_mut(),
            Self::Inventory(pane) => pane.as_mut(),
            Self::Ledger(pane) => pane.as_mut(),
            Self::Triage(pane) => pane.as_mut(),
            Self::Card(pane) => pane.as_mut(),
            Self::Pictures(pane) => pane.as_mut(),
            Self::Columns(menu) => menu.as_mut(),
            Self::Export(pane) => pane.as_mut(),
            Self::Times(menu) => menu.as_mut(),
            Self::GoToTime(pane) => pane.as_mut(),
            Self::Open(pane) => pane.as_mut(),
            Self::Compare(pane) => pane.as_mut(),
            Self::Case(pane) => pane.as_mut(),
            Self::Note(pane) => pane.as_mut(),
        }
    }
}
