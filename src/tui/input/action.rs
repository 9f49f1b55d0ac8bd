//! What a key can mean ([`Action`]), where ([`Context`]), and a row of the table of keys ([`Binding`]).
//!
//! The keys of an overlay are only in this file: its context, its own keys in `OVERLAY_KEYS`, and most of the keys that
//! open one in `PROGRAM_KEYS`. `keys` has those of panes, of the case with its notes, and `moves`; `keymap` joins all.

use crossterm::event::KeyCode;

use super::chord::{Chord, ctrl, key, named};
pub(in crate::tui) use super::reach::Reach;
pub use super::verbs::{
    CaseAction, ColumnAction, CompareAction, CopyAction, FilterAction, GroupAction, LayoutAction, ListAction,
    LoadAction, MoveAction, PathAction, PivotAction, Sought, TabAction, TimeAction, TreeAction,
};

/// An action. What it does depends on the pane that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Quit.
    Quit,
    /// Stop what is running: a menu, typing, then loading, then the program.
    Cancel,
    /// Suspend the program and restore the terminal for the shell.
    Suspend,
    /// Redraw the screen.
    Redraw,
    /// Switch mouse capture off or on.
    Mouse,
    /// Show the overlay with this context.
    Show(Context),
    /// Focus the other pane.
    NextPane,
    /// One step back: close a text, a menu, a pane or a group, and finally clear the filter.
    Back,
    /// Open the event or the group under the cursor.
    Open,
    /// Apply what was typed or chosen.
    Accept,
    /// Move the cursor.
    Move(MoveAction),
    /// An action of the event list.
    List(ListAction),
    /// An action on the text of the filter.
    Filter(FilterAction),
    /// Filter text made from what is under the cursor.
    Pivot(PivotAction),
    /// An action of the groups.
    Group(GroupAction),
    /// An action of the tree of an event.
    Tree(TreeAction),
    /// An action of the timeline, or a step in time.
    Time(TimeAction),
    /// Copy something.
    Copy(CopyAction),
    /// An action of the menu of columns.
    Columns(ColumnAction),
    /// An action of an overlay that asks for a path.
    Path(PathAction),
    /// An action of tabs.
    Tab(TabAction),
    /// An action on the layout of the list and the event.
    Layout(LayoutAction),
    /// An action on the comparison of two events.
    Compare(CompareAction),
    /// An action on what is loaded.
    Load(LoadAction),
    /// An action about the case.
    Case(CaseAction),
}

impl Action {
    /// Returns whether the footer always names its key: what leads to all else, and the way out.
    pub(in crate::tui) fn is_always_offered(self) -> bool {
        matches!(self, Self::Show(Context::Palette | Context::Page) | Self::Quit)
    }
}

/// The context of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The event list.
    List,
    /// The groups.
    Groups,
    /// The selected group.
    Portrait,
    /// The event with its JSON tree.
    Detail,
    /// The timeline.
    Timeline,
    /// The filter bar and the search line, where letters are text.
    Typing,
    /// A menu.
    Menu,
    /// A menu or the help while it is narrowed, where letters are text.
    Narrowing,
    /// The palette, where letters are text.
    Palette,
    /// Help.
    Page,
    /// The files and what they cover.
    Inventory,
    /// What still stands.
    Ledger,
    /// The triage board.
    Triage,
    /// The life of a value, or the chain of a credential.
    Card,
    /// Pictures of the answer.
    Pictures,
    /// The menu of columns, where letters are text.
    Columns,
    /// The export, where letters are a path.
    Export,
    /// The ways to show times, where letters are text.
    Times,
    /// The line of a time to go to.
    GoToTime,
    /// Opening another path, where letters are a path.
    Open,
    /// Two events beside each other.
    Compare,
    /// The case.
    Case,
    /// The note and the labels of events, where letters are text.
    Note,
    /// Every context in which the key has no other meaning.
    Anywhere,
}

impl Context {
    /// All contexts, in the order of the help.
    pub const ALL: [Self; Self::Anywhere as usize + 1] = [
        Self::List,
        Self::Groups,
        Self::Portrait,
        Self::Detail,
        Self::Timeline,
        Self::Typing,
        Self::Menu,
        Self::Narrowing,
        Self::Palette,
        Self::Page,
        Self::Inventory,
        Self::Ledger,
        Self::Triage,
        Self::Card,
        Self::Pictures,
        Self::Columns,
        Self::Export,
        Self::Times,
        Self::GoToTime,
        Self::Open,
        Self::Compare,
        Self::Case,
        Self::Note,
        Self::Anywhere,
    ];

    /// Returns the heading in the help.
    pub fn title(self) -> &'static str {
        self.traits().0
    }

    /// Returns whether it is the context of an overlay.
    pub(in crate::tui) fn is_overlay(self) -> bool {
        matches!(self, Self::Case | Self::Note) || OVERLAY_KEYS.iter().any(|binding| binding.context == self)
    }

    /// Returns which of the keys that work anywhere also work here.
    pub(in crate::tui) fn reach(self) -> Reach {
        self.traits().1
    }

    /// Returns whether characters are text there.
    pub fn types_text(self) -> bool {
        self.reach() == Reach::NoText
    }

    /// Returns whether the palette offers its keys elsewhere: not if they edit a text, or need an overlay that
    /// is closed by then.
    pub(in crate::tui) fn is_offered(self) -> bool {
        self.traits().2
    }

    /// Returns the heading, the reach, and whether the palette offers the keys.
    const fn traits(self) -> (&'static str, Reach, bool) {
        match self {
            Self::List => ("Events", Reach::All, true),
            Self::Groups => ("Groups", Reach::All, true),
            Self::Portrait => ("Selected group", Reach::All, false),
            Self::Detail => ("One event", Reach::All, true),
            Self::Timeline => ("Timeline", Reach::All, true),
            Self::Typing => ("Filter and search", Reach::NoText, false),
            Self::Menu => ("Menus", Reach::MovesOnly, false),
            Self::Narrowing => ("Menus and help while typing", Reach::NoText, false),
            Self::Palette => ("Palette", Reach::NoText, false),
            Self::Page => ("Help", Reach::MovesOnly, false),
            Self::Inventory => ("Files and coverage", Reach::MovesOnly, true),
            Self::Ledger => ("What still stands", Reach::MovesOnly, false),
            Self::Triage => ("Triage board", Reach::MovesOnly, false),
            Self::Card => ("Life, and who really did this", Reach::MovesOnly, false),
            Self::Pictures => ("Pictures", Reach::MovesOnly, false),
            Self::Columns => ("Columns", Reach::NoText, false),
            Self::Export => ("Export", Reach::NoText, false),
            Self::Times => ("Show times", Reach::NoText, false),
            Self::GoToTime => ("Go to a time", Reach::NoText, false),
            Self::Open => ("Open", Reach::NoText, false),
            Self::Compare => ("Two events", Reach::MovesOnly, false),
            Self::Case => ("Case", Reach::MovesOnly, false),
            Self::Note => ("Note", Reach::NoText, false),
            Self::Anywhere => ("Anywhere", Reach::All, true),
        }
    }
}

/// One row of the table of keys.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The context in which it applies.
    pub context: Context,
    /// The keys, the one to print first.
    pub keys: &'static [Chord],
    /// The action.
    pub action: Action,
    /// What it does, for help and README.
    pub about: &'static str,
    /// The word in the footer; empty for keys that are not shown there.
    pub footer: &'static str,
    /// Other words that find it in the palette.
    pub words: &'static [&'static str],
}

impl Binding {
    /// Adds other words that find it in the palette.
    pub(super) const fn also(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }
}

pub(super) const fn bind(
    context: Context,
    keys: &'static [Chord],
    action: Action,
    footer: &'static str,
    about: &'static str,
) -> Binding {
    Binding { context, keys, action, about, footer, words: &[] }
}

pub(super) const fn at(
    context: Context,
    keys: &'static [Chord],
    action: TimeAction,
    footer: &'static str,
    about: &'static str,
) -> Binding {
    bind(context, keys, Action::Time(action), footer, about)
}

use Context::{
    Anywhere, Columns, Export, GoToTime, Inventory, List, Menu, Narrowing, Open, Page, Palette, Times,
};

/// The keys of overlays, in the order of the help.
pub(super) const OVERLAY_KEYS: &[Binding] = &[
    bind(Menu, &[named(KeyCode::Enter), key(' ')], Action::Accept, "choose", "choose this entry"),
    bind(Menu, &[key('/')], Action::Filter(FilterAction::Type), "narrow", "type to narrow the choice"),
    bind(Menu, &[named(KeyCode::Esc), key('q')], Action::Back, "back", "close without choosing"),
    bind(Narrowing, &[named(KeyCode::Enter)], Action::Accept, "choose", "choose this entry, or press it"),
    bind(Narrowing, &[named(KeyCode::Esc)], Action::Back, "back", "show all again, or close the menu"),
    bind(Palette, &[named(KeyCode::Enter)], Action::Accept, "run", "run this action or question"),
    bind(Palette, &[named(KeyCode::Esc)], Action::Back, "close", "close without choosing"),
    bind(Page, &[key('/')], Action::Filter(FilterAction::Type), "search", "search the help by any word"),
    bind(Page, &[named(KeyCode::Enter)], Action::Accept, "do it", "do what the key under the cursor does"),
    bind(Page, &[key('q')], Action::Back, "close", "close; esc also closes"),
    bind(
        Inventory,
        &[named(KeyCode::Enter), key(' ')],
        Action::Open,
        "open",
        "open or close a list of files; show the events of a day in the map, or a logging change",
    ),
    at(Inventory, &[named(KeyCode::Left), key('h')], TimeAction::Column(-1), "", "previous day in the map"),
    at(Inventory, &[named(KeyCode::Right), key('l')], TimeAction::Column(1), "day", "next day in the map"),
    bind(
        Context::Pictures,
        &[named(KeyCode::Enter)],
        Action::Accept,
        "filter",
        "filter by the selected cell",
    ),
    bind(
        Context::Pictures,
        &[named(KeyCode::Tab), named(KeyCode::BackTab)],
        Action::NextPane,
        "other picture",
        "show the other picture",
    ),
    at(
        Context::Pictures,
        &[named(KeyCode::Left), key('h')],
        TimeAction::Column(-1),
        "",
        "previous hour, or column of time",
    ),
    at(
        Context::Pictures,
        &[named(KeyCode::Right), key('l')],
        TimeAction::Column(1),
        "hour",
        "next hour, or column of time",
    ),
    bind(Context::Pictures, &[key('q'), key('*')], Action::Back, "close", "close; esc also closes"),
    bind(Inventory, &[key('q'), key('i')], Action::Back, "close", "close; esc also closes"),
    bind(Columns, &[key(' ')], Action::Open, "on or off", "show or hide this column; add the typed path"),
    bind(Columns, &[named(KeyCode::Enter)], Action::Accept, "close", "close; adds the typed path"),
    bind(Columns, &[named(KeyCode::Esc)], Action::Back, "", "close"),
    bind(Export, &[named(KeyCode::Enter)], Action::Accept, "export", "export; again to replace a file"),
    bind(Export, &[named(KeyCode::Esc)], Action::Back, "close", "close; while it is written, cancel"),
    bind(Export, &[named(KeyCode::Up)], Action::Move(MoveAction::Rows(-1)), "", "go to the row above"),
    bind(Export, &[named(KeyCode::Down)], Action::Move(MoveAction::Rows(1)), "row", "go to the row below"),
    bind(Export, &[named(KeyCode::Left)], Action::Path(PathAction::Option(-1)), "", "previous option"),
    bind(Export, &[named(KeyCode::Right)], Action::Path(PathAction::Option(1)), "option", "next option"),
    bind(
        Export,
        &[named(KeyCode::Tab)],
        Action::Path(PathAction::Complete(1)),
        "complete",
        "complete the path",
    ),
    bind(
        Export,
        &[named(KeyCode::BackTab)],
        Action::Path(PathAction::Complete(-1)),
        "",
        "go to the previous completion",
    ),
    bind(Times, &[named(KeyCode::Enter)], Action::Accept, "choose", "show times in this way"),
    bind(Times, &[named(KeyCode::Esc)], Action::Back, "close", "close without choosing"),
    bind(
        GoToTime,
        &[named(KeyCode::Enter)],
        Action::Accept,
        "go",
        "go to the first event at or after this time",
    ),
    bind(GoToTime, &[named(KeyCode::Esc)], Action::Back, "close", "close without going anywhere"),
    bind(Open, &[named(KeyCode::Enter)], Action::Accept, "open", "open the path; with + before it, add it"),
    bind(Open, &[named(KeyCode::Esc)], Action::Back, "close", "close without opening"),
    bind(
        Open,
        &[named(KeyCode::Tab)],
        Action::Path(PathAction::Complete(1)),
        "complete",
        "complete the path",
    ),
    bind(Open, &[named(KeyCode::BackTab)], Action::Path(PathAction::Complete(-1)), "", "previous name"),
    bind(
        Open,
        &[named(KeyCode::Down)],
        Action::Move(MoveAction::Rows(1)),
        "next",
        "take the next name below",
    ),
    bind(Open, &[named(KeyCode::Up)], Action::Move(MoveAction::Rows(-1)), "", "take the previous name"),
];

/// Keys that work anywhere and concern the whole program, or open an overlay.
pub(super) const PROGRAM_KEYS: &[Binding] =
    &[
        bind(
            List,
            &[key('c')],
            Action::Show(Columns),
            "",
            "choose the columns: any field, or any path into the record",
        )
        .also(&["fields", "headings"]),
        bind(Anywhere, &[key(':')], Action::Show(Palette), "palette", "find any action or saved question"),
        bind(
            Anywhere,
            &[key('i')],
            Action::Show(Inventory),
            "files",
            "show the files: read, set aside, damaged; what they cover, and what is missing",
        )
        .also(&["coverage", "digest", "integrity", "problems", "damaged", "skipped"]),
        bind(Anywhere, &[key('M')], Action::Mouse, "", "let the terminal use the mouse, or use it here"),
        bind(Anywhere, &[key('?'), named(KeyCode::F(1))], Action::Show(Page), "help", "show all keys")
            .also(&["keys", "shortcuts", "manual"]),
        bind(Anywhere, &[ctrl('l')], Action::Redraw, "", "redraw the screen"),
        bind(Anywhere, &[ctrl('z')], Action::Suspend, "", "suspend; fg resumes"),
        bind(Anywhere, &[key('q')], Action::Quit, "quit", "quit").also(&["exit"]),
        bind(Anywhere, &[ctrl('c')], Action::Cancel, "", "stop loading, keep what is read; otherwise quit"),
    ];
